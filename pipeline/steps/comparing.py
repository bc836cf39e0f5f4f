"""The kept pairs of stories, compared, and what is stored of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.core.compare.compare import compare
from pipeline.core.stories.pairs import pairs, revisions
from pipeline.model import Pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.io.store import Store
    from pipeline.model import Comparison, Member, Op
    from pipeline.steps.story_rows import Story

Row = dict[str, Any]
_OPS: tuple[Op, ...] = ("unchanged", "edited", "moved", "added", "removed")


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
    if fresh:
        store.insert_columns("derived.change", _change_columns(fresh))
    store.insert(
        "derived.sentence_change", (row for p, found in fresh.items() for row in _sentence_rows(p, found))
    )


def compare_pair(old: Member, new: Member) -> Comparison:
    """Two versions compared in full; a notice that came beside the later text makes its facts corrected ones."""
    announced = not set(new.corrections) <= set(old.corrections)
    return compare(old.paragraphs, new.paragraphs, old.headline, new.headline, announced=announced)


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


def _counts(found: Comparison) -> Row:
    told = {"weight": found.weight, "verbs": list(found.verbs), "update_note": found.update_note or None}
    return {op: found.count(op) for op in _OPS} | told


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
        **{name: counts[name] for name in (*_OPS, "weight", "verbs", "update_note")},
        "headline_changed": old.headline != new.headline,
    }


def _change_columns(fresh: Mapping[Pair, Comparison]) -> dict[str, NDArray[Any]]:
    """The changes of all pairs, one array a column: these are the most rows of all tables."""
    rows = [(p, n, c) for p, found in fresh.items() for n, c in enumerate(found.changes)]
    return {
        "from_version": np.array([p.from_version for p, _, _ in rows], dtype=np.int64),
        "to_version": np.array([p.to_version for p, _, _ in rows], dtype=np.int64),
        "relation": _names([p.relation for p, _, _ in rows]),
        "ordinal": np.array([n for _, n, _ in rows], dtype=np.int32),
        "from_position": _places([c.from_position for _, _, c in rows]),
        "to_position": _places([c.to_position for _, _, c in rows]),
        "op": _names([c.op for _, _, c in rows]),
        "class": _names([c.kind or None for _, _, c in rows]),
        "similarity": _shares([c.similarity for _, _, c in rows]),
        "weight": np.array([c.weight for _, _, c in rows], dtype=np.float64),
        "also": _names([" ".join(c.also) or None for _, _, c in rows]),
        "part_of": _places([c.part_of for _, _, c in rows]),
    }


def _names(values: list[str | None]) -> NDArray[Any]:
    return np.array(values, dtype=object)


def _places(values: list[int | None]) -> NDArray[Any]:
    return np.ma.masked_array([v or 0 for v in values], [v is None for v in values], np.int32)


def _shares(values: list[float | None]) -> NDArray[Any]:
    return np.ma.masked_array([v or 0.0 for v in values], [v is None for v in values], np.float64)


def _sentence_rows(p: Pair, found: Comparison) -> list[Row]:
    return [
        {
            "from_version": p.from_version,
            "to_version": p.to_version,
            "relation": p.relation,
            "ordinal": n,
            "paragraph_from": s.paragraph_from,
            "paragraph_to": s.paragraph_to,
            "from_position": c.from_position,
            "to_position": c.to_position,
            "op": c.op,
            "class": c.kind or None,
            "old_text": None if c.op == "unchanged" and c.old_text == c.new_text else c.old_text,
            "new_text": c.new_text,
            "similarity": c.similarity,
            "weight": c.weight,
            "also": " ".join(c.also) or None,
            "part_of": c.part_of,
        }
        for n, s in enumerate(found.sentences)
        for c in [s.change]
    ]
