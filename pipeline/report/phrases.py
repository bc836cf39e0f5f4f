"""The words all renderings share, so that terminal, Markdown and HTML say the same."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from pipeline.model import Change, Comparison, Op, Relation
    from pipeline.report.blocks import Block
    from pipeline.report.rows import DiffSide, StaleRow, TimelineRow, TranslationRow

OPS: tuple[Op, ...] = ("unchanged", "edited", "added", "removed", "moved")
UNKNOWN = "time not known"
SOURCES = {
    "json-ld": "JSON-LD",
    "meta": "meta tag",
    "time-element": "time tag",
    "visible": "visible stamp",
    "wire": "the wire's own",
    "feed": "feed",
    "record": "record",
    "htmldate": "htmldate",
    "seen": "first seen by us",
}
LANGUAGES = {
    "ar": "Arabic", "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
_LABELLED = frozenset({"moved", "paragraph-split", "paragraphs-merged"})  # what `place` says already
_TEXT_EVENTS = frozenset({"published", "updated"})
_HOUR, _DAY = 60, 24 * 60


@lru_cache(maxsize=64)
def zone_of(name: str | None) -> tzinfo:
    """The zone to show times in; UTC where none is given or the name is not known."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def zone_name(name: str | None) -> str:
    """The zone's name as a column head: an IANA name or UTC."""
    return str(name) if name and zone_of(name) is not UTC else "UTC"


def clock(instant: datetime | None, zone: str | None, *, named: bool = False) -> str:
    """``2026-01-06 05:32``, with the zone's short name if ``named``."""
    if instant is None:
        return UNKNOWN
    local = instant.astimezone(zone_of(zone))
    return f"{local:%Y-%m-%d %H:%M}" + (f" {local.tzname()}" if named else "")


def moment(row: TimelineRow, zone: str | None) -> str:
    """When an event was: the minute, or the day where the claim is no more precise."""
    if row.event_at is None and row.event_day is not None:
        return f"{row.event_day.isoformat()} (day)"
    return clock(row.event_at, zone)


def span(minutes: int) -> str:
    """A stretch of minutes as people say it: ``1 h 52 min``."""
    if minutes < _HOUR:
        return f"{minutes} min"
    if minutes < _DAY:
        hours, rest = divmod(minutes, _HOUR)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days, rest = divmod(minutes, _DAY)
    return f"{days} d {rest // _HOUR} h" if rest >= _HOUR else f"{days} d"


def count(number: int, noun: str, nouns: str | None = None) -> str:
    """``1 outlet``, ``3 outlets``, ``2 copies``."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


def event(row: TimelineRow) -> str:
    """What happened; a text that we never saw is said to be missing."""
    words = row.event.replace("-", " ")
    if row.event in _TEXT_EVENTS and not row.captured:
        return f"{words}, text not captured"
    return words


def source(row: TimelineRow) -> str:
    """Where the time of an event comes from."""
    return SOURCES.get(row.time_source, row.time_source)


def language(code: str) -> str:
    """A language by its English name; the code where it has none here."""
    return LANGUAGES.get(code[:2], code)


def told_in(row: TranslationRow) -> str:
    """Who tells it in the other language and when: ``La Presse Canadienne, 3 h later, 1 correction there``."""
    parts = [row.agency or "agency not known"]
    if row.minutes_apart is not None:
        parts.append(
            f"{span(abs(row.minutes_apart))} {'later' if row.minutes_apart >= 0 else 'earlier'}"
            if row.minutes_apart
            else "at the same minute"
        )
    if row.corrections:
        parts.append(f"{count(row.corrections, 'correction')} there")
    return ", ".join(parts)


def numbers(low: int | None, high: int | None) -> str:
    """Write-through numbers: ``1``, or ``0–1`` where a cut copy fits several; ``–`` where none is known."""
    if low is None:
        return "–"
    return str(low) if high is None or high == low else f"{low}–{high}"


def tally(comparison: Comparison) -> str:
    """``5 unchanged, 1 edited, 5 added, 0 removed, 0 moved``; pieces of split paragraphs are no added ones."""
    counts = {op: comparison.count(op) for op in OPS}
    split = sum(c.part_of is not None and c.op == "added" for c in comparison.changes)
    merged = sum(c.part_of is not None and c.op == "removed" for c in comparison.changes)
    counts["added"] -= split
    counts["removed"] -= merged
    breaks = [f", {n} {word}" for n, word in ((split, "split off"), (merged, "merged")) if n]
    return ", ".join(f"{n} {op}" for op, n in counts.items()) + "".join(breaks)


def summary(comparison: Comparison) -> str:
    """The update note and how much the pair matters: ``RECASTS lead, ADDS quotes (weight 0.9)``."""
    note = comparison.update_note or "same text"
    return f"{note} (weight {comparison.weight:.2f})" if comparison.weight else note


def kinds(change: Change) -> str:
    """The classes of a change in words, weightiest first, without those that the label says already."""
    return ", ".join(k.replace("-", " ") for k in (change.kind, *change.also) if k and k not in _LABELLED)


def side(one: DiffSide, zone: str | None) -> str:
    """``CityNews, version 1, 2026-01-06 05:32 EST``."""
    return f"{one.outlet}, version {one.number}, {clock(one.appeared_at, zone, named=True)}"


def relation(kind: Relation | None, minutes: int | None) -> str:
    """How the two versions belong together, and how far apart in time; empty where neither is known."""
    words = {"revision": "two versions of one article", "copy": "two copies of one story"}
    parts = [words[kind]] if kind else []
    if minutes is not None:
        parts.append(f"{span(abs(minutes))} apart")
    return ", ".join(parts)


def paragraph(position: int | None) -> str:
    """A paragraph by its place, from 1 as readers count."""
    return "¶–" if position is None else f"¶{position + 1}"


def place(block: Block) -> str:
    """The label of a change: op, where it stands, where it stood, and whether it was broken in pieces."""
    change = block.change
    old, new = stretch(block.old_places), stretch(block.new_places)
    if change.op == "removed":
        return f"{old} removed"
    if change.op == "added":
        return f"{new} added"
    deeds = [word for word, done in (
        ("moved", change.op == "moved"),
        ("split", len(block.new_places) > 1),
        ("merged", len(block.old_places) > 1),
    ) if done]  # fmt: skip
    if not deeds or _is_edited(change):
        deeds.append("edited")
    return f"{new} {' and '.join(deeds)}" + ("" if old == new else f", was {old}")


def _is_edited(change: Change) -> bool:
    """Whether words changed, not only the place or the breaks."""
    if change.similarity == 1.0:
        return False
    return (
        change.kind not in _LABELLED or any(kind not in _LABELLED for kind in change.also) or not change.kind
    )


def left(block: Block) -> str:
    """The note that stands where a moved paragraph used to be."""
    return f"{stretch(block.old_places)} stood here, now {stretch(block.new_places)}"


def more(blocks: int) -> str:
    """What is said where a page shows not everything."""
    return f"… and {count(blocks, 'more piece')}, not shown: `--format json` has everything"


def unchanged(run: tuple[Change, ...]) -> str:
    """The label of a folded run: ``¶3–¶5 unchanged (3 paragraphs, were ¶2–¶4)``."""
    new, old = stretch([c.to_position for c in run]), stretch([c.from_position for c in run])
    were = "" if old == new else f", {'was' if len(run) == 1 else 'were'} {old}"
    return f"{new} unchanged ({count(len(run), 'paragraph')}{were})"


def stretch(positions: Sequence[int | None]) -> str:
    """Paragraphs by their places: ``¶3``, ``¶3–¶5``, or ``¶3, ¶5`` where they are not neighbours."""
    places = [p for p in positions if p is not None]
    if not places:
        return paragraph(None)
    first, last = paragraph(places[0]), paragraph(places[-1])
    if first == last:
        return first
    return (
        f"{first}–{last}" if places[-1] - places[0] == len(places) - 1 else ", ".join(map(paragraph, places))
    )


def behind(row: StaleRow) -> str:
    """How long a copy has been behind: at least from the first later text, at most to our last check."""
    low, high = row.minutes_behind_low, row.minutes_behind_high
    if low is None and high is None:
        return "for how long is not known"
    if low is None:
        return f"at most {span(high or 0)}"
    if high is None:
        return f"at least {span(low)}"
    return span(low) if low == high else f"{span(low)} to {span(high)}"


def verdict(row: StaleRow) -> str:
    """In one word whether the copy is accused."""
    return "stale" if row.state == "confirmed" else "not accused"


def grounds(row: StaleRow, zone: str | None) -> str:
    """Why a copy is called stale, or why it is not. The one place that words it."""
    if row.state == "confirmed":
        return _charge(row, zone)
    if row.state == "not rechecked":
        return f"not looked at again since the newer text appeared{_checked('last check', row, zone)}"
    if row.state == "unreachable":
        return f"our latest looks at the page got no answer{_checked('last answer', row, zone)}"
    if row.state == "not attested":
        return "the newer text was seen at one other outlet only: it may be that outlet's own"
    if row.state == "cut before":
        return "this copy ends before the place that changed: it fits the newer text too"
    return row.state


def _checked(words: str, row: StaleRow, zone: str | None) -> str:
    return f" ({words} {clock(row.last_checked_at, zone)})" if row.last_checked_at else ""


def _charge(row: StaleRow, zone: str | None) -> str:
    if row.missing_kill:
        return f"still runs what the wire withdrew{_since(row.killed_since, zone)}; behind {behind(row)}"
    text = f"still runs write-through {row.runs_writethru}, current is {row.current_writethru}"
    if row.behind_since is not None:
        text += f" since {clock(row.behind_since, zone)}"
    text += f"; behind {behind(row)}"
    if not row.missing_correction:
        return text
    return f"{text}; the correction is missing{_out(row.corrected_since, zone)}"


def _since(instant: datetime | None, zone: str | None) -> str:
    return f" at {clock(instant, zone)}" if instant else ""


def _out(instant: datetime | None, zone: str | None) -> str:
    return f", out since {clock(instant, zone)}" if instant else ""
