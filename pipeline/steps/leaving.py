"""Versions that are no more, since their page counts to another article now: cleared away, and where they went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pipeline.io.store import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Left:
    """The rows of versions that are no more, the versions that stood near them, and their stories (key → id)."""

    versions: tuple[Row, ...] = ()
    near: tuple[int, ...] = ()
    stories: Mapping[int, str] = field(default_factory=dict)


def leave(store: Store, gone: Sequence[Row]) -> Left:
    """Take versions (rows of `versions_of`) out of everything that is derived of them."""
    if not gone:
        return Left()
    keys = [row["version_key"] for row in gone]
    near = {r["version_key"] for r in store.rows("neighbours", keys=keys)} - set(keys)
    stories = {r["story_key"]: r["story_id"] for r in store.rows("memberships_of", keys=keys)}
    for table in ("sketches", "grams", "changes", "sentence_changes"):
        store.run(f"keep_forget_{table}", keys=keys)
    for query in ("forget_links", "forget_pairs", "forget_membership"):
        store.run(query, keys=keys)
    return Left(tuple(gone), tuple(sorted(near)), stories)


def follow(
    store: Store, left: Left, after: Sequence[Row], stories: Mapping[int, str], run_key: int, now: datetime
) -> None:
    """Log under which version the same text stands now; stories that held nothing else go on as that one's."""
    if not left.versions:
        return
    same_text = {row["text_key"]: row for row in after}
    went = [(old, same_text[old["text_key"]]) for old in left.versions if old["text_key"] in same_text]
    store.insert(
        "facts.version_change", [_version_change(old, new, run_key, now) for old, new in went], known="ignore"
    )
    empty = {r["story_key"] for r in store.rows("empty_stories", keys=list(left.stories))}
    for table in ("story", "writethru", "stale"):
        store.run(f"forget_stories_{table}", keys=sorted(empty))
    homes = sorted({stories[new["version_key"]] for _, new in went})
    rows = [
        _story_change(left.stories[story], homes[0], len(left.versions), run_key, now)
        for story in sorted(empty)
        if homes
    ]
    store.insert("facts.story_change", rows, known="ignore")


def _version_change(old: Row, new: Row, run_key: int, now: datetime) -> Row:
    return {
        "change_key": key("version-change", old["version_id"], new["version_id"], str(run_key)),
        "old_version_id": old["version_id"],
        "new_version_id": new["version_id"],
        "changed_at": now,
        "run_key": run_key,
    }


def _story_change(old_id: str, new_id: str, versions: int, run_key: int, now: datetime) -> Row:
    return {
        "change_key": key("story-change", old_id, new_id, "merge", str(run_key)),
        "old_story_id": old_id,
        "new_story_id": new_id,
        "kind": "merge",
        "changed_at": now,
        "run_key": run_key,
        "versions": versions,
    }
