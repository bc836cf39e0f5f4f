"""How a correction or a kill travels: what became of it at each article of the story."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.core.compare.sentences import split_sentences
from pipeline.core.normalise.keys import key, public_id
from pipeline.core.normalise.text import house
from pipeline.core.stories.looks import known_at, looked_since, minutes
from pipeline.core.stories.order import by_appearance
from pipeline.core.stories.stale import elsewhere, fixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from pipeline.core.stories.corrections import Correction, Record
    from pipeline.core.stories.kills import Kill
    from pipeline.model import Member

Outcome = Literal[
    "says so",
    "fixed silently",
    "came corrected",
    "dropped it",
    "still runs it",
    "not rechecked",
    "unreachable",
    "not attested",
    "cut before",
    "never ran it",
    "gone",
    "killed",
    "replaced",
]
_FIXED = frozenset({"says so", "fixed silently", "dropped it"})


@dataclass(frozen=True, slots=True)
class Uptake:
    """What became of one correction (or kill) at one article.

    ``fixed_at``: appearance of its first text without the wrong sentence, where it was seen with it;
    ``minutes_to_fix`` from the announcement, 0 where it was fixed no later. Outcomes:

    * ``says so``: the wrong sentence is gone and a note was seen; ``fixed silently``: ran it, runs the right one
      now, no note was seen; ``came corrected``: never seen with it; ``dropped it``: ran it, runs neither now;
    * ``still runs it``: looked at since, and only then; ``not rechecked``, ``unreachable``, ``not attested``: ran
      it when last seen, and is not accused (as in `stale`);
    * ``cut before``: ends above it; ``never ran it``: has neither sentence;
    * ``gone``, ``killed``, ``replaced`` (by another story): the last text seen ran it.
    """

    correction_id: str
    wrong_text: str
    right_text: str | None
    note: str
    announced_by: str
    announced_at: datetime | None
    announced: bool
    article_key: int
    outcome: Outcome
    fixed_at: datetime | None = None
    minutes_to_fix: int | None = None


@dataclass(frozen=True, slots=True)
class _Travel:
    """One correction on its way through a story; ``shown``: the versions that show that it was out."""

    fix: Correction
    record: Record
    ordered: Sequence[Member]
    shown: Sequence[Member]


def uptake(members: Sequence[Member], record: Record) -> tuple[Uptake, ...]:
    """One row for each correction and article of ONE story, agencies left out, in order of announcement, outlet, URL.

    Args:
        members: the story's versions, in any order.
        record: its corrections (`corrections`).
    """
    ordered = sorted(members, key=by_appearance)
    pages = _pages(ordered)
    travels = [_Travel(fix, record, ordered, fixed(fix, ordered, record)) for fix in record.fixes]
    return tuple(_uptake(page, one) for one in travels for page in pages)


def kill_uptake(members: Sequence[Member], kill: Kill | None) -> tuple[Uptake, ...]:
    """What became of the wire's withdrawal (`find_kill`) at each article of ONE story; no row where there is none."""
    if kill is None:
        return ()
    return tuple(_killed(page, kill) for page in _pages(members))


def correction_id(fix: Correction) -> str:
    """Derived from the wrong sentence, so that it is the same on every installation."""
    return public_id("c", key("correction", fix.wrong))


def _pages(members: Iterable[Member]) -> list[list[Member]]:
    """The versions of each article in their order, the current one (else the last) at the end."""
    pages = defaultdict(list)
    for m in members:
        if m.role != "agency":
            pages[m.article_key].append(m)
    for page in pages.values():
        page.sort(key=lambda m: (m.is_current, m.number))
    return sorted(pages.values(), key=lambda page: (page[0].outlet, page[0].url, page[0].article_key))


def _uptake(page: Sequence[Member], one: _Travel) -> Uptake:
    fix, ran = one.fix, [m for m in page if one.record.wrong(m.version_key, one.fix)]
    outcome = _outcome(page, ran, one)
    ended = page[page.index(ran[-1]) + 1].appeared_at if ran and outcome in _FIXED else None
    return Uptake(
        correction_id(fix),
        fix.wrong_text,
        fix.right_text,
        fix.notes[0],
        fix.announced_by,
        fix.announced_at,
        fix.announced,
        page[0].article_key,
        outcome,
        ended,
        minutes(fix.announced_at, ended),
    )


def _outcome(page: Sequence[Member], ran: Sequence[Member], one: _Travel) -> Outcome:
    last, record = page[-1], one.record
    if last in ran:
        return _still(last, one)
    if any(record.says(m.version_key, one.fix) for m in page):
        return "says so"
    if ran and _new_note(page, ran, record):
        return "says so"
    if any(record.right(m.version_key, one.fix) for m in page):
        return "fixed silently" if ran else "came corrected"
    if ran:
        return "dropped it"
    return "cut before" if _ends_above(last, one) else "never ran it"


def _still(last: Member, one: _Travel) -> Outcome:
    if last.status != "live":
        return last.status
    if not last.is_current:
        return "replaced"
    return _seen(last, known_at(elsewhere(last, one.shown)), announced=one.fix.announced)


def _seen(last: Member, known: datetime | None, *, announced: bool = True) -> Outcome:
    """What may be said of a page whose last text seen runs it."""
    if last.unreachable:
        return "unreachable"
    if looked_since(last, known) != "confirmed":
        return "not rechecked"
    return "still runs it" if announced else "not attested"


def _silent(page: Sequence[Member], ran: Sequence[Member], record: Record) -> Outcome:
    if not ran:
        return "came corrected"
    return "says so" if _new_note(page, ran, record) else "fixed silently"


def _new_note(page: Sequence[Member], ran: Sequence[Member], record: Record) -> bool:
    """Whether a page brought any correction note of whatever words since it ran the sentence."""
    before = {note for m in ran for note in record.notes[m.version_key]}
    return any(note not in before for m in page for note in record.notes[m.version_key])


def _ends_above(last: Member, one: _Travel) -> bool:
    """Whether all that a copy shares with a text that has the sentence stands above it."""
    wrong, sentences = one.fix.wrong, one.record.sentences
    whole = next((m for m in one.ordered if wrong in sentences[m.version_key]), None)
    if whole is None:
        return False
    keys = [house(s) for p in whole.paragraphs for s in split_sentences(p)]
    shared = [place for place, name in enumerate(keys) if name in sentences[last.version_key]]
    return bool(shared) and shared[-1] < keys.index(wrong)


def _killed(page: Sequence[Member], kill: Kill) -> Uptake:
    last = page[-1]
    if last.status != "live":
        outcome: Outcome = last.status
    else:
        outcome = _seen(last, kill.killed_at) if last.is_current else "replaced"
    ended = last.killed_at if outcome == "killed" else None
    return Uptake(
        correction_id="",
        wrong_text="",
        right_text=None,
        note=kill.reason,
        announced_by=kill.killed_by,
        announced_at=kill.killed_at,
        announced=True,
        article_key=last.article_key,
        outcome=outcome,
        fixed_at=ended,
        minutes_to_fix=minutes(kill.killed_at, ended),
    )
