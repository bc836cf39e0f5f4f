"""One request on its way: its hops, its time, and what came of it."""

from __future__ import annotations

import asyncio
import base64
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from pipeline.core import optout
from pipeline.core.normalise.urls import host, registrable
from pipeline.errors import FetchRefused
from pipeline.io import answer as read
from pipeline.io import decode, guard
from pipeline.io.answer import Answer, Aside, Exchange, Outcome, Request
from pipeline.io.guard import redact
from pipeline.io.stream import Sending, sending_now
from pipeline.io.transport import DroppedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pipeline.io.robots import Sites
    from pipeline.io.turns import Turns
    from pipeline.settings import Settings

_DRAINED = 16_384  # bytes of a redirect's body that are read, so that the connection can be used again
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(slots=True)
class Shared:
    """What the requests of one call have in common."""

    settings: Settings
    wire: httpx.AsyncBaseTransport
    turns: Turns
    sites: Sites = field(init=False)

    async def fetch(self, request: Request, limit: int) -> Answer:
        """Send a request of our own, for a site's file: its beginning is enough where it is too large."""
        return await Fetch(self, request, limit, beginning=True).run()


class Fetch:
    """One request. ``beginning``: where the body is too large, its beginning is wanted all the same.

    ``tell`` is told of the answer while the request still has its place among those under way: what is not archived
    yet stays within their number, however slow the disk is.
    """

    def __init__(
        self,
        shared: Shared,
        request: Request,
        limit: int,
        *,
        beginning: bool = False,
        tell: Callable[[Answer], Awaitable[None]] | None = None,
    ) -> None:
        self._tell = tell
        self._is_told = False
        self._shared = shared
        self._settings = shared.settings
        self._request = request
        self._limit = limit
        self._beginning = beginning
        self._url = request.url
        self._site = ""
        self._asides: list[Aside] = []
        self._hops: list[str] = []
        self._exchanges: list[Exchange] = []
        self._permanent = True
        self._spent = 0.0
        self._has_tried_again = False
        self._asked_at: float | None = None
        self._reserved = optout.Reservations()
        self._cookies: httpx.Cookies | None = None

    async def run(self) -> Answer:
        """Send it and follow its redirects. Raises nothing for what a source does."""
        answer = await self._outcome()
        return answer if self._is_told else await self._told(answer)

    async def _told(self, answer: Answer) -> Answer:
        self._is_told = True
        whole = replace(answer, elapsed_ms=round(self._spent * 1_000), asides=tuple(self._asides))
        if self._tell:
            await self._tell(whole)
        return whole

    async def _outcome(self) -> Answer:
        try:
            return await self._follow()
        except FetchRefused as error:
            return self._failed(Outcome.REFUSED, str(error))
        except httpx.InvalidURL as error:
            return self._failed(Outcome.REFUSED, f"{redact(self._url)}: no usable address ({error})")
        except (TimeoutError, httpx.TimeoutException):
            return self._failed(Outcome.TIMEOUT, f"no whole answer in time ({self._spent:.1f} s)")
        except httpx.NetworkError as error:
            return self._failed(Outcome.CONNECT_ERROR, read.one_line(str(error)) or type(error).__name__)
        except (httpx.TransportError, decode.BrokenError) as error:
            return self._failed(Outcome.BAD_CONTENT, read.one_line(str(error)) or type(error).__name__)

    async def _follow(self) -> Answer:
        came_from: str | None = None
        for _ in range(self._settings.max_redirects + 1):
            guard.split(self._url)
            address = httpx.URL(self._url)
            self._url = str(address)  # what is judged is what the wire will ask
            guard.check_hop(self._url, came_from, self._settings)
            self._site = registrable(host(self._url)) or self._url[:200]
            stopped = await self._unwanted()
            if stopped:
                return stopped
            async with self._shared.turns.turn(self._site) as why_not:
                if why_not:
                    return self._failed(Outcome.HOST_RESTING, why_not)
                answer, onward = await self._timed_hop_if_kept(address)
                if answer and onward is None:
                    return await self._told(answer)
            if onward:
                came_from, self._url = self._url, onward
        self._asked_at = None
        return self._failed(Outcome.TOO_MANY_REDIRECTS, f"more than {self._settings.max_redirects} redirects")

    async def _unwanted(self) -> Answer | None:
        """The answer that spares the request because its site does not want it, or None."""
        self._asked_at = None
        if not self._request.robots:
            return None
        if self._settings.robots:
            rules = await self._shared.sites.rules(self._url, self._asides)
            if isinstance(rules, Answer):
                return self._failed(rules.outcome, rules.detail)
            self._shared.turns.pace.slow(self._site, rules.delay)
            if not rules.allows(self._url):
                return self._failed(Outcome.ROBOTS_DENIED, "robots.txt asks not to fetch it")
        self._reserved = await self._shared.sites.reservations(self._url, self._asides)
        if self._reserved.of(self._url) and self._override() is None:
            return self._opted_out(self._failed(Outcome.OPTED_OUT), ("tdmrep.json",))
        return None

    async def _timed_hop_if_kept(self, address: httpx.URL) -> tuple[Answer | None, str | None]:
        """The hop; nothing where a kept connection was dropped: then it is its turn once more, on a new one."""
        try:
            return await self._timed_hop(address)
        except DroppedError:
            if self._has_tried_again:
                raise
            self._has_tried_again = True  # RFC 9110 section 9.2.2 allows it for a GET
            return None, None

    async def _timed_hop(self, address: httpx.URL) -> tuple[Answer, str | None]:
        pace = self._shared.turns.pace
        sending = Sending()
        sending_now.set(sending)
        started = self._asked_at = pace.clock()
        try:
            async with asyncio.timeout(max(0.0, self._settings.total_timeout - self._spent)):
                return await self._hop(address, sending)
        finally:
            self._spent += pace.clock() - started
            if sending.at is not None:
                self._asked_at = sending.at
                pace.late(self._site, sending.at - started)

    async def _hop(self, address: httpx.URL, sending: Sending) -> tuple[Answer, str | None]:
        s = self._settings
        limits = {"connect": s.connect_timeout, "read": s.read_timeout, "write": s.read_timeout, "pool": None}
        bare = address.copy_with(userinfo=b"") if address.userinfo else address
        request = httpx.Request("GET", bare, headers=self._headers(address), extensions={"timeout": limits})
        if self._cookies is not None:
            self._cookies.set_cookie_header(request)
        response = await self._shared.wire.handle_async_request(request)
        async with aclosing(response):
            response.request = request
            self._asked_at = sending.at or self._asked_at
            self._exchanges.append(self._exchange(response))
            onward = read.onward(self._url, response.status_code, response.headers)
            if onward:
                await self._note_hop(response)
                return self._failed(Outcome.REDIRECTED), onward
            return await self._read(response), None

    async def _note_hop(self, response: httpx.Response) -> None:
        if "set-cookie" in response.headers:
            self._cookies = self._cookies or httpx.Cookies()
            self._cookies.extract_cookies(response)
        self._hops.append(redact(self._url))
        self._permanent = self._permanent and response.status_code in read.PERMANENT
        await _collect(response, _DRAINED)

    def _exchange(self, response: httpx.Response) -> Exchange:
        stream = response.extensions.get("network_stream")
        address = stream.get_extra_info("server_addr") if stream else None
        return Exchange(
            url=self._url,
            status=response.status_code,
            reason=response.reason_phrase,
            protocol=response.http_version,
            sent=_pairs(response.request.headers),
            received=_pairs(response.headers),
            address=address[0] if address else None,
            asked_at=self._asked_at,
            site=self._site,
        )

    async def _read(self, response: httpx.Response) -> Answer:
        answer = self._described(response, read.outcome(response.status_code))
        self._rest(response, answer.retry_after)
        if answer.outcome is Outcome.OK and self._settings.opt_outs:
            said = optout.said(
                self._url, self._settings.user_agent, self._reserved, answer.exchanges[-1].received
            )
            if said and said != ("tdmrep.json",) and self._override() is None and not self._may_retract(said):
                return self._opted_out(answer, said)
        return self._judged(await self._with_body(answer, response))

    def _may_retract(self, said: tuple[str, ...]) -> bool:
        """Whether a meta element in the body may still take back what the headers say (TDMRep only)."""
        return self._request.robots and said == ("header tdm-reservation",)

    async def _with_body(self, answer: Answer, response: httpx.Response) -> Answer:
        raw, is_whole = await _collect(response, self._limit)
        if not raw:
            return answer
        answer = replace(answer, wire_bytes=len(raw))
        try:
            encoding = response.headers.get("content-encoding", "")
            body = decode.decode(raw, encoding, self._limit, broken_off=not is_whole)
        except decode.TooLargeError as error:
            return self._too_large(answer, error.partial)
        if not is_whole:
            return self._too_large(answer, body)
        return replace(answer, body=body)

    def _too_large(self, answer: Answer, partial: bytes) -> Answer:
        text = f"the body is larger than {self._limit:,} bytes"
        body = partial if self._beginning else b""
        return replace(answer, outcome=Outcome.TOO_LARGE, detail=text, body=body)

    def _judged(self, answer: Answer) -> Answer:
        """Whether its publisher lets it be kept, now that the body is there."""
        if answer.outcome is not Outcome.OK:
            return answer
        page = answer.body if _is_page(answer) else b""
        said = optout.said(
            self._url, self._settings.user_agent, self._reserved, answer.exchanges[-1].received, page
        )
        if not said:
            return answer
        reason = self._override()
        if reason is None:
            return self._opted_out(replace(answer, body=b""), said)
        return replace(answer, opt_out=said, override=reason)

    def _override(self) -> str | None:
        """The user's reason to keep what this site's publisher reserves; None where there is none."""
        if not self._settings.opt_outs:
            return "opt-outs are not obeyed (WRITETHRU_OPT_OUTS)"
        reasons = self._settings.opt_out_overrides
        return reasons.get(self._site, reasons.get("*"))

    def _opted_out(self, answer: Answer, said: tuple[str, ...]) -> Answer:
        text = f"its publisher reserves archiving or mining ({', '.join(said)})"
        return replace(answer, outcome=Outcome.OPTED_OUT, detail=text, opt_out=said)

    def _rest(self, response: httpx.Response, seconds: int | None) -> None:
        if seconds and response.status_code in read.BUSY:
            self._shared.turns.pace.rest(self._site, seconds)

    def _described(self, response: httpx.Response, outcome: Outcome) -> Answer:
        headers = response.headers
        return self._failed(
            outcome,
            f"{response.status_code} {response.reason_phrase}".strip(),
            status=response.status_code,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            content_type=headers.get("content-type"),
            retry_after=read.retry_after(headers),
            max_age=read.max_age(headers),
        )

    def _headers(self, address: httpx.URL) -> dict[str, str]:
        sent = {
            "User-Agent": self._settings.user_agent,
            "Accept": self._request.accept,
            "Accept-Encoding": decode.ACCEPT_ENCODING,
            "If-None-Match": self._request.etag or "",
            "If-Modified-Since": self._request.last_modified or "",
        }
        if self._request.headers and _same_origin(self._url, self._request.url):
            sent |= dict(self._request.headers)
        if address.userinfo:
            pair = f"{address.username}:{address.password}".encode()
            sent["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        return {k: v for k, v in sent.items() if v and v.isascii() and v.isprintable()}

    def _failed(self, outcome: Outcome, detail: str = "", **said: Any) -> Answer:
        return Answer(
            url=self._request.url,
            final_url=self._url,
            outcome=outcome,
            redirects=tuple(self._hops),
            permanent=bool(self._hops) and self._permanent,
            detail=detail,
            asked_at=self._asked_at,
            site=self._site,
            exchanges=tuple(self._exchanges),
            **said,
        )


async def _collect(response: httpx.Response, limit: int) -> tuple[bytes, bool]:
    """The body as it comes, and whether that is all; no more than the limit of it is read."""
    body = bytearray()
    stream = response.stream
    async for chunk in stream:  # type: ignore[union-attr]  # wires of this client are asynchronous
        body += chunk
        if len(body) > limit:
            return bytes(body[:limit]), False
    return bytes(body), True


def _pairs(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)


def _same_origin(url: str, other: str) -> bool:
    return guard.origin(url) == guard.origin(other) and urlsplit(url).scheme == urlsplit(other).scheme


def _is_page(answer: Answer) -> bool:
    kind = (answer.content_type or "text/html").partition(";")[0].strip().lower()
    return kind in _HTML
