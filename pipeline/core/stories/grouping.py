"""Stories out of verified pairs: joins go to a story's core, so no chain of weak links glues two stories.

Strongest evidence first, whatever order the versions came in. The unit that joins is an article's run of
texts that grew out of one another; a page whose text was replaced makes two units. What people decided stands
above all evidence.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.core.stories.decisions import Bars, bars_of
from pipeline.core.stories.grams import gram_hashes
from pipeline.core.stories.mentions import MOSTLY, mentions_among
from pipeline.core.stories.pieces import text_of
from pipeline.core.stories.roundups import is_roundup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.core.stories.grams import Hashes
    from pipeline.model import Decision, Link, Member, Mention

CORE_SHARED = 0.3  # of the smaller core: two stories that only share an outlet's own paragraphs have none
SAME_ROUNDUP = 0.75  # of the smaller one: less is another roundup with some of the same items
MOST_ARTICLES = (
    3000  # of a story: the AP's most reprinted copy runs on hundreds of sites; beyond, it is no story
)
WITNESSES = 8  # copies of a page that are asked whether it is a roundup
_NO_GRAMS = gram_hashes(b"")
Pair = tuple[int, int]


class SetApart(NamedTuple):
    """Versions that are roundups, and pairs (smaller key first) of which one has a part of the other as an aside."""

    roundups: frozenset[int]
    asides: frozenset[Pair]


class Grouping(NamedTuple):
    """Stories as sets of version keys, sorted by their smallest, and whether one was not let grow any more."""

    groups: tuple[frozenset[int], ...]
    too_large: tuple[frozenset[int], ...] = ()


@dataclass(eq=False, slots=True)
class _Cluster:
    """A forming story: its units, who is barred from it, and grams of as many of its units as were read."""

    units: list[int]
    bars: Bars
    read: int = 0  # units, from the first, whose grams are below: they are read when they are asked for
    seen: Hashes = field(default_factory=lambda: _NO_GRAMS)  # grams of any of them, sorted, each once
    twice: Hashes = field(default_factory=lambda: _NO_GRAMS)  # those of two of them or more


def partition(
    members: Sequence[Member],
    links: Sequence[Link],
    apart: SetApart | None = None,
    decisions: Sequence[Decision] = (),
) -> tuple[frozenset[int], ...]:
    """Group versions into stories.

    Args:
        members: versions, each once, in any order.
        links: verified pairs among them (`link`), in any order.
        apart: which of them are roundups and asides; told from the links alone where it is not given.
        decisions: what people decided; versions that are not among the members are passed over.

    Returns:
        Sets of version keys, sorted by their smallest; every member stands in exactly one. The result
        depends on the sets alone, not on their order.
    """
    return group(members, links, apart, decisions).groups


def group(
    members: Sequence[Member],
    links: Sequence[Link],
    apart: SetApart | None = None,
    decisions: Sequence[Decision] = (),
) -> Grouping:
    """As `partition`; with the stories that reached `MOST_ARTICLES` and were not let grow any more."""
    by_key = {m.version_key: m for m in members}
    known = sorted({(x.a, x.b): x for x in links if x.a in by_key and x.b in by_key}.values(), key=_strength)
    apart = set_apart(by_key, known) if apart is None else apart
    bars = bars_of(decisions, by_key)
    unit_of = _units(members, known, bars)
    ties = _ties(known, unit_of, apart)
    return _Clustering(unit_of, by_key, bars).grouped(ties, decisions)


def _strength(x: Link) -> tuple[float, int, int]:
    return -(x.in_a + x.in_b), x.a, x.b


def set_apart(
    members: Mapping[int, Member], links: Sequence[Link], found: Sequence[Mention] | None = None
) -> SetApart:
    """Roundups and asides among some versions.

    Args:
        members: version key → version, of hosts and of what they are linked with.
        links: verified pairs among them.
        found: mentions; told from the linked pairs where they are not given.
    """
    mentions = mentions_among(members, links) if found is None else found
    hosts: dict[int, list[Mention]] = defaultdict(list)
    for m in mentions:
        hosts[m.host].append(m)
    tied = {(x.a, x.b) for x in links}
    roundups = {
        host
        for host, parts in hosts.items()
        if len(parts) > 1 and is_roundup(members[host], parts, _copies_of(host, links, members), tied)
    }
    asides = {(min(m.host, m.guest), max(m.host, m.guest)) for m in mentions if m.aside}
    return SetApart(frozenset(roundups), frozenset(asides))


def _copies_of(page: int, links: Sequence[Link], members: Mapping[int, Member]) -> list[Member]:
    """The versions that have most of a page, those with most of it first."""
    found = [(-x.in_a, x.b) for x in links if x.a == page and x.in_a > MOSTLY]
    found += [(-x.in_b, x.a) for x in links if x.b == page and x.in_b > MOSTLY]
    return [members[key] for _, key in sorted(found)[:WITNESSES] if key in members]


def _units(members: Iterable[Member], links: Iterable[Link], bars: Bars) -> dict[int, int]:
    """Version key → unit: the smallest version key of the texts of one article that hang together."""
    article = {m.version_key: m.article_key for m in members}
    root = {key: key for key in sorted(article)}
    barred = {key: bars.of((key,)) for key in root} if bars else {}
    for x in links:
        if article[x.a] == article[x.b]:
            low, high = sorted((_find(root, x.a), _find(root, x.b)))
            if low == high or (barred and barred[low].forbids(barred[high])):
                continue
            root[high] = low
            if barred:
                barred[low] = barred[low].joined(barred[high])
    return {key: _find(root, key) for key in root}


def _find(root: dict[int, int], key: int) -> int:
    while root[key] != key:
        root[key] = root[root[key]]
        key = root[key]
    return key


def _ties(links: Sequence[Link], unit_of: dict[int, int], apart: SetApart) -> dict[Pair, bool]:
    """Pairs of units that are tied, the strongest link first, and whether one names the other as its original.

    Roundups are tied to their like only.
    """
    roundups = {unit_of[key] for key in apart.roundups if key in unit_of}
    ties: dict[Pair, bool] = {}
    for x in links:
        left, right = unit_of[x.a], unit_of[x.b]
        pair = (left, right) if left < right else (right, left)
        if left == right or (x.a, x.b) in apart.asides or (pair in ties and not x.named):
            continue
        listed = (left in roundups) + (right in roundups)
        if listed == 0 or (listed == 2 and max(x.in_a, x.in_b) >= SAME_ROUNDUP):  # noqa: PLR2004 - both
            ties[pair] = ties.get(pair, False) or x.named is not None
    return ties


class _Clustering:
    """Clusters that grow by ties, then by what people decided."""

    def __init__(self, unit_of: dict[int, int], by_key: dict[int, Member], bars: Bars) -> None:
        self._by_key = by_key
        self._unit_of = unit_of
        self._versions: dict[int, list[int]] = defaultdict(list)
        for key, unit in unit_of.items():
            self._versions[unit].append(key)
        self._home = {u: _Cluster([u], bars.of(keys)) for u, keys in self._versions.items()}
        self._full: set[int] = set()

    def grouped(self, ties: Mapping[Pair, bool], decisions: Iterable[Decision]) -> Grouping:
        """Join along the ties, then what was decided to be together; sorted."""
        for tie, is_named in ties.items():
            self._join(*tie, is_told=is_named)
        for decision in sorted(decisions, key=lambda d: d.key):
            if decision.kind == "together":
                units = sorted({self._unit_of[v] for v in decision.a | decision.b if v in self._unit_of})
                for unit in units[1:]:
                    self._join(units[0], unit, is_told=True)
        clusters = {id(c): c for c in self._home.values()}.values()
        full = {id(self._home[unit]) for unit in self._full}
        return Grouping(
            tuple(sorted((self._group(c) for c in clusters), key=min)),
            tuple(sorted((self._group(c) for c in clusters if id(c) in full), key=min)),
        )

    def _group(self, cluster: _Cluster) -> frozenset[int]:
        return frozenset(key for unit in cluster.units for key in self._versions[unit])

    def _join(self, left: int, right: int, *, is_told: bool = False) -> None:
        """Make two clusters one; where a person or the publisher says so, their cores need not agree."""
        x, y = self._home[left], self._home[right]
        if x is y or x.bars.forbids(y.bars) or not (is_told or self._fits(x, y)):
            return
        if len(x.units) < len(y.units):
            x, y = y, x
        if len(x.units) + len(y.units) > MOST_ARTICLES:
            self._full.add(x.units[0])
            return
        self._absorb(x, y)

    def _absorb(self, x: _Cluster, y: _Cluster) -> None:
        """The smaller one goes into the larger: a unit is moved and read as often only as its story doubles."""
        x.units += y.units
        x.bars = x.bars.joined(y.bars)
        self._home.update(dict.fromkeys(y.units, x))

    def _fits(self, x: _Cluster, y: _Cluster) -> bool:
        if len(x.units) == len(y.units) == 1:
            return True  # the link between them is the evidence
        core_x, core_y = self._core(x), self._core(y)
        if len(core_x) < len(core_y):
            core_x, core_y = core_y, core_x
        shared = int(np.count_nonzero(_are_in(core_x, core_y)))
        return shared >= CORE_SHARED * len(core_y) > 0

    def _core(self, cluster: _Cluster) -> Hashes:
        """What makes a story: grams of two units or more; of a lone unit all."""
        if len(cluster.units) == 1:
            return self._grams(cluster.units[0])
        for unit in cluster.units[cluster.read :]:
            grams = self._grams(unit)
            rest = (
                grams[~_are_in(cluster.twice, grams)] if len(cluster.twice) else grams
            )  # most are in the core
            again = _are_in(cluster.seen, rest)
            cluster.twice = _merged(cluster.twice, rest[again])
            cluster.seen = _merged(cluster.seen, rest[~again])
        cluster.read = len(cluster.units)
        return cluster.twice

    def _grams(self, unit: int) -> Hashes:
        """The grams of a unit, each once, sorted: of most texts they were made when mentions were looked for."""
        first, *others = (text_of(self._by_key[key].paragraphs).grams for key in self._versions[unit])
        for other in others:
            first = _merged(first, other[~_are_in(first, other)])
        return first


def _are_in(ordered: Hashes, asked: Hashes) -> NDArray[np.bool_]:
    """Which of some numbers are among sorted ones."""
    if not len(ordered):
        return np.zeros(len(asked), dtype=np.bool_)
    return np.equal(ordered.take(ordered.searchsorted(asked), mode="clip"), asked)


def _merged(ordered: Hashes, more: Hashes) -> Hashes:
    """Sorted numbers with other sorted ones that are not among them."""
    if not len(more) or not len(ordered):
        return ordered if len(ordered) else more
    both = np.concatenate((ordered, more))
    both.sort()
    return both
