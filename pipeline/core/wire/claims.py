"""Instants as wire files write them: ISO 8601 in its long and short forms, nearly always with an offset."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from pipeline.core.normalise.text import tidy
from pipeline.model import Claim

if TYPE_CHECKING:
    from pipeline.model import Precision

_STAMP = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_NEVER = date(1900, 1, 1)  # earlier stamps (0001-01-01) are how some systems write "none"


def claim(raw: object, *, zone: str | None = None) -> Claim | None:
    """The instant a stamp names.

    Args:
        raw: the stamp; None, an empty one and a placeholder like ``0001-01-01T00:00:00`` give None.
        zone: ``UTC`` if the format says that stamps without a zone are in UTC; otherwise such a stamp has no
            instant, only a day: never UTC by guess.

    Returns:
        A claim with source ``wire``. An unreadable stamp is kept raw, without instant and day.
    """
    text = tidy(raw) if isinstance(raw, str) else ""
    if not text:
        return None
    match = _STAMP.fullmatch(text)
    try:
        return _read(match, text, zone) if match else _unreadable(text)
    except ValueError:
        return _unreadable(text)


def _unreadable(text: str) -> Claim:
    return Claim(text, "wire", None, "day")


def _read(match: re.Match[str], raw: str, zone: str | None) -> Claim | None:
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if day < _NEVER:
        return None
    if match[4] is None:
        return Claim(raw, "wire", None, "day", day)
    precision: Precision = "minute" if match[6] is None else "second"
    offset = match[7] or zone
    local = datetime(
        day.year, day.month, day.day, int(match[4]), int(match[5]), int(match[6] or 0), tzinfo=UTC
    )
    if offset is None:
        return Claim(raw, "wire", None, precision, day)
    instant = local.replace(tzinfo=_zone(offset)).astimezone(UTC)
    return Claim(raw, "wire", instant, precision, day, offset.upper())


def _zone(offset: str) -> timezone:
    if offset.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if offset[0] == "-" else away)
