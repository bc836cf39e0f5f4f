"""One load transaction a batch: captures become facts, and everything derived from them is brought up to date."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.core.decide import Known, dispose, known
from pipeline.core.extract import learned
from pipeline.core.normalise.forms import form
from pipeline.core.normalise.keys import content_hash, public_id
from pipeline.core.normalise.text import count_words
from pipeline.model import Disposition
from pipeline.steps.barring import about_forgotten, forgotten, item_of, parted
from pipeline.steps.capturing import text_of
from pipeline.steps.derive import Moved, derive
from pipeline.steps.furniture_lists import form_key
from pipeline.steps.identity import identify
from pipeline.steps.locate import Located, locate
from pipeline.steps.originals import articles_at, note_originals
from pipeline.steps.reading import READERS
from pipeline.steps.rejoining import gave_way, rejoin
from pipeline.steps.same_furniture import as_first_read
from pipeline.steps.same_text import as_read_before
from pipeline.steps.seeing import Seen, checks_of, sighting, sightings_of, text_key
from pipeline.steps.translating import keep_families

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from pipeline.core.stories.sightings import Sighting
    from pipeline.io.store import Store
    from pipeline.model import Capture, Finding, World
    from pipeline.steps.identity import Identity
    from pipeline.steps.reading import Readers

Row = dict[str, Any]
YOUNG = 100_000  # objects made between two collections, instead of 700


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a batch came to: one (item, outlet, article, disposition) a capture, and the stories that moved.

    A capture that bears the name of something forgotten has no article: nothing of it is stored.
    """

    outcomes: tuple[tuple[str, str, int | None, Disposition], ...] = ()
    findings: tuple[Finding, ...] = ()
    moved: Moved = field(default_factory=Moved)


def load(
    store: Store,
    captures: Sequence[Capture],
    world: World,
    run_key: int,
    now: datetime,
    rechecked: Iterable[int] = (),
    readers: Readers = READERS,
) -> Loaded:
    """Store a batch of captures and derive what follows from them, all in one transaction.

    ``rechecked`` are articles that were looked at without a payload (304, time-out): their lives go on too.
    ``readers`` read stored payloads where a newer extractor may be why a text differs.
    """
    with seldom_collecting(), store.transaction():
        captures, barred = parted(captures, forgotten(store))
        located = locate(store, captures)
        _pages(store, located, world, now)
        retold = note_originals(store, located)
        identity = identify(store, located, run_key, now)
        tied = articles_at(store, retold)
        seen = [
            Seen(one.capture, one.page_key, identity.articles[one.page_key], sighting(one)) for one in located
        ]
        keys = sorted({*(one.article_key for one in seen), *rechecked, *identity.left, *tied})
        before = sightings_of(store, keys)
        seen = as_first_read(store, seen, before, world, readers)
        seen = as_read_before(store, seen, before, world, readers)
        outcomes = _dispositions(seen, before)
        bodies = _facts(store, seen, run_key)
        together = _together(before, seen, gave_way(store, seen))
        moved = derive(store, together, checks_of(store, keys), keys, run_key, now, bodies, tied)
        if moved.twins:
            again = rejoin(store, moved.twins, run_key, now)
            outcomes = _dispositions_again(store, seen, outcomes, again.identity)
            if again.moved:
                told = tuple(sorted({*moved.stories, *again.moved.stories}))
                moved = replace(moved, stories=told)
            identity = replace(identity, findings=(*identity.findings, *again.findings))
    findings = (*(f for one in located for f in one.capture.findings), *identity.findings)
    outcomes = (*outcomes, *((item_of(one), one.outlet, None, Disposition.FORGOTTEN) for one in barred))
    return Loaded(outcomes, (*findings, *map(about_forgotten, barred)), moved)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let Python look for cycles seldom: records hold none, and looking was 8 per cent of a load's CPU."""
    former = gc.get_threshold()
    gc.set_threshold(YOUNG, *former[1:])
    try:
        yield
    finally:
        gc.set_threshold(*former)


def _together(
    before: dict[int, list[Sighting]], seen: Sequence[Seen], passed: Collection[int] = ()
) -> dict[int, list[Sighting]]:
    """All sightings; that one of the ``passed`` pages is gone says nothing of the article: it is at another address."""
    merged = {article: {s.capture_key: s for s in stored} for article, stored in before.items()}
    for one in seen:
        if one.page_key in passed and one.page_key != one.article_key and one.sighting.gone:
            continue
        merged.setdefault(one.article_key, {}).setdefault(one.sighting.capture_key, one.sighting)
    return {article: list(found.values()) for article, found in merged.items()}


def _dispositions_again(
    store: Store,
    seen: Sequence[Seen],
    outcomes: Sequence[tuple[str, str, int | None, Disposition]],
    identity: Identity,
) -> tuple[tuple[str, str, int | None, Disposition], ...]:
    """The same for pages that turned out, by their text, to be another article's: as if that had been known before."""
    if not identity.left:
        return tuple(outcomes)
    there = [replace(one, article_key=identity.articles.get(one.page_key, one.article_key)) for one in seen]
    new = {one.sighting.capture_key for one in seen}
    stored = sightings_of(store, sorted({one.article_key for one in there}))
    before = {article: [s for s in found if s.capture_key not in new] for article, found in stored.items()}
    return _dispositions(there, before)


def _dispositions(
    seen: Sequence[Seen], before: dict[int, list[Sighting]]
) -> tuple[tuple[str, str, int | None, Disposition], ...]:
    states: dict[int, Known] = {}
    out: list[tuple[str, str, int | None, Disposition]] = []
    for one in seen:
        state = states.get(one.article_key) or known(before.get(one.article_key, []))
        item, what = item_of(one.capture), dispose(one.sighting, state)
        out.append((item, one.capture.outlet, one.article_key, what))
        states[one.article_key] = state.seeing(one.sighting)
    return tuple(out)


def _pages(store: Store, located: Sequence[Located], world: World, now: datetime) -> None:
    """Put pages and their names on record; a page counts as an article of its own until names say otherwise."""
    _outlets(store, [one.capture for one in located], world)
    keep_families(store, world)
    store.insert("facts.article", [_article(one, now) for one in located if one.is_new], known="ignore")
    keys = sorted({one.page_key for one in located})
    current = {r["page_key"]: r["article_key"] for r in store.rows("pages_of", keys=keys)}
    rows = (row for one in located for row in _alias_rows(one, current.get(one.page_key), now))
    store.insert("facts.alias", rows, known="ignore")


def _facts(store: Store, seen: Sequence[Seen], run_key: int) -> dict[int, str]:
    """Put captures on record. -> the bodies they showed, by text key."""
    texts = {r["text_key"]: r for one in seen for r in _text(one.capture, one.sighting)}
    store.insert("facts.text", texts.values(), known="ignore")
    unique = {one.sighting.capture_key: one for one in reversed(seen)}.values()
    store.insert("facts.capture", [_capture(one, run_key) for one in unique], known="ignore")
    store.insert("facts.claim", [row for one in unique for row in _claims(one.sighting)], known="ignore")
    store.insert("facts.furniture", [row for one in unique for row in _furniture(one)], known="ignore")
    store.insert("derived.removed_form", [row for one in unique for row in _removed(one)], known="ignore")
    return {name: row["body"] for name, row in texts.items()}


def _outlets(store: Store, captures: Sequence[Capture], world: World) -> None:
    names, known_outlets = {c.outlet for c in captures}, {o.name: o for o in world.outlets}
    roles = {c.outlet: c.role for c in captures if c.role}
    store.run("forget_outlets", names=sorted(names & (known_outlets.keys() | roles.keys())))
    rows: list[Row] = []
    for name in sorted(names):
        o = known_outlets.get(name)
        about = (
            {"domains": o.domains, "timezone": o.timezone, "language": o.language} if o else {"domains": ()}
        )
        more = (
            {"country": o.country, "owner": o.owner, "role": o.role}
            if o
            else {"role": roles.get(name, "outlet")}
        )
        rows.append({"name": name, **about, **more})
    store.insert("facts.outlet", rows, known="ignore")


def _article(one: Located, now: datetime) -> Row:
    article_id = public_id("a", one.page_key)
    landed = next((value for _, kind, value in one.names if kind == "redirect"), one.capture.url)
    url = landed or f"urn:writethru:{article_id}"
    return {
        "article_key": one.page_key,
        "article_id": article_id,
        "outlet": one.capture.outlet,
        "url": url,
        "recorded_at": now,
    }


def _alias_rows(one: Located, article: int | None, now: datetime) -> list[Row]:
    return [
        {
            "alias_key": alias,
            "page_key": one.page_key,
            "article_key": one.page_key if article is None else article,
            "outlet": one.capture.outlet,
            "kind": kind,
            "value": value,
            "recorded_at": now,
        }
        for alias, kind, value in one.names
    ]


def _text(capture: Capture, seen: Sighting) -> list[Row]:
    body = text_of(capture.extracted, capture.status)
    if not body or not _is_own(capture, seen):
        return []
    return [
        {
            "text_key": seen.text_key,
            "content_hash": content_hash(body),
            "body": "\n\n".join(body),
            "words": count_words(body),
        }
    ]


def _is_own(capture: Capture, seen: Sighting) -> bool:
    """Whether a capture shows the text that was read in it; else it shows, read otherwise, the one before."""
    body = text_of(capture.extracted, capture.status)
    return body is not None and seen.text_key == text_key(body)


def _capture(one: Seen, run_key: int) -> Row:
    capture, said, s = one.capture, one.capture.extracted, one.sighting
    return {
        "capture_key": s.capture_key,
        "page_key": one.page_key,
        "article_key": one.article_key,
        "run_key": run_key,
        "captured_at": s.captured_at,
        "recorded_at": s.recorded_at,
        "payload_sha": capture.payload_sha,
        "form": capture.form,
        "charset": capture.charset,
        "origin": capture.origin,
        "status": s.status,
        "quality": s.quality,
        "reason": said.reason if said else "nothing could be read",
        "text_key": s.text_key,
        "headline": s.headline,
        "deck": said.deck if said else None,
        "byline": s.byline,
        "authors": said.authors if said else (),
        "agency": s.agency,
        "dateline": s.dateline,
        "language": s.language,
        "wire_first_published_on": s.wire_first_published_on,
        "wire_number": s.wire_number,
        "corrections": s.corrections,
        "kill": s.kill,
        "extractor": s.extractor,
        "extractor_version": s.extractor_version,
        "furniture_number": s.furniture_number,
    }


def _claims(s: Sighting) -> list[Row]:
    return [
        {
            "capture_key": s.capture_key,
            "kind": kind,
            "raw": claim.raw,
            "source": claim.source,
            "instant": claim.instant,
            "precision": claim.precision,
            "local_day": claim.local_day,
            "zone": claim.zone,
        }
        for kind, claim in (("published", s.published), ("updated", s.updated))
        if claim
    ]


def _furniture(one: Seen) -> list[Row]:
    said, s = one.capture.extracted, one.sighting
    if said is None or not _is_own(one.capture, s):
        return []
    return [
        {"capture_key": s.capture_key, "ordinal": n, "position": f.position, "text": f.text, "rule": f.rule}
        for n, f in enumerate(said.furniture)
    ]


def _removed(one: Seen) -> list[Row]:
    """What a list of learned furniture took out of a text goes on to count as recurring."""
    said, s = one.capture.extracted, one.sighting
    if said is None or not _is_own(one.capture, s):
        return []
    forms = {form(f.text) for f in said.furniture if f.rule == learned.RULE}
    told = {"outlet": one.capture.outlet, "text_key": s.text_key}
    return [{**told, "form_key": form_key(name)} for name in sorted(forms)]
