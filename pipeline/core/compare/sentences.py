"""How the sentences inside paragraphs changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.compare.align import align
from pipeline.core.compare.carried import carried
from pipeline.core.compare.classes import classify_sentences
from pipeline.core.compare.pieces import wholes
from pipeline.core.compare.splitting import split_sentences
from pipeline.model import Change, SentenceChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.core.compare.pieces import Piece, Whole

__all__ = ["sentence_changes", "split_sentences"]  # who compares sentences splits them the same way


def sentence_changes(changes: Iterable[Change]) -> tuple[SentenceChange, ...]:
    """The sentences of every edited paragraph (moved and edited ones too), aligned, with class and weight.

    The pieces of a paragraph that was split (or of those merged) count as one: a sentence that stands in
    another piece now is unchanged. A sentence that went from one paragraph to another is one ``moved`` row,
    also where it left a removed paragraph or went into an added one.
    """
    rows = tuple(changes)
    whole = wholes(rows)
    edited = [c for c in rows if c.op in ("edited", "moved") and c.similarity != 1.0]
    found = [row for c in edited if c.to_position is not None for row in _inside(c, whole[c.to_position])]
    return carried(rows, found)


class _Sentence(NamedTuple):
    paragraph: int
    place: int
    text: str


def _inside(change: Change, whole: Whole) -> Iterator[SentenceChange]:
    before, after = _sentences(whole.old), _sentences(whole.new)
    rows: tuple[Change, ...]
    if len(before) == len(after) == 1:  # the paragraph is the sentence
        rows = (Change("edited", 0, 0, before[0].text, after[0].text, change.similarity),)
    else:
        rows = align([s.text for s in before], [s.text for s in after], in_place=True)
    for row in classify_sentences(rows):
        stood = None if row.from_position is None else before[row.from_position]
        stands = None if row.to_position is None else after[row.to_position]
        yield SentenceChange(
            stood.paragraph if stood else whole.old[0].position,
            stands.paragraph if stands else whole.new[0].position,
            _placed(row, before, after),
        )


def _sentences(pieces: Iterable[Piece]) -> list[_Sentence]:
    return [_Sentence(p.position, n, s) for p in pieces for n, s in enumerate(split_sentences(p.text))]


def _placed(row: Change, before: list[_Sentence], after: list[_Sentence]) -> Change:
    """The row with positions that count the sentences of its own paragraph."""
    old = None if row.from_position is None else before[row.from_position].place
    new = None if row.to_position is None else after[row.to_position].place
    part = row.part_of
    if part is not None:
        part = (before if row.from_position is None else after)[part].place
    if (old, new, part) == (row.from_position, row.to_position, row.part_of):
        return row
    return Change(
        row.op, old, new, row.old_text, row.new_text, row.similarity, row.kind, row.weight, row.also, part
    )  # fmt: skip
