"""`writethru up` and `writethru demo`: the flows on a Prefect server of our own."""

from __future__ import annotations

import os

import click

from pipeline.cli import context

DEFAULT_PORT = 4200  # Prefect's own


@click.command("demo")
@click.option(
    "--ui", is_flag=True, help="Keep the Prefect server at the end, until Ctrl-C, to open its pages."
)
@click.pass_context
def demo(command: click.Context, ui: bool) -> None:
    """Poll the sample wire's day on a simulated clock through the real flow, and show what was found.

    All of it is fiction and stays on this machine. Database: data/var/demo, or --data-dir.
    """
    from pipeline.cli import demo_day

    given = command.parent.params.get("data_dir") if command.parent else None
    demo_day.show(context.console(), given or context.data_dir() / "demo", ui=ui)


@click.command("up")
@click.option(
    "--port", type=click.IntRange(min=1, max=65535), default=DEFAULT_PORT, help="Where Prefect's pages are."
)
@click.option(
    "--host",
    default="127.0.0.1",
    help="Where the server listens; 0.0.0.0 for all networks, to anyone who reaches the machine.",
)
def up(port: int, host: str) -> None:
    """Run for months: a Prefect server, the deployments of prefect.yaml and a worker, until Ctrl-C."""
    from pipeline.cli import serving
    from pipeline.io import known

    folder = context.data_dir().absolute()
    known.load(folder)  # a broken file is told now, not in a run's log
    console = context.console()
    try:
        serving.run(console, serving.Place(folder, port, host), os.environ)
    except KeyboardInterrupt:
        console.print("stopped; nothing is left running")
