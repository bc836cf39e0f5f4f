"""The life of one article as a function of the set of its captures: versions, periods, events, headlines.

The order in which captures are stored does not matter; a late, older capture changes numbers and events
as if it had come first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from pipeline.core.stories.appearance import Shown, appearances
from pipeline.core.stories.events import Event, events
from pipeline.core.stories.sightings import RELATIVE, Check, Sighting, exact, in_order, neighbours, spells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Status = Literal["live", "gone", "killed"]
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class VersionState:
    """One distinct text of the article. ``number`` counts from 1 in order of appearance."""

    text_key: int
    number: int
    first: Sighting
    appeared_at: datetime | None
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    changed_after: datetime | None
    known_at: datetime
    corrections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """From an instant on, the page showed this text (None: live, but the text was not captured)."""

    text_key: int | None
    about: int | None
    shown_from: datetime
    state: str
    headline: str | None
    known_at: datetime


@dataclass(frozen=True, slots=True)
class HeadlineRun:
    """A headline as long as it stood; A, B, A are three runs."""

    number: int
    headline: str
    first_seen_at: datetime | None
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Touch:
    """The stamps moved, the text did not."""

    text_key: int
    touched_at: datetime | None
    kind: str
    old_raw: str | None
    new_raw: str | None


@dataclass(frozen=True, slots=True)
class Chronicle:
    """All that is derived from the captures of one article."""

    versions: tuple[VersionState, ...]
    periods: tuple[Period, ...]
    events: tuple[Event, ...]
    headlines: tuple[HeadlineRun, ...]
    touches: tuple[Touch, ...]
    status: Status
    first: Sighting | None
    latest: Sighting | None
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    last_checked_at: datetime | None
    unreachable: bool
    current_text: int | None


def chronicle(sightings: Iterable[Sighting], checks: Iterable[Check] = ()) -> Chronicle:
    """Derive an article's versions, periods, events, headlines and touches from everything seen of it."""
    ordered, looks = in_order(sightings), sorted(checks, key=lambda c: (c.checked_at, c.answered))
    shown = appearances(spells(ordered))
    texts = [s for s in ordered if s.text_key is not None]
    checked = _answered(ordered, looks)
    last_checked = max(checked, default=None)
    return Chronicle(
        versions=_versions(shown, checked),
        periods=_periods(ordered, shown),
        events=events(ordered, shown),
        headlines=_headlines(texts),
        touches=_touches(shown),
        status=_status(ordered),
        first=texts[0] if texts else None,
        latest=texts[-1] if texts else None,
        first_seen_at=min((s.captured_at for s in texts if s.captured_at), default=None),
        last_seen_at=_last_seen(texts, looks, _status(ordered)),
        last_checked_at=last_checked,
        unreachable=_unreachable(ordered, looks, last_checked),
        current_text=texts[-1].text_key if texts else None,
    )


def _answered(ordered: Sequence[Sighting], looks: Sequence[Check]) -> list[datetime]:
    told = [s.captured_at for s in ordered if s.captured_at and (s.text_key is not None or s.gone or s.kill)]
    return sorted([*told, *(c.checked_at for c in looks if c.answered)])


def _versions(shown: Sequence[Shown], checked: Sequence[datetime]) -> tuple[VersionState, ...]:
    by_text: dict[int, list[Shown]] = {}
    for one in shown:
        by_text.setdefault(one.spell.text_key, []).append(one)
    firsts = sorted(by_text.values(), key=lambda s: s[0].shown_from or _NEVER)
    return tuple(_version(number, runs, checked) for number, runs in enumerate(firsts, start=1))


def _version(number: int, runs: Sequence[Shown], checked: Sequence[datetime]) -> VersionState:
    seen = [s for run in runs for s in run.spell.sightings]
    times = [s.captured_at for s in seen if s.captured_at]
    first_seen = min(times, default=None)
    return VersionState(
        text_key=runs[0].spell.text_key,
        number=number,
        first=runs[0].spell.first,
        appeared_at=runs[0].shown_from,
        first_seen_at=first_seen,
        last_seen_at=max(times, default=None),
        changed_after=max((t for t in checked if first_seen and t < first_seen), default=None),
        known_at=min(s.known_at for s in seen),
        corrections=runs[0].spell.first.corrections,
    )


def _periods(ordered: Sequence[Sighting], shown: Sequence[Shown]) -> tuple[Period, ...]:
    out = [*_before_first(shown), *_text_periods(shown), *_headline_periods(ordered), *_ends(ordered)]
    return tuple(sorted(out, key=lambda p: (p.shown_from, p.known_at)))


def _before_first(shown: Sequence[Shown]) -> list[Period]:
    """The page was live from its publication on, even where its first text was never captured."""
    if not shown:
        return []
    first = shown[0].spell.first
    published = exact(first.published)
    if not published or (shown[0].shown_from and published >= shown[0].shown_from):
        return []
    known = min(s.known_at for s in shown[0].spell.sightings)
    return [Period(None, shown[0].spell.text_key, published, "live, text not captured", None, known)]


def _text_periods(shown: Sequence[Shown]) -> list[Period]:
    return [
        Period(
            one.spell.text_key,
            one.spell.text_key,
            one.shown_from,
            "live",
            one.spell.first.headline,
            min(s.known_at for s in one.spell.sightings),
        )
        for one in shown
        if one.shown_from
    ]


def _headline_periods(ordered: Sequence[Sighting]) -> list[Period]:
    return [
        Period(now.text_key, now.text_key, now.captured_at, "live", now.headline, now.known_at)
        for before, now in neighbours(ordered)
        if now.text_key == before.text_key and now.headline != before.headline and now.captured_at
    ]


def _ends(ordered: Sequence[Sighting]) -> list[Period]:
    """Gone, killed and back: what a page does besides showing text."""
    out, about, away = [], None, False
    for s in ordered:
        if s.text_key is not None and not s.kill:
            if away and s.captured_at:
                out.append(Period(s.text_key, s.text_key, s.captured_at, "live", s.headline, s.known_at))
            about, away = s.text_key, False
        elif (s.gone or s.kill) and s.moment:
            state = "killed" if s.kill else "gone"
            out.append(Period(None, about, s.moment, state, s.headline, s.known_at))
            away = True
    return out


def _headlines(texts: Sequence[Sighting]) -> tuple[HeadlineRun, ...]:
    runs: list[list[Sighting]] = []
    for s in texts:
        if not s.headline:
            continue
        if runs and runs[-1][0].headline == s.headline:
            runs[-1].append(s)
        else:
            runs.append([s])
    return tuple(_headline_run(number, run) for number, run in enumerate(runs, start=1))


def _headline_run(number: int, run: Sequence[Sighting]) -> HeadlineRun:
    times = [s.captured_at for s in run if s.captured_at]
    return HeadlineRun(number, run[0].headline or "", min(times, default=None), max(times, default=None))


def _touches(shown: Sequence[Shown]) -> tuple[Touch, ...]:
    """Stamps that moved; one that a capture does not tell has not moved."""
    out = []
    for one in shown:
        for before, now in pairwise(one.spell.sightings):
            for kind, old, new in (
                ("updated", before.updated, now.updated),
                ("published", before.published, now.published),
            ):
                if old and new and old.raw != new.raw and new.zone != RELATIVE:
                    at = exact(new) or now.captured_at
                    out.append(Touch(one.spell.text_key, at, kind, old.raw, new.raw))
    return tuple(out)


def _status(ordered: Sequence[Sighting]) -> Status:
    status: Status = "live"
    for s in ordered:
        if s.kill:
            status = "killed"
        elif s.text_key is not None:
            status = "live"
        elif s.gone and status == "live":
            status = "gone"
    return status


def _last_seen(texts: Sequence[Sighting], looks: Sequence[Check], status: Status) -> datetime | None:
    times = [s.captured_at for s in texts if s.captured_at]
    if status == "live":
        times += [c.checked_at for c in looks if c.answered]
    return max(times, default=None)


def _unreachable(ordered: Sequence[Sighting], looks: Sequence[Check], last_checked: datetime | None) -> bool:
    failed = [c.checked_at for c in looks if not c.answered]
    failed += [s.captured_at for s in ordered if s.captured_at and s.quality in {"block", "consent"}]
    return any(last_checked is None or at > last_checked for at in failed)
