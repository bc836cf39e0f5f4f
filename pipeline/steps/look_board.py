"""From the published snapshot to the dashboard's pages; nothing here writes."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.core.schedule.feeds import LONGEST_FAILING
from pipeline.core.schedule.pages import backed_off
from pipeline.io.store import fetch, hold_close, named_query
from pipeline.report.board.board import Board
from pipeline.report.board.rows import (
    Accused,
    Adoption,
    Correction,
    CorrectionsPage,
    FailingFeed,
    FeedLine,
    FeedsPage,
    Figures,
    FindingLine,
    Freshness,
    Hour,
    Kill,
    KillRow,
    Moving,
    Named,
    Notice,
    OverviewPage,
    RunLine,
    RunsPage,
    Standing,
    StoriesPage,
    StoryDetail,
)
from pipeline.report.rows import StaleRow, StoryRow, UptakeRow
from pipeline.steps import look, look_why

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    import duckdb

    from pipeline.model import Feed

    Connection = duckdb.DuckDBPyConnection

Row = dict[str, Any]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
OVERVIEW_ROWS = 10  # of each list of the overview: it is read at a glance
STORY_ROWS = 50
CORRECTION_BLOCKS = 15
NOTICE_ROWS = 20
RUN_ROWS = 30
FINDING_ROWS = 20
OUTLET_ROWS = 12
_OF_STORY = (  # what a story's page is made of
    *("stories", "versions", "story_timeline", "writethrus", "writethru_adoption"),
    *("stale_copies", "correction_uptake", "version_pairs", "translations"),
)
_OF_ARTICLE = dict.fromkeys(("articles", "aliases"), "article_id in (select v.article_id from versions as v)")


def _rows(connection: Connection, query: str, **parameters: Any) -> list[Row]:
    return fetch(connection, named_query(query), parameters)


def _total(rows: Sequence[Row]) -> int:
    return int(rows[0]["total"]) if rows else 0


def _picked(row: Row, record: Any) -> dict[str, Any]:
    """The columns of a row that a record has fields for."""
    return {name: row[name] for name in record.__dataclass_fields__ if name in row}


def freshness(connection: Connection, made_at: datetime, until: datetime) -> Freshness:
    """How old what a page tells is."""
    row = _rows(connection, "board_fresh", since=until - DAY, until=until)[0]
    return Freshness(made_at, until, row["last_run_at"], row["last_answer_at"])


def board(connection: Connection, fresh: Freshness, asked: Sequence[Feed]) -> Board:
    """What all pages with fixed keys tell; ``asked`` are the feeds that are polled now."""
    return Board(
        overview(connection, fresh),
        stories(connection, fresh),
        corrections(connection, fresh),
        feeds(connection, fresh, asked),
        runs(connection, fresh),
    )


def overview(connection: Connection, fresh: Freshness) -> OverviewPage:
    """What the last hour and the last day brought, and what is so now."""
    until, since = fresh.until, fresh.until - DAY
    moving = _rows(connection, "board_stories", since=since, names=None, top=OVERVIEW_ROWS)
    notices = _rows(connection, "board_notices", since=since, until=until, top=OVERVIEW_ROWS)
    hours = _rows(connection, "board_hours", since=since + HOUR, until=until)
    adoptions = _rows(connection, "board_adoption", since=until - WEEK, until=until, top=OUTLET_ROWS)
    return OverviewPage(
        fresh=fresh,
        hour=_figures(connection, until - HOUR, until),
        day=_figures(connection, since, until),
        standing=Standing(**_rows(connection, "board_standing", since=since)[0]),
        accused=tuple(map(_accused, _rows(connection, "board_accused", top=OVERVIEW_ROWS))),
        notices=tuple(map(_notice, notices)),
        notices_total=_total(notices),
        moving=tuple(map(_moving, moving)),
        moving_total=_total(moving),
        hours=tuple(Hour(**row) for row in hours),
        adoptions=tuple(Adoption(**row) for row in adoptions),
        failing=tuple(
            FailingFeed(**row) for row in _rows(connection, "board_failing", since=since, top=OVERVIEW_ROWS)
        ),
        runs_failed=_rows(connection, "board_fresh", since=since, until=until)[0]["runs_failed"],
    )


def _figures(connection: Connection, since: datetime, until: datetime) -> Figures:
    return Figures(**_rows(connection, "board_figures", since=since, until=until)[0])


def _accused(row: Row) -> Accused:
    named = Named(row["story_id"] or "", row["headline"] or "", row["url"])
    return Accused(named, StaleRow(**_picked({**row, "story_id": named.story_id}, StaleRow)))


def _notice(row: Row) -> Notice:
    named = Named(row["story_id"], row["headline"], row["url"])
    return Notice(row["kind"], named, row["outlet"], row["url"], row["seen_at"], row["text"])


def _moving(row: Row) -> Moving:
    story = StoryRow(**_picked({**row, "headline": row["headline"] or ""}, StoryRow))
    return Moving(story, row["url"], row["stale"], row["corrections"], row["kills"])


def stories(connection: Connection, fresh: Freshness) -> StoriesPage:
    """The stories that moved last."""
    found = _rows(connection, "board_stories", since=None, names=None, top=STORY_ROWS)
    return StoriesPage(fresh, tuple(map(_moving, found)), _total(found))


def corrections(connection: Connection, fresh: Freshness) -> CorrectionsPage:
    """How corrections and kills travelled, those first that somebody has not followed."""
    found = _rows(connection, "board_corrections", top=CORRECTION_BLOCKS)
    killed = _rows(connection, "board_kills", top=CORRECTION_BLOCKS)
    notices = _rows(connection, "board_notices", since=fresh.until - WEEK, until=fresh.until, top=NOTICE_ROWS)
    return CorrectionsPage(
        fresh,
        corrections=tuple(
            Correction(_story_of(rows[0]), tuple(UptakeRow(**_picked(r, UptakeRow)) for r in rows))
            for rows in _grouped(found, "story_id", "correction_id")
        ),
        corrections_total=_total(found),
        kills=tuple(
            Kill(_story_of(rows[0]), tuple(KillRow(**_picked(r, KillRow)) for r in rows))
            for rows in _grouped(killed, "story_id")
        ),
        kills_total=_total(killed),
        notices=tuple(map(_notice, notices)),
        notices_total=_total(notices),
    )


def _story_of(row: Row) -> Named:
    return Named(row["story_id"], row["headline"], row["url"])


def _grouped(rows: Iterable[Row], *names: str) -> list[list[Row]]:
    return [list(group) for _, group in groupby(rows, key=lambda row: [row[name] for name in names])]


def feeds(connection: Connection, fresh: Freshness, asked: Sequence[Feed]) -> FeedsPage:
    """How the feeds do that were asked in the last week; ``asked`` are those that are polled now."""
    wanted = {feed.key for feed in asked if feed.enabled}
    found = _rows(connection, "board_feeds", since=fresh.until - WEEK)
    lines = tuple(FeedLine(**_picked(row, FeedLine), next_due_at=_due(row, wanted)) for row in found)
    known = {line.feed for line in lines}
    return FeedsPage(fresh, lines, unasked=tuple(sorted(wanted - known)))


def _due(row: Row, wanted: set[str]) -> datetime | None:
    """When a feed is asked next; one that is retired, or polled no more, never."""
    if row["feed"] not in wanted or row["retired_at"] or not row["interval_minutes"]:
        return None
    wait = backed_off(timedelta(minutes=row["interval_minutes"]), row["failures_in_a_row"], LONGEST_FAILING)
    due: datetime = row["last_fetched_at"] + wait
    return due


def runs(connection: Connection, fresh: Freshness) -> RunsPage:
    """The last runs and what they cost, and what became of a day's items."""
    until, since = fresh.until, fresh.until - DAY
    found = _rows(connection, "board_runs", until=until, top=RUN_ROWS)
    findings = _rows(connection, "board_findings", since=since, until=until, top=FINDING_ROWS)
    told = _rows(connection, "board_dispositions", since=since, until=until)
    return RunsPage(
        fresh,
        runs=tuple(RunLine(**_picked(row, RunLine)) for row in found),
        runs_total=_total(found),
        dispositions=tuple((row["disposition"], row["items"]) for row in told),
        findings=tuple(FindingLine(**_picked(row, FindingLine)) for row in findings),
        findings_total=_total(findings),
    )


def hold(connection: Connection, names: Sequence[str]) -> None:
    """Keep what the pages of these stories are made of close: from then on this connection knows only them."""
    chosen = ", ".join(f"'{name}'" for name in names if name.isalnum()) or "''"
    told = f"story_id in ({chosen})"
    either = f"{told} or mentioned_story_id in ({chosen})"
    hold_close(connection, {**dict.fromkeys(_OF_STORY, told), **_OF_ARTICLE, "story_mentions": either})


def story(connection: Connection, fresh: Freshness, story_id: str) -> StoryDetail:
    """All about one story, by its present id."""
    page = look.story_page(connection, story_id)
    newest = [row["first_version_id"] for row in _rows(connection, "board_newest", story_id=story_id)]
    since = _rows(connection, "board_since", story_id=story_id)
    return StoryDetail(
        fresh,
        page,
        why=look_why.why_page(connection, story_id),
        newest=look.diff_page(connection, newest[1], newest[0], page.zone) if len(newest) > 1 else None,
        since={(row["url"], row["number"]): row["first_run_at"] for row in since},
    )


def marks(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """For each story a mark of what its page tells, which differs when the page would."""
    return {row["story_id"]: row["mark"] for row in _rows(connection, "board_states", names=list(names))}
