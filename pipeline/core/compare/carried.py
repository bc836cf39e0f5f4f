"""Sentences that were carried from one paragraph to another: moved, not deleted and written anew."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline.core.compare.classes import classify_sentences
from pipeline.core.compare.splitting import split_sentences
from pipeline.core.normalise.text import normalise
from pipeline.model import Change, SentenceChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model import Op

LEAST_WORDS = 5  # a shorter sentence ("He declined.") may well be said twice
NOWHERE = -1  # the place, in the other text, of a paragraph that came or went whole


def carried(rows: Sequence[Change], found: Sequence[SentenceChange]) -> tuple[SentenceChange, ...]:
    """``found`` with one ``moved`` row for each sentence that left one paragraph and came into another.

    Args:
        rows: the paragraphs' changes; sentences of those that came or went whole may be carried too.
        found: the rows of sentences inside paragraphs that were aligned with each other.

    Returns:
        The rows of ``found``, a carried sentence where it stands now, those in new paragraphs last.
    """
    gone = [*_part(found, "removed"), *_whole(rows, "removed")]
    if not gone:
        return tuple(found)
    come = [*_part(found, "added"), *_whole(rows, "added")]
    moves, left = _matched(gone, come)
    here = {id(s) for s in found}
    return (
        *(moves.get(id(s), s) for s in found if id(s) not in left),
        *(moves[id(s)] for s in come if id(s) in moves and id(s) not in here),
    )


def _part(found: Iterable[SentenceChange], op: Op) -> list[SentenceChange]:
    return [s for s in found if s.change.op == op and s.change.part_of is None]


def _whole(rows: Iterable[Change], op: Op) -> list[SentenceChange]:
    """The sentences of paragraphs that came or went whole."""
    out = []
    for c in rows:
        if c.op != op or c.part_of is not None:
            continue
        for n, text in enumerate(split_sentences(c.old_text or c.new_text or "")):
            if c.to_position is None:
                row = SentenceChange(c.from_position or 0, NOWHERE, Change(op, n, None, text, None, None))
            else:
                row = SentenceChange(NOWHERE, c.to_position, Change(op, None, n, None, text, None))
            out.append(row)
    return out


def _matched(
    gone: Iterable[SentenceChange], come: Iterable[SentenceChange]
) -> tuple[dict[int, SentenceChange], set[int]]:
    """Moves by the identity of the row that came, and the identities of the rows that went."""
    partners: dict[str, list[SentenceChange]] = defaultdict(list)
    for one in gone:
        partners[normalise(one.change.old_text or "")].append(one)
    moves: dict[int, SentenceChange] = {}
    left: set[int] = set()
    for one in come:
        key = normalise(one.change.new_text or "")
        if partners.get(key) and len(key.split()) >= LEAST_WORDS and _apart(partners[key][0], one):
            was = partners[key].pop(0)
            moves[id(one)] = _move(was, one)
            left.add(id(was))
    return moves, left


def _apart(gone: SentenceChange, come: SentenceChange) -> bool:
    """Not both in one pair of paragraphs, whose sentences were held against each other already."""
    return (gone.paragraph_from, gone.paragraph_to) != (come.paragraph_from, come.paragraph_to)


def _move(gone: SentenceChange, come: SentenceChange) -> SentenceChange:
    was, now = gone.change, come.change
    row = Change("moved", was.from_position, now.to_position, was.old_text, now.new_text, 1.0)
    (row,) = classify_sentences((row,))
    return SentenceChange(gone.paragraph_from, come.paragraph_to, row)
