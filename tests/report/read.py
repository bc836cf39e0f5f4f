"""Markdown as a parser reads it: what is shown, what is a link, what would be markup."""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it import MarkdownIt  # comes with rich

OWN = frozenset({"<br>", "<ins>", "</ins>", "<del>", "</del>"})


@dataclass
class Read:
    """A page as a browser would get it. ``markup``: HTML that is none of ours."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


def read(page: str) -> Read:
    """The page, read as GFM without automatic links."""
    found = Read()
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.validateLink = lambda _url: True  # type: ignore[assignment,method-assign]  # what it would refuse is to be seen
    tokens = parser.parse(page)
    for place, token in enumerate(tokens):
        if token.type == "html_block":
            found.markup.append(token.content)
        if token.type == "heading_open":
            found.headings.append(tokens[place + 1].content)
        for inner in token.children or ():
            if inner.type == "html_inline" and inner.content not in OWN:
                found.markup.append(inner.content)
            if inner.type == "link_open":
                found.links.append(str(inner.attrGet("href")))
            if inner.type == "image":
                found.images.append(str(inner.attrGet("src")))
            if inner.type in {"text", "code_inline"}:
                found.text += inner.content
        found.text += "\n"
    return found
