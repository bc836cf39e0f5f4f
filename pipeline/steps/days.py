"""Days of appearance, by which look-ups in large tables pass by the rows of all other days.

Rows stand in the order of time as they come, and the database knows the least and the greatest day of each 122,880 of
them. So a question that names days reads a few thousand rows where it would read millions.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pipeline.io.store import Store

UNKNOWN_DAY = 2**31 - 1  # of a version without a time: it is met by all, and meets all
_EPOCH = date(1970, 1, 1).toordinal()
_GAP = 30  # days with nothing asked for between two stretches: about as long as 122,880 rows last
_MOST = 4  # stretches, each a statement; what lies more scattered is asked for at once


class Stretch(NamedTuple):
    """Versions of days near each other; ``first`` and ``last`` are -UNKNOWN_DAY and UNKNOWN_DAY where any day may be."""

    keys: list[int]
    first: int
    last: int


EVER = {"first": -UNKNOWN_DAY, "last": UNKNOWN_DAY}  # for statements that may not pass by any row


def day_of(at: datetime | None) -> int:
    """The day of appearance in UTC, whatever the instant's zone, as the store counts days, from 1970."""
    return at.astimezone(UTC).toordinal() - _EPOCH if at else UNKNOWN_DAY


def days_between(one: int, other: int) -> tuple[int, int]:
    """The days of a pair of versions, earlier first; any day where one has no time."""
    if UNKNOWN_DAY in (one, other):
        return -UNKNOWN_DAY, UNKNOWN_DAY
    return min(one, other), max(one, other)


def span(days: Mapping[int, int]) -> Stretch:
    """All versions (key → day) at once."""
    if not days or UNKNOWN_DAY in days.values():
        return Stretch(list(days), -UNKNOWN_DAY, UNKNOWN_DAY)
    return Stretch(list(days), min(days.values()), max(days.values()))


def stretches(days: Mapping[int, int]) -> list[Stretch]:
    """Versions (key → day) by stretches of days: one old text does not make a look at today one at all the years."""
    if not days:
        return []
    ordered = sorted(set(days.values()))
    ends = [a for a, b in pairwise(ordered) if b - a > _GAP]
    if not ends or len(ends) >= _MOST:
        return [span(days)]
    found: list[dict[int, int]] = [{} for _ in range(len(ends) + 1)]
    for key, day in days.items():
        found[sum(day > end for end in ends)][key] = day
    return [span(one) for one in found]


def times(stretch: Stretch) -> dict[str, datetime | None]:
    """The stretch as the instants ``since`` and before ``until``; None where any time may be, or none."""
    if stretch.last == UNKNOWN_DAY:
        return {"since": None, "until": None}
    return {"since": _midnight(stretch.first), "until": _midnight(stretch.last) + timedelta(days=1)}


def _midnight(day: int) -> datetime:
    return datetime.fromordinal(day + _EPOCH).replace(tzinfo=UTC)


def days_of(store: Store, versions: Collection[int]) -> dict[int, int]:
    """Those of some versions that are stored, with their days: the dear question, since these are not known."""
    return dict(store.tuples("days_of", keys=list(versions), unknown=UNKNOWN_DAY) if versions else ())


def ask(store: Store, query: str, days: Mapping[int, int], **more: Any) -> list[tuple[Any, ...]]:
    """Rows of a query about versions (key → day) that names ``first`` and ``last`` day, stretch by stretch."""
    return [
        row
        for one in stretches(days)
        for row in store.tuples(query, keys=one.keys, first=one.first, last=one.last, **more)
    ]


def ask_days(store: Store, query: str, days: Mapping[int, int], **more: Any) -> list[tuple[Any, ...]]:
    """As `ask`, of a query that also takes the ``days`` of the ``keys``."""
    return [
        row
        for one in stretches(days)
        for row in store.tuples(
            query,
            keys=one.keys,
            days=[days[key] for key in one.keys],
            first=one.first,
            last=one.last,
            unknown=UNKNOWN_DAY,
            **more,
        )
    ]
