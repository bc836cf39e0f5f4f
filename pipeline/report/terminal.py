"""Stories and runs in a terminal, with rich: every cell is a `Text`, so a headline's markup stays text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.report import phrases, uptake
from pipeline.report.safe import cut, visible
from pipeline.report.terminal_diff import diff

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType

    from pipeline.report.rows import (
        CopyRow,
        DiffPage,
        Overview,
        StaleRow,
        StoryPage,
        StoryRow,
        TimelineRow,
        TranslationRow,
    )

__all__ = [
    "diff",
    "overview",
    "plain",
    "show_diff",
    "show_overview",
    "show_story",
    "stale",
    "stories",
    "story",
]

_EVENTS = {
    "correction": "yellow",
    "kill": "bold red",
    "silent-edit": "magenta",
    "gone": "red",
    "back": "green",
}
_HUES = ("cyan", "green", "yellow", "magenta", "blue", "red")
_WRONG_TEXT = 160  # signs of the wrong sentence that are quoted
_WIDE = 110  # columns from which a story's table has room for the source of a time


def plain(console: Console) -> bool:
    """Whether marks must be written out as ``[-old-]{+new+}``: no colour, or not a terminal."""
    return console.no_color or console.color_system is None


def show_diff(console: Console, page: DiffPage) -> None:
    """Print a diff; words are coloured, or marked where there is no colour."""
    console.print(diff(page, marks=plain(console)))


def show_story(console: Console, page: StoryPage) -> None:
    """Print a story: its timeline, who runs what, who is stale and who is not accused."""
    console.print(story(page, wide=console.width >= _WIDE))


def show_overview(console: Console, page: Overview) -> None:
    """Print what a run or a window of time brought."""
    console.print(overview(page))


def story(page: StoryPage, *, wide: bool = False) -> RenderableType:
    """One story. ``wide`` adds the source of each time as a column of its own."""
    parts: list[RenderableType] = [_masthead(page), _timeline(page, wide=wide)]
    if page.copies:
        parts += [_title("Who runs what"), _copies(page.copies)]
    if page.stale:
        parts += [_title("Behind the wire"), stale(page.stale, page.zone)]
    elif page.copies:
        parts.append(Text("\nNo copy is behind the wire, as far as we know.", style="green"))
    if page.uptake:
        parts += [_title("Corrections"), uptake.terminal(page.uptake, page.zone)]
    if page.translations:
        parts += [_title("In other languages"), *map(_translation, page.translations)]
    return Group(*parts)


def _translation(row: TranslationRow) -> RenderableType:
    text = Text(f"Also told in {visible(phrases.language(row.language))}: ")
    text.append(visible(row.headline) or "(no headline)", style="bold")
    text.append(f" ({visible(phrases.told_in(row))}), story {visible(row.story_id)}")
    return Padding(text.append(f"\n{visible(row.evidence)}", style="dim"), (0, 0, 0, 2))


def _masthead(page: StoryPage) -> Text:
    text = Text(visible(page.headline) or "(no headline)", style="bold")
    facts = [
        visible(page.agency or "agency not known"),
        phrases.count(len({c.outlet for c in page.copies}), "outlet"),
        phrases.count(len(page.writethrus), "write-through"),
        f"story {visible(page.story_id)}",
    ]
    return text.append("\n" + " · ".join(facts) + "\n", style="not bold dim")


def _title(words: str) -> Padding:
    return Padding(Text(words, style="bold underline"), (1, 0, 0, 0))


def _table(*heads: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 1))
    for head in heads:
        table.add_column(Text(head), overflow="fold")
    return table


def hue(number: int | None) -> str:
    """The colour of a write-through, the same in every table."""
    return "dim" if number is None else _HUES[number % len(_HUES)]


def _numbers(low: int | None, high: int | None) -> Text:
    return Text(phrases.numbers(low, high), style=hue(low), justify="right")


def _timeline(page: StoryPage, *, wide: bool) -> Table:
    heads = ("Source", "What", "Headline") if wide else ("What",)
    table = _table(f"When ({phrases.zone_name(page.zone)})", "Outlet", "W-t", *heads)
    table.columns[0].min_width = len("2026-01-06 05:32")
    table.columns[4 if wide else 0].no_wrap = True
    shown: dict[str, str] = {}
    for row in page.timeline:
        headline = "" if shown.get(row.outlet) == row.headline else visible(row.headline)
        shown[row.outlet] = row.headline or shown.get(row.outlet, "")
        table.add_row(*_event_cells(row, page.zone, headline, wide=wide))
    return table


def _event_cells(row: TimelineRow, zone: str | None, headline: str, *, wide: bool) -> list[Text]:
    source = Text(visible(phrases.source(row)), style="dim")
    what = Text(visible(phrases.event(row)), style=_EVENTS.get(row.event, "" if row.captured else "dim"))
    cells = [
        Text(phrases.moment(row, zone)),
        Text(visible(row.outlet)),
        _numbers(row.writethru, row.writethru_to),
    ]
    if wide:
        return [*cells, source, what, Text(headline)]
    what.append_text(Text(" (", style="dim").append_text(source).append(")"))
    return [*cells, what.append(f"\n{headline}", style="default not bold") if headline else what]


def _copies(copies: Sequence[CopyRow]) -> Table:
    table = _table("Outlet", "W-t", "Words", "State", "Address")
    for column in table.columns[1:4]:
        column.no_wrap = True
    for copy in copies:
        name = Text(visible(copy.outlet))
        if copy.role != "outlet":
            name.append(f" ({copy.role})", style="dim")
        runs, words = _numbers(copy.writethru, copy.writethru_to), Text(f"{copy.words:,}", justify="right")
        state = Text(visible(copy.state), style="" if copy.state == "live" else "red")
        address = Text(visible(copy.url or "no address"), style="dim")
        table.add_row(name, runs, words, state, address)
    return table


def stale(rows: Sequence[StaleRow], zone: str | None = None) -> RenderableType:
    """Who is stale, then who is *not* accused, each with its grounds."""
    accused = [r for r in rows if r.state == "confirmed"]
    spared = [r for r in rows if r.state != "confirmed"]
    parts: list[RenderableType] = [_finding_of(r, zone, "STALE", "bold red") for r in accused]
    if not accused:
        parts.append(Text("Nobody is known to be stale.", style="green"))
    if spared:
        parts.append(Text("Not accused, and why:", style="bold"))
        parts += [_finding_of(r, zone, "?", "yellow") for r in spared]
    return Group(*parts)


def _finding_of(row: StaleRow, zone: str | None, mark: str, style: str) -> RenderableType:
    text = Text(f"{mark} ", style=style)
    text.append(visible(row.outlet), style="bold default")
    if row.role != "outlet":
        text.append(f" ({row.role})", style="not bold dim")
    text.append(f": {visible(phrases.grounds(row, zone))}", style="not bold default")
    if row.state == "confirmed" and row.wrong_text:
        text.append(f"\n“{cut(visible(row.wrong_text), _WRONG_TEXT)}”", style="not bold default italic")
    return Padding(text, (0, 0, 0, 2))


def stories(rows: Iterable[StoryRow], zone: str | None = None) -> Table:
    """The list of stories, as they come."""
    table = _table(f"Changed ({phrases.zone_name(zone)})", "Story", "Outl.", "Vers.", "W-t", "Headline")
    for column in table.columns[1:5]:
        column.no_wrap = True
    table.columns[0].min_width = len("2026-01-06 05:32")
    for row in rows:
        figures = (Text(str(n), justify="right") for n in (row.outlets, row.versions, row.writethrus))
        table.add_row(
            Text(phrases.clock(row.last_changed_at, zone)),
            Text(visible(row.story_id), style="dim"),
            *figures,
            Text(visible(row.headline)).append(f"\n{visible(row.agency or 'agency not known')}", style="dim"),
        )
    return table


def overview(page: Overview) -> RenderableType:
    """What a run or a window of time brought: stories, who is behind, corrections, feeds, items, findings."""
    head = Text("Overview ", style="bold")
    window = f"{phrases.clock(page.since, page.zone)} to {phrases.clock(page.until, page.zone, named=True)}"
    head.append(window, style="not bold dim")
    items = sum(n for _, n in page.dispositions)
    sums = [
        phrases.count(len(page.stories), "story moved", "stories moved"),
        phrases.count(page.versions, "new version"),
        phrases.count(sum(r.state == "confirmed" for r in page.stale), "stale copy", "stale copies"),
        phrases.count(len(page.feeds_failing), "feed failing", "feeds failing"),
        phrases.count(items, "item"),
    ]
    parts: list[RenderableType] = [head, Text(" · ".join(sums))]
    if page.stories:
        parts += [_title("Stories"), stories(page.stories, page.zone)]
    if page.stale:
        parts += [_title("Behind the wire"), stale(page.stale, page.zone)]
    for title, lines in _lists(page):
        if lines:
            parts += [_title(title), *(Padding(Text(line), (0, 0, 0, 2)) for line in lines)]
    return Group(*parts)


def _lists(page: Overview) -> tuple[tuple[str, list[str]], ...]:
    notes = [
        [f"{phrases.clock(n.seen_at, page.zone)}  {visible(n.outlet)}: {visible(n.text)}" for n in rows]
        for rows in (page.corrections, page.kills)
    ]
    feeds = [
        f"{visible(f.key)}: {visible(f.reason)}, since {phrases.clock(f.failing_since, page.zone)}"
        for f in page.feeds_failing
    ]
    findings = [f"{f.severity} {f.code} {visible(f.subject)}: {visible(f.message)}" for f in page.findings]
    items = [f"{n:>6,}  {visible(name)}" for name, n in page.dispositions]
    return (
        ("Corrections", notes[0]),
        ("Kills", notes[1]),
        ("Feeds that fail", feeds),
        ("Items", items),
        ("Findings", findings),
    )
