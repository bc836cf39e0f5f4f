"""Stories out of verified pairs: joins go to a story's core, so no chain of weak links glues two stories.

Strongest evidence first, whatever order the versions came in. The unit that joins is an article's run of
texts that grew out of one another; a page whose text was replaced makes two units.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.stories.grams import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model import Link, Member

CORE_SHARED = 0.3  # of the smaller core: two stories that only share an outlet's own paragraphs have none
ROUNDUP_CONTAINS = 0.4  # of each story inside a roundup
ROUNDUP_PART = 0.5  # a second story of at least half the first one's share makes a page a roundup
APART = 0.1  # of the smaller text: stories in a roundup share stock phrases, no paragraph
WHOLE = 0.75  # of a story: a page that runs so much of one and …
EXCERPT = 0.65  # … less than this of another is a copy with an excerpt


class _Part(NamedTuple):
    """What a page has of another text, and the share of that text."""

    grams: frozenset[int]
    share: float


@dataclass(eq=False)
class _Cluster:
    """A forming story: how many of its articles have each gram."""

    units: list[int]
    grams: Counter[int] = field(default_factory=Counter)

    def core(self) -> set[int]:
        """What at least two of its articles have; all of a lone article's text."""
        if len(self.units) == 1:
            return set(self.grams)
        return {gram for gram, n in self.grams.items() if n > 1}


def partition(members: Sequence[Member], links: Sequence[Link]) -> tuple[frozenset[int], ...]:
    """Group versions into stories.

    Args:
        members: versions, each once, in any order.
        links: verified pairs among them (`link`), in any order.

    Returns:
        Sets of version keys, sorted by their smallest; every member stands in exactly one. The result
        depends on the sets alone, not on their order.
    """
    by_key = {m.version_key: m for m in members}
    known = sorted({(x.a, x.b): x for x in links if x.a in by_key and x.b in by_key}.values(), key=_strength)
    unit_of = _units(members, known)
    ties = _ties(known, unit_of)
    roundups = _roundups(ties, unit_of, by_key)
    return tuple(sorted(map(frozenset, _cluster(unit_of, ties, roundups, by_key)), key=min))


def _strength(x: Link) -> tuple[float, int, int]:
    return -(x.in_a + x.in_b), x.a, x.b


def _units(members: Iterable[Member], links: Iterable[Link]) -> dict[int, int]:
    """Version key → unit: the smallest version key of the texts of one article that hang together."""
    article = {m.version_key: m.article_key for m in members}
    root = {key: key for key in sorted(article)}
    for x in links:
        if article[x.a] == article[x.b]:
            low, high = sorted((_find(root, x.a), _find(root, x.b)))
            root[high] = low
    return {key: _find(root, key) for key in root}


def _find(root: dict[int, int], key: int) -> int:
    while root[key] != key:
        root[key] = root[root[key]]
        key = root[key]
    return key


def _ties(links: Sequence[Link], unit_of: dict[int, int]) -> dict[tuple[int, int], Link]:
    """The strongest link of each pair of units, strongest first."""
    ties: dict[tuple[int, int], Link] = {}
    for x in links:
        pair = (min(unit_of[x.a], unit_of[x.b]), max(unit_of[x.a], unit_of[x.b]))
        if pair[0] != pair[1]:
            ties.setdefault(pair, x)
    return ties


def _cluster(
    unit_of: dict[int, int], ties: dict[tuple[int, int], Link], alone: set[int], by_key: dict[int, Member]
) -> list[list[int]]:
    versions = defaultdict(list)
    for key, unit in unit_of.items():
        versions[unit].append(key)
    home = {unit: _Cluster([unit], Counter(_unit_grams(keys, by_key))) for unit, keys in versions.items()}
    for left, right in ties:
        x, y = home[left], home[right]
        if x is y or alone & {left, right} or not _same_core(x, y):
            continue
        x.units += y.units
        x.grams += y.grams
        home.update(dict.fromkeys(y.units, x))
    return [
        [key for unit in cluster.units for key in versions[unit]]
        for cluster in {id(c): c for c in home.values()}.values()
    ]


def _unit_grams(keys: Iterable[int], by_key: dict[int, Member]) -> frozenset[int]:
    return frozenset().union(*(read(by_key[key].paragraphs).distinct for key in keys))


def _same_core(x: _Cluster, y: _Cluster) -> bool:
    if len(x.units) == len(y.units) == 1:
        return True  # the link between them is the evidence
    core_x, core_y = x.core(), y.core()
    return len(core_x & core_y) >= CORE_SHARED * min(len(core_x), len(core_y)) > 0


def _roundups(
    ties: dict[tuple[int, int], Link], unit_of: dict[int, int], by_key: dict[int, Member]
) -> set[int]:
    """Units that contain two or more stories which share nothing with each other."""
    near: dict[int, list[tuple[int, Link]]] = defaultdict(list)
    for (left, right), x in ties.items():
        near[left].append((right, x))
        near[right].append((left, x))
    return {
        unit
        for unit, others in near.items()
        if len(others) > 1 and _is_roundup(unit, others, unit_of, by_key)
    }


def _is_roundup(
    unit: int, others: list[tuple[int, Link]], unit_of: dict[int, int], by_key: dict[int, Member]
) -> bool:
    parts = _parts(_contained(unit, others, unit_of, by_key))
    if not parts[1:] or len(parts[1].grams) < ROUNDUP_PART * len(parts[0].grams):
        return False
    shares = sorted((part.share for part in parts[:2]), reverse=True)
    if shares[0] >= WHOLE and shares[1] < EXCERPT:
        return False  # a copy of the one with an excerpt of the other
    text = max((read(by_key[key].paragraphs).grams for key, u in unit_of.items() if u == unit), key=len)
    return not _is_insert(text, parts)


def _parts(contained: list[_Part]) -> list[_Part]:
    """Contained texts that overlap made one, greedily the largest first; the largest part first."""
    parts: list[_Part] = []
    for found in sorted(contained, key=lambda p: (-len(p.grams), -p.share, sorted(p.grams)[:1])):
        for i, part in enumerate(parts):
            if len(part.grams & found.grams) > APART * min(len(part.grams), len(found.grams)):
                parts[i] = _Part(part.grams | found.grams, max(part.share, found.share))
                break
        else:
            parts.append(found)
    return sorted(parts, key=lambda part: -len(part.grams))


def _is_insert(text: Sequence[int], parts: list[_Part]) -> bool:
    """Whether one of the two largest parts stands in the midst of the other: an insert, not a next item."""
    one, two = ([i for i, gram in enumerate(text) if gram in part.grams] for part in parts[:2])
    return bool(one and two) and (_is_around(one, two) or _is_around(two, one))


def _is_around(host: list[int], guest: list[int]) -> bool:
    tenth = len(host) // 10  # a stray phrase in common is no edge
    return host[tenth] < guest[len(guest) // 2] < host[-1 - tenth]


def _contained(
    unit: int, others: list[tuple[int, Link]], unit_of: dict[int, int], by_key: dict[int, Member]
) -> list[_Part]:
    found = []
    for _, x in others:
        share = x.in_b if unit_of[x.a] == unit else x.in_a
        if share >= ROUNDUP_CONTAINS:
            common = read(by_key[x.a].paragraphs).distinct & read(by_key[x.b].paragraphs).distinct
            found.append(_Part(common, share))
    return found
