"""Frozen records that pass between the stages.

Times are aware UTC and end in ``_at``; ``None`` means not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

Precision = Literal["second", "minute", "day"]
TimeSource = Literal[
    "json-ld", "meta", "time-element", "visible", "wire", "feed", "record", "htmldate", "seen"
]
Quality = Literal["article", "stub", "live", "block", "consent", "not-found", "index", "empty"]
Form = Literal["html", "text", "record", "wire"]
Role = Literal["outlet", "aggregator", "agency"]
Op = Literal["unchanged", "edited", "moved", "added", "removed"]
Relation = Literal["revision", "copy"]
Severity = Literal["info", "warning", "error"]


class Disposition(StrEnum):
    """What became of an item that came in. Every item gets exactly one, and it is counted."""

    NEW_ARTICLE = "new-article"  # a page seen for the first time, with its first version
    NEW_VERSION = "new-version"  # a text this page had not shown before
    REOPENED = "reopened"  # a former text of this page came back
    TOUCHED = "touched"  # same text, other stamp or headline
    UNCHANGED = "unchanged"  # same text, nothing moved
    LATE = "late"  # an older capture of known state: nothing new, kept
    NOT_ARTICLE = "not-article"  # block page, consent wall, stub, index …: kept as a capture
    KILLED = "killed"  # the wire or the page says that the story is withdrawn
    GONE = "gone"  # the page answered 404 or 410
    NOT_MODIFIED = "not-modified"  # the server answered 304
    NOT_DUE = "not-due"  # listed by a feed, looked at recently enough
    DEFERRED = "deferred"  # due, but its host was asked enough in this run: its turn comes in a later one
    OPTED_OUT = "opted-out"  # its publisher wants no robot there, no mining or no archive: not kept
    FETCH_FAILED = "fetch-failed"  # no usable answer; tried again later
    FORGOTTEN = "forgotten"  # removed at somebody's wish (`writethru forget`): neither asked nor stored again
    REFUSED = "refused"  # unreadable, or an address that is not asked: quarantined with a finding


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
class Outlet:
    """Who publishes pages. ``domains`` are registrable domains or hosts, lower case."""

    name: str
    domains: tuple[str, ...] = ()
    timezone: str | None = None
    language: str | None = None
    country: str | None = None
    owner: str | None = None
    role: Role = "outlet"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """Whose wire copy it is. Patterns are regular expressions, matched without case unless they say so."""

    name: str
    aliases: tuple[str, ...] = ()
    language: str | None = None
    country: str | None = None
    credit: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    dateline: tuple[str, ...] = ()
    copyright: tuple[str, ...] = ()
    first_published: tuple[str, ...] = ()
    family: str | None = None  # equal for agencies of one house that translate each other; None: its own name


@dataclass(frozen=True, slots=True)
class Auth:
    """How a paid feed is asked: the secret is the value of the environment variable ``env``, and stands nowhere else.

    ``form``: "basic" (the value is user:password), "header" or "query", with ``name`` that of header or parameter.
    """

    env: str
    form: Literal["basic", "header", "query"]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A polled source: a feed, a news sitemap, or (``kind`` "listing") a page that lists articles.

    ``verified_on`` is None where the address was never seen to answer.
    """

    key: str
    url: str
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    verified_on: date | None = None
    enabled: bool = True
    allow_private: bool = False  # the user typed a loopback or private address: this origin may be asked
    kind: Literal["feed", "listing"] = "feed"
    auth: Auth | None = None


@dataclass(frozen=True, slots=True)
class FurnitureList:
    """What was learned to be an outlet's furniture: forms of paragraphs (`normalise.forms`). Its first number is 1."""

    number: int = 0
    forms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class World:
    """The known world: outlets, agencies and feeds, shipped and the user's own, merged; what was learned of outlets."""

    outlets: tuple[Outlet, ...] = ()
    agencies: tuple[Agency, ...] = ()
    feeds: tuple[Feed, ...] = ()
    own_feeds: tuple[str, ...] = ()  # keys of the feeds the user added
    furniture: Mapping[str, FurnitureList] = field(default_factory=dict, hash=False)  # by the outlet's name


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


@dataclass(frozen=True, slots=True)
class Member:
    """A version as story matching sees it. ``number`` counts the article's versions from 1."""

    version_key: int
    article_key: int
    outlet: str
    url: str
    number: int
    paragraphs: tuple[str, ...]
    headline: str = ""
    role: Role = "outlet"
    agency: str | None = None
    byline: str | None = None
    dateline: str | None = None
    language: str | None = None
    appeared_at: datetime | None = None
    wire_first_published_on: date | None = None
    corrections: tuple[str, ...] = ()
    wire_number: int | None = None  # the version number a wire file gives itself
    last_checked_at: datetime | None = None  # of the article: the last look that got an answer
    unreachable: bool = False  # the latest looks at the article failed
    is_current: bool = True  # the article shows this version now
    status: Literal["live", "gone", "killed"] = "live"
    first_seen_at: datetime | None = None  # the first capture that showed this version
    killed_at: datetime | None = None  # of the article, if its status is killed: when the notice appeared
    kill_reason: str = ""
    local_day: date | None = None  # of its stamp, as written: what is known of its time where no zone is
    owner: str | None = None  # of the outlet: the papers of one chain are one witness
    words: int | None = None  # in the body, where they were counted already


@dataclass(frozen=True, slots=True)
class Link:
    """Evidence that two versions carry the same copy: sampled word 5-grams they share, and in which share.

    ``a < b`` (version keys); ``in_a`` is the share of all of a's 5-grams that b has, ``in_b`` the reverse.
    ``passage_words``: words of the longest passage they share; ``shared_words``: of all such passages.
    ``passage_from``: the word of a (from 0, as `grams.house_words` counts them) at which the longest passage
    begins; `evidence.quote` gives its words. What either version does not say (agency, byline, dateline, the
    day the wire first published) is None, and neither agrees nor differs. ``shared_figures`` and
    ``shared_names``: how many different ones both texts have.
    """

    a: int
    b: int
    shared: int
    in_a: float
    in_b: float
    passage_words: int = 0
    shared_words: int = 0
    minutes_apart: int | None = None
    same_agency: bool | None = None
    same_byline: bool | None = None
    same_dateline: bool | None = None
    same_wire_day: bool | None = None
    passage_from: int | None = None
    shared_figures: int = 0
    shared_names: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A part of one version (``guest``) that stands in another (``host``), which is no copy of it.

    Positions are paragraphs of the host, from 0, first and last; ``words`` stand between them. Scattered pieces
    of the guest may stand outside, between ``first_piece`` and ``last_piece``. ``in_host`` and ``in_guest`` are
    shares of the 5-grams. ``unsure``: it may be the guest that has it from the host, or both
    from elsewhere; ``aside``: what stands around it is about other people and places.
    """

    host: int
    guest: int
    from_position: int
    to_position: int
    words: int
    in_host: float
    in_guest: float
    unsure: bool = False
    aside: bool = False
    first_piece: int = 0
    last_piece: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: the versions of both sides are one story (together), or never one (apart)."""

    key: int
    kind: Literal["together", "apart"]
    a: frozenset[int]
    b: frozenset[int]


@dataclass(frozen=True, slots=True)
class WriteThru:
    """One distinct observed state of the wire's text in a story."""

    number: int
    basis: Literal["wire", "inferred"]
    wire_number: int | None
    attested_outlets: int
    first_seen_at: datetime | None
    first_outlet: str
    words: int
    headline: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """A story's write-throughs, and which of them each version runs: ``runs[version_key] = (low, high)``."""

    writethrus: tuple[WriteThru, ...]
    runs: dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions to compare, earlier to later."""

    from_version: int
    to_version: int
    relation: Relation


@dataclass(frozen=True, slots=True)
class Change:
    """One aligned paragraph (or sentence) of a pair. Positions count from 0.

    ``similarity`` is 1 where unchanged, None where added or removed; ``weight`` in 0..1 says how much it
    matters to a reader; ``kind`` is the class of the change, ``also`` further classes, weightiest first.

    A paragraph that was split is an ``edited`` row for its first piece and an ``added`` row for each further
    one, whose ``part_of`` is the *old* position it was cut from; paragraphs merged into one are an ``edited``
    row and a ``removed`` one for each further paragraph, whose ``part_of`` is the *new* position it went into.
    """

    op: Op
    from_position: int | None
    to_position: int | None
    old_text: str | None
    new_text: str | None
    similarity: float | None
    kind: str = ""
    weight: float = 0.0
    also: tuple[str, ...] = ()
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A change inside paragraphs of a pair, which stand at these positions.

    Positions in ``change`` count the sentences of these paragraphs, each from 0. A sentence that went from one
    paragraph to another is one ``moved`` row: it stood in ``paragraph_from`` and stands in ``paragraph_to``.
    """

    paragraph_from: int
    paragraph_to: int
    change: Change


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared in full. ``update_note`` says in the wire's verbs what the later text did."""

    changes: tuple[Change, ...]
    sentences: tuple[SentenceChange, ...]
    headline_changed: bool
    weight: float
    verbs: tuple[str, ...] = ()
    update_note: str = ""

    def count(self, op: Op) -> int:
        """How many paragraphs have this op."""
        return sum(c.op == op for c in self.changes)


@dataclass(frozen=True, slots=True)
class WordSpan:
    """A run of words inside an aligned pair: equal, or only in the old, or only in the new text."""

    op: Literal["equal", "delete", "insert"]
    text: str


@dataclass(frozen=True, slots=True)
class StaleCopy:
    """An article whose current text is behind the wire. Only ``state == "confirmed"`` may be called stale."""

    version_key: int
    runs_writethru: int
    current_writethru: int
    behind_since: datetime | None
    minutes_behind_low: int | None
    minutes_behind_high: int | None
    missing_correction: bool
    wrong_text: str | None
    state: Literal["confirmed", "not rechecked", "unreachable", "cut before", "not attested"]
    right_text: str | None = None  # what stands in the wrong sentence's place now; None: it was taken back
    corrected_since: datetime | None = None  # since when the missing correction was out
    missing_kill: bool = False  # the wire withdrew the story
    killed_since: datetime | None = None


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
