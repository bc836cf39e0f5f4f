"""The commands, by name. Each lives in a module of its own and imports what is heavy when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli import (
    bring,
    context,
    decide,
    extract,
    feeds,
    forget,
    furniture,
    keep,
    look,
    poll,
    query,
    serve,
    wire,
)

app = typer.Typer(
    name="writethru",
    help="Which outlet runs which version of the wire copy, since when, what changed, and who still has it wrong.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"writethru {__version__}")
        raise typer.Exit


@app.callback()
def root(
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Where database and archive are (or WRITETHRU_DATA_DIR; default data/var)."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version and exit.")
    ] = False,
) -> None:
    """Follow wire stories across the outlets that run them."""
    del version
    context.remember(data_dir)


app.command("demo")(serve.demo)
app.command("run")(poll.run)
app.command("up")(serve.up)
app.add_typer(
    feeds.app, name="feeds", help="The feeds that are polled: list, add, remove, check, import, export."
)
app.command("import")(bring.import_)
app.command("extract")(extract.extract)
app.command("wire")(wire.wire)
app.command("stories")(look.stories)
app.command("story")(look.story)
app.command("versions")(look.versions)
app.command("diff")(look.diff)
app.add_typer(
    decide.app,
    name="decide",
    help="What people decide: one story or never, a site that licensed its pages; list, undo.",
)
app.add_typer(
    furniture.app,
    name="furniture",
    help="Paragraphs that recur at an outlet, learned to be furniture: list, keep, drop, undo.",
)
app.command("sql")(query.sql)
app.command("export")(keep.export)
app.command("report")(keep.report)
app.command("forget")(forget.forget)
app.command("reprocess")(keep.reprocess)
app.command("maintain")(keep.maintain)
app.command("doctor")(keep.doctor)
