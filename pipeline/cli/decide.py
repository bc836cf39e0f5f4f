"""`writethru decide`: two texts are one story, or never one; a site's pages may be kept; what was decided; undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import context
from pipeline.cli.parameters import InOrder, by, reason

if TYPE_CHECKING:
    from pipeline.steps.deciding import Decided, Kind


@click.group(cls=InOrder, no_args_is_help=True)
def app() -> None:
    """What people decide: one story or never, a site that licensed its pages; list, undo."""


@app.command("together")
@click.argument("a", metavar="A", help="A story, article or version, by id or address.")
@click.argument("b", metavar="B", help="The other one.")
@by
@reason
def together(a: str, b: str, by: str | None, reason: str | None) -> None:
    """Hold A and B to be one story, whatever the evidence says."""
    _decide("together", a, b, by, reason)


@app.command("apart")
@click.argument("a", metavar="A", help="A story, article or version, by id or address.")
@click.argument("b", metavar="B", help="The other one.")
@by
@reason
def apart(a: str, b: str, by: str | None, reason: str | None) -> None:
    """Never hold A and B to be one story, whatever the evidence says."""
    _decide("apart", a, b, by, reason)


@app.command("licensed")
@click.argument("site", metavar="OUTLET|DOMAIN", help="An outlet's name, or a domain.")
@click.option("--reason", required=True, help="The licence or legal ground: stored with each request.")
@by
def licensed(site: str, reason: str, by: str | None) -> None:
    """Keep a site's pages although its publisher reserves archiving or mining (opt-outs are obeyed else)."""
    from pipeline.io import known
    from pipeline.steps import deciding, licensing

    data_dir = context.data_dir()
    said = deciding.Said(by, reason)
    name, sites = licensing.license_site(data_dir, site, known.load(data_dir), context.now(), said)
    click.echo(f"{name}: pages of {', '.join(sites)} are kept from the next run on, with that reason")
    click.echo(f"Take it back with: {context.command(f'decide undo {name}')}")


@app.command("separate")
@click.argument("a", metavar="A", help="A page, by address or the id it had as an article.")
@click.argument("b", metavar="B", help="The other one, which was taken for the same article.")
@by
@reason
def separate(a: str, b: str, by: str | None, reason: str | None) -> None:
    """Hold two pages of an outlet to be two articles, whatever names they share."""
    from pipeline.steps import deciding, separating

    done = separating.separate(context.data_dir(), a, b, context.now(), deciding.Said(by, reason))
    told = (
        "two articles now"
        if done.is_apart
        else "still one: a third page shares names with both, separate it too"
    )
    click.echo(f"{done.decision_id}: {told}")
    click.echo(f"Take it back with: {context.command(f'decide undo {done.decision_id}')}")


@app.command("undo")
@click.argument("decision", metavar="ID", help="A decision, as `decide list` names it.")
@by
@reason
def undo(decision: str, by: str | None, reason: str | None) -> None:
    """Take a decision back: it stays on record without force."""
    from pipeline.steps import deciding

    done = deciding.undo(context.data_dir(), decision, context.now(), deciding.Said(by, reason))
    click.echo(f"{done.decision_id} is undone: {_moved(done)}")


@app.command("list")
def list_() -> None:
    """List all decisions, those that were undone too."""
    from rich.text import Text

    from pipeline.report.safe import visible
    from pipeline.steps import deciding

    console = context.console()
    rows = deciding.decisions(context.data_dir())
    for row in rows:
        by = f", by {visible(row['decided_by'])}" if row["decided_by"] else ""
        head = f"{row['decision_id']}  {row['decided_at']:%Y-%m-%d %H:%MZ}  {row['kind']}{by}"
        console.print(Text(head, style="dim" if row["undone_at"] else "bold"), soft_wrap=True)
        for label, text in (
            ("A" if row["b"] else "of", row["a"]),
            ("B", row["b"]),
            ("why", row["reason"]),
            ("undone", _undone(row)),
        ):
            if text:
                console.print(Text(f"  {label:<6} {visible(text)}"), soft_wrap=True)
    if not rows:
        console.print(Text("Nothing was decided by people yet."))


def _undone(row: dict[str, Any]) -> str:
    if not row["undone_at"]:
        return ""
    by = f" by {row['undone_by']}" if row["undone_by"] else ""
    return f"{row['undone_at']:%Y-%m-%d %H:%MZ}{by}" + (
        f": {row['undone_reason']}" if row["undone_reason"] else ""
    )


def _decide(kind: Kind, a: str, b: str, by: str | None, reason: str | None) -> None:
    from pipeline.steps import deciding

    done = deciding.decide(context.data_dir(), kind, a, b, context.now(), deciding.Said(by, reason))
    click.echo(f"{done.decision_id}: {_moved(done)}")
    click.echo(f"Take it back with: {context.command(f'decide undo {done.decision_id}')}")


def _moved(done: Decided) -> str:
    if done.kind == "licensed":
        return (
            "its publisher's wish is obeyed from the next run on; what was kept stays (`forget` removes it)"
        )
    if done.kind == "separate":
        return "the pages count to one article again where their names and texts say so"
    now = ", ".join(done.now)
    if done.before == done.now:
        return (
            f"nothing had to change, story {now}"
            if len(done.now) == 1
            else f"nothing had to change, stories {now}"
        )
    return f"story {', '.join(done.before)} before, {now} now"
