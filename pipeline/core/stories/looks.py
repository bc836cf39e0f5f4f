"""Whether we looked at a page since something was out: nobody is accused for what we did not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pipeline.model import Member

State = Literal["confirmed", "not rechecked", "unreachable", "cut before", "not attested"]


def looked_since(member: Member, known: datetime | None) -> State:
    """Say "confirmed", "unreachable" or "not rechecked"; ``known``: when the thing had certainly come to be."""
    if member.unreachable:
        return "unreachable"
    if known is None or member.last_checked_at is None or member.last_checked_at <= known:
        return "not rechecked"
    return "confirmed"


def known_at(evidence: Iterable[Member]) -> datetime | None:
    """When texts had certainly come into being: the first sight of one, else its claim."""
    times = [t for m in evidence if (t := m.first_seen_at or m.appeared_at) is not None]
    return min(times, default=None)


def minutes(since: datetime | None, until: datetime | None) -> int | None:
    """Whole minutes from one instant to another, at least 0; None where either is unknown."""
    if since is None or until is None:
        return None
    return max(0, int((until - since).total_seconds() // 60))
