"""What became of a correction or a kill at each article of a story."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from pipeline.core.stories.corrections import corrections
from pipeline.core.stories.kills import find_kill
from pipeline.core.stories.lineage import lineage
from pipeline.core.stories.stale import stale
from pipeline.core.stories.uptake import correction_id, kill_uptake, uptake
from tests.stories.conftest import START, WIRE, member
from tests.stories.test_corrections import NOTE, edited, stories

if TYPE_CHECKING:
    from pipeline.core.stories.uptake import Uptake
    from pipeline.model import Member

FIXED = edited(2, "340", "430")
POST: dict[str, Any] = {"article_key": 3, "url": "https://post.example/a"}


def fate(*page: Member) -> Uptake:
    """What became of the Herald's correction of minute 60 at the page of these versions."""
    members = [member(1, "Gazette", WIRE), member(2, "Herald", (*FIXED, NOTE), 60), *page]
    (row,) = [r for r in uptake(members, corrections(members)) if r.article_key == page[0].article_key]
    return row


def post(*texts: tuple[str, ...], checked: int = 300, **last: Any) -> list[Member]:
    """The Post's page with these texts, one every 50 minutes, the last of them current."""
    end = len(texts) - 1
    return [
        member(
            10 + n, "Post", text, 50 * n, number=n + 1, is_current=n == end and last.get("is_current", True),
            checked=checked, **POST, **{k: v for k, v in last.items() if k != "is_current"},
        )
        for n, text in enumerate(texts)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (post(WIRE, (*FIXED, NOTE)), "says so"),
        (post(WIRE, (*FIXED, "Correction: 430 people slept in gyms, not 340.")), "says so"),
        (post(WIRE, (*FIXED, "This story has been corrected.")), "says so"),
        (post((*FIXED, NOTE)), "says so"),
        (post(WIRE, (*FIXED, NOTE), FIXED), "says so"),
        (post(WIRE, FIXED), "fixed silently"),
        (post(FIXED), "came corrected"),
        (post(WIRE, (*WIRE[:2], *WIRE[3:])), "dropped it"),
        (post(WIRE), "still runs it"),
        (post(WIRE, checked=55), "not rechecked"),
        (post(WIRE, unreachable=True), "unreachable"),
        (post(WIRE[:2]), "cut before"),
        (post((*WIRE[:2], *WIRE[3:])), "never ran it"),
        (post(WIRE, status="gone"), "gone"),
        (post(WIRE, status="killed"), "killed"),
        (post(WIRE, is_current=False), "replaced"),
        (post(WIRE, FIXED, status="gone"), "fixed silently"),
    ],
    ids=[
        "with the wire's note", "with its own words", "without saying what", "from the first", "note taken off",
        "silent", "came right", "cut out", "still", "not looked at since", "no answer", "cut above",
        "without the paragraph", "gone", "killed", "replaced", "fixed, then gone",
    ],
)  # fmt: skip
def test_each_article_has_one_outcome(page: list[Member], outcome: str) -> None:
    """Who says so, who fixed it silently, who still runs it, and who cannot be accused."""
    assert fate(*page).outcome == outcome


def test_a_fix_is_timed_from_the_announcement_by_appearance() -> None:
    """The Herald announced at minute 60, the Post was right at minute 100."""
    row = fate(*post(WIRE, WIRE[:5], FIXED))
    assert (row.announced_by, row.announced_at) == ("Herald", START + timedelta(minutes=60))
    assert (row.fixed_at, row.minutes_to_fix) == (START + timedelta(minutes=100), 40)
    assert (row.wrong_text, row.right_text, row.note) == (WIRE[2], FIXED[2], NOTE)


def test_who_fixed_it_before_the_announcement_took_no_minutes() -> None:
    """Never a negative time."""
    assert fate(*post(WIRE, FIXED)).minutes_to_fix == 0


def test_an_aggregators_note_alone_accuses_nobody() -> None:
    """It is no witness: the copy is not attested to be wrong."""
    members = [
        member(1, "Post", WIRE, checked=99),
        member(2, "Mosaic", (*FIXED, NOTE), 60, role="aggregator"),
    ]
    (row, _) = sorted(uptake(members, corrections(members)), key=lambda r: r.outcome != "not attested")
    assert (row.outcome, row.announced) == ("not attested", False)
    (late,) = [r for r in stale(members, lineage(members)) if r.missing_correction]
    assert late.state == "not attested"


KILLED: dict[str, Any] = {
    "status": "killed",
    "killed_at": START + timedelta(minutes=60),
    "kill_reason": "KILL",
}


def wire(**more: Any) -> Member:
    """The agency's item."""
    return member(9, "Northern Wire", WIRE, 0, role="agency", **more)


@pytest.mark.parametrize(
    ("others", "killed"),
    [
        ([wire(**KILLED)], True),
        ([wire(**KILLED), member(8, "Northern Wire", WIRE[:5], 90, role="agency", article_key=99)], False),
        ([wire()], False),
        ([member(2, "Herald", WIRE, **KILLED)], False),
        ([member(2, "Herald", WIRE, **KILLED), member(4, "Star", WIRE, **KILLED)], True),
        ([member(2, "Herald", WIRE, **KILLED), member(4, "Mosaic", WIRE, role="aggregator", **KILLED)], False),
        ([wire(), member(2, "Herald", WIRE, **KILLED), member(4, "Star", WIRE, **KILLED)], False),
    ],
    ids=[
        "the wire", "the wire, then sent again", "no kill", "one outlet's retraction", "two outlets",
        "an outlet and an aggregator", "two outlets against the wire",
    ],
)  # fmt: skip
def test_only_the_wire_or_two_outlets_withdraw_a_story(others: list[Member], killed: bool) -> None:  # noqa: FBT001 - a table's column
    """One outlet's retraction is its own."""
    members = [*others, member(3, "Post", WIRE, 5, checked=100)]
    assert (find_kill(members) is not None) == killed
    rows = [r for r in stale(members, lineage(members)) if r.missing_kill]
    assert [(r.version_key, r.state, r.missing_correction) for r in rows] == [
        (3, "confirmed", False)
    ] * killed


@pytest.mark.parametrize(
    ("page", "outcome", "state"),
    [
        (member(3, "Post", WIRE, 5, checked=100), "still runs it", "confirmed"),
        (member(3, "Post", WIRE[:2], 5, checked=100), "still runs it", "confirmed"),
        (member(3, "Post", WIRE, 5, checked=50), "not rechecked", "not rechecked"),
        (member(3, "Post", WIRE, 5, checked=100, unreachable=True), "unreachable", "unreachable"),
        (member(3, "Post", WIRE, 5, checked=100, status="gone"), "gone", None),
        (member(3, "Post", WIRE, 5, checked=100, **KILLED), "killed", None),
        (member(3, "Post", WIRE, 5, checked=100, is_current=False), "replaced", None),
    ],
    ids=["live", "a cut copy", "not looked at since", "no answer", "gone", "withdrawn", "replaced"],
)
def test_a_kill_travels_and_accuses_only_who_was_looked_at_since(
    page: Member, outcome: str, state: str | None
) -> None:
    """The same care as with corrections; any copy counts, however short."""
    members = [wire(**KILLED), page]
    (row,) = kill_uptake(members, find_kill(members))
    late = [r for r in stale(members, lineage(members)) if r.version_key == 3]
    assert (row.outcome, row.announced_by, row.note) == (outcome, "Northern Wire", "KILL")
    assert [r.state for r in late] == ([state] if state else [])
    assert all(r.killed_since == START + timedelta(minutes=60) for r in late)


@settings(max_examples=60)
@given(stories())
def test_nobody_is_accused_whose_text_lacks_the_wrong_sentence(members: list[Member]) -> None:
    """Whoever still runs it shows exactly that sentence now, without the right one, and was looked at."""
    record, found = corrections(members), lineage(members)
    current = {m.article_key: m for m in members if m.is_current}
    by_key = {m.version_key: m for m in members}
    by_id = {correction_id(f): f for f in record.fixes}
    for row in uptake(members, record):
        if row.outcome == "still runs it":
            text = current[row.article_key]
            assert by_id[row.correction_id].wrong in record.sentences[text.version_key]
            assert record.sentences[text.version_key].isdisjoint(by_id[row.correction_id].rights)
            assert not text.unreachable
    for late in stale(members, found, record):
        if late.missing_correction and late.state == "confirmed":
            text = by_key[late.version_key]
            assert any(late.wrong_text in p for p in text.paragraphs if late.wrong_text)
            assert text.is_current
            assert not text.unreachable
            assert text.role != "agency"


@settings(max_examples=60)
@given(stories())
def test_uptake_has_one_row_for_each_correction_and_article(members: list[Member]) -> None:
    """Whatever happened, an article has one fate, in whatever order its versions came."""
    rows = uptake(members, corrections(members))
    pages = {m.article_key for m in members if m.role != "agency"}
    fixes = {r.correction_id for r in rows}
    assert len(rows) == len({(r.correction_id, r.article_key) for r in rows}) == len(fixes) * len(pages)
    assert uptake(members[::-1], corrections(members[::-1])) == rows
