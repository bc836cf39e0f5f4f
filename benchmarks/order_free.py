"""Does the order of imports matter? A corpus of fiction, imported in several orders and batch sizes, compared.

usage: order_free.py [--stories 120] [--orders 4] [--seed 7]

The corpus (about 1,200 captures at 120 stories) is imported in order of time in one piece; then shuffled, in batches
of 1 to 400 captures, each time into a directory of its own. What the public views tell must be the same to the last
row. Version and article ids come from content, so they are compared as they are; stories are named after their
earliest version at the time they are first told, so a story is known here by its versions. At last everything is
imported a second time, which must change nothing at all. One JSON object a line; exit code 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.material.fiction import START, Wired, corpus
from benchmarks.material.measure import tell, timed
from pipeline import run
from pipeline.io import known
from pipeline.io.store import digest_views, fetch, open_snapshot
from pipeline.steps.inputs import Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOW = START + timedelta(days=30)
LARGEST = 400  # captures in a batch
SHOWN = 3  # differing rows told of a view
VIEWS = (
    *("articles", "versions", "stories", "writethrus", "writethru_adoption", "version_pairs", "changes"),
    *(
        "sentence_changes",
        "stale_copies",
        "story_timeline",
        "headline_history",
        "touches",
        "corrections",
        "kills",
    ),
    *("claims", "furniture", "story_mentions"),
)
LOGS = ("renumberings", "story_merges")  # how it came about: not compared between orders

Rows = dict[str, list[str]]


def imported(folder: Path, batches: Sequence[Sequence[Wired]]) -> Path:
    """A data directory into which these batches went, one import each."""
    data_dir, world = folder / "var", known.load()
    for batch in batches:
        file = folder / "batch.jsonl"
        file.write_text("\n".join(json.dumps(capture.record()) for capture in batch), "utf-8")
        run.import_paths(data_dir, [file], Told(), world, NOW)
    return data_dir


def batched(captures: Sequence[Wired], rng: Random) -> Iterator[Sequence[Wired]]:
    """Batches of very different sizes: from single captures to hundreds."""
    left = list(captures)
    while left:
        size = max(1, round(LARGEST ** rng.uniform(0.3, 1.0)))
        yield left[:size]
        left = left[size:]


def told(data_dir: Path) -> Rows:
    """View → its rows as text, sorted; stories by their smallest version id."""
    with open_snapshot(data_dir) as connection:
        names = {
            r["story_id"]: r["name"]
            for r in fetch(connection, "select story_id, min(version_id) as name from versions group by all")
        }
        return {view: sorted(_line(r, names) for r in fetch(connection, f'from "{view}"')) for view in VIEWS}


def _line(row: dict[str, Any], names: dict[str, str]) -> str:
    return repr([names.get(v, v) if isinstance(v, str) else v for v in row.values()])


def differences(expected: Rows, found: Rows) -> dict[str, list[str]]:
    """View → the first rows that only one side has, marked - and +."""
    out = {}
    for view in VIEWS:
        gone, new = set(expected[view]) - set(found[view]), set(found[view]) - set(expected[view])
        if expected[view] != found[view]:
            out[view] = [f"- {row}" for row in sorted(gone)[:SHOWN]] + [
                f"+ {row}" for row in sorted(new)[:SHOWN]
            ]
    return out


def again(data_dir: Path, folder: Path, captures: Sequence[Wired]) -> list[str]:
    """Views that are not what they were after everything was imported a second time."""

    def digests() -> dict[str, tuple[int, int]]:
        with open_snapshot(data_dir) as connection:
            return digest_views(connection, (*VIEWS, *LOGS))

    before = digests()
    imported(folder, [captures])
    after = digests()
    return [view for view in before if before[view] != after[view]]


def main() -> int:
    """Run the benchmark. -> 1 where an order led elsewhere."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=120)
    parser.add_argument("--orders", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    rng = Random(args.seed)  # noqa: S311 - fiction, not secrets
    captures = corpus(rng, args.stories)
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        for name in ("in-order", *map(str, range(1, args.orders + 1))):
            (root / name).mkdir()
        first, seconds = timed(partial(imported, root / "in-order", [captures]))
        expected = told(first)
        tell(
            order="of time",
            captures=len(captures),
            batches=1,
            cpu_s=round(seconds, 1),
            rows=_counts(expected),
        )
        for number in range(1, args.orders + 1):
            order = rng.sample(captures, len(captures))
            batches = list(batched(order, rng))
            found, seconds = timed(partial(imported, root / str(number), batches))
            differ = differences(expected, told(found))
            failed |= bool(differ)
            tell(order=number, batches=len(batches), cpu_s=round(seconds, 1), equal=not differ, differ=differ)
        changed = again(first, root / "in-order", captures)
    tell(order="all of it again", equal=not changed, changed=changed)
    return int(failed or bool(changed))


def _counts(rows: Rows) -> dict[str, int]:
    return {view: len(found) for view, found in rows.items()}


if __name__ == "__main__":
    sys.exit(main())
