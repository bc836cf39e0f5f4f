"""The marks a translation keeps: figures, days, times and names, read to one key in either language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.anchors import LONGEST, MOST, anchors, place_key
from pipeline.core.stories.exonyms import name_key
from pipeline.core.stories.translations import index_keys


def keys(text: str) -> list[str]:
    """The keys of a text's marks, in order."""
    return [mark.key for mark in anchors(text).marks]


@pytest.mark.parametrize(
    ("english", "french", "key"),
    [
        ("some 1,250 people", "quelque 1250 personnes", "f1250"),
        ("some 1,250 people", "quelque 1\u00a0250 personnes", "f1250"),
        ("some 42,000 people", "quelque 42.000 personnes", "f42000"),
        ("a sum of $25,613.42", "la somme de 25 613,42 $", "f25613.42"),
        ("up 12.5 per cent", "en hausse de 12,5 %", "f12.5%"),
        ("up 12.5 percent", "en hausse de 12,5 pour cent", "f12.5%"),
        ("up nine per cent", "en hausse de 9 %", "f9%"),
        ("it cost $4.2B in all", "il a coûté 4,2 milliards $", "f4200000000"),
        ("it cost $4.2 billion", "il a coûté 4,2 G$", "f4200000000"),
        ("it cost $3 million", "il a coûté 3 M$ en tout", "f3000000"),
        ("three million reasons", "trois millions de raisons", "f3000000"),
        ("the fourteen of them", "ils étaient quatorze", "f14"),
        ("built in 1987 there", "construit en 1987 là", "y1987"),
        ("left on Jan. 6 alone", "parti le 6 janvier seul", "d01-06"),
        ("left on May 1 alone", "parti le 1er mai seul", "d05-01"),
        ("left on August 21, 2024", "parti le 21 août 2024", "d08-21"),
        ("left at 5:30 p.m. alone", "parti à 17 h 30 seul", "t17:30"),
        ("left at 7:15 a.m. alone", "parti à 7 h 15 seul", "t07:15"),
        ("left at 10 a.m. alone", "parti à 10 h seul", "t10:00"),
        ("left at 9 p.m. alone", "parti à 9 heures du soir", "t21:00"),
    ],
)
def test_a_figure_is_the_same_however_it_is_written(english: str, french: str, key: str) -> None:
    """Thousands, decimals, shares, sums, spelled numbers, years, days and times have one key in both languages."""
    assert keys(english) == keys(french) or {key} <= set(keys(english)) & set(keys(french))
    assert key in keys(english)
    assert key in keys(french)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Zelenskyy", "Zelensky"),
        ("Zelensky", "Zelenskiy"),
        ("Netanyahu", "Netanyahou"),
        ("Putin", "Poutine"),
        ("Shevchenko", "Chevtchenko"),
        ("Montreal", "Montréal"),
        ("London", "Londres"),
        ("Africa", "Afrique"),
        ("Australia", "Australie"),
        ("Mexico", "Mexique"),
        ("NATO", "OTAN"),
        ("RCMP", "GRC"),
        ("Azerbaijan", "Azerbaïdjan"),
    ],
)
def test_a_name_is_the_same_in_either_language(english: str, french: str) -> None:
    """Accents, exonyms, acronyms and transliterations are folded."""
    assert name_key(english) == name_key(french)


@pytest.mark.parametrize(
    ("one", "two"), [("Tessier", "Texier"), ("Roy", "Ray"), ("Laval", "Lavoie"), ("Ontario", "Orlando")]
)
def test_other_names_stay_apart(one: str, two: str) -> None:
    """The key is blind to spelling, not to sound."""
    assert name_key(one) != name_key(two)


def test_names_are_read_after_an_elision_and_before_a_possessive() -> None:
    """D'Ottawa and Keough's are Ottawa and Keough; O'Brien stays whole."""
    assert keys("Le maire d’Ottawa et l’Ontario") == [f"n{name_key('Ottawa')}", f"n{name_key('Ontario')}"]
    assert keys("in Keough's office sat Ann O’Brien")[0] == f"n{name_key('Keough')}"
    assert keys("in her office sat Ann O’Brien")[-1] == f"n{name_key('OBrien')}"


def test_a_capital_at_the_start_of_a_sentence_says_nothing_by_itself() -> None:
    """Farmers is no name, Tessier is one, since the text has it within a sentence too."""
    found = keys("Farmers waited. Tessier came late. They told Tessier so. Hundreds left.")
    assert found == [f"n{name_key('Tessier')}"]


def test_titles_days_and_small_words_are_no_names() -> None:
    """What every text capitalises tells nothing."""
    assert keys("On a Monday the Prime Minister and the Mayor met Judge Holt.") == [f"n{name_key('Holt')}"]


def test_surnames_tell_more_than_given_names_and_capitals() -> None:
    """Weights: a surname 1, what leads to one and what every other story has little, small numbers least."""
    weights = {
        m.shown: m.weight for m in anchors("She met Ilse Brandvold in Ottawa about 340 or 3 boats.").marks
    }
    assert weights == {"Ilse": 0.3, "Brandvold": 1.0, "Ottawa": 0.3, "340": 1.0, "3": 0.2}


def test_quotations_are_counted_in_words_in_either_quotes() -> None:
    """Passages in quotes of four words and more, in order; a title is none."""
    text = "He said “we are not going home” and read “La Mer.” « Nous ne rentrons pas chez nous », dit-il."
    assert anchors(text).quotes == (5, 6)


@pytest.mark.parametrize(
    ("one", "two"), [("QUÉBEC", "QUEBEC"), ("LONDRES", "LONDON"), ("MONCTON, N.B.", "MONCTON, N.-B.")]
)
def test_datelines_name_one_place_in_two_languages(one: str, two: str) -> None:
    """The place counts, without what stands behind the comma."""
    assert place_key(one) == place_key(two) is not None


@pytest.mark.parametrize("empty", [None, "", " , (AP)"])
def test_a_dateline_without_a_place_has_no_key(empty: str | None) -> None:
    """Nothing agrees with nothing."""
    assert place_key(empty) is None


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Never raises; marks are distinct and in order, and reading twice gives the same."""
    marks = anchors(text).marks
    assert len({m.key for m in marks}) == len(marks)
    assert [m.at for m in marks] == sorted(m.at for m in marks)
    assert index_keys(text) == tuple(sorted(set(index_keys(text))))


@pytest.mark.parametrize(
    "sign",
    ["1,", "1 ", "12 345 ", "A", "A ", "A’", "“", "« a", "5 h 3", "six ", "9" * 50 + " ", "Janv. 3 ", "¹"],
)
def test_a_hostile_text_is_read_in_time(sign: str) -> None:
    """A million signs of one kind: what lies beyond the longest story is not read, marks are capped."""
    assert len(anchors(sign * (1_000_000 // len(sign))).marks) <= MOST
    assert all(m.at < LONGEST for m in anchors(sign * (1_000_000 // len(sign))).marks)
