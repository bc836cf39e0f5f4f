"""`writethru furniture`: paragraphs that recur at an outlet, learned to be furniture; keep them, drop them, undo that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import context
from pipeline.cli.decide import By, Reason  # noqa: TC001 - typer reads annotations

if TYPE_CHECKING:
    from pipeline.steps.furnishing import Word

app = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="ID", help="A paragraph, as `furniture list` names it.")]
_SHOWN = 300  # signs of a paragraph
_AGAINST = {
    "few": "in too few stories yet",
    "rare": "in too small a share of its stories",
    "label": "short, and not in half of its stories: it may be a subhead",
    "wire": "several houses' outlets carried it within one story: wire text",
    "notice": "a notice that we follow",
    "about the story": "it names what its articles are about: background",
}


@app.command("list")
def list_(
    outlet: Annotated[str | None, typer.Option(help="Of this outlet only.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Paragraphs too that recur and stay in bodies.")
    ] = False,
) -> None:
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
def keep(furniture: Name, by: By = None, reason: Reason = None) -> None:
    """Hold it to be furniture, whatever the evidence says: it is left out of bodies."""
    _say("keep", furniture, by, reason)


@app.command("drop")
def drop(furniture: Name, by: By = None, reason: Reason = None) -> None:
    """Hold it to be copy, whatever the evidence says: it is left out of bodies no more."""
    _say("drop", furniture, by, reason)


@app.command("undo")
def undo(furniture: Name, by: By = None, reason: Reason = None) -> None:
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
    typer.echo(visible(f"{done.furniture_id} ({done.outlet}) {what} {since}; stored texts stay as they are."))
    if word != "undo":
        typer.echo(f"Take it back with: {context.command(f'furniture undo {done.furniture_id}')}")
