"""What a run shows in Prefect: its name, its pages (artifacts with fixed keys) and its ledger in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect import runtime
from prefect.logging import get_run_logger
from prefect.settings import get_current_settings
from prefect.states import Completed

from flows.pages import pages
from flows.underway import clock
from pipeline.io.store import open_snapshot
from pipeline.report.board import board, overview
from pipeline.report.board.frame import OVERVIEW, PAGES
from pipeline.report.safe import visible
from pipeline.steps import look_board

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from prefect.client.schemas.objects import State

    from flows.pages import Pages
    from pipeline.model import Feed, RunLedger
    from pipeline.report.board.board import Board

FINDINGS_LOGGED = 20
_KEYS = "/v2/artifacts/key/"


def run_name() -> str:
    """The name of a flow run: what it does, and at what time (UTC), told or by the clock."""
    told = runtime.flow_run.parameters.get("now")
    at = told or runtime.flow_run.scheduled_start_time or clock()
    return f"{runtime.flow_run.flow_name} {str(at)[:16].replace('T', ' ')}Z"


def link(key: str) -> str:
    """The address of a page, which no sidebar of Prefect's lists."""
    return f"{(get_current_settings().ui_url or '').rstrip('/')}{_KEYS}{key}"


def show_overview(data_dir: Path, now: datetime, feeds: Sequence[Feed]) -> None:
    """Write the page ``overview``, with links to the pages that there are; the first time all pages with fixed keys.

    The flow `dashboard` writes the others again and again; nobody who has just begun should wait for it.

    Args:
        data_dir: where the database is.
        now: the time of the run.
        feeds: those that are polled now.
    """
    made_at = clock()
    with open_snapshot(data_dir) as snapshot, pages() as there:
        fresh = look_board.freshness(snapshot, made_at, now)
        there.ensure(PAGES)
        if all(there.known[key].written for key in PAGES):
            page = overview.render(look_board.overview(snapshot, fresh), there.links(OVERVIEW))
            there.write(OVERVIEW, page, made_at.isoformat())
        else:
            write_board(there, look_board.board(snapshot, fresh, feeds), made_at)


def write_board(there: Pages, read: Board, made_at: datetime) -> None:
    """Write all pages with fixed keys."""
    for key, text in board.rendered(read, there.links).items():
        there.write(key, text, made_at.isoformat())


def tell(ledger: RunLedger) -> State[RunLedger]:
    """Log the ledger, one line an outcome. -> the run's final state, whose message is its sum."""
    logger = get_run_logger()
    warnings = [f for f in ledger.findings if f.severity != "info"]
    for finding in warnings[:FINDINGS_LOGGED]:
        logger.warning("Finding %s: %s", finding.code, visible(finding.message))
    if len(warnings) > FINDINGS_LOGGED:
        logger.warning("… and %d findings more: from findings", len(warnings) - FINDINGS_LOGGED)
    for name, count in ledger.dispositions.items():
        logger.info("%5d %s", count, name)
    logger.info("%s", in_one_line(ledger))
    logger.info("Overview: %s", link(OVERVIEW))
    return Completed(message=in_one_line(ledger), data=ledger)


def in_one_line(ledger: RunLedger) -> str:
    """What a run brought, for people."""
    parts = [
        _count(ledger.items, "item"),
        _count(ledger.articles_new, "new article"),
        _count(ledger.versions_new, "new version"),
        _count(len(ledger.stories_moved), "story moved", "stories moved"),
        _count(len(ledger.findings), "finding"),
    ]
    return ", ".join(parts)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
