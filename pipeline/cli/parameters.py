"""What the parameters and groups of several commands have in common."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click import Context

PATH = click.Path(path_type=Path)
by = click.option("--by", help="Who decides.")
reason = click.option("--reason", help="Why.")


class InOrder(click.Group):
    """A group whose help lists its commands in the order in which they stand in the module."""

    def list_commands(self, ctx: Context) -> list[str]:
        """The names, in order."""
        del ctx
        return list(self.commands)

    def format_commands(self, ctx: Context, formatter: click.HelpFormatter) -> None:
        """The first paragraph of each command's help, whole: click cuts it where the line ends."""
        del ctx
        told = [(name, command.get_short_help_str(limit=1_000)) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(told)


class OneOf(click.Choice[StrEnum]):
    """The words of an enumeration; the command gets the member (click's own choice goes by its name)."""

    def normalize_choice(self, choice: object, ctx: Context | None) -> str:
        """The word as it is typed."""
        del ctx
        return str(choice)
