"""Finding copies and numbering write-throughs: CPU a capture, beside datasketch's MinHash LSH, at any store size.

usage: matching.py [--stored 10000] [--seed 7] [--a-day 5000] [--keep DIR]

A day of fiction goes through the real import. For a larger store that day is written again and again, each time a day
earlier: every row of every table, with other keys, other letters in the words and other hashes in the index
(stock phrases, which many texts of the day have, keep theirs). So the tables hold what as many imports would have
written, stand in the order of time, and about 5,000 versions come a day; the day that was really imported is the last.

Then processes of their own, with nothing remembered, load the captures of the hours behind it in batches of 500,
100, 10 and 1, as scheduled runs do. `ms_a_capture` is CPU of all threads for sketch, relink, neighbourhood,
grouping, naming, lineage and the storing of all that: without extraction, archive, chronicle and comparison.

The peer (`pip install datasketch`; the folder it stands in may be given by PYTHONPATH) gets the same captures, of the
day and of the hours behind it: MinHash of 128 permutations over word 5-grams, LSH at 0.5 (true copies have a Jaccard of
about 0.3 to 0.9), insert and query. It verifies nothing, stores nothing, numbers nothing and keeps all in memory.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any

import duckdb

from benchmarks.material.copied_days import copy_days
from benchmarks.material.fiction import START
from benchmarks.material.measure import Stages, tell
from benchmarks.material.stream import stream
from pipeline import run
from pipeline.core.normalise.text import words
from pipeline.io import known
from pipeline.io.store import SNAPSHOT, open_store
from pipeline.steps import derive, load, matching, mentioning, stories
from pipeline.steps.around import Around
from pipeline.steps.capturing import capture
from pipeline.steps.inputs import Told, read_paths
from pipeline.steps.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.material.fiction import Wired
    from pipeline.io.store import Store
    from pipeline.model import Capture

NOW = START + timedelta(days=30)
BATCHES = ((500, 4), (100, 4), (10, 12), (1, 20))  # captures a batch, batches
HOURS_BEHIND = 12
PERMUTATIONS = 128
GRAM = 5
WATCHED = (
    ("all", derive, "restory"),
    ("compare", stories, "compare_stories"),
    ("sketch", stories, "sketch"),
    ("relink", stories, "relink"),
    ("candidates", matching, "_near"),
    ("verify", matching, "links"),
    ("mentions", matching, "store_mentions"),
    ("roundups", stories, "mark_roundups"),
    ("around", Around, "follow"),
    ("read members", stories, "members_of"),
    ("read members", matching, "members_of"),
    ("read members", mentioning, "members_of"),
    ("group", stories, "_grouped"),
    ("name", stories, "_named"),
    ("lineage", stories, "lineage"),
)


def bring(folder: Path, a_day: int, seed: int) -> None:
    """Import a day, and write the captures that come next beside it."""
    needed = sum(size * times for size, times in BATCHES) + BATCHES[0][0]
    minutes = 24 * 60 + HOURS_BEHIND * 60
    rng = Random(seed)  # noqa: S311 - fiction, no secret
    made = stream(rng, max(a_day * 3 // 2, a_day + needed), minutes)
    base, fresh = folder / "base.jsonl", folder / "fresh.jsonl"
    _write(base, made[:a_day])
    _write(fresh, made[a_day:])
    run.import_paths(folder / "day", [base], Told(), known.load(), NOW)


def _write(path: Path, captures: Sequence[Wired]) -> None:
    path.write_text("".join(json.dumps(c.record()) + "\n" for c in captures), encoding="utf-8")


def measure(data_dir: Path, fresh: Path, skip: int, size: int, times: int) -> None:
    """Load some batches and tell what matching and numbering cost; in a process of its own."""
    world = known.load()
    raws = list(read_paths([fresh], Told()))[skip : skip + size * times]
    captures = [capture(raw, world, NOW) for raw in raws if isinstance(raw, Raw)]
    start = process_time()
    stages = Stages()
    with open_store(data_dir, NOW) as store:
        opened = process_time() - start
        with stages.watching(*WATCHED):
            for n in range(times):
                _load(store, captures[n * size : (n + 1) * size], skip + n)
        peak = _memory("VmHWM")
        figures = _figures(store)
    spent = {stage: round(1000 * s / size / times, 3) for stage, s in sorted(stages.seconds.items())}
    tell(
        what="match and number",
        batch=size,
        batches=times,
        ms_a_capture=round(spent["all"] - spent["compare"], 3),
        ms_by_stage=spent,
        ms_opening=round(1000 * opened, 1),
        rss_peak_mb=round(peak),
        **figures,
    )


def _load(store: Store, captures: Sequence[Capture], number: int) -> None:
    load.load(store, captures, known.load(), number, NOW)


def _figures(store: Store) -> dict[str, Any]:
    space = store.rows("keep_space")[0]
    return {"database_mb": round(space["block_size"] * space["used_blocks"] / 1e6)}


def index(data_dir: Path) -> None:
    """What the index of grams takes in the file, by version."""
    with duckdb.connect(str(data_dir / "private" / SNAPSHOT)) as connection:
        connection.execute("checkpoint")
        [(versions, grams)] = connection.execute(
            "select (select count(*) from derived.sketch), (select count(*) from derived.gram)"
        ).fetchall()
        [(blocks,)] = connection.execute(
            "select sum(n) from (select count(distinct block_id) as n from pragma_storage_info('derived.gram') "
            "union all select count(distinct block_id) from pragma_storage_info('derived.sketch'))"
        ).fetchall()
        [(size,)] = connection.execute("select block_size from pragma_database_size()").fetchall()
    tell(what="index", versions=versions, grams=grams, bytes_a_version=round(blocks * size / versions))


def publish(data_dir: Path) -> None:
    """What it takes to let readers see a load."""
    with open_store(data_dir, NOW) as store:
        start = process_time()
        store.publish()
        tell(
            what="publish",
            cpu_ms=round(1000 * (process_time() - start), 1),
            mb=round((data_dir / SNAPSHOT).stat().st_size / 1e6),
        )


def peer(before: Path, fresh: Path) -> None:
    """The same captures by datasketch: insert the day, then query and insert the hours behind it."""
    try:
        peers: Any = import_module("datasketch")  # no dependency of ours
    except ImportError:
        tell(what="datasketch", missing="pip install datasketch")
        return
    index = peers.MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS)
    start_rss = _memory("VmRSS")
    spent = []
    for path in (before, fresh):
        texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        start = process_time()
        for n, text in enumerate(texts):
            found = words(text)
            grams = {" ".join(found[i : i + GRAM]).encode() for i in range(len(found) - GRAM + 1)}
            sketch = peers.MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch(grams)
            index.query(sketch)
            index.insert(f"{path.name} {n}", sketch)
        spent.append((len(texts), process_time() - start))
    count = sum(n for n, _ in spent)
    mb = _memory("VmRSS") - start_rss
    tell(
        what="datasketch MinHash LSH, 128 permutations",
        stored=count,
        ms_a_capture=round(1000 * spent[1][1] / spent[1][0], 3),
        memory_mb=round(mb),
        memory_mb_at_a_million=f"{round(mb / count * 1e6)} (extrapolated, not measured)",
    )


def _memory(kind: str) -> float:
    """Megabytes this process holds (VmRSS) or held at most since it was started (VmHWM)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) * 1024 / 1e6


def main() -> None:
    """Fill a store, then measure in processes of their own."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--stored", type=int, default=10_000)
    options.add_argument("--a-day", type=int, default=5_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--keep", type=Path, help="a folder to work in, kept; measured anew if it is there")
    options.add_argument("--part", nargs="*", help=argparse.SUPPRESS)
    said = options.parse_args()
    if said.part:
        _part(said.keep, said.part)
        return
    with tempfile.TemporaryDirectory(prefix="writethru-bench-") as scratch:
        folder = said.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "fresh.jsonl").exists():
            bring(folder, said.a_day, said.seed)
        if not (folder / "var").exists():
            copy_days(folder / "day", folder / "var", max(1, round(said.stored / said.a_day)))
        skip = 0
        for size, times in BATCHES:
            _alone(folder, "measure", skip, size, times)
            skip += size * times
        _alone(folder, "index")
        _alone(folder, "publish")
        _alone(folder, "peer")


def _alone(folder: Path, *part: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "benchmarks.matching", "--keep", str(folder), "--part", *map(str, part)],
        check=True,
    )


def _part(folder: Path, part: Sequence[str]) -> None:
    name, *numbers = part
    if name == "measure":
        skip, size, times = map(int, numbers)
        measure(folder / "var", folder / "fresh.jsonl", skip, size, times)
    elif name == "index":
        index(folder / "var")
    elif name == "publish":
        publish(folder / "var")
    else:
        peer(folder / "base.jsonl", folder / "fresh.jsonl")


if __name__ == "__main__":
    main()
