"""`writethru forget`: remove what is stored of a page, at somebody's wish, and ask it no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pipeline.cli import context

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.steps.forgetting import Forgetting

_MOST = 20  # addresses that are listed


@click.command("forget")
@click.argument("name", metavar="URL|ARTICLE", help="An address, or an article's id.")
@click.option("--why", help="On whose wish or by which order: stays on record. Needed with --yes.")
@click.option("--by", help="Who decides it.")
@click.option(
    "--dry-run/--yes", default=True, help="Only say what would go (the default), or remove it for good."
)
def forget(name: str, why: str | None, by: str | None, dry_run: bool) -> None:
    """Remove what is stored of a page (a takedown): texts, headlines, payloads in the archive; never ask it again."""
    from pipeline.steps import forgetting

    console = context.console()
    if dry_run:
        planned = forgetting.plan(context.data_dir(), name, context.now())
        console.print("Dry run: nothing was changed. With --why TEXT --yes this would go for good:")
        _tell(console, planned)
        return
    if not why or not why.strip():
        raise click.BadParameter("say on whose wish: --why 'the outlet asked for it, letter of 3 May'")
    wish = forgetting.Wish(why.strip(), by)
    with context.console(stderr=True).status("forgetting …"):
        done = forgetting.forget(context.data_dir(), name, wish, context.now())
    if done.forgotten_id is None:
        console.print(f"Nothing is left of it; it was forgotten on {done.going.before:%Y-%m-%d}.")
        return
    console.print(f"Forgotten, as {done.forgotten_id} in `forgotten`:")
    _tell(console, done)
    _tell_rest(console, done)


def _tell(console: Console, done: Forgetting) -> None:
    from pipeline.report.safe import visible

    going, found = done.going, done.found
    whose = f" of {going.outlet}" if going.outlet else ""
    lines = [f"{going.article_id or 'no article'}{whose}: {going.url or going.name}"]
    lines.append(
        f"  {_count(going.captures, 'capture')}, {_count(going.versions, 'version')} "
        f"({_count(len(going.texts), 'text')} that nobody else shows), {_count(going.headlines, 'headline')}, "
        f"{_count(len(going.entries), 'entry', 'entries')} of feeds, {_count(len(going.findings), 'finding')}"
    )
    lines.append(
        f"  {_count(len(found.payloads), 'payload')} in {_count(found.count, 'record')} of "
        f"{_count(len(found.records), 'file')} of the archive; answers of feeds that list the page go whole"
    )
    if going.shared:
        lines.append(
            f"  {_count(len(going.shared), 'payload')} of the archive that other pages or items are read from as well: "
            f"stays ({', '.join(sorted(going.shared)[:3])})"
        )
    lines.append("  never to be asked again, or stored under another name:")
    lines += [f"    {address}" for address in going.addresses[:_MOST]]
    if len(going.addresses) > _MOST:
        lines.append(f"    and {len(going.addresses) - _MOST} more")
    for line in lines:
        indent = len(line) - len(line.lstrip())
        console.print(f"{' ' * indent}{visible(line)}", soft_wrap=True)
    for path in found.waiting:
        console.print(
            f"  a run writes to {visible(path.name)}, or was killed at it: what it holds of the page waits for its end",
            soft_wrap=True,
        )


def _tell_rest(console: Console, done: Forgetting) -> None:
    stories = f" of {', '.join(done.going.stories)}" if done.going.stories else ""
    console.print(
        "Copies that were taken out before are not reached: folders of `export` and `report` (make them anew), backups, "
        f"messages that were sent, and Prefect's pages{stories}, which the next run of `dashboard` writes anew.",
        soft_wrap=True,
    )
    if not done.is_finished:
        again = context.command("maintain --apply")
        console.print(f"Not finished: when the run has ended, `{again}` takes out the rest.", soft_wrap=True)
        raise Exit(1)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
