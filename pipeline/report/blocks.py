"""A comparison as it is shown: changes, folded runs, and a note where a moved paragraph used to be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pipeline.core.compare.words import word_diff
from pipeline.model import WordSpan
from pipeline.report.safe import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.model import Change
    from pipeline.report.rows import DiffPage

MOST_BLOCKS = 1000  # a page of more is read by programs: the JSON holds everything
_HEADLINE = 600  # signs: no headline is longer
BREAK = "¶"  # the proofreader's mark between paragraphs that were one, or are


@dataclass(frozen=True)
class Block:
    """What is shown as one piece: a change, a run of unchanged paragraphs, or the place a moved one left.

    A change may hold further pieces, split off its paragraph or merged into it. ``move`` numbers the moved
    paragraphs from 1, the same where one stood as where it stands.
    """

    form: Literal["change", "fold", "left"]
    changes: tuple[Change, ...]
    move: int | None = None

    @property
    def change(self) -> Change:
        """The first (in all but folds and broken paragraphs the only) change."""
        return self.changes[0]

    @property
    def old_places(self) -> tuple[int, ...]:
        """Positions of all its paragraphs in the older text."""
        return tuple(c.from_position for c in self.changes if c.from_position is not None)

    @property
    def new_places(self) -> tuple[int, ...]:
        """Positions of all its paragraphs in the newer text."""
        return tuple(c.to_position for c in self.changes if c.to_position is not None)

    @cached_property
    def spans(self) -> tuple[WordSpan, ...]:
        """The words with what was deleted and inserted; between the pieces of a broken paragraph stands ``¶``."""
        if self.form == "fold" or len(self.changes) == 1:
            return spans(self.change)
        between = f" {BREAK} "
        old = between.join(c.old_text for c in self.changes if c.old_text is not None)
        new = between.join(c.new_text for c in self.changes if c.new_text is not None)
        return word_diff(old, new)


def blocks(changes: Iterable[Change]) -> tuple[Block, ...]:
    """The changes as blocks, in the order they came; a move's note stands at its old place."""
    rows = tuple(changes)
    pieces = _pieces(rows)
    held = {part for parts in pieces.values() for part in parts}
    return tuple(_fold(_with_notes(tuple(c for c in rows if c not in held), pieces)))


def shown(changes: Iterable[Change]) -> tuple[tuple[Block, ...], int]:
    """The blocks that a page for people shows, and how many more there are."""
    found = blocks(changes)
    return found[:MOST_BLOCKS], max(0, len(found) - MOST_BLOCKS)


def _pieces(rows: tuple[Change, ...]) -> dict[Change, tuple[Change, ...]]:
    """Each pair of paragraphs that has further pieces, with these."""
    found: dict[Change, list[Change]] = defaultdict(list)
    paired = [c for c in rows if c.from_position is not None and c.to_position is not None]
    by_old, by_new = {c.from_position: c for c in paired}, {c.to_position: c for c in paired}
    for c in rows:
        home = None
        if c.part_of is not None:
            home = by_old.get(c.part_of) if c.op == "added" else by_new.get(c.part_of)
        if home is not None:
            found[home].append(c)
    return {home: tuple(parts) for home, parts in found.items()}


def _with_notes(changes: tuple[Change, ...], pieces: Mapping[Change, tuple[Change, ...]]) -> Iterator[Block]:
    moved = [c for c in changes if c.op == "moved"]
    numbers = {c.to_position: n for n, c in enumerate(moved, start=1)}
    pending = sorted(moved, key=lambda c: c.from_position or 0)
    for change in changes:
        if change.op != "moved" and change.from_position is not None:
            while pending and (pending[0].from_position or 0) < change.from_position:
                yield _left(pending.pop(0), pieces, numbers)
        form: Literal["change", "fold"] = "fold" if change.op == "unchanged" else "change"
        number = numbers.get(change.to_position) if change.op == "moved" else None
        yield Block(form, (change, *pieces.get(change, ())), number)
    for change in pending:
        yield _left(change, pieces, numbers)


def _left(
    change: Change, pieces: Mapping[Change, tuple[Change, ...]], numbers: Mapping[int | None, int]
) -> Block:
    return Block("left", (change, *pieces.get(change, ())), numbers[change.to_position])


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
    old, new = (cut(one.headline, _HEADLINE) for one in (page.older, page.newer))
    if not page.comparison.headline_changed:
        return (WordSpan("equal", new),)
    return word_diff(old, new)
