"""What the WARC archive costs beside one file a payload, as earlier versions kept them.

usage: archive.py [--pages 1000] [--again 200] [--seed 5]

Pages of fiction, each with the head of an answer; some come again unchanged. Both ways keep them in batches of 200,
durable at the end of each batch, and read a sample back. Printed: CPU and wall time a page, bytes on the disk (as the
files' sizes, and as the blocks they occupy), and the same for reading. In one run, so that the ratios compare.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeVar

from benchmarks.material import fiction
from pipeline.io import archive
from pipeline.io.answer import Exchange
from pipeline.io.archive import Keeper
from pipeline.io.store import open_store
from pipeline.io.warc import Asked
from pipeline.io.warcfile import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
NOW = datetime(2031, 3, 4, 12, tzinfo=UTC)
BATCH = 200
PAGE = (
    '<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>{body}{foot}</body></html>'
)
FURNITURE = "".join(
    f'<div class="card card--{n}"><a href="/section/{n}/story" data-id="{n * 7919}">Read on</a></div>'
    for n in range(250)
)


def pages(rng: Random, count: int) -> list[bytes]:
    """Pages of the size that news pages have, most of it furniture."""
    out = []
    for _ in range(count):
        body = "".join(f"<p>{p}</p>" for p in fiction.body(rng, 500))
        title = fiction.sentence(rng)[:80]
        out.append(PAGE.format(title=title, head=FURNITURE[:6_000], body=body, foot=FURNITURE).encode())
    return out


def exchange(n: int) -> Exchange:
    """The head of an answer."""
    return Exchange(
        f"https://site{n % 50}.example/2031/03/04/story-{n}",
        200,
        "OK",
        "HTTP/1.1",
        (("Host", f"site{n % 50}.example"), ("User-Agent", "writethru/0.1"), ("Accept", "text/html")),
        (
            ("Date", "Tue, 04 Mar 2031 12:00:00 GMT"),
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("Cache-Control", "max-age=60, public"),
            ("ETag", f'"{n:032x}"'),
            ("X-Served-By", "cache-yyz1234-YYZ, cache-lhr5678-LHR"),
        ),
        "203.0.113.7",
    )


def keep_warc(data_dir: Path, batches: Sequence[Sequence[bytes]]) -> list[str]:
    """As a poll keeps what it gets, index included."""
    shas: list[str] = []
    keeper = Keeper(data_dir, NOW)
    for number, batch in enumerate(batches):
        for n, page in enumerate(batch, start=number * BATCH):
            asked = Asked("page", exchange(n).url, "feed", f"guid-{n}", "Outlet")
            shas.append(keeper.keep_answer([exchange(n)], page, NOW, asked))
        keeper.sync()
        with open_store(data_dir, NOW) as store:
            store.insert("facts.payload", keeper.fresh(), known="ignore")
            store.publish()
    keeper.close(is_settled=True)
    return shas


def keep_files(data_dir: Path, batches: Sequence[Sequence[bytes]]) -> list[str]:
    """As earlier versions did: a file under its digest, each synced."""
    shas = []
    for batch in batches:
        for page in batch:
            sha = archive.digest(page)
            shas.append(sha)
            path = archive.legacy_path(data_dir, sha)
            if path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            with fresh.open("wb") as file:
                file.write(gzip.compress(page, 6, mtime=0))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
            sync_folder(path.parent)
    return shas


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """What the work gives, and its CPU and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return found, time.process_time() - cpu, time.perf_counter() - wall


def read_all(data_dir: Path, sample: Sequence[str]) -> None:
    """Read payloads as `reprocess` does."""
    for at in range(0, len(sample), BATCH):
        places = archive.find(data_dir, sample[at : at + BATCH])
        for sha in sample[at : at + BATCH]:
            archive.get(data_dir, sha, places)


def occupied(folder: Path) -> tuple[int, int, int]:
    """Files, bytes in them, bytes of the blocks they occupy."""
    found = [p.stat() for p in folder.rglob("*") if p.is_file()]
    return len(found), sum(s.st_size for s in found), sum(s.st_blocks * 512 for s in found)


def main(argv: Sequence[str] | None = None) -> int:
    """Keep, read, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--again", type=int, default=200)
    parser.add_argument("--seed", type=int, default=5)
    told = parser.parse_args(argv)
    rng = Random(told.seed)  # noqa: S311 - a simulation
    every = pages(rng, told.pages)
    every += every[: told.again]
    batches = [every[at : at + BATCH] for at in range(0, len(every), BATCH)]
    print(f"{told.pages} pages of {sum(map(len, every)) // len(every):,} bytes, {told.again} of them twice")
    for name, keep in (("files", keep_files), ("WARC", keep_warc)):
        with tempfile.TemporaryDirectory(prefix="writethru-archive-") as folder:
            data_dir = Path(folder)
            with open_store(data_dir, NOW):
                pass
            shas, cpu, wall = timed(partial(keep, data_dir, batches))
            count, size, blocks = occupied(data_dir / "archive")
            print(
                f"{name:5} keep {cpu / len(every) * 1e3:6.2f} ms CPU, {wall / len(every) * 1e3:6.2f} ms a page; "
                f"{count:,} files, {size:,} bytes, {blocks:,} on the disk"
            )
            sample = rng.sample(sorted(set(shas)), min(500, len(set(shas))))
            _, cpu, wall = timed(partial(read_all, data_dir, sample))
            print(
                f"{name:5} read {cpu / len(sample) * 1e3:6.2f} ms CPU, {wall / len(sample) * 1e3:6.2f} ms a page"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
