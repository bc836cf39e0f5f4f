"""Signs stand for words: texts that are compared as signs are compared as words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories import signs
from pipeline.core.stories.facts import fact_of
from pipeline.core.stories.figures import is_template
from pipeline.core.stories.grams import read
from pipeline.core.stories.signs import Book, facts_of, open_book, signs_of
from tests.stories.templates import items

if TYPE_CHECKING:
    import pytest

PRINTED = [
    "“The",
    "U.S.",
    "dollar,”",
    "5%",
    "five",
    "May",
    "3.5",
    "colour",
    "color",
    "per",
    "cent",
    "U.",
    "S.",
    "Hale's",
    "Ça's",
    "co-op",
    "--",
    "(12)",
    "x…",
]
texts = st.lists(
    st.lists(st.sampled_from(PRINTED) | st.text(max_size=8), max_size=12).map(" ".join), max_size=4
)


@given(texts.map(tuple))
def test_a_body_has_one_sign_for_each_word(body: tuple[str, ...]) -> None:
    """Equal words have equal signs, others others; facts are found where their words stand."""
    book = Book()
    words, found = read(body).words, signs_of(body, book)
    assert len(found) == len(words)
    assert len(set(zip(words, found, strict=True))) == len(set(words)) == len(set(found))
    assert [book.sign(word) for word in words] == list(found)
    facts, places = facts_of(found, book)
    assert list(zip(places, facts, strict=True)) == [
        (n, fact) for n, w in enumerate(words) if (fact := fact_of(w))
    ]


def test_a_word_without_end_has_one_sign_and_is_not_kept() -> None:
    """What is longer than an address is known again, but takes no room."""
    book = Book()
    one, other, again = (signs_of((f"See {n}{'1' * 10_000} there",), book) for n in (1, 2, 1))
    assert one == again != other
    assert all(len(word) < 100 for word in (*book.signs, *book.printed))


def test_a_full_book_is_put_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next pair is read by a new one, with the same answer."""
    one, other = items("exchange rates")
    assert is_template(one, other)
    former = open_book()
    monkeypatch.setattr(signs, "_PRINTED", 1)
    assert open_book() is not former
    assert is_template(one, other)
