"""The text of a .jsonl record: paragraphs set apart by blank lines; furniture and credits go, all copy stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.core.extract import (
    bounds,
    corrections,
    furniture,
    headline,
    language,
    meta,
    quality,
    times,
    visible,
)
from pipeline.core.extract.page import decode
from pipeline.core.extract.stamps import Setting
from pipeline.core.normalise import bylines, datelines
from pipeline.core.normalise.text import tidy
from pipeline.model import Extracted

if TYPE_CHECKING:
    from pipeline.core.extract.furniture import Sorted
    from pipeline.core.normalise.agencies import Agencies
    from pipeline.model import Page

NAME, VERSION = "writethru-record", "1"
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_SENTENCE_LINE = re.compile(r"[.!?…][\"”’')»]*\s*$")


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: between blank lines; by lines where there is none and the lines are sentences."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = _BLANK.split(text)
    if len(blocks) == 1:
        lines = [line for line in text.split("\n") if line.strip()]
        if sum(bool(_SENTENCE_LINE.search(line)) for line in lines) * 2 > len(lines):
            blocks = lines
    return tuple(p for p in map(tidy, blocks) if p)


def extract(page: Page, agencies: Agencies) -> Extracted:
    """What a record says; its times come with the record, unless a line of the text is a stamp."""
    setting = Setting(page.zone, page.language, page.captured_at)
    text = decode(page.payload, page.charset)
    sorted_ = furniture.sort(paragraphs_of(text), agencies, None, setting, forms=page.learned)
    dateline, paragraphs = datelines.split(sorted_.body, agencies)
    verdict, reason = quality.judge_text("record", paragraphs)
    when = times.checked(visible.best(sorted_.stamps, "published"), visible.best(sorted_.stamps, "updated"))
    printed = _byline(sorted_)
    return Extracted(
        quality=verdict,
        reason=reason,
        headline=headline.clean(page.headline),
        paragraphs=paragraphs,
        furniture=tuple(sorted_.furniture),
        byline=printed.text if printed else None,
        authors=printed.authors if printed else (),
        agency=sorted_.agency or (dateline.agency if dateline else None),
        dateline=dateline.place if dateline else None,
        language=language.of(paragraphs, (page.language,)),
        published=when.published,
        updated=when.updated,
        wire_first_published_on=sorted_.first_published_on,
        corrections=corrections.corrections(paragraphs),
        kill=corrections.kill(paragraphs),
        cms_id=meta.cms_id(None, page.url),
        extractor=NAME,
        extractor_version=VERSION,
        findings=(*when.findings, *bounds.of_bytes(page.payload, text)),
    )


def _byline(sorted_: Sorted) -> bylines.Byline | None:
    """The first byline with people, else the first of all."""
    return next((b for b in sorted_.bylines if b.authors), next(iter(sorted_.bylines), None))
