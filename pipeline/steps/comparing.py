"""The kept pairs of stories, compared, and what is stored of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.core.compare.compare import compare
from pipeline.core.stories.pairs import pairs, revisions
from pipeline.model import Pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.io.store import Store
    from pipeline.model import Member
    from pipeline.steps.story_rows import Story

Row = dict[str, Any]


def compare_stories(store: Store, stories: Sequence[Story], around: Sequence[int]) -> None:
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
