"""A look at a feed or page as the row of `fetches` of its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key
from pipeline.io.http import Outcome, redact
from pipeline.steps.feeds import FeedLook

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.steps.pages import PageLook

Row = dict[str, Any]


def fetch_row(look: FeedLook | PageLook, run_key: int, now: datetime, ordinal: int, sha: str | None) -> Row:
    """The row of `fetches` for one request; addresses without their secrets."""
    answer = look.answer
    row: Row = {
        "fetch_key": key("fetch", str(run_key), redact(answer.url), str(ordinal)),
        "run_key": run_key,
        "final_url": redact(answer.final_url),
        "fetched_at": now,
        "status": answer.status,
        "outcome": answer.outcome.value,
        "bytes": look.size if isinstance(look, FeedLook) else len(answer.body),
        "elapsed_ms": answer.elapsed_ms,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "payload_sha": sha,
        "detail": answer.detail or None,
    }
    if isinstance(look, FeedLook):
        known = len(look.state.entry_keys) if look.state and look.is_same else None
        entries = len(look.parsed.entries) if look.parsed else known
        problem = look.problem if look.answer.outcome is Outcome.OK else None
        outcome = {"outcome": "not-a-feed", "detail": problem} if problem else {}
        feed = look.feed
        more: Row = {
            "kind": "feed-part" if look.part else "feed",
            "source": feed.key,
            "url": redact(answer.url if look.part else feed.url),
            "outlet": feed.outlet,
            "entries": entries,
        }
        return row | more | outcome
    task = look.task
    return row | {
        "kind": "page",
        "source": task.feed,
        "url": redact(task.url),
        "outlet": task.outlet,
        "article_key": task.article_key,
    }
