"""Politeness from run to run: what sites were asked a moment ago, the rest they want, their robots.txt and tdmrep.json.

All of it is read from `fetches` and the archive; requests are written there as rows, those of our own too.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key
from pipeline.errors import NotFound, StoreError
from pipeline.io import archive
from pipeline.io.beside import Beside
from pipeline.io.guard import redact
from pipeline.io.http import Manners, Outcome
from pipeline.io.manners import STALE
from pipeline.io.pace import LONGEST_REST
from pipeline.io.store import open_store
from pipeline.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.http import Answer, Exchange
    from pipeline.io.payloads import Place
    from pipeline.settings import Settings

Row = dict[str, Any]
_LATELY = timedelta(minutes=5)  # by then every bucket is full again, whatever delay its site asks for
_AHEAD = timedelta(
    hours=1
)  # a run may last so long after its reading of the clock; later rows are of another clock


def remembered(data_dir: Path, settings: Settings, now: datetime) -> Manners:
    """What earlier runs know of sites' wishes; the clock of a run begins at its ``now``."""
    beside = Beside(data_dir, settings.host_burst) if settings.host_delay else None
    manners = Manners.of(settings, beside=beside)
    with open_store(data_dir, now) as store:
        until = now + _AHEAD
        asked = store.rows("sites_asked", since=now - _LATELY, until=until)
        rests = store.rows("sites_resting", since=now - timedelta(seconds=LONGEST_REST), until=until, now=now)
        files = store.rows("site_files", since=now - timedelta(seconds=STALE), until=until)
    for row in asked:
        manners.pace.note(row["site"], manners.started - _age(row["asked_at"], now))
    for row in rests:
        manners.pace.rest(row["site"], (row["rests_until"] - now).total_seconds())
    places = archive.find(data_dir, {r["payload_sha"] for r in files if r["payload_sha"]}) if files else {}
    for row in files:
        at = manners.started - _age(row["asked_at"], now)
        read = _reader(data_dir, row["payload_sha"], places)
        manners.remember(row["url"], row["outcome"], row["status"], at, read)
    latest = {row["url"]: row for row in files}
    for row in latest.values():
        manners.pace.slow(row["site"], row["crawl_delay"])
    return manners


def _age(at: datetime, now: datetime) -> float:
    return max(0.0, (now - at).total_seconds())


def _reader(data_dir: Path, sha: str | None, places: Mapping[str, Place]) -> Callable[[], bytes | None]:
    @cache
    def read() -> bytes | None:
        try:
            return archive.get(data_dir, sha, places) if sha else b""
        except (NotFound, StoreError):
            return None  # it is asked for again

    return read


def fetched(answer: Answer, row: Row, manners: Manners, now: datetime) -> list[Row]:
    """The rows of `fetches` for a request and for all that were sent on its way.

    Args:
        answer: what came of it.
        row: what its row says already: fetch_key, run_key, fetched_at, kind, url and what else the step knows.
        manners: have the clock in whose readings the answer tells its times.
        now: the time of the run, at which that clock began.
    """
    main = {**row, **_said(answer), **_sent(answer.asked_at, answer.site, manners, now)}
    asides = [_aside_row(a.purpose, a.answer, row, manners, now) for a in answer.asides]
    hops = [
        hop
        for each in (*(a.answer for a in answer.asides), answer)
        for hop in _hop_rows(each, row, manners, now)
    ]
    return [_keyed(one, row["fetch_key"], n) for n, one in enumerate((main, *asides, *hops))]


def _said(answer: Answer) -> Row:
    last = answer.exchanges[-1] if answer.exchanges and answer.status is not None else None
    return {
        "retry_after": answer.retry_after,
        "http_version": last.protocol if last else None,
        "content_type": answer.content_type,
        "wire_bytes": answer.wire_bytes,
        "opt_out": list(answer.opt_out) or None,
        "opt_out_override": answer.override if answer.opt_out else None,
    }


def _sent(asked_at: float | None, site: str, manners: Manners, now: datetime) -> Row:
    at = None if asked_at is None else now + timedelta(seconds=max(0.0, asked_at - manners.started))
    return {"site": site or None, "asked_at": at}


def _aside_row(kind: str, answer: Answer, row: Row, manners: Manners, now: datetime) -> Row:
    return {
        "run_key": row["run_key"],
        "fetched_at": row["fetched_at"],
        "kind": kind,
        "url": redact(answer.url),
        "final_url": redact(answer.final_url),
        "status": answer.status,
        "outcome": answer.outcome.value,
        "bytes": len(answer.body),
        "elapsed_ms": answer.elapsed_ms,
        "payload_sha": archive.digest(answer.body) if answer.body else None,
        "detail": answer.detail or None,
        "crawl_delay": manners.pace.crawl_delay(answer.site) if kind == "robots" else None,
        **_said(answer),
        **_sent(answer.asked_at, answer.site, manners, now),
    }


def _hop_rows(answer: Answer, row: Row, manners: Manners, now: datetime) -> list[Row]:
    hops: tuple[Exchange, ...] = answer.exchanges[: len(answer.redirects)]
    onward = (*(hop.url for hop in answer.exchanges[1:]), answer.final_url)
    return [
        {
            "run_key": row["run_key"],
            "fetched_at": row["fetched_at"],
            "kind": "redirect",
            "url": redact(hop.url),
            "final_url": redact(target),
            "status": hop.status,
            "outcome": Outcome.REDIRECTED.value,
            "http_version": hop.protocol,
            **_sent(hop.asked_at, hop.site, manners, now),
        }
        for hop, target in zip(hops, onward, strict=False)
    ]


def _keyed(row: Row, of: int, ordinal: int) -> Row:
    """A row with its key: of the request it was sent for, its place on its way, and when: batches count anew."""
    when = row["asked_at"].isoformat() if row["asked_at"] else ""
    names = (row["kind"], row["url"], str(of), str(ordinal), when)
    return {**row, "fetch_key": key("fetch", str(row["run_key"]), *names)}


def about_opt_out(answer: Answer) -> Finding:
    """The finding about pages whose publisher does not want them kept: the same for all pages of a site."""
    site = answer.site
    if answer.outcome is Outcome.ROBOTS_DENIED:
        message = f"{site}: robots.txt asks not to fetch some of the pages that feeds list"
        return Finding("robots-denied", message, site, "info")
    said = ", ".join(answer.opt_out)
    message = (
        f"{site}: its publisher reserves archiving or mining ({said}): pages are not kept; "
        f"with a licence, `writethru decide licensed {site} --reason 'which licence'` keeps them"
    )
    return Finding("opted-out", message, site)
