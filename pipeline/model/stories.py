"""Versions that carry one copy: stories, their evidence, their write-throughs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from pipeline.model.words import Role


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
    ``shared_names``: how many different ones both texts have. ``named``: which of them ("a" or "b") the other's page
    names as its original: its canonical leads there.
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
    named: Literal["a", "b"] | None = None


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
