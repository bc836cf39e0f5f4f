"""What comes in: feeds, captures, the ledger of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.pages import Claim, Extracted, Finding
    from pipeline.model.words import Form, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One item that a feed lists."""

    guid: str
    url: str | None
    headline: str
    summary: str = ""
    published: Claim | None = None
    updated: Claim | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed's bytes, read. ``version`` is feedparser's name of the format, "json", "listing" or "sitemap-news".

    ``wish_s``: seconds between two looks that it asks for; ``older``: the address where its older entries stand
    (RFC 5005); ``parts``: of an index of sitemaps, the addresses of the newest.
    """

    title: str
    version: str
    language: str | None
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()
    wish_s: int | None = None
    older: str | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """One sighting of a page, ready to be stored: where it came from, its bytes' digest, what it says."""

    outlet: str
    url: str | None
    captured_at: datetime | None
    recorded_at: datetime
    payload_sha: str
    form: Form
    origin: str  # the file, or the address that was asked
    status: int | None
    extracted: Extracted | None
    aliases: tuple[tuple[str, str], ...] = ()  # (kind, value): guid, url, canonical, og, cms, redirect
    findings: tuple[Finding, ...] = ()
    part: str = ""  # which item of a payload that holds several
    charset: str | None = None  # as it was told besides the payload
    role: Role | None = None  # of an outlet that outlets.toml does not know
    furniture_number: int = 0  # of the outlet's list of learned furniture with which it was read
    elsewhere: str | None = None  # the address at another host that the page names as its original


@dataclass(frozen=True, slots=True)
class RunLedger:
    """What a run did: dispositions counted (their sum equals the items), findings, stories that moved."""

    run_id: str
    items: int = 0
    dispositions: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    articles_new: int = 0
    versions_new: int = 0
    stories_moved: tuple[str, ...] = ()
