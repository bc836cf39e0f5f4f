"""`writethru run`: one poll of everything due."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pipeline.cli import context
from pipeline.cli.parameters import PATH

if TYPE_CHECKING:
    from datetime import datetime

    from rich.console import Console

    from pipeline.model import RunLedger, World
    from pipeline.settings import Settings


@click.command("run")
@click.option("--feeds", type=PATH, help="Poll the feeds of this file instead (feeds.toml or OPML).")
@click.option("--all", "everything", is_flag=True, help="Ask every feed and page now, due or not.")
def run(feeds: Path | None, everything: bool) -> None:
    """Poll once what is due: your own feeds if you have any, else the shipped list.

    Exit code 1 where feeds were asked and none gave anything; what went wrong with each stands in the findings.
    """
    from pipeline import run as use
    from pipeline.io import known

    settings = context.settings()
    world = known.load(settings.data_dir)
    if feeds is not None:
        world = _only(world, feeds)
    now = context.now()
    console = context.console()
    console.print(_intent(world), soft_wrap=True)
    with console.status("asking …") as status:
        ledger = use.poll_once(
            settings, world, now, eager=everything, progress=lambda line: status.update(f"{line} …")
        )
    _tell(console, ledger, settings, world, now)
    _exit(ledger, settings)


def _exit(ledger: RunLedger, settings: Settings) -> None:
    """A source that fails is a finding; that none gave anything is what a person or cron must notice."""
    from pipeline.steps import look

    asked, good = look.run_feeds(settings.data_dir, ledger.run_id)
    if asked and not good:
        context.console(stderr=True).print(
            "writethru: no feed gave anything; `writethru feeds check KEY` tells why", soft_wrap=True
        )
        raise Exit(1)


def _only(world: World, path: Path) -> World:
    from pipeline.cli.feeds import read_feed_file

    feeds = read_feed_file(path)
    return replace(world, feeds=feeds, own_feeds=tuple(f.key for f in feeds))


def _intent(world: World) -> str:
    from pipeline import run as use

    feeds = [f for f in use.feeds_of(world) if f.enabled]
    whose = "your own" if world.own_feeds else "the shipped list; `writethru feeds add URL` makes it yours"
    return f"Polling {len(feeds)} feed{'' if len(feeds) == 1 else 's'} ({whose})."


def _tell(console: Console, ledger: RunLedger, settings: Settings, world: World, now: datetime) -> None:
    from pipeline import run as use
    from pipeline.cli.ledger import tell_ledger

    tell_ledger(console, ledger, settings.data_dir)
    outlook = use.outlook(settings, world, now)
    words = ("stories", "versions URL", "sql 'from stale_copies'")
    console.print("".join(f"      {context.command(w)}\n" for w in words), end="", soft_wrap=True)
    if outlook.feed_at:
        pages = _pages(outlook.pages, outlook.page_at)
        console.print(f"Next: feeds are due from {outlook.feed_at:%H:%M} UTC, {pages}.", soft_wrap=True)
    console.print(
        f"      `{context.command('run')}` then polls again; `{context.command('up')}` does so every 5 minutes "
        "and shows a dashboard.",
        soft_wrap=True,
    )


def _pages(pages: int, at: datetime | None) -> str:
    if not pages or at is None:
        return "no page waits for another look"
    return f"{pages} page{'' if pages == 1 else 's'} wait for another look, the first from {at:%H:%M} UTC"
