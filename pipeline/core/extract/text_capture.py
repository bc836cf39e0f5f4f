"""A page saved as text, furniture and all, read by its structure: headline, byline and stamp, then the run of copy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.extract import (
    capture_layout,
    capture_lines,
    corrections,
    furniture,
    home_zone,
    language,
    meta,
    quality,
    times,
    visible,
)
from pipeline.core.extract.furniture_rules import rule_for
from pipeline.core.extract.page import decode
from pipeline.core.extract.stamps import Setting
from pipeline.core.normalise import bylines, datelines
from pipeline.model import Extracted, Finding, Furniture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.extract.capture_layout import Layout
    from pipeline.core.extract.capture_lines import CaptureLine
    from pipeline.core.extract.furniture import Sorted
    from pipeline.core.extract.times import Times
    from pipeline.core.normalise.agencies import Agencies
    from pipeline.model import Claim, Page

NAME, VERSION = "writethru-text", "1"
NEAR = 6  # lines around the headline in which a stamp needs no label
HEAD_REACH = 25  # lines above the copy in which stamps are looked for, if the header has none
TAIL_REACH = 14  # lines below the copy in which credit, copyright and stamps are
KEPT_OUTSIDE = 150  # lines outside the copy that are kept as furniture
LONG = 60  # signs of a line that its text's language is read from
NAMES_WORDS = 12  # of a line that holds two names and an agency


def _around(
    lines: Sequence[CaptureLine], layout: Layout, copy: Sorted, tail: Sorted
) -> tuple[Furniture, ...]:
    """The run's furniture, and what stood around the copy within a bound, in the order of the page."""
    skip = {layout.headline_at, *layout.header}
    wire = {f.text: f.rule for f in tail.furniture}
    end = len(copy.body)
    before = [_named(lines[i].text, 0, {}) for i in range(layout.begin) if i not in skip]
    after = [_named(line.text, end, wire) for line in lines[layout.end :]]
    return (*before[-KEPT_OUTSIDE:], *copy.furniture, *after[:KEPT_OUTSIDE])


def _named(text: str, position: int, known: dict[str, str]) -> Furniture:
    return Furniture(position, text, known.get(text) or rule_for(text) or "outside")


def _claims(lines: Sequence[CaptureLine], layout: Layout) -> tuple[Claim | None, Claim | None]:
    """(published, updated): the header's stamps, else those near the headline, or labelled ones around the copy."""
    begin, end, at = layout.begin, layout.end, layout.headline_at
    parts = (
        [s for i in layout.header for s in lines[i].stamps],
        [
            s
            for line in lines[max(0, at - NEAR) : max(at, begin) + NEAR]
            if line.times <= NEAR
            for s in line.stamps
        ],
        [s for line in lines[max(0, begin - HEAD_REACH) : begin] for s in line.stamps if s.labelled],
        [
            s
            for line in lines[end : end + TAIL_REACH]
            for s in line.stamps
            if s.labelled and line.sort != "age"
        ],
    )
    published = next((c for part in parts if (c := visible.best(part, "published"))), None)
    updated = next((c for part in parts if (c := visible.best(part, "updated"))), None)
    if published is None and updated and updated in _as_of(lines):
        return updated, None
    return published, updated


def _as_of(lines: Sequence[CaptureLine]) -> list[Claim]:
    """Stamps labelled "Stand": where a page shows no other, its publisher's own metadata call that its publication."""
    return [s.claim for line in lines for s in line.stamps if line.text.startswith("Stand")]


def _tail(lines: Sequence[CaptureLine], layout: Layout, agencies: Agencies, setting: Setting) -> Sorted:
    """What the wire says of itself right below the copy, up to the next story's teaser."""
    texts: list[str] = []
    for line in lines[layout.end : layout.end + TAIL_REACH]:
        if line.sort in ("teaser", "age", "copy"):
            break
        texts.append(line.text)
    return furniture.sort(texts, agencies, None, setting)


def _credit(
    lines: Sequence[CaptureLine], layout: Layout, sorted_: Sequence[Sorted], agencies: Agencies
) -> tuple[str | None, tuple[str, ...], str | None]:
    """(byline, authors, agency) from the header, the copy's own edges and the lines below."""
    header = [bylines.read(lines[i].text, agencies) for i in layout.header if lines[i].sort == "byline"]
    if not any(h.authors for h in header):
        header += [
            b
            for i in _near_header(lines, layout)
            if (b := bylines.read(lines[i].text, agencies)).authors and b.agency
        ]
    found = [*header, *(b for s in sorted_ for b in s.bylines)]
    printed = next((b for b in found if b.authors), next((b for b in found if b.text), None))
    agency = next((a for a in (*(h.agency for h in header), *(s.agency for s in sorted_)) if a), None)
    return (printed.text, printed.authors, agency) if printed else (None, (), agency)


def _near_header(lines: Sequence[CaptureLine], layout: Layout) -> list[int]:
    """Short lines beside the header, where bylines without a "By" stand."""
    if not layout.header:
        return []
    return [
        i
        for i in range(max(0, layout.header[0] - 3), min(len(lines), layout.header[-1] + 3))
        if lines[i].words <= NAMES_WORDS and lines[i].sort in ("short", "wire", "stamp")
    ]


def _inferred(page: Page, when: Times) -> tuple[Finding, ...]:
    """The finding that a stamp was read in a zone nobody stated."""
    zones = {c.zone for c in (when.published, when.updated) if c and c.precision != "day"}
    guessed = None if page.zone else next((z for z in zones if z and "/" in z), None)
    said = f"stamps without a zone were read in {guessed}, by the address's country or the text's language"
    return (Finding("zone-inferred", said, severity="info"),) if guessed else ()


def _language(text: str) -> str | None:
    """The language of the long lines: menus and names say little."""
    lines = (line.strip() for line in text.split("\n") if len(line) > LONG)
    return language.detect("\n".join(line for line in lines if line.count(" ") >= LONG // 10))


def extract(page: Page, agencies: Agencies) -> Extracted:
    """What a text capture says."""
    text = decode(page.payload, page.charset)
    spoken = page.language or _language(text)
    zone = page.zone or home_zone.infer(page.url, spoken)
    setting = Setting(zone, spoken, page.captured_at)
    lines = capture_lines.read(text, agencies, setting)
    layout = capture_layout.lay_out(lines, page.url)
    run = [line.text for line in lines[layout.begin : layout.end]]
    marked = {i - layout.begin: rule for i, rule in layout.marked.items()}
    copy = furniture.sort(run, agencies, layout.headline, setting, marked)
    tail = _tail(lines, layout, agencies, setting)
    return _assemble(page, agencies, lines, layout, copy, tail)


def _assemble(
    page: Page,
    agencies: Agencies,
    lines: Sequence[CaptureLine],
    layout: Layout,
    copy: Sorted,
    tail: Sorted,
) -> Extracted:
    dateline, paragraphs = datelines.split(copy.body, agencies)
    byline, authors, agency = _credit(lines, layout, (copy, tail), agencies)
    when = times.checked(*_claims(lines, layout))
    verdict, reason = quality.judge_page(
        title=lines[0].text if lines else None, headline=layout.headline or page.headline, paragraphs=paragraphs,
        visible=[line.text for line in lines[:400]] if sum(map(len, paragraphs)) < 1_200 else (),  # noqa: PLR2004 - signs of 200 words
        linked=None, stated_type=None, links=0,
    )  # fmt: skip
    return Extracted(
        quality=verdict,
        reason=reason,
        headline=layout.headline or page.headline,
        paragraphs=paragraphs,
        furniture=_around(lines, layout, copy, tail),
        byline=byline,
        authors=authors,
        agency=agency or (dateline.agency if dateline else None),
        dateline=dateline.place if dateline else None,
        language=language.of(paragraphs, (page.language,)),
        published=when.published,
        updated=when.updated,
        wire_first_published_on=copy.first_published_on or tail.first_published_on,
        corrections=corrections.corrections(paragraphs),
        kill=corrections.kill(paragraphs),
        cms_id=meta.cms_id(None, page.url),
        extractor=NAME,
        extractor_version=VERSION,
        findings=(*when.findings, *_inferred(page, when)),
    )
