"""From facts to derivations: articles' lives, then the stories they touch. Always a function of the set of facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key, public_id
from pipeline.core.stories.chronicle import Chronicle, VersionState, chronicle
from pipeline.steps.days import day_of
from pipeline.steps.leaving import follow, leave
from pipeline.steps.stories import Touched, restory
from pipeline.steps.translating import translate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from pipeline.core.stories.events import Event
    from pipeline.core.stories.sightings import Check, Sighting
    from pipeline.io.store import Store
    from pipeline.model import Claim

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a derivation changed: new versions, and ids of the stories that gained one.

    ``twins`` are pairs of pages of one outlet newly found to show nearly one text: they may be one article.
    """

    versions: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    twins: frozenset[tuple[int, int]] = frozenset()


def derive(
    store: Store,
    sightings: Mapping[int, Sequence[Sighting]],
    checks: Mapping[int, Sequence[Check]],
    keys: Sequence[int],
    run_key: int,
    now: datetime,
    bodies: Mapping[int, str] | None = None,
    tied: Collection[int] = (),
) -> Moved:
    """Bring everything derived from these articles up to date, inside the caller's transaction.

    ``bodies`` are texts at hand, by text key: they need not be read again. Articles that are ``tied`` name others as
    their originals, or are named, otherwise than before: their versions are compared anew.
    An article of ``keys`` without a sighting has none any more (its pages count to another): its rows go.
    """
    if not keys:
        return Moved()
    lives = {a: chronicle(sightings[a], checks.get(a, ())) for a in keys if sightings.get(a)}
    articles = {r["article_key"]: r for r in store.rows("articles_of", keys=list(lives))}
    texts = _texts(store, lives)
    before = {r["version_key"]: r for r in store.rows("versions_of", keys=list(keys))}
    rows = {a: _version_rows(articles[a], life, texts) for a, life in lives.items()}
    _replace_articles(store, keys, lives, rows)
    after = {row["version_key"]: row for article in rows.values() for row in article}
    left = leave(store, [row for name, row in before.items() if name not in after], list(after.values()))
    changed = [
        name
        for name, row in after.items()
        if row["article_key"] in tied or _bearing(row) != _bearing(before.get(name))
    ]
    stories, twins = restory(store, _touched(rows, changed, left.near, bodies or {}), run_key, now)
    follow(store, left, stories, run_key, now)
    translate(store, stories)
    fresh = [row for name, row in after.items() if name not in before]
    moved = {stories[row["version_key"]] for row in fresh if row["version_key"] in stories}
    return Moved(tuple(row["version_id"] for row in fresh), tuple(sorted(moved)), twins)


def _touched(
    rows: Mapping[int, Sequence[Row]],
    changed: Sequence[int],
    near: Mapping[int, int],
    bodies: Mapping[int, str],
) -> Touched:
    days = {row["version_key"]: day_of(row["appeared_at"]) for page in rows.values() for row in page}
    pages = tuple(tuple(row["version_key"] for row in page) for page in rows.values())
    return Touched({**near, **days}, tuple(changed), pages, bodies)


_BEARING = (
    "appeared_at",
    "local_day",
    "agency",
    "byline",
    "dateline",
    "language",
    "headline",
    "wire_first_published_on",
    "wire_number",
    "corrections",
)


def _bearing(row: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    """What of a version bears on which story it belongs to, and where it stands there."""
    return tuple(row[name] or None for name in _BEARING) if row else None


def _day(claim: Claim | None) -> date | None:
    return claim.local_day if claim else None


def version_key(article_id: str, content_hash: str) -> int:
    """A version's key: its article and its text, so that it is the same on every installation."""
    return key("version", article_id, content_hash)


def _texts(store: Store, lives: Mapping[int, Chronicle]) -> dict[int, Row]:
    texts = sorted({v.text_key for life in lives.values() for v in life.versions})
    return {r["text_key"]: r for r in store.rows("hashes_of", keys=texts)}


def _version_rows(article: Row, life: Chronicle, texts: Mapping[int, Row]) -> list[Row]:
    return [_version_row(article, life, v, texts[v.text_key]) for v in life.versions]


def _version_row(article: Row, life: Chronicle, v: VersionState, text: Row) -> Row:
    name, first = version_key(article["article_id"], text["content_hash"]), v.first
    return {
        "version_key": name,
        "version_id": public_id("v", name),
        "article_key": article["article_key"],
        "text_key": v.text_key,
        "number": v.number,
        "headline": first.headline,
        "byline": first.byline,
        "agency": first.agency,
        "dateline": first.dateline,
        "language": first.language,
        "published_at": first.published.instant if first.published else None,
        "published_source": first.published.source if first.published else None,
        "updated_at": first.updated.instant if first.updated else None,
        "updated_source": first.updated.source if first.updated else None,
        "changed_after": v.changed_after,
        "first_seen_at": v.first_seen_at,
        "last_seen_at": v.last_seen_at,
        "appeared_at": v.appeared_at,
        "known_at": v.known_at,
        "wire_first_published_on": first.wire_first_published_on,
        "wire_number": first.wire_number,
        "local_day": _day(first.updated) or _day(first.published),
        "corrections": list(v.corrections),
        "extractor": first.extractor,
        "extractor_version": first.extractor_version,
        "first_capture": first.capture_key,
        "words": text["words"],
        "is_current": v.text_key == life.current_text,
        **_page(article, life),
    }


def _page(article: Row, life: Chronicle) -> Row:
    """What is known of a version's page: each version has it, so that matching need not ask for it."""
    kill = _kill(life)
    return {
        "outlet": article["outlet"],
        "url": article["url"],
        "last_checked_at": life.last_checked_at,
        "unreachable": life.unreachable,
        "status": life.status,
        "killed_at": kill.event_at if kill and life.status == "killed" else None,
        "kill_reason": kill.detail if kill else None,
    }


def _replace_articles(
    store: Store, keys: Sequence[int], lives: Mapping[int, Chronicle], rows: Mapping[int, Sequence[Row]]
) -> None:
    for table in ("article", "version", "period", "event", "headline", "touch"):
        store.run(f"forget_{table}", keys=list(keys))
    by_text = {a: {r["text_key"]: r["version_key"] for r in found} for a, found in rows.items()}
    store.insert("derived.version", (row for found in rows.values() for row in found))
    store.insert("derived.article", (_article_row(a, life, by_text[a]) for a, life in lives.items()))
    store.insert("derived.period", _each(lives, by_text, _period_rows))
    store.insert("derived.event", _each(lives, by_text, _event_rows))
    store.insert("derived.touch", _each(lives, by_text, _touch_rows))
    store.insert("derived.headline", _each(lives, by_text, _headline_rows))


def _each(
    lives: Mapping[int, Chronicle], by_text: Mapping[int, Mapping[int, int]], make: Any
) -> Iterable[Row]:
    for article, life in lives.items():
        yield from ({"article_key": article, **row} for row in make(life, by_text[article]))


def _kill(life: Chronicle) -> Event | None:
    return next((e for e in reversed(life.events) if e.event == "kill"), None)


def _article_row(article: int, life: Chronicle, by_text: Mapping[int, int]) -> Row:
    first, latest = life.first, life.latest
    kill = _kill(life)
    return {
        "article_key": article,
        "headline": latest.headline if latest else None,
        "agency": latest.agency if latest else None,
        "language": latest.language if latest else None,
        "published_at": first.published.instant if first and first.published else None,
        "updated_at": latest.updated.instant if latest and latest.updated else None,
        "first_seen_at": life.first_seen_at,
        "last_seen_at": life.last_seen_at,
        "last_checked_at": life.last_checked_at,
        "unreachable": life.unreachable,
        "status": life.status,
        "current_version": by_text.get(life.current_text) if life.current_text is not None else None,
        "killed_at": kill.event_at if kill else None,
        "kill_reason": kill.detail if kill else None,
    }


def _period_rows(life: Chronicle, by_text: Mapping[int, int]) -> list[Row]:
    return [
        {
            "version_key": _at(by_text, p.text_key),
            "about_version": _at(by_text, p.about),
            "shown_from": p.shown_from,
            "state": p.state,
            "headline": p.headline,
            "known_at": p.known_at,
        }
        for p in life.periods
    ]


def _event_rows(life: Chronicle, by_text: Mapping[int, int]) -> list[Row]:
    return [
        {
            "ordinal": n,
            "event": e.event,
            "event_at": e.event_at,
            "event_day": e.event_day,
            "time_source": e.time_source,
            "version_key": _at(by_text, e.text_key),
            "about_version": _at(by_text, e.about),
            "headline": e.headline,
            "detail": e.detail,
        }
        for n, e in enumerate(life.events)
    ]


def _touch_rows(life: Chronicle, by_text: Mapping[int, int]) -> list[Row]:
    return [
        {
            "version_key": by_text[t.text_key],
            "touched_at": t.touched_at,
            "kind": t.kind,
            "old_raw": t.old_raw,
            "new_raw": t.new_raw,
        }
        for t in life.touches
    ]


def _headline_rows(life: Chronicle, _by_text: Mapping[int, int]) -> list[Row]:
    return [
        {
            "number": h.number,
            "headline": h.headline,
            "first_seen_at": h.first_seen_at,
            "last_seen_at": h.last_seen_at,
        }
        for h in life.headlines
    ]


def _at(by_text: Mapping[int, int], text_key: int | None) -> int | None:
    return by_text.get(text_key) if text_key is not None else None
