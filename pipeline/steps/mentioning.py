"""What pages have of other texts without being copies of them, found with the links and stored beside them."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.core.stories.grouping import WITNESSES, SetApart
from pipeline.core.stories.mentions import MOSTLY, mentions_between
from pipeline.core.stories.roundups import is_roundup, is_side_by_side, may_be_roundup
from pipeline.model import Mention
from pipeline.steps.days import UNKNOWN_DAY, ask, ask_days, day_of, days_of, span
from pipeline.steps.members import columns_of, days_apart, members_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.io.store import Store
    from pipeline.model import Link, Member
    from pipeline.steps.matching import Relinked

Pair = tuple[int, int]


def forget_mentions(store: Store, versions: Mapping[int, int]) -> set[int]:
    """Forget what these versions (key → day) carry and what is carried of them. -> the versions that carried it."""
    return {host for (host,) in ask(store, "forget_mentions", versions)}


def store_mentions(
    store: Store, looked_at: Iterable[Pair], links: Iterable[Link], members: Mapping[int, Member]
) -> list[Mention]:
    """Find and store what one of each pair of versions has of the other, where it is no copy.

    Args:
        store: the writer's side.
        looked_at: every pair that shares sampled grams, smaller key first; also those that are no copies: a
            brief shares a few grams with the long text it was cut from.
        links: those pairs that are linked.
        members: the versions.

    Returns:
        What was stored.
    """
    linked = {(x.a, x.b): x for x in links}
    pairs = (mentions_between(members[a], members[b], linked.get((a, b))) for a, b in looked_at)
    found = list(chain.from_iterable(pairs))
    days = [days_apart(members[m.host], members[m.guest]) for m in found]
    store.insert_lists("derived.mention", columns_of(Mention, found, days))
    return found


def mark_roundups(store: Store, found: Relinked, hosts: AbstractSet[int]) -> dict[int, int]:
    """Tell anew which versions are roundups, of those that were linked anew and of those near them.

    Near are the pages that carry a part of one of them, and the pages they are linked with.

    Args:
        store: the writer's side.
        found: what was linked anew.
        hosts: versions that carried a part of one of them before.

    Returns:
        Those where that changed, with their days.
    """
    near = {m.host for m in found.mentions} | {key for x in found.links for key in (x.a, x.b)}
    near |= {*found.versions, *hosts}
    far = dict.fromkeys(hosts - set(found.versions), UNKNOWN_DAY)
    near |= {key for (key,) in ask(store, "hosts_near", far)}
    known = found.members
    days = {key: day_of(known[key].appeared_at) if key in known else UNKNOWN_DAY for key in near}
    carried: dict[int, list[Mention]] = defaultdict(list)
    for row in ask(store, "mentions_of", days):
        carried[row[0]].append(Mention(*row))
    several = {host: parts for host, parts in carried.items() if is_side_by_side(parts)}
    now = _roundups(store, several, days, found.members) if several else set()
    before = roundups_among(store, {*found.versions, *hosts, *carried})
    if before - now:
        store.run("forget_roundups", keys=sorted(before - now))
    store.insert("derived.roundup", ({"version_key": v} for v in sorted(now - before)))
    return {key: days[key] for key in before ^ now}


def _roundups(
    store: Store, hosts: Mapping[int, Sequence[Mention]], days: Mapping[int, int], known: Mapping[int, Member]
) -> set[int]:
    there = _stored(store, {m.guest for found in hosts.values() for m in found}, known)
    all_days = span(there)
    tied = set(store.tuples("tied_among", keys=all_days.keys, first=all_days.first, last=all_days.last))
    stored = {host: [m for m in found if m.guest in there] for host, found in hosts.items()}
    hosts = {host: found for host, found in stored.items() if may_be_roundup(found, tied)}
    if not hosts:
        return set()
    wanted = {host: days[host] for host in hosts}
    copies: dict[int, list[int]] = defaultdict(list)
    for page, copy, day in ask_days(store, "copies_of", dict(wanted), least=MOSTLY, top=WITNESSES):
        copies[page].append(copy)
        wanted[copy] = day
    members = members_of(store, wanted, known)
    return {
        host
        for host, found in hosts.items()
        if host in members
        and is_roundup(members[host], found, [members[c] for c in copies[host] if c in members], tied)
    }


def _stored(store: Store, versions: Collection[int], known: Mapping[int, Member]) -> dict[int, int]:
    """Those of some versions that are stored, with their days: a mention may be of one that is no more."""
    there = {key: day_of(known[key].appeared_at) for key in versions if key in known}
    return there | days_of(store, [key for key in versions if key not in known])


def set_apart(store: Store, versions: Mapping[int, int]) -> SetApart:
    """Roundups and asides among some versions (key → day)."""
    asides = ask(store, "asides_among", versions)
    return SetApart(
        frozenset(roundups_among(store, versions)),
        frozenset((min(host, guest), max(host, guest)) for host, guest in asides),
    )


def roundups_among(store: Store, versions: Collection[int]) -> set[int]:
    """Which of some versions are roundups."""
    if not versions or not store.has("derived.roundup"):
        return set()
    return {key for (key,) in store.tuples("roundups_near", keys=list(versions))}
