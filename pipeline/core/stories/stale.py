"""Who still runs what the wire has replaced, corrected or withdrawn, and how sure that is.

A false accusation is the worst error: only ``confirmed`` may be called stale, and it takes a look at the page
after the later text was known, an answer, and the old place in what the page showed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from pipeline.core.stories.copies import witness
from pipeline.core.stories.corrections import corrections
from pipeline.core.stories.kills import find_kill
from pipeline.core.stories.looks import State, known_at, looked_since, minutes
from pipeline.core.stories.order import by_appearance
from pipeline.model import StaleCopy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.core.stories.corrections import Correction, Record
    from pipeline.core.stories.kills import Kill
    from pipeline.model import Lineage, Member

_WITNESSES = (
    2  # witnesses (outlets of two owners) that must run a state of the text before it counts as the agency's
)
_SUREST = ("confirmed", "not attested", "not rechecked", "unreachable")


@dataclass(frozen=True, slots=True)
class _Story:
    record: Record
    kill: Kill | None
    runs: dict[int, tuple[int, int]]
    shown: dict[str, tuple[Member, ...]]
    beyond: list[_Beyond]  # of each write-through


class _Beyond:
    """The versions that run a later write-through than one, for pages of any outlet: its own versions left out.

    Sorted once, asked by every page: a story may have hundreds.
    """

    def __init__(self, number: int, ordered: Iterable[Member], low: Mapping[int, int]) -> None:
        self._low = low
        self._versions = [m for m in ordered if low[m.version_key] > number]

    @cached_property
    def _timed(self) -> list[tuple[datetime, Member]]:
        timed = [(at, m) for m in self._versions if (at := known_at((m,))) is not None]
        return sorted(timed, key=itemgetter(0))

    @cached_property
    def _latest(self) -> list[Member]:
        return sorted(self._versions, key=lambda m: -self._low[m.version_key])

    def first(self, outlet: str) -> Member | None:
        """The first to appear elsewhere; None where there is no later text elsewhere."""
        return next((m for m in self._versions if m.outlet != outlet), None)

    def latest(self, outlet: str) -> int | None:
        """The number of the latest write-through that is run elsewhere."""
        return next((self._low[m.version_key] for m in self._latest if m.outlet != outlet), None)

    def known(self, outlet: str, witnesses: int = 0) -> datetime | None:
        """When so many witnesses elsewhere (0: anybody) had certainly run a later text; None: not known."""
        found: set[str] = set()
        for at, m in self._timed:
            who = witness(m) if witnesses else ""
            if m.outlet != outlet and who is not None:
                found.add(who)
                if len(found) >= witnesses:
                    return at
        return None

    def is_attested(self, outlet: str, witnesses: int) -> bool:
        """Whether so many witnesses elsewhere run a later text, at whatever time."""
        found: set[str] = set()
        for m in self._versions:
            who = witness(m)
            if m.outlet != outlet and who is not None:
                found.add(who)
                if len(found) >= witnesses:
                    return True
        return False

    @cached_property
    def _agencies(self) -> frozenset[str]:
        return frozenset(m.outlet for m in self._versions if m.role == "agency")

    def is_sent(self, outlet: str) -> bool:
        """Whether the agency's own copy is among them."""
        return bool(self._agencies - {outlet})


@dataclass(frozen=True, slots=True)
class _Missing:
    """What a copy lacks besides the later text."""

    fix: Correction | None = None
    kill: Kill | None = None
    evidence: tuple[Member, ...] = ()


def stale(members: Sequence[Member], lineage: Lineage, record: Record | None = None) -> tuple[StaleCopy, ...]:
    """The live articles of ONE story whose current text is behind, in order of outlet and URL.

    Args:
        members: the story's versions, in any order; ``is_current``, ``status``, ``last_checked_at``,
            ``unreachable`` and ``killed_at`` speak of the article.
        lineage: their write-throughs.
        record: the story's corrections, where they are known already.

    Returns:
        A row for each live article that runs an earlier write-through than another outlet was seen to run, a
        sentence that an announced correction says was wrong, or a story that the wire withdrew. Wrong means wrong
        until shown otherwise: only the exact sentence counts, and only where neither the right one nor the note
        stands beside it. ``behind_since`` is the appearance of the first later write-through elsewhere (where
        there is none: when the correction or the kill was out). Minutes count to the article's last look:
        ``high`` from ``behind_since``, ``low`` from when we saw the later text ourselves; where there was no
        look since, ``low`` is 0 and ``high`` None. States, first that holds:

        * ``cut before``: its text ends above every changed place, so it fits the latest write-through too;
        * ``unreachable``: the latest looks at the page failed;
        * ``not rechecked``: no look since the later (corrected) text was seen elsewhere, or the times of
          either are unknown;
        * ``not attested``: the later text was seen at one outlet only, so it may be that outlet's own; an
          announced correction and the agency's own copy need no second witness, an aggregator is none;
        * ``confirmed``: looked at since, and the page showed the old text.
    """
    ordered = tuple(sorted(members, key=by_appearance))
    record = record or corrections(ordered)
    shown = {fix.wrong: fixed(fix, ordered, record) for fix in record.fixes}
    low = {key: numbers[0] for key, numbers in lineage.runs.items()}
    beyond = [_Beyond(number, ordered, low) for number in range(len(lineage.writethrus))]
    story = _Story(record, find_kill(ordered), lineage.runs, shown, beyond)
    rows = (
        _row(m, story)
        for m in sorted(ordered, key=lambda m: (m.outlet, m.url, m.version_key))
        if m.is_current and m.status == "live" and m.role != "agency"
    )
    return tuple(row for row in rows if row is not None)


def _row(member: Member, story: _Story) -> StaleCopy | None:
    """The surest of what can be said; a withdrawal outweighs a correction, a correction a later text."""
    behind = _row_of_text(member, story)
    if story.kill is None:
        return behind
    state = looked_since(member, story.kill.killed_at)
    if behind and behind.state == "confirmed" != state:
        return behind
    missing, lacks = _missing_fix(member, story)
    if lacks != state:
        missing = _Missing()  # one row has one state: what is less sure than that is not said
    return _written(member, story, replace(missing, kill=story.kill), state)


def _row_of_text(member: Member, story: _Story) -> StaleCopy | None:
    low, high = story.runs[member.version_key]
    missing, state = _missing_fix(member, story)
    if missing.fix:
        return _written(member, story, missing, state)
    latest = story.beyond[low].latest(member.outlet)
    if latest is None:
        return None
    if high >= latest:
        return _written(member, story, missing, "cut before")
    return _written(member, story, missing, _behind(member, story.beyond[high]), high)


def _missing_fix(member: Member, story: _Story) -> tuple[_Missing, State]:
    """The correction a copy lacks, the surest first, and how sure it is."""
    found = [
        (_Missing(fix, None, evidence), _lacks(member, fix, evidence))
        for fix in story.record.fixes
        if story.record.wrong(member.version_key, fix)
        and (evidence := elsewhere(member, story.shown[fix.wrong]))
    ]
    return min(found, key=lambda one: _SUREST.index(one[1]), default=(_Missing(), "confirmed"))


def fixed(fix: Correction, ordered: Sequence[Member], record: Record) -> tuple[Member, ...]:
    """Versions that show that a correction was out: they tell of it, or their page went from wrong to right.

    A page that was right from the start shows no correction.
    """
    ran: set[int] = set()
    found = []
    for o in ordered:
        if record.wrong(o.version_key, fix):
            ran.add(o.article_key)
        elif record.says(o.version_key, fix) or (o.article_key in ran and record.right(o.version_key, fix)):
            found.append(o)
    return tuple(found)


def elsewhere(member: Member, versions: Iterable[Member]) -> tuple[Member, ...]:
    """Those of other articles."""
    return tuple(o for o in versions if o.article_key != member.article_key)


def _lacks(member: Member, fix: Correction, evidence: Sequence[Member]) -> State:
    looked = looked_since(member, known_at(evidence))
    return "not attested" if looked == "confirmed" and not fix.announced else looked


def _behind(member: Member, beyond: _Beyond) -> State:
    """How sure it is that a copy is behind a text that nobody announced as a correction."""
    looked = looked_since(member, beyond.known(member.outlet))
    if looked != "confirmed" or beyond.is_sent(member.outlet):
        return looked
    if not beyond.is_attested(member.outlet, _WITNESSES):
        return "not attested"
    return looked_since(member, beyond.known(member.outlet, _WITNESSES))


def _written(
    member: Member, story: _Story, missing: _Missing, state: State, above: int | None = None
) -> StaleCopy:
    """A row; the times count from the first text above a write-through: its own earliest, unless another is told."""
    fix, kill, low = missing.fix, missing.kill, story.runs[member.version_key][0]
    since, seen = _since(member, story.beyond[low if above is None else above], missing)
    latest = story.beyond[low].latest(member.outlet)
    behind = member.last_checked_at is not None and since is not None and member.last_checked_at > since
    return StaleCopy(
        version_key=member.version_key,
        runs_writethru=low,
        current_writethru=low if latest is None else latest,
        behind_since=since,
        minutes_behind_low=minutes(seen, member.last_checked_at) or 0,
        minutes_behind_high=minutes(since, member.last_checked_at) if behind else None,
        missing_correction=fix is not None,
        wrong_text=fix.wrong_text if fix else None,
        state=state,
        right_text=fix.right_text if fix else None,
        corrected_since=fix.announced_at if fix else None,
        missing_kill=kill is not None,
        killed_since=kill.killed_at if kill else None,
    )


def _since(member: Member, beyond: _Beyond, missing: _Missing) -> tuple[datetime | None, datetime | None]:
    """When the first later text elsewhere appeared and was seen; else the correction; a kill goes before both."""
    if missing.kill:
        return missing.kill.killed_at, missing.kill.killed_at
    later = beyond.first(member.outlet)
    if later:
        return later.appeared_at, beyond.known(member.outlet)
    evidence = missing.evidence
    return (evidence[0].appeared_at if evidence else None), known_at(evidence)
