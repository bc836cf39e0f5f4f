"""The dashboard's pages as Markdown: what happened, what moves, who runs the wrong sentence, what our feeds do."""
