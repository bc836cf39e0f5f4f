"""How often a feed's publisher wishes it to be asked: ``ttl``, ``sy:updatePeriod`` and ``sy:updateFrequency``."""

from __future__ import annotations

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_MOST_DIGITS = 6


def wish(ttl: str, period: str, frequency: str) -> int | None:
    """Seconds between two looks, the longest that is asked for; None where the feed says nothing that can be read.

    Args:
        ttl: minutes (RSS 2.0).
        period: a word of the syndication module (RSS 1.0): hourly, daily, weekly, monthly, yearly.
        frequency: how often in that period; once where it is missing.
    """
    asked = [_whole(ttl) * 60, _PERIODS.get(period.strip().lower(), 0) // max(_whole(frequency), 1)]
    return max(asked) or None


def _whole(raw: str) -> int:
    text = raw.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
