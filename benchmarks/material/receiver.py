"""A loopback web server that keeps what is posted to it, as a person's own alerting would."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType


class Receiver:
    """Keeps the JSON bodies posted to each path, in their order, while the context lasts."""

    def __init__(self) -> None:
        self.got: dict[str, list[dict[str, Any]]] = {}
        self._last = time.monotonic()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def address(self, path: str) -> str:
        """Where to post to."""
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def take(self, path: str, body: bytes) -> None:
        """Keep a body."""
        self.got.setdefault(path, []).append(json.loads(body))
        self._last = time.monotonic()

    def quiet(self, seconds: float = 10.0) -> None:
        """Return when nothing has come for so long."""
        self._last = time.monotonic()
        while time.monotonic() - self._last < seconds:
            time.sleep(0.2)


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.take(self.path, self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server names it
            """Nothing: what came is told at the end."""

    return Handler
