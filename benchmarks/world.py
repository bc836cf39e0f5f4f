"""A made world of 1,000 feeds and 10,000 pages on 200 hosts: is everything found, and is no host asked too much?

usage: world.py [--days 30] [--seed 11] [--http-polls 288] [--http-minutes M] [--budget 100] [--only-http]

First the clock is simulated: a run every five minutes for 30 days, by the schedule's own functions and a model of
answers, against the truth of the model. Then HTTP is real for a sampled day, the last: `run.poll_once` every five
minutes by its clock (288 runs; fewer are taken from the day's noon on) against a loopback server that speaks for all
hosts, some of them slow, lying about ETags, busy (429), moved, dribbling, endless or bombs; the server counts. One JSON
object a line; exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.material import world_figures, world_http, world_model
from benchmarks.material.world_days import Days
from benchmarks.material.world_figures import Span, tell
from benchmarks.material.world_model import BROKEN, DAY

if TYPE_CHECKING:
    from benchmarks.material.world_days import Result
    from benchmarks.material.world_model import World


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--http-polls", type=int, default=288)
    parser.add_argument(
        "--http-minutes", type=float, default=1e9, help="no more runs with HTTP after so long"
    )
    parser.add_argument("--budget", type=int, default=100)
    parser.add_argument("--only-http", action="store_true", help="leave the simulated days out")
    told = parser.parse_args()
    world = world_model.make(told.seed, told.days)
    bars: dict[str, bool] = {}
    if not told.only_http:
        started = time.process_time()
        result = Days(world, told.budget).run()
        bars = simulated(world, result, told.budget, time.process_time() - started)
    if told.http_polls:
        bars |= world_http.real(world, told.http_polls, told.budget, 60 * told.http_minutes)
    missed = sorted(name for name, held in bars.items() if not held)
    tell("bars", held=len(bars) - len(missed), missed=missed)
    return 1 if missed else 0


def simulated(world: World, result: Result, budget: int, cpu: float) -> dict[str, bool]:
    """Figures of the simulated days. -> bar → whether it holds."""
    span = Span(0, world.days * DAY)
    watched = [f for f in result.followed if f.page.host.manner not in BROKEN]
    tell(
        "simulated", days=world.days, cpu_seconds=round(cpu, 1), feeds=len(world.feeds), pages=len(world.pages),
        feed_looks_a_day=round(result.feed_looks / len(world.feeds) / world.days, 1),
        page_looks=result.page_looks, deferred=result.deferred, most_requests_at_a_host_in_a_run=result.most_at_a_host,
        liars=sum(h.manner == "lying" for h in world.hosts), lies_found=result.liars_found,
    )  # fmt: skip
    return {
        "host budget, simulated": result.most_at_a_host <= budget,
        **world_figures.of_feeds(world, result.feed_found, span),
        **world_figures.of_versions(watched, span),
        **world_figures.of_lags(watched, span),
        **world_figures.of_kills(watched, span),
        **world_figures.of_economy(watched, span),
    }


if __name__ == "__main__":
    sys.exit(main())
