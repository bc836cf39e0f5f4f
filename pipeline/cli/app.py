"""The commands, by name. Each lives in a module of its own, which is imported when it is called.

click and not typer: typer builds a pydantic model of every parameter, which took half of what the shortest command takes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

import click

from pipeline import __version__
from pipeline.cli import context
from pipeline.cli.parameters import PATH

if TYPE_CHECKING:
    from pathlib import Path

_COMMANDS = {  # name: module of this package, what it calls the command, a line for the help; in its order
    "demo": ("serve", "demo", "Poll a sample day on a simulated clock; end with its lead story."),
    "run": ("poll", "run", "Poll once what is due."),
    "up": ("serve", "up", "Run for months: Prefect server, schedules and a worker."),
    "import": ("bring", "import_", "Take files in as polled pages are."),
    "extract": ("extract", "extract", "Extract articles from files, one JSON object a line."),
    "wire": ("wire", "wire", "Read wire files: NewsML, NITF, ninjs, Jimi, ANPA, IPTC 7901."),
    "stories": ("look", "stories", "List the stories that changed last."),
    "story": ("look", "story", "Show one story: timeline, write-throughs, who runs which."),
    "versions": ("look", "versions", "List the versions of one article."),
    "diff": ("look", "diff", "Compare any two versions, paragraph by paragraph."),
    "sql": ("query", "sql", "Ask the published snapshot; instants are UTC."),
    "export": ("keep", "export", "Write everything that is published to files."),
    "report": ("keep", "report", "Write a static site of stories and what changed in them."),
    "forget": ("forget", "forget", "Remove what is stored of a page (a takedown)."),
    "reprocess": ("keep", "reprocess", "Read the archive again; tell what would change."),
    "maintain": ("keep", "maintain", "Compact the database, learn furniture, tidy the archive."),
    "doctor": ("keep", "doctor", "Check the installation and what is stored."),
    "feeds": ("feeds", "app", "The feeds that are polled: list, add, check, remove, OPML."),
    "decide": ("decide", "app", "What people decide of stories and articles; undo it."),
    "furniture": ("furniture", "app", "Paragraphs learned to be furniture: list, keep, drop, undo."),
}


class _Commands(click.Group):
    """Imports what is named, and all for the help only."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, as the help lists them."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command; None where there is none of this name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, name, line = _COMMANDS[cmd_name]
        command = cast("click.Command", getattr(import_module(f"pipeline.cli.{module}"), name))
        command.short_help = line
        return command


@click.group(
    cls=_Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
)
@click.option(
    "--data-dir",
    type=PATH,
    help="Where database and archive are (or WRITETHRU_DATA_DIR; default data/var).",
)
@click.version_option(
    __version__, prog_name="writethru", message="%(prog)s %(version)s", help="Tell the version and exit."
)
def app(data_dir: Path | None) -> None:
    """Which outlet runs which version of the wire copy, since when, what changed, and who still has it wrong."""
    context.remember(data_dir)
