"""Why a story's articles are held to be one, in words a person can check: for terminal, Markdown and JSON.

Sentences are made of untrusted text (outlets, passages, bylines); each rendering escapes them by the function
it passes in, so that nothing is escaped twice or not at all.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.report import phrases
from pipeline.report.md import literal as esc
from pipeline.report.safe import cut, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

    from pipeline.report.why_rows import ChangeRow, Copy, DecidedRow, Evidence, Near, Tie, WhyPage

    Show = Callable[[str], str]

_PASSAGE = 240  # signs of a quoted passage
_NAME = 120  # signs of a byline, a headline or a person's reason
_MARKDOWN_TIES = 20  # on a page that people open; `writethru story ID --why` has them all


def terminal(page: WhyPage) -> RenderableType:
    """For a terminal: plain text without control characters."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = [
        Text(f"Why one story: {visible(page.headline) or '(no headline)'}", style="bold"),
        Text(f"story {visible(page.story_id)}\n", style="dim"),
    ]
    for place, tie in enumerate(page.ties):
        said = sentences(tie, page.zone, visible, is_first=place == 0)
        parts.append(Padding(Text(said[0]), (0, 0, 0, 0)))
        parts += [Padding(Text(line, style="dim"), (0, 0, 0, 4)) for line in said[1:]]
    for title, lines in _sections(page, visible):
        parts.append(Padding(Text(title, style="bold underline"), (1, 0, 0, 0)))
        parts += [Padding(Text(line), (0, 0, 0, 2)) for line in lines]
    return Group(*parts)


def markdown(page: WhyPage) -> str:
    """A short section "Why one story" for a story's page; empty where one article stands alone."""
    told = page.ties if len(page.ties) > 1 else ()
    lines = [
        f"* {' '.join(sentences(tie, page.zone, esc, is_first=place == 0))}"
        for place, tie in enumerate(told[:_MARKDOWN_TIES])
    ]
    if len(told) > _MARKDOWN_TIES:
        lines.append(f"* … and {len(told) - _MARKDOWN_TIES} more.")
    for title, found in _sections(page, esc):
        lines += [f"* {title}: {line}" for line in found[:_MARKDOWN_TIES]]
    return "## Why one story\n\n" + "\n".join(lines) + "\n" if lines else ""


def json(page: WhyPage) -> dict[str, Any]:
    """Plain data, texts as stored: the fields of `WhyPage`, instants as ISO 8601, and each tie's ``words``."""
    plain: dict[str, Any] = _plain(asdict(page))
    for place, tie in enumerate(page.ties):
        plain["ties"][place]["words"] = " ".join(sentences(tie, page.zone, str, is_first=place == 0))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value


def sentences(tie: Tie, zone: str | None, show: Show, *, is_first: bool) -> list[str]:
    """What ties an article to the story: what is shared, the passage, what speaks for it, what against it."""
    mine = _copy(tie.copy, zone, show)
    if is_first:
        return [f"{mine} is the first text of the story that we know."]
    if tie.other is None or tie.evidence is None:
        return [f"{mine} is tied to no other article by its text: people decided that it belongs here."]
    other, found = _copy(tie.other, zone, show), tie.evidence
    longest = phrases.count(found.passage_words, "word")
    passage = f"longest passage {longest}: “{show(cut(found.passage, _PASSAGE))}”"
    out = [f"{mine} shares {_of(found.shared_words, tie.copy.words)} with {other}, {passage}."]
    agreed, against = _agreed(tie, found, show), _against(tie, found, show)
    if agreed:
        out.append(f"For it: {'; '.join(agreed)}.")
    if against:
        out.append(f"Against it, or not said: {'; '.join(against)}.")
    return out


def _copy(copy: Copy, zone: str | None, show: Show) -> str:
    return f"{show(copy.outlet)}'s copy of {phrases.clock(copy.appeared_at, zone, named=True)}"


def _of(shared: int, words: int) -> str:
    return f"{min(shared, words)} of its {phrases.count(words, 'word')}"


def _agreed(tie: Tie, found: Evidence, show: Show) -> list[str]:
    mine = tie.copy
    out = []
    if found.original == "other" and tie.other:
        out.append(f"its canonical names {show(tie.other.outlet)}'s article as the original")
    if found.original == "this" and tie.other:
        out.append(f"the canonical of {show(tie.other.outlet)}'s page names it as the original")
    if found.same_agency:
        out.append(f"both credit {_short(mine.agency, show)}")
    if found.same_byline:
        out.append(f"byline {_short(mine.byline, show)}")
    if found.same_dateline:
        out.append(f"dateline {_short(mine.dateline, show)}")
    if found.same_wire_day:
        out.append("the wire first published both on the same day")
    common = [(found.shared_names, "name"), (found.shared_figures, "figure")]
    out += [f"{phrases.count(n, noun)} in common" for n, noun in common if n]
    if found.minutes_apart is not None:
        out.append(f"{phrases.span(found.minutes_apart)} apart")
    return out


def _against(tie: Tie, found: Evidence, show: Show) -> list[str]:
    mine, other = tie.copy, tie.other
    if other is None:
        return []
    out = []
    for what, same, one, two in (
        ("credit", found.same_agency, mine.agency, other.agency),
        ("byline", found.same_byline, mine.byline, other.byline),
        ("dateline", found.same_dateline, mine.dateline, other.dateline),
    ):
        if same is False:
            out.append(f"another {what} ({_short(one, show)}, {_short(two, show)})")
        elif same is None and bool(one) != bool(two):
            out.append(f"no {what} on {show((other if one else mine).outlet)}'s page")
    if found.same_wire_day is False:
        out.append("the wire's first publication is dated differently")
    if found.minutes_apart is None:
        out.append("the time of one of them is not known")
    return out


def _short(text: str | None, show: Show) -> str:
    return show(cut(text or "–", _NAME))


def _sections(page: WhyPage, show: Show) -> list[tuple[str, list[str]]]:
    found = [
        ("Decided by people", [_decided(row, page.zone, show) for row in page.decided]),
        ("Near, and kept apart", [_near(row, show) for row in page.near]),
        ("What became of its ids", [_change(row, page, show) for row in page.changes]),
    ]
    return [(title, lines) for title, lines in found if lines]


def _decided(row: DecidedRow, zone: str | None, show: Show) -> str:
    what = "are one story" if row.kind == "together" else "are never one story"
    by = f" by {_short(row.decided_by, show)}" if row.decided_by else ""
    why = f": {_short(row.reason, show)}" if row.reason else ""
    undone = f" (undone {phrases.clock(row.undone_at, zone)})" if row.undone_at else ""
    names = f"{_short(row.a, show)} and {_short(row.b, show)}"
    return f"{show(row.decision_id)}, {phrases.clock(row.decided_at, zone, named=True)}{by}: {names} {what}{why}{undone}"


def _near(row: Near, show: Show) -> str:
    place = (
        f"paragraph {row.from_position + 1}"
        if row.from_position == row.to_position
        else f"paragraphs {row.from_position + 1} to {row.to_position + 1}"
    )
    kind = "a roundup, and so a story of its own" if row.is_roundup else "another story"
    headline = f"“{_short(row.headline, show)}”"
    if row.relation == "carries":
        return (
            f"{show(row.outlet)}'s {headline} has {phrases.count(row.words, 'word')} of this story as its {place}; "
            f"it is {kind} ({show(row.other_story_id)})"
        )
    return (
        f"{show(row.outlet)}'s page here has {phrases.count(row.words, 'word')} of {headline} as its {place}: "
        f"another story ({show(row.other_story_id)})"
    )


def _change(row: ChangeRow, page: WhyPage, show: Show) -> str:
    when, versions = (
        phrases.clock(row.changed_at, page.zone, named=True),
        phrases.count(row.versions, "version"),
    )
    if row.kind == "merge":
        return f"{when}: {show(row.old_story_id)} went into {show(row.new_story_id)} ({versions})"
    return f"{when}: {show(row.new_story_id)} came out of {show(row.old_story_id)} ({versions})"
