"""A feed in words, for the person who asked: what it is, how often it changes, what is odd about asking it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from pipeline.core.feeds.state import FeedState
    from pipeline.model import ParsedFeed

_NAMES = {
    "json": "JSON Feed", "sitemap-news": "a news sitemap", "sitemap": "a sitemap without news marks",
    "sitemap-index": "an index of sitemaps", "listing": "a page that lists articles",
}  # fmt: skip
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


def format_name(version: str) -> str:
    """A format as people call it: ``rss20`` → ``RSS 2.0``."""
    for prefix, name in (("rss", "RSS"), ("atom", "Atom"), ("cdf", "CDF")):
        if version.startswith(prefix) and version != prefix:
            return f"{name} {'.'.join(version.removeprefix(prefix)[:3])}"
    return _NAMES.get(version, version or "unknown format")


def contents(parsed: ParsedFeed, now: datetime) -> str:
    """What it lists, and how quickly that comes."""
    dated = sorted(e.published.instant for e in parsed.entries if e.published and e.published.instant)
    text = f"{format_name(parsed.version)}, {len(parsed.entries)} entries, {len(dated)} with a time"
    if not dated:
        return text
    text += f", the newest of {dated[-1]:%Y-%m-%d %H:%M} UTC ({ago(now - dated[-1])})"
    return text + (f"; about one every {span(_typical(dated))}" if len(dated) > 2 else "")  # noqa: PLR2004


def manners(parsed: ParsedFeed, *, has_validators: bool) -> list[str]:
    """What there is to know about asking it."""
    lines = []
    if not has_validators:
        lines.append("its server sends neither ETag nor Last-Modified: each poll brings the whole feed")
    if parsed.wish_s:
        lines.append(f"it asks for {span(parsed.wish_s)} between two looks")
    if parsed.older:
        lines.append("it has pages of older entries (RFC 5005): they are read where entries were missed")
    return lines


def standing(state: FeedState) -> list[str]:
    """What polls have found out about it."""
    if state.retired_at:
        return [
            f"retired: it said 410, gone for good, on {state.retired_at:%Y-%m-%d}; `feeds add` brings it back"
        ]
    lines = []
    if state.polls:
        every = f"something new about every {span(1 / state.pulse.rate * _HOUR)}"
        lines.append(
            f"polled {state.polls} times; {every}; asked every {span(state.interval.total_seconds())}"
        )
    if state.address:
        lines.append(f"moved for good: asked at {state.address} (your feeds.toml has the old address)")
    if state.lied_at:
        lines.append(
            f"its server said 304 though the feed had changed ({state.lied_at:%Y-%m-%d}): not believed for now"
        )
    if state.failures:
        what = "404" if state.missing else "no usable answer"
        lines.append(f"{what}, {state.failures} times in a row: asked more rarely until it comes back")
    return lines


def in_short(state: FeedState) -> str:
    """The same in a word or two, for a list."""
    if state.retired_at:
        return "retired (410)"
    if state.failures:
        return f"fails ({'404' if state.missing else 'no answer'} {state.failures}×)"
    moved = "; moved" if state.address else ""
    return f"every {span(state.interval.total_seconds())}{moved}" if state.polls else "not asked yet"


def span(seconds: float) -> str:
    """A length of time, roughly: 40 s, 12 min, 3 h, 5 d."""
    for unit, name in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= unit * (1.5 if unit != _MINUTE else 1):
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} s"


def ago(since: timedelta) -> str:
    """How long ago; what lies ahead is said so."""
    seconds = since.total_seconds()
    return f"{span(seconds)} ago" if seconds >= 0 else f"{span(-seconds)} ahead of the clock"


def _typical(dated: Sequence[datetime]) -> float:
    gaps = sorted((b - a).total_seconds() for a, b in pairwise(dated))
    return max(gaps[len(gaps) // 2], 1.0)
