"""Texts as strings of one sign a word: what compares and searches texts runs over signs, not over words.

A book gives every word its sign, in the order of first sight, so that the commonest words get the lowest ones, which
aligning takes fastest; words that are facts get a high one, so that one class of signs finds all the facts of a text.
Signs mean something within their book only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import count

from pipeline.core.stories.facts import fact_of
from pipeline.core.stories.grams import plain_word, printed, words_in

_PRINTED = 1 << 17  # printed words of a book, about: 40 MB; news of a week has more, of a day fewer …
_LONGEST = 64  # … none of them longer: what is, is an address or no word
_PASSAGES = 1 << 14  # paragraphs: the copies of a story repeat each other's
_FIRST_FACT = 0x80000  # signs from here on are facts; so many words that are none share …
_LAST = 0x10FFFF  # … their last sign: only those of one text of hundreds of thousands
_FACT = re.compile(f"[{chr(_FIRST_FACT)}-{chr(_LAST)}]")


class Book:
    """Which sign stands for which word. ``facts``: sign → the fact it is."""

    def __init__(self) -> None:
        self.facts: dict[str, str] = {}
        self.signs: dict[str, str] = {}
        self.printed: dict[str, str] = _Printed(self)
        self._next_word, self._next_fact = count(), count(_FIRST_FACT)

    def sign(self, word: str) -> str:
        """The sign of a word; one that has none gets one."""
        key = word if len(word) <= _LONGEST else f"{word[:_LONGEST]}{hash(word)}"
        found = self.signs.get(key)
        return self._enter(key) if found is None else found

    def _enter(self, word: str) -> str:
        """Counters and `setdefault` do not part in the middle: two threads find one sign for a word."""
        fact = fact_of(word)
        sign = chr(min(next(self._next_fact), _LAST) if fact else min(next(self._next_word), _FIRST_FACT - 1))
        if fact:
            self.facts[sign] = fact
        return self.signs.setdefault(word, sign)


class _Printed(dict[str, str]):
    """Printed word → the signs of the words in it."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._sign = book.sign

    def __missing__(self, word: str) -> str:
        plain = plain_word(word)
        signs = self._sign(plain) if plain else "".join(map(self._sign, words_in(word)))
        if len(word) <= _LONGEST:
            self[word] = signs
        return signs


class _Shelf:
    book = Book()


def open_book() -> Book:
    """The book in use; a new one where it is full, by which all texts are then read anew."""
    if len(_Shelf.book.printed) >= _PRINTED:
        _Shelf.book = Book()
    return _Shelf.book


def signs_of(paragraphs: tuple[str, ...], book: Book) -> str:
    """A body as signs: one for each word that `grams.Reading.words` gives."""
    return "".join([_passage(paragraph, book) for paragraph in paragraphs])


@lru_cache(maxsize=_PASSAGES)
def _passage(paragraph: str, book: Book) -> str:
    return "".join(map(book.printed.__getitem__, printed(paragraph)))


def facts_of(signs: str, book: Book) -> tuple[list[str], list[int]]:
    """The facts among some words, in order, and which word each of them is."""
    facts, places = [], []
    for found in _FACT.finditer(signs):
        facts.append(book.facts[found[0]])
        places.append(found.start())
    return facts, places
