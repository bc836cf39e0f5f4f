"""Importing a corpus of fiction: captures per CPU second, where the time goes, and how well stories are joined.

usage: stories.py [--stories 300] [--seed 7]

The corpus (about 3,000 captures at 300 stories) goes through `import` into a directory of its own. The peer needs no
library: every 5-gram of every text in a dict, Jaccard over whole sets, transitive joins. It is given the best of four
thresholds, and it does the joining only: no extraction, no database, no write-throughs, no comparison. So its seconds
stand beside our `link` stage, and its F1 beside ours.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from math import comb
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.material.fiction import START, Wired, corpus
from benchmarks.material.measure import Stages, tell, timed
from pipeline import run
from pipeline.core.normalise.text import words
from pipeline.io import known
from pipeline.io.store import fetch, open_snapshot
from pipeline.steps import comparing, load, stories
from pipeline.steps.inputs import Told
from pipeline.steps.reading import Readers

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

NOW = START + timedelta(days=30)
GRAM = 5
THRESHOLDS = (0.2, 0.3, 0.4, 0.5)
WATCHED = (
    ("extract", run, "capture"),
    ("derive", load, "derive"),
    ("link", stories, "sketch"),
    ("link", stories, "relink"),
    ("compare", comparing, "compare_pair"),
    ("lineage", stories, "lineage"),
)


def pairwise_f1(truth: Mapping[str, Hashable], got: Mapping[str, Hashable]) -> dict[str, float]:
    """Precision, recall and F1 over pairs of items that are put together; items that are missing stand alone."""
    cells = Counter((truth[i], got.get(i, i)) for i in truth)
    both = _pairs(cells.values())
    wanted, found = (
        _pairs(Counter(truth.values()).values()),
        _pairs(Counter(got.get(i, i) for i in truth).values()),
    )
    precision, recall = both / found if found else 1.0, both / wanted if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _pairs(sizes: Iterable[int]) -> int:
    return sum(comb(n, 2) for n in sizes)


def by_jaccard(captures: Sequence[Wired]) -> dict[float, dict[str, int]]:
    """The peer: all pairs that share a 5-gram, their Jaccard, joined transitively at each threshold."""
    sets = [_grams(c.paragraphs) for c in captures]
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for number, grams in enumerate(sets):
        for gram in grams:
            shared.update((other, number) for other in index[gram])
            index[gram].append(number)
    scores = {(a, b): n / (len(sets[a]) + len(sets[b]) - n) for (a, b), n in shared.items()}
    return {t: _joined(captures, [pair for pair, score in scores.items() if score >= t]) for t in THRESHOLDS}


def _grams(paragraphs: Sequence[str]) -> frozenset[tuple[str, ...]]:
    text = words(" ".join(paragraphs))
    return frozenset(tuple(text[i : i + GRAM]) for i in range(len(text) - GRAM + 1))


def _joined(captures: Sequence[Wired], edges: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Capture → number of its group."""
    parent = list(range(len(captures)))

    def top(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in edges:
        parent[top(a)] = top(b)
    return {name(c): top(n) for n, c in enumerate(captures)}


def name(capture: Wired) -> str:
    """A capture's name: its address and the instant it was taken."""
    return f"{capture.url} {capture.captured_at.isoformat()}"


def joined_by_us(data_dir: Path) -> dict[str, str]:
    """Capture → story, by the public views."""
    with open_snapshot(data_dir) as snapshot:
        rows = fetch(
            snapshot,
            """select c.url, c.captured_at, v.story_id from captures as c join versions as v using (version_id)""",
        )
    return {f"{r['url']} {r['captured_at'].isoformat()}": r["story_id"] for r in rows}


def in_order(data_dir: Path, captures: Sequence[Wired]) -> float:
    """The share of successive texts of one page whose write-through numbers rise as the wire's did."""
    with open_snapshot(data_dir) as snapshot:
        rows = fetch(snapshot, "select url, first_seen_at, writethru from versions")
    numbers = {f"{r['url']} {r['first_seen_at'].isoformat()}": r["writethru"] for r in rows}
    pages: dict[str, list[int]] = defaultdict(list)
    for c in sorted(captures, key=lambda c: c.captured_at):
        if name(c) in numbers:
            pages[c.url].append(numbers[name(c)])
    steps = [a < b for found in pages.values() for a, b in pairwise(found)]
    return round(sum(steps) / len(steps), 4) if steps else 1.0


def megabytes(folder: Path, pattern: str) -> float:
    """The size of the files of a folder that fit a pattern."""
    return round(sum(p.stat().st_size for p in folder.rglob(pattern) if p.is_file()) / 1e6, 1)


def ours(captures: Sequence[Wired], folder: Path) -> None:
    """Import the corpus and tell the figures."""
    source, data_dir = folder / "corpus.jsonl", folder / "var"
    source.write_text("".join(json.dumps(c.record()) + "\n" for c in captures), encoding="utf-8")
    stages = Stages()
    with stages.watching(*WATCHED):
        done, cpu = timed(
            lambda: run.import_paths(data_dir, [source], Told(), known.load(), NOW, readers=Readers(most=0))
        )
    spent = {stage: round(seconds, 2) for stage, seconds in sorted(stages.seconds.items())}
    tell(
        what="import",
        captures=len(captures),
        dispositions=done.ledger.dispositions,
        cpu_s=round(cpu, 2),
        captures_per_cpu_s=round(len(captures) / cpu, 1),
        cpu_s_by_stage=spent,  # link, compare and lineage are parts of derive; the rest is reading and storing
        share={stage: round(seconds / cpu, 3) for stage, seconds in spent.items()},
        database_mb=megabytes(data_dir, "*.duckdb"),
        archive_mb=megabytes(data_dir / "archive", "*"),
        text_mb=round(sum(len(p.encode()) for c in captures for p in c.paragraphs) / 1e6, 1),
    )
    truth = {name(c): c.story for c in captures}
    tell(
        what="join",
        by="writethru",
        **pairwise_f1(truth, joined_by_us(data_dir)),
        order=in_order(data_dir, captures),
    )


def theirs(captures: Sequence[Wired]) -> None:
    """Join the corpus by the peer and tell the best it comes to."""
    found, cpu = timed(lambda: by_jaccard(captures))
    truth = {name(c): c.story for c in captures}
    scores = {t: pairwise_f1(truth, groups) for t, groups in found.items()}
    best = max(scores, key=lambda t: scores[t]["f1"])
    tell(what="join", by=f"Jaccard of all 5-grams ≥ {best}", **scores[best], cpu_s=round(cpu, 2))


def main() -> None:
    """Make the corpus, import it, and let the peer join it."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--stories", type=int, default=300)
    options.add_argument("--seed", type=int, default=7)
    said = options.parse_args()
    captures = corpus(Random(said.seed), said.stories)  # noqa: S311 - fiction, no secret
    with tempfile.TemporaryDirectory(prefix="writethru-bench-") as folder:
        ours(captures, Path(folder))
    theirs(captures)


if __name__ == "__main__":
    main()
