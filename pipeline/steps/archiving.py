"""What a run gets goes into the archive first, and the database is told where it lies."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipeline.io.answer import Answer, Outcome
from pipeline.io.guard import redact
from pipeline.io.warc import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.io.archive import Keeper
    from pipeline.io.store import Store
    from pipeline.steps.raw import Raw

    Keep = Callable[[Asked, Answer], None]

JOTTED = (
    *("outcome", "status", "etag", "last_modified", "content_type", "retry_after", "max_age", "elapsed_ms"),
    *("redirects", "permanent", "detail", "site", "opt_out", "override"),
)  # fields of an answer without a payload that are remembered while its run works
_MEDIA = {
    "html": "text/html",
    "text": "text/plain; charset=utf-8",
    "record": "text/plain; charset=utf-8",
    "wire": "application/octet-stream",
}


def nothing_kept(_asked: Asked, _answer: Answer) -> None:
    """For what asks and keeps nothing: `feeds check`."""


def keeps(keeper: Keeper, at: datetime) -> Keep:
    """What archives each answer as it comes, and what was asked on its way; ``at`` is the time of the run."""

    def keep(asked: Asked, answer: Answer) -> None:
        for aside in answer.asides:
            _keep(keeper, Asked(aside.purpose, redact(aside.answer.url)), aside.answer, at)
        _keep(keeper, asked, answer, at)

    return keep


def _keep(keeper: Keeper, asked: Asked, answer: Answer, at: datetime) -> None:
    if answer.body and answer.exchanges:
        keeper.keep_answer(answer.exchanges, answer.body, at, asked)
    elif not answer.body:
        told = {name: getattr(answer, name) for name in JOTTED}
        plain = {"url": redact(answer.url), "final_url": redact(answer.final_url)}
        keeper.jot({"asked": asdict(asked), "at": at.isoformat(), **told, **plain})


def answer_of(line: dict[str, Any]) -> Answer:
    """An answer without a payload as it was jotted down."""
    told = {name: line[name] for name in JOTTED} | {"outcome": Outcome(line["outcome"])}
    lists = {name: tuple(line[name]) for name in ("redirects", "opt_out")}
    return Answer(url=line["url"], final_url=line["final_url"], **(told | lists))


def keep_files(keeper: Keeper, raws: Iterable[Raw], now: datetime) -> None:
    """Archive what was imported; a wire file stands behind all its items and is kept once.

    A page whose address and time of capture are known is kept under these; anything else under its digest, with
    the time of recording: a WARC record must have a date, and the import claims none.
    """
    for raw in {id(raw.payload): raw for raw in raws}.values():
        known = raw.form == "html" and raw.captured_at and (raw.final_url or raw.url)
        at = raw.captured_at if known and raw.captured_at else now
        keeper.keep_file(raw.payload, at.astimezone(UTC), known or None, _MEDIA[raw.form])
    keeper.sync()


def tell_places(store: Store, keeper: Keeper) -> None:
    """Where the payloads lie that were kept since the last call: in the transaction that loads what they say."""
    store.insert("facts.payload", keeper.fresh(), known="ignore")
