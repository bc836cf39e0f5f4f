"""Zones that stamps name: an explicit table, so that no unknown name silently becomes UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

# Minutes east of Greenwich. English and French Canadian names, then Europe, Asia, Africa and Oceania.
_OFFSETS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "TU": 0, "UT": 0,
    "NST": -210, "NDT": -150, "AST": -240, "ADT": -180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600,
    "HNT": -210, "HAT": -150, "HNA": -240, "HAA": -180, "HNE": -300, "HAE": -240, "HNC": -360, "HAC": -300,
    "HNR": -420, "HAR": -360, "HNP": -480, "HAP": -420,
    "BST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "TRT": 180,
    "SAST": 120, "CAT": 120, "EAT": 180, "WAT": 60, "GST": 240, "PKT": 300, "WIB": 420, "SGT": 480,
    "HKT": 480, "MYT": 480, "PHT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570, "ACDT": 630,
    "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "BRT": -180,
}  # fmt: skip
# Names that follow a clock through the year.
_CLOCKS = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "UK": "Europe/London", "NT": "America/St_Johns", "AT": "America/Halifax", "HE": "America/Toronto",
    "EASTERN": "America/New_York", "CENTRAL": "America/Chicago", "MOUNTAIN": "America/Denver",
    "PACIFIC": "America/Los_Angeles", "ATLANTIC": "America/Halifax",
}  # fmt: skip
# Names two regions share: the outlet's own zone decides, by its start; the table above is the default.
_SHARED = {
    "IST": (("Europe/Dublin", 60), ("Asia/Kolkata", 330), ("Asia/Calcutta", 330), ("Asia/Jerusalem", 120)),
    "CST": (("Asia/", 480),),
    "AST": (("Asia/", 180),),
    "BST": (("Asia/Dhaka", 360),),
    "GST": (("Atlantic/South_Georgia", -120),),
}
_NAMES = "|".join(sorted({*_OFFSETS, *_CLOCKS, *_SHARED}, key=len, reverse=True))
_NAME = re.compile(rf"(?<![A-Za-z])(?:{_NAMES})(?![A-Za-z])(?!\s*-?\w*\.\w)", re.ASCII)
_WORDS = re.compile(
    r"\b(eastern|central|mountain|pacific|atlantic)\s+(?:standard |daylight )?time\b", re.IGNORECASE
)
_OFFSET = re.compile(r"(?:^|(?<=[\d\s(])|(?<=UTC)|(?<=GMT))([+\-−])(\d{1,2})(?::?(\d{2}))?(?![\d:])")
_WIDEST = timedelta(hours=15)


@lru_cache(maxsize=256)
def named(zone: str) -> tzinfo | None:
    """The IANA zone of that name, or None where the zone data does not know it."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return None


def _fixed(minutes: int) -> tzinfo:
    return timezone(timedelta(minutes=minutes))


def _of_name(name: str, home: str | None) -> tzinfo | None:
    for start, minutes in _SHARED.get(name, ()):
        if home and home.startswith(start):
            return _fixed(minutes)
    if name in _CLOCKS:
        return named(_CLOCKS[name])
    return _fixed(_OFFSETS[name]) if name in _OFFSETS else None


def offset(text: str) -> tzinfo | None:
    """The numeric offset a stamp ends with ("+02:00", "-0330", "GMT+1"), or None."""
    found = _OFFSET.search(text)
    if not found:
        return None
    span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if span > _WIDEST:
        return None
    return timezone(span if found[1] == "+" else -span)


def written(text: str, home: str | None = None) -> tuple[tzinfo | None, str | None]:
    """The zone a stamp's tail names, and the name as written.

    Args:
        text: what follows the time of day in the stamp.
        home: the outlet's IANA zone, which decides names that two regions share (IST, CST, AST).

    Returns:
        (zone, name); (None, name) for a name that stays open; (None, None) if it names none.
    """
    numeric = offset(text)
    if numeric is not None:
        return numeric, str(numeric)
    name = _NAME.search(text)
    if name:
        return _of_name(name[0], home), name[0]
    word = _WORDS.search(text)
    return (_of_name(word[1].upper(), home), word[0]) if word else (None, None)


def to_utc(local: datetime, zone: tzinfo) -> datetime | None:
    """A wall-clock time in a zone as aware UTC; the earlier one where the clock is set back.

    Returns None at the ends of the calendar.
    """
    try:
        return local.replace(tzinfo=zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
