"""A newer extractor makes no version: what a page shows is compared by one extractor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.core.extract import body
from pipeline.steps.reading import Readers
from tests.steps.conftest import Desk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SEEN = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
TEXT = [
    f"The ferry to {place} was held at the pier while divers looked for the anchor that it lost in the storm on {day}."
    for place in ("Grey Island", "Port Ellery", "the Narrows")
    for day in ("Monday", "Tuesday")
]


def look(desk: Desk, folder: Path, text: list[str], hours: int) -> None:
    """Take the page in as it shows a text, so many hours after the first look."""
    page = folder / "ferry.html"
    copy = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    page.write_text(f"<html><body><article><h1>Ferry held at the pier</h1>{copy}</article></body></html>")
    desk.take(
        page, url="https://citynews.ca/ferry", outlet="CityNews", captured_at=SEEN + timedelta(hours=hours)
    )


def test_a_page_that_only_another_extractor_read_otherwise_has_one_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at on; a change of the page itself is a version, and the former text coming back is the first."""
    desk = Desk(tmp_path / "var", readers=Readers(most=0))
    with monkeypatch.context() as former:
        read = body.paragraphs
        former.setattr(body, "VERSION", "0")
        former.setattr(
            body, "paragraphs", lambda page, url: (*read(page, url), "Trending in the harbour now, says all.")
        )
        look(desk, tmp_path, TEXT, 0)
    look(desk, tmp_path, TEXT, 1)
    look(desk, tmp_path, TEXT, 2)
    (one,) = desk.ask("select extractor_version, last_seen_at, words from versions")
    assert (one["extractor_version"][:1], one["last_seen_at"]) == ("0", SEEN + timedelta(hours=2))
    look(desk, tmp_path, [*TEXT, "A diver found it at noon, far from the pier."], 3)
    look(desk, tmp_path, [*TEXT, "A diver found it at noon, far from the pier."], 4)
    assert [r["number"] for r in desk.ask("select number from versions order by number")] == [1, 2]


def test_a_lost_payload_leaves_the_texts_as_they_were_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be read again cannot be told from a change."""
    desk = Desk(tmp_path / "var", readers=Readers(most=0))
    with monkeypatch.context() as former:
        former.setattr(body, "VERSION", "0")
        former.setattr(body, "paragraphs", lambda _page, _url: tuple(TEXT[:4]))
        look(desk, tmp_path, TEXT, 0)
    for kept in (tmp_path / "var" / "archive").rglob("*.gz"):
        kept.unlink()
    look(desk, tmp_path, [*TEXT, "Now the page says more."], 1)
    assert len(desk.ask("from versions")) == 2
