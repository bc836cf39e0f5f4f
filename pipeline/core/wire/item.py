"""The record that every wire format is read into."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pipeline.core.normalise.text import normalise, tidy
from pipeline.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Claim

PubStatus = Literal["usable", "withheld", "canceled"]
_STATUSES: dict[str, PubStatus] = {
    "usable": "usable",
    "withheld": "withheld",
    "embargoed": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
}


_NO_PLACE = re.compile(r"\d|.*\d\d:\d\d|[A-Za-z]{3,9}\.? \d{1,2}, \d{4}\Z")


@dataclass(frozen=True, slots=True)
class WireItem:
    """One item as the wire sends it.

    ``version`` is the number the wire gives (its base differs: NewsML-G2 counts from 1, a first write-through of
    ANPA is 1 and its original has none). ``kind`` is ``text`` or the wire's word for anything else (picture,
    composite, event …), which has no paragraphs. ``agency`` is the provider as the file names it.
    """

    format: str
    guid: str | None
    kind: str = "text"
    version: int | None = None
    slug: str | None = None
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    agency: str | None = None
    language: str | None = None
    paragraphs: tuple[str, ...] = ()
    first_created: Claim | None = None
    version_created: Claim | None = None
    pub_status: PubStatus = "usable"
    ed_note: str | None = None
    update_note: str | None = None
    embargoed_until: Claim | None = None
    signal: tuple[str, ...] = ()
    copyright: str | None = None
    usage_terms: str | None = None
    findings: tuple[Finding, ...] = ()


def status(word: str | None) -> PubStatus:
    """The publication status; ``stat:`` and case do not matter; usable where none is given or it is not known."""
    return _STATUSES.get((word or "").rpartition(":")[2].strip().lower(), "usable")


def number(text: object) -> int | None:
    """A version number, or None where the text is none (nothing over 2**63 is one)."""
    digits = str(text).strip() if text is not None else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None  # noqa: PLR2004 - digits of 2**63


def clean(text: object) -> str | None:
    """The text on one line, None if nothing is left (or it was no text)."""
    return (tidy(text) or None) if isinstance(text, str) else None


def place(dateline: str | None) -> str | None:
    """The dateline, None where the field holds a time of day or a bare date instead of a place."""
    return None if dateline is None or _NO_PLACE.match(dateline) else dateline


def checked(item: WireItem) -> WireItem:
    """The item with what is wrong or missing as findings, its headline cut from the body's head."""
    item = replace(item, dateline=place(item.dateline))
    if item.paragraphs and item.headline and normalise(item.paragraphs[0]) == normalise(item.headline):
        item = replace(item, paragraphs=item.paragraphs[1:])
    return replace(item, findings=(*item.findings, *_findings(item)))


def _findings(item: WireItem) -> Iterator[Finding]:
    subject = item.guid or item.slug or item.headline or ""
    if item.guid is None:
        yield Finding("no-guid", "the item has no identity of its own", subject)
    if item.kind != "text":
        yield Finding("not-text", f"the item is {item.kind}, not text", subject, "info")
    elif not item.paragraphs:
        yield Finding("no-text", "the item has no text", subject)
    for what in ("first_created", "version_created", "embargoed_until"):
        claim: Claim | None = getattr(item, what)
        if claim is not None and claim.instant is None:
            code = "zone-unknown" if claim.local_day else "time-unreadable"
            if claim.precision != "day" or claim.local_day is None:
                yield Finding(code, f"{what}: {claim.raw!r} names no instant", subject)
