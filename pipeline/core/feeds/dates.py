"""The dates feeds write (RFC 822, RFC 3339 and their home-made kin), read into claims.

Not left to feedparser: it turns zone names it does not know silently into UTC, and it does not know
Newfoundland's NST/NDT nor the French HNE/HAE.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline.core.extract import stamps, zones
from pipeline.model import Claim

if TYPE_CHECKING:
    from datetime import tzinfo

    from pipeline.model import Precision

_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?:[Tt ]\s*(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d{1,9})?)?)?(?P<tail>.*)",
    re.ASCII,
)
_RFC822 = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?(?P<d>\d{1,2})[\s-]+(?P<name>[^\W\d_]{3,10})\.?,?[\s-]+(?P<y>\d{4}|\d{2})"
    r"(?:,?\s+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d{1,9})?)?)?(?P<tail>.*)"
)
_MONTHS = {
    "jan": 1, "feb": 2, "fev": 2, "mar": 3, "apr": 4, "avr": 4, "may": 5, "mai": 5, "jun": 6, "juin": 6,
    "jul": 7, "juil": 7, "aug": 8, "aou": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
_CENTURY_FROM = 70  # RFC 2822 section 4.3 says 50; no feed is older than the seventies
_LONGEST = stamps.LONGEST
_FIRST_YEAR, _LAST_YEAR = stamps.FIRST_YEAR, stamps.LAST_YEAR


def read(raw: str, zone: str | None = None) -> Claim | None:
    """A feed's date as a claim with source "feed"; None where there is no date in it.

    Args:
        raw: the date as the feed writes it.
        zone: the IANA zone for dates that name none (the outlet's). A zone *name* that nobody knows is not
            replaced by it: the instant stays None.

    Returns:
        A claim, to the second, minute or day. A day-precise claim's instant is that day's local midnight.
    """
    text = " ".join(raw.split())
    if not text or len(text) > _LONGEST:
        return None
    found = _ISO.fullmatch(text) or _RFC822.fullmatch(text)
    day = _day(found) if found else None
    if found is None or day is None:
        return stamps.read(text, "feed", stamps.Setting(zone=zone))
    return _claim(text, found, day, zone)


def _claim(text: str, found: re.Match[str], day: date, home: str | None) -> Claim | None:
    clock = _clock(found)
    if clock is None:
        return None
    tzone, name = _zone(found["tail"].strip(), home)
    local = datetime(day.year, day.month, day.day, *clock)  # noqa: DTZ001 - the zone is put on below
    instant = zones.to_utc(local, tzone) if tzone else None
    return Claim(text, "feed", instant, _precision(found), local_day=day, zone=name)


def _day(found: re.Match[str]) -> date | None:
    names = found.groupdict()
    month = int(names["m"]) if names.get("m") else _month(names["name"])
    year = int(names["y"])
    if len(names["y"]) == 2:  # noqa: PLR2004 - two-digit years of RFC 822
        year += 1900 if year >= _CENTURY_FROM else 2000
    try:
        day = date(year, month, int(names["d"]))
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _month(name: str) -> int:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3], 0)


def _clock(found: re.Match[str]) -> tuple[int, int, int] | None:
    hour, minute, second = (int(found[part] or 0) for part in "HMS")
    if hour > 23 or minute > 59 or second > 60:  # noqa: PLR2004 - the clock's limits, with a leap second
        return None
    return hour, minute, min(second, 59)


def _precision(found: re.Match[str]) -> Precision:
    if found["H"] is None:
        return "day"
    return "minute" if found["S"] is None else "second"


def _zone(tail: str, home: str | None) -> tuple[tzinfo | None, str | None]:
    if tail:
        return zones.written(tail, home)
    return (zones.named(home), home) if home else (None, None)
