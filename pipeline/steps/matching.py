"""Fingerprints of new versions, and the verified links between them and all others."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.core.stories.fingerprints import sample
from pipeline.core.stories.match import WINDOW, links
from pipeline.steps.members import members_of
from pipeline.steps.mentioning import store_mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.io.store import Store
    from pipeline.model import Member

LEAST_SHARED = 2  # sampled 5-grams two versions must share to be looked at together, and …
SHARED_SHARE = (
    0.15  # … of the smaller sample, at the coarser rate: true copies share .4 to 1, a stock phrase less;
)
LEAST_OF_LEAD = 2  # or of one's lead: a brief elsewhere has little else
UNKNOWN_DAY = 2**31 - 1  # of a version without a time: it is met by all, and meets all
_EPOCH = date(1970, 1, 1).toordinal()
_WINDOW_DAYS = WINDOW.days + 1  # begun ones


class _Pair(NamedTuple):
    """Two versions that share sampled grams, smaller key first; how many, and out of how many."""

    a: int
    b: int
    shared: int
    size_a: int
    size_b: int


def sketch(store: Store, versions: Sequence[int]) -> dict[int, Member]:
    """Put versions into the index, each on its day; a text never changes, but its day may. -> the versions."""
    there = {r["version_key"]: r["day"] for r in store.rows("sketched", keys=list(versions))}
    members = members_of(store, versions)
    moved = [m for m in members.values() if there.get(m.version_key) != _day(m)]
    gone = [m.version_key for m in moved if m.version_key in there]
    if gone:
        store.run("forget_grams", keys=gone, days=sorted({there[key] for key in gone}))
        store.run("keep_forget_sketches", keys=gone)
    if moved:
        _index(store, moved)
    return members


def _index(store: Store, members: Sequence[Member]) -> None:
    samples = [sample(m.paragraphs) for m in members]
    sizes = np.array([len(found.grams) for found in samples], dtype=np.int32)
    rates = np.array([found.rate for found in samples], dtype=np.int32)
    keys = np.array([m.version_key for m in members], dtype=np.int64)
    days = np.array([_day(m) for m in members], dtype=np.int32)
    store.insert_columns("derived.sketch", {"version_key": keys, "day": days, "grams": sizes, "rate": rates})
    columns = {
        "day": days.repeat(sizes),
        "gram": np.concatenate([found.grams for found in samples]),
        "in_lead": np.concatenate([found.in_lead for found in samples]),
        "version_key": keys.repeat(sizes),
    }
    store.insert_columns("derived.gram", columns)


def _day(member: Member) -> int:
    """The day of appearance as the index counts days."""
    return member.appeared_at.toordinal() - _EPOCH if member.appeared_at else UNKNOWN_DAY


def relink(store: Store, mine: Mapping[int, Member]) -> dict[int, Member]:
    """Verified links of these versions with all others, found and stored anew. -> all versions looked at."""
    versions = sorted(mine)
    store.run("forget_links", keys=versions)
    found = {(p.a, p.b): p for p in _near(store, mine.values())}
    same_page = {(r["a"], r["b"]) for r in store.rows("texts_of_articles", keys=versions)} - found.keys()
    others = set(chain.from_iterable(found.keys() | same_page)) - mine.keys()
    members = {**mine, **members_of(store, sorted(others))}
    found |= {pair: p for pair in same_page if (p := _pair(*pair, members)).shared >= LEAST_SHARED}
    linked = links([(members[p.a], members[p.b], p.shared, p.size_a, p.size_b) for p in found.values()])
    store.insert("derived.link", linked)
    # every pair that shares a few grams, not only those worth a link: a brief shares few with the long text
    store_mentions(store, found, linked, members)
    return members


def _near(store: Store, members: Iterable[Member]) -> list[_Pair]:
    """Pairs found by the index: of days near by; of all days for versions without a time."""
    known = {m.version_key: _day(m) for m in members}
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
    rows = store.rows(
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
    return [_Pair(**row) for row in rows]


def _pair(a: int, b: int, members: Mapping[int, Member]) -> _Pair:
    one, other = sample(members[a].paragraphs).grams, sample(members[b].paragraphs).grams
    return _Pair(a, b, len(np.intersect1d(one, other)), len(one), len(other))
