"""Write-throughs, kept pairs and stale copies."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.lineage import lineage
from pipeline.core.stories.pairs import pairs, revisions
from pipeline.core.stories.stale import stale
from tests.stories.conftest import LOCAL, MET, OTHER, RECAST, START, WIRE, member

if TYPE_CHECKING:
    from pipeline.model import Member, StaleCopy

LATER = (RECAST, MET, *WIRE[1:])
FIXED = (*WIRE[:2], WIRE[2].replace("340", "430"), *WIRE[3:])
NOTE = "This is a corrected story. An earlier version gave 340 where it should have said 430 people."


def test_the_first_text_is_write_through_0_and_a_recast_is_1() -> None:
    """Two outlets, two states: numbered by appearance, each attested once."""
    found = lineage([member(2, "Herald", LATER, 112), member(1, "Gazette", WIRE)])
    assert found.runs == {1: (0, 0), 2: (1, 1)}
    assert [(w.number, w.first_outlet, w.attested_outlets, w.basis) for w in found.writethrus] == [
        (0, "Gazette", 1, "inferred"),
        (1, "Herald", 1, "inferred"),
    ]


@pytest.mark.parametrize(
    "copy",
    [
        tuple(p.replace("metres", "meters").replace("dollars", "dlrs") for p in WIRE[:1]) + WIRE[1:],
        (f"DUNMORE — {WIRE[0]}", *WIRE[1:]),
        (*WIRE[:3], *LOCAL, *WIRE[3:]),
        WIRE[:4],
    ],
    ids=["house spelling", "dateline", "own paragraphs", "cut at the end"],
)
def test_what_an_outlet_does_to_a_copy_is_no_write_through(copy: tuple[str, ...]) -> None:
    """House style, local paragraphs and cuts leave the number as it is."""
    found = lineage([member(1, "Gazette", WIRE), member(2, "Herald", WIRE, 5), member(3, "Post", copy, 9)])
    assert set(found.runs.values()) == {(0, 0)}


def test_a_copy_cut_above_the_change_fits_several_write_throughs() -> None:
    """What a cut copy cannot tell is a range, not a guess."""
    changed = (*WIRE[:5], WIRE[5].replace("stays closed", "was opened again on Monday"))
    members = [member(1, "Gazette", WIRE), member(2, "Herald", changed, 60), member(3, "Post", WIRE[:3], 90)]
    assert lineage(members).runs == {1: (0, 0), 2: (1, 1), 3: (0, 1)}


def test_text_added_at_the_end_of_a_page_is_a_new_write_through() -> None:
    """A page that grew by a paragraph shows two states, not a cut and a whole."""
    page: dict[str, Any] = {"article_key": 1, "url": "https://gazette.example/a"}
    members = [member(1, "Gazette", WIRE[:5], **page), member(2, "Gazette", WIRE, 60, number=2, **page)]
    assert lineage(members).runs == {1: (0, 0), 2: (1, 1)}


def test_a_wire_file_makes_its_write_through_the_wires() -> None:
    """Basis and number of the wire stand beside our own count."""
    agency = member(9, "The Wire", LATER, 60, role="agency", wire_number=3)
    (_, last) = lineage([member(1, "Gazette", WIRE), agency]).writethrus
    assert (last.number, last.basis, last.wire_number) == (1, "wire", 3)


def test_each_version_has_one_copy_pair_but_the_first() -> None:
    """Same write-through elsewhere, else the one before; successive versions are revisions."""
    page: dict[str, Any] = {"article_key": 1, "url": "https://gazette.example/a"}
    members = [
        member(1, "Gazette", WIRE, **page),
        member(2, "Herald", WIRE, 10),
        member(3, "Post", LATER, 50),
        member(4, "Gazette", LATER, 80, number=2, **page),
    ]
    kept = {(p.from_version, p.to_version, p.relation) for p in pairs(members, lineage(members))}
    assert kept == {(1, 4, "revision"), (1, 2, "copy"), (1, 3, "copy"), (3, 4, "copy")}


def test_a_replaced_text_is_a_revision_across_stories() -> None:
    """Revisions follow the article, whatever story its versions belong to."""
    page: dict[str, Any] = {"article_key": 1, "url": "https://gazette.example/a"}
    members = [member(1, "Gazette", WIRE, **page), member(2, "Gazette", OTHER, 9, number=2, **page)]
    assert [(p.from_version, p.to_version) for p in revisions(members)] == [(1, 2)]


def after_correction(copy: Member) -> StaleCopy | None:
    """What is said of a copy after the Herald ran the correction at minute 60."""
    members = [member(1, "Gazette", WIRE), member(2, "Herald", (*FIXED, NOTE), 60), copy]
    rows = stale(members, lineage(members))
    return next((r for r in rows if r.version_key == copy.version_key), None)


def test_a_copy_seen_with_the_wrong_sentence_after_the_correction_is_confirmed() -> None:
    """The sentence, since when, and how long at least and at most."""
    row = after_correction(member(3, "Post", WIRE, 10, checked=100))
    assert row is not None
    assert (row.state, row.missing_correction, row.wrong_text) == ("confirmed", True, WIRE[2])
    assert (row.runs_writethru, row.current_writethru) == (0, 1)
    assert (row.behind_since, row.minutes_behind_low, row.minutes_behind_high) == (
        START + timedelta(hours=1),
        40,
        40,
    )


@pytest.mark.parametrize(
    ("copy", "state"),
    [
        (member(3, "Post", WIRE, 10, checked=50), "not rechecked"),
        (member(3, "Post", WIRE, 10, checked=100, unreachable=True), "unreachable"),
        (member(3, "Post", WIRE[:2], 10, checked=100), "cut before"),
        (member(3, "Post", FIXED, 90, checked=100), None),
        (member(3, "Post", WIRE, 10, checked=100, status="gone"), None),
        (member(3, "Post", WIRE, 10, checked=100, status="killed"), None),
        (member(3, "Post", WIRE, 10, checked=100, is_current=False), None),
    ],
    ids=["not rechecked", "unreachable", "cut above", "fixed silently", "gone", "killed", "replaced since"],
)
def test_nobody_is_accused_without_proof(copy: Member, state: str | None) -> None:
    """Only a look at the page after the correction, that shows the wrong sentence, confirms."""
    row = after_correction(copy)
    assert (row.state if row else None) == state
    assert row is None or row.minutes_behind_high is None or row.state != "not rechecked"


def test_a_silent_edit_makes_no_sentence_wrong() -> None:
    """Without an announcement anywhere the old figure is only old, and only once two outlets agree on the new."""
    members = [
        member(1, "Gazette", WIRE, checked=100),
        member(2, "Herald", FIXED, 60),
        member(3, "Post", FIXED, 70),
    ]
    (row,) = stale(members, lineage(members))
    assert (row.state, row.missing_correction, row.wrong_text) == ("confirmed", False, None)


@pytest.mark.parametrize(
    ("others", "state"),
    [
        ([member(2, "Herald", FIXED, 60)], "not attested"),
        ([member(2, "Herald", FIXED, 60), member(3, "Mosaic", FIXED, 70, role="aggregator")], "not attested"),
        (
            [member(n, o, FIXED, 60, owner="Lind Media") for n, o in ((2, "Herald"), (3, "Post"))],
            "not attested",
        ),
        ([member(2, "Herald", FIXED, 60), member(3, "Post", FIXED, 95)], "confirmed"),
        ([member(2, "Herald", FIXED, 60), member(3, "Post", FIXED, 105)], "not rechecked"),
        ([member(2, "The Wire", FIXED, 60, role="agency")], "confirmed"),
    ],
    ids=[
        "one outlet",
        "an aggregator is no witness",
        "two papers of one owner",
        "two outlets",
        "seen at the second too late",
        "the agency itself",
    ],
)
def test_what_one_outlet_alone_shows_accuses_nobody(others: list[Member], state: str) -> None:
    """It may be that outlet's own edit; the agency, or a second outlet, shows that it is the wire's."""
    members = [member(1, "Gazette", WIRE, checked=100), *others]
    rows = {m: row for row in stale(members, lineage(members)) for m in [row.version_key]}
    assert rows[1].state == state


def test_a_note_proves_only_the_sentence_it_speaks_of() -> None:
    """Another figure that changed in the same write-through is not called wrong."""
    both = (*FIXED[:4], FIXED[4].replace("15", "18"), FIXED[5], NOTE)
    only_old_budget = (*FIXED[:4], WIRE[4], WIRE[5])
    members = [
        member(1, "Gazette", WIRE),
        member(2, "Herald", both, 60),
        member(3, "Post", only_old_budget, 20, checked=200),
    ]
    (row,) = [r for r in stale(members, lineage(members)) if r.version_key == 3]
    assert not row.missing_correction


MEMBERS = [
    member(1, "Gazette", WIRE, checked=500),
    member(2, "Herald", WIRE[:3], 20, checked=500),
    member(3, "Post", LATER, 60),
    member(4, "Star", (*WIRE[:2], *LOCAL, *WIRE[2:]), 30, checked=500),
    member(5, "Sun", (RECAST, MET, *FIXED[1:], NOTE), 100),
]


@given(st.permutations(MEMBERS))
def test_numbers_pairs_and_accusations_do_not_depend_on_order(members: list[Member]) -> None:
    """The same versions in any order give the same lineage, pairs and stale copies."""
    found = lineage(members)
    assert found == lineage(MEMBERS)
    assert pairs(members, found) == pairs(MEMBERS, found)
    assert stale(members, found) == stale(MEMBERS, found)
