"""The records behind "why is this one story": ties, what lies near, what people decided, what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Copy:
    """One text of an article, as far as it is told by. ``words`` of its body."""

    outlet: str
    url: str | None
    version_id: str
    appeared_at: datetime | None
    words: int
    agency: str | None = None
    byline: str | None = None
    dateline: str | None = None
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two texts share. Shares are of each one's 5-grams; what either side does not say is None."""

    share: float
    share_of_other: float
    shared_words: int
    passage_words: int
    passage: str
    minutes_apart: int | None = None
    same_agency: bool | None = None
    same_byline: bool | None = None
    same_dateline: bool | None = None
    same_wire_day: bool | None = None
    shared_figures: int = 0
    shared_names: int = 0
    original: str | None = None  # "other" or "this": the article that the other one's canonical names


@dataclass(frozen=True, slots=True)
class Tie:
    """An article of a story and the text it is tied to by most; None for both where nothing ties it.

    ``is_earlier``: the other article appeared before this one.
    """

    article_id: str
    copy: Copy
    other: Copy | None = None
    evidence: Evidence | None = None
    is_earlier: bool = True


@dataclass(frozen=True, slots=True)
class Near:
    """A page of another story that carries a part of this one, or of which a page of this one carries a part."""

    relation: Literal["carries", "is carried"]
    outlet: str
    url: str | None
    other_story_id: str
    from_position: int
    to_position: int
    words: int
    is_roundup: bool
    headline: str


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """What a person decided about a text of this story."""

    decision_id: str
    kind: str
    a: str
    b: str
    decided_by: str | None
    reason: str | None
    decided_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A story that went into another (merge), or out of which another came (split)."""

    old_story_id: str
    new_story_id: str
    kind: str
    changed_at: datetime
    versions: int


@dataclass(frozen=True, slots=True)
class WhyPage:
    """Why the articles of a story are held to be one. ``ties`` in order of appearance, the first is the start."""

    story_id: str
    headline: str
    ties: tuple[Tie, ...]
    near: tuple[Near, ...] = ()
    decided: tuple[DecidedRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    zone: str | None = None
