"""The polite client: the only module that sends requests.

What becomes of a request is a value (`Answer` with an `Outcome`), never an exception: a source that fails is
news about that source, and it is stored.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pipeline.io import transport
from pipeline.io.answer import Answer, Exchange, Outcome, Request
from pipeline.io.fetch import Fetch, Shared
from pipeline.io.guard import redact
from pipeline.io.manners import Manners
from pipeline.io.robots import Sites
from pipeline.io.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence

    import httpx

    from pipeline.settings import Settings

    Seen = Callable[[int, Answer], None]

__all__ = [
    "FEED_TYPES",
    "PAGE_TYPES",
    "Answer",
    "Client",
    "Exchange",
    "Manners",
    "Outcome",
    "Request",
    "redact",
]

FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
)
PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
T = TypeVar("T")


class Client:
    """Sends requests politely: a token bucket for each registrable domain, robots.txt, limits of time and size.

    Its methods are for plain code; inside they run an event loop of their own. It may be used from several threads.

    Args:
        settings: limits, user agent, what private addresses may be asked.
        wire: what carries the requests, a seam for tests; else connections of its own for each call. It is not closed.
        manners: what is known of sites, shared with others of the same run; it has the clock.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        settings: Settings,
        wire: httpx.AsyncBaseTransport | None = None,
        manners: Manners | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._wire = wire
        self._manners = manners or Manners.of(settings)
        self._sleep = sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing stays open between two calls; here for `contextlib.closing` and ``with``."""

    def get(self, request: Request) -> Answer:
        """Send one request and follow its redirects; never raises for what a source does."""
        return self.get_many([request])[0]

    def get_many(
        self, requests: Iterable[Request], seen: Seen | None = None, *, bodies: bool = True
    ) -> list[Answer]:
        """Send requests, many hosts at once, each at its pace; answers stand in the requests' order.

        ``seen`` is told of each answer as soon as it is there, with its place among the requests, from whatever
        thread it came in: what is archived then survives the end of this process. Without ``bodies`` it alone gets
        them, and answers take no more memory than their heads.
        """
        return _run(self.get_all(list(requests), seen, bodies=bodies))

    async def get_all(
        self, requests: Sequence[Request], seen: Seen | None = None, *, bodies: bool = True
    ) -> list[Answer]:
        """As `get_many`, for code in an event loop, to which a given ``wire`` belongs."""
        wire = self._wire or transport.GuardedTransport(self._settings, clock=self._manners.pace.clock)
        turns = Turns(self._manners.pace, self._settings.concurrency, self._settings.host_burst, self._sleep)
        shared = Shared(self._settings, wire, turns)
        shared.sites = Sites(self._manners, self._settings.user_agent, shared.fetch)
        teller = _Teller(seen)

        async def one(index: int, request: Request) -> Answer:
            async def tell(answer: Answer) -> None:
                await teller.tell(index, answer)

            answer = await Fetch(shared, request, self._settings.max_bytes, tell=tell).run()
            return answer if bodies else replace(answer, body=b"")

        try:
            return await asyncio.gather(*(one(n, request) for n, request in enumerate(requests)))
        finally:
            teller.close()
            if wire is not self._wire:
                await wire.aclose()


class _Teller:
    """Tells of answers, one after the other, in a thread beside the loop: a disk that is slow delays no request."""

    def __init__(self, seen: Seen | None) -> None:
        self._seen = seen
        self._thread = ThreadPoolExecutor(1, "seen")

    async def tell(self, index: int, answer: Answer) -> None:
        if self._seen is None:
            return
        if (
            not answer.body and not answer.asides
        ):  # nothing to write: a thread would cost more than the telling
            self._seen(index, answer)
        else:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._seen, index, answer)

    def close(self) -> None:
        self._thread.shutdown()


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run to its end, also for a caller whose thread has a loop that runs (a notebook, an async flow)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    done: list[T] = []
    failed: list[BaseException] = []

    def body() -> None:
        try:
            done.append(asyncio.run(work))
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            failed.append(error)

    thread = threading.Thread(target=body, name="fetch")
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return done[0]
