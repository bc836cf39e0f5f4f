"""A diff in a terminal: labelled paragraphs, words marked inside those that were edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.constrain import Constrain
from rich.padding import Padding
from rich.text import Text

from pipeline.model import WordSpan
from pipeline.report import phrases
from pipeline.report.blocks import Block, headline_spans, shown
from pipeline.report.safe import cut, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from pipeline.report.rows import DiffPage, DiffSide

_STYLES = {"delete": "red strike", "insert": "green underline", "equal": ""}
_MARKS = {"delete": ("[-", "-]"), "insert": ("{+", "+}"), "equal": ("", "")}
_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "edited": ("~", "yellow"), "moved": (">", "cyan")}
_WIDEST = 104  # columns of running text that are still read with ease
_GLIMPSE = 60  # signs of a folded paragraph
_INDENT = 4
MOVE = "⇅"  # with its number, at both places of a moved paragraph


def diff(page: DiffPage, *, marks: bool = False) -> RenderableType:
    """The two sides and every block. ``marks`` writes ``[-old-]{+new+}`` for readers without colour."""
    parts = [_sides(page), _headline(page, marks=marks)]
    pieces, left_out = shown(page.comparison.changes)
    parts += [_block(b, marks=marks) for b in pieces]
    if left_out:
        parts.append(Text(phrases.more(left_out), style="dim"))
    return Constrain(Group(*parts), _WIDEST)


def _sides(page: DiffPage) -> RenderableType:
    text = Text()
    for sign, style, one in (("-", "red", page.older), ("+", "green", page.newer)):
        text.append(f"{sign} ", style=style).append_text(_side(one, page.zone)).append("\n")
    about = [phrases.relation(page.relation, page.minutes_apart), phrases.tally(page.comparison)]
    text.append("\n".join(a for a in about if a), style="dim")
    text.append("\nUpdate note: ").append(phrases.summary(page.comparison), style="bold")
    return text


def _side(one: DiffSide, zone: str | None) -> Text:
    text = Text(visible(phrases.side(one, zone)), style="bold")
    credit = [visible(part) for part in (one.byline, one.agency) if part]
    text.append("".join(f" · {part}" for part in credit), style="not bold dim")
    return text


def _headline(page: DiffPage, *, marks: bool) -> RenderableType:
    label = "Headline changed" if page.comparison.headline_changed else "Headline"
    return Group(
        Text(f"\n{label}", style="bold"), _body(headline_spans(page), marks=marks, style="bold"), Text("")
    )


def _block(block: Block, *, marks: bool) -> RenderableType:
    if block.form == "fold":
        return _folded(block)
    if block.form == "left":
        return Text(f"< {MOVE}{block.move} {phrases.left(block)}\n", style="cyan dim")
    sign, style = _SIGNS[block.change.op]
    label = Text(f"{sign} ", style=f"bold {style}")
    label.append(f"{MOVE}{block.move} " if block.move else "").append(phrases.place(block))
    if kinds := phrases.kinds(block.change):
        label.append(f" · {visible(kinds)}", style="not bold dim")
    words = block.spans
    if block.change.op in ("added", "removed") and not marks:  # the label says it: no line under every word
        return Group(
            label, _body([WordSpan("equal", w.text) for w in words], marks=False, style=style), Text("")
        )
    return Group(label, _body(words, marks=marks), Text(""))


def _folded(block: Block) -> Text:
    text = Text(f"= {phrases.unchanged(block.changes)}", style="dim", no_wrap=True, overflow="ellipsis")
    glimpse = cut(visible(block.change.new_text or ""), _GLIMPSE)
    return text.append(f"\n{' ' * _INDENT}{glimpse}\n", style="dim italic")


def _body(words: Iterable[WordSpan], *, marks: bool, style: str = "") -> Padding:
    text = Text(style=style)
    for span in words:
        if not marks and span.op == "insert" and text and not text.plain[-1].isspace():
            text.append(" ")  # else a struck word runs into its successor where strikes are not shown
        _append(text, span, marks=marks)
    return Padding(text, (0, 0, 0, _INDENT))


def _append(text: Text, span: WordSpan, *, marks: bool) -> None:
    inner = visible(span.text)
    if text and text.plain[-1].isspace():  # the blank of a deletion serves the insertion after it too
        inner = inner.lstrip()
    core = inner.strip()
    if not marks or not core:
        text.append(inner, style=_STYLES[span.op] if core else "")
        return
    start, end = _MARKS[span.op]
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    text.append(f"{before}{start}{core}{end}{after}")
