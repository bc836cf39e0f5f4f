"""`writethru import`: files into the pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pipeline.cli import context
from pipeline.cli.parameters import PATH

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.run import Imported

_SHOWN = 12


@click.command("import")
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=PATH,
    help="HTML pages, text captures, WARC and wire files, .jsonl records, manifests; folders too.",
)
@click.option("--outlet", help="Whose pages these are.")
@click.option("--timezone", help="Zone of stamps that name none, as America/Toronto.")
@click.option(
    "--captured-at", help="When the pages were saved, ISO 8601; without it there is no capture time."
)
@click.option("--url", help="The address of a single page.")
def import_(
    paths: tuple[Path, ...],
    outlet: str | None,
    timezone: str | None,
    captured_at: str | None,
    url: str | None,
) -> None:
    """Take files into the same pipeline as polled pages."""
    from pipeline import run
    from pipeline.errors import BadConfig
    from pipeline.io import known
    from pipeline.steps.inputs import Told
    from pipeline.steps.reading import Readers
    from pipeline.steps.records import capture_time, check_zone

    if timezone:
        check_zone(timezone, "--timezone")
    at = capture_time(captured_at, timezone, "--captured-at", BadConfig) if captured_at else None
    data_dir = context.data_dir()
    console = context.console()
    with console.status("reading …") as status:
        done = run.import_paths(
            data_dir,
            paths,
            Told(outlet, timezone, at, url),
            known.load(data_dir),
            context.now(),
            progress=lambda items: status.update(f"reading … {items} done"),
            readers=Readers.of(context.settings()),
        )
    _tell(console, done, data_dir)
    if done.refused or not done.loaded:
        raise Exit(1)


def _tell(console: Console, done: Imported, data_dir: Path) -> None:
    from pipeline.cli.ledger import tell_ledger

    errors = context.console(stderr=True)
    for one in done.refused:
        errors.print(f"refused: {_line(one.message)}", soft_wrap=True)
    tell_ledger(console, done.ledger, data_dir, _SHOWN)


def _line(text: str) -> str:
    from pipeline.report.safe import visible

    return visible(" ".join(text.split()))
