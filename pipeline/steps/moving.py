"""Pages of one outlet that show nearly the same text: put on record as pairs, and what was seen at each address."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from pipeline.core.stories.moved import NEARLY_ALL, Stay
from pipeline.core.stories.sightings import exact
from pipeline.steps.capturing import text_of
from pipeline.steps.members import bodies_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.core.stories.identity import Text
    from pipeline.io.store import Store
    from pipeline.model import Link, Member
    from pipeline.steps.locate import Located

    Row = dict[str, Any]

MOST_TWINS = 12  # pages of an outlet with one text: beyond, it is a notice, and nobody's address
_ALIVE = frozenset({"article", "live", "stub"})
_LEFT = frozenset({"not-found", "led-away"})
_LANDED = _ALIVE | {"index"}
_GONE = frozenset({404, 410})
_BAD_STATUS = 400


def note_twins(
    store: Store, links: Iterable[Link], members: Mapping[int, Member]
) -> frozenset[tuple[int, int]]:
    """Put on record which pages show nearly the text of another one of their outlet. -> the new pairs."""
    twins = [(x.a, x.b) for x in links if _are_twins(x, members[x.a], members[x.b])]
    counts = Counter(version for pair in twins for version in pair)
    twins = [pair for pair in twins if max(counts[version] for version in pair) <= MOST_TWINS]
    if not twins:
        return frozenset()
    pages: dict[int, list[int]] = defaultdict(list)
    for r in store.rows("twin_pages", keys=sorted({version for pair in twins for version in pair})):
        pages[r["version_key"]].append(r["page_key"])
    pairs = {(min(x, y), max(x, y)) for a, b in twins for x in pages[a] for y in pages[b] if x != y}
    known = {
        (r["a"], r["b"])
        for r in store.rows("namesakes_of", keys=sorted({page for pair in pairs for page in pair}))
        if r["evidence"] == "text"
    }
    fresh = sorted(pairs - known)
    store.insert("derived.namesake", [{"a": a, "b": b, "evidence": "text", "name": ""} for a, b in fresh])
    return frozenset(fresh)


def _are_twins(x: Link, a: Member, b: Member) -> bool:
    return a.outlet == b.outlet and a.article_key != b.article_key and max(x.in_a, x.in_b) >= NEARLY_ALL


def stays_of(store: Store, pages: Iterable[int], located: Sequence[Located] = ()) -> dict[int, Stay]:
    """What was seen at the addresses of some pages, a batch's captures that are not stored yet included."""
    keys = sorted(pages)
    if not keys:
        return {}
    looks: dict[int, list[Row]] = defaultdict(list)
    rows = store.rows("page_looks", keys=keys)
    bodies = bodies_of(store, sorted({r["text_key"] for r in rows if r["text_key"] is not None}))
    for r in rows:
        body = bodies.get(r["text_key"])
        looks[r["page_key"]].append({**r, "text": tuple(body.split("\n\n")) if body else None})
    addresses = {r["url"]: r["article_key"] for r in store.rows("articles_of", keys=keys)}
    for one in located:
        if one.page_key in keys:
            looks[one.page_key].append(_look(one))
        asked = addresses.get(one.capture.origin)
        if asked is not None and asked != one.page_key and _quality(one) in _LANDED:
            looks[asked].append({**_look(one), "quality": "led-away", "text": None})
    return {page: _stay(page, found) for page, found in looks.items()}


def _quality(one: Located) -> str:
    said, status = one.capture.extracted, one.capture.status or 200
    if status in _GONE:
        return "not-found"
    return said.quality if said and status < _BAD_STATUS else "empty"


def _look(one: Located) -> Row:
    said = one.capture.extracted
    return {
        "seen_at": one.capture.captured_at,
        "quality": _quality(one),
        "status": one.capture.status or 200,
        "text": text_of(said, one.capture.status),
        "headline": said.headline if said else None,
        "published_at": exact(said.published) if said else None,
    }


def _stay(page: int, looks: Iterable[Row]) -> Stay:
    ordered = sorted(looks, key=lambda r: (r["seen_at"] is None, str(r["seen_at"] or ""), r["text"] or ()))
    led = {r["seen_at"] for r in ordered if r["quality"] == "led"}
    left = [r for r in ordered if r["quality"] in _LEFT or (r["quality"] == "index" and r["seen_at"] in led)]
    shown = [r for r in ordered if r["quality"] in _ALIVE and r["status"] < _BAD_STATUS]
    return Stay(
        page_key=page,
        shown=tuple(r["seen_at"] for r in shown),
        left=tuple(r["seen_at"] for r in left if r["seen_at"]),
        texts=_in_order([r["text"] for r in shown if r["text"]]),
        headlines=tuple(r["headline"] for r in shown if r["text"] and r["headline"]),
        published=frozenset(r["published_at"] for r in shown if r["published_at"]),
    )


def _in_order(texts: Sequence[Text]) -> tuple[Text, ...]:
    """The first text shown, and the last; what stood between does not matter."""
    return (texts[0], texts[-1]) if texts else ()
