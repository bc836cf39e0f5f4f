"""What changed between two versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.model.words import Op, Relation


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions to compare, earlier to later."""

    from_version: int
    to_version: int
    relation: Relation


@dataclass(frozen=True, slots=True)
class Change:
    """One aligned paragraph (or sentence) of a pair. Positions count from 0.

    ``similarity`` is 1 where unchanged, None where added or removed; ``weight`` in 0..1 says how much it
    matters to a reader; ``kind`` is the class of the change, ``also`` further classes, weightiest first.

    A paragraph that was split is an ``edited`` row for its first piece and an ``added`` row for each further
    one, whose ``part_of`` is the *old* position it was cut from; paragraphs merged into one are an ``edited``
    row and a ``removed`` one for each further paragraph, whose ``part_of`` is the *new* position it went into.
    """

    op: Op
    from_position: int | None
    to_position: int | None
    old_text: str | None
    new_text: str | None
    similarity: float | None
    kind: str = ""
    weight: float = 0.0
    also: tuple[str, ...] = ()
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A change inside paragraphs of a pair, which stand at these positions.

    Positions in ``change`` count the sentences of these paragraphs, each from 0. A sentence that went from one
    paragraph to another is one ``moved`` row: it stood in ``paragraph_from`` and stands in ``paragraph_to``.
    """

    paragraph_from: int
    paragraph_to: int
    change: Change


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared in full. ``update_note`` says in the wire's verbs what the later text did."""

    changes: tuple[Change, ...]
    sentences: tuple[SentenceChange, ...]
    headline_changed: bool
    weight: float
    verbs: tuple[str, ...] = ()
    update_note: str = ""

    def count(self, op: Op) -> int:
        """How many paragraphs have this op."""
        return sum(c.op == op for c in self.changes)


@dataclass(frozen=True, slots=True)
class WordSpan:
    """A run of words inside an aligned pair: equal, or only in the old, or only in the new text."""

    op: Literal["equal", "delete", "insert"]
    text: str
