"""Frozen records of the sample day: sites, what their pages show from when, and the answer key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

AnswerKind = Literal[
    "article", "live", "gone", "soft-404", "block", "consent", "error", "timeout", "redirect"
]
FeedFormat = Literal["rss2", "rss1", "atom"]
StampStyle = Literal["ampm", "ap", "dotted", "iso", "french", "relative"]
JsonLd = Literal["none", "article", "graph"]
PlantedKind = Literal[
    "missed", "published", "update", "joined", "apart", "correction", "silent-fix", "stale", "cut-before",
    "unreachable", "lagging", "renamed", "gone", "soft-404", "still-running", "advisory", "replaced",
    "headline", "touch", "relative-time", "local-paragraph", "live", "block", "consent", "error",
    "timeout", "not-modified", "redirect", "embargo", "early", "mentions", "translation",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Desk:
    """How an agency signs its copy: ``closing`` and ``copyright`` end a page, ``byline`` names the writer.

    Each is a pattern for ``str.format`` with ``author``, ``date`` and ``year``; empty = the line is left out.
    """

    agency: str
    closing: str
    byline: str
    copyright: str
    dateline: str


@dataclass(frozen=True, slots=True)
class FeedStyle:
    """A site's own feed. ``guid`` is a pattern (url, id, host); ``zone_names`` writes EDT or HAE, not -0400."""

    key: str
    path: str
    title: str
    format: FeedFormat
    guid: str
    zone_names: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """Furniture a site puts after its nth body paragraph (from 1), if another one follows."""

    after: int
    html: str


@dataclass(frozen=True, slots=True)
class Site:
    """An outlet's web site: its template, its habits and its feed.

    ``dynamic`` pages are made anew at every request (ages move, no ETag); others as their text changes.
    ``house`` are spellings the desk changes; ``credit`` says whether the closing credit line is printed.
    """

    outlet: str
    host: str
    zone: ZoneInfo
    language: str
    template: str
    stamp: StampStyle
    feed: FeedStyle
    card: str
    updated: str = ""
    json_ld: JsonLd = "none"
    dynamic: bool = False
    dateline: bool = True
    straight_quotes: bool = False
    credit: bool = True
    house: tuple[tuple[str, str], ...] = ()
    between: tuple[Between, ...] = ()
    evergreen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wire:
    """One state of an agency's text; ``key`` is unique within its story."""

    key: str
    agency: str | None
    at: datetime
    headline: str
    author: str
    dateline: str
    paragraphs: tuple[str, ...]
    first_published_on: date
    photo: str = ""
    photo_credit: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows from ``at`` until ``until`` (None: to the day's end).

    ``published_at`` and ``updated_at`` are what the page claims. ``restamp`` moves the claim of an update
    to every full hour, over the same text. ``missed``: no poll of the demo sees it.
    """

    at: datetime
    until: datetime | None
    answer: AnswerKind
    wire: Wire
    headline: str
    paragraphs: tuple[str, ...]
    published_at: datetime
    updated_at: datetime | None
    note: str = ""
    note_first: bool = False
    to: str = ""
    restamp: bool = False
    missed: bool = False
    listed: bool = True

    def claimed_update(self, now: datetime) -> datetime | None:
        """The update the page claims at ``now``."""
        if not self.restamp:
            return self.updated_at
        hour = now.replace(minute=0, second=0, microsecond=0)
        return hour if hour > self.at else self.updated_at

    def made_at(self, now: datetime) -> datetime:
        """When the page as it stands at ``now`` was last made by its site."""
        claimed = self.claimed_update(now) if self.restamp else None
        return max(self.at, claimed) if claimed else self.at


@dataclass(frozen=True, slots=True)
class Track:
    """One address of a site and what it shows over the day, in order of time."""

    story: int
    site: Site
    path: str
    cms_id: str
    section: str
    shows: tuple[Shown, ...]
    canonical: str = ""
    feed_until: datetime | None = None

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{self.site.host}{self.path}"

    def shown(self, now: datetime) -> Shown | None:
        """What the page shows at ``now``; None before its first appearance."""
        past = [s for s in self.shows if s.at <= now]
        return past[-1] if past else None


@dataclass(frozen=True, slots=True)
class Outage:
    """A host that takes connections and gives no answer, from ``since`` until ``until``."""

    host: str
    since: datetime
    until: datetime | None = None

    def holds(self, host: str, now: datetime) -> bool:
        """Whether the host is out at ``now``."""
        return host == self.host and self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Planted:
    """One line of the answer key: what must be found, where, and by when it can be.

    ``expect`` is what to look for, by kind: the correction note, the headline, the wrong sentence; ``other`` the
    second page of a relation (``joined``, ``apart``, ``renamed``, ``redirect``, ``mentions``, ``translation``).
    ``seen_at`` is the first polled instant at which it shows.
    """

    story: int
    kind: PlantedKind
    outlet: str
    url: str
    at: datetime
    seen_at: datetime | None
    expect: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One planted story; number 0 stands for the outlets' own reports, which join nothing."""

    number: int
    slug: str
    title: str
    wires: tuple[Wire, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The whole sample day, validated. Instants are aware UTC."""

    day: date
    polls: tuple[datetime, ...]
    sites: tuple[Site, ...]
    desks: tuple[Desk, ...]
    stories: tuple[Story, ...]
    tracks: tuple[Track, ...]
    planted: tuple[Planted, ...]
    outages: tuple[Outage, ...] = ()

    def instants(self) -> tuple[datetime, ...]:
        """When the demo polls: at most 30 instants, in order."""
        return self.polls

    def pages_of(self, story: int) -> tuple[Track, ...]:
        """The pages of a story, by its number; the first page of story 1 is the lead's."""
        return tuple(t for t in self.tracks if t.story == story)

    def story(self, number: int) -> Story:
        """The story of a number.

        Raises:
            KeyError: the day has none.
        """
        return {s.number: s for s in self.stories}[number]

    def site(self, host: str) -> Site | None:
        """The site of a host, if it is one of the day's."""
        return next((s for s in self.sites if s.host == host), None)

    def track(self, host: str, path: str) -> Track | None:
        """The page at a host and path, if the day has one."""
        return next((t for t in self.tracks if t.site.host == host and t.path == path), None)

    def desk(self, agency: str | None) -> Desk | None:
        """How an agency signs, if the text is an agency's."""
        return next((d for d in self.desks if d.agency == agency), None)

    def out(self, host: str, now: datetime) -> bool:
        """Whether a host gives no answer at ``now``."""
        return any(o.holds(host, now) for o in self.outages)
