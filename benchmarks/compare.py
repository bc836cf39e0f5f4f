"""Comparing two texts of 820 words in full, with moves, edits and additions, beside difflib.

usage: compare.py [--words 820] [--pairs 20] [--seed 7]

`compare` aligns paragraphs (moves, splits, merges), the sentences inside them, classes every change and writes the
update note. Its peer aligns the same paragraphs by difflib and the words inside replaced runs, and knows none of that;
the other peer aligns all words. Cold: texts never met before. The bar is 5 ms.
"""

from __future__ import annotations

import argparse
from random import Random
from typing import TYPE_CHECKING

from benchmarks.material.fiction import body, edited, paragraph
from benchmarks.material.measure import best_ms, tell
from benchmarks.words import by_difflib, texts_by_difflib
from pipeline.core.compare import classes, edits, splitting
from pipeline.core.compare.compare import compare
from pipeline.core.normalise import notes
from pipeline.core.normalise.text import house, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.model import Op

Pair = tuple[tuple[str, ...], tuple[str, ...]]
OPS: tuple[Op, ...] = ("unchanged", "edited", "moved", "added", "removed")


def pair(rng: Random, words: int) -> Pair:
    """A text of about twenty paragraphs, and the same with a new lead, two moves, edits, a cut, an addition, a split."""
    old = body(rng, words)
    new = [edited(rng, p, 0.12) if n % 4 == 0 else p for n, p in enumerate(old)]
    new.append(new.pop(3))
    new.insert(2, new.pop(len(new) // 2))
    new.pop(5)
    new.insert(len(new) // 2, paragraph(rng))
    longest = max(range(len(new)), key=lambda n: new[n].count(". "))
    head, stop, rest = new[longest].partition(". ")
    new[longest : longest + 1] = [head + stop.strip(), rest] if rest else [head]
    return old, (paragraph(rng), *new)


def forget() -> None:
    """Nothing remembered of any text."""
    for remembered in (
        normalise, house, splitting.split_sentences, classes._edit, edits._tokens, notes.is_correction_note,  # noqa: SLF001 - what is measured is cold
    ):  # fmt: skip
        remembered.cache_clear()


def cold(old: tuple[str, ...], new: tuple[str, ...]) -> object:
    """`compare` of texts never met."""
    forget()
    return compare(old, new)


def over(
    pairs: Iterable[Pair], work: Callable[[tuple[str, ...], tuple[str, ...]], object]
) -> Callable[[], None]:
    """The work done on every pair."""

    def run() -> None:
        for old, new in pairs:
            work(old, new)

    return run


def main() -> None:
    """Measure ours cold and warm and both peers in one run, per pair."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--words", type=int, default=820)
    options.add_argument("--pairs", type=int, default=20)
    options.add_argument("--seed", type=int, default=7)
    said = options.parse_args()
    rng = Random(said.seed)  # noqa: S311 - fiction, no secret
    pairs = [pair(rng, said.words) for _ in range(said.pairs)]
    found = [compare(old, new) for old, new in pairs]
    figures = {
        "ours_cold_ms": best_ms(over(pairs, cold), times=5),
        "ours_again_ms": best_ms(over(pairs, compare), times=5),
        "difflib_paragraphs_then_words_ms": best_ms(over(pairs, texts_by_difflib), times=5),
        "difflib_all_words_ms": best_ms(
            over(pairs, lambda a, b: by_difflib("\n".join(a), "\n".join(b))), times=5
        ),
    }
    tell(
        what="compare",
        pairs=len(pairs),
        words=round(sum(len(p.split()) for old, _ in pairs for p in old) / len(pairs)),
        paragraphs=round(sum(len(old) for old, _ in pairs) / len(pairs), 1),
        ops={op: sum(f.count(op) for f in found) for op in OPS},
        splits=sum(c.kind == "paragraph-split" and c.op == "added" for f in found for c in f.changes),
        **{name: round(ms / len(pairs), 3) for name, ms in figures.items()},
    )


if __name__ == "__main__":
    main()
