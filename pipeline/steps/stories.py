"""Stories brought up to date around some versions: links, groups, ids, write-throughs, pairs, stale copies.

Only what is connected with the touched versions is looked at: the versions they are linked with, those
articles' other versions, the stories these stand in now, and what people joined to them. Within that,
everything is derived anew.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.normalise.keys import key, public_id
from pipeline.core.stories.grouping import MOST_ARTICLES, Grouping, group
from pipeline.core.stories.lineage import lineage
from pipeline.core.stories.naming import Naming, name_stories
from pipeline.model import Finding, Link
from pipeline.steps.around import MOST_AROUND, Around
from pipeline.steps.comparing import compare_stories
from pipeline.steps.days import day_of, span
from pipeline.steps.decided import decisions_near
from pipeline.steps.matching import NOTHING, forget_links, relink, sketch, sketched
from pipeline.steps.members import members_of
from pipeline.steps.mentioning import forget_mentions, mark_roundups, roundups_among, set_apart
from pipeline.steps.renumbering import log_renumberings
from pipeline.steps.story_rows import Story, homes_of, membership_row, story_row, writethru_rows
from pipeline.steps.travel_rows import travel

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from pipeline.core.stories.naming import StoryChange
    from pipeline.io.store import Store
    from pipeline.model import Member
    from pipeline.steps.around import Home
    from pipeline.steps.matching import Relinked

MOST_LINKS = 32  # of a version, the strongest: a text that hundreds run is linked with all of them


@dataclass(frozen=True, slots=True)
class Touched:
    """What is to be looked at.

    Attributes:
        days: all versions of the touched articles, with their days of appearance.
        changed: those that are new or whose bearing changed.
        pages: all versions of each article that has a changed one.
        bodies: text key → body, of texts that are at hand.
    """

    days: Mapping[int, int]
    changed: tuple[int, ...] = ()
    pages: tuple[tuple[int, ...], ...] = ()
    bodies: Mapping[int, str] = field(default_factory=dict)


class Storied(NamedTuple):
    """The story id of each version looked at, and pages newly found to show nearly one text at one outlet."""

    stories: dict[int, str]
    twins: frozenset[tuple[int, int]] = frozenset()


def restory(store: Store, touched: Touched, run_key: int, now: datetime) -> Storied:
    """Derive anew the stories around the touched versions."""
    around = Around(store)
    turned, found = _relinked(store, touched, around) if touched.changed else ({}, NOTHING)
    around.follow({**turned, **touched.days})
    members = members_of(store, around.days, found.members)
    grouping = _grouped(store, around.days, members)
    naming = _named(store, grouping.groups, around.homes, members)
    stories = [_story(group, naming, members) for group in grouping.groups]
    log_renumberings(store, stories, around.homes, run_key, now)
    _replace(store, stories, around, touched.days.keys())
    compare_stories(store, stories, list(around.days))
    _log(store, naming, run_key, now)
    _warn(store, [naming.names[one][1] for one in grouping.too_large], run_key, now, is_all=around.whole)
    return Storied({m.version_key: s.story_id for s in stories for m in s.members}, found.twins)


def _relinked(store: Store, touched: Touched, around: Around) -> tuple[dict[int, int], Relinked]:
    """Links and mentions of the changed versions. -> those that became roundups or ceased to be, all that was found."""
    changed = {key: touched.days[key] for key in touched.changed}
    there = sketched(store, touched.changed)
    around.settle(touched.days)
    stored = {key: home.day for key, home in around.homes.items() if key in changed} | there
    hosts: set[int] = set()
    if stored:  # else all are new: nothing can be known of them
        hosts = forget_mentions(store, stored)
        forget_links(store, stored)
    mine = members_of(store, changed, bodies=touched.bodies)
    sketch(store, mine, there)
    found = relink(store, mine, touched.pages, touched.days)
    turned = mark_roundups(store, found, hosts)
    around.tell(touched.pages, changed, _ties(store, found))
    return turned, found


def _ties(store: Store, found: Relinked) -> dict[int, int]:
    """Where the links of versions that were just linked lead to, with the days; told as the query `linked` tells it."""
    pairs = [(x.a, x.b) for x in found.links]
    roundups = roundups_among(store, {key for pair in pairs for key in pair})
    asides = {(min(m.host, m.guest), max(m.host, m.guest)) for m in found.mentions if m.aside}
    return {
        key: day_of(found.members[key].appeared_at)
        for pair in pairs
        if (pair[0] in roundups) == (pair[1] in roundups) and pair not in asides
        for key in pair
    }


def _grouped(store: Store, days: Mapping[int, int], members: Mapping[int, Member]) -> Grouping:
    if len(members) == 1:
        return Grouping((frozenset(members),))
    all_days = span(days)
    rows = store.tuples(
        "links_among", keys=all_days.keys, first=all_days.first, last=all_days.last, most=MOST_LINKS
    )
    return group(
        tuple(members.values()),
        [
            Link(a, b, shared, in_a, in_b, named=named)
            for a, b, shared, in_a, in_b, named in rows
            if b in members
        ],
        set_apart(store, days),
        decisions_near(store, all_days.keys),
    )


def _named(
    store: Store,
    groups: Sequence[frozenset[int]],
    homes: Mapping[int, Home],
    members: Mapping[int, Member],
) -> Naming:
    """Stories keep their ids; a new one is named after its earliest version, never as one that was."""
    before = {
        key: (home.story_key, home.story_id) for key, home in homes.items() if home.story_id is not None
    }
    tops = {one: _first(one, members) for one in groups}
    taken = _taken(store, [tops[one] for one in groups if one.isdisjoint(before)])
    former: dict[tuple[int, str], set[int]] = defaultdict(set)
    if before and store.has("facts.story_left"):
        for r in store.rows("former_names", keys=sorted(before)):
            former[r["story_key"], r["story_id"]].add(r["version_key"])

    def fresh(one: frozenset[int]) -> tuple[int, str]:
        if not one.isdisjoint(before):  # it parted from a story: rare
            taken.update(_taken(store, [tops[one]]))
        return _fresh(tops[one], taken)

    return name_stories(
        groups,
        before,
        fresh,
        {name: frozenset(versions) for name, versions in former.items()},
        _roots(before),
    )


def _taken(store: Store, tops: Sequence[int]) -> set[str]:
    """Which of the stories named after these versions there are, or were."""
    keys = [_story_key(top, 0) for top in tops]
    if not keys:
        return set()
    ids = [public_id("s", one) for one in keys]
    return {story_id for (story_id,) in store.tuples("known_story_keys", keys=keys, ids=ids)}


def _roots(before: Mapping[int, tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Names by the version they were made from, where that still stands there."""
    return {name: version for version, name in before.items() if name[0] == key("story", str(version), "")}


def _first(group: frozenset[int], members: Mapping[int, Member]) -> int:
    def rank(version: int) -> tuple[bool, str, int]:
        at = members[version].appeared_at
        return at is None, at.isoformat() if at else "", version

    return min(group, key=rank)


def _story_key(version: int, salt: int) -> int:
    return key("story", str(version), str(salt) if salt else "")


def _fresh(version: int, taken: set[str]) -> tuple[int, str]:
    salt = 0
    while public_id("s", _story_key(version, salt)) in taken:
        salt += 1
    story_key = _story_key(version, salt)
    story_id = public_id("s", story_key)
    taken.add(story_id)
    return story_key, story_id


def _story(group: frozenset[int], naming: Naming, members: Mapping[int, Member]) -> Story:
    story_key, story_id = naming.names[group]
    inside = tuple(members[v] for v in sorted(group))
    return Story(story_key, story_id, inside, lineage(inside))


def _replace(store: Store, stories: Sequence[Story], around: Around, touched: Collection[int]) -> None:
    """Put the stories in the place of those that stood there; where a version stands is written if that changed."""
    homes = {version: home for s in stories for version, home in homes_of(s).items()}
    before = around.homes
    moved = {version: home for version, home in homes.items() if before.get(version) != home}
    gone = sorted(version for version in before if homes.get(version) != before[version])
    if gone:
        store.run("forget_membership", keys=gone)
    former = sorted({home.story_key for home in before.values()})
    for table in ("story", "writethru", "stale", "uptake"):
        if former and store.has(f"derived.{table}"):
            store.run(f"forget_stories_{table}", keys=former)
    store.insert("derived.story", (story_row(s) for s in stories))
    store.insert("derived.membership", (membership_row(version, home) for version, home in moved.items()))
    store.insert("derived.writethru", (row for s in stories for row in writethru_rows(s)))
    travels = [travel(s) for s in stories]
    store.insert("derived.stale", (row for t in travels for row in t.stale))
    store.insert("derived.uptake", (row for t in travels for row in t.uptake))
    placed = {m.version_key for s in stories for m in s.members if m.is_current} & (moved.keys() | touched)
    if placed:
        store.run("place_articles", keys=sorted(placed))


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
