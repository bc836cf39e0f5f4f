"""The first thing a poll does: take up what a killed run had archived and not loaded, as if that run had done it.

The archive's records say what was asked and when, so each answer is noted and loaded by the steps of every poll, with
the time it was given. Nothing that was archived is asked again; what a torn record held is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key
from pipeline.core.normalise.urls import canonical
from pipeline.errors import NotFound, StoreError
from pipeline.io import archive, jots
from pipeline.io.answer import Answer, outcome
from pipeline.io.leftovers import leftovers, payload_of
from pipeline.io.store import open_store
from pipeline.io.warc import Asked, header
from pipeline.model import Finding
from pipeline.steps.archiving import answer_of
from pipeline.steps.feeds import FeedLook, read_feed, site
from pipeline.steps.feeds_due import state_of, states_of
from pipeline.steps.ledger import note
from pipeline.steps.pages import PageLook
from pipeline.steps.pages_due import PageTask, entry_of, zone_of
from pipeline.steps.politeness import fetched, remembered
from pipeline.steps.polling import Poll, dedupe, extract_pages, load_pages, note_feeds, open_poll

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.io.leftovers import Leftover, Record
    from pipeline.io.store import Store
    from pipeline.model import Entry, World
    from pipeline.settings import Settings

Row = dict[str, Any]
Given = tuple["Asked", str, Answer]  # what was asked, a name of its own, what came of it
BATCH = 200  # answers a transaction, as a poll's own pages
_HTTP = frozenset({"response", "revisit"})


def start_poll(
    settings: Settings, world: World, now: datetime, *, kind: str = "poll", eager: bool = False
) -> Poll:
    """Open a run that asks feeds and pages, and take up what a killed one left in the archive."""
    return adopt(open_poll(settings, world, now, kind=kind, eager=eager))


def adopt(poll: Poll) -> Poll:
    """Note and load every archived answer that the database does not know; the files it stands in are settled."""
    with leftovers(poll.data_dir) as found:
        for one in found:
            poll = _take_up(poll, one)
            one.settle()
    poll, jotted = _take_up_jots(poll)
    if not found and not jotted:
        return poll
    return replace(poll, manners=remembered(poll.data_dir, poll.settings, poll.now))  # robots.txt among them


def _take_up(poll: Poll, left: Leftover) -> Poll:
    with open_store(poll.data_dir, poll.now) as store:
        with store.transaction():
            rows = [row for row in (record.row() for record in left.records) if row]
            store.insert("facts.payload", rows, known="ignore")
            unknown = _unknown(store, left.records)
            tally = note(store, poll.tally, (), _about(left, len(unknown)), poll.now)
        store.publish()
    taken = replace(poll, tally=tally)
    for at, records in groupby(sorted(unknown, key=_when), key=_when):
        taken = _load(replace(taken, now=at), list(records))
    return replace(taken, now=poll.now)


def _take_up_jots(poll: Poll) -> tuple[Poll, bool]:
    """What killed runs had heard that has no payload: "not modified", time-outs."""
    left = jots.runs(poll.data_dir)
    if not left:
        return poll, False
    with open_store(poll.data_dir, poll.now) as store:
        ended = [r["run_key"] for r in store.rows("runs_ended", keys=left)]
        lines = jots.read(poll.data_dir, ended)
        known = _known(store, {datetime.fromisoformat(line["at"]) for line in lines})
    given = [(datetime.fromisoformat(line["at"]), Asked(**line["asked"]), line) for line in lines]
    for at, part in groupby(sorted(given, key=lambda one: one[0]), key=lambda one: one[0]):
        past = replace(poll, now=at)
        unknown = [
            (asked, f"{asked.kind} {asked.url} {n}", replace(answer_of(line), asked_at=past.manners.started))
            for n, (_, asked, line) in enumerate(part)
            if _name(asked, at, None) not in known
        ]
        poll = replace(_load_given(past, unknown), now=poll.now)
    jots.forget(poll.data_dir, ended)
    return poll, bool(lines)


def _when(record: Record) -> datetime:
    if record.head.at is None:
        raise StoreError(f"archive: {record.file}: a record at {record.start} has no date")
    return record.head.at


def _unknown(store: Store, records: Iterable[Record]) -> list[Record]:
    """The answers that no row of the log of requests is about."""
    answers = [r for r in records if r.head.asked and r.head.kind in _HTTP and r.head.sha and r.head.at]
    known = _known(store, {r.head.at for r in answers if r.head.at})
    return [r for r in answers if r.head.asked and _name(r.head.asked, r.head.at, r.head.sha) not in known]


def _known(store: Store, times: set[datetime]) -> set[tuple[object, ...]]:
    rows = store.rows("requests_at", times=sorted(times))
    return {
        (r["kind"], r["source"] if r["kind"] == "feed" else r["url"], r["fetched_at"], r["payload_sha"])
        for r in rows
    }


def _name(asked: Asked, at: datetime | None, sha: str | None) -> tuple[object, ...]:
    return (asked.kind, asked.source if asked.kind == "feed" else asked.url, at, sha)


def _about(left: Leftover, unknown: int) -> list[Finding]:
    out = []
    for damage in left.damages:
        end = "the end of the file was cut off there" if damage.is_tail else "it stays as it is"
        message = f"{left.file.name}: {damage.length} bytes at {damage.start} hold no whole record; {end}"
        out.append(Finding("archive-torn" if damage.is_tail else "archive-damaged", message, left.file.name))
    if unknown:
        message = f"{left.file.name}: {unknown} answers that a killed run had archived were loaded"
        out.append(Finding("archive-adopted", message, left.file.name, "info"))
    return out


def _load(past: Poll, records: Sequence[Record]) -> Poll:
    """Feeds first, as in the run that had asked them; then pages, in batches; the others are requests only."""
    for start in range(0, len(records), BATCH):
        past, given = _answers(past, records[start : start + BATCH])
        past = _load_given(past, given)
    return past


def _load_given(past: Poll, given: Sequence[Given]) -> Poll:
    feeds, others = _feed_looks(past, given)
    pages = _page_looks(past, [one for one in given if one[0].kind == "page"])
    _note_requests(past, others)
    if feeds:
        past, _ = note_feeds(past, feeds)
        past = replace(past, listed=frozenset())  # by a run of the past
    if pages:
        past = load_pages(past, pages, *dedupe(extract_pages(past, pages)))
    return past


def _answers(past: Poll, records: Sequence[Record]) -> tuple[Poll, list[Given]]:
    """The answers as they were given; one whose payload cannot be read is a finding, and will be asked again."""
    places = archive.find(past.data_dir, {r.head.sha for r in records if r.head.sha})
    out: list[Given] = []
    bad = []
    for record in records:
        try:
            body = payload_of(past.data_dir, record, places)
        except (NotFound, StoreError) as error:
            bad.append(Finding("archive-damaged", str(error), record.head.uri, "error"))
        else:
            if record.head.asked:
                name = f"{record.file} {record.start}"
                out.append((record.head.asked, name, _answer(past, record, record.head.asked, body)))
    if not bad:
        return past, out
    with open_store(past.data_dir, past.now) as store:
        return replace(past, tally=note(store, past.tally, (), bad, past.now)), out


def _answer(past: Poll, record: Record, asked: Asked, body: bytes) -> Answer:
    head, status = record.head, record.head.status or 0
    return Answer(
        url=asked.url,
        final_url=head.uri,
        outcome=outcome(status),
        status=status,
        etag=header(head.received, "etag"),
        last_modified=header(head.received, "last-modified"),
        content_type=header(head.received, "content-type"),
        body=body,
        detail="from the archive",
        asked_at=past.manners.started,  # when it was asked, as exactly as the record says: the run's time
        site=site(head.uri),
    )


def _feed_looks(past: Poll, given: Sequence[Given]) -> tuple[list[FeedLook], list[Given]]:
    """The feeds that were read to their end, and all that is not a page: only the requests of these are noted.

    A feed that leads on (an archive's pages, an index's sitemaps), or that was removed since, is asked again when it
    is due: which of its parts were asked is not known.
    """
    feeds = {f.key: f for f in past.world.feeds}
    with open_store(past.data_dir, past.now) as store:
        known = states_of(store)
    looks: list[FeedLook] = []
    others: list[Given] = []
    for asked, name, answer in given:
        feed = feeds.get(asked.source or "")
        look = None
        if asked.kind == "feed" and feed:
            look = read_feed(feed, state_of(feed, known), answer, past.world)
        if look and not (look.parsed and (look.parsed.parts or look.parsed.older)):
            looks.append(look)
        elif asked.kind != "page":
            others.append((asked, name, answer))
    return looks, others


def _note_requests(past: Poll, given: Sequence[Given]) -> None:
    """Rows of `fetches` for what is neither a page nor a feed to be read: robots.txt, parts of feeds."""
    if not given:
        return
    rows = [row for one in given for row in fetched(one[2], _request_row(past, *one), past.manners, past.now)]
    with open_store(past.data_dir, past.now) as store:
        store.insert("facts.request", rows, known="ignore")


def _request_row(past: Poll, asked: Asked, name: str, answer: Answer) -> Row:
    return {
        "fetch_key": key("adopted", str(past.tally.run_key), name),
        "run_key": past.tally.run_key,
        "fetched_at": past.now,
        "kind": asked.kind,
        "source": asked.source,
        "url": asked.url,
        "final_url": answer.final_url,
        "status": answer.status,
        "outcome": answer.outcome.value,
        "bytes": len(answer.body),
        "payload_sha": archive.digest(answer.body) if answer.body else None,
        "detail": answer.detail,
    }


def _page_looks(past: Poll, given: Sequence[Given]) -> list[PageLook]:
    with open_store(past.data_dir, past.now) as store:
        states = {r["url"]: r for r in store.rows("page_states", urls=[asked.url for asked, _, _ in given])}
        entries = _entries(store, past, [asked for asked, _, _ in given])
    return [
        PageLook(
            PageTask(
                url=canonical(asked.url),
                outlet=asked.outlet,
                feed=asked.source,
                entry=entries.get((asked.source, asked.guid)),
                article_key=states.get(asked.url, {}).get("article_key"),
            ),
            answer,
            past.now,
        )
        for asked, _, answer in given
    ]


def _entries(store: Store, past: Poll, asked: Sequence[Asked]) -> dict[tuple[str | None, str | None], Entry]:
    """What the feeds had said of the pages by then, the newest of it."""
    zones = {f.key: zone_of(f, past.world) for f in past.world.feeds}
    rows = store.rows(
        "entries_told",
        feeds=sorted({a.source for a in asked if a.source}),
        guids=sorted({a.guid for a in asked if a.guid}),
    )
    return {
        (r["feed"], r["guid"]): entry_of(r, zones.get(r["feed"]))
        for r in rows
        if r["first_seen_at"] <= past.now
    }
