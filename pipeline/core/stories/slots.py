"""What the wire has in the place where one outlet's copy reads otherwise.

The wire does not change a sentence and change it back; an outlet that edits its copy makes it look so. Where
others had a place as it was before, and have it so again in a text that knows something newer, the reading
between is the outlet's own. The agency's text before it needs no second one.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.stories.copies import Copy, Sightings, witness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pipeline.core.stories.copies import Units

_LOOKED_AT = 32  # texts before and after that are asked: a story may have hundreds


class Run(NamedTuple):
    """Units in one text that only one witness has, and the known ones they stand between (None: an end)."""

    before: str | None
    units: Units
    after: str | None


def as_others_have_it(s: Sightings, lone: frozenset[str]) -> Sightings:
    """The copies with the wire's reading in every place where an outlet's own stands."""
    texts = _texts(s)
    verdicts: dict[Run, Units] = {}
    mended: set[Units] = set()
    for text in s.texts:
        for _, run in lone_runs(text, lone):
            if run not in verdicts:
                wires = _verdict(run, texts, s.first)
                verdicts[run] = run.units if wires is None else wires
            if verdicts[run] != run.units:
                mended.add(text)
    if not mended:
        return s
    return Sightings(_corrected(c, verdicts, lone) if c.units in mended else c for c in s.copies)


def lone_runs(text: Units, lone: frozenset[str]) -> Iterator[tuple[int, Run]]:
    """The runs of lone units of a text with the position of their first unit, in order."""
    before: str | None = None
    held: list[str] = []
    for n, unit in enumerate(text):
        if unit in lone:
            held.append(unit)
            continue
        if held:
            yield n - len(held), Run(before, tuple(held), unit)
            held = []
        before = unit
    if held:
        yield len(text) - len(held), Run(before, tuple(held), None)


class _Text:
    """A distinct text that somebody other than an aggregator ran, and when it appeared first."""

    def __init__(self, units: Units, at: datetime, first: dict[str, datetime | None], *, sent: bool) -> None:
        self.units, self.at, self.sent = units, at, sent
        self._first = first

    @cached_property
    def newest(self) -> datetime | None:
        """The first appearance of its newest unit."""
        times = [at for unit in self.units if (at := self._first[unit]) is not None]
        return max(times, default=None)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {unit: n for n, unit in enumerate(self.units)}

    def between(self, run: Run) -> Units | None:
        """The units at the run's place; None where the text has no such place."""
        low = -1 if run.before is None else self._places.get(run.before)
        if low is None:
            return None
        if run.after is None:  # a text that ends here may be cut here
            return () if low + 1 < len(self.units) and self.units[low + 1] not in run.units else None
        high = self._places.get(run.after)
        if high is None or high <= low:
            return None
        between = self.units[low + 1 : high]
        return None if set(between).intersection(run.units) else between


def _texts(s: Sightings) -> list[_Text]:
    found = []
    for text, copies in s.texts.items():
        told = [c for c in copies if witness(c.member) is not None and c.member.appeared_at is not None]
        if told and told[0].member.appeared_at:
            sent = any(c.member.role == "agency" for c in told)
            found.append(_Text(text, told[0].member.appeared_at, s.first, sent=sent))
    return sorted(found, key=lambda text: (text.at, text.units))


def _verdict(run: Run, texts: list[_Text], first: dict[str, datetime | None]) -> Units | None:
    """The wire's reading of the place; None if the run may be the wire's."""
    times = [at for unit in run.units if (at := first[unit]) is not None]
    if not times or (run.before is None and run.after is None):
        return None
    since = min(times)
    was = set()
    for text in islice((t for t in reversed(texts) if t.at < since), _LOOKED_AT):
        kept = text.between(run)
        if kept is not None and text.sent:
            return kept
        was.add(kept)
    newer = (t for t in texts if t.at > since and t.newest is not None and t.newest > since)
    readings = (t.between(run) for t in islice(newer, _LOOKED_AT))
    return next((kept for kept in readings if kept is not None and kept in was), None)


def _corrected(copy: Copy, verdicts: dict[Run, Units], lone: frozenset[str]) -> Copy:
    units, places = list(copy.units), list(copy.places)
    for start, run in reversed(list(lone_runs(copy.units, lone))):
        end, wires = start + len(run.units), verdicts[run]
        if wires != run.units and not set(wires).intersection(copy.units):
            units[start:end] = wires
            places[start:end] = [copy.places[start]] * len(wires)
    return Copy(copy.member, tuple(units), tuple(places))
