"""What people decided about stories, out of the store."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pipeline.model import Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.io.store import Store


def decisions_near(store: Store, versions: Sequence[int]) -> list[Decision]:
    """The decisions in force that speak of some versions."""
    sides: dict[tuple[int, Any], dict[str, set[int]]] = defaultdict(lambda: {"a": set(), "b": set()})
    if not store.has("facts.decision_side"):
        return []
    for r in store.rows("decisions_near", keys=list(versions)):
        sides[r["decision_key"], r["kind"]][r["side"]].add(r["version_key"])
    return [
        Decision(name, kind, frozenset(s["a"]), frozenset(s["b"]))
        for (name, kind), s in sorted(sides.items())
    ]
