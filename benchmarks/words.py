"""Marking words: `word_diff` against difflib, on the same 820 words with moves and edits. Whole texts: compare.py.

usage: words.py [--words 820] [--seed 7]

`word_diff` runs on the two texts as one piece each; difflib's SequenceMatcher as it is mostly used (words only), and on
the same tokens.
"""

from __future__ import annotations

import argparse
import re
from difflib import SequenceMatcher
from random import Random

from benchmarks.material.fiction import body, edited
from benchmarks.material.measure import best_ms, tell
from pipeline.core.compare.words import word_diff

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


def pair(rng: Random, words: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A text, and the same with two paragraphs moved, a third of them edited, one dropped and one added."""
    old = body(rng, words)
    new = [edited(rng, p, 0.12) if n % 3 == 0 else p for n, p in enumerate(old)]
    new.append(new.pop(1))
    new.insert(2, new.pop(len(new) // 2))
    new.pop(3)
    new.insert(0, body(rng, 30)[0])
    return old, tuple(new)


def by_difflib(old: str, new: str) -> int:
    """The peer of `word_diff` as it is mostly used: words without the blanks between them, defaults."""
    return len(SequenceMatcher(None, old.split(), new.split()).get_opcodes())


def tokens_by_difflib(old: str, new: str) -> int:
    """The peer on the tokens that `word_diff` works on (blanks, words, signs), so that the texts can be put together."""
    return len(SequenceMatcher(None, TOKEN.findall(old), TOKEN.findall(new), autojunk=False).get_opcodes())


def texts_by_difflib(old: tuple[str, ...], new: tuple[str, ...]) -> int:
    """The peer of `compare`: paragraphs by difflib, then words inside each replaced run."""
    count = 0
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        count += 1
        if tag == "replace":
            count += by_difflib("\n".join(old[a:b]), "\n".join(new[c:d]))
    return count


def main() -> None:
    """Measure ours and difflib in one run."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--words", type=int, default=820)
    options.add_argument("--seed", type=int, default=7)
    said = options.parse_args()
    old, new = pair(Random(said.seed), said.words)  # noqa: S311 - fiction, no secret
    before, after = "\n".join(old), "\n".join(new)
    size = {"words": len(before.split()), "paragraphs": len(old)}
    ours, theirs = best_ms(lambda: word_diff(before, after)), best_ms(lambda: by_difflib(before, after))
    same = best_ms(lambda: tokens_by_difflib(before, after), times=3)
    tell(
        what="word_diff",
        **size,
        ours_ms=ours,
        difflib_words_ms=theirs,
        difflib_same_tokens_ms=same,
        times_as_fast=round(theirs / ours, 2),
    )


if __name__ == "__main__":
    main()
