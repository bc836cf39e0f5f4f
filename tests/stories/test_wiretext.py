"""The wire's text apart from the outlet's: what an outlet writes, cuts or breaks its own way is no write-through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipeline.core.stories.lineage import lineage
from pipeline.core.stories.units import units
from tests.stories.conftest import LOCAL, MET, OTHER, RECAST, WIRE, member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Member

UPDATED = (RECAST, MET, *WIRE[1:])  # the wire's next text: a new lead, the old one edited
GAZETTE: dict[str, Any] = {"article_key": 1, "url": "https://gazette.example/a"}
INSIDE = (*WIRE[:3], LOCAL[0], *WIRE[3:])
OWN = WIRE[3].replace("Engineers warned", "Engineers from this paper’s home county warned")


def numbers(*members: Member) -> list[tuple[int, int]]:
    """Earliest and latest write-through of each version, in the order given."""
    runs = lineage(members).runs
    return [runs[m.version_key] for m in members]


def gazette(texts: Sequence[tuple[int, Sequence[str]]], **more: Any) -> list[Member]:
    """The texts of one page of the Gazette's, each with the minute at which it appeared."""
    return [
        member(100 + n, "Gazette", text, minute, number=n, **(GAZETTE | more))
        for n, (minute, text) in enumerate(texts, 1)
    ]


def test_a_local_paragraph_that_comes_with_an_update_is_the_outlets_own() -> None:
    """The Gazette went to the wire's new text and put in a line of its own; others run that text without it."""
    page = gazette([(0, WIRE), (60, (*UPDATED[:4], LOCAL[0], *UPDATED[4:]))])
    assert numbers(*page, member(2, "Herald", WIRE, 5), member(3, "Herald", UPDATED, 90, number=2)) == [
        (0, 0),
        (1, 1),
        (0, 0),
        (1, 1),
    ]


def test_a_paragraph_added_at_one_outlet_alone_is_the_wires_until_others_pass_it_by() -> None:
    """Alone it may be the first to run an addition; a text with newer matter and without it says it was not."""
    page = gazette([(0, WIRE), (30, INSIDE)])
    others = [member(2, "Herald", WIRE, 5)]
    assert numbers(*page, *others) == [(0, 0), (1, 1), (0, 0)]
    others.append(member(3, "Post", UPDATED, 90))
    assert numbers(*page, *others) == [(0, 0), (0, 0), (0, 0), (1, 1)]


def test_a_second_outlet_makes_the_addition_the_wires() -> None:
    """What two outlets show is no outlet's own, whenever the second one came."""
    page = gazette([(0, WIRE), (30, INSIDE)])
    later = [member(2, "Herald", WIRE, 5), member(3, "Post", UPDATED, 90), member(4, "Star", INSIDE, 95)]
    assert numbers(*page, *later) == [(0, 0), (1, 1), (0, 0), (2, 2), (1, 1)]


def test_an_own_paragraph_that_was_put_in_later_stays_own_when_the_page_follows_the_wire() -> None:
    """It persists at one outlet through the wire's next text, which others run without it."""
    page = gazette([(0, WIRE), (30, INSIDE), (70, (*UPDATED[:4], LOCAL[0], *UPDATED[4:]))])
    others = [member(2, "Herald", WIRE, 5), member(3, "Herald", UPDATED, 65, number=2)]
    assert numbers(*page, *others) == [(0, 0), (0, 0), (1, 1), (0, 0), (1, 1)]


def test_an_outlets_own_edit_is_undone_where_later_texts_keep_the_sentence() -> None:
    """The wire does not change a sentence and change it back."""
    page = gazette([(0, WIRE), (30, (*WIRE[:3], OWN, *WIRE[4:]))])
    others = [member(2, "Herald", WIRE, 5), member(3, "Post", UPDATED, 90)]
    assert numbers(*page, *others) == [(0, 0), (0, 0), (0, 0), (1, 1)]
    assert numbers(*page, others[0]) == [(0, 0), (1, 1), (0, 0)]  # it may still be the wire's


@pytest.mark.parametrize(
    ("wires", "outlets"),
    [
        (
            "The river crested at 6.2 metres on Sunday.",
            "The river crested at 6.2 metres (about 20 feet) on Sunday.",
        ),
        ("Calder met Lind in Dunmore.", "Mrs. Calder met Mr. Lind in Dunmore."),
        ("The U.S. bought 40 per cent of it.", "The US bought 40% of it."),
        ("He left the U.S. The vote stands.", "He left the US. The vote stands."),
        ("The “dike fund,” she said, is empty.", "The 'dike fund', she said, is empty"),
    ],
    ids=["conversion in brackets", "honorifics", "house spelling", "a full stop or not", "quotes and commas"],
)
def test_house_rules_are_no_edit_of_the_wire(wires: str, outlets: str) -> None:
    """One outlet's spelling, honorifics and conversions leave the number as it is."""
    theirs, ours = (*WIRE[:2], wires, *WIRE[2:]), (*WIRE[:2], outlets, *WIRE[2:])
    assert set(numbers(member(1, "Herald", theirs), member(2, "Post", ours, 20))) == {(0, 0)}


@pytest.mark.parametrize(
    "broken",
    [
        (f"{WIRE[0]} {WIRE[1]}", *WIRE[2:]),
        (" ".join(WIRE),),
    ],
    ids=["two in one", "all in one"],
)
def test_paragraph_breaks_are_the_outlets(broken: tuple[str, ...]) -> None:
    """The same sentences in other paragraphs are the same text, in front of and behind a change as well."""
    runs = numbers(
        member(1, "Herald", WIRE),
        member(2, "Post", broken, 20),
        member(3, "Star", (RECAST, *broken), 40),
        member(4, "Sun", (f"{RECAST} {WIRE[0]}", *WIRE[1:]), 50),
    )
    assert runs == [(0, 0), (0, 0), (1, 1), (1, 1)]


def test_a_paragraph_dropped_inside_by_one_outlet_is_its_cut() -> None:
    """Others had shown it before, and its page never did."""
    cut = (*UPDATED[:3], *UPDATED[4:])
    assert numbers(member(1, "Herald", WIRE), member(2, "Post", UPDATED, 20), member(3, "Star", cut, 40)) == [
        (0, 0),
        (1, 1),
        (1, 1),
    ]


def test_a_paragraph_that_two_outlets_drop_was_dropped_by_the_wire() -> None:
    """Nor is it a cut where the page had shown it before."""
    cut = (*WIRE[:3], *WIRE[4:])
    full = [member(1, "Herald", WIRE), member(5, "Sun", WIRE, 2)]
    two = [member(2, "Post", cut, 20), member(3, "Star", cut, 40)]
    assert numbers(*full, *two) == [(0, 0), (0, 0), (1, 1), (1, 1)]
    assert numbers(*full, two[0]) == [(0, 0), (0, 0), (0, 0)]
    assert numbers(*full, *gazette([(5, WIRE), (30, cut)])) == [(0, 0), (0, 0), (0, 0), (1, 1)]


def test_an_outlet_that_always_drops_a_paragraph_is_known_by_it() -> None:
    """It dropped it from the first text, which it ran before others did, as it did from the second."""
    page = gazette([(0, (*WIRE[:3], *WIRE[4:])), (60, (*UPDATED[:4], *UPDATED[5:]))])
    others = [member(2, "Herald", WIRE, 5), member(3, "Herald", UPDATED, 50, number=2)]
    assert numbers(*page, *others) == [(0, 0), (1, 1), (0, 0), (1, 1)]


def test_a_cut_at_the_end_and_inside_fits_what_it_can_fit() -> None:
    """Cut before the changed place and with a paragraph dropped: the earliest and the latest it is consistent with."""
    changed = (*WIRE[:5], WIRE[5].replace("stays closed", "was opened again on Monday"))
    cut = (WIRE[0], *WIRE[2:4])
    assert numbers(member(1, "Herald", WIRE), member(2, "Post", changed, 20), member(3, "Star", cut, 40)) == [
        (0, 0),
        (1, 1),
        (0, 1),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Lind, The Northern Press",
        "Updated March 2, 2026 at 5:32 p.m.",
        "— With files from the Herald’s newsroom",
        "This report by The Northern Press was first published March 2, 2026.",
        "(Reporting by Ada Lind; editing by Tom Averill)",
        "Publié le 2 mars 2026 à 5 h 32",
    ],
)
def test_credits_and_time_stamps_are_no_text_of_the_wire(line: str) -> None:
    """A line that names who wrote it, or when it was updated, makes no write-through."""
    assert units(line) == ()
    runs = numbers(
        *gazette([(0, WIRE), (20, (line, *WIRE)), (30, (*WIRE, line))]), member(1, "Herald", WIRE, 2)
    )
    assert set(runs) == {(0, 0)}


@pytest.mark.parametrize(
    "sentence",
    [
        "By Monday the river had risen and nobody slept.",
        "Published accounts differ.",
        "Updated maps show the river.",
    ],
)
def test_a_sentence_that_begins_like_a_credit_is_text(sentence: str) -> None:
    """Only lines are credits."""
    assert units(sentence)


def test_the_agencys_texts_are_certain_and_outlets_are_laid_against_them() -> None:
    """An outlet's own lines and edits after the wire's text are its own: the wire says what it sent."""
    wire: dict[str, Any] = {"role": "agency", "article_key": 9, "url": "https://wire.example/1"}
    sent = [
        member(9, "Wire", WIRE, 0, wire_number=1, **wire),
        member(10, "Wire", UPDATED, 60, number=2, wire_number=2, **wire),
    ]
    edited = (*UPDATED[:5], UPDATED[5].replace("towns had asked for", "mayors had wanted"), *UPDATED[6:])
    page = gazette([(5, WIRE), (30, INSIDE), (70, edited)])
    found = lineage([*sent, *page])
    assert [found.runs[m.version_key] for m in page] == [(0, 0), (0, 0), (1, 1)]
    assert [(w.basis, w.wire_number, w.attested_outlets) for w in found.writethrus] == [
        ("wire", 1, 2),
        ("wire", 2, 2),
    ]


def test_a_state_the_wire_was_not_seen_to_send_is_inferred_from_two_outlets() -> None:
    """The agency's feed may have gaps: what two outlets run stands between its texts."""
    sent = member(9, "Wire", WIRE, 0, role="agency", wire_number=1)
    found = lineage([sent, member(1, "Herald", INSIDE, 20), member(2, "Post", INSIDE, 30)])
    assert [(w.basis, w.attested_outlets) for w in found.writethrus] == [("wire", 1), ("inferred", 2)]


def test_neither_an_aggregator_nor_a_sister_paper_is_a_second_witness() -> None:
    """One desk's edit on two sites, or on a site that copies it, is one outlet's word."""
    members = [
        member(1, "Herald", WIRE, owner="Lind Media"),
        member(2, "Post", WIRE, 5, owner="Lind Media"),
        member(3, "Mosaic", WIRE, 9, role="aggregator"),
    ]
    (state,) = lineage(members).writethrus
    assert state.attested_outlets == 1
    own = [member(1, "Herald", WIRE)] + [
        member(n, outlet, INSIDE, n, **how)
        for n, outlet, how in (
            (2, "Post", {"owner": "Lind Media"}),
            (3, "Star", {"owner": "Lind Media"}),
            (4, "Mosaic", {"role": "aggregator"}),
        )
    ]
    assert set(numbers(*own)) == {(0, 0)}


def test_an_aggregator_clears_nothing_of_being_an_outlets_own() -> None:
    """The Gazette's line stays its own where an aggregator shows it again on a page that has nothing of others."""
    page = gazette([(0, (OTHER[0], LOCAL[0])), (30, (WIRE[0], LOCAL[0]))])
    told = [*page, member(2, "Herald", WIRE[:1], 40)]
    alone = lineage(told)
    shown_again = lineage([*told, member(3, "Mosaic", page[0].paragraphs, 90, role="aggregator")])
    assert shown_again.writethrus == alone.writethrus
    assert shown_again.runs == alone.runs | {3: alone.runs[page[0].version_key]}


def test_only_an_aggregator_attests_nothing() -> None:
    """A state nobody else was seen to run is told, with nobody to answer for it."""
    (state,) = lineage([member(1, "Mosaic", WIRE, role="aggregator")]).writethrus
    assert (state.attested_outlets, state.first_outlet) == (0, "Mosaic")


def test_a_page_that_goes_back_to_its_former_text_runs_the_former_number() -> None:
    """A, B, A are two states; the version that was opened again keeps its own."""
    there = gazette([(0, WIRE), (20, INSIDE)])
    back = [gazette([(0, WIRE)], is_current=True)[0], there[1]]
    assert numbers(*there) == numbers(*back) == [(0, 0), (1, 1)]


@pytest.mark.parametrize(
    "hostile", ["( " * 4000, "A. " * 6000, "—" * 5000, "U.S. " * 4000, "By " + "x" * 9000, ""]
)
def test_hostile_paragraphs_are_read_in_no_time(hostile: str) -> None:
    """Brackets, stops and dashes by the thousand neither break nor stall the reading."""
    assert numbers(member(1, "Herald", (*WIRE, hostile)), member(2, "Post", (hostile, *WIRE), 5))[0] == (0, 0)


def test_what_shares_nothing_keeps_all_its_text() -> None:
    """Without a shared unit there is no wire text to tell an outlet's own from."""
    assert numbers(member(1, "Herald", WIRE), member(2, "Post", OTHER, 5)) == [(0, 0), (1, 1)]
