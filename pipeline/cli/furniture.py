"""`writethru furniture`: paragraphs that recur at an outlet, learned to be furniture; keep them, drop them, undo that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import context
from pipeline.cli.parameters import InOrder, by, reason

if TYPE_CHECKING:
    from pipeline.steps.furnishing import Word

_SHOWN = 300  # signs of a paragraph
_AGAINST = {
    "few": "in too few stories yet",
    "rare": "in too small a share of its stories",
    "label": "short, and not in half of its stories: it may be a subhead",
    "wire": "several houses' outlets carried it within one story: wire text",
    "notice": "a notice that we follow",
    "about the story": "it names what its articles are about: background",
}


@click.group(cls=InOrder, no_args_is_help=True)
def app() -> None:
    """Paragraphs that recur at an outlet, learned to be furniture: list, keep, drop, undo."""


@app.command("list")
@click.option("--outlet", help="Of this outlet only.")
@click.option("--all", "everything", is_flag=True, help="Paragraphs too that recur and stay in bodies.")
def list_(outlet: str | None, everything: bool) -> None:
    """List what was learned to be furniture, with the evidence."""
    from rich.text import Text

    from pipeline.report.safe import visible
    from pipeline.steps import furnishing

    console = context.console()
    rows = furnishing.furniture(context.data_dir(), outlet, everything=everything)
    for row in rows:
        is_out = row["state"] in {"learned", "kept"}
        head = f"{row['furniture_id']}  {row['state']:<9} {visible(row['outlet'])}"
        console.print(Text(head, style="bold" if is_out else "dim"), soft_wrap=True)
        console.print(Text(f"  {visible(row['example'][:_SHOWN])}"), soft_wrap=True)
        for line in filter(None, (_seen(row), _against(row), _taken(row), _said(row))):
            console.print(Text(f"  {visible(line)}", style="dim"), soft_wrap=True)
    if not rows:
        console.print(Text("No furniture was learned yet; `writethru maintain --apply` learns."))


@app.command("keep")
@click.argument("furniture", metavar="ID", help="A paragraph, as `furniture list` names it.")
@by
@reason
def keep(furniture: str, by: str | None, reason: str | None) -> None:
    """Hold it to be furniture, whatever the evidence says: it is left out of bodies."""
    _say("keep", furniture, by, reason)


@app.command("drop")
@click.argument("furniture", metavar="ID", help="A paragraph, as `furniture list` names it.")
@by
@reason
def drop(furniture: str, by: str | None, reason: str | None) -> None:
    """Hold it to be copy, whatever the evidence says: it is left out of bodies no more."""
    _say("drop", furniture, by, reason)


@app.command("undo")
@click.argument("furniture", metavar="ID", help="A paragraph, as `furniture list` names it.")
@by
@reason
def undo(furniture: str, by: str | None, reason: str | None) -> None:
    """Take back what was said of it: the evidence counts again."""
    _say("undo", furniture, by, reason)


def _seen(row: dict[str, Any]) -> str:
    if not row["stories"]:
        return ""
    span = f"{row['first_seen_at']:%Y-%m-%d} to {row['last_seen_at']:%Y-%m-%d}"
    others = row["other_outlets"] or []
    also = f", also at {', '.join(others[:3])}" if others else ""
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""  # noqa: PLR2004 - as many as are named
    return f"in {row['stories']} of {row['of_stories']} stories, {span}{also}{more}"


def _against(row: dict[str, Any]) -> str:
    return "" if row["state"] in {"learned", "kept"} else _AGAINST.get(row["verdict"], "")


def _taken(row: dict[str, Any]) -> str:
    count = row["taken_out"]
    return f"left out of {count} version{'' if count == 1 else 's'}" if count else ""


def _said(row: dict[str, Any]) -> str:
    if not row["word"]:
        return ""
    by = f" by {row['said_by']}" if row["said_by"] else ""
    why = f": {row['said_reason']}" if row["said_reason"] else ""
    return f"{row['state']}{by}, {row['said_at']:%Y-%m-%d %H:%MZ}{why}"


def _say(word: Word, furniture: str, by: str | None, reason: str | None) -> None:
    from pipeline.report.safe import visible
    from pipeline.steps import deciding, furnishing

    done = furnishing.say(context.data_dir(), word, furniture, context.now(), deciding.Said(by, reason))
    what = "is left out of bodies" if done.is_furniture else "stays in bodies"
    since = "from now on" if done.has_changed else "as before"
    click.echo(visible(f"{done.furniture_id} ({done.outlet}) {what} {since}; stored texts stay as they are."))
    if word != "undo":
        click.echo(f"Take it back with: {context.command(f'furniture undo {done.furniture_id}')}")
