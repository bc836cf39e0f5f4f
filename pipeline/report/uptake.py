"""How a correction travelled: the wrong and the right sentence, who announced it, who followed and who did not."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from pipeline.report import md, phrases
from pipeline.report.safe import html as esc_html
from pipeline.report.safe import visible, web_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from pipeline.report.rows import UptakeRow

_SENTENCE = 400  # signs of a sentence in Markdown
_NOTE = 300  # signs of a note
_OUTLETS = 40  # named of each outcome
# In the order people ask: who still has it, who mended it without a word, who said so.
OUTCOMES = {
    "still runs it": "still run by",
    "fixed silently": "fixed silently by",
    "says so": "corrected, and says so",
    "dropped it": "sentence dropped by",
    "came corrected": "came corrected at",
    "not rechecked": "not accused, not looked at since",
    "unreachable": "not accused, no answer from",
    "not attested": "not accused, no witness but an aggregator or against the agency",
    "cut before": "not accused, cut above it",
    "never ran it": "never seen with either sentence",
    "gone": "page gone at",
    "killed": "withdrawn at",
    "replaced": "page shows another story at",
}


def by_correction(rows: Sequence[UptakeRow]) -> list[list[UptakeRow]]:
    """The rows of each correction, in the order they came."""
    return [list(group) for _, group in groupby(rows, key=lambda r: r.correction_id)]


def by_outcome(rows: Sequence[UptakeRow]) -> list[tuple[str, list[UptakeRow]]]:
    """Words for each outcome with the rows it was at, as `OUTCOMES` is ordered."""
    found = ((words, [r for r in rows if r.outcome == outcome]) for outcome, words in OUTCOMES.items())
    return [(words, there) for words, there in found if there]


def announcement(row: UptakeRow, zone: str | None) -> str:
    """Who announced it, when."""
    if not row.announced:
        return f"told by {row.announced_by} only, which is no proof"
    return f"announced by {row.announced_by} at {phrases.clock(row.announced_at, zone, named=True)}"


def delay(row: UptakeRow) -> str:
    """How long after the announcement an outlet was right; empty where that is not known."""
    if row.fixed_at is None or row.minutes_to_fix is None:
        return ""
    return f" (after {phrases.span(row.minutes_to_fix)})" if row.minutes_to_fix else " (at once)"


def markdown(rows: Sequence[UptakeRow], zone: str | None = None) -> str:
    """A block for each correction; empty where there is none."""
    return "\n\n".join(_markdown(group, zone) for group in by_correction(rows))


def _markdown(rows: Sequence[UptakeRow], zone: str | None) -> str:
    first = rows[0]
    right = f"right: “{md.text(first.right_text, _SENTENCE)}”" if first.right_text else "taken back"
    lines = [
        f"Wrong: “{md.text(first.wrong_text, _SENTENCE)}” → {right}",
        f"- {md.text(announcement(first, zone), _NOTE)}: “{md.text(first.note, _NOTE)}”",
    ]
    for words, there in by_outcome(rows):
        named = [md.named(r.outlet, r.url) + delay(r) for r in there[:_OUTLETS]]
        left = f" and {len(there) - _OUTLETS} more" if len(there) > _OUTLETS else ""
        lines.append(f"- **{words}** {', '.join(named)}{left}")
    return "\n".join([lines[0], "", *lines[1:]])


def html(rows: Sequence[UptakeRow], zone: str | None = None) -> str:
    """A block for each correction; empty where there is none."""
    return "".join(_html(group, zone) for group in by_correction(rows))


def _html(rows: Sequence[UptakeRow], zone: str | None) -> str:
    first = rows[0]
    right = f"<ins>{esc_html(first.right_text)}</ins>" if first.right_text else "<em>taken back</em>"
    told = f"{esc_html(announcement(first, zone))}: <q>{esc_html(first.note)}</q>"
    items = "".join(
        f"<li><b>{words}</b> {', '.join(_html_link(r) + delay(r) for r in there)}</li>"
        for words, there in by_outcome(rows)
    )
    return f"<blockquote><del>{esc_html(first.wrong_text)}</del> → {right}</blockquote><ul><li>{told}</li>{items}</ul>"


def _html_link(row: UptakeRow) -> str:
    address = web_address(row.url)
    name = esc_html(row.outlet)
    return f'<a href="{esc_html(address)}">{name}</a>' if address else name


def terminal(rows: Sequence[UptakeRow], zone: str | None = None) -> RenderableType:
    """A block for each correction."""
    parts: list[RenderableType] = []
    for group in by_correction(rows):
        first = group[0]
        parts.append(Text.assemble(("wrong  ", "bold red"), visible(first.wrong_text)))
        right = visible(first.right_text) if first.right_text else "(taken back)"
        parts.append(Text.assemble(("right  ", "bold green"), right))
        parts.append(Text(f"  {visible(announcement(first, zone))}: “{visible(first.note)}”", style="dim"))
        for words, there in by_outcome(group):
            names = ", ".join(visible(r.outlet) + delay(r) for r in there)
            parts.append(Text.assemble((f"  {words} ", "bold"), names))
    return Group(*parts)
