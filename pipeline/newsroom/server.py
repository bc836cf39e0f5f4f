"""The sample wire over real HTTP: one loopback server for all hosts of the day, on a clock it is told.

It dispatches on the Host header, honours If-None-Match and If-Modified-Since, and keeps a log. A client maps
the day's hosts to it with `Newsroom.connect_to`, so that pages keep their own addresses.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from pipeline.newsroom.clock import Clock
from pipeline.newsroom.pages import Answer, answer

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

    from pipeline.newsroom.records import Day

_IDLE_SECONDS = 5  # a kept connection without a request is closed after this
_NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Request:
    """A request that came in. ``status`` is 0 where no answer was given; ``at`` is the newsroom's clock."""

    host: str
    path: str
    at: datetime
    status: int


class Newsroom:
    """A context manager: the day's hosts, answering on 127.0.0.1.

    Args:
        day: what is served.
        hang: seconds a stalled answer is held back before the connection is closed without one.
        port: 0 for any free one.
    """

    def __init__(self, day: Day, *, hang: float = 2.0, port: int = 0) -> None:
        self.day = day
        self._hang = hang
        self._clock = Clock(min(day.polls))
        self._closing = Event()
        self._lock = Lock()
        self._requests: list[Request] = []
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """Where it listens: ``127.0.0.1:PORT``."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def connect_to(self) -> dict[str, str]:
        """Each host of the day → the address to connect to instead."""
        return {site.host: self.address for site in self.day.sites}

    @property
    def now(self) -> datetime:
        """The instant it answers for."""
        return self._clock.now()

    def set_clock(self, now: datetime) -> None:
        """Move its clock to an aware instant; answers from now on are of that instant."""
        self._clock.set(now)

    @property
    def requests(self) -> tuple[Request, ...]:
        """All requests so far, in order."""
        with self._lock:
            return tuple(self._requests)

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """How often each (host, path) was asked for."""
        return Counter((r.host, r.path) for r in self.requests)

    def answer(self, host: str, target: str) -> Answer:
        """What it answers now for a request's host and target."""
        return answer(self.day, host.partition(":")[0].lower(), urlsplit(target).path or "/", self.now)

    def note(self, host: str, target: str, status: int) -> None:
        """Write a request into the log."""
        with self._lock:
            name = host.partition(":")[0].lower()
            self._requests.append(Request(name, urlsplit(target).path or "/", self.now, status))

    def hold(self) -> None:
        """Wait as long as a stalled answer is held back, or until the server closes."""
        self._closing.wait(self._hang)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64  # the default of 5 makes many clients wait a second for a connection

    def __init__(self, address: tuple[str, int], newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of the newsroom; all else is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    timeout = _IDLE_SECONDS
    server: _Server

    def do_GET(self) -> None:
        """Answer from the day; drop or stall where the day says so."""
        newsroom, host = self.server.newsroom, self.headers.get("Host", "")
        found = newsroom.answer(host, self.path)
        if found.delivery == "stalled":
            newsroom.hold()
        if found.delivery != "sent":
            newsroom.note(host, self.path, _NO_ANSWER)
            self.close_connection = True
            return
        status = 304 if self._is_current(found) else found.status
        newsroom.note(host, self.path, status)
        self._send(found, status)

    def do_HEAD(self) -> None:
        """As GET, without the body."""
        self.do_GET()

    def _is_current(self, found: Answer) -> bool:
        """Whether the client's copy is the one that would be sent (RFC 9110, 13.2.2: the ETag goes first)."""
        tags = dict(found.headers)
        asked = self.headers.get("If-None-Match")
        if asked is not None:
            return "ETag" in tags and tags["ETag"] in [
                tag.strip().removeprefix("W/") for tag in asked.split(",")
            ]
        since = self.headers.get("If-Modified-Since")
        return since is not None and since == tags.get("Last-Modified")

    def _send(self, found: Answer, status: int) -> None:
        body = b"" if status == 304 else found.body  # noqa: PLR2004 - not modified
        self.send_response(status)
        for name, value in found.headers:
            self.send_header(name, value)
        if status != 304:  # noqa: PLR2004
            self.send_header("Content-Type", found.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing on stderr: the newsroom keeps its own log."""
