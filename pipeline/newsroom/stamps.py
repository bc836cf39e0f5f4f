"""How sites write an instant: visible stamps in several styles, and those of feeds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from pipeline.newsroom.records import Site

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FRENCH_ZONES = {"EDT": "HAE", "EST": "HNE"}
_HOUR = timedelta(hours=1)


def visible(site: Site, at: datetime, now: datetime) -> str:
    """The stamp a reader sees on a site's page; ``now`` is used by relative stamps only."""
    local = at.astimezone(site.zone)
    if site.stamp == "relative":
        return relative(at, now)
    styles = {
        "ampm": _ampm(local),
        "ap": f"{_MONTHS[local.month - 1][:3]}. {local.day}, {local.year}, {_twelve(local, dots=True)} {local:%Z}",
        "dotted": f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1][:3]} {local:%Y %H.%M %Z}",
        "iso": f"{local:%Y-%m-%d %H:%M} {local:%Z}",
        "french": f"{day_fr(local)} à {local.hour} h {local.minute:02d}",
    }
    return styles[site.stamp]


def _ampm(local: datetime) -> str:
    return f"{day_en(local)} {_twelve(local)}"


def _twelve(local: datetime, *, dots: bool = False) -> str:
    half = "am" if local.hour < 12 else "pm"  # noqa: PLR2004 - noon
    return f"{local.hour % 12 or 12}:{local.minute:02d} {'.'.join(half) + '.' if dots else half}"


def day_en(day: date) -> str:
    """A day as English pages write it: March 10, 2026."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def day_fr(day: date) -> str:
    """A day as French pages write it: 10 mars 2026; the first is ``1er``."""
    return f"{'1er' if day.day == 1 else day.day} {_MOIS[day.month - 1]} {day.year}"


def relative(at: datetime, now: datetime) -> str:
    """An age in words: just now, 25 minutes ago, 3 hours ago, yesterday."""
    age = max(now - at, timedelta())
    if age < timedelta(minutes=2):
        return "just now"
    if age < _HOUR:
        return f"{age // timedelta(minutes=1)} minutes ago"
    if age < 24 * _HOUR:
        hours = age // _HOUR
        return f"{hours} hour{'s' if hours > 1 else ''} ago"
    return "yesterday"


def rfc822(site: Site, at: datetime) -> str:
    """An RSS date in the site's zone, with its name (EDT, NDT, HAE) or its offset."""
    local = at.astimezone(site.zone)
    zone = local.strftime("%Z") if site.feed.zone_names else local.strftime("%z")
    if site.language.startswith("fr"):
        zone = _FRENCH_ZONES.get(zone, zone)
    month = _MONTHS[local.month - 1][:3]
    return f"{_DAYS[local.weekday()]}, {local.day:02d} {month} {local:%Y %H:%M:%S} {zone}"


def http_date(at: datetime) -> str:
    """An HTTP date, always GMT (RFC 9110, 5.6.7)."""
    moment = at.astimezone(UTC)
    month = _MONTHS[moment.month - 1][:3]
    return f"{_DAYS[moment.weekday()]}, {moment.day:02d} {month} {moment:%Y %H:%M:%S} GMT"
