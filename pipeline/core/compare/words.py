"""Word-level differences inside one aligned pair of paragraphs, sentences or headlines."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from pipeline.model import WordSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_CELLS = 100_000_000  # of tokens against tokens (12 MB): beyond it the middle is one replaced run
_TOKEN = re.compile(r"\s+|\d+(?:[.,:]\d+)+|\w+|[^\w\s]")


def word_diff(old: str, new: str) -> tuple[WordSpan, ...]:
    """The two texts as runs of words that are equal, only old (delete) or only new (insert).

    Spans keep the original text, white space included: equal and delete spans joined give ``old``, equal
    and insert spans joined give ``new``. Inside a replaced run the deletion stands first. White space alone
    never interrupts a replaced run, since a reader sees one replaced phrase.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    spans: list[tuple[str, str, str]] = []  # (equal, deleted, inserted): one row a run
    i = j = 0
    for a, b, size in matching_blocks(before, after):
        spans.append(("", "".join(before[i:a]), "".join(after[j:b])))
        spans.append(("".join(before[a : a + size]), "", ""))
        i, j = a + size, b + size
    return tuple(_written(_fold([span for span in spans if any(span)])))


def matching_blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal tokens as (place before, place after, length), in order; the last is empty and ends both.

    Texts of tens of thousands of words, which only a hostile page has, are compared at their ends alone.
    """
    if len(before) * len(after) <= MAX_CELLS:
        yield from ((m.a, m.b, m.size) for m in Indel.editops(before, after).as_matching_blocks())
        return
    most = min(len(before), len(after))
    head = next((n for n in range(most) if before[n] != after[n]), most)
    tail = next((n for n in range(most - head) if before[-1 - n] != after[-1 - n]), most - head)
    yield 0, 0, head
    yield len(before) - tail, len(after) - tail, tail
    yield len(before), len(after), 0


def _fold(runs: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Let blanks between two changes belong to both of them."""
    last = len(runs) - 1
    opened = [
        ("", equal, equal) if equal and not equal.strip() and 0 < i < last else (equal, deleted, inserted)
        for i, (equal, deleted, inserted) in enumerate(runs)
    ]
    folded: list[tuple[str, str, str]] = []
    for changed, group in groupby(opened, key=lambda run: not run[0]):
        rows = list(group)
        if changed:
            folded.append(("", "".join(r[1] for r in rows), "".join(r[2] for r in rows)))
        else:
            folded.extend(rows)
    return folded


def _written(runs: list[tuple[str, str, str]]) -> list[WordSpan]:
    spans = []
    for equal, deleted, inserted in runs:
        if equal:
            spans.append(WordSpan("equal", equal))
        if deleted:
            spans.append(WordSpan("delete", deleted))
        if inserted:
            spans.append(WordSpan("insert", inserted))
    return spans
