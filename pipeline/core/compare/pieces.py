"""A paragraph with the pieces that were split off it or merged into it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Change


class Piece(NamedTuple):
    """A paragraph's position in its text, and its text."""

    position: int
    text: str


class Whole(NamedTuple):
    """What was one text before and is one now: all its paragraphs on both sides, in order, the first its own row's."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    def texts(self, between: str = " ") -> tuple[str, str]:
        """Both sides as one text each."""
        return between.join(p.text for p in self.old), between.join(p.text for p in self.new)


def wholes(changes: Iterable[Change]) -> dict[int, Whole]:
    """Every pair of paragraphs that differ with all its pieces, by the new position of the pair's own row."""
    rows = tuple(changes)
    cut: dict[int, list[Piece]] = defaultdict(list)
    merged: dict[int, list[Piece]] = defaultdict(list)
    for c in rows:
        if c.part_of is not None and c.to_position is not None:
            cut[c.part_of].append(Piece(c.to_position, c.new_text or ""))
        elif c.part_of is not None and c.from_position is not None:
            merged[c.part_of].append(Piece(c.from_position, c.old_text or ""))
    return {
        c.to_position: Whole(
            (Piece(c.from_position, c.old_text or ""), *merged.get(c.to_position, ())),
            (Piece(c.to_position, c.new_text or ""), *cut.get(c.from_position, ())),
        )
        for c in rows
        if c.similarity != 1.0 and c.from_position is not None and c.to_position is not None
    }
