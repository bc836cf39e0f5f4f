"""Pages that name another outlet's page as their original: on record, and evidence of one story where it is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.steps.days import UNKNOWN_DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pipeline.core.stories.match import Named
    from pipeline.io.store import Store
    from pipeline.steps.locate import Located

MOST_OF_OUTLET = 3  # pages of one outlet that name one original: more is a fault of its templates
_FOUND_AT = frozenset({"url", "redirect"})


@dataclass(frozen=True, slots=True)
class Originals:
    """Pairs of versions (smaller key first) with the one that the other's page names, and the days of all of them."""

    named: Mapping[tuple[int, int], Named] = field(default_factory=dict)
    days: Mapping[int, int] = field(default_factory=dict)


def note_originals(store: Store, located: Sequence[Located]) -> frozenset[int]:
    """Put on record what a batch's pages name as their originals. -> pages that name others now, or are named by others.

    Every address is looked at again when a page names it or is found there, so the order does not matter.
    """
    told = {
        (one.page_key, one.capture.elsewhere): one.capture.recorded_at
        for one in located
        if one.capture.elsewhere
    }
    rows = [{"page_key": p, "address": a, "recorded_at": at} for (p, a), at in told.items()]
    if rows:
        store.insert("facts.elsewhere", rows, known="ignore")
    if not store.has("facts.elsewhere"):
        return frozenset()
    found_at = {value for one in located for _, kind, value in one.names if kind in _FOUND_AT}
    asked = sorted({address for _, address in told if address} | found_at)
    meant = set(store.tuples("originals_meant", addresses=asked, most=MOST_OF_OUTLET))
    known = set(store.tuples("originals_known", addresses=asked))
    changed = meant ^ known
    addresses = sorted({address for _, _, address in changed})
    if changed:
        store.run("forget_originals", addresses=addresses)
        again = [row for row in meant if row[2] in addresses]
        store.insert(
            "derived.original", [{"page_key": p, "original": o, "address": a} for p, o, a in sorted(again)]
        )
    return frozenset(page for copy, original, _ in changed for page in (copy, original))


def articles_at(store: Store, pages: Collection[int]) -> frozenset[int]:
    """The articles to which some pages count."""
    if not pages:
        return frozenset()
    rows = store.rows("pages_of", keys=sorted(pages))
    return frozenset(r["article_key"] for r in rows if r["article_key"] is not None)


def originals_of(store: Store, versions: Collection[int]) -> Originals:
    """What versions of some articles name as their originals, and what names them."""
    if not store.has("derived.original"):
        return Originals()
    named: dict[tuple[int, int], Named] = {}
    days: dict[int, int] = {}
    for copy, original, day, original_day in store.tuples(
        "originals_of", keys=sorted(versions), unknown=UNKNOWN_DAY
    ):
        named[min(copy, original), max(copy, original)] = "a" if original < copy else "b"
        days |= {copy: day, original: original_day}
    return Originals(named, days)
