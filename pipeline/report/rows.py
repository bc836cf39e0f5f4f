"""The records that all renderings read: rows of a story, of a pair and of a run, as people are shown them.

They hold aware UTC instants and texts as stored, untrusted: each rendering escapes for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from pipeline.model import Comparison, Finding, Relation, Role, WriteThru


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One event of a publisher, as in the view ``story_timeline``.

    A day-precise claim has no instant: ``event_at`` is None and ``event_day`` is its local day.
    ``captured`` is False where the text that the event brought was never seen.
    """

    event_at: datetime | None
    event: str
    time_source: str
    outlet: str
    captured: bool
    headline: str = ""
    writethru: int | None = None
    url: str | None = None
    event_day: date | None = None
    writethru_to: int | None = None
    version_id: str | None = None


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One article of a story: what it runs now. ``version_ids`` by appearance, the last is current."""

    outlet: str
    url: str | None
    version_ids: tuple[str, ...]
    writethru: int | None
    writethru_to: int | None
    words: int
    state: str = "live"
    role: Role = "outlet"
    headline: str = ""


@dataclass(frozen=True, slots=True)
class StaleRow:
    """An article that is behind, as in the view ``stale_copies``. Only ``confirmed`` may be called stale."""

    outlet: str
    url: str | None
    runs_writethru: int
    current_writethru: int
    behind_since: datetime | None
    minutes_behind_low: int | None
    minutes_behind_high: int | None
    missing_correction: bool
    wrong_text: str | None
    state: str
    last_checked_at: datetime | None = None
    story_id: str = ""
    role: Role = "outlet"
    right_text: str | None = None
    corrected_since: datetime | None = None
    missing_kill: bool = False
    killed_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class UptakeRow:
    """What became of one correction at one article, as in the view ``correction_uptake``."""

    correction_id: str
    wrong_text: str
    right_text: str | None
    note: str
    announced_by: str
    announced_at: datetime | None
    announced: bool
    outlet: str
    url: str | None
    outcome: str
    fixed_at: datetime | None = None
    minutes_to_fix: int | None = None
    last_checked_at: datetime | None = None
    role: Role = "outlet"


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A line of the list of stories, as in the view ``stories``."""

    story_id: str
    agency: str | None
    headline: str
    first_published_at: datetime | None
    last_changed_at: datetime | None
    outlets: int
    articles: int
    versions: int
    writethrus: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """The same story in another language, as in the view ``translations``, seen from the story that is shown.

    ``minutes_apart`` counts from this story's first text to the other's: negative where the other came first.
    ``address`` is that of its page in a site, where it has one.
    """

    story_id: str
    language: str
    agency: str | None
    headline: str
    outlets: int
    minutes_apart: int | None
    corrections: int
    evidence: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class StoryPage:
    """All that is told about one story. ``zone`` is the IANA zone times are shown in (None: UTC)."""

    story_id: str
    agency: str | None
    headline: str
    first_published_at: datetime | None
    last_changed_at: datetime | None
    timeline: tuple[TimelineRow, ...] = ()
    writethrus: tuple[WriteThru, ...] = ()
    copies: tuple[CopyRow, ...] = ()
    stale: tuple[StaleRow, ...] = ()
    zone: str | None = None
    translations: tuple[TranslationRow, ...] = ()
    uptake: tuple[UptakeRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DiffSide:
    """One of the two versions of a diff."""

    outlet: str
    url: str | None
    version_id: str
    number: int
    appeared_at: datetime | None
    headline: str
    byline: str | None = None
    agency: str | None = None
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiffPage:
    """Two versions, earlier to later, and how they compare."""

    older: DiffSide
    newer: DiffSide
    comparison: Comparison
    relation: Relation | None = None
    minutes_apart: int | None = None
    story_id: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A correction or a kill: who said it, when it was seen, in which words."""

    story_id: str
    outlet: str
    url: str | None
    seen_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed that fails: its key, since when (None: never answered), and the reason in one line."""

    key: str
    outlet: str | None
    failing_since: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What a run or a window of time brought. ``dispositions`` counts items; their sum is the items seen."""

    since: datetime | None
    until: datetime | None
    stories: tuple[StoryRow, ...] = ()
    versions: int = 0
    stale: tuple[StaleRow, ...] = ()
    corrections: tuple[NoteRow, ...] = ()
    kills: tuple[NoteRow, ...] = ()
    feeds_failing: tuple[FeedRow, ...] = ()
    dispositions: tuple[tuple[str, int], ...] = ()
    findings: tuple[Finding, ...] = ()
    zone: str | None = None
