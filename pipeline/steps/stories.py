"""Stories brought up to date around some versions: links, groups, ids, write-throughs, pairs, stale copies.

Only what is connected with the touched versions is looked at: the versions they are linked with, those
articles' other versions, and the stories these stand in now. Within that, everything is derived anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.core.normalise.keys import key, public_id
from pipeline.core.stories.lineage import lineage
from pipeline.core.stories.match import partition
from pipeline.core.stories.naming import Naming, name_stories
from pipeline.model import Link
from pipeline.steps.comparing import compare_stories
from pipeline.steps.matching import relink, sketch
from pipeline.steps.members import members_of
from pipeline.steps.renumbering import log_renumberings
from pipeline.steps.story_rows import Story, membership_rows, story_row, writethru_rows
from pipeline.steps.travel_rows import travel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pipeline.io.store import Store
    from pipeline.model import Member


@dataclass(frozen=True, slots=True)
class Touched:
    """All versions of the touched articles, and those of them that are new or whose bearing changed."""

    versions: tuple[int, ...]
    changed: tuple[int, ...]


def restory(store: Store, touched: Touched, run_key: int, now: datetime) -> dict[int, str]:
    """Derive anew the stories around the touched versions. -> story id of each version looked at."""
    sketch(store, touched.changed)
    if touched.changed:
        relink(store, touched.changed)
    around = _around(store, touched.versions)
    members = members_of(store, around)
    before = {
        r["version_key"]: (r["story_key"], r["story_id"]) for r in store.rows("memberships_of", keys=around)
    }
    links = [Link(**row) for row in store.rows("links_among", keys=around)]
    groups = partition(tuple(members.values()), [one for one in links if one.b in members])
    naming = _named(store, groups, before, members)
    stories = [_story(group, naming, members) for group in groups]
    log_renumberings(store, stories, run_key, now)
    _replace(store, stories, around, {k for k, _ in before.values()})
    _log(store, naming, run_key, now)
    return {m.version_key: s.story_id for s in stories for m in s.members}


def _around(store: Store, versions: Sequence[int]) -> list[int]:
    """Everything connected with these versions, step by step outwards."""
    known: set[int] = set(versions)
    frontier = sorted(known)
    while frontier:
        near = {r["version_key"] for r in store.rows("neighbours", keys=frontier)}
        frontier = sorted(near - known)
        known |= near
    return sorted(known)


def _named(
    store: Store,
    groups: Sequence[frozenset[int]],
    before: Mapping[int, tuple[int, str]],
    members: Mapping[int, Member],
) -> Naming:
    """Stories keep their ids; a new one is named after its earliest version, never as one that was."""
    tops = {group: _first(group, members) for group in groups}
    ids = [_story_id(top, 0) for top in tops.values()]
    taken = {r["story_id"] for r in store.rows("known_story_keys", ids=ids)}
    return name_stories(groups, before, lambda group: _fresh(tops[group], taken))


def _first(group: frozenset[int], members: Mapping[int, Member]) -> int:
    def rank(version: int) -> tuple[bool, str, int]:
        at = members[version].appeared_at
        return at is None, at.isoformat() if at else "", version

    return min(group, key=rank)


def _story_id(version: int, salt: int) -> str:
    return public_id("s", key("story", str(version), str(salt) if salt else ""))


def _fresh(version: int, taken: set[str]) -> tuple[int, str]:
    salt = 0
    while _story_id(version, salt) in taken:
        salt += 1
    taken.add(_story_id(version, salt))
    return key("story", str(version), str(salt) if salt else ""), _story_id(version, salt)


def _story(group: frozenset[int], naming: Naming, members: Mapping[int, Member]) -> Story:
    story_key, story_id = naming.names[group]
    inside = tuple(members[v] for v in sorted(group))
    return Story(story_key, story_id, inside, lineage(inside))


def _replace(store: Store, stories: Sequence[Story], around: Sequence[int], former: set[int]) -> None:
    keys = sorted({s.story_key for s in stories} | former)
    store.run("forget_membership", keys=list(around))
    for table in ("story", "writethru", "stale", "uptake"):
        store.run(f"forget_stories_{table}", keys=keys)
    store.insert("derived.story", (story_row(s) for s in stories))
    store.insert("derived.membership", (row for s in stories for row in membership_rows(s)))
    store.insert("derived.writethru", (row for s in stories for row in writethru_rows(s)))
    travels = [travel(s) for s in stories]
    store.insert("derived.stale", (row for t in travels for row in t.stale))
    store.insert("derived.uptake", (row for t in travels for row in t.uptake))
    store.run("place_articles", keys=list(around))
    compare_stories(store, stories, around)


def _log(store: Store, naming: Naming, run_key: int, now: datetime) -> None:
    store.insert(
        "facts.story_change",
        (
            {
                "change_key": key("story-change", c.old_id, c.new_id, c.kind, str(run_key)),
                "old_story_id": c.old_id,
                "new_story_id": c.new_id,
                "kind": c.kind,
                "changed_at": now,
                "run_key": run_key,
                "versions": c.versions,
            }
            for c in naming.changes
        ),
        known="ignore",
    )
