"""Fingerprints of new versions, and the verified links between them and all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.core.stories.fingerprints import sample
from pipeline.core.stories.match import WINDOW, links
from pipeline.model import Link
from pipeline.steps.days import UNKNOWN_DAY, day_of, stretches
from pipeline.steps.members import columns_of, days_apart, members_of
from pipeline.steps.mentioning import store_mentions
from pipeline.steps.moving import note_twins
from pipeline.steps.originals import originals_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pipeline.io.store import Store
    from pipeline.model import Member, Mention

LEAST_SHARED = 2  # sampled 5-grams two versions must share to be looked at together, and …
SHARED_SHARE = (
    0.15  # … of the smaller sample, at the coarser rate: true copies share .4 to 1, a stock phrase less;
)
LEAST_OF_LEAD = 2  # or of one's lead: a brief elsewhere has little else
_WINDOW_DAYS = WINDOW.days + 1  # begun ones


class _Pair(NamedTuple):
    """Two versions that share sampled grams, smaller key first; how many, out of how many, and on which days."""

    a: int
    b: int
    shared: int
    size_a: int
    size_b: int
    day_a: int = UNKNOWN_DAY
    day_b: int = UNKNOWN_DAY


class Relinked(NamedTuple):
    """What `relink` found of some versions, and all versions it looked at."""

    versions: Collection[int]
    members: dict[int, Member]
    links: list[Link]
    mentions: list[Mention]
    twins: frozenset[tuple[int, int]] = frozenset()  # pages of an outlet newly found to show nearly one text


NOTHING = Relinked((), {}, [], [])


def sketched(store: Store, versions: Sequence[int]) -> dict[int, int]:
    """Versions that are in the index, with the day they stand on there."""
    return dict(store.tuples("sketched", keys=list(versions)))


def sketch(store: Store, members: Mapping[int, Member], there: Mapping[int, int]) -> None:
    """Put versions into the index, each on its day; a text never changes, but its day may.

    Args:
        store: the writer's side.
        members: the versions.
        there: those of them that are in the index, as `sketched` tells.
    """
    moved = [m for m in members.values() if there.get(m.version_key) != day_of(m.appeared_at)]
    gone = [m.version_key for m in moved if m.version_key in there]
    if gone:
        store.run("forget_grams", keys=gone, days=sorted({there[key] for key in gone}))
        store.run("keep_forget_sketches", keys=gone)
    if moved:
        _index(store, moved)


def _index(store: Store, members: Sequence[Member]) -> None:
    samples = [sample(m.paragraphs) for m in members]
    sizes = np.array([len(found.grams) for found in samples], dtype=np.int32)
    rates = np.array([found.rate for found in samples], dtype=np.int32)
    keys = np.array([m.version_key for m in members], dtype=np.int64)
    days = np.array([day_of(m.appeared_at) for m in members], dtype=np.int32)
    store.insert_columns("derived.sketch", {"version_key": keys, "day": days, "grams": sizes, "rate": rates})
    columns = {
        "day": days.repeat(sizes),
        "gram": np.concatenate([found.grams for found in samples]),
        "in_lead": np.concatenate([found.in_lead for found in samples]),
        "version_key": keys.repeat(sizes),
    }
    store.insert_columns("derived.gram", columns)


def forget_links(store: Store, versions: Mapping[int, int]) -> None:
    """Forget the links of versions (key → the day they had when they were linked)."""
    for one in stretches(versions):
        store.run("forget_links", keys=one.keys, first=one.first, last=one.last)


def relink(
    store: Store, mine: Mapping[int, Member], pages: Iterable[Sequence[int]], days: Mapping[int, int]
) -> Relinked:
    """Verified links of these versions with all others, found and stored; those stored before are forgotten already.

    Args:
        store: the writer's side.
        mine: the versions.
        pages: all versions of each of their articles, which are compared at any distance in time.
        days: of these.
    """
    near = _near(store, mine.values())
    found = {(p.a, p.b): p for p in near}
    same_page = _same_page(mine, pages) - found.keys()
    others = {key: days[key] for pair in same_page for key in pair}
    others |= {p.a: p.day_a for p in near} | {p.b: p.day_b for p in near}
    originals = originals_of(store, mine)
    others |= originals.days
    members = {**mine, **members_of(store, others, mine)}
    found |= {pair: p for pair in same_page if (p := _pair(*pair, members)).shared >= LEAST_SHARED}
    found |= {pair: _pair(*pair, members) for pair in originals.named.keys() - found.keys()}
    linked = links(
        [(members[p.a], members[p.b], p.shared, p.size_a, p.size_b) for p in found.values()], originals.named
    )
    between = [days_apart(members[x.a], members[x.b]) for x in linked]
    store.insert_lists("derived.link", columns_of(Link, linked, between))
    # every pair that shares a few grams, not only those worth a link: a brief shares few with the long text
    mentions = store_mentions(store, found, linked, members)
    return Relinked(mine.keys(), members, linked, mentions, note_twins(store, linked, members))


def _same_page(mine: Collection[int], pages: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    return {(min(v, o), max(v, o)) for page in pages for v in page if v in mine for o in page if o != v}


def _near(store: Store, members: Iterable[Member]) -> list[_Pair]:
    """Pairs found by the index: of days near by; of all days for versions without a time."""
    known = {m.version_key: day_of(m.appeared_at) for m in members}
    timed = {key: day for key, day in known.items() if day != UNKNOWN_DAY}
    pairs = (
        _candidates(store, list(timed), min(timed.values()), max(timed.values()), _WINDOW_DAYS)
        if timed
        else []
    )
    untimed = known.keys() - timed.keys()
    if untimed:
        pairs += _candidates(store, sorted(untimed), UNKNOWN_DAY, UNKNOWN_DAY, UNKNOWN_DAY)
    return pairs


def _candidates(store: Store, keys: Sequence[int], first: int, last: int, window: int) -> list[_Pair]:
    rows = store.tuples(
        "candidates",
        keys=list(keys),
        first_day=first,
        last_day=last,
        from_day=first - window,
        to_day=min(last + window, UNKNOWN_DAY),
        unknown=UNKNOWN_DAY,
        least=LEAST_SHARED,
        share=SHARED_SHARE,
        of_lead=LEAST_OF_LEAD,
    )
    return [_Pair(*row) for row in rows]


def _pair(a: int, b: int, members: Mapping[int, Member]) -> _Pair:
    one, other = sample(members[a].paragraphs).grams, sample(members[b].paragraphs).grams
    return _Pair(a, b, len(np.intersect1d(one, other)), len(one), len(other))
