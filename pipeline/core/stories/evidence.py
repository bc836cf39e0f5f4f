"""What a person can check a join by: who signed both texts, from where, when, and what the two have in common."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from pipeline.core.stories.frames import FACTS
from pipeline.core.stories.grams import house_words, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from pipeline.model import Member

QUOTED_WORDS = 30  # of a passage, for a person to read
_NAME = re.compile(r"(?:(?<=[a-zß-ÿ] )|(?<=[a-zß-ÿ], ))[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)*")
_PEOPLE = re.compile(r"[^\W\d_]+")


def apart(a: Member, b: Member) -> timedelta | None:
    """Time between two appearances; None where either is unknown."""
    if a.appeared_at is None or b.appeared_at is None:
        return None
    return abs(a.appeared_at - b.appeared_at)


def minutes(between: timedelta | None) -> int | None:
    """A span in whole minutes, cut."""
    return None if between is None else int(between.total_seconds() // 60)


def agree(one: object | None, other: object | None) -> bool | None:
    """Whether two statements agree; None where either is missing."""
    return one == other if one and other else None


def same_byline(a: Member, b: Member) -> bool | None:
    """Whether the bylines name the same people; one that names fewer of them agrees too."""
    one, other = _people(a.byline or ""), _people(b.byline or "")
    return (one <= other or other <= one) if one and other else None


def same_dateline(a: Member, b: Member) -> bool | None:
    """Whether the datelines name the same place; what stands behind its first comma is house style."""
    return agree(_place(a.dateline or ""), _place(b.dateline or ""))


@lru_cache(maxsize=4096)
def _people(byline: str) -> frozenset[str]:
    return frozenset(_PEOPLE.findall(byline.casefold())) - {"by", "par", "and", "et", "with", "the"}


def _place(dateline: str) -> str:
    return dateline.partition(",")[0].strip().casefold()


@lru_cache(maxsize=768)
def figures(paragraphs: tuple[str, ...]) -> frozenset[str]:
    """The different figures of a body, with their decimal signs."""
    return frozenset(word for word in read(paragraphs).words if word[0].isdigit())


@lru_cache(maxsize=768)
def names(paragraphs: tuple[str, ...]) -> frozenset[str]:
    """What looks like a name in a body: words with a capital behind a word without one, in Latin script."""
    return frozenset(found.casefold() for found in _NAME.findall(" ".join(paragraphs)))


@lru_cache(maxsize=768)
def name_words(paragraphs: tuple[str, ...]) -> frozenset[str]:
    """The single words of a body's names, without days and months."""
    return frozenset(house_words(" ".join(sorted(names(paragraphs))))) - frozenset(FACTS)


def quote(paragraphs: Sequence[str], start: int, words: int, most: int = QUOTED_WORDS) -> str:
    """The words of a shared passage as the text has them, for a person to read.

    Args:
        paragraphs: the body of the link's ``a``.
        start: its ``passage_from``.
        words: its ``passage_words``.
        most: words to give; a longer passage ends in an ellipsis.

    Returns:
        The passage in the text's own spelling; it may begin a word early or late where house spelling joins
        two words to one.
    """
    printed = " ".join(paragraphs).split()
    ends = list(accumulate(len(house_words(word)) for word in printed))
    first, last = bisect_right(ends, start), bisect_left(ends, start + min(words, most))
    return " ".join(printed[first : last + 1]) + (" …" if words > most else "")
