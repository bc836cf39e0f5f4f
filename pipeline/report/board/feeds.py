"""The page `feeds`: which answer, how late we learn from them, which do not tell the truth about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import md
from pipeline.report.board import frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.board.frame import Links
    from pipeline.report.board.rows import FeedLine, FeedsPage, Freshness

MOST = 100  # feeds in a table
NAMED = 20  # feeds in a line
WASTEFUL = (
    0.2  # of the answers repeat the former one's bytes: a server that heeded its own stamps would say 304
)
FEWEST = 5  # answers before a feed's habits are spoken of


def render(page: FeedsPage, links: Links) -> str:
    """The page as Markdown."""
    failing = [line for line in page.rows if line.fails]
    well = [line for line in page.rows if not line.fails]
    parts = [
        _sum(page, len(failing)),
        md.section("Failing", _failing(failing[:MOST], page.fresh)),
        md.more(len(failing) - MOST, 'writethru sql "from feed_health where failures_in_a_row > 0"'),
        md.section("Not what they say", _liars(page.rows)),
        md.section("Answering", _well(well[:MOST], page.fresh), "None."),
        md.more(len(well) - MOST, 'writethru sql "from feed_health"'),
        md.section("Never asked yet", _unasked(page.unasked)),
        _LEGEND,
    ]
    return frame.page("Feeds", page.fresh, links, parts, window="the week")


_LEGEND = (
    "Lag: minutes from the publisher's own time to our first sight of a text, the middle one and that of the slowest "
    "twentieth, of texts that appeared after the outlet was first asked. `writethru feeds check KEY` explains one feed."
)


def _sum(page: FeedsPage, failing: int) -> str:
    return f"**{failing:,}** of {len(page.rows):,} feeds that were asked in the last week fail." if page.rows else (
        "No feed has been asked in the last week."
    )  # fmt: skip


def _name(line: FeedLine) -> str:
    return f"{md.link(line.outlet or line.feed, line.url, 50)} {md.code(line.feed)}"


def _failing(rows: Sequence[FeedLine], fresh: Freshness) -> str:
    cells = [
        (
            _name(r),
            frame.when(r.last_ok_at, fresh) if r.last_ok_at else "never",
            str(r.failures_in_a_row),
            _due(r, fresh),
            md.text(f"{r.last_outcome}: {r.detail}" if r.detail else r.last_outcome, 140),
        )
        for r in rows
    ]
    return md.table(("Feed", "Last success (UTC)", "Failures", "Next (UTC)", "Why"), cells)


def _well(rows: Sequence[FeedLine], fresh: Freshness) -> str:
    cells = [
        (
            _name(r),
            frame.when(r.last_ok_at, fresh),
            _due(r, fresh),
            f"{r.good_polls:,} of {r.polls:,}",
            f"{round(100 * r.not_modified / r.polls)} %" if r.polls else "–",
            "–" if r.entries is None else str(r.entries),
            _lag(r),
        )
        for r in rows
    ]
    heads = ("Feed", "Last success (UTC)", "Next (UTC)", "Answers", "Unchanged", "Entries", "Lag, min")
    return md.table(heads, cells)


def _due(line: FeedLine, fresh: Freshness) -> str:
    if line.next_due_at is None:
        return "asked no more"
    return "due" if line.next_due_at <= fresh.until else frame.when(line.next_due_at, fresh)


def _lag(line: FeedLine) -> str:
    if line.p50_minutes is None or line.p95_minutes is None:
        return "–"
    return f"{line.p50_minutes:.0f} · {line.p95_minutes:.0f}"


def _liars(rows: Sequence[FeedLine]) -> str:
    cells = []
    for r in rows:
        full = r.good_polls - r.not_modified
        if r.same_tag:
            cells.append(
                (_name(r), f"ETag stayed while the feed changed, {r.same_tag} times: a 304 may hide news")
            )
        if full >= FEWEST and r.repeated >= WASTEFUL * full:
            cells.append(
                (_name(r), f"sent the same bytes again {r.repeated} times of {full} instead of a 304")
            )
    return md.table(("Feed", "What it does"), cells[:MOST])


def _unasked(keys: Sequence[str]) -> str:
    if not keys:
        return ""
    named = ", ".join(md.code(key) for key in keys[:NAMED])
    return named + (f" and {len(keys) - NAMED} more: `writethru feeds list`" if len(keys) > NAMED else "")
