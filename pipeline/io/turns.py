"""Whose turn it is: requests wait for their site's token, and for one of the places of those under way."""

from __future__ import annotations

import asyncio
import random
from contextlib import ExitStack, asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from pipeline.io.pace import Pace


_LOOK_AGAIN = (
    0.1  # seconds until a place that other processes have is looked for again, and as much at random
)


class Turns:
    """Turns of one event loop; other processes are minded where the pace knows of them.

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
    async def turn(self, site: str) -> AsyncIterator[str]:
        """Have the site's turn while within. -> "", or why it may not be asked: it rests, or its budget is spent.

        The token is taken at the moment the request may really go, so that no two that waited for a place go at once.
        """
        if site not in self._sites:
            self._sites[site] = asyncio.Semaphore(self._at_site)
        async with self._sites[site]:
            with ExitStack() as held:
                yield await self._come(site, held)

    async def _come(self, site: str, held: ExitStack) -> str:
        """Wait for a place and a token; no place is held where the site is not to be asked. -> why not."""
        while True:
            why_not = self._why_not(site)
            if why_not:
                return why_not
            empty = self.pace.wait(site)
            if empty:
                await self._sleep(empty)
                continue
            await self._places.acquire()
            with ExitStack() as mine:
                mine.callback(self._places.release)
                if not self._has_place(site, mine):
                    empty = _LOOK_AGAIN * (1 + random.random())  # noqa: S311
                elif not self.pace.resting(site) and self.pace.take(site):
                    held.enter_context(mine.pop_all())
                    return ""
            if empty:
                await self._sleep(empty)

    def _why_not(self, site: str) -> str:
        rest = self.pace.resting(site)
        if rest:
            return f"the site asked for {rest:.0f} s more of rest"
        return "its host is asked for no more in this run" if self.pace.is_spent(site) else ""

    def _has_place(self, site: str, held: ExitStack) -> bool:
        """Take one of the places that all processes have at a site."""
        if self.pace.beside is None:
            return True
        place = self.pace.beside.place(site)
        if place is None:
            return False
        held.callback(place.release)
        return True
