"""Real feeds, parsed by us and by feedparser alone: does every file give entries or a finding, and the same entries?

usage: feeds_agree.py FOLDER

FOLDER holds feeds as published, as they are or gzipped (``.gz``), in any depth; files named index.jsonl, SOURCE.json
and such are left out. For each file: it parses, or gives one line that says why not; and where feedparser sees
entries, ours are as many, in the same order, with the same ids, links and titles (ours are plain text: compared
without markup). JSON Feeds and sitemaps are not feedparser's matter: they are counted apart. One JSON object a line;
exit code 1 where one file gives neither, or entries differ.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import feedparser

from pipeline.core.feeds import links
from pipeline.core.feeds.parse import MOST_ENTRIES, parse
from pipeline.core.feeds.plain import as_text
from pipeline.errors import BadInput

BASE = "https://feeds.example/feed"
NOT_FEEDS = (".jsonl", "SOURCE.json", "README.md", "LICENSE", ".txt", ".txt.gz")


def main() -> int:
    """Compare, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    files = [
        f
        for f in sorted(parser.parse_args().folder.rglob("*"))
        if f.is_file() and not f.name.endswith(NOT_FEEDS)
    ]
    counts: Counter[str] = Counter()
    bad = []
    for file in files:
        body = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        what, why = judged(body)
        counts[what] += 1
        if why:
            bad.append(f"{file.name}: {why}")
    line = {"files": len(files), **counts, "entries_differ": len(bad), "examples": bad[:5]}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 1 if bad or not files else 0


def judged(body: bytes) -> tuple[str, str]:
    """What became of a feed, and what is wrong with that."""
    theirs = reference(body)
    try:
        ours = parse(body, None, BASE)
    except BadInput as error:
        lost = f"{len(theirs)} entries lost ({error})" if theirs else ""
        return "refused with a reason", lost
    if ours.version in {"json", "sitemap", "sitemap-news", "sitemap-index"}:
        return ours.version, ""
    mine = [(e.guid, e.url, e.headline) for e in ours.entries]
    if mine != theirs[:MOST_ENTRIES]:
        pairs = [(a, b) for a, b in zip(mine, theirs, strict=False) if a != b][:1]
        return "parsed", f"{len(mine)} entries against {len(theirs)}; {pairs}"
    return "parsed" if ours.entries else "empty, with a finding", ""


def reference(body: bytes) -> list[tuple[str, str | None, str]]:
    """Feedparser's own entries: id, link and title."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        how = {"response_headers": {"content-location": BASE}, "sanitize_html": False}
        raw = feedparser.parse(io.BytesIO(body), **how)  # type: ignore[attr-defined, no-untyped-call]  # untyped library
    return [_entry(e) for e in raw.entries]


def _entry(e: Any) -> tuple[str, str | None, str]:
    link = links.resolve(dict.get(e, "feedburner_origlink") or dict.get(e, "link") or "", BASE)
    title = as_text(dict.get(e, "title") or "")
    return (dict.get(e, "id") or "").strip() or link or title, link, title


if __name__ == "__main__":
    sys.exit(main())
