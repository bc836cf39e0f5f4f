"""What a database knows of a made world after real polls, in the words of the world's figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from benchmarks.material.world_days import START, Followed
from benchmarks.material.world_text import told_by
from pipeline.io.store import fetch, open_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from benchmarks.material.world_model import Page, World

VERSIONS = "select url, body, first_seen_at from versions order by first_seen_at"
GONE = "select url, min(fetched_at) as at from fetches where kind = 'page' and outcome = 'gone' group by 1"
SAID = "select feed, guid, headline, first_seen_at from entry_states"
_HEADLINE = re.compile(r"Matter (\d+), told (\d+) times in all")


def followed(pages: Iterable[Page], looks: Mapping[int, int], data_dir: Path) -> list[Followed]:
    """What is known of each page. ``looks``: how often each was asked for, by its number, as the server counted."""
    with open_snapshot(data_dir) as connection:
        versions, gone = fetch(connection, VERSIONS), fetch(connection, GONE)
    out = {f"http://{p.host.name}{p.path}": Followed(p, looks=looks.get(p.number, 0)) for p in pages}
    for row in versions:
        one = out.get(row["url"])
        if one is not None:
            one.seen.setdefault(told_by(one.page, row["body"]), minute(row["first_seen_at"]))
    for row in gone:
        if row["url"] in out and out[row["url"]].seen:
            out[row["url"]].killed_seen = minute(row["at"])
    return list(out.values())


def said(world: World, data_dir: Path) -> dict[tuple[str, int, int], float]:
    """When it was seen what feeds say: by feed, page's number, and how many things it had said by then."""
    with open_snapshot(data_dir) as connection:
        rows = fetch(connection, SAID)
    keys = {f.key for f in world.feeds}
    found: dict[tuple[str, int, int], float] = {}
    for row in rows:
        number, times = _told(row)
        for nth in range(1, times + 1):
            what = (row["feed"], number, nth)
            if row["feed"] in keys:
                found[what] = min(minute(row["first_seen_at"]), found.get(what, float("inf")))
    return found


def _told(row: dict[str, Any]) -> tuple[int, int]:
    match = _HEADLINE.fullmatch(row["headline"])
    assert match, row
    return int(match[1]), int(match[2])


def minute(at: datetime) -> float:
    """An instant as the world's minute."""
    return (at - START).total_seconds() / 60
