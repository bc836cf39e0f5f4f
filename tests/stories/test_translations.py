"""One story in two languages: found where it is sure, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from pipeline.core.stories.translations import SHARED_LEAST, WINDOW, index_keys, translation
from tests.stories.translated import told

if TYPE_CHECKING:
    from pipeline.core.stories.translations import Side

PAIRS = [
    (a.side, b.side)
    for a, b in combinations(told(), 2)
    if a.pair and a.pair == b.pair
]  # fmt: skip
MISSES = [
    (a.side, b.side)
    for a, b in combinations(told(), 2)
    if a.side.language != b.side.language and not (a.pair and a.pair == b.pair)
]


def name(side: object) -> str:
    """A side in the list of tests."""
    return f"{getattr(side, 'dateline', '')}-{getattr(side, 'story_key', '')}"


def paragraphs(side: Side, first: int) -> Side:
    """The side cut after its first paragraphs, as a brief is."""
    return replace(side, text="\n".join(side.text.split("\n")[:first]))


@pytest.mark.parametrize(("one", "two"), PAIRS, ids=name)
def test_a_translation_is_found(one: Side, two: Side) -> None:
    """An agency's English and French texts of one thing are paired, and the index would have found them."""
    found = translation(one, two)
    assert found is not None
    assert found.names
    assert len(set(index_keys(one.text)) & set(index_keys(two.text))) >= SHARED_LEAST


def test_no_near_miss_is_taken_for_a_translation() -> None:
    """The same person elsewhere, the same event the day after, the same template with other figures: all apart."""
    assert len(MISSES) > 600
    assert [(name(a), name(b)) for a, b in MISSES if translation(a, b)] == []


@pytest.mark.parametrize(("first", "least"), [(5, 14), (4, 12)])
def test_a_copy_cut_from_the_end_is_mostly_found(first: int, least: int) -> None:
    """What an outlet or a desk leaves of a story is paired while it is sure; and no near miss comes in by the cut."""
    cut = [(a, paragraphs(b, first)) for a, b in PAIRS]
    assert sum(translation(a, b) is not None for a, b in cut) >= least
    assert not any(translation(paragraphs(a, first), paragraphs(b, first)) for a, b in MISSES)


def test_a_brief_is_not_paired() -> None:
    """Two paragraphs share some names with many stories: it is not sure, so it is not said."""
    assert sum(translation(a, paragraphs(b, 1)) is not None for a, b in PAIRS) == 0


@pytest.mark.parametrize(("one", "two"), PAIRS, ids=name)
def test_the_evidence_is_the_same_from_either_side(one: Side, two: Side) -> None:
    """The pair is unordered."""
    assert translation(one, two) == translation(two, one)


def test_two_texts_of_one_language_are_no_translation() -> None:
    """Whatever they share: that is a copy, or the same event in other words."""
    one, two = PAIRS[0]
    assert translation(one, replace(two, language="en")) is None


def test_agencies_of_two_families_are_never_paired() -> None:
    """Two agencies report one event with the same names and figures, and neither translates the other."""
    one, two = PAIRS[0]
    assert translation(one, replace(two, family="L’Agence Boréale")) is None


@pytest.mark.parametrize(("late", "is_found"), [(timedelta(0), True), (WINDOW, True), (2 * WINDOW, False)])
def test_a_translation_comes_within_a_day_and_a_half(late: timedelta, is_found: bool) -> None:  # noqa: FBT001
    """Later, a desk writes a new story."""
    one, two = PAIRS[0]
    assert bool(translation(one, replace(two, appeared_at=one.appeared_at + late))) == is_found


def test_the_evidence_can_be_checked_by_a_person() -> None:
    """Names and figures stand as the two texts write them, shares between 0 and 1."""
    one, two = PAIRS[0]
    told_by = translation(one, two)
    assert told_by is not None
    assert {"Keough", "Haugland", "Desrosiers"} <= set(told_by.names)
    assert {"340", "1.2 billion / 1,2 milliard", "March 9 / 9 mars"} <= set(told_by.figures)
    assert told_by.same_dateline
    assert told_by.quotes >= 2
    assert 0 < told_by.score <= 1


def test_other_figures_in_the_same_words_are_another_day() -> None:
    """Monday's close in English and Tuesday's in French share names, order and template, and are apart."""
    sides = {(t.pair, t.side.language): t.side for t in told()}
    monday, tuesday = sides["market-monday", "en"], sides["market-tuesday", "fr"]
    assert translation(monday, replace(tuesday, appeared_at=monday.appeared_at)) is None


def test_texts_without_marks_share_nothing() -> None:
    """Empty and small texts are never paired."""
    one, two = PAIRS[0]
    assert translation(replace(one, text=""), replace(two, text="")) is None
    assert (
        translation(replace(one, text="Keough spoke in Oslo."), replace(two, text="Keough a parlé à Oslo."))
        is None
    )
