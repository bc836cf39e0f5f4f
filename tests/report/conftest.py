"""A small story of fiction, as the renderings get it, and texts that mean harm."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipeline.model import Change, Comparison, Finding, WriteThru
from pipeline.report.rows import (
    CopyRow,
    DiffPage,
    DiffSide,
    FeedRow,
    NoteRow,
    Overview,
    StaleRow,
    StoryPage,
    StoryRow,
    TimelineRow,
)

HARBOUR = "https://harbour.example/news/ferry-1"
VALLEY = "https://valley.example/a/ferry"
FIRST = "Islands to talk about a new ferry"
SECOND = "Ferry talks begin on the islands"
WRONG = "The ferry would cost 40 million crowns, the ministry said."
RIGHT = "The ferry would cost 14 million crowns, the ministry said."


def at(hour: int, minute: int = 0) -> datetime:
    """An instant of the story's day."""
    return datetime(2031, 3, 4, hour, minute, tzinfo=UTC)


def changes() -> tuple[Change, ...]:
    """One change of every kind, in the order of the newer text."""
    lead = "Minister Ada Holm says the islands will get a new ferry within two years."
    old = "Minister Ada Holm is on Norra today to talk about a ferry the islands have long asked for."
    new = "Holm is on Norra to talk about the ferry the islands have long asked for."
    quay = "Quay workers welcomed the plan."
    folded = [f"Paragraph {n} of the background stays as it was, word for word." for n in range(3)]
    return (
        Change("added", None, 0, None, lead, None, "substance", 0.9),
        Change("edited", 0, 1, old, new, 0.78, "trim", 0.3),
        Change("unchanged", 1, 2, folded[0], folded[0], 1.0),
        Change("unchanged", 2, 3, folded[1], folded[1], 1.0),
        Change("edited", 3, 4, WRONG, RIGHT, 0.95, "figure", 1.0),
        Change("moved", 6, 5, quay, quay, 1.0, "", 0.1),
        Change("unchanged", 4, 6, folded[2], folded[2], 1.0),
        Change("removed", 5, None, "The talks start at noon.", None, None, "substance", 0.4),
    )


@pytest.fixture
def diff_page() -> DiffPage:
    """Two copies of one story at two outlets."""
    old = DiffSide("Harbour Post", HARBOUR, "v1", 1, at(9), FIRST, "Jo Lind", "Northern Wire", ("One.",))
    new = DiffSide("Valley News", VALLEY, "v2", 1, at(10, 52), SECOND, "Jo Lind", "Northern Wire", ("One.",))
    return DiffPage(
        old,
        new,
        Comparison(changes(), (), headline_changed=True, weight=0.8),
        "copy",
        112,
        "s1",
        "America/Toronto",
    )


@pytest.fixture
def story_page() -> StoryPage:
    """A story of four outlets: one ahead, one stale, one not looked at again, one cut short."""
    return StoryPage(
        "s1",
        "Northern Wire",
        SECOND,
        at(9),
        at(12),
        timeline=(
            TimelineRow(
                None,
                "wire-first-published",
                "wire",
                "Northern Wire",
                captured=False,
                event_day=date(2031, 3, 4),
            ),
            TimelineRow(
                at(9),
                "published",
                "visible",
                "Harbour Post",
                captured=False,
                headline=FIRST,
                writethru=None,
                url=HARBOUR,
            ),
            TimelineRow(
                at(10, 32),
                "updated",
                "visible",
                "Harbour Post",
                captured=True,
                headline=FIRST,
                writethru=0,
                url=HARBOUR,
            ),
            TimelineRow(
                at(12, 24),
                "published",
                "json-ld",
                "Valley News",
                captured=True,
                headline=SECOND,
                writethru=1,
                url=VALLEY,
            ),
            TimelineRow(
                at(12, 40),
                "published",
                "meta",
                "Portal One",
                captured=True,
                headline=SECOND,
                writethru=1,
                url=None,
                writethru_to=1,
            ),
            TimelineRow(
                at(14, 5),
                "correction",
                "seen",
                "Valley News",
                captured=True,
                headline=SECOND,
                writethru=2,
                url=VALLEY,
            ),
            TimelineRow(
                at(14, 30),
                "silent-edit",
                "seen",
                "Coast Daily",
                captured=True,
                headline=SECOND,
                writethru=2,
                url=None,
            ),
        ),
        writethrus=(
            WriteThru(0, "inferred", None, 1, at(10, 32), "Harbour Post", 240, FIRST),
            WriteThru(1, "inferred", None, 2, at(12, 24), "Valley News", 410, SECOND),
            WriteThru(2, "wire", 3, 2, at(14, 5), "Valley News", 412, SECOND),
        ),
        copies=(
            CopyRow("Valley News", VALLEY, ("v2", "v5"), 2, 2, 412),
            CopyRow("Harbour Post", HARBOUR, ("v1",), 0, 0, 240),
            CopyRow("Portal One", None, ("v3",), 1, 1, 410, "live", "aggregator"),
            CopyRow("Coast Daily", None, ("v4",), 1, 2, 180),
        ),
        stale=(
            StaleRow(
                "Portal One",
                None,
                1,
                2,
                at(14, 5),
                None,
                None,
                missing_correction=True,
                wrong_text=None,
                state="not rechecked",
                last_checked_at=at(13),
                story_id="s1",
                role="aggregator",
            ),
            StaleRow(
                "Harbour Post",
                HARBOUR,
                0,
                2,
                at(12, 24),
                35,
                95,
                missing_correction=True,
                wrong_text=WRONG,
                state="confirmed",
                last_checked_at=at(15),
                story_id="s1",
            ),
            StaleRow(
                "Coast Daily",
                None,
                1,
                2,
                at(14, 5),
                None,
                None,
                missing_correction=False,
                wrong_text=None,
                state="cut before",
                last_checked_at=at(15),
                story_id="s1",
            ),
            StaleRow(
                "Dale Times",
                None,
                1,
                2,
                at(14, 5),
                None,
                None,
                missing_correction=False,
                wrong_text=None,
                state="unreachable",
                last_checked_at=None,
                story_id="s1",
            ),
        ),
        zone="America/Toronto",
    )


@pytest.fixture
def overview_page(story_page: StoryPage) -> Overview:
    """A window with something in every section."""
    return Overview(
        at(9),
        at(15),
        stories=(StoryRow("s1", "Northern Wire", SECOND, at(9), at(14, 5), 4, 4, 6, 3, "en"),),
        versions=6,
        stale=story_page.stale,
        corrections=(
            NoteRow("s1", "Valley News", VALLEY, at(14, 5), "An earlier version gave a wrong price"),
        ),
        kills=(NoteRow("s2", "Harbour Post", HARBOUR, at(13), "This story has been withdrawn."),),
        feeds_failing=(FeedRow("dale", "Dale Times", at(11), "timed out after 20 s"),),
        dispositions=(("new-article", 4), ("unchanged", 9)),
        findings=(Finding("zone-unknown", "no zone for 'Dale Times'", "https://dale.example/1"),),
        zone="America/Toronto",
    )


HOSTILE = (
    "<script>alert(1)</script>",
    "[red]not markup[/red] [link=javascript:alert(1)]x[/link]",
    "a | b `code` *stars* __under__ ~~strike~~ [x](javascript:alert(1)) ![i](x)",
    "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x9b2J \x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\",
    "safe \u202egnp.exe\u202c and \u2066isolated\u2069",
    "\"><img src=x onerror=alert(1)> &lt;b&gt; ' onload='x",
    "first\nsecond\r\n\n# heading\n| --- |",
    "# heading",
    "1. list",
    "\ud800 lone \x00 null \x7f del",
)


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest) -> str:
    """Text from a page that tries to be more than text."""
    return str(request.param)
