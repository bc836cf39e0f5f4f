"""Texts as strings of one sign a word: what compares and searches texts runs over signs, ten times as fast.

A book gives every word its sign, and words that are facts a low one, so that one class of signs finds all the facts
of a text. Signs mean something within their book only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import count

from pipeline.core.stories.facts import fact_of
from pipeline.core.stories.grams import house_words

_WORDS = 1 << 17  # of a book, about: 25 MB; news of a week has more, of a day fewer
_PASSAGES = 1 << 14  # paragraphs: the copies of a story repeat each other's
_LAST_FACT = 0x1FFFF  # signs up to here are facts; beyond the last sign …
_LAST = 0x10FFFF  # … words share it: only in a text of a hundred thousand different figures
_FACT = re.compile(f"[\0-{chr(_LAST_FACT)}]")


class Book:
    """Which sign stands for which word. ``facts``: sign → the fact it is."""

    def __init__(self) -> None:
        self.signs: dict[str, str] = _Signs(self)
        self.facts: dict[str, str] = {}
        self._next_fact, self._next_word = count(), count(_LAST_FACT + 1)

    def enter(self, word: str) -> str:
        """The sign of a word that had none. Counters and `setdefault` do not part in the middle, threads or not."""
        fact = fact_of(word)
        sign = chr(min(next(self._next_fact), _LAST_FACT) if fact else min(next(self._next_word), _LAST))
        if fact:
            self.facts[sign] = fact
        return self.signs.setdefault(word, sign)

    @property
    def is_full(self) -> bool:
        """Whether the next pair of texts should be read by another one."""
        return len(self.signs) >= _WORDS


class _Signs(dict[str, str]):
    def __init__(self, book: Book) -> None:
        super().__init__()
        self._enter = book.enter

    def __missing__(self, word: str) -> str:
        return self._enter(word)


class _Shelf:
    book = Book()


def open_book() -> Book:
    """The book in use; a new one where it is full, by which all texts are then read anew."""
    if _Shelf.book.is_full:
        _Shelf.book = Book()
    return _Shelf.book


def signs_of(paragraphs: tuple[str, ...], book: Book) -> str:
    """A body as signs: one for each word that `grams.Reading.words` gives."""
    return "".join([_passage(paragraph, book) for paragraph in paragraphs])


@lru_cache(maxsize=_PASSAGES)
def _passage(paragraph: str, book: Book) -> str:
    return "".join(map(book.signs.__getitem__, house_words(paragraph)))


def fact_signs(signs: str) -> list[str]:
    """The signs that are facts, in order."""
    return _FACT.findall(signs)


def fact_places(signs: str) -> list[int]:
    """Where they stand."""
    return [found.start() for found in _FACT.finditer(signs)]
