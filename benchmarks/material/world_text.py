"""The feeds and pages of a made world as bytes: fiction by number and version."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from benchmarks.material.world_days import at

if TYPE_CHECKING:
    from benchmarks.material.world_model import Page

WORDS = """harbour council ferry winter market bridge railway minister orchard museum budget storm teacher clinic
    library garden station cinema bakery tunnel forest island valley castle river meadow signal lantern""".split()  # noqa: SIM905


def rss(pages: list[Page], now: float) -> bytes:
    """A feed: the entry of a page changes when the model says that it shows in feeds."""
    items = "".join(
        f"<item><title>Matter {p.number}, told {sum(t <= now for t in p.feed_times())} times in all</title>"
        f"<link>http://{p.host.name}{p.path}</link><guid>{p.path}</guid>"
        f"<pubDate>{at(p.born):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for p in reversed(pages)
    )
    return f'<rss version="2.0"><channel><title>Made</title>{items}</channel></rss>'.encode()


def html(page: Page, now: float) -> bytes:
    """A page: four paragraphs of fiction by its number (by its story, if others carry it too), one by its version."""
    version = page.version(now)
    random = Random(f"story {page.story}" if page.story is not None else f"page {page.number}")  # noqa: S311 - fiction
    text = [_sentence(random) for _ in range(4)]
    text.insert(1, _of_version(page, version))
    stamps = [f'<meta property="article:published_time" content="{at(page.born):%Y-%m-%dT%H:%M:%SZ}">']
    if version:
        stamps.append(
            f'<meta property="article:modified_time" content="{at(page.changes[version - 1]):%Y-%m-%dT%H:%M:%SZ}">'
        )
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text)
    title = f"Matter {page.number} before the council"
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{"".join(stamps)}</head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()


def told_by(page: Page, body: str) -> int:
    """Which version of a page a stored text is; -1 where it is none."""
    return next((n for n in range(len(page.changes) + 1) if _of_version(page, n) in body), -1)


def _of_version(page: Page, version: int) -> str:
    return _sentence(Random(f"{page.number} {version}"))  # noqa: S311 - fiction


def _sentence(random: Random) -> str:
    return f"{' '.join(random.choices(WORDS, k=16)).capitalize()}, {' '.join(random.choices(WORDS, k=14))}."
