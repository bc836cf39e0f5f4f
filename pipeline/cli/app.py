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

_COMMANDS = {  # name: module of this package, what it calls the command; in the order of the help
    "demo": ("serve", "demo"),
    "run": ("poll", "run"),
    "up": ("serve", "up"),
    "import": ("bring", "import_"),
    "extract": ("extract", "extract"),
    "wire": ("wire", "wire"),
    "stories": ("look", "stories"),
    "story": ("look", "story"),
    "versions": ("look", "versions"),
    "diff": ("look", "diff"),
    "sql": ("query", "sql"),
    "export": ("keep", "export"),
    "report": ("keep", "report"),
    "forget": ("forget", "forget"),
    "reprocess": ("keep", "reprocess"),
    "maintain": ("keep", "maintain"),
    "doctor": ("keep", "doctor"),
    "feeds": ("feeds", "app"),
    "decide": ("decide", "app"),
    "furniture": ("furniture", "app"),
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
        module, name = _COMMANDS[cmd_name]
        return cast("click.Command", getattr(import_module(f"pipeline.cli.{module}"), name))


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
