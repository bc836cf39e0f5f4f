"""The connections under the client: guarded where they go to, and ended when a request's time is up."""

from __future__ import annotations

import contextlib
import functools
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING

import httpcore
import httpx

from pipeline.io import guard

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator

    from pipeline.settings import Settings

    Options = Iterable[httpcore.SOCKET_OPTION]

_MOST_ADDRESSES = 4  # of one name that are tried
_ends_at: ContextVar[float] = ContextVar("ends_at")


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Within this, whatever the transport does for the caller's thread ends after so many seconds.

    A server that sends one byte a second, of the headers or the body, is cut off by it.
    """
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


@functools.cache
def _trust() -> ssl.SSLContext:
    """The certificates that are trusted; reading them costs 60 ms, so once a process."""
    return httpx.create_ssl_context()


class GuardedTransport(httpx.BaseTransport):
    """A connection pool that asks `guard` where each connection may go.

    Raises what httpx's own transport raises, and FetchRefused for an address that is not asked.
    """

    def __init__(self, settings: Settings, look_up: guard.Resolve = guard.resolve) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(),
            max_connections=settings.concurrency * 2,
            max_keepalive_connections=settings.concurrency,
            keepalive_expiry=15.0,
            network_backend=_Backend(settings, look_up),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the response comes as it is read."""
        url = request.url
        with _as_httpx():
            answer = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                    ),
                    headers=request.headers.raw,
                    content=request.stream if isinstance(request.stream, httpx.SyncByteStream) else None,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        with _as_httpx():
            self._answer.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, settings: Settings, look_up: guard.Resolve) -> None:
        self._settings = settings
        self._look_up = look_up
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address, number in self._targets(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address,
                    number,
                    _remaining(timeout, httpcore.ConnectTimeout),
                    local_address,
                    socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream)
        raise failure

    def _targets(self, host: str, port: int) -> tuple[tuple[str, int], ...]:
        try:
            return guard.targets(host, port, self._settings, self._look_up)[:_MOST_ADDRESSES]
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved ({error})") from None


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _remaining(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _remaining(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _remaining(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _remaining(timeout: float | None, too_late: type[Exception]) -> float | None:
    ends_at = _ends_at.get(None)
    if ends_at is None:
        return timeout
    left = ends_at - time.monotonic()
    if left <= 0:
        raise too_late("the request's time is up")
    return left if timeout is None else min(timeout, left)


@contextlib.contextmanager
def _as_httpx() -> Iterator[None]:
    """Errors of httpcore as those of httpx with the same name."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        kind = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(str(error)) from error
