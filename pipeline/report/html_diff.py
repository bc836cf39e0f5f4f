"""The table of a side-by-side diff: the older text left, the newer right, paragraph by paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import phrases
from pipeline.report.blocks import Block, blocks, headline_spans, spans
from pipeline.report.safe import cut, visible
from pipeline.report.safe import html as esc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.model import Change, WordSpan
    from pipeline.report.rows import DiffPage, DiffSide

_GLIMPSE = 90
_NONE = '<td class="none"></td>'


def sides(page: DiffPage, link: Callable[[str, str | None], str]) -> str:
    """The table's head: who published the two versions, and when."""
    cells = "".join(f'<th scope="col">{_side(s, page.zone, link)}</th>' for s in (page.older, page.newer))
    return f"<thead><tr>{cells}</tr></thead>"


def table(page: DiffPage, head: str) -> str:
    """The whole table; ``head`` is its head as HTML."""
    rows = [_headline(page), *(_row(b) for b in blocks(page.comparison.changes))]
    caption = "<caption>Older text left, newer text right.</caption>"
    return f'<table class="diff">{caption}{head}<tbody>\n' + "\n".join(rows) + "\n</tbody></table>"


def _side(one: DiffSide, zone: str | None, link: Callable[[str, str | None], str]) -> str:
    about = (phrases.clock(one.appeared_at, zone, named=True), one.byline, one.agency)
    soft = " · ".join(esc(part) for part in about if part)
    return f'{link(one.outlet, one.url)}, version {one.number}<br><span class="soft">{soft}</span>'


def _headline(page: DiffPage) -> str:
    changed = page.comparison.headline_changed
    words = headline_spans(page)
    old, new = _only(words, "insert"), _only(words, "delete")
    if not changed:
        old = esc(page.older.headline)
    label = "headline changed" if changed else "headline"
    kind = "edited" if changed else "same"
    return f'<tr class="{kind}">{_cell(label, f"<b>{old}</b>")}{_cell(label, f"<b>{new}</b>")}</tr>'


def _row(block: Block) -> str:
    if block.form == "fold":
        return _fold(block.changes)
    change = block.change
    old, new = _NONE, _NONE
    if block.form == "left":
        old = _cell(phrases.left(change), _only(spans(change), "insert"))
    elif change.op == "removed":
        old = _cell(_label(change), _only(spans(change), "insert"))
    elif change.op == "edited":
        old = _cell(phrases.paragraph(change.from_position), _only(spans(change), "insert"))
    if block.form != "left" and change.op != "removed":
        new = _cell(_label(change), _only(spans(change), "delete"))
    return f'<tr class="{change.op}">{old}{new}</tr>'


def _fold(run: tuple[Change, ...]) -> str:
    glimpse = esc(cut(visible(run[0].new_text or ""), _GLIMPSE))
    texts = "".join(f"<p>{esc(c.new_text or '')}</p>" for c in run)
    summary = f"<summary>{phrases.unchanged(run)}: <em>{glimpse}</em></summary>"
    return f'<tr class="fold"><td colspan="2"><details>{summary}{texts}</details></td></tr>'


def _label(change: Change) -> str:
    return phrases.place(change) + (f" · {esc(change.kind)}" if change.kind else "")


def _cell(label: str, inner: str) -> str:
    return f'<td><span class="tag">{label}</span><p>{inner}</p></td>'


def _only(words: Iterable[WordSpan], left_out: str) -> str:
    """One side of the words: what was deleted for the left, what was inserted for the right."""
    marks = {"delete": "del", "insert": "ins"}
    out = []
    for span in words:
        if span.op != left_out:
            mark = marks.get(span.op) if span.text.strip() else None
            out.append(f"<{mark}>{esc(span.text)}</{mark}>" if mark else esc(span.text))
    return "".join(out)
