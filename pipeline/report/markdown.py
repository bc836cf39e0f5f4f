"""Pages as Markdown for Prefect's artifacts and for files: right in both of its interfaces.

The newer interface shows ``<ins>`` and ``<del>``, the older one only ``**bold**`` and ``~~strike~~``:
words carry both. Styles, ``<mark>`` and inline SVG are stripped there, so there are none; a chart comes as a
data URI. All untrusted text is escaped, and only http and https addresses become links.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.report import phrases, svg, uptake
from pipeline.report.blocks import Block, headline_spans, shown
from pipeline.report.safe import cut, visible, web_address
from pipeline.report.safe import markdown as esc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model import WordSpan
    from pipeline.report.rows import (
        CopyRow,
        DiffPage,
        DiffSide,
        Overview,
        StaleRow,
        StoryPage,
        StoryRow,
        TimelineRow,
    )

_SIGNS = {"added": "➕", "removed": "➖", "edited": "✏️", "moved": "↕️"}
_MARKS = {"delete": ("<del>~~", "~~</del>"), "insert": ("<ins>**", "**</ins>"), "equal": ("", "")}
_BLANKS = re.compile(r" {2,}")  # the blank of a deletion serves the insertion after it too
_GLIMPSE = 80
_MOST_FINDINGS = 50  # a page is read by people; the rest stands in the database


def overview(page: Overview) -> str:
    """What a run or a window of time brought, as one page."""
    window = f"{phrases.clock(page.since, page.zone)} to {phrases.clock(page.until, page.zone, named=True)}"
    confirmed = sum(r.state == "confirmed" for r in page.stale)
    figures = _table(
        ("Stories moved", "New versions", "Stale copies", "Corrections", "Kills", "Feeds failing", "Items"),
        [
            tuple(
                str(n)
                for n in (
                    len(page.stories), page.versions, confirmed, len(page.corrections), len(page.kills),
                    len(page.feeds_failing), sum(n for _, n in page.dispositions),
                )
            )
        ],
    )  # fmt: skip
    sections = [
        ("Behind the wire", stale(page.stale, page.zone), "No copy is behind the wire, as far as we know."),
        ("Corrections and kills", _notes(page), ""),
        ("Stories that moved", _stories(page.stories, page.zone), "Nothing moved."),
        ("Feeds that fail", _feeds(page), "All feeds answer."),
        ("What became of the items", _dispositions(page), ""),
        ("Findings", _findings(page), ""),
    ]
    return _document("Overview", [esc(window), figures, *_sections(sections)])


def story(page: StoryPage) -> str:
    """One story: chart, timeline, write-throughs, who runs what, who is behind and who is not accused."""
    outlets = phrases.count(len({c.outlet for c in page.copies}), "outlet")
    facts = [esc(page.agency or "agency not known"), outlets, f"story `{_code(page.story_id)}`"]
    sections = [
        ("Timeline", _timeline(page), "No event is known."),
        ("Write-throughs", _writethrus(page), ""),
        ("Who runs what", _copies(page.copies), ""),
        ("Behind the wire", stale(page.stale, page.zone), "No copy is behind the wire, as far as we know."),
        ("Corrections", uptake.markdown(page.uptake, page.zone), ""),
        ("In other languages", _translations(page), ""),
    ]
    chart = f"![Which outlet ran which write-through, over time]({svg.data_uri(svg.timeline(page))})"
    return _document(esc(page.headline) or "(no headline)", [" · ".join(facts), chart, *_sections(sections)])


def diff(page: DiffPage) -> str:
    """Two versions: the sides, the headline, and every block with its words marked."""
    about = [phrases.relation(page.relation, page.minutes_apart), f"**{phrases.tally(page.comparison)}**"]
    pieces, left_out = shown(page.comparison.changes)
    label = "**Headline changed:**" if page.comparison.headline_changed else "**Headline:**"
    parts = [
        _side("From", page.older, page.zone),
        _side("To", page.newer, page.zone),
        " · ".join(a for a in about if a),
        f"**Update note:** {esc(phrases.summary(page.comparison))}",
        f"{label} {_marked(headline_spans(page))}",
        "---",
        *(_block(b) for b in pieces),
        esc(phrases.more(left_out)) if left_out else "",
    ]
    title = f"{esc(page.older.outlet)} → {esc(page.newer.outlet)}"
    return _document(title, parts)


def stale(rows: Sequence[StaleRow], zone: str | None = None) -> str:
    """Who is stale, then who is not accused, each with its grounds; empty where there are no rows."""
    if not rows:
        return ""
    ordered = sorted(rows, key=lambda r: r.state != "confirmed")
    return _table(("Verdict", "Outlet", "Why", "Wrong text"), [_stale_cells(r, zone) for r in ordered])


def _stale_cells(row: StaleRow, zone: str | None) -> tuple[str, ...]:
    verdict = phrases.verdict(row)
    return (
        "**STALE**" if verdict == "stale" else verdict,
        _link(row.outlet, row.url) + _role(row.role),
        esc(phrases.grounds(row, zone)),
        f"“{esc(row.wrong_text)}”" if row.wrong_text and verdict == "stale" else "",
    )


def _document(title: str, parts: Iterable[str]) -> str:
    return "\n\n".join([f"# {title}", *(p for p in parts if p)]) + "\n"


def _sections(sections: Iterable[tuple[str, str, str]]) -> list[str]:
    return [f"## {title}\n\n{body or otherwise}" for title, body, otherwise in sections if body or otherwise]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *lines])


def _link(name: str, url: str | None) -> str:
    address = web_address(url)
    if address is None:
        return esc(name)
    return f"[{esc(name)}]({address.replace('(', '%28').replace(')', '%29').replace('&', '&amp;')})"


def _code(text: str) -> str:
    return "".join(sign for sign in visible(text) if sign.isalnum() or sign in "-_.:")


def _role(role: str) -> str:
    return "" if role == "outlet" else f" ({role})"


def _marked(words: Iterable[WordSpan]) -> str:
    return _BLANKS.sub(" ", "".join(_span(w) for w in words)).strip()


def _span(span: WordSpan) -> str:
    inner = visible(span.text)
    core = inner.strip()
    if not core:
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    start, end = _MARKS[span.op]
    return f"{before}{start}{esc(core)}{end}{after}"


def _side(label: str, one: DiffSide, zone: str | None) -> str:
    credit = "".join(f" · {esc(part)}" for part in (one.byline, one.agency) if part)
    when = phrases.clock(one.appeared_at, zone, named=True)
    return f"**{label}:** {_link(one.outlet, one.url)}, version {one.number}, {when}{credit}"


def _block(block: Block) -> str:
    if block.form == "fold":
        glimpse = esc(cut(visible(block.change.new_text or ""), _GLIMPSE))
        return f"= {phrases.unchanged(block.changes)}: *{glimpse}*"
    if block.form == "left":
        return f"↕️ {_number(block)} {phrases.left(block)}"
    kinds = phrases.kinds(block.change)
    label = f"**{phrases.place(block)}**" + (f" · {esc(kinds)}" if kinds else "")
    number = f" {_number(block)}" if block.move else ""
    return f"{_SIGNS[block.change.op]}{number} {label}\n\n> {_marked(block.spans)}"


def _number(block: Block) -> str:
    """The number of a move, the same at both its places."""
    return f"**⇅{block.move}**"


def _timeline(page: StoryPage) -> str:
    heads = (
        f"When ({phrases.zone_name(page.zone)})",
        "What",
        "Source of the time",
        "Outlet",
        "W-t",
        "Headline",
    )
    return _table(heads, [_event_cells(row, page.zone) for row in page.timeline])


def _event_cells(row: TimelineRow, zone: str | None) -> tuple[str, ...]:
    return (
        phrases.moment(row, zone),
        esc(phrases.event(row)),
        esc(phrases.source(row)),
        _link(row.outlet, row.url),
        phrases.numbers(row.writethru, row.writethru_to),
        esc(row.headline),
    )


def _writethrus(page: StoryPage) -> str:
    heads = (
        "W-t",
        "Basis",
        f"First seen ({phrases.zone_name(page.zone)})",
        "First at",
        "Outlets",
        "Words",
        "Headline",
    )
    rows = [
        (
            str(w.number),
            w.basis if w.wire_number is None else f"{w.basis}, its number {w.wire_number}",
            phrases.clock(w.first_seen_at, page.zone),
            esc(w.first_outlet),
            str(w.attested_outlets),
            str(w.words),
            esc(w.headline),
        )
        for w in page.writethrus
    ]
    return _table(heads, rows)


def _copies(copies: Sequence[CopyRow]) -> str:
    rows = [
        (
            _link(c.outlet, c.url) + _role(c.role),
            phrases.numbers(c.writethru, c.writethru_to),
            str(len(c.version_ids)),
            str(c.words),
            esc(c.state),
        )
        for c in copies
    ]
    return _table(("Outlet", "W-t", "Versions", "Words", "State"), rows)


def _translations(page: StoryPage) -> str:
    return "\n".join(
        f"- Also told in {esc(phrases.language(t.language))}: **{esc(t.headline) or '(no headline)'}** "
        f"({esc(phrases.told_in(t))}), story `{_code(t.story_id)}`: {esc(t.evidence)}"
        for t in page.translations
    )


def _stories(rows: Sequence[StoryRow], zone: str | None) -> str:
    heads = (
        f"Last changed ({phrases.zone_name(zone)})",
        "Headline",
        "Agency",
        "Outlets",
        "Versions",
        "W-t",
        "Story",
    )
    cells = [
        (
            phrases.clock(r.last_changed_at, zone),
            esc(r.headline),
            esc(r.agency or "–"),
            str(r.outlets),
            str(r.versions),
            str(r.writethrus),
            f"`{_code(r.story_id)}`",
        )
        for r in rows
    ]
    return _table(heads, cells)


def _notes(page: Overview) -> str:
    rows = [
        (kind, phrases.clock(n.seen_at, page.zone), _link(n.outlet, n.url), esc(n.text))
        for kind, notes in (("correction", page.corrections), ("**kill**", page.kills))
        for n in notes
    ]
    return _table(("What", f"Seen ({phrases.zone_name(page.zone)})", "Outlet", "Text"), rows)


def _feeds(page: Overview) -> str:
    rows = [
        (f"`{_code(f.key)}`", esc(f.outlet or "–"), phrases.clock(f.failing_since, page.zone), esc(f.reason))
        for f in page.feeds_failing
    ]
    return _table(("Feed", "Outlet", "Failing since", "Reason"), rows)


def _dispositions(page: Overview) -> str:
    return _table(("Disposition", "Items"), [(esc(name), str(n)) for name, n in page.dispositions])


def _findings(page: Overview) -> str:
    rows = [(f.severity, esc(f.code), esc(f.subject), esc(f.message)) for f in page.findings[:_MOST_FINDINGS]]
    more = len(page.findings) - len(rows)
    table = _table(("How bad", "What", "Who", "Message"), rows)
    return f"{table}\n\n… and {more} more in `findings`." if more > 0 else table
