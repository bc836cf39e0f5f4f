"""Whose turn it is: requests wait for their site's token, and for one of the places of those under way."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from pipeline.io.pace import Pace


class Turns:
    """Turns of one event loop.

    Args:
        pace: the buckets of the sites, and its clock.
        at_once: how many requests may be under way.
        at_site: how many of them at one site.
        sleep: waits so many seconds.
    """

    def __init__(
        self, pace: Pace, at_once: int, at_site: int, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self.pace = pace
        self._places = asyncio.Semaphore(at_once)
        self._at_site = at_site
        self._sites: dict[str, asyncio.Semaphore] = {}
        self._sleep = sleep

    @asynccontextmanager
    async def turn(self, site: str) -> AsyncIterator[float]:
        """Have the site's turn while within. -> 0, or for how many seconds more the site wants its rest.

        The token is taken at the moment the request may really go, so that no two that waited for a place go at once.
        """
        if site not in self._sites:
            self._sites[site] = asyncio.Semaphore(self._at_site)
        async with self._sites[site]:
            rest = await self._come(site)
            if rest:
                yield rest
                return
            try:
                yield 0.0
            finally:
                self._places.release()

    async def _come(self, site: str) -> float:
        """Wait for a place and a token; gives the place up where the site rests."""
        while True:
            rest = self.pace.resting(site)
            if rest:
                return rest
            empty = self.pace.wait(site)
            if empty:
                await self._sleep(empty)
                continue
            await self._places.acquire()
            if not self.pace.resting(site) and self.pace.take(site):
                return 0.0
            self._places.release()
