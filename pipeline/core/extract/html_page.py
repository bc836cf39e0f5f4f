"""An HTML page extracted: parsed once, then body, times, credit, headline and verdict from the same tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from pipeline.core.extract import (
    body,
    bounds,
    charset,
    corrections,
    credit,
    furniture,
    headline,
    jsonld,
    language,
    meta,
    quality,
    signed,
    times,
)
from pipeline.core.extract.page import Source, markup, parse
from pipeline.core.extract.stamps import Setting
from pipeline.core.normalise import datelines
from pipeline.model import Extracted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.extract.page import HtmlPage
    from pipeline.core.normalise.agencies import Agencies
    from pipeline.model import Finding, Page

_LINKS: Any = etree.XPath("count(//a[@href][not(ancestor::nav or ancestor::footer or ancestor::header)])")


def extract(page: Page, agencies: Agencies) -> Extracted:
    """What an HTML page says. Raises nothing that the caller does not turn into a verdict."""
    stated = charset.stated(page.payload, page.charset)
    text, data, read, is_plain = markup(page.payload, stated)
    shortened = bounds.without_attributes(data)
    parsed = parse(shortened, Source(page.payload, stated))
    lossless = is_plain and len(page.payload) <= bounds.MAX_BYTES
    beyond = () if lossless else bounds.of_bytes(page.payload, text, stated, read)
    if parsed is None:
        return Extracted(
            "empty",
            "no HTML could be read",
            extractor=body.NAME,
            extractor_version=body.version(),
            findings=beyond,
        )
    beyond += bounds.of_markup(data, shortened, is_cut=parsed.is_cut)
    said = jsonld.scripts(parsed)
    beyond += bounds.of_blocks(parsed.blocks.left_out) + bounds.of_jsonld(said)
    return _read(page, parsed, said, agencies, beyond)


def _read(
    page: Page, parsed: HtmlPage, said: Sequence[str], agencies: Agencies, beyond: tuple[Finding, ...]
) -> Extracted:
    metas = meta.read(parsed, page.url)
    address = page.url or metas.canonical or metas.og_url
    linked = jsonld.read(said, address)
    title = headline.of_page(parsed, linked, metas, address)
    stated = (
        parsed.html_language,
        linked.language if linked else None,
        metas.first(("og:locale", "content-language", "language", "dc.language")),
        page.language,
    )
    setting = Setting(page.zone, next((s[:2].lower() for s in stated if s), None), page.captured_at)
    found = body.paragraphs(parsed, page.url)
    signatures = signed.alone(parsed, found, agencies, setting.language)
    marked = dict.fromkeys(signatures, "byline")
    sorted_ = furniture.sort(found, agencies, title, setting, marked, page.learned)
    dateline, paragraphs = datelines.split(sorted_.body, agencies)
    who = credit.of_page(parsed, linked, metas, agencies, [*sorted_.bylines, *signatures.values()], title)
    when = times.of_page(parsed, linked, metas, setting, title)
    stated_type = metas.first(("og:type",))
    verdict, reason = quality.judge_page(
        title=parsed.title,
        headline=title,
        paragraphs=paragraphs,
        visible=_glance(parsed, paragraphs),
        linked=linked,
        stated_type=stated_type,
        # counted where they tell a front page from an article
        links=0 if quality.says_article(linked, stated_type) else int(_LINKS(parsed.tree)),
    )
    return Extracted(
        quality=verdict,
        reason=reason,
        headline=title,
        deck=headline.deck_of(linked, metas, paragraphs, title),
        paragraphs=paragraphs,
        furniture=tuple(sorted_.furniture),
        byline=who.byline,
        authors=who.authors,
        agency=sorted_.agency or (dateline.agency if dateline else None) or who.agency,
        dateline=dateline.place if dateline else None,
        language=language.of(paragraphs, stated),
        published=when.published,
        updated=when.updated,
        wire_first_published_on=sorted_.first_published_on,
        corrections=corrections.corrections(paragraphs),
        kill=corrections.kill(paragraphs),
        canonical_url=metas.canonical,
        og_url=metas.og_url,
        cms_id=meta.cms_id(metas, address),
        extractor=body.NAME,
        extractor_version=body.version(),
        findings=(*when.findings, *beyond),
    )


def _glance(parsed: HtmlPage, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """The visible lines a verdict needs: only pages with little copy are looked at again."""
    return () if sum(len(p) for p in paragraphs) > 1_200 else tuple(line.text for line in parsed.lines[:400])  # noqa: PLR2004 - signs of 200 words
