"""A small chart of a story: outlets as rows, write-throughs as colours along the hours."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.report import phrases
from pipeline.report.safe import cut, html, visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.report.rows import StoryPage, TimelineRow

WIDTH = 720  # pixels: as wide as a column of Prefect's pages, so that letters keep their size
_LEFT, _RIGHT, _ROW, _TOP, _BAR = 180, 16, 30, 36, 18
_MOST_ROWS = 40  # outlets; a chart of more is no help
_FIGURE = 14  # pixels a bar must have to bear its number
_LABELLED = 60  # signs of it in a bar's title
_NAME = 20  # signs of an outlet's name that fit
_STEPS = (
    5,
    10,
    15,
    30,
    60,
    120,
    180,
    360,
    720,
    1440,
    2880,
    10080,
    43200,
    129600,
    525600,
)  # minutes between ticks
_MOST_TICKS = 7
# from the oldest to the newest text: dark to light, told apart without colour vision (after viridis, Smith
# and van der Walt 2015)
_SHADES = ((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37))
_LABEL = "Which outlet ran which write-through, over time"
_LIGHT = 140  # luminance (0..255) from which black figures are read better than white ones
_ENDS = frozenset({"gone", "kill"})
_NO_BAR = frozenset({"headline", "wire-first-published"})


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch during which an outlet ran one text; ``captured`` is False where the text was not seen."""

    start: datetime
    end: datetime
    writethru: int | None
    captured: bool
    label: str


@dataclass(frozen=True, slots=True)
class _Scale:
    start: datetime
    end: datetime

    def x(self, instant: datetime) -> float:
        """The place of an instant along the width, in pixels."""
        share = (instant - self.start) / (self.end - self.start)
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def data_uri(chart: str) -> str:
    """The chart as a data URI, for an image in Markdown (base64: both of Prefect's interfaces take it)."""
    return "data:image/svg+xml;base64," + base64.b64encode(chart.encode()).decode("ascii")


def timeline(page: StoryPage, *, until: datetime | None = None) -> str:
    """The story's chart as SVG text, without scripts, links or outside fonts.

    Args:
        page: the story; only events with an instant are drawn, a page with none gives a line that says so.
        until: where bars of live copies end; by default a little after the last event.
    """
    dated = [r for r in page.timeline if r.event_at is not None and r.event not in _NO_BAR]
    if not dated:
        return panel(60, f'<text x="{_LEFT}" y="36">No event with a known time.</text>', _LABEL)
    rows = _by_outlet(dated)
    scale = _scale(dated, until)
    last = max((r.writethru or 0 for r in dated), default=0)
    height = _TOP + _ROW * len(rows) + 34
    parts = [_ticks(scale, page.zone, height - 30)]
    for place, (outlet, events) in enumerate(rows):
        parts.append(_row(outlet, _segments(events, scale.end), scale, _TOP + _ROW * place, last))
    return panel(height, "".join(parts), _LABEL)


def _by_outlet(rows: Sequence[TimelineRow]) -> list[tuple[str, list[TimelineRow]]]:
    found: dict[tuple[str, str | None], list[TimelineRow]] = {}
    for row in sorted(rows, key=_instant):
        found.setdefault((row.outlet, row.url), []).append(row)
    return [(outlet, events) for (outlet, _), events in list(found.items())[:_MOST_ROWS]]


def _instant(row: TimelineRow) -> datetime:
    if row.event_at is None:  # callers leave these out
        raise ValueError("an event without an instant has no place")
    return row.event_at


def _scale(rows: Sequence[TimelineRow], until: datetime | None) -> _Scale:
    start, last = min(map(_instant, rows)), max(map(_instant, rows))
    room = max((last - start) * 0.08, timedelta(minutes=10))
    return _Scale(start - room / 2, max(until or last + room, last + room / 2))


def _segments(events: Sequence[TimelineRow], end: datetime) -> list[_Segment]:
    """From each event that showed a text (or says one was live) to the next."""
    out: list[_Segment] = []
    texts = [
        r
        for r in events
        if r.writethru is not None or r.event in _ENDS or r.event in ("published", "updated")
    ]
    for place, row in enumerate(texts):
        if row.event in _ENDS:
            continue
        stop = _instant(texts[place + 1]) if place + 1 < len(texts) else end
        if stop <= _instant(row):  # two events at once: the later row says more
            continue
        label = f"{cut(visible(row.outlet), _LABELLED)}: {phrases.event(row)}"
        out.append(_Segment(_instant(row), stop, row.writethru, row.captured, label))
    return out


def _row(outlet: str, segments: Sequence[_Segment], scale: _Scale, y: int, last: int) -> str:
    name = html(cut(visible(outlet), _NAME))
    text = f'<text class="wt-n" x="{_LEFT - 12}" y="{y + 13}">{name}</text>'
    return text + "".join(_bar(s, scale, y, last) for s in segments)


def _bar(segment: _Segment, scale: _Scale, y: int, last: int) -> str:
    x, width = scale.x(segment.start), max(scale.x(segment.end) - scale.x(segment.start) - 2, 4)
    title = f"<title>{html(segment.label)}</title>"
    frame = f'x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}" rx="3"'
    if segment.writethru is None or not segment.captured:
        return f'<g>{title}<rect class="wt-u" {frame}/></g>'
    red, green, blue = shade(segment.writethru, last)
    ink = "wt-k" if 0.299 * red + 0.587 * green + 0.114 * blue > _LIGHT else "wt-w"
    figure = f'<text class="{ink}" x="{x + 6:.1f}" y="{y + 13}">{segment.writethru}</text>'
    return (
        f'<g>{title}<rect fill="rgb({red},{green},{blue})" {frame}/>{figure if width > _FIGURE else ""}</g>'
    )


def shade(number: int, last: int) -> tuple[int, int, int]:
    """The colour (0..255) of a write-through among ``last`` + 1."""
    place = min(max(number / last, 0.0), 1.0) * (len(_SHADES) - 1) if last else 1.0
    low = min(int(place), len(_SHADES) - 2)
    first, second = _SHADES[low], _SHADES[low + 1]
    red, green, blue = (round(a + (b - a) * (place - low)) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _ticks(scale: _Scale, zone: str | None, bottom: int) -> str:
    minutes = (scale.end - scale.start).total_seconds() / 60
    step = next((s for s in _STEPS if minutes / s <= _MOST_TICKS), _STEPS[-1])
    local = scale.start.astimezone(phrases.zone_of(zone))
    since_midnight = local.hour * 60 + local.minute
    first = local.replace(second=0, microsecond=0) + timedelta(minutes=-since_midnight % step)
    form = "%H:%M" if step < 1440 else "%Y-%m-%d"  # noqa: PLR2004 - minutes of a day
    lines: list[str] = []
    while first < scale.end and len(lines) <= _MOST_TICKS * 2:
        if first >= scale.start:
            lines.append(_tick(scale.x(first), first.strftime(form), bottom))
        first += timedelta(minutes=step)
    day = f'<text x="12" y="20">{local:%Y-%m-%d}, {html(phrases.zone_name(zone))}</text>'
    key = "figures: write-throughs; dashed: text not captured"
    legend = f'<text class="wt-e" x="{WIDTH - _RIGHT}" y="20">{key}</text>'
    return day + legend + "".join(lines)


def _tick(x: float, label: str, bottom: int) -> str:
    line = f'<line class="wt-g" x1="{x:.1f}" x2="{x:.1f}" y1="26" y2="{bottom}"/>'
    return f'{line}<text class="wt-t" x="{x:.1f}" y="{bottom + 16}">{label}</text>'


_STYLE = (
    "<style>.wt{font:13px system-ui,sans-serif}.wt text{fill:#333}.wt .wt-n{text-anchor:end;font-weight:600}"
    ".wt .wt-t{text-anchor:middle;fill:#666}.wt .wt-e{text-anchor:end;fill:#666}.wt .wt-g{stroke:#ccc}"
    ".wt .wt-k,.wt .wt-w{font-weight:700}"
    ".wt .wt-u{fill:none;stroke:#777;stroke-dasharray:4 3}.wt .wt-p{fill:#fff}"
    "@media(prefers-color-scheme:dark){.wt text{fill:#ddd}.wt .wt-t,.wt .wt-e{fill:#aaa}.wt .wt-g{stroke:#444}"
    ".wt .wt-p{fill:#1b1d21}.wt .wt-u{stroke:#999}}"
    ".wt .wt-k{fill:#111}.wt .wt-w{fill:#fff}</style>"
)


def panel(height: int, inner: str, label: str) -> str:
    """A chart on a ground of its own, so that it is read on light and dark pages alike."""
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    label = f'role="img" aria-label="{html(label)}"'
    ground = f'<rect class="wt-p" width="{WIDTH}" height="{height}" rx="6"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="wt" {size} {label}>{_STYLE}{ground}{inner}</svg>'
