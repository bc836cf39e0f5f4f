"""Stories brought up to date around some versions: links, groups, ids, write-throughs, pairs, stale copies.

Only what is connected with the touched versions is looked at: the versions they are linked with, those
articles' other versions, the stories these stand in now, and what people joined to them. Within that,
everything is derived anew.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.core.normalise.keys import key, public_id
from pipeline.core.stories.grouping import MOST_ARTICLES, Grouping, group
from pipeline.core.stories.lineage import lineage
from pipeline.core.stories.naming import Naming, name_stories
from pipeline.model import Finding, Link
from pipeline.steps.comparing import compare_stories
from pipeline.steps.decided import decisions_near
from pipeline.steps.matching import relink, sketch
from pipeline.steps.members import members_of
from pipeline.steps.mentioning import forget_mentions, mark_roundups, set_apart
from pipeline.steps.renumbering import log_renumberings
from pipeline.steps.story_rows import Story, membership_rows, story_row, writethru_rows
from pipeline.steps.travel_rows import travel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.core.stories.naming import StoryChange
    from pipeline.io.store import Store
    from pipeline.model import Member

MOST_LINKS = 32  # of a version, the strongest: a text that hundreds run is linked with all of them
MOST_AROUND = 20_000  # versions derived in one piece; what is connected with more is no story, but noise


@dataclass(frozen=True, slots=True)
class Touched:
    """All versions of the touched articles, and those of them that are new or whose bearing changed."""

    versions: tuple[int, ...]
    changed: tuple[int, ...]


def restory(store: Store, touched: Touched, run_key: int, now: datetime) -> dict[int, str]:
    """Derive anew the stories around the touched versions. -> story id of each version looked at."""
    turned: set[int] = set()
    read: dict[int, Member] = {}
    if touched.changed:
        read = sketch(store, touched.changed)
        hosts = forget_mentions(store, touched.changed)
        read = relink(store, read)
        turned = mark_roundups(store, {*hosts, *touched.changed})
    around, whole = _around(store, {*touched.versions, *turned})
    members = members_of(store, around, read)
    before = {
        r["version_key"]: (r["story_key"], r["story_id"]) for r in store.rows("memberships_of", keys=around)
    }
    found = _grouped(store, around, members)
    naming = _named(store, found.groups, before, members)
    stories = [_story(group, naming, members) for group in found.groups]
    log_renumberings(store, stories, run_key, now)
    _replace(store, stories, around, {k for k, _ in before.values()})
    _log(store, naming, run_key, now)
    _warn(store, [naming.names[one][1] for one in found.too_large], run_key, now, is_all=whole)
    return {m.version_key: s.story_id for s in stories for m in s.members}


def _around(store: Store, versions: Iterable[int]) -> tuple[list[int], bool]:
    """Everything connected with these versions, step by step outwards, and whether that is all of it."""
    known: set[int] = set(versions)
    frontier = sorted(known)
    while frontier and len(known) <= MOST_AROUND:
        near = {r["version_key"] for r in store.rows("neighbours", keys=frontier)}
        frontier = sorted(near - known)
        known |= near
    return sorted(known), not frontier


def _grouped(store: Store, around: Sequence[int], members: Mapping[int, Member]) -> Grouping:
    if len(members) == 1:
        return Grouping((frozenset(members),))
    links = [Link(**row) for row in store.rows("links_among", keys=list(around), most=MOST_LINKS)]
    return group(
        tuple(members.values()),
        [one for one in links if one.b in members],
        set_apart(store, around),
        decisions_near(store, around),
    )


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
    former: dict[tuple[int, str], set[int]] = defaultdict(set)
    for r in store.rows("former_names", keys=sorted(before)):
        former[r["story_key"], r["story_id"]].add(r["version_key"])
    return name_stories(
        groups,
        before,
        lambda group: _fresh(tops[group], taken),
        {name: frozenset(versions) for name, versions in former.items()},
        _roots(before),
    )


def _roots(before: Mapping[int, tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Names by the version they were made from, where that still stands there."""
    return {name: version for version, name in before.items() if name[0] == key("story", str(version), "")}


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
    """Each merge and split is a row; of a story that went into another, also by which versions it stood."""
    keys = {c: _change_key(c, run_key) for c in naming.changes}
    store.insert(
        "facts.story_change",
        (
            {
                "change_key": name,
                "old_story_id": c.old_id,
                "new_story_id": c.new_id,
                "kind": c.kind,
                "changed_at": now,
                "run_key": run_key,
                "versions": c.versions,
            }
            for c, name in keys.items()
        ),
        known="ignore",
    )
    store.insert(
        "facts.story_left",
        (
            {"change_key": name, "story_key": c.old_key, "story_id": c.old_id, "version_key": v}
            for c, name in keys.items()
            if c.kind == "merge"
            for v in sorted(c.moved)
        ),
        known="ignore",
    )


def _change_key(change: StoryChange, run_key: int) -> int:
    moved = ",".join(map(str, sorted(change.moved)))
    return key("story-change", change.old_id, change.new_id, change.kind, str(run_key), moved)


def _warn(store: Store, full: Sequence[str], run_key: int, now: datetime, *, is_all: bool) -> None:
    """Findings about stories that are not derived as they should be, since they would be too large."""
    found = [
        Finding("story-too-large", f"it has {MOST_ARTICLES} articles and is let grow no more", story_id)
        for story_id in full
    ]
    if not is_all:
        message = f"more than {MOST_AROUND} versions hang together here; those beyond were not looked at"
        found.append(Finding("story-too-large", message))
    store.insert(
        "facts.finding",
        (
            {
                "finding_key": key("finding", str(run_key), f.code, f.subject, f.message),
                "run_key": run_key,
                "seen_at": now,
                "code": f.code,
                "severity": f.severity,
                "subject": f.subject,
                "message": f.message,
            }
            for f in found
        ),
        known="ignore",
    )
