"""What `writethru up` keeps running: a Prefect server, what is laid out on it, and a worker."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli import prefect_server as ours
from pipeline.cli import processes, supervisor
from pipeline.cli.processes import Child
from pipeline.cli.pulse import Pulse
from pipeline.errors import WritethruError
from pipeline.io import known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console

POOL = "writethru"
FIRST_RUN = "ingest/ingest"  # its schedule begins at once: nobody wants to wait five minutes
PAGES = ("overview", "stories", "corrections", "feeds", "runs")
WORKER_STOPPING = (
    45.0  # seconds; Prefect's worker gives its runs 30 to close their ledger, and takes 1 without any
)
LEFT_STOPPING = 20.0  # seconds for runs that lost their worker
LEFT_ENDING = 40.0  # seconds for what a killed `up` left: the kernel asked it to end when `up` died
_WHERE = "up.json"
_LOCK = "up.lock"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an `up` runs: the data directory, and where its server listens."""

    folder: Path
    port: int
    host: str = ours.HOST

    @property
    def home(self) -> Path:
        """Where Prefect's database, log and leases are."""
        return self.folder / "prefect"

    @property
    def url(self) -> str:
        """The address of the server."""
        return ours.address(self.host, self.port)

    def left(self, apart_from: tuple[int, ...] = ()) -> list[int]:
        """The processes that belong to an `up` on this directory, without these."""
        return processes.marked(str(self.folder), apart_from)


@dataclass(frozen=True, slots=True)
class Programs:
    """The Python modules that are run, and what they are told.

    ``server`` is also told where it listens, ``layer`` which prefect.yaml to lay out.
    """

    server: tuple[str, ...] = ours.SERVER
    layer: tuple[str, ...] = ("flows.provision", "--soon", FIRST_RUN)
    worker: tuple[str, ...] = (
        *("prefect", "worker", "start", "--pool", POOL, "--name", "writethru"),
        "--with-healthcheck",  # it says whether it still asks for work
    )


def run(
    console: Console, place: Place, inherited: Mapping[str, str], programs: Programs | None = None
) -> None:
    """Run all of it until Ctrl-C or SIGTERM (KeyboardInterrupt), and leave nothing running.

    Raises:
        BadConfig: the port is taken.
        WritethruError: another `up` runs here, a part did not start, or it died again and again.
    """
    place.home.mkdir(parents=True, exist_ok=True)
    with _only_one(place), ours.orderly_end() as signals:
        _clear(console, place)
        ours.require_free(place.port, place.host)
        env = ours.environment(place.home, place.port, inherited, place.host)
        env |= {"WRITETHRU_DATA_DIR": str(place.folder), processes.MARK: str(place.folder)}
        console.print(
            "starting a Prefect server (the first time it makes its database: up to a minute) …",
            soft_wrap=True,
        )
        whole = _Whole(place, env, programs or Programs())
        try:
            _serve(console, whole)
        finally:
            signals.ending()
            console.print("stopping … (Ctrl-C again: at once)")
            whole.stop(signals)


class _Whole:
    """The processes of one `up`."""

    def __init__(self, place: Place, env: Mapping[str, str], programs: Programs) -> None:
        self.place = place
        self.programs = programs
        self._env = env
        self.server = ours.Server(place.home, place.port, env, place.host, programs.server)
        self.worker: Child | None = None
        self._pulse: Pulse | None = None  # of the worker

    def start_worker(self) -> Child:
        """Start it, or start it again."""
        port = ours.free_port()
        listens = {"PREFECT_WORKER_WEBSERVER_HOST": ours.HOST, "PREFECT_WORKER_WEBSERVER_PORT": str(port)}
        self.worker = Child(
            self.programs.worker, {**ours.of_worker(self._env), **listens}, cwd=project_root()
        )
        self._pulse = Pulse(f"{ours.address(ours.HOST, port)}/health")
        return self.worker

    def lay_out(self) -> None:
        """Lay out pool, limits, deployments and automations on the server, and let the schedules begin.

        Raises:
            WritethruError: it could not be done; the message has the last words of what tried.
        """
        told = (*self.programs.layer, "--prefect-file", str(known.data_path("prefect.yaml")))
        ours.command(told, ours.of_clients(self._env), project_root())

    def between(self) -> None:
        """What else is to be looked at while it runs."""
        self.server.look_after()
        if self.worker and self._pulse:
            look_after(self.worker, self._pulse, self.server.pulse)
        processes.reap(self._ids())

    def stop(self, signals: ours.Signals) -> None:
        """End the worker with its runs, then the server, to which they report."""
        if self.worker:
            self.worker.stop(WORKER_STOPPING, signals.hurry)
        server = self.server.child
        processes.end(lambda: self.place.left((server.process.pid,)), LEFT_STOPPING, signals.hurry)
        server.stop(ours.STOPPING, signals.hurry)

    def _ids(self) -> list[int]:
        return [child.process.pid for child in (self.server.child, self.worker) if child]


def look_after(worker: Child, pulse: Pulse, server: Pulse) -> None:
    """End a worker that has not asked for work for minutes, so that its keeper starts it again.

    While the server does not answer no worker can be well, and a restart would help nobody.
    """
    if not worker.runs or not pulse.is_due() or pulse.answers():
        return
    if not server.answers():
        pulse.reset()
    elif pulse.is_stuck():
        worker.process.kill()


def _serve(console: Console, whole: _Whole) -> None:
    whole.server.wait()
    whole.lay_out()
    worker = supervisor.Part("the worker", whole.start_worker, whole.start_worker(), "what it said is above")
    server = supervisor.Part(
        "the Prefect server", whole.server.start, whole.server, f"its log is {whole.server.log}"
    )
    _tell(console, whole.place)
    supervisor.keep((server, worker), lambda line: console.print(line, soft_wrap=True), whole.between)


def _clear(console: Console, place: Place) -> None:
    """Wait for what an `up` that was killed left behind, and end what stays."""
    if not place.left():
        return
    console.print("an `up` was killed here: waiting for what it left to end …", soft_wrap=True)
    processes.await_end(place.left, LEFT_ENDING)
    processes.end(place.left, LEFT_STOPPING)


@contextmanager
def _only_one(place: Place) -> Iterator[None]:
    """Hold the directory for one `up`; the system lets go of it however that ends."""
    from filelock import FileLock, Timeout

    where = place.home / _WHERE
    try:
        with FileLock(place.home / _LOCK, timeout=0):
            where.write_text(json.dumps({"url": place.url}), encoding="utf-8")
            try:
                yield
            finally:
                where.unlink(missing_ok=True)
    except Timeout:
        raise WritethruError(f"`writethru up` runs on {place.folder} already{_at(where)}") from None


def _at(where: Path) -> str:
    try:
        return f", at {json.loads(where.read_text(encoding='utf-8'))['url']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _tell(console: Console, place: Place) -> None:
    console.print(f"\n{'Prefect':<12}{place.url}/v2", soft_wrap=True)
    for page in PAGES:
        console.print(f"{page.capitalize():<12}{place.url}/v2/artifacts/key/{page}", soft_wrap=True)
    console.print(
        f"{'Data':<12}{place.folder}   (`writethru stories`, `writethru sql …` work meanwhile)",
        soft_wrap=True,
    )
    console.print(
        "\nThe pages are there after the first poll, in a minute. Polls every 5 minutes; Ctrl-C stops all of it. "
        "What the worker does:\n",
        soft_wrap=True,
    )


def project_root() -> Path:
    """The folder that holds the package `flows`: deployments name their flows from there."""
    import pipeline

    return Path(pipeline.__file__).resolve().parents[1]
