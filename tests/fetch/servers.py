"""Servers on the loopback that are no HTTP library's: they log when each request came, and misbehave as they are told."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import h2.config
import h2.connection
import h2.events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Play = Callable[[socket.socket, str, str], None]


def dawdling(seconds: float) -> Play:
    """Answers after a while."""

    def play(caller: socket.socket, _host: str, _path: str) -> None:
        time.sleep(seconds)
        caller.sendall(PLAIN)

    return play


PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Server:
    """Answers each request on a thread of its own by ``play(caller, host, path)``; ``log`` has (host, path, time)."""

    play: Play = lambda caller, _host, _path: caller.sendall(PLAIN)
    trust: ssl.SSLContext | None = None
    log: list[tuple[str, str, float]] = field(default_factory=list)
    most_at_once: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._lock = threading.Lock()
        self._now: dict[str, int] = {}
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=5)

    @property
    def address(self) -> str:
        """``127.0.0.1:PORT``."""
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    def pause(self, seconds: float) -> None:
        """Let time go by, unless the test is over."""
        self._closing.wait(seconds)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                caller.settimeout(5)
                thread = threading.Thread(target=self._talk, args=(caller,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _talk(self, caller: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self.trust:
                caller = self.trust.wrap_socket(caller, server_side=True)
        with caller, contextlib.suppress(OSError):
            if isinstance(caller, ssl.SSLSocket) and caller.selected_alpn_protocol() == "h2":
                self._talk_h2(caller)
            else:
                self._talk_http1(caller)

    def _talk_http1(self, caller: socket.socket) -> None:
        heard = b""
        while not self._closing.is_set():
            while b"\r\n\r\n" not in heard:
                more = caller.recv(65_536)
                if not more:
                    return
                heard += more
            head, _, heard = heard.partition(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            host = next(line.partition(":")[2].strip() for line in lines if line.lower().startswith("host:"))
            path = lines[0].split(" ")[1]
            with self._asked(host.partition(":")[0], path):
                self.play(caller, host, path)

    def _talk_h2(self, caller: ssl.SSLSocket) -> None:
        talk = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        )
        talk.initiate_connection()
        caller.sendall(talk.data_to_send())
        while data := caller.recv(65_536):
            for event in talk.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    told = {str(name): str(value) for name, value in event.headers}
                    with self._asked(told[":authority"], told[":path"]):
                        talk.send_headers(event.stream_id, [(":status", "200"), ("etag", '"h2"')])
                        talk.send_data(event.stream_id, b"over h2", end_stream=True)
            caller.sendall(talk.data_to_send())

    @contextlib.contextmanager
    def _asked(self, host: str, path: str) -> Iterator[None]:
        with self._lock:
            self.log.append((host, path, time.monotonic()))
            self._now[host] = self._now.get(host, 0) + 1
            self.most_at_once[host] = max(self._now[host], self.most_at_once.get(host, 0))
        try:
            yield
        finally:
            with self._lock:
                self._now[host] -= 1
