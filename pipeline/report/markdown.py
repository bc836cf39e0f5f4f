"""Pages as Markdown for Prefect's artifacts and for files: right in both of its interfaces.

The newer interface shows ``<ins>`` and ``<del>``, the older one only ``**bold**`` and ``~~strike~~``:
words carry both. Styles, ``<mark>`` and inline SVG are stripped there, so there are none; a chart comes as a
data URI. All untrusted text is escaped, and only http and https addresses become links.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.report import md, phrases, svg, uptake
from pipeline.report.blocks import Block, headline_spans, shown
from pipeline.report.safe import cut, visible
from pipeline.report.safe import markdown as esc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from pipeline.model import WordSpan, WriteThru
    from pipeline.report.rows import CopyRow, DiffPage, DiffSide, StaleRow, StoryPage, TimelineRow

    Since = Mapping[tuple[str, int], datetime]  # since when an address has run a write-through

_SIGNS = {"added": "⊕", "removed": "⊖", "edited": "✎", "moved": "↕"}  # all fonts have them, unlike emoji
_MARKS = {"delete": ("<del>~~", "~~</del>"), "insert": ("<ins>**", "**</ins>"), "equal": ("", "")}
_BLANKS = re.compile(r" {2,}")  # the blank of a deletion serves the insertion after it too
_GLIMPSE = 80
_ROWS = 60  # of a table: a page is read by people; the rest stands in the database
_TITLE = 160  # signs of a headline
_NAME = 60  # signs of an outlet's or agency's name
_SENTENCE = 400  # signs of a wrong sentence
_PARAGRAPH = 1500  # signs of a paragraph on a story's page


def story(page: StoryPage) -> str:
    """One story: chart, who runs what, who is behind and who is not accused, corrections, timeline."""
    return md.document(story_title(page), [*story_head(page), *story_body(page), *story_past(page)])


def story_title(page: StoryPage) -> str:
    """The headline."""
    return md.text(page.headline, _TITLE) or "(no headline)"


def story_head(page: StoryPage) -> list[str]:
    """In a line whose story it is and how far it went, and the chart."""
    outlets = phrases.count(len({c.outlet for c in page.copies}), "outlet")
    states = phrases.count(len(page.writethrus), "write-through")
    facts = [
        md.text(page.agency, _NAME) or "agency not known",
        outlets,
        states,
        f"story {md.code(page.story_id)}",
    ]
    chart = f"![Which outlet ran which write-through, over time]({svg.data_uri(svg.timeline(page))})"
    return [" · ".join(facts), chart]


def story_body(page: StoryPage, since: Since | None = None) -> list[str]:
    """How it stands now: who runs what, who is behind, what became of corrections."""
    return [
        md.section("Who runs what", _copies(page, since or {})),
        md.section(
            "Behind the wire", stale(page.stale, page.zone), "No copy is behind the wire, as far as we know."
        ),
        md.section("Corrections", uptake.markdown(page.uptake, page.zone)),
    ]


def story_past(page: StoryPage) -> list[str]:
    """How it came there: write-throughs, timeline, translations."""
    return [
        md.section("Write-throughs", _writethrus(page)),
        md.section("Timeline", _timeline(page), "No event is known."),
        md.section("In other languages", _translations(page)),
    ]


def diff(page: DiffPage) -> str:
    """Two versions: the sides, the headline, and every block with its words marked."""
    title = f"{md.text(page.older.outlet, _NAME)} → {md.text(page.newer.outlet, _NAME)}"
    pieces, left_out = shown(page.comparison.changes)
    more = esc(phrases.more(left_out)) if left_out else ""
    return md.document(title, [*diff_head(page), "---", *map(_block, pieces), more])


def diff_head(page: DiffPage) -> list[str]:
    """The two sides, how much differs, and the headline."""
    about = [phrases.relation(page.relation, page.minutes_apart), f"**{phrases.tally(page.comparison)}**"]
    label = "**Headline changed:**" if page.comparison.headline_changed else "**Headline:**"
    return [
        _side("From", page.older, page.zone),
        _side("To", page.newer, page.zone),
        " · ".join(a for a in about if a),
        f"**Update note:** {esc(phrases.summary(page.comparison))}",
        f"{label} {marked(headline_spans(page))}",
    ]


def diff_blocks(page: DiffPage, most: int) -> list[str]:
    """The first ``most`` blocks with their words marked, long ones cut, and how to see the others."""
    pieces, left_out = shown(page.comparison.changes)
    ids = " ".join(md.code(side.version_id).strip("`") for side in (page.older, page.newer))
    left = left_out + max(0, len(pieces) - most)
    return [*(_block(b, _PARAGRAPH) for b in pieces[:most]), md.more(left, f"writethru diff {ids}")]


def stale(rows: Sequence[StaleRow], zone: str | None = None) -> str:
    """Who is stale, then who is not accused, each with its grounds; empty where there are no rows."""
    ordered = sorted(rows, key=lambda r: r.state != "confirmed")[:_ROWS]
    return md.items(_stale_line(r, zone) for r in ordered)


def _stale_line(row: StaleRow, zone: str | None) -> str:
    verdict = phrases.verdict(row)
    shown = "**STALE**" if verdict == "stale" else verdict
    wrong = f": “{md.text(row.wrong_text, _SENTENCE)}”" if row.wrong_text and verdict == "stale" else ""
    return f"{shown}: {md.named(row.outlet, row.url, row.role)}, {esc(phrases.grounds(row, zone))}{wrong}"


def marked(words: Iterable[WordSpan], limit: int | None = None) -> str:
    """Words with what was deleted and inserted, for both interfaces; at most about ``limit`` signs."""
    return _BLANKS.sub(" ", "".join(_span(w) for w in _within(words, limit))).strip()


def _within(words: Iterable[WordSpan], limit: int | None) -> Iterator[WordSpan]:
    left = limit
    for span in words:
        if left is None or len(span.text) <= left:
            yield span
            left = None if left is None else left - len(span.text)
        else:
            yield replace(span, text=cut(span.text, max(left, 1)))
            return


def _span(span: WordSpan) -> str:
    inner = visible(span.text)
    core = inner.strip()
    if not core:
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    start, end = _MARKS[span.op]
    return f"{before}{start}{md.literal(core)}{end}{after}"


def _side(label: str, one: DiffSide, zone: str | None) -> str:
    credit = "".join(f" · {md.text(part, _NAME)}" for part in (one.byline, one.agency) if part)
    when = phrases.clock(one.appeared_at, zone, named=True)
    return f"**{label}:** {md.named(one.outlet, one.url)}, version {one.number}, {when}{credit}"


def _block(block: Block, limit: int | None = None) -> str:
    if block.form == "fold":
        glimpse = md.literal(cut(visible(block.change.new_text or ""), _GLIMPSE))
        return f"= {phrases.unchanged(block.changes)}: *{glimpse}*"
    if block.form == "left":
        return f"↕ {_number(block)} {phrases.left(block)}"
    kinds = phrases.kinds(block.change)
    label = f"**{phrases.place(block)}**" + (f" · {esc(kinds)}" if kinds else "")
    number = f" {_number(block)}" if block.move else ""
    return f"{_SIGNS[block.change.op]}{number} {label}\n\n> {marked(block.spans, limit)}"


def _number(block: Block) -> str:
    """The number of a move, the same at both its places."""
    return f"**⇅{block.move}**"


def _timeline(page: StoryPage) -> str:
    heads = (f"When ({phrases.zone_name(page.zone)})", "Outlet", md.WRITETHRUS, "What, by which source")
    latest = page.timeline[-_ROWS:]
    return _and_more(
        md.table(heads, [_event_cells(row, page.zone) for row in latest]), len(page.timeline), page
    )


def _event_cells(row: TimelineRow, zone: str | None) -> tuple[str, ...]:
    headline = f"<br>{md.text(row.headline, _TITLE)}" if row.headline else ""
    return (
        phrases.moment(row, zone),
        md.named(row.outlet, row.url),
        phrases.numbers(row.writethru, row.writethru_to),
        f"*{esc(phrases.event(row))}* · {esc(phrases.source(row))}{headline}",
    )


def _writethrus(page: StoryPage) -> str:
    heads = (md.WRITETHRUS, f"First seen ({phrases.zone_name(page.zone)})", "Outlets", "Words", "First at")
    rows = [
        (
            str(w.number),
            phrases.clock(w.first_seen_at, page.zone),
            str(w.attested_outlets),
            str(w.words),
            f"{md.text(w.first_outlet, _NAME)}, *{_basis(w)}*<br>{md.text(w.headline, _TITLE)}",
        )
        for w in page.writethrus[-_ROWS:]
    ]
    return _and_more(md.table(heads, rows), len(page.writethrus), page)


def _basis(one: WriteThru) -> str:
    return one.basis if one.wire_number is None else f"{one.basis}, its number {one.wire_number}"


def _copies(page: StoryPage, since: Since) -> str:
    rows = [
        (
            md.named(c.outlet, c.url, c.role),
            phrases.numbers(c.writethru, c.writethru_to),
            _began(c, since, page.zone),
            str(len(c.version_ids)),
            str(c.words),
            md.text(c.state, _NAME),
        )
        for c in page.copies[:_ROWS]
    ]
    heads = ("Outlet", md.WRITETHRUS, f"Since ({phrases.zone_name(page.zone)})", "Texts", "Words", "State")
    return _and_more(md.table(heads, rows), len(page.copies), page)


def _began(copy: CopyRow, since: Since, zone: str | None) -> str:
    at = since.get((copy.url or "", copy.writethru if copy.writethru is not None else -1))
    return phrases.clock(at, zone) if at else "–"


def _and_more(table: str, there: int, page: StoryPage) -> str:
    more = md.more(there - _ROWS, f"writethru story {md.code(page.story_id).strip('`')}")
    return f"{table}\n\n{more}" if more else table


def _translations(page: StoryPage) -> str:
    return md.items(
        f"Also told in {esc(phrases.language(t.language))}: {md.to(t.headline or '(no headline)', t.address, _TITLE)} "
        f"({md.text(phrases.told_in(t), _SENTENCE)}), story {md.code(t.story_id)}: {md.text(t.evidence, _SENTENCE)}"
        for t in page.translations[:_ROWS]
    )
