"""Figures of a made world: what was found of what happened, how soon, with how many looks, and which bars hold."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from statistics import mean, quantiles
from typing import TYPE_CHECKING, Any

from benchmarks.material.world_model import BROKEN, DAY, HOUR, LISTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.material.world_days import Followed
    from benchmarks.material.world_model import Page, World

LONGEST_WAIT = 6 * HOUR  # between two looks at a feed
NEWSDIFFS = ((3 * HOUR, 15.0), (DAY, HOUR), (3 * DAY, 3 * HOUR), (30 * DAY, 3 * DAY), (365 * DAY, 30 * DAY))


@dataclass(frozen=True, slots=True)
class Span:
    """The minutes of the world that are judged.

    Attributes:
        first: from here on; pages count that were born since.
        end: until here.
        pages_settled: before the end: later versions and kills may not be found yet.
        feeds_settled: the same of what feeds say.
        listed_for: feeds list what is younger.
    """

    first: float
    end: float
    pages_settled: float = DAY
    feeds_settled: float = 6 * HOUR
    listed_for: float = math.inf


def tell(what: str, **figures: Any) -> None:
    """One line of figures."""
    sys.stdout.write(json.dumps({"what": what, **figures}) + "\n")
    sys.stdout.flush()


def of_feeds(
    world: World,
    found: Mapping[tuple[str, int, int], float],
    span: Span,
    shown: Mapping[str, Sequence[float]] | None = None,
) -> dict[str, bool]:
    """What feeds said, and what was seen of it.

    Args:
        world: the truth.
        found: when (feed's key, page's number, how many things it had said of it) was seen.
        span: what counts.
        shown: when each feed was really handed out, by its key, where the server tells: then what was said and
            not handed out since waits for the feed's next look.
    """
    changes = seen = fell = overlooked = 0
    waits: list[float] = []
    for key, what, since, until in _said(world, span):
        changes += 1
        if (key, *what) in found:
            seen += 1
        elif any(since <= at < until for at in (shown or {}).get(key, ())):
            overlooked += 1
        elif until < span.end - span.feeds_settled:
            fell += 1
        elif shown is not None:
            waits.append(span.end - since)
    waiting = sum(wait < LONGEST_WAIT for wait in waits)
    tell(
        "feed changes", changes=changes, found=seen, fell_out_between_two_looks=fell,
        not_found_though_handed_out=overlooked, wait_for_the_next_look=waiting,
        longest_wait_minutes=round(max(waits, default=0.0)),
    )  # fmt: skip
    return {"every feed change found": seen + fell + waiting == changes}


def _said(world: World, span: Span) -> Iterable[tuple[str, tuple[int, int], float, float]]:
    """Feed, page's number and which thing it says of it, from when, and until when it lists the page."""
    for feed in (f for f in world.feeds if f.host.manner not in BROKEN):
        for n, page in enumerate(feed.pages):
            pushed = feed.pages[n + LISTED].born if n + LISTED < len(feed.pages) else span.end
            until = min(pushed, span.end if page.killed is None else page.killed, page.born + span.listed_for)
            for nth, at in enumerate(page.feed_times(), 1):
                if span.first <= at < min(span.end - span.feeds_settled, until):
                    yield feed.key, (page.number, nth), at, until


def lives(page: Page, end: float) -> Iterable[tuple[int, float, float]]:
    """Each version of a page: its number, from when, until when."""
    starts = [page.born, *page.changes]
    ends = [*page.changes, page.killed if page.killed is not None else end]
    return ((n, a, min(b, end)) for n, (a, b) in enumerate(zip(starts, ends, strict=True)) if a < end)


def of_versions(
    watched: Sequence[Followed], span: Span, shown: Mapping[int, Sequence[float]] | None = None
) -> dict[str, bool]:
    """Versions that were never seen: only such as were replaced before the page was looked at again.

    ``shown``: when each page was really handed out, by its number, where the server tells: then a version that was not
    handed out waits for the page's next look.
    """
    total = missed = wrongly = waiting = 0
    for one in watched:
        looks = (shown or {}).get(one.page.number, ())
        for n, since, until in lives(one.page, span.end):
            if since > span.end - span.pages_settled:
                continue
            total += 1
            if n in one.seen:
                continue
            if any(since <= at < until for at in looks):
                wrongly += 1
            elif until < span.end - 1:
                missed += 1
            else:  # still there at the end
                waiting += shown is not None
                wrongly += shown is None
    share = round(missed / total, 4) if total else 0.0
    tell(
        "versions", versions=total, replaced_before_the_next_look=missed, share=share, wait_for_the_next_look=waiting,
        missed_though_to_be_seen=wrongly,
    )  # fmt: skip
    return {"versions missed only if replaced": wrongly == 0}


def of_lags(watched: Sequence[Followed], span: Span) -> dict[str, bool]:
    """Minutes from a change to its first sight; the bars are about the first three hours after publication.

    What is there at the end and was not seen yet counts with the time that it waits by then.
    """
    soon: list[float] = []
    later: list[float] = []
    for one in watched:
        for n, since, until in lives(one.page, span.end):
            if since < span.end - span.pages_settled and (n in one.seen or until >= span.end - 1):
                wait = one.seen.get(n, span.end) - since
                (soon if since - one.page.born <= 3 * HOUR else later).append(wait)
    p50, p95 = percentile(soon, 50), percentile(soon, 95)
    first = [one.seen[0] - one.page.born for one in watched if 0 in one.seen]
    tell(
        "detection lag", first_three_hours=len(soon), p50_minutes=p50, p95_minutes=p95,
        of_new_pages_p50=percentile(first, 50), of_new_pages_p95=percentile(first, 95),
        later_p50=percentile(later, 50), later_mean=_mean(later), later_p95=percentile(later, 95),
    )  # fmt: skip
    return {"lag p50 <= 10 min": p50 <= 10, "lag p95 <= 30 min": p95 <= 30}


def of_kills(watched: Sequence[Followed], span: Span) -> dict[str, bool]:
    """Kills in the first week of an article, and how long until they were found."""
    waits = [
        (one.killed_seen or span.end) - one.page.killed
        for one in watched
        if one.page.killed is not None
        and one.seen
        and one.page.killed <= min(one.page.born + 7 * DAY, span.end - span.pages_settled)
    ]
    within = sum(w <= DAY for w in waits)
    tell(
        "kills", in_the_first_week=len(waits), found_in_24_hours=within, p50_minutes=percentile(waits, 50),
        slowest_hours=round(max(waits, default=0.0) / 60, 1),
    )  # fmt: skip
    return {"kills found in 24 h": within == len(waits)}


def of_economy(watched: Sequence[Followed], span: Span) -> dict[str, bool]:
    """Fetches for each page against NewsDiffs' schedule, which knows each page from its birth, on the same pages."""
    looks, total, seen, later = 0, 0, 0, []
    for one in watched:
        times = newsdiffs(one.page, span.end)
        looks += len(times)
        for _, since, until in lives(one.page, span.end):
            total += 1
            sight = next((t for t in times if since <= t < until), None)
            seen += sight is not None
            if sight is not None and since - one.page.born > 3 * HOUR:
                later.append(sight - since)
    pages = max(len(watched), 1)
    ours, theirs = sum(one.looks for one in watched) / pages, looks / pages
    tell(
        "fetches for each page", ours=round(ours, 1), newsdiffs=round(theirs, 1), versions=total,
        seen_by_us=sum(len(one.seen) for one in watched), seen_by_newsdiffs_schedule=seen,
        newsdiffs_later_p50=percentile(later, 50), newsdiffs_later_mean=_mean(later),
        newsdiffs_later_p95=percentile(later, 95),
    )  # fmt: skip
    return {"no more fetches for each page than NewsDiffs": ours <= theirs}


def newsdiffs(page: Page, end: float) -> list[float]:
    """When NewsDiffs would look: every 15 min, 1 h, 3 h, 3 d, 30 d by the time since the last change it saw."""
    now, changed, version = page.born, page.born, 0
    times = []
    while now < end and now - changed < 365 * DAY:
        times.append(now)
        if page.version(now) != version:
            version, changed = page.version(now), now
        now += next(step for until, step in NEWSDIFFS if now - changed < until)
    return times


def percentile(values: Sequence[float], which: int) -> float:
    """A percentile, to a tenth of a minute."""
    return round(quantiles(values, n=100)[which - 1], 1) if len(values) > 1 else 0.0


def _mean(values: Sequence[float]) -> float:
    return round(mean(values), 1) if values else 0.0
