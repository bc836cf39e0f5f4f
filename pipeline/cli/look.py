"""`writethru stories`, `story`, `versions`, `diff`: look at what is stored."""

from __future__ import annotations

import sys
from datetime import timedelta
from enum import StrEnum
from typing import Any

import click

from pipeline.cli import context
from pipeline.cli.parameters import OneOf


class WhyFormat(StrEnum):
    """How the reasons for a story are written."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


class DiffFormat(StrEnum):
    """How a comparison is written."""

    TERMINAL = "terminal"
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"


@click.command("stories")
@click.option("--top", type=click.IntRange(min=1), default=20, help="How many, newest first.")
@click.option(
    "--outlets", type=click.IntRange(min=1), default=1, help="Only stories at this many outlets or more."
)
@click.option("--agency", help="Only this agency's.")
@click.option("--days", type=click.FloatRange(min=0), help="Only what changed in these last days.")
def stories(top: int, outlets: int, agency: str | None, days: float | None) -> None:
    """List the stories that changed last."""
    from pipeline.report import terminal
    from pipeline.steps import look

    now = context.now()
    since = now - timedelta(days=days) if days is not None else None
    found = look.stories(context.data_dir(), top=top, outlets=outlets, agency=agency, since=since)
    context.console().print(terminal.stories(found))


@click.command("story")
@click.argument("name", metavar="ID", help="A story id, or an address or version of it.")
@click.option("--timezone", help="Show times in this zone (default: the outlets').")
@click.option("--why", is_flag=True, help="Say why its articles are held to be one story.")
@click.option(
    "--format",
    "format_",
    type=OneOf(WhyFormat),
    default=WhyFormat.TERMINAL.value,
    help="How to write the reasons (with --why).",
)
def story(name: str, timezone: str | None, why: bool, format_: WhyFormat) -> None:
    """Show one story: its timeline, its write-throughs, who runs which, who is behind; or why it is one."""
    if why:
        _show_why(name, _zone(timezone), format_)
        return
    if format_ is not WhyFormat.TERMINAL:
        raise click.BadParameter("goes with --why only", param_hint="--format")
    from pipeline.report import terminal
    from pipeline.steps import look

    terminal.show_story(context.console(), look.story(context.data_dir(), name, _zone(timezone)))


def _show_why(name: str, zone: str | None, format_: WhyFormat) -> None:
    import json

    from pipeline.report import why
    from pipeline.steps import look_why

    page = look_why.why(context.data_dir(), name, zone)
    if format_ is WhyFormat.TERMINAL:
        context.console().print(why.terminal(page))
    elif format_ is WhyFormat.MARKDOWN:
        sys.stdout.write(why.markdown(page) or "One article, and nothing near it.\n")
    else:
        sys.stdout.write(json.dumps(why.json(page), ensure_ascii=False, indent=1) + "\n")


def _zone(name: str | None) -> str | None:
    from pipeline.steps.records import check_zone

    if name:
        check_zone(name, "--timezone")
    return name


@click.command("versions")
@click.argument("url", help="The address (or article id) of an article.")
def versions(url: str) -> None:
    """List the versions of one article."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from pipeline.report.safe import visible
    from pipeline.steps import look

    table = Table(box=SIMPLE_HEAD)
    for name in (
        "version",
        "no.",
        "appeared",
        "first seen",
        "last seen",
        "words",
        "write-through",
        "headline",
    ):
        table.add_column(name, overflow="fold")
    for row in look.versions(context.data_dir(), url):
        cells = [
            row["version_id"],
            row["number"],
            row["appeared_at"],
            row["first_seen_at"],
            row["last_seen_at"],
        ]
        cells += [row["words"], _run(row), row["headline"]]
        table.add_row(*(Text(visible(_cell(cell))) for cell in cells))
    context.console().print(table)


def _run(row: dict[str, Any]) -> str:
    low, high = row["writethru"], row["writethru_to"]
    return "" if low is None else str(low) if low == high else f"{low}–{high}"


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:%Y-%m-%d %H:%MZ}" if hasattr(value, "tzinfo") else str(value)


@click.command("diff")
@click.argument("a", metavar="A", help="A version id, or an address (its current version).")
@click.argument("b", metavar="B", help="The other one.")
@click.option(
    "--format",
    "format_",
    type=OneOf(DiffFormat),
    default=DiffFormat.TERMINAL.value,
    help="How to write it.",
)
@click.option("--timezone", help="Show times in this zone (default: the outlets').")
def diff(a: str, b: str, format_: DiffFormat, timezone: str | None) -> None:
    """Compare any two versions, earlier to later, paragraph by paragraph and word by word."""
    from pipeline.steps import look

    page = look.diff(context.data_dir(), a, b, _zone(timezone))
    if format_ is DiffFormat.TERMINAL:
        from pipeline.report import terminal

        terminal.show_diff(context.console(), page)
        return
    sys.stdout.write(_written(format_, page).rstrip("\n") + "\n")


def _written(format_: DiffFormat, page: Any) -> str:
    import json

    from pipeline.report import html, json_, markdown

    if format_ is DiffFormat.JSON:
        return json.dumps(json_.diff(page), ensure_ascii=False, indent=1, default=str)
    return html.diff(page) if format_ is DiffFormat.HTML else markdown.diff(page)
