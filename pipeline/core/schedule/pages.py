"""When a page is due for a look: the sooner after its last change, the sooner again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_M, _H, _D = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

QUICK = 3 * _H  # after a change

# (up to this age since the last change, look again after). More than 80 % of the changes of a week come in
# the first 24 hours (GDELT two-visit study), most of them soon after the last: so the steps widen, with the square
# root of the rate of changes that is left, for a given number of looks then finds them soonest on the mean.
# benchmarks/world.py holds the number against NewsDiffs' schedule.
STEPS: tuple[tuple[timedelta, timedelta], ...] = (
    (QUICK, 15 * _M),
    (8 * _H, 30 * _M),
    (24 * _H, 90 * _M),
    (3 * _D, 5 * _H),
    (7 * _D, 20 * _H),
)
# (up to this age since publication, no sooner again than after). A change, at this page or at another of its story,
# brings the quick looks back, but an old page changes less often again than a young one: of looks 15 minutes apart
# after a change on the third day 1 in 900 finds another, in the first hours 1 in 24 (benchmarks/world.py).
FLOORS: tuple[tuple[timedelta, timedelta], ...] = (
    (8 * _H, 15 * _M),
    (24 * _H, 30 * _M),
    (3 * _D, 2 * _H),
    (7 * _D, 4 * _H),
    (timedelta.max, 12 * _H),
)
AFTER_A_CHANGE = (
    30 * _M
)  # within `QUICK` after one, whatever the page's age: an edit may need its own mending
LATE_LOOKS: tuple[timedelta, ...] = (14 * _D, 30 * _D, 90 * _D)
SLACK = timedelta(seconds=30)  # a run that starts a little early must not wait for the next one
FOLLOWED = LATE_LOOKS[-1] + _D  # no page is looked at after its last late look

# A page that is gone may come back (a server's hiccup, a story withdrawn and put up again).
_GONE_STEPS = ((_D, 3 * _H), (7 * _D, _D))

# After this time an outlet that never edits late is only asked whether its pages are still there: kills are made
# late too (42 % of deletions in 24 hours, the rest over the week, same study) and must be found within a day.
QUIET_STEP = 20 * _H
ENOUGH_ARTICLES = 60  # without one late edit: fewer than 5 % of articles have one (rule of three, 95 %)
_LONGEST_BACK_OFF = 12 * _H

NEVER_SEEN, TOLD_ANEW, PULLED = 1e6, 1e5, 1e4  # gains of looks that will bring something for (nearly) certain


@dataclass(frozen=True, slots=True)
class PageLife:
    """What the schedule knows of a page.

    Attributes:
        checked_at: the last look that was taken, whatever came of it; None if there was none.
        changed_at: when its text was last seen to change, or first seen at all.
        published_at: what it claims; a claim that lies ahead of the clock does not count.
        pulled_at: when a write-through, correction or kill of its story was last seen, at whatever outlet.
        failures: looks in a row that brought no answer.
        is_gone: it answered 404 or 410 at the last look.
        settles_after: the age after which its outlet was never seen to edit (`settles_after`).
    """

    checked_at: datetime | None = None
    changed_at: datetime | None = None
    published_at: datetime | None = None
    pulled_at: datetime | None = None
    failures: int = 0
    is_gone: bool = False
    settles_after: timedelta | None = None


def is_due(page: PageLife, now: datetime) -> bool:
    """Whether the page is due for a look."""
    due_at = next_look(page, now)
    return due_at is not None and due_at - SLACK <= now


def next_look(page: PageLife, now: datetime) -> datetime | None:
    """When the page is looked at next.

    Every 15 min to 3 h after the last change, 30 min to 8 h, 90 min to 24 h, 5 h to 3 d, 20 h to 7 d, then on
    days 14, 30 and 90 (`STEPS`), less often where the page is older (`FLOORS`); every 20 h in the first week once its
    outlet has settled. What was never seen to change counts from its publication, else from the last look. At once
    when its story moved at another outlet, and from then on as often as after a change of its own. A page that does
    not answer is asked half as often each time, at least every 12 hours.

    Returns:
        An instant, which may lie in the past (then it is due); None after the last look of day 90.
    """
    checked = page.checked_at
    if checked is None:
        return now
    if _is_pulled(page, checked, now):
        return page.pulled_at
    since = _since(page, checked, now)
    age = max(checked - since, timedelta(0))
    step = _step(page, age, checked)
    if step is not None:
        return checked + backed_off(step, page.failures, _LONGEST_BACK_OFF)
    return next((since + day for day in LATE_LOOKS if age < day), None)


def gain(page: PageLife, now: datetime) -> float:
    """How much a look is expected to bring, for the order of turns: 1 is a look that has just become due.

    Steps are made so that a look at their end brings about equally much at any age; waiting longer adds in
    proportion. A page of a story that moved elsewhere comes before all that are merely due, one that was never
    looked at before all.
    """
    if page.checked_at is None:
        return NEVER_SEEN
    due_at = next_look(page, now)
    if due_at is None or page.checked_at > now:
        return 0.0
    wait, step = now - page.checked_at, due_at - page.checked_at
    return (PULLED if _is_pulled(page, page.checked_at, now) else 0.0) + wait / max(
        step, timedelta(minutes=1)
    )


def settles_after(articles: int, latest_edit: timedelta | None) -> timedelta | None:
    """The age after which an outlet's pages need no quick looks any more; None while that is not known.

    Args:
        articles: how many of its articles were followed for three days from their publication.
        latest_edit: the greatest age at which a change of text was found in any of them; None if there was none.
    """
    if articles < ENOUGH_ARTICLES:
        return None
    edited = latest_edit or timedelta(0)
    return next((until for until, _ in STEPS[:-1] if edited < until), None)


def backed_off(step: timedelta, failures: int, longest: timedelta) -> timedelta:
    """The step doubled for each failure in a row, up to ``longest`` (or the step, if that is longer)."""
    doubled: timedelta = step * (1 << min(failures, 16))
    return max(step, min(doubled, longest))


def _is_pulled(page: PageLife, checked: datetime, now: datetime) -> bool:
    return page.pulled_at is not None and checked < page.pulled_at <= now and not page.is_gone


def _since(page: PageLife, checked: datetime, now: datetime) -> datetime:
    known = (page.changed_at, page.published_at, page.pulled_at)
    return max((at for at in known if at is not None and at <= now), default=checked)


def _step(page: PageLife, age: timedelta, checked: datetime) -> timedelta | None:
    step = _at(_GONE_STEPS if page.is_gone else STEPS, age)
    if step is None:
        return None
    if page.settles_after is not None and age >= page.settles_after:
        return max(step, QUIET_STEP)
    return step if page.is_gone else max(step, _floor(page, age, checked))


def _floor(page: PageLife, age: timedelta, checked: datetime) -> timedelta:
    """How soon a page of its age since publication may be looked at again; at once where that is not known."""
    floor = _at(FLOORS, checked - page.published_at) if page.published_at is not None else None
    if floor is None:
        return timedelta(0)
    return min(floor, AFTER_A_CHANGE) if age < QUICK else floor


def _at(steps: tuple[tuple[timedelta, timedelta], ...], age: timedelta) -> timedelta | None:
    return next((step for until, step in steps if age < until), None)
