"""The page `overview`: what happened in the last hour and day, what matters most first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import charts, md, phrases, svg
from pipeline.report.board import frame
from pipeline.report.board.frame import CORRECTIONS, FEEDS, RUNS, STORIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.board.frame import Links
    from pipeline.report.board.rows import Accused, Freshness, Moving, Notice, OverviewPage

_STALE = "writethru sql \"from stale_copies where state = 'confirmed'\""
_NOTES = 'writethru sql "from corrections"'


def render(page: OverviewPage, links: Links) -> str:
    """The page as Markdown."""
    wrong = [a for a in page.accused if a.row.missing_correction or a.row.missing_kill]
    behind = [a for a in page.accused if a not in wrong]
    left = page.standing.wrong + page.standing.withdrawn - len(wrong)
    older = page.standing.stale - len(page.accused) - max(left, 0)
    sections = [
        ("Still wrong", _parts(_wrong(wrong, page, links), md.more(left, _STALE))),
        ("Corrections and kills", _parts(_notices(page, links), md.more(_left(page), _NOTES))),
        ("Stories that moved", _moved(page, links)),
        ("Behind the wire", _parts(_behind(behind, page, links), md.more(older, _STALE))),
        ("Texts by the hour", _hours(page)),
        ("Who takes write-throughs over, and how late", _adoptions(page)),
        ("Feeds that fail", _failing(page, links)),
    ]
    named = [a.story for a in page.accused] + [n.story for n in page.notices] + [m.named for m in page.moving]
    parts = [_now(page, links), _figures(page), *(md.section(*one) for one in sections)]
    return frame.page(
        "Overview", page.fresh, links, [*parts, frame.without_page(links, named)], window="the day"
    )


def _parts(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _left(page: OverviewPage) -> int:
    return page.notices_total - len(page.notices)


def _now(page: OverviewPage, links: Links) -> str:
    """What is so now, the worst first, in one line a matter."""
    now = page.standing
    lines = [
        _line(
            now.withdrawn, "page still runs", "pages still run", "what the wire withdrew", links, CORRECTIONS
        ),
        _line(
            now.wrong,
            "page still runs",
            "pages still run",
            "a sentence that was corrected",
            links,
            CORRECTIONS,
        ),
        f"{_sum(now.stale)} {'copy is' if now.stale == 1 else 'copies are'} behind the wire, confirmed",
        f"{_sum(now.failing)} of {phrases.count(now.feeds, 'feed')} {_verb(now.failing)}: {links.to(FEEDS)}",
    ]
    if page.runs_failed:
        lines.append(f"{_sum(page.runs_failed)} of the day's runs failed: {links.to(RUNS)}")
    return "\n".join(f"- {line}" for line in lines if line)


def _line(count: int, one: str, many: str, what: str, links: Links, key: str) -> str:
    return f"{_sum(count)} {one if count == 1 else many} {what}: {links.to(key)}" if count else ""


def _verb(failing: int) -> str:
    return "fails" if failing == 1 else "fail"


def _sum(count: int) -> str:
    return f"**{count:,}**" if count else "0"


def _figures(page: OverviewPage) -> str:
    rows = [
        (shown, f"{getattr(page.hour, name):,}", f"{getattr(page.day, name):,}")
        for name, shown in (
            ("stories", "Stories that moved"),
            ("articles", "New articles"),
            ("changed", "Texts changed or replaced"),
            ("corrections", "Corrections"),
            ("kills", "Kills"),
        )
    ]
    return md.table(("", "Last hour", "Last day"), rows)


def _wrong(rows: Sequence[Accused], page: OverviewPage, links: Links) -> str:
    return md.items(_charge(a, page.fresh, links) for a in rows)


def _charge(one: Accused, fresh: Freshness, links: Links) -> str:
    """What a copy still runs, since when it is known to be wrong, and when it was last seen with it."""
    row = one.row
    outlet, seen = md.named(row.outlet, row.url, row.role), frame.when(row.last_checked_at, fresh)
    if row.missing_kill:
        since = f"withdrawn {frame.when(row.killed_since, fresh)}"
        return f"{outlet} still runs a withdrawn story: {links.story(one.story)} ({since}, seen {seen})"
    since = f"corrected {frame.when(row.corrected_since, fresh)}"
    wrong = f": “{md.text(row.wrong_text, frame.NOTE)}”" if row.wrong_text else ""
    return f"{outlet} in {links.story(one.story)}{wrong} ({since}, seen {seen})"


def _behind(rows: Sequence[Accused], page: OverviewPage, links: Links) -> str:
    return md.items(
        f"{md.named(one.row.outlet, one.row.url, one.row.role)} {_late(one, page.fresh)}: {links.story(one.story)}"
        for one in rows
    )


def _late(one: Accused, fresh: Freshness) -> str:
    row = one.row
    runs = f"runs write-through {row.runs_writethru} of {row.current_writethru}, behind {phrases.behind(row)}"
    return f"{runs} (seen {frame.when(row.last_checked_at, fresh)})"


def _notices(page: OverviewPage, links: Links) -> str:
    return notices(page.notices, page.fresh, links)


def notices(rows: Sequence[Notice], fresh: Freshness, links: Links) -> str:
    """What outlets announced: when, who, about which story, in which words."""
    return md.items(
        f"{frame.when(n.seen_at, fresh)} {'**kill**' if n.kind == 'kill' else 'correction'} at "
        f"{md.named(n.outlet, n.url)}, {links.story(n.story)}: {md.text(n.text, frame.NOTE)}"
        for n in rows
    )


def _moved(page: OverviewPage, links: Links) -> str:
    if not page.moving:
        return "Nothing moved in the last day."
    left = page.moving_total - len(page.moving)
    tail = f"… and {left:,} more: {links.to(STORIES)}, `writethru stories`" if left > 0 else ""
    return _parts(moving(page.moving, page.fresh, links), tail)


def moving(rows: Sequence[Moving], fresh: Freshness, links: Links) -> str:
    """Stories by their last change: who runs them, in how many states, what is wrong about them."""
    cells = [
        (
            frame.when(m.story.last_changed_at, fresh),
            str(m.story.outlets),
            str(m.story.writethrus),
            str(m.story.versions),
            f"{links.story(m.named)}{_about(m)}",
        )
        for m in rows
    ]
    return md.table(("UTC", "Outlets", md.WRITETHRUS, "Texts", "Story"), cells)


def _about(one: Moving) -> str:
    """A second line: whose story it is, and what is wrong about it."""
    told = [
        f"*{md.text(one.story.agency, 40)}*" if one.story.agency else "",
        "**killed**" if one.kills else "",
        "**corrected**" if one.corrections else "",
        f"**{one.stale} behind**" if one.stale else "",
    ]
    found = " · ".join(t for t in told if t)
    return f"<br>{found}" if found else ""


def _hours(page: OverviewPage) -> str:
    if not any(h.fresh or h.changed for h in page.hours):
        return ""
    return _image("Texts that appeared in each hour of the last day", charts.hours(page.hours))


def _adoptions(page: OverviewPage) -> str:
    if not page.adoptions:
        return ""
    chart = _image("Write-throughs taken over in the last week, by outlet", charts.adoptions(page.adoptions))
    return f"{chart}\n\nOf the last 7 days; only write-throughs that at least two outlets ran."


def _image(words: str, chart: str) -> str:
    return f"![{words}]({svg.data_uri(chart)})"


def _failing(page: OverviewPage, links: Links) -> str:
    cells = [
        (
            md.link(f.outlet or f.feed, f.url, 60),
            frame.when(f.since, page.fresh) if f.since else "never answered",
            str(f.failures),
            md.text(f.reason, 120),
        )
        for f in page.failing
    ]
    left = page.standing.failing - len(page.failing)
    tail = f"… and {left:,} more: {links.to(FEEDS)}" if left > 0 else ""
    return _parts(md.table(("Feed", "Last success (UTC)", "Failures", "Why"), cells), tail)
