"""Renderings: terminal, Markdown, HTML, SVG and JSON from the same records (`rows`). All pure."""
