"""The records behind the dashboard's pages. Instants are aware UTC, texts as stored, untrusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.report.rows import DiffPage, StaleRow, StoryPage, StoryRow, UptakeRow
    from pipeline.report.why_rows import WhyPage


@dataclass(frozen=True, slots=True)
class Freshness:
    """When a page was made, for which time, and how old what it tells is.

    ``made_at``: the clock's reading; ``until``: the end of the window, the run's time; ``last_run_at``: when a
    run of any kind last ended; ``last_answer_at``: the last look at a feed or page.
    """

    made_at: datetime
    until: datetime
    last_run_at: datetime | None = None
    last_answer_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a window of time brought, by the publishers' own times where they tell them."""

    stories: int = 0
    articles: int = 0
    changed: int = 0
    corrections: int = 0
    kills: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What is so now. Only confirmed copies are counted, of outlets and aggregators alike."""

    stale: int = 0
    wrong: int = 0
    withdrawn: int = 0
    feeds: int = 0
    failing: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A story as other pages speak of it: its headline and the address of one of its articles."""

    story_id: str
    headline: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Accused:
    """A copy that is confirmed to be behind, and its story."""

    story: Named
    row: StaleRow


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction or a kill. ``kind`` says which."""

    kind: str
    story: Named
    outlet: str
    url: str | None
    seen_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Moving:
    """A story that moves: its row, an article's address, what is wrong about it."""

    story: StoryRow
    url: str | None
    stale: int
    corrections: int
    kills: int

    @property
    def named(self) -> Named:
        """As other pages speak of it."""
        return Named(self.story.story_id, self.story.headline, self.url)


@dataclass(frozen=True, slots=True)
class Hour:
    """Versions that appeared within an hour: first texts of articles, and texts that replaced one."""

    begins_at: datetime
    fresh: int
    changed: int


@dataclass(frozen=True, slots=True)
class Adoption:
    """Which write-throughs an outlet took over, and how far behind the first outlet that ran each (minutes)."""

    outlet: str
    taken: int
    first: int
    median_minutes: float | None


@dataclass(frozen=True, slots=True)
class FailingFeed:
    """A feed whose last answers were of no use; ``since`` None: it never answered."""

    feed: str
    outlet: str | None
    url: str | None
    since: datetime | None
    failures: int
    reason: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """What happened in the last hour and the last day; what matters most first."""

    fresh: Freshness
    hour: Figures
    day: Figures
    standing: Standing
    accused: tuple[Accused, ...] = ()
    notices: tuple[Notice, ...] = ()
    notices_total: int = 0
    moving: tuple[Moving, ...] = ()
    moving_total: int = 0
    hours: tuple[Hour, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    failing: tuple[FailingFeed, ...] = ()
    runs_failed: int = 0


@dataclass(frozen=True, slots=True)
class StoriesPage:
    """The stories that moved last."""

    fresh: Freshness
    rows: tuple[Moving, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction, with what became of it at each article that ran the wrong sentence or the right one."""

    story: Named
    rows: tuple[UptakeRow, ...]


@dataclass(frozen=True, slots=True)
class KillRow:
    """What became of a withdrawn story at one article, as in the view ``kill_uptake``."""

    killed_by: str
    killed_at: datetime | None
    reason: str
    outlet: str
    url: str | None
    outcome: str
    withdrawn_at: datetime | None = None
    minutes_to_withdraw: int | None = None
    last_checked_at: datetime | None = None
    role: str = "outlet"


@dataclass(frozen=True, slots=True)
class Kill:
    """One withdrawn story."""

    story: Named
    rows: tuple[KillRow, ...]


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """Corrections and kills, those first that somebody has not followed."""

    fresh: Freshness
    corrections: tuple[Correction, ...] = ()
    corrections_total: int = 0
    kills: tuple[Kill, ...] = ()
    kills_total: int = 0
    notices: tuple[Notice, ...] = ()
    notices_total: int = 0


@dataclass(frozen=True, slots=True)
class FeedLine:
    """How a feed does.

    ``repeated``: full answers with the bytes of the answer before; ``same_tag``: answers whose bytes changed under
    an ETag that did not; lags in minutes, of its outlet.
    """

    feed: str
    outlet: str | None
    url: str | None
    polls: int
    good_polls: int
    not_modified: int
    failures_in_a_row: int
    last_fetched_at: datetime | None
    last_ok_at: datetime | None
    last_outcome: str
    last_status: int | None
    entries: int | None
    detail: str
    bytes: int
    repeated: int
    same_tag: int
    p50_minutes: float | None
    p95_minutes: float | None
    next_due_at: datetime | None = None

    @property
    def fails(self) -> bool:
        """Whether its last answer was of no use."""
        return self.failures_in_a_row > 0


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """Feeds asked in the last week, failing ones first; ``unasked`` are keys of feeds that were never asked."""

    fresh: Freshness
    rows: tuple[FeedLine, ...] = ()
    unasked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run and what it cost. ``seconds`` None: not ended; ``waited`` seconds for answers, all sites together."""

    run_id: str
    kind: str
    started_at: datetime
    seconds: float | None
    state: str
    items: int
    articles_new: int
    versions_new: int
    stories_moved: int
    fetches: int
    bytes: int
    waited: float
    warnings: int
    infos: int


@dataclass(frozen=True, slots=True)
class FindingLine:
    """Findings of one code, and one of them."""

    code: str
    severity: str
    count: int
    subjects: int
    last_seen_at: datetime
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class RunsPage:
    """The last runs, and what became of a day's items."""

    fresh: Freshness
    runs: tuple[RunLine, ...] = ()
    runs_total: int = 0
    dispositions: tuple[tuple[str, int], ...] = ()
    findings: tuple[FindingLine, ...] = ()
    findings_total: int = 0


@dataclass(frozen=True, slots=True)
class StoryDetail:
    """A story's page: all about it, why it is one, and what its newest write-through changed."""

    fresh: Freshness
    story: StoryPage
    why: WhyPage | None = None
    newest: DiffPage | None = None
    since: dict[tuple[str, int], datetime] = field(default_factory=dict)
