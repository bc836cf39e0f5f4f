"""What a person can check a join by: who signed both texts, from where, when, and what the two have in common."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate
from sys import intern
from typing import TYPE_CHECKING

from pipeline.core.stories.facts import FACTS
from pipeline.core.stories.frames import NAME
from pipeline.core.stories.grams import house_words
from pipeline.core.stories.tails import without_closing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, timedelta

    from pipeline.model import Member

QUOTED_WORDS = 30  # of a passage, for a person to read
_PEOPLE = re.compile(r"[^\W\d_]+")


def apart(a: Member, b: Member) -> timedelta | None:
    """Time between two appearances; between their days where an instant is unknown; None where a day is, too."""
    if a.appeared_at and b.appeared_at:
        return abs(a.appeared_at - b.appeared_at)
    one, other = _day(a), _day(b)
    return abs(one - other) if one and other else None


def _day(m: Member) -> date | None:
    return m.appeared_at.date() if m.appeared_at else m.local_day


def minutes(between: timedelta | None) -> int | None:
    """A span in whole minutes, cut."""
    return None if between is None else int(between.total_seconds() // 60)


def agree(one: object | None, other: object | None) -> bool | None:
    """Whether two statements agree; None where either is missing."""
    return one == other if one and other else None


def same_byline(a: Member, b: Member) -> bool | None:
    """Whether the bylines name the same people; one that names fewer of them agrees too."""
    if not a.byline or not b.byline:
        return None
    one, other = _people(a.byline), _people(b.byline)
    return (one <= other or other <= one) if one and other else None


def same_dateline(a: Member, b: Member) -> bool | None:
    """Whether the datelines name the same place; what stands behind its first comma is house style."""
    return _place(a.dateline) == _place(b.dateline) if a.dateline and b.dateline else None


@lru_cache(maxsize=4096)
def _people(byline: str) -> frozenset[str]:
    return frozenset(_PEOPLE.findall(byline.casefold())) - {"by", "par", "and", "et", "with", "the"}


def _place(dateline: str) -> str:
    return dateline.partition(",")[0].strip().casefold()


@lru_cache(maxsize=2048)
def names(paragraphs: tuple[str, ...]) -> frozenset[str]:
    """What looks like a name in a body: words with a capital behind a word without one, in Latin script."""
    found = "\n".join(NAME.findall(" ".join(paragraphs))).casefold()
    return (
        frozenset(map(intern, found.split("\n"))) if found else frozenset()
    )  # so that sets of names compare fast


@lru_cache(maxsize=2048)
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
    printed = " ".join(without_closing(tuple(paragraphs))).split()
    ends = list(accumulate(len(house_words(word)) for word in printed))
    first, last = bisect_right(ends, start), bisect_left(ends, start + min(words, most))
    return " ".join(printed[first : last + 1]) + (" …" if words > most else "")
