"""The units a wire text is followed by: sentences, written so that what outlets do by house rule is no change.

Sentences and not paragraphs, because outlets break paragraphs their own way: two of the wire's in one, or one
for every sentence. Punctuation is no part of a unit, nor is the dateline before a text, nor a line that only
says who wrote it or when it was updated.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from pipeline.core.compare.splitting import split_sentences
from pipeline.core.normalise.text import house_word
from pipeline.core.stories.grams import is_split_by_blanks, plain_word, printed, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

EDIT_OF = 0.5  # share of words in common order above which a unit is another one's edit (as in `align`)
_DATELINE = re.compile(
    r"^[^\W\d_a-z][^a-z—–]{2,40}?(?:, [\w. ]{2,20})?(?: \([^()]{2,30}\))?\s+(?:—|–|--|-)\s+"
)
_LINE_WORDS = 24  # a credit or a stamp is a line, not a paragraph that begins like one
_LINE = re.compile(
    r"""[-—–(\s]*(?:
        (?:last\ )?(?:updated|published|posted)\b[^.]{0,60}\d
        | (?:mis\ à\ jour|publié)\ (?:le|à)\b[^.]{0,60}\d
        | (?:with\ files?\ from|avec\ des\ informations\ d)\b
        | (?:additional\ )?(?:reporting|editing|writing)\ by\b
        | (?:by|par)\ [^.]{3,60}$
        | this\ report\ by\ .{2,60}\ was\ first\ published\b
        | (?:copyright\b|©)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ASIDE = re.compile(r"\s*\([^()]{1,120}\)")
_OPEN_END = re.compile(r"\b[A-Z]{2,4}\.[\"'”’»)\]]*$")  # "US." may be the house spelling of "U.S."
_HONORIFICS = frozenset(("mr", "mrs", "ms", "miss", "mx", "mme", "mlle"))  # a house rule, like spelling
_CLOSING = "\"'”’»)]"  # what a sentence may end with after its full stop
_REMEMBERED = 1 << 14  # paragraphs: a story's versions repeat them, and it is numbered anew at each arrival
_WORDS = 1 << 16  # printed words: about 15 MB; news repeats them …
_LONGEST = 64  # … but for addresses, and what is no word


@lru_cache(maxsize=_REMEMBERED)
def units(paragraph: str) -> tuple[str, ...]:
    """The units of a paragraph: its sentences as words in house spelling; none for a credit or a time stamp.

    Two paragraphs that differ in house spelling, typography, punctuation or the dateline only have the same.
    """
    if paragraph.count(" ") < _LINE_WORDS and _LINE.match(paragraph):
        return ()
    dateline = _DATELINE.match(paragraph)
    text = paragraph[dateline.end() :] if dateline else paragraph
    split = str.split if is_split_by_blanks(text) else printed
    spelt = (" ".join(filter(None, map(_SPELT.__getitem__, split(s)))) for s in _sentences(text))
    return tuple(unit for unit in spelt if unit)


@lru_cache(maxsize=_REMEMBERED)
def bare_units(paragraph: str) -> tuple[str, ...]:
    """The units of a paragraph without what stands in brackets."""
    return units(_ASIDE.sub("", paragraph))


def _sentences(paragraph: str) -> Iterator[str]:
    """Sentences; where house spelling decides whether one ends, it does not."""
    held = ""
    for sentence in split_sentences(paragraph):
        held = f"{held} {sentence}" if held else sentence
        if not _is_open(held):
            yield held
            held = ""
    if held:
        yield held


def _is_open(sentence: str) -> bool:
    end = sentence.rstrip(_CLOSING)[-2:]
    return (
        end[1:] == "." and end[0].isupper() and bool(_OPEN_END.search(sentence, max(0, len(sentence) - 12)))
    )


class _Spelt(dict[str, str]):
    """Printed word → the words of a unit in it, made when first asked for; emptied when full."""

    def __missing__(self, word: str) -> str:
        plain = plain_word(word)
        spelt = _spelling(plain) if plain else " ".join(filter(None, map(_spelling, words_in(word))))
        if len(word) <= _LONGEST:
            if len(self) >= _WORDS:
                self.clear()
            self[word] = spelt
        return spelt


_SPELT = _Spelt()


def _spelling(word: str) -> str:
    return "" if word in _HONORIFICS else house_word(word)


@lru_cache(maxsize=_REMEMBERED)
def _read(unit: str) -> tuple[tuple[str, ...], frozenset[str]]:
    words = tuple(unit.split())
    return words, frozenset(words)


@lru_cache(maxsize=1 << 15)  # as many as one story asks: its next arrival has it numbered anew
def is_edit(unit: str, other: str) -> bool:
    """Whether one unit is an edit of the other: half of their words are the same, in the same order.

    What they may have in common at most decides most pairs: each word of both once, and any of one again.
    """
    (mine, bag), (theirs, other_bag) = _read(unit), _read(other)
    common, words = len(bag & other_bag), len(mine) + len(theirs)
    most = common + min(len(mine) - len(bag), len(theirs) - len(other_bag))
    if 2 * common < EDIT_OF * len(bag) or 2 * most < EDIT_OF * words:
        return False
    return Indel.normalized_similarity(mine, theirs) >= EDIT_OF
