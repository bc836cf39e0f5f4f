"""What `writethru extract` costs on pages of a manifest, against trafilatura with metadata on the same pages.

    python -m benchmarks.extraction MANIFEST… [--rounds 6]

A manifest has one JSON object a line: id, path (HTML, also gzipped), url. Both are processes begun anew, in turn, and
their user and system CPU is compared, the start included. Machines change their speed within seconds: what counts is
the ratio of the sums over the rounds; each round is printed. Exit code 1 where it is below the bar of 2.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.material.measure import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

BAR = 2.0
_OURS = "from pipeline.cli import main; main()"
_THEIRS = """
import gzip, json, sys, trafilatura
for line in open(sys.argv[1], encoding="utf-8"):
    page = json.loads(line)
    data = open(page["path"], "rb").read()
    data = gzip.decompress(data) if data.startswith(b"\\x1f\\x8b") else data
    try:
        found = trafilatura.bare_extraction(data, url=page.get("url"), include_comments=False, with_metadata=True)
        print(json.dumps(found.as_dict() if found else None, default=str))
    except Exception as error:
        print(json.dumps(str(error)))
"""


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("manifests", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=6)
    told = parser.parse_args()
    held = [measure(manifest, told.rounds) >= BAR for manifest in told.manifests]
    return 0 if all(held) else 1


def measure(manifest: Path, rounds: int) -> float:
    """Trafilatura's CPU over ours on the pages of a manifest; told as it is measured."""
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(1, rounds + 1):
        ours.append(cpu(("-c", _OURS, "extract", "--manifest", str(manifest))))
        theirs.append(cpu(("-c", _THEIRS, str(manifest))))
        ratio = round(theirs[-1] / ours[-1], 2)
        tell(
            what="round",
            number=number,
            ours=round(ours[-1], 2),
            trafilatura=round(theirs[-1], 2),
            ratio=ratio,
        )
    ratio = sum(theirs) / sum(ours)
    tell(
        what="extraction",
        manifest=manifest.name,
        pages=sum(1 for _ in manifest.open(encoding="utf-8")),
        ratio_of_sums=round(ratio, 2),
        ratio_of_the_quickest=round(min(theirs) / min(ours), 2),
        bar=BAR,
    )
    return ratio


def cpu(arguments: Sequence[str]) -> float:
    """Seconds of user and system CPU of a process of this interpreter, and of those it began."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
