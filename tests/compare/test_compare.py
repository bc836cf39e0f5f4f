"""Classes and weights, and two texts compared in full."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.compare.align import align
from pipeline.core.compare.classes import WEIGHTS, classify
from pipeline.core.compare.compare import compare
from pipeline.core.normalise.notes import is_correction_note

TOP = "Crews reached the last of the stranded hikers on Mount Orrin early this morning, the rangers said."
END = "The trail has been closed since autumn."


def kind(old: str, new: str) -> str:
    """The class of an edit in the second paragraph."""
    return classify(align([TOP, old, END], [TOP, new, END]))[1].kind


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Officials counted 14 tents on the ridge above.",
            "Officials counted 19 tents on the ridge above.",
            "figure-changed",
        ),
        (
            "Ranger Mia Holt led the crew up the ridge.",
            "Ranger Mia Hult led the crew up the ridge.",
            "name-or-spelling-changed",
        ),
        (
            "About 40 percent favored the rule in U.S. polls.",
            "About 40 per cent favoured the rule in US polls.",
            "style",
        ),
        (
            'Holt called the night "very long" for all of the crew.',
            'Holt called the night "cold and very long" for all of the crew.',
            "quote-changed",
        ),
        (
            "The road to the lodge will open on Monday again.",
            "The road to the lodge would open on Tuesday again.",
            "day-or-tense-changed",
        ),
        (
            "The lodge is shut, the rangers said in a note.",
            "The lodge is shut, the rangers announced in a note.",
            "attribution-changed",
        ),
        (
            "The storm came in quickly over the far ridge.",
            "The storm came in fast over the far ridge.",
            "wording",
        ),
    ],
)
def test_an_edit_is_classed_by_what_it_touched(old: str, new: str, expected: str) -> None:
    """Facts come before speech, speech before wording."""
    assert kind(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([TOP, END], ["Every hiker is safe.", TOP, END], "lead-recast"),
        ([TOP, END], [TOP, 'Holt said: "They sang all night."', END], "quote-added"),
        ([TOP, END], [TOP, "The mountain saw two rescues last year.", END], "background-added"),
        ([TOP, END], [TOP], "cut-from-the-end"),
        ([TOP, "A helicopter stood by.", END], [TOP, END], "text-removed"),
        ([TOP, END], [TOP, END, "This is a corrected story. It gave the wrong day."], "correction-note"),
    ],
)
def test_what_comes_and_goes_is_classed_by_its_place(old: list[str], new: list[str], expected: str) -> None:
    """Additions and removals have classes of their own."""
    assert [c.kind for c in classify(align(old, new)) if c.kind] == [expected]


@pytest.mark.parametrize(
    ("text", "is_note"),
    [
        ("CORRECTION: An earlier version of this story gave the wrong date.", True),
        ("This is a corrected story. An earlier version gave 12 as the toll.", True),
        ("This story has been corrected to show that Lee is 41.", True),
        ("Editor's note: this article was updated to correct the spelling of a name.", True),
        ("Une version précédente de ce texte indiquait à tort 12 blessés.", True),
        ("Rectificatif : il s'agissait de mardi.", True),
        ("Corrections officers walked out on Friday.", False),
        ("Correction officers walked out on Friday.", False),
        ("Corrected figures are due next week.", False),
        ("(Corrects spelling of name in paragraph 3)", True),
        ("Une version précédente du projet de loi a échoué.", False),
        ("The minister corrected the record on Tuesday.", False),
        ("This report was first published on May 2.", False),
    ],
)
def test_correction_notes_are_told_from_text_about_corrections(text: str, *, is_note: bool) -> None:
    """A note speaks of the story, in English or French."""
    assert is_correction_note(text) is is_note


def test_a_comparison_counts_and_weighs_and_sees_the_headline() -> None:
    """Rows, sentence rows, headline and weight come in one record."""
    figures = TOP.replace("last of the", "last 3 of the")
    found = compare([TOP, END], [figures, END], "Hikers reached", "Hikers are reached")
    assert (found.count("edited"), found.count("unchanged"), found.headline_changed) == (1, 1, True)
    assert found.weight == WEIGHTS["figure-changed"]
    assert [s.change.kind for s in found.sentences] == ["figure-changed"]


TEXTS = st.lists(st.text(alphabet="Ab 1.\"'é", max_size=30), max_size=6)


@given(TEXTS, TEXTS)
def test_weights_stay_between_nothing_and_everything(old: list[str], new: list[str]) -> None:
    """No text makes compare raise, and every weight is in 0..1."""
    found = compare(old, new)
    assert 0 <= found.weight <= 1
    assert all(c.kind in WEIGHTS and c.weight == WEIGHTS[c.kind] for c in found.changes)
