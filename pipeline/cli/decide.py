"""`writethru decide`: say that two texts are one story, or never one; list what was decided; take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import context

if TYPE_CHECKING:
    from pipeline.steps.deciding import Decided, Kind

app = typer.Typer(no_args_is_help=True)
One = Annotated[str, typer.Argument(metavar="A", help="A story, article or version, by id or address.")]
Other = Annotated[str, typer.Argument(metavar="B", help="The other one.")]
By = Annotated[str | None, typer.Option(help="Who decides.")]
Reason = Annotated[str | None, typer.Option(help="Why.")]


@app.command("together")
def together(a: One, b: Other, by: By = None, reason: Reason = None) -> None:
    """Hold A and B to be one story, whatever the evidence says."""
    _decide("together", a, b, by, reason)


@app.command("apart")
def apart(a: One, b: Other, by: By = None, reason: Reason = None) -> None:
    """Never hold A and B to be one story, whatever the evidence says."""
    _decide("apart", a, b, by, reason)


@app.command("undo")
def undo(
    decision: Annotated[str, typer.Argument(metavar="ID", help="A decision, as `decide list` names it.")],
    by: By = None,
    reason: Reason = None,
) -> None:
    """Take a decision back: it stays on record without force."""
    from pipeline.steps import deciding

    done = deciding.undo(context.data_dir(), decision, context.now(), deciding.Said(by, reason))
    typer.echo(f"{done.decision_id} is undone: {_moved(done)}")


@app.command("list")
def list_() -> None:
    """List all decisions, those that were undone too."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from pipeline.report.safe import visible
    from pipeline.steps import deciding

    table = Table(box=SIMPLE_HEAD)
    for name in ("decision", "decided", "kind", "a", "b", "by", "why", "undone"):
        table.add_column(name, overflow="fold")
    for row in deciding.decisions(context.data_dir()):
        undone = (
            f"{row['undone_at']:%Y-%m-%d %H:%MZ} {row['undone_reason'] or ''}" if row["undone_at"] else ""
        )
        cells = (
            row["decision_id"],
            f"{row['decided_at']:%Y-%m-%d %H:%MZ}",
            row["kind"],
            row["a"],
            row["b"],
            row["decided_by"] or "",
            row["reason"] or "",
            undone,
        )
        table.add_row(*(Text(visible(cell)) for cell in cells))
    context.console().print(table)


def _decide(kind: Kind, a: str, b: str, by: str | None, reason: str | None) -> None:
    from pipeline.steps import deciding

    done = deciding.decide(context.data_dir(), kind, a, b, context.now(), deciding.Said(by, reason))
    typer.echo(f"{done.decision_id}: {_moved(done)}")
    typer.echo(f"Take it back with: {context.command(f'decide undo {done.decision_id}')}")


def _moved(done: Decided) -> str:
    now = ", ".join(done.now)
    if done.before == done.now:
        return (
            f"nothing had to change, story {now}"
            if len(done.now) == 1
            else f"nothing had to change, stories {now}"
        )
    return f"story {', '.join(done.before)} before, {now} now"
