"""A comparison as it is shown: changes, folded runs, and a note where a moved paragraph used to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.core.compare.words import word_diff
from pipeline.model import WordSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model import Change
    from pipeline.report.rows import DiffPage


@dataclass(frozen=True, slots=True)
class Block:
    """What is shown as one piece: a change, a run of unchanged paragraphs, or the place a moved one left."""

    form: Literal["change", "fold", "left"]
    changes: tuple[Change, ...]

    @property
    def change(self) -> Change:
        """The first (in all but folds the only) change."""
        return self.changes[0]


def blocks(changes: Iterable[Change]) -> tuple[Block, ...]:
    """The changes as blocks, in the order they came; a move's note stands at its old place."""
    return tuple(_fold(_with_notes(tuple(changes))))


def _with_notes(changes: tuple[Change, ...]) -> Iterator[Block]:
    pending = sorted((c for c in changes if c.op == "moved"), key=lambda c: c.from_position or 0)
    for change in changes:
        if change.op != "moved" and change.from_position is not None:
            while pending and (pending[0].from_position or 0) < change.from_position:
                yield Block("left", (pending.pop(0),))
        yield Block("fold" if change.op == "unchanged" else "change", (change,))
    for moved in pending:
        yield Block("left", (moved,))


def _fold(items: Iterable[Block]) -> Iterator[Block]:
    run: list[Change] = []
    for item in items:
        if item.form == "fold":
            run.append(item.change)
            continue
        if run:
            yield Block("fold", tuple(run))
            run = []
        yield item
    if run:
        yield Block("fold", tuple(run))


def spans(change: Change) -> tuple[WordSpan, ...]:
    """The words of a change with what was deleted and inserted; the whole text where it has one side only."""
    if change.old_text is None:
        return (WordSpan("insert", change.new_text or ""),)
    if change.new_text is None:
        return (WordSpan("delete", change.old_text),)
    if change.op in ("edited", "moved"):
        return word_diff(change.old_text, change.new_text)
    return (WordSpan("equal", change.new_text),)


def headline_spans(page: DiffPage) -> tuple[WordSpan, ...]:
    """The newer headline with what was deleted and inserted, or as it is where it did not change."""
    if not page.comparison.headline_changed:
        return (WordSpan("equal", page.newer.headline),)
    return word_diff(page.older.headline, page.newer.headline)
