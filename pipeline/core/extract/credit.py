"""Who wrote a page, and whose wire copy it is: every place that names them, weighed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.core.extract import meta as metas
from pipeline.core.extract import signed
from pipeline.core.extract.lines import near_headline
from pipeline.core.normalise import bylines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.core.extract.jsonld import Linked
    from pipeline.core.extract.meta import Meta
    from pipeline.core.extract.page import HtmlPage
    from pipeline.core.normalise.agencies import Agencies
    from pipeline.core.normalise.bylines import Byline

_BRACKETS = re.compile(r"\s*\([^)]*\)")
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


def _hinted(meta: Meta, agencies: Agencies, sites: set[str]) -> tuple[str, ...]:
    """Names of a link's card, and under a meta element of no known dialect that is named for authors."""
    names = (n for n in meta.values if n.endswith(("author", "writer")) and n not in metas.AUTHOR)
    lists = [*meta.labelled(metas.WRITTEN_BY), *(meta.values[n] for n in names)]
    read = (_people((v for v in values if not _URL.match(v)), agencies, sites) for values in lists)
    return next((people for people in read if people), ())


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
    page: HtmlPage,
    linked: Linked | None,
    meta: Meta,
    agencies: Agencies,
    found: Sequence[Byline],
    headline: str | None,
) -> Credit:
    """The credit of an HTML page.

    Args:
        page: the page.
        linked: its JSON-LD object.
        meta: its meta elements.
        agencies: the agencies one knows.
        found: bylines that stood among the paragraphs.
        headline: the headline, about which lines are looked at where no element is marked as a byline.
    """
    sites = _sites(linked, meta)
    stated = [names for names in _stated(linked, meta) if names]
    lists = [p for p in (_people(names, agencies, sites) for names in stated) if p]
    agency = next((a for a in (_agency_in(names, agencies) for names in stated) if a), None)
    agency = agency or (_agency_in(linked.organisations, agencies) if linked else None)
    shown = [_without(b, sites) for b in (*found, *signed.shown(page, agencies))]
    if not lists and not any(b.authors for b in shown):
        shown += [_without(b, sites) for b in _in_lines(page, headline, agencies)]
    authors, text = _weighed(lists, _hinted(meta, agencies, sites), shown)
    agency = agency or next((b.agency for b in shown if b.agency), None) or _rights(linked, meta, agencies)
    return Credit(text or None, authors, agency)


def _without(byline: Byline, sites: set[str]) -> Byline:
    """A byline without the site itself."""
    return replace(byline, authors=tuple(a for a in byline.authors if a.casefold() not in sites))


def _weighed(
    lists: Sequence[tuple[str, ...]], hinted: tuple[str, ...], shown: Sequence[Byline]
) -> tuple[tuple[str, ...], str]:
    """The authors and the byline as printed: what the head states and the page shows, or one of both."""
    on_page = {a for byline in shown for a in byline.authors}
    authors: tuple[str, ...] = next((p for p in lists if on_page & set(p)), next(iter(lists), ()))
    printed = _printed(shown, authors)
    if printed and set(printed.authors) >= set(authors):
        authors = printed.authors
    if not authors or set(hinted) > set(authors):
        authors = hinted
    return authors, printed.text or "" if printed and printed.authors == authors else ", ".join(authors)


def _in_lines(page: HtmlPage, headline: str | None, agencies: Agencies) -> list[Byline]:
    """What lines of the page say, where nothing is marked."""
    above, below = near_headline(page, headline)
    lines = [line.text for line in page.lines if not line.in_furniture]
    return [*signed.near([*below, *reversed(above)], agencies), *signed.credited(lines, agencies)]


def _printed(shown: Sequence[Byline], authors: tuple[str, ...]) -> Byline | None:
    """The first byline on the page that agrees with the authors its head states, if it states any."""
    return next((b for b in shown if b.authors and (not authors or set(b.authors) & set(authors))), None)


def _sites(linked: Linked | None, meta: Meta) -> set[str]:
    """Names of the site itself, casefolded: an author of that name is no person."""
    said = [v for _, v in meta.all(metas.SITE)]
    names = [*(linked.publishers if linked else ()), *said, *(_BRACKETS.sub("", v) for v in said)]
    return {n.casefold().strip() for n in names}


def _rights(linked: Linked | None, meta: Meta, agencies: Agencies) -> str | None:
    """The agency that the page's source or rights fields name."""
    said = [v for _, v in meta.all(metas.SOURCE)]
    if linked and linked.copyright:
        said.append(linked.copyright)
    return next(
        (found for v in said if (found := agencies.named(v) or agencies.find(v[:200], "copyright"))), None
    )
