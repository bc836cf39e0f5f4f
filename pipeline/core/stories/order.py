"""The order in which versions count as having come: by appearance, the same for every stage."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model import Member

_NEVER = datetime.max.replace(tzinfo=UTC)
AppearanceKey = tuple[datetime, str, str, int, int]


def by_appearance(member: Member) -> AppearanceKey:
    """Sort key: appearance (unknown last), then outlet, URL, number within the article, version key."""
    return (
        member.appeared_at or _NEVER,
        member.outlet,
        member.url,
        member.number,
        member.version_key,
    )
