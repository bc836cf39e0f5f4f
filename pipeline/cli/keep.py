"""`writethru export`, `report`, `reprocess`, `maintain`, `doctor`: take out, do again, keep in order."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pipeline.cli import context
from pipeline.cli.parameters import PATH, OneOf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from pipeline.steps.exporting_folder import Written
    from pipeline.steps.rereading import Reprocessed
    from pipeline.steps.upkeep import Upkeep


class ExportFormat(StrEnum):
    """What `export` writes."""

    PARQUET = "parquet"
    JSONL = "jsonl"
    NINJS = "ninjs"
    CSV = "csv"


_COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command("export")
@click.argument("folder", type=PATH, metavar="DIR", help="An empty folder, or that of an earlier export.")
@click.option(
    "--format",
    "format_",
    type=OneOf(ExportFormat),
    default=ExportFormat.PARQUET.value,
    help="One file a view; ninjs: one file, a ninjs 3.0 object a line and version.",
)
@click.option(
    "--force", is_flag=True, help="Write into a folder with files of others; equal names are replaced."
)
def export(folder: Path, format_: ExportFormat, force: bool) -> None:
    """Write everything that is published to files."""
    from pipeline import run

    with context.console(stderr=True).status("exporting …") as status:
        files = run.export(
            context.data_dir(),
            folder,
            format_.value,
            context.now(),
            force=force,
            progress=lambda name: status.update(f"exporting … {name}"),
        )
    _tell_files(context.console(), files, folder)


def _tell_files(console: Console, files: Sequence[Written], folder: Path) -> None:
    from rich.table import Table

    from pipeline.report.safe import visible
    from pipeline.steps.checks import sized

    table = Table(box=None)
    table.add_column("file", overflow="fold")
    for name in ("rows", "size"):
        table.add_column(name, justify="right")
    for one in files:
        table.add_row(visible(one.path.name), "" if one.rows is None else f"{one.rows:,}", sized(one.size))
    console.print(table)
    total = sized(sum(one.size for one in files))
    console.print(visible(f"{_count(len(files), 'file')}, {total}, in {folder}"), soft_wrap=True)


@click.command("report")
@click.argument("folder", type=PATH, metavar="DIR", help="An empty folder, or that of an earlier report.")
@click.option("--all", "everything", is_flag=True, help="Stories that run at one outlet only, too.")
@click.option(
    "--force", is_flag=True, help="Write into a folder with files of others; equal names are replaced."
)
def report(folder: Path, everything: bool, force: bool) -> None:
    """Write a static site: stories with timelines, and what changed between their versions."""
    from pipeline import run
    from pipeline.report.safe import visible
    from pipeline.steps.checks import sized

    console = context.console()
    with context.console(stderr=True).status("writing …") as status:
        done = run.report(
            context.data_dir(),
            folder,
            context.now(),
            everything=everything,
            force=force,
            progress=lambda at, of: status.update(f"writing … story {at + 1} of {of}"),
        )
    size = sized(sum(one.size for one in done.files))
    told = f"{_count(done.stories, 'story', 'stories')}, {_count(done.diffs, 'comparison')}"
    console.print(f"{told}: {_count(len(done.files), 'page')}, {size}.")
    if done.left_out:
        left = _count(done.left_out, "story", "stories")
        console.print(f"{left} at one outlet only left out; --all takes them in.")
    console.print(visible(f"Open {done.index}"), soft_wrap=True)


@click.command("reprocess")
def reprocess() -> None:
    """Read every payload again from the archive, tell what would differ, derive everything anew."""
    from pipeline import run
    from pipeline.io import known
    from pipeline.steps.reading import Readers

    data_dir = context.data_dir()
    with context.console(stderr=True).status("reprocessing …") as status:
        done = run.reprocess(
            data_dir,
            known.load(data_dir),
            context.now(),
            progress=lambda what, at, of: status.update(f"{what} … {at} of {of}"),
            readers=Readers.of(context.settings()),
        )
    _tell_reprocessed(context.console(), done)
    if done.damaged:
        raise Exit(1)


def _tell_reprocessed(console: Console, done: Reprocessed) -> None:
    fields = ", ".join(f"{name} {n}" for name, n in done.by_field.items())
    console.print(
        f"{_count(done.captures, 'capture')} read again from the archive: {done.damaged} damaged or missing,"
    )
    console.print(
        f"  {done.differing} would come out differently today{f' ({fields})' if fields else ''}.",
        soft_wrap=True,
    )
    if done.differing:
        console.print("  Stored texts stay as they are; each is a finding:")
        console.print("  writethru sql \"from findings where code = 'extraction-differs'\"", soft_wrap=True)
    if done.damaged:
        console.print("  writethru sql \"from findings where code = 'archive-damaged'\"", soft_wrap=True)
    moved = f"changed: {', '.join(done.moved)}" if done.moved else "no row changed"
    console.print(f"{_count(done.derived, 'article')} derived anew: {moved}.", soft_wrap=True)


@click.command("maintain")
@click.option("--dry-run/--apply", default=True, help="Only say what would be done (the default), or do it.")
def maintain(dry_run: bool) -> None:
    """Compact the database, learn furniture, tidy the archive, remove what dead processes left. Nothing else goes."""
    from pipeline import run

    console = context.console()
    if dry_run:
        _tell_plan(console, run.maintain(context.data_dir(), context.now(), apply=False))
        return
    with context.console(stderr=True).status("compacting …"):
        done = run.maintain(context.data_dir(), context.now(), apply=True)
    _tell_done(console, done)


def _tell_plan(console: Console, planned: Upkeep) -> None:
    from pipeline.steps.checks import sized

    console.print("Dry run: nothing was changed. `writethru maintain --apply` would")
    console.print(
        f"  compact the database: {sized(planned.private)} now, at least {sized(planned.free)} of it unused",
        soft_wrap=True,
    )
    console.print(f"  publish it anew: {sized(planned.snapshot)} now")
    size = sized(sum(o.size for o in planned.orphans))
    console.print(f"  remove {_count(len(planned.orphans), 'temporary file')} left behind: {size}")
    _tell_orphans(console, planned)
    archive = planned.archive
    if archive.legacy:
        old = _count(archive.legacy, "payload")
        console.print(
            f"  move {old} into WARC files, out of files of their own: {sized(archive.legacy_bytes)}"
        )
    if archive.unindexed:
        console.print(
            f"  index {_count(len(archive.unindexed), 'WARC file')} that the database does not know"
        )
    if archive.open:
        console.print(f"  complete {_count(archive.open, 'WARC file')} that nobody writes to")
    console.print("Captures, texts, findings and every payload stay, all of them.")


def _tell_done(console: Console, done: Upkeep) -> None:
    from pipeline.steps.checks import sized

    console.print(f"Compacted: {sized(done.private)} → {sized(done.after or 0)}.")
    console.print(f"Published: {sized(done.snapshot)}.")
    console.print(f"Temporary files removed: {len(done.orphans)}.")
    archive = done.archive
    console.print(
        f"WARC files completed: {archive.open}; indexed: {len(archive.unindexed)}; "
        f"payloads moved into them: {archive.legacy}.",
        soft_wrap=True,
    )
    furniture = done.furniture
    console.print(
        f"Learned furniture: {_count(furniture.listed, 'paragraph')} known, {furniture.learned:,} of them new, "
        f"{furniture.unlearned:,} taken back.",
        soft_wrap=True,
    )
    if furniture.learned:
        console.print("  writethru furniture list", soft_wrap=True)
    _tell_orphans(console, done)


def _tell_orphans(console: Console, done: Upkeep) -> None:
    from pipeline.report.safe import visible

    for orphan in done.orphans[:20]:
        console.print(f"    {visible(str(orphan.path))}", soft_wrap=True)


@click.command("doctor")
def doctor() -> None:
    """Check the installation and what is stored; each line says what to do. Exit 1 if anything fails."""
    from rich.text import Text

    from pipeline import run
    from pipeline.report.safe import visible

    console, failed = context.console(), False
    for check in run.examine(context.data_dir(), context.now()):
        failed |= check.state == "fail"
        remedy = f" → {check.remedy}" if check.remedy else ""
        line = Text(f"{check.state:<5}", style=_COLOURS[check.state])
        line.append(visible(" ".join(f"{check.name}: {check.message}{remedy}".split())), style="default")
        console.print(line, soft_wrap=True)
    if failed:
        raise Exit(1)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
