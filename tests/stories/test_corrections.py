"""What a correction note proves, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.normalise.notes import correction_notes, is_correction_note
from pipeline.core.stories.corrections import corrections
from pipeline.core.stories.saying import read_note
from tests.stories.conftest import WIRE, member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Member

PAGE: dict[str, Any] = {"article_key": 2, "url": "https://herald.example/a"}
SLEPT, CALDER, DEATHS = 2, 0, "12 people were killed when the wall gave way on Monday, the coroner said."


def edited(place: int, old: str, new: str) -> tuple[str, ...]:
    """The wire's text with one exchange in a paragraph."""
    assert old in WIRE[place]
    return (*WIRE[:place], WIRE[place].replace(old, new), *WIRE[place + 1 :])


def proven(
    note: str, before: Sequence[str], after: Sequence[str], other: Sequence[str] = WIRE
) -> list[tuple[str, str | None]]:
    """What is proven, (wrong, right), where the Herald went to ``after`` with a note and the Post runs ``other``."""
    members = [
        member(1, "Post", other, 5),
        member(2, "Herald", before, 10, **PAGE),
        member(3, "Herald", (*after, note), 60, number=2, **PAGE),
    ]
    return [(fix.wrong_text, fix.right_text) for fix in corrections(members).fixes]


@pytest.mark.parametrize(
    ("place", "old", "new", "note"),
    [
        (2, "340", "430", "This is a corrected story. An earlier version gave 340 where it should have said 430."),
        (2, "340", "430", "CORRECTION: About 430 people slept in school gyms, not 340."),
        (5, "grain", "potash", "An earlier version of this story said the line carries grain. It carries potash."),
        (4, "half", "two thirds", "This story has been corrected to say two thirds of what was asked for, not half."),
        (1, "Sunday", "Saturday", "(CORRECTS: The river crested on Saturday, not Sunday.)"),
        (0, "Calder", "Caldor", "Une version précédente de ce texte nommait la première ministre Calder au lieu de Caldor."),
        (1, "6.2", "5.2", "RECTIFICATIF : la rivière a atteint 5.2 mètres et non 6.2."),
        (3, "three", "two", "Eds: CORRECTS number of years in 4th graf to two sted three"),
        (3, "Engineers warned", "Engineers never warned", "Correction: an earlier version said engineers warned; they never warned."),
    ],
    ids=["figure", "not X", "noun", "words", "day", "name, in French", "figure, in French", "number word", "negation"],
)  # fmt: skip
def test_words_that_the_note_names_prove_the_sentence(place: int, old: str, new: str, note: str) -> None:
    """Figures, days, names and plain words alike, at whichever outlet the wrong one still stands."""
    fixed = edited(place, old, new)
    assert proven(note, fixed, fixed) == [(WIRE[place], fixed[place])]


@pytest.mark.parametrize(
    ("place", "old", "new", "note"),
    [
        (2, "340", "430", "(Corrects figure in paragraph 3)"),
        (2, "340", "430", "Eds: CORRECTS figure in graf 3."),
        (2, "340", "430", "This story has been corrected."),
        (1, "Sunday", "Saturday", "(CORRECTS day of week to Saturday.)"),
        (0, "Calder", "Caldor", "This story corrects the spelling of the premier's name."),
        (2, "340", "430", "++ corrects toll ++"),
        (2, "340", "430", "(Corrige le chiffre au 3e paragraphe)"),
    ],
)
def test_a_note_that_only_describes_needs_the_revision_that_brought_it(
    place: int, old: str, new: str, note: str
) -> None:
    """The one fact that changed with the note is the one it speaks of; without that revision nothing is proven."""
    fixed = edited(place, old, new)
    assert proven(note, WIRE, fixed) == [(WIRE[place], fixed[place])]
    assert proven(note, fixed, fixed) == []


@pytest.mark.parametrize(
    ("note", "after"),
    [
        ("(Refiles to fix typo in headline.)", edited(2, "340", "430")),
        ("(Corrects headline.)", edited(2, "340", "430")),
        ("This story corrects the spelling of the premier's name.", edited(2, "340", "430")),
        ("(Corrects figure in paragraph 2)", edited(2, "340", "430")),
        ("(Corrects figure in paragraph 3 to 44)", edited(2, "340", "430")),
        ("An earlier version gave 1997 as the year of the flood.", edited(2, "340", "430")),
        ("This story has been corrected.", (*edited(2, "340", "430"), "A ferry was sent for.")),
        ("This story has been corrected.", (*edited(2, "340", "430")[:4], WIRE[4].replace("15", "18"), WIRE[5])),
        ("(Corrects figures.)", (*edited(2, "340", "430")[:4], WIRE[4].replace("15", "18"), WIRE[5])),
        ("An earlier version misidentified the woman in the photo.", edited(0, "Calder", "Caldor")),
    ],
)  # fmt: skip
def test_a_note_about_something_else_proves_nothing(note: str, after: tuple[str, ...]) -> None:
    """Typing, headlines, another kind of fact, another paragraph, or more than one change: no sentence is wrong."""
    assert proven(note, WIRE, after) == []


def test_a_figure_that_rises_without_a_note_is_an_update() -> None:
    """A death toll of 15 makes nobody's 12 a mistake, however many outlets show it."""
    old, new = (DEATHS, *WIRE), (DEATHS.replace("12", "15"), *WIRE)
    members = [member(1, "Post", old), member(2, "Herald", new, 60, **PAGE), member(3, "Star", new, 70)]
    assert corrections(members).fixes == ()


@pytest.mark.parametrize(
    "note",
    [
        "An earlier version gave 340 people in gyms where it should have said 430.",
        "This story has been corrected: 430 people slept in gyms, not 340.",
    ],
)
def test_an_update_beside_a_correction_is_no_mistake(note: str) -> None:
    """The toll rose in the same write-through that corrected how many slept in gyms: only the latter is wrong."""
    fixed = (DEATHS.replace("12", "15"), *edited(2, "340", "430"))
    assert proven(note, (DEATHS, *WIRE), fixed, (DEATHS, *WIRE)) == [(WIRE[2], fixed[3])]


def test_of_two_sentences_with_one_figure_the_note_means_the_one_it_speaks_of() -> None:
    """Both figures went from 12 to 15 at once; the note speaks of the injured."""
    injured = "Another 12 people were injured on the bridge and taken to Dunmore, a nurse said."
    old, new = (DEATHS, injured, *WIRE), (DEATHS.replace("12", "15"), injured.replace("12", "15"), *WIRE)
    note = "An earlier version said 12 people were injured. It should have said 15 were injured."
    assert proven(note, old, new, old) == [(injured, injured.replace("12", "15"))]


def test_a_sentence_that_is_taken_back_is_wrong_without_another_in_its_place() -> None:
    """The note repeats it, and it is gone from every text with the note."""
    said = "Calder told the mayors that she will resign before Easter."
    note = "An earlier version of this story said Calder told the mayors that she will resign before Easter. That is not so."
    assert proven(note, (*WIRE, said), WIRE, (*WIRE, said)) == [(said, None)]


@pytest.mark.parametrize(
    ("note", "after"),
    [
        (
            "An earlier version of this story omitted that Calder told the mayors she will resign before Easter.",
            WIRE,
        ),
        (
            "An earlier version of this story said Calder told the mayors that she will resign before Easter.",
            (*WIRE, "Before Easter she will resign, Calder told mayors."),
        ),
    ],
    ids=["left out", "reworded"],
)
def test_a_sentence_the_note_does_not_take_back_is_not_wrong(note: str, after: tuple[str, ...]) -> None:
    """It was missing, or it says the same in other words."""
    said = "Calder told the mayors that she will resign before Easter."
    assert proven(note, (*WIRE, said), after, (*WIRE, said)) == []


def test_a_deleted_reference_is_the_one_sentence_with_its_words() -> None:
    """AP's way to take a sentence out."""
    said = "The wall was built by Northgate Concrete of Dunmore."
    note = "(DELETES reference to Northgate Concrete. CORRECTS APNewsAlert.)"
    assert is_correction_note("(CORRECTS by deleting reference to Northgate Concrete.)")
    assert proven("(CORRECTS by deleting reference to Northgate Concrete.)", (*WIRE, said), WIRE) == [
        (said, None)
    ]
    assert "northgate" in read_note(note).deleted


def test_a_correction_of_the_correction_stands_and_the_first_is_overruled() -> None:
    """What the later announcement calls right is not wrong any more."""
    first = "An earlier version gave 340 where it should have said 430."
    back = "An earlier version gave 430 where it should have said 340. The first figure was right."
    members = [
        member(1, "Post", WIRE),
        member(2, "Herald", (*edited(2, "340", "430"), first), 30, **PAGE),
        member(3, "Herald", (*WIRE, back), 60, number=2, **PAGE),
        member(4, "Star", edited(2, "340", "430"), 40),
    ]
    assert [(f.wrong_text, f.right_text) for f in corrections(members).fixes] == [
        (WIRE[2].replace("340", "430"), WIRE[2])
    ]


def test_a_second_correction_of_a_figure_makes_both_former_ones_wrong() -> None:
    """340, then 430, then 403: each with its note."""
    notes = (
        "An earlier version gave 340 where it should have said 430.",
        "An earlier version gave 430 where it should have said 403.",
    )
    members = [
        member(1, "Post", WIRE),
        member(2, "Herald", (*edited(2, "340", "430"), notes[0]), 30, **PAGE),
        member(3, "Herald", (*edited(2, "340", "403"), *notes), 60, number=2, **PAGE),
    ]
    assert {f.wrong_text for f in corrections(members).fixes} == {WIRE[2], WIRE[2].replace("340", "430")}


def test_an_announcer_that_runs_the_sentence_again_takes_its_correction_back() -> None:
    """The text without the note shows the old figure once more: nothing is proven."""
    note = "An earlier version gave 340 where it should have said 430."
    members = [
        member(1, "Post", WIRE),
        member(2, "Herald", (*edited(2, "340", "430"), note), 30, **PAGE),
        member(3, "Herald", WIRE, 60, number=2, **PAGE),
    ]
    assert corrections(members).fixes == ()


NOTE = "This is a corrected story. An earlier version gave 340 where it should have said 430 people."


@pytest.mark.parametrize(
    ("witness", "announced"),
    [({}, True), ({"role": "aggregator"}, False), ({"role": "agency"}, True)],
    ids=["an outlet", "an aggregator", "the agency"],
)
def test_who_announces_it_counts(witness: dict[str, Any], announced: bool) -> None:  # noqa: FBT001 - a table's column
    """An aggregator repeats what others say: it is no witness."""
    members = [member(1, "Post", WIRE), member(2, "Herald", (*edited(2, "340", "430"), NOTE), 30, **witness)]
    (fix,) = corrections(members).fixes
    assert (fix.announced, fix.announced_by) == (announced, "Herald")


def test_an_agency_that_goes_on_with_the_sentence_leaves_it_open() -> None:
    """An outlet calls it wrong, the wire sends it again: nobody is accused on the outlet's word."""
    members = [
        member(1, "Post", WIRE),
        member(2, "Herald", (*edited(2, "340", "430"), NOTE), 30, **PAGE),
        member(3, "Northern Wire", (*WIRE, "A ferry was sent for."), 60, role="agency"),
    ]
    assert [fix.announced for fix in corrections(members).fixes] == [False]


def test_the_wires_own_note_beside_the_text_counts() -> None:
    """An editor's note of a wire file is no paragraph, and proves all the same."""
    wire = member(
        2, "Northern Wire", edited(2, "340", "430"), 30, role="agency", corrections=("CORRECTS 340 to 430",)
    )
    (fix,) = corrections([member(1, "Post", WIRE), wire]).fixes
    assert (fix.wrong_text, fix.announced_by) == (WIRE[2], "Northern Wire")


@pytest.mark.parametrize(
    ("text", "is_note"),
    [
        ("(CORRECTION: The river crested on Saturday.)", True),
        ("Eds: CORRECTS figure in graf 3", True),
        ("EDS: UPDATES with quotes. CORRECTS day of week.", True),
        ("(Corrects headline and first paragraph to say 54, not 45)", True),
        ("(Refiles to fix typo in paragraph 2)", True),
        ("++ corrects toll in para 2 ++", True),
        ("An earlier version misspelled the mayor's name.", True),
        ("Une première version de ce texte donnait un autre chiffre.", True),
        ("Bien lire au deuxième paragraphe : 54 personnes.", True),
        ("Précisions : le maire est absent.", True),
        ("Précise et rapide, la tireuse a gagné.", False),
        ("Ed Miller fixes cars in Orillia.", False),
        ("Editors said the minister corrected himself.", False),
        ("The original version of the bill was withdrawn.", False),
        ("An earlier version of the bill gave towns a veto.", False),
    ],
)
def test_notes_of_agencies_and_papers_are_told_from_copy(text: str, *, is_note: bool) -> None:
    """AP, CP, Reuters, AFP and La Presse Canadienne have their ways; a story about versions is no note."""
    assert is_correction_note(text) is is_note


def test_a_bare_head_is_read_on() -> None:
    """Under CORRECTION the next paragraph says what was wrong."""
    assert correction_notes(("Rain fell.", "CORRECTION", "It was 430 people, not 340.", "Snow fell.")) == (
        "CORRECTION It was 430 people, not 340.",
    )


TEXTS = [
    WIRE,
    edited(2, "340", "430"),
    (*edited(2, "340", "430"), NOTE),
    (*WIRE, NOTE),
    (*edited(1, "6.2", "5.2"), "(Corrects figure in paragraph 2)"),
    WIRE[:2],
    (*edited(0, "Calder", "Caldor"), "This story corrects the spelling of the premier's name."),
    (*WIRE[2:], NOTE),
]


@st.composite
def stories(draw: st.DrawFn) -> list[Member]:
    """Some outlets with some of these texts one after the other, looked at at some time."""
    members = []
    for outlet in range(draw(st.integers(1, 5))):
        texts = draw(st.lists(st.sampled_from(range(len(TEXTS))), min_size=1, max_size=3, unique=True))
        for number, text in enumerate(texts, 1):
            minute = number * 40 + draw(st.integers(0, 20))
            members.append(
                member(
                    10 * outlet + number, f"Outlet {outlet}", TEXTS[text], minute, number=number, article_key=outlet,
                    is_current=number == len(texts), checked=draw(st.sampled_from([30, 100, 300])),
                    role=draw(st.sampled_from(["outlet", "outlet", "aggregator", "agency"])),
                    unreachable=draw(st.booleans()),
                )
            )  # fmt: skip
    return members


@given(stories(), st.randoms())
def test_what_is_proven_does_not_depend_on_the_order_of_versions(members: list[Member], chance: Any) -> None:
    """The same versions in any order prove the same."""
    shuffled = list(members)
    chance.shuffle(shuffled)
    assert corrections(shuffled) == corrections(members)


@given(
    st.lists(
        st.text(alphabet="Correction: earlier version of this story gave 12, 3é.", max_size=60), max_size=12
    )
)
def test_hostile_texts_prove_nothing_and_raise_nothing(paragraphs: list[str]) -> None:
    """Whatever stands on a page, reading its notes ends."""
    members = [member(1, "Post", paragraphs or ("x",)), member(2, "Herald", (*paragraphs[::-1], NOTE), 9)]
    assert len(corrections(members).fixes) <= len(paragraphs)
