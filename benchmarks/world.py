"""A made world of 1,000 feeds and 10,000 pages on 200 hosts: is everything found, and is no host asked too much?

usage: world.py [--days 30] [--seed 11] [--http-polls 12] [--budget 100]

First the clock is simulated: a run every five minutes for 30 days, by the schedule's own functions and a model of
answers, against the truth of the model. Then HTTP is real for some runs of the last day: `run.poll_once` against a
loopback server that speaks for all hosts, some of them slow, lying about ETags, busy (429), moved, dribbling, endless
or bombs; the server counts. One JSON object a line; exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from benchmarks.material import world_http, world_model
from benchmarks.material.world_days import Days
from benchmarks.material.world_model import BROKEN, DAY, HOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.material.world_days import Followed, Result
    from benchmarks.material.world_model import Page, World

NEWSDIFFS = ((3 * HOUR, 15.0), (DAY, HOUR), (3 * DAY, 3 * HOUR), (30 * DAY, 3 * DAY), (365 * DAY, 30 * DAY))
SETTLED = 6 * HOUR  # before the end: what came later may not be found yet


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--http-polls", type=int, default=12)
    parser.add_argument("--budget", type=int, default=100)
    told = parser.parse_args()
    world = world_model.make(told.seed, told.days)
    started = time.process_time()
    result = Days(world, told.budget).run()
    bars = simulated(world, result, told.budget, time.process_time() - started)
    if told.http_polls:
        bars |= world_http.real(world, told.http_polls, told.budget)
    missed = sorted(name for name, held in bars.items() if not held)
    tell("bars", held=len(bars) - len(missed), missed=missed)
    return 1 if missed else 0


def tell(what: str, **figures: Any) -> None:
    """One line of figures."""
    sys.stdout.write(json.dumps({"what": what, **figures}) + "\n")
    sys.stdout.flush()


def simulated(world: World, result: Result, budget: int, cpu: float) -> dict[str, bool]:
    """Figures of the simulated days. -> bar → whether it holds."""
    end = world.days * DAY
    watched = [f for f in result.followed if f.page.host.manner not in BROKEN]
    tell(
        "simulated", days=world.days, cpu_seconds=round(cpu, 1), feeds=len(world.feeds), pages=len(world.pages),
        feed_looks_a_day=round(result.feed_looks / len(world.feeds) / world.days, 1),
        page_looks=result.page_looks, deferred=result.deferred, most_requests_at_a_host_in_a_run=result.most_at_a_host,
        liars=sum(h.manner == "lying" for h in world.hosts), lies_found=result.liars_found,
    )  # fmt: skip
    changes, found, fell = feed_changes(world, result, end)
    tell("feed changes", changes=changes, found=found, fell_out_between_two_looks=fell)
    held = {
        "host budget, simulated": result.most_at_a_host <= budget,
        "every feed change found": found + fell == changes,
    }
    return held | versions(watched, end) | lags(watched, end) | kills(watched, end) | economy(watched, end)


def feed_changes(world: World, result: Result, end: float) -> tuple[int, int, int]:
    """How many things feeds said, how many were seen, how many stood in no feed when it was looked at next."""
    changes = found = fell = 0
    for feed in world.feeds:
        if feed.host.manner in BROKEN:
            continue
        for n, page in enumerate(feed.pages):
            pushed = (
                feed.pages[n + world_model.LISTED].born if n + world_model.LISTED < len(feed.pages) else end
            )
            until = min(pushed, page.killed or end)
            for nth, at in enumerate(page.feed_times(), 1):
                if at < min(end - SETTLED, until):
                    changes += 1
                    seen = (feed.key, page.number, nth) in result.feed_found
                    found += seen
                    fell += not seen and until < end - SETTLED
    return changes, found, fell


def lives(page: Page, end: float) -> Iterable[tuple[int, float, float]]:
    """Each version of a page: its number, from when, until when."""
    starts = [page.born, *page.changes]
    ends = [*page.changes, page.killed if page.killed is not None else end]
    return ((n, a, min(b, end)) for n, (a, b) in enumerate(zip(starts, ends, strict=True)) if a < end)


def versions(watched: Sequence[Followed], end: float) -> dict[str, bool]:
    """Versions that were never seen: only such as were replaced before the page was looked at again."""
    total = missed = wrongly = 0
    for one in watched:
        for n, since, until in lives(one.page, end):
            if since > end - DAY:
                continue
            total += 1
            if n not in one.seen:
                missed += 1
                wrongly += until >= end - 1  # still there at the end, and not seen
    tell(
        "versions",
        versions=total,
        missed=missed,
        share=round(missed / total, 4),
        missed_though_still_there=wrongly,
    )
    return {"versions missed only if replaced": wrongly == 0}


def lags(watched: Sequence[Followed], end: float) -> dict[str, bool]:
    """Minutes from a change to its first sight, for changes in the first three hours after publication."""
    soon: list[float] = []
    later: list[float] = []
    for one in watched:
        for n, since, _ in lives(one.page, end):
            if n in one.seen and since < end - DAY:
                (soon if since - one.page.born <= 3 * HOUR else later).append(one.seen[n] - since)
    p50, p95 = percentile(soon, 50), percentile(soon, 95)
    first = [one.seen[0] - one.page.born for one in watched if 0 in one.seen]
    tell(
        "detection lag", first_three_hours=len(soon), p50_minutes=p50, p95_minutes=p95,
        of_new_pages_p50=percentile(first, 50), of_new_pages_p95=percentile(first, 95),
        later_p50=percentile(later, 50), later_p95=percentile(later, 95),
    )  # fmt: skip
    return {"lag p50 <= 10 min": p50 <= 10, "lag p95 <= 30 min": p95 <= 30}


def kills(watched: Sequence[Followed], end: float) -> dict[str, bool]:
    """Kills in the first week of an article, and how long until they were found."""
    waits = [
        (one.killed_seen or end) - one.page.killed
        for one in watched
        if one.page.killed is not None
        and one.seen
        and one.page.killed <= min(one.page.born + 7 * DAY, end - DAY)
    ]
    within = sum(w <= DAY for w in waits)
    tell(
        "kills",
        in_the_first_week=len(waits),
        found_in_24_hours=within,
        p50_minutes=percentile(waits, 50),
        slowest_hours=round(max(waits) / 60, 1),
    )
    return {"kills found in 24 h": within == len(waits)}


def economy(watched: Sequence[Followed], end: float) -> dict[str, bool]:
    """Fetches for each page against NewsDiffs' schedule on the same pages, over the same days."""
    ours = sum(one.looks for one in watched)
    looks, total, seen = 0, 0, 0
    for one in watched:
        times = newsdiffs(one.page, end)
        looks += len(times)
        for _, since, until in lives(one.page, end):
            total += 1
            seen += any(since <= t < until for t in times)
    mine = sum(len(one.seen) for one in watched)
    tell(
        "fetches for each page", ours=round(ours / len(watched), 1), newsdiffs=round(looks / len(watched), 1),
        versions=total, seen_by_us=mine, seen_by_newsdiffs_schedule=seen,
    )  # fmt: skip
    return {}


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


if __name__ == "__main__":
    sys.exit(main())
