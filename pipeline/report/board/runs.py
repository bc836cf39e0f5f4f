"""The page `runs`: what the last runs brought and cost, and what became of a day's items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import md
from pipeline.report.board import frame

if TYPE_CHECKING:
    from pipeline.report.board.frame import Links
    from pipeline.report.board.rows import FindingLine, Freshness, RunLine, RunsPage

MEANING = {
    "new-article": "a page seen for the first time",
    "new-version": "a text its page had not shown before",
    "reopened": "a former text that came back",
    "touched": "same text, another stamp or headline",
    "unchanged": "same text",
    "late": "an older capture of a known state",
    "not-article": "a block page, consent wall, stub or index",
    "killed": "withdrawn",
    "gone": "404 or 410",
    "not-modified": "304: the server says nothing changed",
    "not-due": "listed, and looked at recently enough",
    "fetch-failed": "no usable answer; asked again later",
    "forgotten": "removed at somebody's wish, and not asked again",
    "refused": "unreadable, or an address that is not asked",
}
_LEGEND = (
    "New: pages seen for the first time; changed: texts that replaced one. Asked: requests, what they brought, and the "
    "seconds until sites answered, added up, though many are asked at once. Findings: warnings and errors (+ notes)."
)
_TIED = "\u00a0"
_MEGA = 1_000_000
_MINUTE = 60


def render(page: RunsPage, links: Links) -> str:
    """The page as Markdown."""
    items = sum(n for _, n in page.dispositions)
    parts = [
        md.section("Last runs", _runs(page), "No run has begun yet."),
        md.more(page.runs_total - len(page.runs), 'writethru sql "from runs"'),
        md.section(f"What became of {items:,} items of the last day", _dispositions(page)),
        md.section("Findings of the last day", _findings(page), "None."),
        md.more(page.findings_total - len(page.findings), 'writethru sql "from findings"'),
        _LEGEND,
    ]
    return frame.page("Runs", page.fresh, links, parts, window="the day")


def _runs(page: RunsPage) -> str:
    heads = ("Began (UTC)", "Run", "Took", "Items", "New", "Changed", "Asked", "Findings")
    return md.table(heads, [_run(run, page.fresh) for run in page.runs])


def _run(run: RunLine, fresh: Freshness) -> tuple[str, ...]:
    kind = md.text(run.kind, 20)
    return (
        frame.when(run.started_at, fresh),
        kind if run.state == "completed" else f"{kind} **{md.text(run.state, 20)}**",
        took(run.seconds),
        *(_number(n) for n in (run.items, run.articles_new, run.versions_new - run.articles_new)),
        f"{run.fetches:,}, {_size(run.bytes)}, {run.waited:.0f}{_TIED}s" if run.fetches else "–",
        _number(run.warnings) + (f" (+{run.infos:,})" if run.infos else ""),
    )


def _number(number: int) -> str:
    return f"{number:,}" if number > 0 else "–"


def _size(count: int) -> str:
    return (
        f"{count / _MEGA:.1f}{_TIED}MB"
        if count >= _MEGA
        else f"{count / 1000:.0f}{_TIED}KB"
        if count
        else "–"
    )


def took(seconds: float | None) -> str:
    """A duration as people read it; none where a run has not ended, or did within the simulated second."""
    if seconds is None:
        return "–"
    if seconds < _MINUTE:
        return f"{seconds:.0f}{_TIED}s"
    return f"{int(seconds // _MINUTE)}{_TIED}min {int(seconds % _MINUTE)}{_TIED}s"


def _dispositions(page: RunsPage) -> str:
    return md.table(
        ("Items", "Disposition", "What that is"),
        [(f"{n:,}", md.text(name, 40), MEANING.get(name, "")) for name, n in page.dispositions],
    )


def _findings(page: RunsPage) -> str:
    cells = [
        (f"{f.count:,}", f"{f.subjects:,}", frame.when(f.last_seen_at, page.fresh), _finding(f))
        for f in page.findings
    ]
    return md.table(("Findings", "Subjects", "Last (UTC)", "What, and the last one"), cells)


def _finding(one: FindingLine) -> str:
    severity = one.severity if one.severity == "info" else f"**{one.severity}**"
    return f"{severity} {md.text(one.code, 40)}<br>{md.text(one.message, 180)}"
