"""A page forgotten at somebody's wish: what is stored of it goes, a tombstone without text stays, it is asked no more.

In this order, so that a run that is cut short is gone on with by doing the same again: the tombstone, with what is to go
from the archive, and all rows of the database in one transaction, with everything derived anew; then the archive, file
by file; then a dense copy of the database, since deleted rows leave their bytes in it; then the tombstone is closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.core.forgotten import LINK, name_of, spellings
from pipeline.core.normalise.keys import key, public_id
from pipeline.core.normalise.urls import canonical
from pipeline.errors import BadInput, NotFound, StoreError
from pipeline.io import archive
from pipeline.io.compaction import compact
from pipeline.io.guard import redact
from pipeline.io.store import open_store
from pipeline.steps.derive import derive
from pipeline.steps.expunging import EMPTY, Found, Wanted, look, take_out
from pipeline.steps.ledger import begin, finish
from pipeline.steps.seeing import checks_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.core.forgotten import Name
    from pipeline.io.store import Store

Row = dict[str, Any]
_PAGES = (
    "elsewhere",
    "original",
    "gave_way",
    "article",
    "alias",
    "namesake",
)  # by page; what else goes, goes by article
_CAPTURES = ("claim", "furniture", "capture")
_TEXTS = ("recurring", "paragraph_form", "removed_form", "text")


@dataclass(frozen=True, slots=True)
class Wish:
    """Why something is to be forgotten, and by whom that was decided, in their own words."""

    why: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """What is stored under a name, and would go.

    Attributes:
        name: as it was named.
        url, outlet, article_id: what is meant; None where nothing is stored.
        articles, pages: their keys.
        names: under which it is barred from now on.
        captures, versions, headlines: how many.
        texts, entries, findings: keys of texts that only this article shows, of what feeds said of it, of findings.
        stories: ids of the stories that it stands in.
        wanted: payloads and addresses that go from the archive; ``shared`` payloads stay since they are others' too.
        unfinished: keys of tombstones of this name that were not closed; ``before``: when it was forgotten last.
    """

    name: str
    url: str | None = None
    outlet: str | None = None
    article_id: str | None = None
    articles: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    names: frozenset[Name] = frozenset()
    captures: int = 0
    versions: int = 0
    headlines: int = 0
    texts: tuple[int, ...] = ()
    entries: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()
    stories: tuple[str, ...] = ()
    wanted: Wanted = field(default_factory=Wanted)
    shared: frozenset[str] = frozenset()
    unfinished: tuple[int, ...] = ()
    before: datetime | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses that are asked no more."""
        return tuple(sorted(value for _, kind, value in self.names if kind == LINK))

    @property
    def rows(self) -> int:
        """How many rows of facts."""
        return self.captures + len(self.texts) + len(self.entries) + len(self.findings) + len(self.articles)


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What would go, or went. ``forgotten_id`` is the tombstone's; None in a dry run, or where nothing was left to do."""

    going: Going
    found: Found
    forgotten_id: str | None = None

    @property
    def is_finished(self) -> bool:
        """Whether nothing waits for a run that has a file of the archive."""
        return not self.found.waiting


def plan(data_dir: Path, name: str, now: datetime) -> Forgetting:
    """What `forget` would do; nothing is touched.

    Args:
        data_dir: where database and archive are.
        name: an address, or an article's id.
        now: the time of the run.

    Raises:
        NotFound: an id of nothing that is stored.
        BadInput: several articles have that address.
        StoreBusy: another process is writing.
        StoreError: the archive cannot be read.
    """
    with open_store(data_dir, now) as store:
        going = _going(store, name)
    return Forgetting(going, look(data_dir, going.wanted, _shared_with(data_dir, going, now)))


def forget(data_dir: Path, name: str, wish: Wish, now: datetime) -> Forgetting:
    """Do it; again, where it was cut short or where something came back out of a backup.

    Raises:
        NotFound, BadInput: as `plan`.
        StoreBusy: another process is writing.
        StoreError: the disk is full; what was done stays done, and doing it again goes on.
    """
    with open_store(data_dir, now) as store:
        going = _going(store, name)
    is_again = going.before is not None and not going.rows
    if is_again and not going.unfinished:
        found = look(data_dir, going.wanted, _shared_with(data_dir, going, now))
        if not found.count:
            return Forgetting(going, found)
    tally = begin(data_dir, "forget", now)
    mark = key("forgotten", name, str(tally.run_key))
    marks = going.unfinished if is_again and going.unfinished else (*going.unfinished, mark)
    try:
        if mark in marks:
            _forget_rows(data_dir, mark, going, wish, tally.run_key, now)
        found = _close(data_dir, going, marks, now)
    except BaseException:
        finish(data_dir, tally, now, "failed")
        raise
    finish(data_dir, tally, now)
    return Forgetting(going, found, public_id("f", marks[-1]))


def resume(data_dir: Path, now: datetime) -> int:
    """Go on with what was cut short, or waited for a run to end. -> how many tombstones were closed."""
    with open_store(data_dir, now) as store:
        left = store.rows("forgotten_unfinished") if store.has("facts.forgotten") else []
        goings = [(row["forgotten_key"], _going(store, row["forgotten_id"])) for row in left]
    return sum(_close(data_dir, going, (mark,), now).waiting == () for mark, going in goings)


def _going(store: Store, name: str) -> Going:
    address = canonical(name) if "://" in name else name
    before = store.rows("takedown_before", name=name, address=address)
    articles = store.rows("takedown_named", name=name, address=address)
    if len(articles) > 1:
        ids = ", ".join(row["article_id"] for row in articles)
        raise BadInput(f"{name}: several articles have that address ({ids}); name one of them by its id")
    if not articles and not before and "://" not in name:
        raise NotFound(
            f"{name}: no article of that id or address; `writethru versions URL` shows what is stored"
        )
    going = _meant(name, address, articles, before)
    return _with_payloads(store, _with_rows(store, _with_names(store, going, address, before)))


def _meant(name: str, address: str, articles: Sequence[Row], before: Sequence[Row]) -> Going:
    row = articles[0] if articles else (before[-1] if before else {})
    url = row.get("url") or (redact(address) if "://" in address else None)
    return Going(
        name=redact(name),
        url=url,
        outlet=row.get("outlet"),
        article_id=row.get("article_id"),
        articles=tuple(r["article_key"] for r in articles),
        unfinished=tuple(r["forgotten_key"] for r in before if r["finished_at"] is None),
        before=before[-1]["forgotten_at"] if before else None,
    )


def _with_names(store: Store, going: Going, address: str, before: Sequence[Row]) -> Going:
    keys = list(going.articles)
    own = {name_of(r["outlet"], r["kind"], r["value"]) for r in store.rows("takedown_names", keys=keys)}
    told = store.rows("takedown_of", keys=[r["forgotten_key"] for r in before])
    own |= {(r["outlet"], r["kind"], r["value"]) for r in told if r["kind"]}
    own |= {("", LINK, canonical(url)) for url in (address, going.url or "") if url.startswith("http")}
    pages = tuple(r["page_key"] for r in store.rows("takedown_pages", keys=keys))
    shas = frozenset(r["payload_sha"] for r in told if r["payload_sha"])
    return replace(going, names=frozenset(own), pages=pages, wanted=Wanted(shas))


def _with_rows(store: Store, going: Going) -> Going:
    keys = list(going.articles)
    counted = store.rows("takedown_counts", keys=keys)[0]
    entries = _entries(store, going)
    subjects = [*going.addresses, *([going.article_id] if going.article_id else [])]
    return replace(
        going,
        captures=counted["captures"],
        versions=counted["versions"],
        headlines=counted["headlines"],
        texts=tuple(r["text_key"] for r in store.rows("takedown_texts", keys=keys)),
        entries=tuple(sorted(r["state_key"] for r in entries)),
        findings=tuple(r["finding_key"] for r in store.rows("takedown_findings", subjects=subjects)),
        stories=tuple(r["story_id"] for r in store.rows("takedown_stories", keys=keys)),
    )


def _entries(store: Store, going: Going) -> list[Row]:
    guids = [value for _, kind, value in going.names if kind == "guid"]
    return store.rows("takedown_entries", links=list(going.addresses), guids=guids)


def _with_payloads(store: Store, going: Going) -> Going:
    keys, links = list(going.articles), list(going.addresses)
    shas = {r["payload_sha"] for r in store.rows("takedown_payloads", keys=keys, links=links)}
    shas |= going.wanted.shas
    kept = _shared(store, going, shas)
    shas |= _answers(store, _entries(store, going))
    wanted = Wanted(frozenset(shas - kept - {EMPTY}), frozenset(links), frozenset(kept))
    return replace(going, wanted=wanted, shared=frozenset(kept - {EMPTY}))


def _shared(store: Store, going: Going, shas: Collection[str]) -> set[str]:
    rows = store.rows(
        "takedown_shared", shas=sorted(shas), keys=list(going.articles), links=list(going.addresses)
    )
    return {r["payload_sha"] for r in rows}


def _shared_with(data_dir: Path, going: Going, now: datetime) -> Any:
    def shared(shas: Collection[str]) -> set[str]:
        with open_store(data_dir, now) as store:
            return _shared(store, going, shas)

    return shared


def _answers(store: Store, entries: Iterable[Row]) -> set[str]:
    """Answers of feeds that name the page: they go whole, since what they said of other pages is in `entry_states`."""
    named: dict[str, set[bytes]] = {}
    for e in entries:
        rows = store.rows(
            "takedown_answers", feed=e["feed"], since=e["first_seen_at"], until=e["last_seen_at"]
        )
        for r in rows:
            named.setdefault(r["payload_sha"], set()).update(_spelled(e))
    places = archive.find(store.data_dir, named)
    return {sha for sha, words in named.items() if _holds(store.data_dir, sha, places, words)}


def _spelled(entry: Row) -> set[bytes]:
    """An entry's names as feeds may write them."""
    plain = {value for value in (entry["url"], entry["page"], entry["guid"]) if value}
    return {form for one in plain for form in spellings(one)}


def _holds(data_dir: Path, sha: str, places: Any, words: Collection[bytes]) -> bool:
    try:
        payload = archive.get(data_dir, sha, places)
    except NotFound:
        return False
    except StoreError:
        return True  # what cannot be read cannot be shown to be innocent
    return any(word in payload for word in words)


def _forget_rows(data_dir: Path, mark: int, going: Going, wish: Wish, run_key: int, now: datetime) -> None:
    keys = list(going.articles)
    with open_store(data_dir, now) as store:
        with store.transaction():
            store.insert("facts.forgotten", [_tombstone(mark, going, wish, run_key, now)])
            names = ({"forgotten_key": mark, "outlet": o, "kind": k, "value": v} for o, k, v in going.names)
            store.insert("facts.forgotten_name", names)
            payloads = ({"forgotten_key": mark, "payload_sha": sha} for sha in sorted(going.wanted.shas))
            store.insert("facts.forgotten_payload", payloads)
            versions = [r["version_key"] for r in store.rows("versions_of", keys=keys)]
            for table in _CAPTURES:
                store.run(f"takedown_forget_{table}", keys=keys)
            store.run("takedown_forget_request", keys=keys, shas=sorted(going.wanted.shas))
            store.run("takedown_forget_disposition", keys=keys)
            store.run("takedown_forget_entry", keys=list(going.entries))
            store.run("takedown_forget_finding", keys=list(going.findings))
            derive(store, {}, checks_of(store, keys), keys, run_key, now)
            store.run("takedown_forget_translation", keys=versions)
            for table in _TEXTS:
                store.run(f"takedown_forget_{table}", keys=list(going.texts))
            for table in _PAGES:
                store.run(f"takedown_forget_{table}", keys=list(going.pages))
        store.publish()


def _tombstone(mark: int, going: Going, wish: Wish, run_key: int, now: datetime) -> Row:
    return {
        "forgotten_key": mark,
        "forgotten_id": public_id("f", mark),
        "name": going.name,
        "url": going.url,
        "outlet": going.outlet,
        "article_id": going.article_id,
        "why": wish.why,
        "forgotten_by": wish.by,
        "forgotten_at": now,
        "captures": going.captures,
        "versions": going.versions,
        "texts": len(going.texts),
        "headlines": going.headlines,
        "entries": len(going.entries),
        "findings": len(going.findings),
        "payloads": 0,
        "records": 0,
        "run_key": run_key,
    }


def _close(data_dir: Path, going: Going, marks: Sequence[int], now: datetime) -> Found:
    """The archive, then the database's own leavings, then the tombstones; these stay open where a run has a file yet."""
    found = take_out(data_dir, going.wanted, _shared_with(data_dir, going, now), now)
    compact(data_dir, now)
    with open_store(data_dir, now) as store:
        if not found.waiting:
            counts = {"payloads": len(found.payloads), "records": found.count}
            store.run("takedown_finish", keys=list(marks), finished_at=now, **counts)
        store.publish()
    return found
