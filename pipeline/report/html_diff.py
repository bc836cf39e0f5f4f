"""The table of a side-by-side diff: the older text left, the newer right, paragraph by paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import phrases
from pipeline.report.blocks import Block, headline_spans, shown
from pipeline.report.safe import cut, visible
from pipeline.report.safe import html as esc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.model import Change, WordSpan
    from pipeline.report.rows import DiffPage, DiffSide

_GLIMPSE = 90
_KEY = (
    "Older text left (on a narrow screen above), newer text right (below). <del>Struck</del> words went, "
    "<ins>underlined</ins> ones came; "
    "⇅ and a number stand at both places of a moved paragraph; ¶ is a paragraph break that came or went."
)
_NONE = '<td class="none"></td>'


def sides(page: DiffPage, link: Callable[[str, str | None], str]) -> str:
    """The table's head: who published the two versions, and when."""
    cells = "".join(f'<th scope="col">{_side(s, page.zone, link)}</th>' for s in (page.older, page.newer))
    return f"<thead><tr>{cells}</tr></thead>"


def table(page: DiffPage, head: str) -> str:
    """The whole table; ``head`` is its head as HTML."""
    pieces, left_out = shown(page.comparison.changes)
    above: set[int | None] = set()
    rows = [_headline(page)]
    for block in pieces:
        rows.append(_row(block, is_second=block.move in above))
        above.add(block.move)
    if left_out:
        rows.append(f'<tr class="fold"><td colspan="2">{esc(phrases.more(left_out))}</td></tr>')
    caption = f"<caption>{_KEY}</caption>"
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


def _row(block: Block, *, is_second: bool) -> str:
    if block.form == "fold":
        return _fold(block.changes)
    if block.move:
        return _moved(block, is_second=is_second)
    change, old, new = block.change, _NONE, _NONE
    if change.from_position is not None:
        label = _label(block) if change.op == "removed" else phrases.stretch(block.old_places)
        old = _cell(label, _only(block.spans, "insert"))
    if change.to_position is not None:
        new = _cell(_label(block), _only(block.spans, "delete"))
    return f'<tr class="{change.op}">{old}{new}</tr>'


def _moved(block: Block, *, is_second: bool) -> str:
    """One end of a move: the text on its side, and on the other a link to where the rest is, above or below."""
    here, there = ("from", "to") if block.form == "left" else ("to", "from")
    arrow = "↑" if is_second else "↓"
    place = phrases.stretch(block.new_places if block.form == "left" else block.old_places)
    words = f"{'now' if block.form == 'left' else 'was'} {place}"
    hint = f'<td class="none way"><a href="#{there}-{block.move}">{_badge(block)} {words} {arrow}</a></td>'
    label = phrases.left(block) if block.form == "left" else _label(block)
    text = _only(block.spans, "insert" if block.form == "left" else "delete")
    cell = f'<td id="{here}-{block.move}"><span class="tag">{_badge(block)} {label}</span><p dir="auto">{text}</p></td>'
    cells = cell + hint if block.form == "left" else hint + cell
    return f'<tr class="moved m{block.move}">{cells}</tr>'


def _badge(block: Block) -> str:
    return f'<b class="badge">⇅ {block.move}</b>'


def _fold(run: tuple[Change, ...]) -> str:
    glimpse = esc(cut(visible(run[0].new_text or ""), _GLIMPSE))
    texts = "".join(f"<p>{esc(c.new_text or '')}</p>" for c in run)
    summary = f"<summary>{phrases.unchanged(run)}: <em>{glimpse}</em></summary>"
    return f'<tr class="fold"><td colspan="2"><details>{summary}{texts}</details></td></tr>'


def _label(block: Block) -> str:
    kinds = phrases.kinds(block.change)
    return phrases.place(block) + (f' · <span class="kind">{esc(kinds)}</span>' if kinds else "")


def _cell(label: str, inner: str) -> str:
    return f'<td><span class="tag">{label}</span><p dir="auto">{inner}</p></td>'


def _only(words: Iterable[WordSpan], left_out: str) -> str:
    """One side of the words: what was deleted for the left, what was inserted for the right."""
    marks = {"delete": "del", "insert": "ins"}
    return "".join(_marked(span.text, marks.get(span.op)) for span in words if span.op != left_out)


def _marked(text: str, mark: str | None) -> str:
    """The text with a mark around its words, not around the blanks at its ends."""
    core = text.strip()
    if not mark or not core:
        return esc(text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{esc(before)}<{mark}>{esc(core)}</{mark}>{esc(after)}"
