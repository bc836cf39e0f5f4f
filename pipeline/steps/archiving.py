"""What a run gets goes into the archive first, and the database is told where it lies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.io.guard import redact
from pipeline.io.warc import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.io.answer import Answer
    from pipeline.io.archive import Keeper
    from pipeline.io.store import Store
    from pipeline.steps.raw import Raw

    Keep = Callable[[Asked, Answer], None]

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
