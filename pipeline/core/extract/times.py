"""When a page says it was published and updated: the ladder JSON-LD → meta → time element → visible → htmldate.

Published and updated are read apart and never made from each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline.core.extract import meta as metas
from pipeline.core.extract import stamps, visible
from pipeline.core.extract.lines import near_headline
from pipeline.core.extract.page import text_of, with_programs
from pipeline.core.extract.places import Frames
from pipeline.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.core.extract.jsonld import Linked
    from pipeline.core.extract.meta import Meta
    from pipeline.core.extract.page import HtmlPage
    from pipeline.core.extract.stamps import Setting
    from pipeline.core.extract.visible import Kind
    from pipeline.model import Claim, TimeSource

MAX_ESTIMATED = 2_000_000  # bytes of a page; the largest of 578 real pages has 1.7 million
MAX_TIMES = 60
_PIECE = re.compile(r"\s+[|·•»–—-]\s+")
_UPDATED = re.compile(
    r"updat|modif|mis.? à jour|aktualis|actualiz|aggiorn|bijgewerkt|atualiz|lastmod|revis", re.IGNORECASE
)
_PUBLISHED = re.compile(r"publi|posted|pubdate|created|entry-date|veröffentl|pubblic|gepubl", re.IGNORECASE)
_ITEMPROPS = frozenset(("datePublished", "dateModified", "dateCreated"))
_DATE_NAME = re.compile(
    r"(?<![a-z])(?:(?:pub|post|publish|published|entry|article)?(?:date|time|datetime|timestamp))(?![a-z])|(?:Date|Time)(?![a-z])"
)
_OTHERS = re.compile(
    r"widget|related|comment|teaser|card|sidebar|update|modif|event|reading|read-time", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Times:
    """The claims of a page, and what was wrong with them."""

    published: Claim | None = None
    updated: Claim | None = None
    findings: tuple[Finding, ...] = ()


def _first(raws: Iterable[str | None], source: TimeSource, setting: Setting) -> Claim | None:
    """The first stamp that can be read; one with a time of day replaces a bare day that agrees with it."""
    best: Claim | None = None
    for raw in raws:
        claim = stamps.read(raw, source, setting) if raw else None
        best = _finer(best, claim)
        if best and best.precision != "day" and best.instant:
            return best
    return best


def _finer(former: Claim | None, other: Claim | None) -> Claim | None:
    """The former claim, unless the other says the same day more precisely, or knows the zone."""
    if former is None or other is None:
        return former or other
    gains = (former.precision == "day" and other.precision != "day") or (
        former.instant is None and other.instant is not None and other.precision != "day"
    )
    return other if gains and _agree(former.local_day, other.local_day) else former


def _agree(one: date | None, other: date | None) -> bool:
    """Within a day: zones differ."""
    return one is not None and other is not None and abs(one - other) <= timedelta(days=1)


def _from_linked(linked: Linked | None, kind: Kind, setting: Setting) -> Claim | None:
    if linked is None:
        return None
    raws = (linked.published, linked.created) if kind == "published" else (linked.modified,)
    return _first(raws, "json-ld", setting)


def _from_meta(meta: Meta, kind: Kind, setting: Setting) -> Claim | None:
    names = metas.PUBLISHED if kind == "published" else metas.MODIFIED
    return _first((v for _, v in meta.all(names)), "meta", setting)


def _kind_of(node: Any) -> Kind | None:
    """What a time element is for, by its own marks, then by the text around it."""
    marks = " ".join(
        filter(None, (node.get(a) for a in ("itemprop", "class", "id", "data-testid", "pubdate")))
    )
    for text in (marks, _around(node)):
        if _UPDATED.search(text):
            return "updated"
        if _PUBLISHED.search(text):
            return "published"
    return None


def _around(node: Any) -> str:
    """The text before a time element, and its parent's marks."""
    parent = node.getparent()
    if parent is None:
        return ""
    return f"{parent.text or ''} {_before(node)} {' '.join(parent.attrib.values())[:200]}"


def _before(node: Any) -> str:
    former = node.getprevious()
    if former is None or not isinstance(former.tag, str):
        return ""
    return text_of(former)[-40:] + (former.tail or "")


def _frames() -> Frames:
    return Frames("related|comment|sidebar", ("blockquote",))


def _elements(page: HtmlPage) -> list[Any]:
    """Elements marked by itemprop, then time elements below the headline; the first of all where there are none."""
    frames = _frames()
    marked = [m.node for m in page.marks if m.node.get("itemprop") in _ITEMPROPS and m.node.tag != "meta"]
    times = [m for m in page.marks if m.node.tag == "time"]
    below = [m.node for m in times if m.headed and m.node not in marked][:MAX_TIMES]
    found = [n for n in (*marked[:MAX_TIMES], *below) if not frames.beside(n)]
    return found or [m.node for m in times[:MAX_TIMES] if not frames.beside(m.node)][:3]


def _from_elements(page: HtmlPage, setting: Setting) -> dict[Kind, Claim | None]:
    """The first time elements after the headline; one without a mark is the publication, if it is the first."""
    found: dict[Kind, Claim | None] = {"published": None, "updated": None}
    for position, node in enumerate(_elements(page)[:MAX_TIMES]):
        kind = _kind_of(node) or ("published" if position == 0 else None)
        if kind is None or (found[kind] and found[kind].precision != "day"):  # type: ignore[union-attr]  # checked to its left
            continue
        found[kind] = _finer(found[kind], _of_element(node, kind, setting))
    return found


def _of_element(node: Any, kind: Kind, setting: Setting) -> Claim | None:
    """What a time element says: by its attributes, unless its text names another day under a label of the kind."""
    text = text_of(node)[: stamps.LONGEST]
    raws = (node.get("datetime"), node.get("content"), node.get("title"), text)
    claim = _first(raws, "time-element", setting)
    said = visible.best([s for s in visible.find([text], setting) if s.labelled], kind) if claim else None
    return said if said and claim and not _agree(said.local_day, claim.local_day) else claim


def _from_named(page: HtmlPage, setting: Setting) -> Claim | None:
    """The first date in an element whose class says that it is one."""
    frames = _frames()
    named = [m for m in page.marks if _DATE_NAME.search(m.name) and not _OTHERS.search(m.name)]
    for mark in [m for m in named if m.headed or not page.headed][:MAX_TIMES]:
        text = "" if mark.node.tag in ("time", "body") or frames.beside(mark.node) else text_of(mark.node)
        if text and (seen := visible.alone(text, setting)) and seen.kind == "published":
            return seen.claim
    return None


def _from_title(page: HtmlPage, setting: Setting) -> Claim | None:
    """A date that is the last piece of the title, as some sites set it."""
    pieces = _PIECE.split(page.title or "")
    seen = visible.alone(pieces[-1], setting) if len(pieces) > 1 else None
    return seen.claim if seen and seen.kind == "published" else None


def _estimated(page: HtmlPage, setting: Setting, kind: Kind) -> Claim | None:
    """What htmldate makes of the page: a day; it takes seconds over what is larger than any real page."""
    if len(page.source.payload) > MAX_ESTIMATED:
        return None
    from htmldate import find_date

    try:
        day = find_date(with_programs(page.source), extensive_search=True, original_date=kind == "published")
    except Exception:  # noqa: BLE001 - htmldate fails in many ways on hostile pages; the rung is then empty
        return None
    claim = stamps.read(day, "htmldate", setting) if day else None
    return replace(claim, precision="day") if claim else None


def _rungs(
    page: HtmlPage, linked: Linked | None, meta: Meta, setting: Setting, headline: str | None
) -> Iterator[tuple[Claim | None, Claim | None]]:
    """(published, updated) of each rung, computed only when it is reached."""
    yield _from_linked(linked, "published", setting), _from_linked(linked, "updated", setting)
    yield _from_meta(meta, "published", setting), _from_meta(meta, "updated", setting)
    elements = _from_elements(page, setting)
    yield elements["published"], elements["updated"]
    above, below = near_headline(page, headline)
    near = visible.find(below, setting)
    seen = [*near, *(s for s in visible.find(above, setting) if s.labelled or s.claim.precision != "day")]
    labelled = [s for s in seen if s.labelled]
    yield visible.best(labelled, "published"), visible.best(labelled, "updated")
    yield _from_named(page, setting), None
    yield visible.best(seen, "published"), visible.best(seen, "updated")
    yield _from_title(page, setting), None


def _exact(claim: Claim | None) -> bool:
    return claim is not None and claim.precision != "day" and claim.instant is not None


def of_page(
    page: HtmlPage, linked: Linked | None, meta: Meta, setting: Setting, headline: str | None
) -> Times:
    """The times of an HTML page.

    Args:
        page: the page.
        linked: its JSON-LD object, if it has one.
        meta: its meta elements.
        setting: zone, language and capture time.
        headline: where visible stamps are looked for.

    Returns:
        Its claims, and a finding `zone-unknown` where a time of day has no zone.
    """
    published = updated = None
    for one, other in _rungs(page, linked, meta, setting, headline):
        published, updated = _finer(published, one), _finer(updated, other)
        if _exact(published) and _exact(updated):
            break
    if published is None:
        published = _estimated(page, setting, "published")
    return checked(published, updated)


def checked(published: Claim | None, updated: Claim | None) -> Times:
    """The claims with their findings."""
    findings = tuple(
        Finding("zone-unknown", f"{what} “{claim.raw[:80]}” names no zone and the outlet's is not known")
        for what, claim in (("published", published), ("updated", updated))
        if claim and claim.instant is None and claim.precision != "day"
    )
    return Times(published, updated, findings)
