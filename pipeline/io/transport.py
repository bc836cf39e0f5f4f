"""The connections under the client: asynchronous, HTTP/1.1 and HTTP/2, guarded where they go to.

Each origin has a small pool of its own: a pool of httpcore's looks at all its connections for each request, which
for hundreds of hosts costs more than the requests do.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpcore
import httpx

from pipeline.errors import FetchRefused
from pipeline.io import guard
from pipeline.io.stream import connect

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence

    from pipeline.settings import Settings

    Options = Iterable[httpcore.SOCKET_OPTION]
    Origin = tuple[bytes, bytes, int | None]

_MOST_ADDRESSES = 4  # of one name that are tried
_KEPT_OPEN = 15.0  # seconds a connection without a request stays open
_LOOK_UPS = 32  # names resolved at once: the system's resolver blocks a thread for each


@functools.cache
def _trust() -> ssl.SSLContext:
    """The certificates that are trusted; reading them costs 60 ms, so once a process."""
    return httpx.create_ssl_context()


class DroppedError(httpx.RemoteProtocolError):
    """A connection that had been kept open was closed as we asked on it: by its age, not because of what was asked."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """Connection pools that ask `guard` where each connection may go. Belongs to one event loop.

    Raises what httpx's own transport raises, `DroppedError` among it, and FetchRefused for an address that is not asked.

    Args:
        settings: what may be asked, and how many connections an origin may have.
        look_up: gives the addresses of a name.
        trust: the certificates to trust; else those that httpx comes with.
        clock: the readings that `Sending` gets.
    """

    def __init__(
        self,
        settings: Settings,
        look_up: guard.Resolve = guard.resolve,
        trust: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._trust = trust
        self._names = ThreadPoolExecutor(_LOOK_UPS, "look-up")
        self._backend = _Backend(settings, look_up, self._names, clock)
        self._most_open = max(settings.concurrency, _files() // (4 * max(2, settings.host_burst)))
        self._pools: dict[Origin, httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the response comes as it is read."""
        url = request.url
        pool = await self._pool((url.raw_scheme, url.raw_host, url.port))
        is_kept = any(connection.is_idle() for connection in pool.connections)
        with _as_httpx(is_kept=is_kept):
            answer = await pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                    ),
                    headers=request.headers.raw,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    async def _pool(self, origin: Origin) -> httpcore.AsyncConnectionPool:
        """The origin's pool; the one used longest ago gives way where too many are idle."""
        pool = self._pools.pop(origin, None) or self._new_pool()
        self._pools[origin] = pool
        if len(self._pools) > self._most_open:
            idle = next((o for o, p in self._pools.items() if p is not pool and _is_idle(p)), None)
            if idle:
                await self._pools.pop(idle).aclose()
        return pool

    def _new_pool(self) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncConnectionPool(
            ssl_context=self._trust or _trust(),
            max_connections=max(2, self._settings.host_burst),
            keepalive_expiry=_KEPT_OPEN,
            http2=True,
            network_backend=self._backend,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()
        self._names.shutdown(wait=False, cancel_futures=True)


def _files() -> int:
    """How many files and connections this process may have open, within reason."""
    try:
        import resource
    except ImportError:  # Windows, which counts otherwise
        return 2_048
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(256, min(soft, 8_192))


def _is_idle(pool: httpcore.AsyncConnectionPool) -> bool:
    return all(connection.is_idle() or connection.is_closed() for connection in pool.connections)


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx():
            async for chunk in self._answer.aiter_stream():
                yield chunk

    async def aclose(self) -> None:
        with _as_httpx():
            await self._answer.aclose()


class _Backend(httpcore.AsyncNetworkBackend):
    def __init__(
        self,
        settings: Settings,
        look_up: guard.Resolve,
        names: ThreadPoolExecutor,
        clock: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._look_up = look_up
        self._names = names
        self._clock = clock

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Options | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address, number in await self._targets(host, port, timeout):
            try:
                return await connect(address, number, timeout, self._clock)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _targets(self, host: str, port: int, limit: float | None) -> Sequence[tuple[str, int]]:
        """Where the connection may go: judged by the addresses that are then connected to, looked up once."""
        try:
            if guard.needs_look_up(host, port, self._settings):
                targets = functools.partial(guard.targets, host, port, self._settings, self._look_up)
                loop = asyncio.get_running_loop()
                found = await asyncio.wait_for(loop.run_in_executor(self._names, targets), limit)
            else:
                found = guard.targets(host, port, self._settings, self._look_up)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"{host} was not resolved in time") from None
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved ({error})") from None
        return found[:_MOST_ADDRESSES]


@contextlib.contextmanager
def _as_httpx(*, is_kept: bool = False) -> Iterator[None]:
    """Errors of httpcore as those of httpx with the same name, and what slips through it as a broken connection.

    ``is_kept``: on a connection that has answered before, whose end comes as an error of reading or writing.
    """
    try:
        yield
    except (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError) as error:
        kind = DroppedError if is_kept else getattr(httpx, type(error).__name__)
        raise kind(str(error)) from error
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        kind = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(str(error)) from error
    except (FetchRefused, httpx.TransportError):
        raise
    except Exception as error:  # TLS and HTTP/2 libraries raise their own for what a stranger sends
        raise httpx.RemoteProtocolError(f"{type(error).__name__}: {error}") from error
