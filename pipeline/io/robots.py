"""The files in which a site says what it does not want: robots.txt and tdmrep.json, got once a day and kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from pipeline.core import optout
from pipeline.core.robots import Rules, parse
from pipeline.io.answer import Answer, Aside, Outcome, Request
from pipeline.io.manners import TDMREP

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pipeline.io.manners import Manners, SiteFile

    Fetch = Callable[[Request, int], Awaitable[Answer]]
    Purpose = Literal["robots", "tdmrep"]

MAX_BYTES = 512_000  # RFC 9309 section 2.5 asks for at least 500 KiB
_PATHS: dict[Purpose, str] = {"robots": "/robots.txt", "tdmrep": TDMREP}
_TYPES: dict[Purpose, str] = {"robots": "text/plain, */*;q=0.1", "tdmrep": "application/json, */*;q=0.1"}


class Sites:
    """What sites ask for. Belongs to one event loop; what it learns stays in the `Manners`.

    Args:
        manners: what is known, and where it is kept.
        agent: the user agent we send.
        fetch: sends a request for a site's file, with a limit of bytes.
    """

    def __init__(self, manners: Manners, agent: str, fetch: Fetch) -> None:
        self._manners = manners
        self._agent = agent
        self._fetch = fetch
        self._under_way: dict[str, asyncio.Task[Answer]] = {}
        self._rules: dict[str, tuple[SiteFile, Rules]] = {}
        self._reserved: dict[str, tuple[SiteFile, optout.Reservations]] = {}

    async def rules(self, url: str, asides: list[Aside]) -> Rules | Answer:
        """The rules of the address's site; an `Answer` (refused, unreachable) where they cannot be had.

        Args:
            url: what is to be asked.
            asides: gets the requests that were sent for this.
        """
        address, file = await self._file("robots", url, asides)
        if isinstance(file, Answer):
            return file
        if not file.is_usable(self._manners.pace.clock()):
            # RFC 9309 section 2.3.1.4: unreachable means no, until it can be read
            return Answer(url, url, Outcome.ROBOTS_UNREACHABLE, detail=f"robots.txt: {file.detail}")
        if self._rules.get(address, (None,))[0] is not file:
            self._rules[address] = (file, parse((file.read() or b"").decode("utf-8", "replace"), self._agent))
        return self._rules[address][1]

    async def reservations(self, url: str, asides: list[Aside]) -> optout.Reservations:
        """The rules of the site's tdmrep.json; a site that does not give it does not speak the protocol."""
        address, file = await self._file("tdmrep", url, asides)
        if isinstance(file, Answer) or not file.is_usable(self._manners.pace.clock()):
            return optout.Reservations()
        if self._reserved.get(address, (None,))[0] is not file:
            self._reserved[address] = (file, optout.reservations(file.read() or b""))
        return self._reserved[address][1]

    async def _file(self, purpose: Purpose, url: str, asides: list[Aside]) -> tuple[str, SiteFile | Answer]:
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{_PATHS[purpose]}"
        known = self._manners.files.get(address)
        if known and known.is_fresh(self._manners.pace.clock()):
            return address, known
        answer = await self._asked(purpose, address, asides)
        return address, answer if _says_nothing(answer) else self._manners.files[address]

    async def _asked(self, purpose: Purpose, address: str, asides: list[Aside]) -> Answer:
        """What came of asking for the file; who asks while it is on its way waits for the same answer."""
        if address in self._under_way:
            return await self._under_way[address]
        task = asyncio.ensure_future(self._get(purpose, address))
        self._under_way[address] = task
        answer = await task
        asides += [*answer.asides, Aside(purpose, replace(answer, asides=()))]
        return answer

    async def _get(self, purpose: Purpose, address: str) -> Answer:
        answer = await self._fetch(Request(address, accept=_TYPES[purpose]), MAX_BYTES)
        if not _says_nothing(answer):
            self._manners.note_file(address, answer)
        del self._under_way[address]
        return answer


def _says_nothing(answer: Answer) -> bool:
    """Whether the site was not asked at all: then what holds for its file holds for its pages."""
    return answer.outcome is Outcome.HOST_RESTING or (
        answer.outcome is Outcome.REFUSED and not answer.redirects
    )
