"""Whether one page of an outlet took another's place: what a careful reader would ask for, and no less."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.moved import UNSEEN, Stay, common, is_another_edition, moved, moves

START = datetime(2026, 3, 10, 9, tzinfo=UTC)
TEXT = tuple(
    f"The harbour board of {place} said that {what}, and that nobody who was in port when the wall gave way had asked "
    "the wardens for leave to sail before the tide had turned and the lamps were lit again on the outer mole."
    for place, what in (
        ("Selby", "the ferries stay"),
        ("Larkspur", "the mayors met"),
        ("Grey Island", "boats wait"),
    )
)
MORE = (*TEXT, "The talks go on in the evening, a senior adviser said on the train.")


def at(minutes: float) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=minutes)


def stay(
    page: int, first: float, last: float, left: float | None = None, text: tuple[str, ...] = TEXT
) -> Stay:
    """A page that was seen from … to …, and gone since."""
    gone = () if left is None else (at(left),)
    return Stay(page, (at(first), at(last)), gone, (text,), ("Mayors meet",))


OLD, NEW = stay(1, 0, 30, 60), stay(2, 70, 90, text=MORE)


def test_what_left_and_what_came_with_its_text_are_one_article() -> None:
    """With the evidence: how much, last seen, gone since, first seen there."""
    found = moved(OLD, NEW)
    assert found
    assert (found.old, found.new, found.share) == (1, 2, 1.0)
    assert (found.last_shown, found.left_at, found.came_at) == (at(30), at(60), at(70))
    assert moved(NEW, OLD) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(stay(1, 0, 30), NEW, id="nobody saw it leave"),
        pytest.param(stay(1, 0, 70, 75), NEW, id="both were there at one time"),
        pytest.param(stay(1, 0, 30, 71 + UNSEEN.total_seconds() / 60), NEW, id="asked too late to tell"),
        pytest.param(replace(OLD, shown=(None, at(30))), NEW, id="one look without a time"),
        pytest.param(replace(OLD, texts=()), NEW, id="no text"),
        pytest.param(stay(1, 0, 30, 60, TEXT[:1]), replace(NEW, texts=(TEXT[:1],)), id="a brief"),
        pytest.param(OLD, replace(NEW, texts=(TEXT + tuple(p.upper()[::-1] for p in TEXT * 2),)), id="a long text that has it"),
        pytest.param(OLD, replace(NEW, texts=((TEXT[0], *(p[::-1] for p in TEXT[1:])),)), id="part two"),
        pytest.param(replace(OLD, headlines=("Tides on 10 March",)), replace(NEW, headlines=("Tides on 11 March",)), id="another day in the headline"),
        pytest.param(replace(OLD, published=frozenset({at(0)})), replace(NEW, published=frozenset({at(1500)})), id="published a day later"),
    ],
)  # fmt: skip
def test_whatever_is_missing_it_is_a_finding_and_no_join(old: Stay, new: Stay) -> None:
    """False joins are the worse error: a person can see both pages."""
    assert moved(old, new) is None


def test_one_minute_of_publication_outweighs_a_figure_that_was_corrected() -> None:
    """The publisher itself says that both are one."""
    old = replace(OLD, texts=(tuple(p.replace("boats", "12 boats") for p in TEXT),))
    new = replace(NEW, texts=(tuple(p.replace("boats", "14 boats") for p in TEXT),))
    assert is_another_edition(old.texts[0], new.texts[0])
    assert moved(old, new) is None
    stamp = frozenset({at(-5)})
    assert moved(replace(old, published=stamp), replace(new, published=stamp))


def test_of_two_candidates_neither_is_taken_and_of_three_steps_each_is() -> None:
    """It cannot be told which of two copies went on; an address that changed twice is no such doubt."""
    twin = replace(OLD, page_key=3)
    stays = {1: OLD, 2: NEW, 3: twin}
    assert moves(stays, [(1, 2), (2, 3), (1, 3)]) == ()
    later = {1: OLD, 2: stay(2, 70, 90, 100, MORE), 3: stay(3, 110, 120, text=MORE)}
    for pairs in permutations([(1, 2), (2, 3), (1, 3)]):
        assert [(m.old, m.new) for m in moves(later, pairs)] == [(1, 2), (2, 3)]


@given(st.lists(st.integers(0, 3), max_size=4), st.lists(st.integers(0, 3), max_size=4))
def test_the_share_is_the_same_either_way_round(a: list[int], b: list[int]) -> None:
    """And never above one."""
    one, other = tuple(MORE[n] for n in a), tuple(MORE[n] for n in b)
    assert common(one, other) == common(other, one) <= 1.0
