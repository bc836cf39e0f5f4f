"""Grams and samples: what finds copies, the same on every machine, whatever the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.normalise.text import _HOUSE, house, house_word
from pipeline.core.stories.fingerprints import LONG_RATE, fingerprint, sample
from pipeline.core.stories.grams import GRAM_WORDS, gram_list, house_words, read, word_buffer

if TYPE_CHECKING:
    import re

FRAGMENTS = "percent pct mln bln dlr dlrs for wards colo our s ed hon able real is e es ation cen t b re abs ence fl x 1 3.5 é ß".split()  # noqa: SIM905 - reads better
words = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=5).map("".join)


@given(words)
def test_a_word_s_key_is_the_key_of_a_text_of_one_word(word: str) -> None:
    """The short way round the house rules leads to the same key."""
    for one in house_words(word):
        assert house_word(one) == house(one)


@pytest.mark.parametrize("pattern", [p for p, _ in _HOUSE], ids=lambda p: p.pattern)
def test_every_house_rule_is_known_to_the_short_way(pattern: re.Pattern[str]) -> None:
    """A rule added without its fragment would bend texts and not words; rules with dots never meet a word."""
    examples = "percent pct u.s. u.k. u.n. mln bln dlrs forwards colour realise centre defence".split()  # noqa: SIM905 - reads better
    met = [word for word in examples if pattern.search(word)]
    assert met
    assert all(house_word(word) == house(word) for word in met if "." not in word)


@given(st.text(max_size=300), st.text(max_size=300))
def test_grams_run_over_paragraph_ends(one: str, two: str) -> None:
    """Where an outlet breaks its paragraphs makes no difference."""
    first = f"{one} end"  # a name's initials, or "per cent", are one word within a paragraph only
    assert read((first, two)).grams == read((f"{first} {two}",)).grams


@given(st.lists(st.text(max_size=120), max_size=6))
def test_a_reading_knows_where_its_paragraphs_begin(paragraphs: list[str]) -> None:
    """Words of a paragraph stand between its start and the next one's."""
    found = read(tuple(paragraphs))
    spans = zip(found.starts, found.starts[1:], strict=False)
    assert [list(found.words[start:end]) for start, end in spans] == [house_words(p) for p in paragraphs]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The U.S. economy", "the US economy"),
        ("A U. S. senator", "a US senator"),
        ("J. K. Rowling’s book", "JK Rowling's book"),
        ("rose 5 per cent,", "rose 5 percent"),
        ("rose 5%", "rose 5 pct"),
        ("(“labour” leaders)", '"labor" leaders'),
        ("1,200.5 tonnes.", "1,200.5 tonnes"),
        ("Se­oul", "Seoul"),
    ],
)
def test_house_spelling_is_no_other_word(one: str, other: str) -> None:
    """What outlets spell their own way has the same hash."""
    assert word_buffer(house_words(one)) == word_buffer(house_words(other))


@given(st.text(max_size=200))
def test_printed_words_are_hashed_as_the_words_in_them(text: str) -> None:
    """The short way from print to hash leads where the long one does."""
    assert read((f"{text} four more words here",)).hashes.tolist() == gram_list(
        word_buffer(house_words(f"{text} four more words here"))
    )


@given(st.text(max_size=400))
def test_there_is_one_gram_for_every_word_that_four_more_follow(text: str) -> None:
    """Positions of grams are positions of words."""
    found = read((text,))
    assert len(found.grams) == max(0, len(found.words) - GRAM_WORDS + 1)
    assert found.distinct == set(found.grams)
    assert list(found.grams) == gram_list(word_buffer(found.words))


def test_the_order_of_words_counts() -> None:
    """Five words in another order are another gram."""
    assert read(("one two three four five",)).distinct.isdisjoint(read(("two one three four five",)).distinct)


def test_a_sample_is_sorted_distinct_and_fits_the_index() -> None:
    """The index holds 32 bits a gram."""
    text = [f"The river {n} crested at {n * 7} metres near town {n * 3} on day {n}." for n in range(150)]
    found = sample([*text, *text]).grams
    assert found.dtype == "uint32"
    assert list(found) == sorted(set(found.tolist()))
    assert 0.5 < len(found) * LONG_RATE / len(read(tuple(text)).distinct) < 2


@pytest.mark.parametrize("text", ["", "four words are few", "\ud800 " * 9, "a" * 100_000, "1.2.3,4 " * 5000])
def test_strange_texts_have_a_sample_too(text: str) -> None:
    """Nothing a page can hold breaks the index."""
    assert isinstance(fingerprint([text]), tuple)
