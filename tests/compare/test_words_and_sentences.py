"""Words inside a pair, sentences inside a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.compare.align import align
from pipeline.core.compare.sentences import sentence_changes
from pipeline.core.compare.splitting import split_sentences
from pipeline.core.compare.words import word_diff
from pipeline.model import WordSpan


def test_a_replaced_phrase_is_one_deletion_and_one_insertion() -> None:
    """White space between two replaced words does not break the phrase."""
    assert word_diff("allies to talk about the role", "allies to discuss the role") == (
        WordSpan("equal", "allies to "),
        WordSpan("delete", "talk about"),
        WordSpan("insert", "discuss"),
        WordSpan("equal", " the role"),
    )


@given(st.text(alphabet="ab .,\n\t“é1", max_size=60), st.text(alphabet="ab .,\n\t“é1", max_size=60))
def test_spans_give_both_texts_back(old: str, new: str) -> None:
    """Equal and deleted spans joined are the old text, equal and inserted ones the new."""
    spans = word_diff(old, new)
    assert "".join(s.text for s in spans if s.op != "insert") == old
    assert "".join(s.text for s in spans if s.op != "delete") == new


@pytest.mark.parametrize(
    ("paragraph", "count"),
    [
        ("Sen. Ada Roe met Dr. Li on Jan. 5. They spoke.", 2),
        ("The U.S. Senate voted. It passed.", 2),
        ("“We won.” She left at 5 p.m. on Monday.", 2),
        ("M. Tremblay a parlé. « Non. » Il est parti.", 3),
        ("J. K. Moss wrote it.", 1),
        ("Profit rose 3.5 per cent. Shares fell!", 2),
        ("What now? Nobody knew…  The end.", 3),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(paragraph: str, count: int) -> None:
    """Abbreviations and initials, English and French, end no sentence."""
    assert len(split_sentences(paragraph)) == count


@given(st.text(alphabet="Ab.!? “”»é\n", max_size=80))
def test_sentences_lose_nothing(paragraph: str) -> None:
    """Joined, the sentences are the paragraph but for white space."""
    assert "".join("".join(split_sentences(paragraph)).split()) == "".join(paragraph.split())


def test_a_hostile_run_of_stops_is_split_at_once() -> None:
    """A paragraph of a hundred thousand full stops takes no quadratic time."""
    assert split_sentences("." * 100_000 + " " * 100_000 + "x")


def test_only_the_sentence_that_changed_is_edited() -> None:
    """Inside an edited paragraph the other sentences are unchanged."""
    old, new = "Eight were hurt. The road is shut.", "Nine were hurt. The road is shut."
    rows = sentence_changes(align([old], [new]))
    assert [(r.paragraph_from, r.paragraph_to, r.change.op) for r in rows] == [
        (0, 0, "edited"),
        (0, 0, "unchanged"),
    ]
