"""`writethru up` and `writethru demo`: the flows on a Prefect server of our own."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import context
from pipeline.errors import WritethruError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from pipeline.cli.prefect_server import Child, Server

POOL = "writethru"
DEFAULT_PORT = 4200  # Prefect's own
_LOOK_EVERY = 1.0


def demo(
    command: typer.Context,
    ui: Annotated[
        bool,
        typer.Option("--ui", help="Keep the Prefect server at the end, until Ctrl-C, to open its pages."),
    ] = False,
) -> None:
    """Poll the sample wire's day on a simulated clock through the real flow, and show what was found.

    All of it is fiction and stays on this machine. Database: data/var/demo, or --data-dir.
    """
    from pipeline.cli import demo_day

    given = command.parent.params.get("data_dir") if command.parent else None
    demo_day.show(context.console(), given or context.data_dir() / "demo", ui=ui)


def up(
    port: Annotated[int, typer.Option(help="Where Prefect's pages are.", min=1, max=65535)] = DEFAULT_PORT,
) -> None:
    """Run for months: a Prefect server, the deployments of prefect.yaml and a worker, until Ctrl-C."""
    from pipeline.cli import prefect_server as ours
    from pipeline.io import known

    folder = context.data_dir().absolute()
    known.load(folder)  # a broken file is told now, not in a run's log
    ours.require_free(port)
    env = ours.environment(folder / "prefect", port, os.environ) | {"WRITETHRU_DATA_DIR": str(folder)}
    console = context.console()
    console.print(
        "starting a Prefect server (the first time it makes its database: up to a minute) …", soft_wrap=True
    )
    try:
        with ours.orderly_end(), ours.Server(folder / "prefect", port, env) as server:
            server.wait()
            _serve(console, server, env, folder)
    except KeyboardInterrupt:
        console.print("stopped; nothing is left running")


def _serve(console: Console, server: Server, env: Mapping[str, str], folder: Path) -> None:
    from pipeline.cli import prefect_server as ours

    root = project_root()
    ours.command(["work-pool", "create", POOL, "--type", "process", "--overwrite"], env, root)
    ours.command(["deploy", "--all", "--prefect-file", str(_prefect_yaml())], env, root)
    worker = _worker(env, root)
    try:
        ours.command(["deployment", "run", "ingest/ingest"], env, root)
        _tell(console, server, folder)
        while server.runs:
            time.sleep(_LOOK_EVERY)
            if not worker.runs:
                console.print("the worker ended: starting it again")
                worker = _worker(env, root)
    finally:
        console.print("stopping …")
        worker.stop()
    raise WritethruError(f"the Prefect server ended by itself; its log is {server.log}")


def _worker(env: Mapping[str, str], root: Path) -> Child:
    from pipeline.cli.prefect_server import Child

    return Child(["prefect", "worker", "start", "--pool", POOL, "--name", "writethru"], env, cwd=root)


def _tell(console: Console, server: Server, folder: Path) -> None:
    console.print(f"\nPrefect     {server.url}/v2")
    console.print(
        f"Overview    {server.url}/v2/artifacts/key/overview   (after the first poll, in a minute)",
        soft_wrap=True,
    )
    console.print(f"Stories     {server.url}/v2/artifacts/key/stories")
    console.print(
        f"Data        {folder}   (`writethru stories`, `writethru sql …` work meanwhile)", soft_wrap=True
    )
    console.print("\nPolls every 5 minutes; Ctrl-C stops all of it. What the worker does:\n")


def _prefect_yaml() -> Path:
    from pipeline.io import known

    return known.data_path("prefect.yaml")


def project_root() -> Path:
    """The folder that holds the package `flows`: deployments name their flows from there."""
    import pipeline

    return Path(pipeline.__file__).resolve().parents[1]
