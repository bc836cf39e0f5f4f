"""Pages that would be dear to compare: thousands of paragraphs, endless paragraphs, one word over and over."""

from __future__ import annotations

import time

import pytest

from pipeline.core.compare.compare import compare
from pipeline.core.compare.words import MAX_CELLS, word_diff

MANY = [
    f"Paragraph number {n} of a list that has thousands of them, with its own word w{n}." for n in range(2000)
]
SECONDS = 20  # of processor time: an alarm, not a benchmark


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (MANY, [p.replace("thousands", "hundreds") for p in MANY]),
        (["the " * n for n in range(1, 300)], ["the a " * n for n in range(1, 300)]),
        ([("x " * 5000) + str(n) for n in range(15)], [("x y " * 2500) + str(n) for n in range(15)]),
        (["a. " * 20_000], ["b. a. " * 20_000]),
        (["“" * 50_000], ["'" * 50_000]),
        (MANY[:700], [" ".join(MANY[n : n + 2]) for n in range(0, 700, 2)]),
    ],
    ids=["700 edited", "one word", "endless", "sentences", "quotes", "700 merged"],
)
def test_a_hostile_page_is_compared_in_time(old: list[str], new: list[str]) -> None:
    """Every paragraph still stands in exactly one row."""
    start = time.process_time()
    rows = compare(old, new).changes
    assert time.process_time() - start < SECONDS
    assert sorted(c.from_position for c in rows if c.from_position is not None) == list(range(len(old)))
    assert sorted(c.to_position for c in rows if c.to_position is not None) == list(range(len(new)))


def test_thousands_of_edited_paragraphs_are_still_paired() -> None:
    """What shares a rare word is held against each other, however many there are."""
    found = compare(MANY, [p.replace("thousands", "hundreds") for p in MANY])
    assert found.count("edited") > 500


def test_words_of_an_endless_paragraph_are_marked_at_its_ends() -> None:
    """Beyond the bound both texts still come back from the spans, and what they begin and end with is equal."""
    middle = int(MAX_CELLS**0.5)
    old, new = f"Start {'a ' * middle}end.", f"Start {'b ' * middle}end."
    spans = word_diff(old, new)
    assert [s.op for s in spans] == ["equal", "delete", "insert", "equal"]
    assert "".join(s.text for s in spans if s.op != "insert") == old
    assert "".join(s.text for s in spans if s.op != "delete") == new
