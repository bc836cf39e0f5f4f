"""Small charts of the dashboard as SVG: texts by the hour, and how late outlets take write-throughs over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import phrases
from pipeline.report.safe import cut, html, visible
from pipeline.report.svg import WIDTH, panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.board.rows import Adoption, Hour

_FRESH, _CHANGED = "#3b6fb6", "#f0a030"  # told apart without colour vision, and on white as on black
_LEFT, _RIGHT, _TOP, _HIGH, _FOOT = 40, 16, 34, 130, 26
_NAME = 20  # signs of an outlet's name
_ROW, _BAR, _NAMES, _WORDS = (
    26,
    16,
    170,
    230,
)  # pixels: a row, its bar, the names before it, the words after it
_EVERY = 3  # hours between labels


def hours(rows: Sequence[Hour]) -> str:
    """A column an hour: first texts of articles below, texts that replaced one above. Hours in UTC."""
    most = max((h.fresh + h.changed for h in rows), default=0) or 1
    step = (WIDTH - _LEFT - _RIGHT) / max(len(rows), 1)
    bottom = _TOP + _HIGH
    parts = [_grid(most, bottom), _legend()]
    for place, row in enumerate(rows):
        x, wide = _LEFT + place * step + 2, step - 4
        low, high = _HIGH * row.fresh / most, _HIGH * row.changed / most
        told = f"{row.begins_at:%H:%M}: {row.fresh} new, {row.changed} changed"
        parts.append(
            f"<g><title>{told}</title>{_rect(x, bottom - low, wide, low, _FRESH)}"
            f"{_rect(x, bottom - low - high, wide, high, _CHANGED)}</g>"
        )
        if row.begins_at.hour % _EVERY == 0:
            label = f"{row.begins_at:%H:%M}"
            parts.append(f'<text class="wt-t" x="{x + wide / 2:.1f}" y="{bottom + 17}">{label}</text>')
    return panel(bottom + _FOOT, "".join(parts), "Texts that appeared in each hour")


def _rect(x: float, y: float, wide: float, high: float, fill: str) -> str:
    if high <= 0:
        return ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}"/>'


def _grid(most: int, bottom: int) -> str:
    lines = []
    for number in sorted({0, most // 2, most}):
        y = bottom - _HIGH * number / most
        lines.append(f'<line class="wt-g" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(f'<text class="wt-e" x="{_LEFT - 6}" y="{y + 4:.1f}">{number}</text>')
    return "".join(lines)


def _legend() -> str:
    return (
        f'<rect x="{_LEFT}" y="10" width="12" height="12" fill="{_FRESH}"/>'
        f'<text x="{_LEFT + 18}" y="20">new articles</text>'
        f'<rect x="{_LEFT + 120}" y="10" width="12" height="12" fill="{_CHANGED}"/>'
        f'<text x="{_LEFT + 138}" y="20">changed texts</text>'
        f'<text class="wt-e" x="{WIDTH - _RIGHT}" y="20">an hour each, UTC</text>'
    )


def adoptions(rows: Sequence[Adoption]) -> str:
    """A bar an outlet: how many minutes behind the first it takes write-throughs over, in the middle."""
    most = max((r.median_minutes or 0 for r in rows), default=0) or 1
    room = WIDTH - _NAMES - _WORDS - _RIGHT
    head = (
        f'<text x="{_NAMES}" y="20">median time behind the first outlet</text>'
        f'<text class="wt-e" x="{WIDTH - _RIGHT}" y="20">write-throughs run (first with it)</text>'
    )
    parts = [head]
    for place, row in enumerate(rows):
        y = _TOP + place * _ROW
        wide = room * max(row.median_minutes or 0, 0) / most
        late = "always first" if row.median_minutes is None else phrases.span(round(row.median_minutes))
        parts.append(
            f'<text class="wt-n" x="{_NAMES - 10}" y="{y + 13}">{html(cut(visible(row.outlet), _NAME))}</text>'
            f"{_rect(_NAMES, y, max(wide, 2), _BAR, _FRESH)}"
            f'<text x="{_NAMES + max(wide, 2) + 6:.1f}" y="{y + 13}">{late}</text>'
            f'<text class="wt-e" x="{WIDTH - _RIGHT}" y="{y + 13}">{row.taken} ({row.first} first)</text>'
        )
    return panel(_TOP + _ROW * len(rows) + 8, "".join(parts), "How late outlets take write-throughs over")
