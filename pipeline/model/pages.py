"""What a page is, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from pipeline.model.words import Form, Precision, Quality, Severity, TimeSource


@dataclass(frozen=True, slots=True)
class Finding:
    """A warning as a row: who (subject), what (code, message), how bad."""

    code: str
    message: str
    subject: str = ""
    severity: Severity = "warning"


@dataclass(frozen=True, slots=True)
class Claim:
    """An instant as a publisher claims it.

    ``instant`` is None where no zone is known; ``raw`` and ``local_day`` are kept even then.
    ``zone`` names the zone or offset it was read in.
    """

    raw: str
    source: TimeSource
    instant: datetime | None
    precision: Precision
    local_day: date | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What extraction is given: a payload and what is known about it from outside.

    ``zone`` is the IANA zone to read stamps in that name none (from the option, the record or the outlet).
    ``captured_at`` is needed for relative times ("3 hours ago").
    """

    payload: bytes
    form: Form
    url: str | None = None
    zone: str | None = None
    language: str | None = None
    captured_at: datetime | None = None
    headline: str | None = None
    charset: str | None = None
    learned: frozenset[str] = frozenset()  # forms of paragraphs known to be the outlet's furniture


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that is no body paragraph. ``position`` = the body paragraph it stood before (from 0)."""

    position: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page says, as a record. ``paragraphs`` is the body; correction notes stay in it."""

    quality: Quality
    reason: str
    headline: str | None = None
    deck: str | None = None
    paragraphs: tuple[str, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    byline: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    dateline: str | None = None
    language: str | None = None
    published: Claim | None = None
    updated: Claim | None = None
    wire_first_published_on: date | None = None
    corrections: tuple[str, ...] = ()
    kill: str | None = None  # the sentence that withdraws the story, if the page carries one
    canonical_url: str | None = None
    og_url: str | None = None
    cms_id: str | None = None
    extractor: str = ""
    extractor_version: str = ""
    findings: tuple[Finding, ...] = ()
    wire_number: int | None = None  # the version number a wire file gives itself: for order, never for sums
