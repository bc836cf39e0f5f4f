"""Versions that are no more, since their page counts to another article now: cleared away, and where they went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key
from pipeline.steps.around import Around
from pipeline.steps.days import EVER, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pipeline.io.store import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Left:
    """Versions that are no more, each with the one of its text now; who stood near, with days; their stories."""

    went: tuple[tuple[Row, Row], ...] = ()
    near: Mapping[int, int] = field(default_factory=dict)
    stories: Mapping[int, str] = field(default_factory=dict)


def leave(store: Store, gone: Sequence[Row], after: Sequence[Row]) -> Left:
    """Take versions (rows of `versions_of`) out of everything that is derived of them.

    The version that has their text now (among ``after``) takes their place in their story, so that this keeps
    its id.
    """
    if not gone:
        return Left()
    keys = [row["version_key"] for row in gone]
    near = Around(store).near({row["version_key"]: day_of(row["appeared_at"]) for row in gone})
    homes = {r["version_key"]: r for r in store.rows("memberships_of", keys=keys)}
    same_text = {row["text_key"]: row for row in after}
    went = tuple((old, same_text[old["text_key"]]) for old in gone if old["text_key"] in same_text)
    for table in ("sketches", "grams", "anchors", "changes", "sentence_changes"):
        store.run(f"keep_forget_{table}", keys=keys)
    for query in ("forget_pairs", "forget_membership", "forget_roundups"):
        store.run(query, keys=keys)
    for query in ("forget_links", "forget_mentions"):
        store.run(query, keys=keys, **EVER)
    _take_places(store, went, homes)
    near = {key: day for key, day in near.items() if key not in keys}
    return Left(went, near, {r["story_key"]: r["story_id"] for r in homes.values()})


def _take_places(store: Store, went: Sequence[tuple[Row, Row]], homes: Mapping[int, Row]) -> None:
    wanted = {
        new["version_key"]: homes[old["version_key"]] for old, new in went if old["version_key"] in homes
    }
    placed = {r["version_key"] for r in store.rows("memberships_of", keys=sorted(wanted))}
    rows = [
        {"version_key": version, "story_key": home["story_key"]}
        for version, home in wanted.items()
        if version not in placed
    ]
    store.insert("derived.membership", rows)


def follow(store: Store, left: Left, stories: Mapping[int, str], run_key: int, now: datetime) -> None:
    """Log under which version the same text stands now; stories that held nothing else go on as that one's."""
    if not left.stories:
        return
    rows = [_version_change(old, new, run_key, now) for old, new in left.went]
    store.insert("facts.version_change", rows, known="ignore")
    empty = [r["story_key"] for r in store.rows("empty_stories", keys=sorted(left.stories))]
    for table in ("story", "writethru", "stale", "uptake"):
        store.run(f"forget_stories_{table}", keys=empty)
    homes = sorted({stories[new["version_key"]] for _, new in left.went})
    changes = [
        _story_change(left.stories[story], homes[0], len(left.went), run_key, now)
        for story in sorted(empty)
        if homes
    ]
    store.insert("facts.story_change", changes, known="ignore")


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
