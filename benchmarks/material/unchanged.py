"""A server of feeds that never change: 304 to who has the validator, else a feed without entries, as cheap as it gets."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_FEED = b"<rss version='2.0'><channel><title>Unchanged</title></channel></rss>"


class _Talk(asyncio.Protocol):
    """HTTP/1.1 as far as a GET without a body needs it."""

    def __init__(self, etag: bytes) -> None:
        self._same = b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
        self._whole = head % (etag, len(_FEED)) + _FEED
        self._mark = etag
        self._heard = b""
        self._out: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._out = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard and self._out is not None:
            head, _, self._heard = self._heard.partition(b"\r\n\r\n")
            self._out.write(self._same if self._mark in head else self._whole)


def serve(told: Connection, etag: str) -> None:
    """Serve until terminated; tells its port."""

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: _Talk(etag.encode()), "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())
