"""The development sets' own scores against the bars of the project: extraction beside trafilatura, and stories.

usage: development_sets.py [FOLDER] [--scratch DIR]

FOLDER (default: ``shared`` beside the project) holds ``bench/`` with the scripts and ``data/`` with the sets; they
are no part of the project. Where they are not, one line says so and the script ends with 0. A figure under its bar
is told, not raised: this is a measurement, no test.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.material.measure import tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ("--stories", "300", "--background", "1500", "--seed", "7")
MINUTE = 0.90
LEAST = {
    "articles.f1": 0.95,
    "writethru.same_text_f1": 0.70,
    "writethru.order": 0.85,
    "edits.added": 0.90,
    "edits.edited": 0.90,
    "edits.removed": 0.75,
    "edits.moved": 0.75,
}
MOST = {"missing_share": 0.002, "stale.false_accusations": 0}


def run(command: Sequence[str | Path]) -> Iterator[dict[str, Any]]:
    """The JSON lines a script prints, as they come; this environment's `writethru` stands first in PATH.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    words = [sys.executable, *map(str, command)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, text=True, env={**os.environ, "PATH": path}
    ) as process:
        for line in process.stdout or ():
            if line.startswith("{"):
                yield json.loads(line)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)


def extraction(folder: Path) -> None:
    """Body, times and the rest on each set, trafilatura on the same pages in the same run."""
    for found in run([folder / "bench" / "score_extract.py", folder / "data", "--vs-trafilatura"]):
        ours, theirs = at(found, "f1"), at(found, "trafilatura.f1")
        bars = {
            "body not below trafilatura": _holds(ours, theirs),
            f"minute ≥ {MINUTE}": _holds(at(found, "minute"), MINUTE),
        }
        tell(what="extract", **found, bars={bar: held for bar, held in bars.items() if held is not None})


def stories(folder: Path, scratch: Path) -> None:
    """Joining, numbering, edits and stale copies on the simulated corpus."""
    corpus, truth = scratch / "corpus.jsonl", scratch / "truth.json"
    for _ in run([folder / "bench" / "make_stories.py", corpus, truth, "--data", folder / "data", *CORPUS]):
        pass
    script = folder / "bench" / "score_stories.py"
    for found in run([script, corpus, truth, "--data-dir", scratch / "var"]):
        bars = {f"{name} ≥ {bar}": _holds(at(found, name), bar) for name, bar in LEAST.items()}
        bars |= {f"{name} ≤ {bar}": _holds(bar, at(found, name)) for name, bar in MOST.items()}
        tell(what="stories", **found, bars=bars)


def at(found: Mapping[str, Any], path: str) -> float | None:
    """The figure at a dotted path, if it is there and a number."""
    value: Any = found
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return float(value) if isinstance(value, int | float) else None


def _holds(figure: float | None, bar: float | None) -> bool | None:
    """Whether a figure reaches its bar; None where either was not measured."""
    return None if figure is None or bar is None else figure >= bar


def main() -> None:
    """Score what is there."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared")
    options.add_argument("--scratch", type=Path, help="keep corpus and database here")
    said = options.parse_args()
    if not (said.folder / "bench" / "score_extract.py").exists() or not (said.folder / "data").is_dir():
        print(f"{said.folder}: the development data is not there (bench/ and data/): nothing to score")
        return
    place = (
        nullcontext(said.scratch) if said.scratch else tempfile.TemporaryDirectory(prefix="writethru-bench-")
    )
    with place as scratch:
        Path(scratch).mkdir(parents=True, exist_ok=True)
        stories(said.folder, Path(scratch))
        extraction(said.folder)


if __name__ == "__main__":
    main()
