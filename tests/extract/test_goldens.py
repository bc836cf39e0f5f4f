"""Pages of our own writing in the shapes that newsrooms' systems give them: what a reader sees is what is read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.extract import extract
from pipeline.core.extract.record import as_record
from pipeline.io import known
from pipeline.model import Page

AGENCIES = known.load().agencies  # as they are shipped
GOLDENS = sorted((Path(__file__).parent / "goldens").glob("*.html"))
GIVEN = ("shape", "url", "zone")  # what is known of a page besides its bytes; all else is expected


def read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The record of a page, and what is expected of it."""
    want = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    page = Page(path.read_bytes(), "html", url=want["url"], zone=want.get("zone"))
    got = as_record(path.stem, "", want["url"], extract(page, AGENCIES))
    return got | {name: in_utc(got[name]) for name in ("published_at", "updated_at")}, want


def in_utc(stamp: Any) -> str | None:
    """An instant as the expectations write it."""
    if stamp is None or "T" not in stamp:
        return stamp
    return datetime.fromisoformat(stamp).astimezone(UTC).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("path", GOLDENS, ids=[path.stem for path in GOLDENS])
def test_a_page_is_read_as_its_reader_sees_it(path: Path) -> None:
    """Verdict and its reason, headline, body, credit, times and notes; ``in_order`` are paragraphs among others."""
    got, want = read(path)
    assert want.pop("reason", "") in got["reason"]
    among = want.pop("in_order", [])
    assert [text for text in got["paragraphs"] if text in among] == among
    expected = {name: value for name, value in want.items() if name not in GIVEN}
    assert {name: got[name] for name in expected} == expected


def test_there_is_a_page_of_each_verdict() -> None:
    """The gate before versioning is tried in every direction."""
    verdicts = {json.loads(p.with_suffix(".json").read_text(encoding="utf-8"))["quality"] for p in GOLDENS}
    assert verdicts == {"article", "stub", "live", "block", "consent", "not-found", "index", "empty"}
