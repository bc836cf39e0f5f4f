"""Stories brought up to date around some versions: links, groups, ids, write-throughs, pairs, stale copies.

Only what is connected with the touched versions is looked at: the versions they are linked with, those
articles' other versions, and the stories these stand in now. Within that, everything is derived anew.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pipeline.core.compare.compare import compare
from pipeline.core.normalise.keys import key, public_id
from pipeline.core.stories.fingerprints import fingerprint
from pipeline.core.stories.lineage import lineage
from pipeline.core.stories.match import link, partition
from pipeline.core.stories.naming import Naming, name_stories
from pipeline.core.stories.pairs import pairs, revisions
from pipeline.core.stories.stale import stale
from pipeline.model import Lineage, Link, Member, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.io.store import Store

Row = dict[str, Any]
LEAST_SHARED = 2  # sampled 5-grams two versions must share to be looked at together


@dataclass(frozen=True, slots=True)
class Touched:
    """All versions of the touched articles, and those of them that are new or whose bearing changed."""

    versions: tuple[int, ...]
    changed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One story with everything derived of it."""

    story_key: int
    story_id: str
    members: tuple[Member, ...]
    lineage: Lineage


def restory(store: Store, touched: Touched, run_key: int, now: datetime) -> dict[int, str]:
    """Derive anew the stories around the touched versions. -> story id of each version looked at."""
    _sketch(store, touched.changed)
    if touched.changed:
        _relink(store, touched.changed)
    around = _around(store, touched.versions)
    members = members_of(store, around)
    before = {
        r["version_key"]: (r["story_key"], r["story_id"]) for r in store.rows("memberships_of", keys=around)
    }
    links = [Link(**row) for row in store.rows("links_among", keys=around)]
    groups = partition(tuple(members.values()), [one for one in links if one.b in members])
    naming = _named(store, groups, before, members)
    stories = [_story(group, naming, members) for group in groups]
    _replace(store, stories, around, {k for k, _ in before.values()})
    _log(store, naming, run_key, now)
    return {m.version_key: s.story_id for s in stories for m in s.members}


def _sketch(store: Store, versions: Sequence[int]) -> None:
    """Fingerprints of versions that have none yet: a text never changes."""
    done = {r["version_key"] for r in store.rows("sketched", keys=list(versions))}
    bodies = store.rows("bodies_of", keys=sorted(set(versions) - done))
    prints = [(r["version_key"], fingerprint(r["body"].split("\n\n"))) for r in bodies]
    store.insert("derived.gram", ({"gram": g, "version_key": v} for v, grams in prints for g in grams))
    store.insert("derived.sketch", ({"version_key": v, "grams": len(grams)} for v, grams in prints))


def _relink(store: Store, versions: Sequence[int]) -> None:
    store.run("forget_links", keys=list(versions))
    found = store.rows("candidates", keys=list(versions), least=LEAST_SHARED)
    members = members_of(store, sorted({r["a"] for r in found} | {r["b"] for r in found}))
    links = [link(members[r["a"]], members[r["b"]], r["shared"], r["size_a"], r["size_b"]) for r in found]
    store.insert(
        "derived.link",
        (asdict(one) for one in links if one),
    )


def _around(store: Store, versions: Sequence[int]) -> list[int]:
    """Everything connected with these versions, step by step outwards."""
    known: set[int] = set(versions)
    frontier = sorted(known)
    while frontier:
        near = {r["version_key"] for r in store.rows("neighbours", keys=frontier)}
        frontier = sorted(near - known)
        known |= near
    return sorted(known)


def members_of(store: Store, versions: Sequence[int]) -> dict[int, Member]:
    """Versions as story matching sees them."""
    return {r["version_key"]: member(r) for r in store.rows("members_of", keys=list(versions))}


def member(row: Mapping[str, Any]) -> Member:
    """A row of `members_of` as a record."""
    plain = {name: row[name] for name in Member.__dataclass_fields__ if name in row}
    plain |= {
        "paragraphs": tuple(row["body"].split("\n\n")),
        "corrections": tuple(row["corrections"] or ()),
        "headline": row["headline"] or "",
        "role": row["role"] or "outlet",
    }
    return Member(**plain)


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
    for table in ("story", "writethru", "stale"):
        store.run(f"forget_stories_{table}", keys=keys)
    store.insert("derived.story", (_story_row(s) for s in stories))
    store.insert("derived.membership", (row for s in stories for row in _membership_rows(s)))
    store.insert("derived.writethru", (row for s in stories for row in _writethru_rows(s)))
    store.insert("derived.stale", (row for s in stories for row in _stale_rows(s)))
    store.run("place_articles", keys=list(around))
    _compare(store, stories, around)


def _story_row(s: Story) -> Row:
    last = s.lineage.writethrus[-1] if s.lineage.writethrus else None
    newest = max(
        s.members, key=lambda m: (m.appeared_at is not None, str(m.appeared_at or ""), m.version_key)
    )
    return {
        "story_key": s.story_key,
        "story_id": s.story_id,
        "agency": _commonest(m.agency for m in s.members),
        "headline": last.headline if last else newest.headline,
        "language": _commonest(m.language for m in s.members),
    }


def _commonest(values: Iterable[str | None]) -> str | None:
    counted: dict[str, int] = defaultdict(int)
    for value in values:
        if value:
            counted[value] += 1
    return max(sorted(counted), key=lambda v: counted[v], default=None)


def _membership_rows(s: Story) -> list[Row]:
    out = []
    for m in s.members:
        low, high = s.lineage.runs.get(m.version_key, (None, None))
        out.append(
            {"version_key": m.version_key, "story_key": s.story_key, "writethru": low, "writethru_to": high}
        )
    return out


def _writethru_rows(s: Story) -> list[Row]:
    return [
        {
            "story_key": s.story_key,
            "number": w.number,
            "basis": w.basis,
            "wire_number": w.wire_number,
            "attested_outlets": w.attested_outlets,
            "first_seen_at": w.first_seen_at,
            "first_outlet": w.first_outlet,
            "words": w.words,
            "headline": w.headline,
        }
        for w in s.lineage.writethrus
    ]


def _stale_rows(s: Story) -> list[Row]:
    return [
        {
            "story_key": s.story_key,
            "version_key": x.version_key,
            "runs_writethru": x.runs_writethru,
            "current_writethru": x.current_writethru,
            "behind_since": x.behind_since,
            "minutes_behind_low": x.minutes_behind_low,
            "minutes_behind_high": x.minutes_behind_high,
            "missing_correction": x.missing_correction,
            "wrong_text": x.wrong_text,
            "state": x.state,
        }
        for x in stale(s.members, s.lineage)
    ]


def _compare(store: Store, stories: Sequence[Story], around: Sequence[int]) -> None:
    """Pairs are kept as derived; a text never changes, so only new pairs are aligned."""
    members = {m.version_key: m for s in stories for m in s.members}
    wanted = {p: None for s in stories for p in pairs(s.members, s.lineage)}
    wanted |= dict.fromkeys(revisions(members.values()))  # a text that was replaced by another story's, too
    old = {
        Pair(r["from_version"], r["to_version"], r["relation"]): r
        for r in store.rows("pairs_into", keys=list(around))
    }
    _forget(store, [p for p in old if p not in wanted])
    store.run("forget_pairs", keys=list(around))
    fresh = {p: compare_pair(members[p.from_version], members[p.to_version]) for p in wanted if p not in old}
    rows = [_pair_row(p, members, old[p] if p in old else _counts(fresh[p])) for p in wanted]
    store.insert("derived.pair", rows)
    store.insert("derived.change", (row for p, found in fresh.items() for row in _change_rows(p, found)))
    store.insert(
        "derived.sentence_change", (row for p, found in fresh.items() for row in _sentence_rows(p, found))
    )


def compare_pair(old: Member, new: Member) -> Any:
    """Two versions compared in full."""
    return compare(old.paragraphs, new.paragraphs, old.headline, new.headline)


def _forget(store: Store, gone: Sequence[Pair]) -> None:
    if not gone:
        return
    named = {
        "froms": [p.from_version for p in gone],
        "tos": [p.to_version for p in gone],
        "relations": [p.relation for p in gone],
    }
    store.run("forget_changes", **named)
    store.run("forget_sentence_changes", **named)


def _counts(found: Any) -> Row:
    ops = ("unchanged", "edited", "moved", "added", "removed")
    return {op: found.count(op) for op in ops} | {"weight": found.weight}


def _pair_row(p: Pair, members: Mapping[int, Member], counts: Mapping[str, Any]) -> Row:
    old, new = members[p.from_version], members[p.to_version]
    apart = None
    if old.appeared_at and new.appeared_at:
        apart = round((new.appeared_at - old.appeared_at).total_seconds() / 60)
    return {
        "from_version": p.from_version,
        "to_version": p.to_version,
        "relation": p.relation,
        "minutes_apart": apart,
        **{name: counts[name] for name in ("unchanged", "edited", "moved", "added", "removed", "weight")},
        "headline_changed": old.headline != new.headline,
    }


def _change_rows(p: Pair, found: Any) -> list[Row]:
    return [
        {
            "from_version": p.from_version,
            "to_version": p.to_version,
            "relation": p.relation,
            "ordinal": n,
            "from_position": c.from_position,
            "to_position": c.to_position,
            "op": c.op,
            "class": c.kind or None,
            "similarity": c.similarity,
            "weight": c.weight,
        }
        for n, c in enumerate(found.changes)
    ]


def _sentence_rows(p: Pair, found: Any) -> list[Row]:
    return [
        {
            "from_version": p.from_version,
            "to_version": p.to_version,
            "relation": p.relation,
            "ordinal": n,
            "paragraph_from": s.paragraph_from,
            "paragraph_to": s.paragraph_to,
            "from_position": s.change.from_position,
            "to_position": s.change.to_position,
            "op": s.change.op,
            "class": s.change.kind or None,
            "old_text": s.change.old_text,
            "new_text": s.change.new_text,
            "similarity": s.change.similarity,
            "weight": s.change.weight,
        }
        for n, s in enumerate(found.sentences)
    ]


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
