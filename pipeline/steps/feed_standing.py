"""How feeds stand: what polls remember of them, and a retired one brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.feeds.state import FeedState
from pipeline.errors import NotFound
from pipeline.io.store import SNAPSHOT, fetch, named_query, open_snapshot, open_store
from pipeline.steps.feeds_due import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from pipeline.model import Feed


def standing(data_dir: Path, feeds: Iterable[Feed]) -> dict[str, FeedState]:
    """What is remembered of feeds, by key, from the published snapshot; a fresh state where there is nothing yet."""
    try:
        with open_snapshot(data_dir) as connection:
            has_states = fetch(connection, "from duckdb_tables() where table_name = 'feed_state'")
            rows = fetch(connection, named_query("feed_states")) if has_states else []
    except NotFound:
        rows = []
    known = {r["feed"]: FeedState(**{**r, "entry_keys": tuple(r["entry_keys"] or ())}) for r in rows}
    return {feed.key: state_of(feed, known) for feed in feeds}


def revive(data_dir: Path, feed: Feed, now: datetime) -> None:
    """Forget what was remembered of a feed of this key, so that one that was retired is asked again."""
    if not (data_dir / SNAPSHOT).exists():
        return
    with open_store(data_dir, now) as store:
        store.run("forget_feed_states", names=[feed.key])
        store.publish()
