"""`writethru import`: files into the pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import context

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.run import Imported

_SHOWN = 12


def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="HTML pages, text captures, WARC and wire files, .jsonl records, manifests; folders too."
        ),
    ],
    outlet: Annotated[str | None, typer.Option(help="Whose pages these are.")] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Zone of stamps that name none, as America/Toronto.")
    ] = None,
    captured_at: Annotated[
        str | None,
        typer.Option(help="When the pages were saved, ISO 8601; without it there is no capture time."),
    ] = None,
    url: Annotated[str | None, typer.Option(help="The address of a single page.")] = None,
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
        raise typer.Exit(1)


def _tell(console: Console, done: Imported, data_dir: Path) -> None:
    from pipeline.cli.ledger import tell_ledger

    errors = context.console(stderr=True)
    for one in done.refused:
        errors.print(f"refused: {_line(one.message)}", soft_wrap=True)
    tell_ledger(console, done.ledger, data_dir, _SHOWN)


def _line(text: str) -> str:
    from pipeline.report.safe import visible

    return visible(" ".join(text.split()))
