"""A page saved as text, furniture and all, read by its structure: headline, byline and stamp, then the run of copy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.extract import (
    bounds,
    capture_credit,
    capture_layout,
    capture_lines,
    capture_unwrap,
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
from pipeline.core.normalise import datelines
from pipeline.model import Extracted, Finding, Furniture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.extract.capture_layout import Layout
    from pipeline.core.extract.capture_lines import CaptureLine
    from pipeline.core.extract.capture_unwrap import Raw
    from pipeline.core.extract.furniture import Sorted
    from pipeline.core.extract.times import Times
    from pipeline.core.normalise.agencies import Agencies
    from pipeline.model import Claim, Page

NAME, VERSION = "writethru-text", "2"
NEAR = 6  # lines around the headline in which a stamp needs no label
HEAD_REACH = 25  # lines above the copy in which stamps are looked for, if the header has none
TAIL_REACH = 14  # lines below the copy in which credit, copyright and stamps are
KEPT_OUTSIDE = 150  # lines outside the copy that are kept as furniture
DECK_WORDS = 7
LONG, LONG_WIDTH = 6, 40  # blanks, or columns of a script without, of a line that the language is read from
_CUT = Finding(
    "capture-cut",
    f"only the first {capture_unwrap.MAX_LINES:,} lines and {capture_unwrap.MAX_SIGNS:,} signs of the text were read, "
    f"{capture_unwrap.MAX_LINE:,} of a line: cut the file to the article",
)


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


def _deck(lines: Sequence[CaptureLine], layout: Layout) -> str | None:
    """The line right below the headline that is longer than a name or label and no part of the copy."""
    at = layout.headline_at + 1
    if layout.headline is None or not at < layout.begin or at in layout.header:
        return None
    line = lines[at]
    is_deck = line.sort in ("short", "copy", "teaser") and line.words >= DECK_WORDS and line.times == 1
    return line.text if is_deck and not line.item and (line.gap or not lines[at + 1].gap) else None


def _inferred(page: Page, when: Times) -> tuple[Finding, ...]:
    """The finding that a stamp was read in a zone nobody stated."""
    zones = {c.zone for c in (when.published, when.updated) if c and c.precision != "day"}
    guessed = None if page.zone else next((z for z in zones if z and "/" in z), None)
    said = f"stamps without a zone were read in {guessed}, by the address's country or the text's language"
    return (Finding("zone-inferred", said, severity="info"),) if guessed else ()


def _language(lines: Sequence[Raw]) -> str | None:
    """The language of the long lines: menus and names say little."""
    long = (
        x.text for x in lines if x.text.count(" ") >= LONG or (not x.text.isascii() and x.width > LONG_WIDTH)
    )
    return language.detect("\n".join(long))


def extract(page: Page, agencies: Agencies) -> Extracted:
    """What a text capture says."""
    text = decode(page.payload, page.charset)
    raw, cut = capture_unwrap.raw_lines(text)
    raw = capture_unwrap.paragraphs(raw)
    spoken = page.language or _language(raw)
    zone = page.zone or home_zone.infer(page.url, spoken)
    setting = Setting(zone, spoken, page.captured_at)
    lines = capture_lines.read(raw, agencies, setting)
    layout = capture_layout.lay_out(lines, page.url)
    run = [line.text for line in lines[layout.begin : layout.end]]
    marked = {i - layout.begin: rule for i, rule in layout.marked.items()}
    copy = furniture.sort(run, agencies, layout.headline, setting, marked, page.learned)
    tail = _tail(lines, layout, agencies, setting)
    found = _assemble(page, agencies, lines, layout, copy, tail)
    beyond = (
        *bounds.of_bytes(page.payload, text),
        *((_CUT,) if cut else ()),
    )
    return replace(found, findings=(*found.findings, *beyond))


def _assemble(
    page: Page,
    agencies: Agencies,
    lines: Sequence[CaptureLine],
    layout: Layout,
    copy: Sorted,
    tail: Sorted,
) -> Extracted:
    dateline, paragraphs = datelines.split(copy.body, agencies)
    byline, authors, agency = capture_credit.read(lines, layout, (copy, tail), agencies)
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
        deck=_deck(lines, layout),
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
