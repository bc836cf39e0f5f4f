"""What pages have of other texts without being copies of them, found with the links and stored beside them."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.core.stories.grouping import WITNESSES, SetApart
from pipeline.core.stories.mentions import MOSTLY, mentions_between
from pipeline.core.stories.roundups import is_roundup, is_side_by_side
from pipeline.model import Mention
from pipeline.steps.members import members_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.io.store import Store
    from pipeline.model import Link, Member

Pair = tuple[int, int]


def forget_mentions(store: Store, versions: Sequence[int]) -> set[int]:
    """Forget what these versions carry and what is carried of them. -> the versions that carried it."""
    return {r["host"] for r in store.rows("forget_mentions", keys=list(versions))}


def store_mentions(
    store: Store, looked_at: Iterable[Pair], links: Iterable[Link], members: Mapping[int, Member]
) -> None:
    """Store what one of each pair of versions has of the other, where it is no copy.

    Args:
        store: the writer's side.
        looked_at: every pair that shares sampled grams, smaller key first; also those that are no copies: a
            brief shares a few grams with the long text it was cut from.
        links: those pairs that are linked.
        members: the versions.
    """
    linked = {(x.a, x.b): x for x in links}
    found = (mentions_between(members[a], members[b], linked.get((a, b))) for a, b in looked_at)
    store.insert("derived.mention", chain.from_iterable(found))


def mark_roundups(store: Store, around: Iterable[int]) -> set[int]:
    """Tell anew which of these versions, and of those near them, are roundups. -> those where that changed.

    Near are the pages that carry a part of one of them, and the pages they are linked with.
    """
    hosts: dict[int, list[Mention]] = defaultdict(list)
    rows = store.rows("mentions_near", keys=sorted(around))
    for row in rows:
        hosts[row["host"]].append(Mention(**{n: row[n] for n in Mention.__dataclass_fields__}))
    before = {r["version_key"] for r in store.rows("roundups_near", keys=sorted({*around, *hosts}))}
    several = {host: found for host, found in hosts.items() if is_side_by_side(found)}
    now = _roundups(store, several) if several else set()
    store.run("forget_roundups", keys=sorted(before - now))
    store.insert("derived.roundup", ({"version_key": v} for v in sorted(now - before)))
    return before ^ now


def _roundups(store: Store, hosts: Mapping[int, Sequence[Mention]]) -> set[int]:
    copies: dict[int, list[int]] = defaultdict(list)
    for row in store.rows("copies_of", keys=sorted(hosts), least=MOSTLY, top=WITNESSES):
        copies[row["page"]].append(row["copy"])
    guests = sorted({m.guest for found in hosts.values() for m in found})
    tied = {(r["a"], r["b"]) for r in store.rows("tied_among", keys=guests)}
    members = members_of(store, sorted({*hosts, *(c for found in copies.values() for c in found)}))
    return {
        host
        for host, found in hosts.items()
        if is_roundup(members[host], found, [members[c] for c in copies[host] if c in members], tied)
    }


def set_apart(store: Store, versions: Sequence[int]) -> SetApart:
    """Roundups and asides among some versions."""
    rows = store.rows("roundups_near", keys=list(versions))
    asides = store.rows("asides_among", keys=list(versions))
    return SetApart(
        frozenset(r["version_key"] for r in rows),
        frozenset((min(r["host"], r["guest"]), max(r["host"], r["guest"])) for r in asides),
    )
