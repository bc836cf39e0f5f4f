"""A paper that is made: stories of its own for each number, with the lines of its house, taken in and learned."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from benchmarks.material.fiction import body
from pipeline.io import known
from pipeline.io.store import open_store
from pipeline.steps.furnishing import furniture
from pipeline.steps.learning import learn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline import run
    from tests.steps.conftest import Desk

NOW = datetime(2026, 4, 20, 12, 0, tzinfo=UTC)
SEEN = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
ABOUT = "How this paper is paid for, and by whom, is told on a page of its own."
LETTER = "Each week we gather the harbour’s news in one letter, edition of {} April."
BOILERPLATE = "The ministry did not answer questions that were put to it by the time of publication."


def story(number: int) -> list[str]:
    """A text of its own for each number."""
    return list(body(Random(number), 140))  # noqa: S311 - fiction, not secrets


def page(
    outlet: str, number: int, text: Sequence[str], hours: float = 0, *, html: bool = True
) -> dict[str, str]:
    """A record of one capture."""
    told = {
        "url": f"http://{outlet.lower()}.example/{number}",
        "outlet": outlet,
        "captured_at": (SEEN + timedelta(hours=6 * number + hours)).isoformat(),
        "timezone": "UTC",
        "language": "en",
    }
    if not html:
        return {**told, "headline": f"Story {number}", "text": "\n\n".join(text)}
    copy = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    return {**told, "html": f"<html><body><article><h1>Story {number}</h1>{copy}</article></body></html>"}


def take(desk: Desk, *pages: dict[str, str]) -> run.Imported:
    """Import the captures as one file."""
    file = desk.data_dir.parent / "pages.jsonl"
    file.write_text("\n".join(map(json.dumps, pages)), "utf-8")
    return desk.take(file, now=NOW)


def learned(desk: Desk) -> list[tuple[str, str, str]]:
    """Let it be learned. -> (outlet, state, verdict) of all that recurs."""
    learn(desk.data_dir, known.agencies(), 1, NOW)
    with open_store(desk.data_dir, NOW) as store:
        store.publish()
    rows = furniture(desk.data_dir, everything=True)
    return [(r["outlet"], r["state"], r["verdict"]) for r in rows]


def furnished(number: int, day: int = 1) -> list[str]:
    """A story with both lines of the house."""
    text = story(number)
    return [text[0], LETTER.format(day), *text[1:], ABOUT]
