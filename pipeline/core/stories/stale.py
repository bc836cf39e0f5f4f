"""Who still runs what the wire has replaced or corrected, and how sure that is.

A false accusation is the worst error: only ``confirmed`` may be called stale, and it takes a look at the page
after the later text was known, an answer, and the old place in what the page showed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.core.stories.corrections import carries, corrections, sentence_keys
from pipeline.core.stories.order import by_appearance
from pipeline.model import StaleCopy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.core.stories.corrections import Correction
    from pipeline.model import Lineage, Member

State = Literal["confirmed", "not rechecked", "unreachable", "cut before", "not attested"]
_WITNESSES = 2  # outlets that must run a state of the text before it counts as the agency's


@dataclass(frozen=True, slots=True)
class _Story:
    ordered: tuple[Member, ...]
    sentences: dict[int, frozenset[str]]
    fixes: tuple[Correction, ...]
    runs: dict[int, tuple[int, int]]


def stale(members: Sequence[Member], lineage: Lineage) -> tuple[StaleCopy, ...]:
    """The live articles of ONE story whose current text is behind, in order of outlet and URL.

    Args:
        members: the story's versions, in any order; ``is_current``, ``status``, ``last_checked_at`` and
            ``unreachable`` speak of the article.
        lineage: their write-throughs.

    Returns:
        A row for each live article that runs an earlier write-through than another outlet was seen to run, or
        a sentence that an announced correction says was wrong. Wrong means wrong until shown otherwise: only
        the exact sentence counts, and only where the right one does not stand beside it. ``behind_since`` is
        the appearance of the first later write-through elsewhere. Minutes count to the article's last look:
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
    fixes = corrections(ordered)
    sentences = {m.version_key: sentence_keys(m) for m in ordered} if fixes else {}
    story = _Story(ordered, sentences, fixes, lineage.runs)
    rows = []
    for m in sorted(ordered, key=lambda m: (m.outlet, m.url, m.version_key)):
        if m.is_current and m.status == "live" and m.role != "agency":
            row = _row(m, story)
            if row is not None:
                rows.append(row)
    return tuple(rows)


def _row(member: Member, story: _Story) -> StaleCopy | None:
    low, high = story.runs[member.version_key]
    later = [o for o in story.ordered if o.outlet != member.outlet and story.runs[o.version_key][0] > low]
    fix = carries(story.sentences.get(member.version_key, frozenset()), story.fixes)
    fixed = [o for o in story.ordered if o.outlet != member.outlet and _is_fixed(o, fix, story)]
    if not fixed:
        fix = None
    if not later and fix is None:
        return None
    latest = max((story.runs[o.version_key][0] for o in later), default=low)
    if high >= latest and fix is None:
        return _written(member, (low, latest), later, None, "cut before")
    if fix is None:
        later = [o for o in later if story.runs[o.version_key][0] > high]
    state = _state(member, _known_at(fixed)) if fix else _behind(member, later)
    return _written(member, (low, latest), later or fixed, fix, state)


def _is_fixed(other: Member, fix: Correction | None, story: _Story) -> bool:
    return fix is not None and fix.right in story.sentences[other.version_key]


def _behind(member: Member, later: list[Member]) -> State:
    """How sure it is that a copy is behind a text that nobody announced as a correction."""
    looked = _state(member, _known_at(later))
    if looked != "confirmed":
        return looked
    witnesses: dict[str, list[Member]] = {}
    for o in later:
        if o.role != "aggregator":
            witnesses.setdefault(o.outlet, []).append(o)
    if any(o.role == "agency" for o in later):
        return "confirmed"
    if len(witnesses) < _WITNESSES:
        return "not attested"
    known = sorted(t for versions in witnesses.values() if (t := _known_at(versions)) is not None)
    return _state(member, known[_WITNESSES - 1] if len(known) >= _WITNESSES else None)


def _state(member: Member, known: datetime | None) -> State:
    """``known``: when the later text had certainly come into being."""
    if member.unreachable:
        return "unreachable"
    if known is None or member.last_checked_at is None or member.last_checked_at <= known:
        return "not rechecked"
    return "confirmed"


def _known_at(evidence: list[Member]) -> datetime | None:
    """When the later text had certainly come into being: its first sight, else its claim."""
    times = [t for o in evidence if (t := o.first_seen_at or o.appeared_at) is not None]
    return min(times, default=None)


def _written(
    member: Member, numbers: tuple[int, int], later: list[Member], fix: Correction | None, state: State
) -> StaleCopy:
    since = later[0].appeared_at
    behind = member.last_checked_at is not None and since is not None and member.last_checked_at > since
    return StaleCopy(
        version_key=member.version_key,
        runs_writethru=numbers[0],
        current_writethru=numbers[1],
        behind_since=since,
        minutes_behind_low=_minutes(_known_at(later), member.last_checked_at) or 0,
        minutes_behind_high=_minutes(since, member.last_checked_at) if behind else None,
        missing_correction=fix is not None,
        wrong_text=fix.wrong_text if fix else None,
        state=state,
    )


def _minutes(since: datetime | None, until: datetime | None) -> int | None:
    """Whole minutes from one instant to another, at least 0; None where either is unknown."""
    if since is None or until is None:
        return None
    return max(0, int((until - since).total_seconds() // 60))
