"""A story the wire withdrew: who may say so, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.model import Member

WITNESSES = 2  # outlets with a kill notice, where the wire itself is not seen


@dataclass(frozen=True, slots=True)
class Kill:
    """A withdrawal of the whole story: by whom, since when (None: not known), in which words."""

    killed_by: str
    killed_at: datetime | None
    reason: str


def find_kill(members: Sequence[Member]) -> Kill | None:
    """The withdrawal of ONE story, or None.

    Args:
        members: its versions, in any order; ``status``, ``killed_at`` and ``kill_reason`` speak of the article.

    Returns:
        The agency's kill, unless it sent the story again or has another item of it live. Where the agency is not
        seen, the notices of two outlets: then it counts from the second. One outlet alone takes back its own
        page, not the wire's story, and an aggregator takes back nobody's.
    """
    agency = [m for m in members if m.role == "agency"]
    killed = sorted((m for m in members if m.status == "killed"), key=_by_kill)
    if agency:
        if any(m.status == "live" for m in agency):
            return None
        return next((_kill(m) for m in killed if m.role == "agency"), None)
    tellers: dict[str, Member] = {}
    for m in killed:
        if m.role != "aggregator":
            tellers.setdefault(m.outlet, m)
    if len(tellers) < WITNESSES:
        return None
    first, second = list(tellers.values())[:WITNESSES]
    return Kill(first.outlet, second.killed_at, first.kill_reason)


def _by_kill(m: Member) -> tuple[bool, str, str, str, int]:
    return m.killed_at is None, m.killed_at.isoformat() if m.killed_at else "", m.outlet, m.url, m.version_key


def _kill(m: Member) -> Kill:
    return Kill(m.outlet, m.killed_at, m.kill_reason)
