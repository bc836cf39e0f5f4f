"""What stands in for Prefect's server and worker: processes that start, answer, and end as theirs do, in a moment.

    python -m tests.cli.stand_ins server --host H --port P | worker | layer --prefect-file F | up FOLDER PORT

``up`` is the real one, with these for its programs.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from pipeline.cli import context, serving
from pipeline.errors import WritethruError

RUN = ("-c", "import time; time.sleep(600)")


def _note(name: str) -> None:
    folder = Path(os.environ["WRITETHRU_DATA_DIR"])
    line = json.dumps({"name": name, "pid": os.getpid(), "env": dict(os.environ), "said": sys.argv[1:]})
    with (folder / "started.jsonl").open("a", encoding="utf-8") as log:
        log.write(line + "\n")


class _Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


def server(port: int) -> None:
    """Answer that all is well; end on SIGTERM."""
    _note("server")
    HTTPServer(("127.0.0.1", port), _Healthy).serve_forever()


def worker() -> None:
    """Start a run in a session of its own, as Prefect's worker does, and never end it."""
    _note("worker")
    subprocess.Popen([sys.executable, *RUN], start_new_session=True)
    print("worker started", flush=True)  # noqa: T201 - as a program does
    if "STUBBORN" in os.environ:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def up(folder: Path, port: int) -> None:
    """The real thing, around these."""
    module = "tests.cli.stand_ins"
    programs = serving.Programs((module, "server"), (module, "layer"), (module, "worker"))
    try:
        serving.run(context.console(), serving.Place(folder, port), os.environ, programs)
    except WritethruError as error:
        print(f"writethru: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("stopped")  # noqa: T201


def main(told: list[str]) -> None:
    """Be one of them."""
    if told[0] == "server":
        server(int(told[told.index("--port") + 1]))
    elif told[0] == "worker":
        worker()
    elif told[0] == "layer":
        _note("layer")
    else:
        up(Path(told[1]), int(told[2]))


if __name__ == "__main__":
    main(sys.argv[1:])
