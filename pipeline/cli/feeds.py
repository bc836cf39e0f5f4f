"""`writethru feeds`: the sources that are polled."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pipeline.cli import context
from pipeline.cli.parameters import PATH, InOrder
from pipeline.errors import BadInput
from pipeline.model import Feed

if TYPE_CHECKING:
    from pipeline.model import World
    from pipeline.steps.feeds import FeedLook


@click.group(cls=InOrder, no_args_is_help=True)
def app() -> None:
    """The feeds that are polled: list, add, remove, check, import, export."""


def read_feed_file(path: Path) -> tuple[Feed, ...]:
    """The feeds of a file: OPML or the same form as feeds.toml.

    Raises:
        BadInput: it cannot be read.
    """
    from pipeline.core.feeds import opml
    from pipeline.io import feedfile

    if not path.exists():
        message = f"{path}: no such file"
        raise BadInput(message)
    return feedfile.read(path) if path.suffix == ".toml" else opml.read(path.read_bytes())


def _world() -> World:
    from pipeline.io import known

    return known.load(context.data_dir())


@app.command("list")
@click.option(
    "--all", "everything", is_flag=True, help="The shipped list too, where you have feeds of your own."
)
def list_(everything: bool) -> None:
    """List the feeds that `run` polls."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from pipeline import run
    from pipeline.core.feeds import explain
    from pipeline.io.http import redact
    from pipeline.report.safe import visible
    from pipeline.steps.feed_standing import standing

    world = _world()
    feeds = world.feeds if everything else run.feeds_of(world)
    states = standing(context.data_dir(), feeds)
    table = Table(box=SIMPLE_HEAD)
    for name in ("key", "outlet", "address", "seen to answer", "polled"):
        table.add_column(name, overflow="fold")
    for feed in feeds:
        state = states[feed.key]
        seen = feed.verified_on.isoformat() if feed.verified_on else "unverified"
        address = redact(feed.url) + (f" → {state.address}" if state.address else "")
        polled = explain.in_short(state) if feed.enabled else "no"
        cells = (feed.key, feed.outlet or "–", address, seen, polled)
        table.add_row(*(Text(visible(cell)) for cell in cells))
    console = context.console()
    console.print(table)
    console.print(f"{len(feeds)} feeds, {'your own' if world.own_feeds else 'the shipped list'}")


@app.command()
@click.argument("url", help="The address of a feed, or of a page that names one.")
@click.option("--outlet", help="Whose feed it is (default: by its domain).")
@click.option("--key", help="A short name for it (default: made of the address).")
@click.option(
    "--kind", default="feed", help="feed, or listing: a page that lists articles is itself the source."
)
@click.option(
    "--auth", help="ENV:basic, ENV:header:NAME or ENV:query:NAME; ENV names the variable with the secret."
)
@click.option("--no-check", is_flag=True, help="Do not ask it now.")
def add(url: str, outlet: str | None, key: str | None, kind: str, auth: str | None, no_check: bool) -> None:
    """Add a feed of your own (asked once, to see what it is); from then on `run` polls yours, not the shipped list."""
    from pipeline.io import feedfile, guard, known
    from pipeline.steps.feed_standing import revive

    console = context.console()
    data_dir = context.data_dir()
    typed = feedfile.typed(url, outlet, kind, auth, allow_private=guard.is_private_address(url))
    chosen = typed if no_check else _looked_at(replace(typed, key=key or url))
    fresh = known.add_feed(data_dir, replace(chosen, key=key or ""))
    revive(data_dir, fresh, context.now())
    console.print(
        f"Added {fresh.key}: {guard.redact(fresh.url)} (in {data_dir / 'feeds.toml'}).", soft_wrap=True
    )
    if fresh.allow_private:
        console.print(
            f"  Its address is private: since you typed it, {guard.origin(fresh.url)} may be asked, no other one.",
            soft_wrap=True,
        )
    console.print(
        f"Next: `{context.command('run')}` polls it now; `{context.command(f'feeds check {fresh.key}')}` explains it.",
        soft_wrap=True,
    )


def _looked_at(feed: Feed) -> Feed:
    """The feed as it is to be added, after one look at its address.

    Raises:
        BadInput: what is there is no feed, and the page names none or several.
    """
    from pipeline.io.guard import redact
    from pipeline.report.safe import visible
    from pipeline.steps.finding_feeds import find

    console = context.console()
    found = find(context.settings(), _world(), feed)
    if found.feed is None and len(found.named) > 1:
        raise BadInput(
            f"{redact(feed.url)} names {len(found.named)} feeds; add one: {' or '.join(found.named[:5])}"
        )
    if found.feed is None and found.is_decided:
        hint = "" if feed.kind == "listing" else "If it is a page that lists articles, say --kind listing; "
        raise BadInput(f"{found.look.problem}. {hint}--no-check adds it as it is")
    if found.feed is None:
        console.print(
            f"  It does not answer now ({visible(found.look.problem or '')}); polls will tell.",
            soft_wrap=True,
        )
        return feed
    if found.look.parsed is None:
        console.print(f"  {redact(feed.url)} is a page; it names this feed.", soft_wrap=True)
        return found.feed
    _explain(found.look)
    return replace(found.feed, verified_on=context.now().date())


@app.command()
@click.argument("key", help="The feed's key, as `feeds list` shows it.")
def remove(key: str) -> None:
    """Remove a feed of your own; what came from it stays stored."""
    from pipeline.io import known

    gone = known.remove_feed(context.data_dir(), key)
    context.console().print(f"Removed {gone.key}.")


@app.command()
@click.argument("what", required=False, help="An address, a file, or the key of a feed.")
@click.option("--all", "everything", is_flag=True, help="Every feed that is known: which ones answer?")
def check(what: str | None, everything: bool) -> None:
    """Fetch and explain a feed; nothing is stored."""
    world = _world()
    if everything:
        looks = _ask(world, list(world.feeds))
    elif what is None:
        message = "feeds check: name an address, a file or a key, or say --all"
        raise click.BadParameter(message)
    elif Path(what).is_file():
        _explain_file(Path(what))
        return
    else:
        named = [f for f in world.feeds if f.key == what] or [_typed(what)]
        looks = _ask(replace(world, feeds=(*world.feeds, *named)), named)
    for look in looks:
        _explain(look)
    if any(look.parsed is None or not look.parsed.entries for look in looks):
        raise Exit(1)


def _typed(url: str) -> Feed:
    from pipeline.io import guard

    if "://" not in url:
        message = f"{url}: neither a file, nor the key of a feed, nor an address"
        raise BadInput(message)
    return Feed(key=url, url=url, allow_private=guard.is_private_address(url))


def _ask(world: World, feeds: list[Feed]) -> list[FeedLook]:
    from pipeline.steps.finding_feeds import ask

    return ask(context.settings(), world, feeds)


def _explain(look: FeedLook) -> None:
    from pipeline.core.feeds import explain
    from pipeline.io.http import redact
    from pipeline.report.safe import visible
    from pipeline.steps.feed_standing import standing

    console = context.console()
    state = standing(context.data_dir(), [look.feed])[look.feed.key]
    known = explain.standing(state)
    if look.problem or look.parsed is None or not (look.parsed.entries or look.parsed.parts):
        why = look.problem or (
            "a feed, but an empty one: it lists nothing" if look.parsed else "nothing came"
        )
        lines = [f"no   {look.feed.key}: {why}", *known]
    else:
        parsed, answer = look.parsed, look.answer
        lines = [
            f"yes  {look.feed.key}: {parsed.title or 'without a title'}",
            explain.contents(parsed, context.now())
            + (f"; {redact(answer.final_url)}" if answer.redirects else ""),
            *explain.manners(parsed, has_validators=bool(answer.etag or answer.last_modified)),
            *known,
            *(f"finding {f.code}: {f.message}" for f in parsed.findings[:5]),
        ]
    for number, line in enumerate(lines):
        console.print(visible(line) if not number else f"     {visible(line)}", soft_wrap=True)


def _explain_file(path: Path) -> None:
    from pipeline.core.feeds.parse import parse
    from pipeline.report.safe import visible

    parsed = parse(path.read_bytes(), None, path.resolve().as_uri())
    console = context.console()
    if not parsed.entries:
        message = f"{path}: a feed, but an empty one: it lists nothing"
        raise BadInput(message)
    console.print(f"yes  {path}: {visible(parsed.title) or 'without a title'}", soft_wrap=True)
    console.print(f"     {parsed.version or 'unknown format'}, {len(parsed.entries)} entries", soft_wrap=True)
    for finding in parsed.findings[:5]:
        console.print(f"     finding {finding.code}: {visible(finding.message)}", soft_wrap=True)


@app.command("import")
@click.argument("path", type=PATH, help="An OPML file, as feed readers export it.")
def import_(path: Path) -> None:
    """Add every feed of an OPML file to your own."""
    from pipeline.errors import BadConfig
    from pipeline.io import known

    added, present = 0, 0
    for feed in read_feed_file(path):
        try:
            known.add_feed(context.data_dir(), replace(feed, key=""))
            added += 1
        except BadConfig as error:
            present += 1
            context.console(stderr=True).print(str(error), soft_wrap=True)
    context.console().print(f"{added} added, {present} not.")
    if present and not added:
        raise Exit(1)


@app.command()
def export() -> None:
    """Write the feeds that `run` polls as OPML; passwords, keys and the variables that hold them are left out."""
    from pipeline import run
    from pipeline.core.feeds import opml
    from pipeline.io.guard import without_secrets

    feeds = run.feeds_of(_world())
    bare = [replace(feed, url=without_secrets(feed.url), auth=None) for feed in feeds]
    left = [one.key for one, other in zip(feeds, bare, strict=True) if one != other]
    if left:
        told = f"left out: the secrets with which {', '.join(left)} are asked"
        context.console(stderr=True).print(told, soft_wrap=True)
    sys.stdout.write(opml.write(bare))
