"""Hostile pages through `writethru import`, each between two good ones: what each costs, and what became of it.

    python -m benchmarks.hostile [NAME…]

A row a page: seconds of processor beyond what the two good pages cost alone (and of wall, which on a busy machine says
more of the others), the largest process in MB, what became of the page, and what was found. Bars: 5 seconds, 600 MB, one
disposition, a finding or a text, and both good pages taken.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from benchmarks.material.hostile_pages import PAGES, page
from pipeline.io.store import fetch, open_snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS, MEGABYTES = 5.0, 600
SITE = "https://harbour-post.example/"
_COMMAND = "from pipeline.cli import main; main()"
_MAKE = "import sys; from benchmarks.hostile import make; make(*sys.argv[1:])"


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import cost, and what the database says of it: by number of the page."""

    cpu: float
    wall: float
    megabytes: int
    became: dict[str, str]
    found: dict[str, list[str]]


def make(name: str, file: str) -> None:
    """Write a hostile page to a file: in a process of its own, whose memory does not count."""
    maker, size = PAGES[name]
    Path(file).write_bytes(maker(size))


def take(folder: Path, manifest: Path) -> Taken:
    """Import a manifest in a process of its own."""
    command = [sys.executable, "-c", _COMMAND, "--data-dir", str(folder), "import", str(manifest)]
    begun = monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    wall, process.returncode = monotonic() - begun, 0
    with open_snapshot(folder) as connection:
        became = fetch(connection, "select item, disposition from dispositions", {})
        found = fetch(connection, "select subject, code, message from findings", {})
    findings: dict[str, list[str]] = {}
    for row in found:
        findings.setdefault(row["subject"][-1:], []).append(f"{row['code']}: {row['message']}")
    names = {row["item"][-1:]: str(row["disposition"]) for row in became}
    return Taken(used.ru_utime + used.ru_stime, wall, used.ru_maxrss // 1024, names, findings)


def between(name: str | None) -> Taken:
    """Import a page between two good ones, or these alone."""
    with tempfile.TemporaryDirectory(prefix="writethru-hostile-") as place:
        folder = Path(place)
        files = {"1": "1.html", "3": "3.html"}
        for number, word in (("1", "ferry"), ("3", "tram")):
            (folder / files[number]).write_text(page().replace("ferry", word), encoding="utf-8")
        if name:
            files["2"] = "2.html.gz" if "gzip" in name else "2.html"
            subprocess.run([sys.executable, "-c", _MAKE, name, str(folder / files["2"])], check=True)
        lines = [
            {"path": file, "url": SITE + number, "outlet": "Harbour Post"}
            for number, file in sorted(files.items())
        ]
        manifest = folder / "pages.jsonl"
        manifest.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return take(folder / "var", manifest)


def tell(name: str, taken: Taken, alone: Taken) -> bool:
    """Print the row of one page. -> whether it is within the bars."""
    became, found = taken.became.get("2", "nothing"), taken.found.get("2", [])
    good = (
        taken.cpu - alone.cpu <= SECONDS
        and taken.megabytes <= MEGABYTES
        and bool(found or became == "new-article")
        and taken.became.get("1") == taken.became.get("3") == "new-article"
    )
    cost = f"{taken.cpu - alone.cpu:6.2f} s CPU {taken.wall - alone.wall:6.2f} s {taken.megabytes:5} MB"
    first = "; ".join(one[:110] for one in found) or "-"
    print(f"{name:34} {cost}  {became:12} {'' if good else 'FAILED '}{first}", flush=True)
    return good


def main(names: Sequence[str]) -> int:
    """Tell what became of each page. -> 1 if one was beyond the bars."""
    between(None)  # what is loaded for the first time is not counted
    alone = min((between(None) for _ in range(2)), key=lambda taken: taken.cpu)
    print(f"two good pages alone: {alone.cpu:.2f} s CPU, {alone.wall:.2f} s", flush=True)
    good = [tell(name, between(name), alone) for name in names or PAGES]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
