"""Word-level differences inside one aligned pair of paragraphs, sentences or headlines."""

from __future__ import annotations

import re
from itertools import groupby

from rapidfuzz.distance import Indel

from pipeline.model import WordSpan

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


def word_diff(old: str, new: str) -> tuple[WordSpan, ...]:
    """The two texts as runs of words that are equal, only old (delete) or only new (insert).

    Spans keep the original text, white space included: equal and delete spans joined give ``old``, equal
    and insert spans joined give ``new``. Inside a replaced run the deletion stands first. White space alone
    never interrupts a replaced run, since a reader sees one replaced phrase.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    spans: list[tuple[str, str, str]] = []  # (equal, deleted, inserted): one row a run
    for op in Indel.opcodes(before, after):
        left = "".join(before[op.src_start : op.src_end])
        right = "".join(after[op.dest_start : op.dest_end])
        spans.append((left, "", "") if op.tag == "equal" else ("", left, right))
    return tuple(_written(_fold(spans)))


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
