"""Who wrote a page, and whose wire copy it is: every place that names them, weighed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.core.extract import meta as metas
from pipeline.core.extract.page import text_of
from pipeline.core.normalise import bylines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.core.extract.jsonld import Linked
    from pipeline.core.extract.meta import Meta
    from pipeline.core.extract.page import HtmlPage
    from pipeline.core.normalise.agencies import Agencies
    from pipeline.core.normalise.bylines import Byline

MAX_NODES = 12
_OUTSIDE = (
    "not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::*[contains(@class,'comment') "
    "or contains(@class,'related') or contains(@class,'recommend')])"
)
_PATHS = (
    f"//*[@rel='author' or @itemprop='author' or @data-testid='byline'][{_OUTSIDE}]",
    f"//*[contains(@class,'byline') or contains(@class,'Byline')][{_OUTSIDE}]",
    f"//*[contains(@class,'author') or contains(@class,'Author')][{_OUTSIDE}][not(self::body)]",
)
_URL = re.compile(r"^https?://|^@|^www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credit:
    """The byline as printed, its people, and the agency."""

    byline: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None


def _stated(linked: Linked | None, meta: Meta) -> Iterator[list[str]]:
    """Lists of names that the head of the page states, in order of trust."""
    if linked:
        yield [a for a in linked.authors if not _URL.match(a)]
    for name in metas.AUTHOR:
        yield [v for v in meta.values.get(name, ()) if not _URL.match(v)]


def _marked(page: HtmlPage) -> str:
    """The persons of elements marked as the author by rel or itemprop, from the same place on the page."""
    nodes: list[Any] = page.tree.xpath(_PATHS[0])[:MAX_NODES]
    if not nodes:
        return ""
    place = _place(nodes[0])
    texts = [
        text_of(n) or (n.get("content") or "") or " ".join(n.xpath(".//@content")[:1])
        for n in nodes
        if _place(n) is place
    ]
    return ", ".join(dict.fromkeys(t for t in texts if 3 < len(t) <= bylines.LONGEST // 2))  # noqa: PLR2004 - a name


def _place(node: Any) -> Any:
    """The element that holds an author and the authors beside it."""
    parent = node.getparent()
    return parent.getparent() if parent is not None and parent.getparent() is not None else parent


def _shown(page: HtmlPage) -> Iterator[str]:
    """Texts of elements marked as bylines."""
    marked = _marked(page)
    if marked:
        yield marked
    seen = bool(marked)
    for path in _PATHS[1:]:
        nodes: list[Any] = page.tree.xpath(path)[:MAX_NODES]
        texts = [text_of(n) for n in nodes if isinstance(n.tag, str)]
        usable = [t for t in texts if 3 < len(t) <= bylines.LONGEST]  # noqa: PLR2004 - a name
        yield from usable
        seen = seen or bool(usable)
        if seen:
            return


def _people(names: Iterable[str], agencies: Agencies, sites: set[str]) -> tuple[str, ...]:
    found = dict.fromkeys(p for n in names for p in bylines.people(n, agencies))
    return tuple(p for p in found if p.casefold() not in sites)


def _agency_in(names: Iterable[str], agencies: Agencies) -> str | None:
    return next(
        (
            found
            for n in names
            if (found := agencies.named(n) or agencies.find(n[: bylines.LONGEST], "byline"))
        ),
        None,
    )


def of_page(
    page: HtmlPage, linked: Linked | None, meta: Meta, agencies: Agencies, found: Iterable[Byline]
) -> Credit:
    """The credit of an HTML page.

    Args:
        page: the page.
        linked: its JSON-LD object.
        meta: its meta elements.
        agencies: the agencies one knows.
        found: bylines that stood among the paragraphs.
    """
    sites = _sites(linked, meta)
    stated = [names for names in _stated(linked, meta) if names]
    lists = (_people(names, agencies, sites) for names in stated)
    authors: tuple[str, ...] = next((p for p in lists if p), ())
    agency = next((a for a in (_agency_in(names, agencies) for names in stated) if a), None)
    agency = agency or (_agency_in(linked.organisations, agencies) if linked else None)
    shown = [*found, *(bylines.read(t, agencies) for t in _shown(page))]
    printed = _printed(shown, authors, sites)
    if printed and set(printed.authors) >= set(authors):
        authors = printed.authors
    agency = agency or next((b.agency for b in shown if b.agency), None) or _rights(linked, meta, agencies)
    text = printed.text if printed and printed.authors == authors else ", ".join(authors)
    return Credit(text or None, authors, agency)


def _printed(shown: Sequence[Byline], authors: tuple[str, ...], sites: set[str]) -> Byline | None:
    """The first byline on the page that agrees with the authors its head states, if it states any."""
    for byline in shown:
        if (
            byline.authors
            and not {a.casefold() for a in byline.authors} & sites
            and (not authors or set(byline.authors) & set(authors))
        ):
            return byline
    return None


def _sites(linked: Linked | None, meta: Meta) -> set[str]:
    """Names of the site itself, casefolded: an author of that name is no person."""
    names = [*(linked.publishers if linked else ()), *meta.values.get("og:site_name", ())]
    return {n.casefold() for n in names}


def _rights(linked: Linked | None, meta: Meta, agencies: Agencies) -> str | None:
    """The agency that the page's source or rights fields name."""
    said = [v for _, v in meta.all(metas.SOURCE)]
    if linked and linked.copyright:
        said.append(linked.copyright)
    return next(
        (found for v in said if (found := agencies.named(v) or agencies.find(v[:200], "copyright"))), None
    )
