"""Fiction in the shape of wire copy, and a way to write its versions down in a line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pipeline.model import Member

if TYPE_CHECKING:
    from collections.abc import Sequence

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WIRE = (
    "Premier Ruth Calder will meet the mayors of four flooded towns today to agree on who pays for new dikes along the Orrin River.",
    "The river crested at 6.2 metres on Sunday, a metre above the wall that was built after the flood of 1998.",
    "About 340 people slept in school gyms, and the Red Cross asked for blankets and cots.",
    "Engineers warned the province three years ago that the wall would not hold a spring like this one.",
    "The province set aside 15 million dollars for repairs in its last budget, half of what the towns had asked for.",
    "A train line that carries grain to the port stays closed until inspectors have walked the bridges.",
)  # fmt: skip
RECAST = "Premier Ruth Calder promised 22 million dollars for new dikes on Monday after three hours with the mayors of four flooded towns."
MET = WIRE[0].replace("will meet", "met").replace("today", "on Monday")
OTHER = (
    "A court in Dunmore freed two anglers on Monday who had been accused of moving a lake's only boundary stone.",
    "Judge Petra Lind said the stone had been under ice in the month when it was supposed to have been carried off.",
    "The stone weighs 210 kilograms and has stood on the eastern shore since a survey in 1911.",
    "Neither man spoke to reporters, and the parish has not said whether it means to appeal.",
)
LOCAL = (
    "At Kerr's hardware store in this town the last pump was sold before breakfast, the owner told our reporter.",
    "Volunteers who want to help are asked to come to the curling club from noon.",
)


def member(key: int, outlet: str, paragraphs: Sequence[str], minute: int = 0, **given: Any) -> Member:
    """A version that appeared, and was first seen, some minutes after the start; its article is the outlet's."""
    at = START + timedelta(minutes=minute)
    facts: dict[str, Any] = {
        "article_key": sum(map(ord, outlet)),
        "url": f"https://{outlet.casefold()}.example/a",
        "number": 1,
        "appeared_at": at,
        "first_seen_at": at,
        "last_checked_at": START + timedelta(minutes=given.pop("checked", minute)),
    }
    return Member(version_key=key, outlet=outlet, paragraphs=tuple(paragraphs), **(facts | given))
