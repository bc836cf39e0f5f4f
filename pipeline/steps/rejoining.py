"""Pages whose texts were just found to be nearly the same: one article now, where the rest of the evidence is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.steps.derive import Moved, derive
from pipeline.steps.identity import Identity, identify_pages, twins_told
from pipeline.steps.seeing import checks_of, sightings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from pipeline.io.store import Store
    from pipeline.model import Finding
    from pipeline.steps.seeing import Seen


class Rejoined(NamedTuple):
    """Where the pages count now, what was derived anew (None where nothing moved), and what is to be told."""

    identity: Identity
    moved: Moved | None
    findings: list[Finding]


def rejoin(store: Store, twins: Collection[tuple[int, int]], run_key: int, now: datetime) -> Rejoined:
    """Find the articles of pages that show nearly one text; derive what follows, inside the caller's transaction."""
    identity = identify_pages(store, sorted({page for pair in twins for page in pair}), run_key, now)
    moved = derive_pages(store, identity, run_key, now) if identity.left else None
    return Rejoined(identity, moved, twins_told(store, twins, identity))


def derive_pages(store: Store, identity: Identity, run_key: int, now: datetime) -> Moved:
    """Derive the articles anew to which pages count, or counted."""
    keys = sorted({*identity.articles.values(), *identity.left})
    return derive(store, sightings_of(store, keys), checks_of(store, keys), keys, run_key, now)


def gave_way(store: Store, seen: Iterable[Seen]) -> frozenset[int]:
    """Those of the pages seen whose article went on at another address."""
    if not store.has("derived.gave_way"):
        return frozenset()
    return frozenset(
        r["page_key"] for r in store.rows("gave_way", keys=sorted({one.page_key for one in seen}))
    )
