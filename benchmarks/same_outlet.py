"""How much text two items of one outlet may have in common and be two: Reuters-21578 taken as one outlet.

usage: same_outlet.py [FOLDER] [--show]

FOLDER (default: ``shared`` beside the project) holds ``data/reuters21578``; it is no part of the project. Where it is
not, one line says so and the script ends with 0. Counted are pairs of items of 80 words or more within ten days, by the
share of the smaller text that the larger one has (`core.stories.moved.common`), and how many exchange a figure, day or
month (`is_another_edition`). ``--show`` prints the pairs from .8 whose headlines differ or that lie 20 hours or more
apart, to be read: a daily look-alike among those that exchange nothing would be a page that is wrongly said to have
moved, if one left as the other came. One JSON object a line.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.fuzz import token_set_ratio

from benchmarks.material.measure import tell
from benchmarks.wire_joins import dated, lines
from pipeline.core.stories.fingerprints import fingerprint
from pipeline.core.stories.moved import LEAST_WORDS, common, is_another_edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

ROOT = Path(__file__).resolve().parents[1]
SHARED, CROWDED = (
    8,
    200,
)  # sampled grams two items share to be looked at; items that share one gram: a stock phrase
WITHIN, DAY = timedelta(days=10), timedelta(hours=20)
SHOWN, ALIKE = 0.8, 70
STEPS = (0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)


class Item(NamedTuple):
    """An item of the wire."""

    title: str
    at: datetime
    paragraphs: tuple[str, ...]


class Pair(NamedTuple):
    """Two items with much text in common."""

    share: float
    a: Item
    b: Item
    is_edition: bool


def items(path: Path) -> list[Item]:
    """Those that are long enough."""
    found = []
    for one in lines(path):
        parts = (part.replace("\n", " ").strip() for part in (one.get("body") or "").split("\n    "))
        body = tuple(part for part in parts if part)
        if sum(len(part.split()) for part in body) >= LEAST_WORDS:
            found.append(Item(one.get("title") or "", dated(one), body))
    return found


def pairs(found: list[Item]) -> Iterator[Pair]:
    """Those that share half of the smaller text."""
    index: dict[int, list[int]] = defaultdict(list)
    for place, item in enumerate(found):
        for gram in fingerprint(item.paragraphs):
            index[gram].append(place)
    shared = Counter(
        pair for places in index.values() if len(places) < CROWDED for pair in combinations(places, 2)
    )
    for (x, y), grams in shared.items():
        a, b = found[x], found[y]
        if grams >= SHARED and abs(a.at - b.at) <= WITHIN:
            share = common(a.paragraphs, b.paragraphs)
            if share >= STEPS[-1]:
                told = is_another_edition((a.title, *a.paragraphs), (b.title, *b.paragraphs))
                yield Pair(share, a, b, told)


def main() -> None:
    """Count, and show what is to be read."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared")
    options.add_argument("--show", action="store_true")
    said = options.parse_args()
    path = said.folder / "data" / "reuters21578" / "docs.jsonl.gz"
    if not path.exists():
        print(f"{path}: not there: nothing to measure")
        return
    read = items(path)
    found = sorted(pairs(read), key=lambda pair: -pair.share)
    for least in STEPS:
        alike = [pair for pair in found if pair.share >= least]
        tell(
            items=len(read),
            share=least,
            pairs=len(alike),
            exchange_nothing=sum(not p.is_edition for p in alike),
        )
    for share, a, b, is_edition in found if said.show else ():
        is_near = abs(a.at - b.at) < DAY and token_set_ratio(a.title, b.title) >= ALIKE
        if share >= SHOWN and not is_near:
            tell(
                share=round(share, 3),
                exchanges=is_edition,
                apart=str(abs(a.at - b.at)),
                titles=[a.title, b.title],
            )


if __name__ == "__main__":
    main()
