"""One connection, plain or TLS, as httpcore uses it: asyncio's own streams, which cost a third of anyio's."""

from __future__ import annotations

import asyncio
import contextlib
from contextvars import ContextVar
from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator


class Sending:
    """When the bytes of a request left, by the clock of the connections; None before."""

    __slots__ = ("at",)

    def __init__(self) -> None:
        self.at: float | None = None


sending_now: ContextVar[Sending | None] = ContextVar("sending_now", default=None)


async def connect(
    address: str,
    port: int,
    timeout: float | None,  # noqa: ASYNC109 - as httpcore's backends have it
    clock: Callable[[], float],
) -> Stream:
    """Connect to an IP address; nothing is looked up.

    Raises:
        httpcore.ConnectError: nobody there.
        httpcore.ConnectTimeout: no answer in time (seconds).
    """
    with _as_httpcore(httpcore.ConnectTimeout, httpcore.ConnectError):
        async with asyncio.timeout(timeout):
            reader, writer = await asyncio.open_connection(address, port)
    return Stream(reader, writer, clock)


class Stream(httpcore.AsyncNetworkStream):
    """A connection that tells when a request leaves. ``clock`` counts seconds."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, clock: Callable[[], float]
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._clock = clock

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """The next bytes, at most so many; b"" at the end."""
        with _as_httpcore(httpcore.ReadTimeout, httpcore.ReadError):
            async with asyncio.timeout(timeout):
                return await self._reader.read(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Send the bytes."""
        if not buffer:
            return
        told = sending_now.get()
        if told is not None:
            told.at = self._clock()
        with _as_httpcore(httpcore.WriteTimeout, httpcore.WriteError):
            self._writer.write(buffer)
            async with asyncio.timeout(timeout):
                await self._writer.drain()

    async def aclose(self) -> None:
        """Close at once: nothing of ours is unsent, and a TLS farewell would wait for the other side."""
        self._writer.transport.abort()
        await asyncio.sleep(0)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        """The same connection, from now on encrypted."""
        with _as_httpcore(httpcore.ConnectTimeout, httpcore.ConnectError):
            async with asyncio.timeout(timeout):
                await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        return self

    def get_extra_info(self, info: str) -> object:
        """What httpcore asks of a connection; None where there is no such thing."""
        if info == "is_readable":  # of one that waits for a request: the other side has closed it
            return self._reader.at_eof() or self._writer.is_closing()
        names = {"server_addr": "peername", "client_addr": "sockname", "ssl_object": "ssl_object"}
        return self._writer.get_extra_info(names.get(info, info))


@contextlib.contextmanager
def _as_httpcore(too_late: type[Exception], broken: type[Exception]) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise too_late(str(error)) from error
    except OSError as error:  # TLS errors too
        raise broken(str(error)) from error
