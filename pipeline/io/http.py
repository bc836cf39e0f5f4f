"""The polite client: the only module that sends requests.

What becomes of a request is a value (`Answer` with an `Outcome`), never an exception: a source that fails is
news about that source, and it is stored.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import httpx

from pipeline.core.normalise.urls import host, registrable
from pipeline.errors import FetchRefused
from pipeline.io import answer as read
from pipeline.io import decode, guard, robots, transport
from pipeline.io.answer import Answer, Exchange, Outcome, Request
from pipeline.io.guard import redact
from pipeline.io.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pipeline.settings import Settings

__all__ = ["FEED_TYPES", "PAGE_TYPES", "Answer", "Client", "Outcome", "Request", "redact"]

FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
)
PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_LONGEST_CRAWL_DELAY = 10.0  # seconds; robots.txt that asks for minutes means bulk crawlers


class Client:
    """Sends requests politely: a turn for each registrable domain, robots.txt, limits of time and size.

    Use it as a context manager. `get` and `get_many` may be called from several threads.

    Args:
        settings: limits, user agent, what private addresses may be asked.
        wire: what carries the requests; a seam for tests.
        clock: seconds that only go forward.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        settings: Settings,
        wire: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        carrier = wire or transport.GuardedTransport(settings)
        self._shared = _Shared(settings, carrier, clock, Pace(settings.host_delay, clock, sleep))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._shared.wire.close()

    def get(self, request: Request) -> Answer:
        """Send one request and follow its redirects; never raises for what a source does."""
        return _Fetch(self._shared, request, self._shared.settings.max_bytes).run()

    def get_many(
        self, requests: Iterable[Request], seen: Callable[[int, Answer], None] = lambda _index, _answer: None
    ) -> list[Answer]:
        """Send requests, those of one host one after the other; answers stand in the requests' order.

        ``seen`` is told of each answer as soon as it is there, with its place among the requests, from whatever
        thread it came in: what is archived then survives the end of this process.
        """
        wanted = list(requests)
        groups: dict[str, list[int]] = {}
        for index, request in enumerate(wanted):
            groups.setdefault(_site(request.url), []).append(index)
        answers: list[Answer | None] = [None] * len(wanted)

        def work(indexes: Sequence[int]) -> None:
            for index in indexes:
                answer = answers[index] = self.get(wanted[index])
                seen(index, answer)

        with ThreadPoolExecutor(self._shared.settings.concurrency, "fetch") as pool:
            for done in [pool.submit(work, g) for g in sorted(groups.values(), key=len, reverse=True)]:
                done.result()
        return [a for a in answers if a is not None]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the requests of one client have in common."""

    settings: Settings
    wire: httpx.BaseTransport
    clock: Callable[[], float]
    pace: Pace
    rules: dict[str, robots.Rules | Answer] = field(default_factory=dict)

    def rules_for(self, url: str) -> robots.Rules | Answer:
        """The site's robots.txt; an `Answer` where it could not be had."""
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"
        if address not in self.rules:
            found = _Fetch(self, Request(address, accept="text/plain, */*;q=0.1"), robots.MAX_BYTES).run()
            self.rules[address] = self._read_rules(found)
        return self.rules[address]

    def _read_rules(self, answer: Answer) -> robots.Rules | Answer:
        if answer.outcome in {Outcome.OK, Outcome.TOO_LARGE}:
            return robots.parse(answer.body.decode("utf-8", "replace"), self.settings.user_agent)
        if answer.is_temporary or answer.outcome is Outcome.REFUSED:
            return answer  # RFC 9309 section 2.3.1.4: unreachable means no, until it can be read
        return robots.Rules()


class _Fetch:
    """One request on its way: its hops, its time, and what came of it."""

    def __init__(self, shared: _Shared, request: Request, limit: int) -> None:
        self._shared = shared
        self._settings = shared.settings
        self._pace = shared.pace
        self._request = request
        self._limit = limit
        self._url = request.url
        self._hops: list[str] = []
        self._exchanges: list[Exchange] = []
        self._permanent = True
        self._spent = 0.0

    def run(self) -> Answer:
        return replace(self._outcome(), elapsed_ms=round(self._spent * 1_000))

    def _outcome(self) -> Answer:
        try:
            return self._follow()
        except FetchRefused as error:
            return self._failed(Outcome.REFUSED, str(error))
        except httpx.InvalidURL as error:
            return self._failed(Outcome.REFUSED, f"{redact(self._url)}: no usable address ({error})")
        except httpx.TimeoutException:
            return self._failed(Outcome.TIMEOUT, f"no whole answer in time ({self._spent:.1f} s)")
        except httpx.NetworkError as error:
            return self._failed(Outcome.CONNECT_ERROR, read.one_line(str(error)) or type(error).__name__)
        except (httpx.TransportError, decode.BrokenError) as error:
            return self._failed(Outcome.BAD_CONTENT, read.one_line(str(error)) or type(error).__name__)

    def _follow(self) -> Answer:
        came_from: str | None = None
        with httpx.Client(
            transport=_Kept(self._shared.wire), trust_env=False
        ) as session:  # cookies: these hops
            for _ in range(self._settings.max_redirects + 1):
                guard.split(self._url)
                self._url = str(httpx.URL(self._url))  # what is judged is what the wire will ask
                guard.check_hop(self._url, came_from, self._settings)
                stopped = self._may_not_ask()
                if stopped:
                    return stopped
                answer, onward = self._timed_hop(session)
                if onward is None:
                    return answer
                came_from, self._url = self._url, onward
        return self._failed(Outcome.TOO_MANY_REDIRECTS, f"more than {self._settings.max_redirects} redirects")

    def _may_not_ask(self) -> Answer | None:
        """The answer that spares the request (robots.txt, a resting host), or None after the host's turn came."""
        delay = None
        if self._request.robots and self._settings.robots:
            rules = self._shared.rules_for(self._url)
            if isinstance(rules, Answer):
                return self._failed(rules.outcome, f"robots.txt: {rules.detail}", rules.status)
            if not rules.allows(self._url):
                return self._failed(Outcome.ROBOTS_DENIED, "robots.txt asks not to fetch it")
            delay = min(rules.delay or 0.0, _LONGEST_CRAWL_DELAY)
        rest = self._pace.resting(_site(self._url))
        if rest:
            return self._failed(Outcome.HOST_RESTING, f"the host asked for {rest:.0f} s more of rest")
        self._pace.wait(_site(self._url), delay)
        return None

    def _timed_hop(self, session: httpx.Client) -> tuple[Answer, str | None]:
        started = self._shared.clock()
        try:
            with transport.time_limit(self._settings.total_timeout - self._spent):
                return self._hop(session)
        finally:
            self._spent += self._shared.clock() - started

    def _hop(self, session: httpx.Client) -> tuple[Answer, str | None]:
        s = self._settings
        timeout = httpx.Timeout(s.read_timeout, connect=s.connect_timeout)
        with session.stream("GET", self._url, headers=self._headers(), timeout=timeout) as response:
            self._exchanges.append(_exchange(self._url, response))
            onward = read.onward(self._url, response.status_code, response.headers)
            if onward:
                self._hops.append(redact(self._url))
                self._permanent = self._permanent and response.status_code in read.PERMANENT
                return self._failed(Outcome.TOO_MANY_REDIRECTS), onward
            return self._read(response), None

    def _read(self, response: httpx.Response) -> Answer:
        answer = self._described(response)
        if answer.retry_after and answer.status in read.BUSY:
            self._pace.rest(_site(self._url), answer.retry_after)
        try:
            if response.is_stream_consumed:  # a wire that hands over bodies whole, decoded by httpx
                body = decode.collect([response.content], "", self._limit)
            else:
                encoding = response.headers.get("content-encoding", "")
                body = decode.collect(response.iter_raw(), encoding, self._limit)
        except decode.TooLargeError as error:
            text = f"the body is larger than {self._limit:,} bytes"
            kept = error.partial if self._limit == robots.MAX_BYTES else b""
            return replace(answer, outcome=Outcome.TOO_LARGE, detail=text, body=kept)
        return replace(answer, body=body)

    def _described(self, response: httpx.Response) -> Answer:
        headers = response.headers
        return replace(
            self._failed(
                read.outcome(response.status_code), f"{response.status_code} {response.reason_phrase}".strip()
            ),
            status=response.status_code,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            content_type=headers.get("content-type"),
            retry_after=read.retry_after(headers),
            max_age=read.max_age(headers),
        )

    def _headers(self) -> dict[str, str]:
        sent = {
            "User-Agent": self._settings.user_agent,
            "Accept": self._request.accept,
            "Accept-Encoding": decode.ACCEPT_ENCODING,
            "If-None-Match": self._request.etag or "",
            "If-Modified-Since": self._request.last_modified or "",
        }
        if guard.origin(self._url) == guard.origin(self._request.url):
            sent |= dict(self._request.headers)
        return {k: v for k, v in sent.items() if v and v.isascii() and v.isprintable()}

    def _failed(self, outcome: Outcome, detail: str = "", status: int | None = None) -> Answer:
        return Answer(
            url=self._request.url,
            final_url=self._url,
            outcome=outcome,
            status=status,
            redirects=tuple(self._hops),
            permanent=bool(self._hops) and self._permanent,
            detail=detail,
            exchanges=tuple(self._exchanges),
        )


def _exchange(url: str, response: httpx.Response) -> Exchange:
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream else None
    return Exchange(
        url=url,
        status=response.status_code,
        reason=response.reason_phrase,
        protocol=response.http_version,
        sent=_pairs(response.request.headers),
        received=_pairs(response.headers),
        address=address[0] if address else None,
    )


def _pairs(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)


class _Kept(httpx.BaseTransport):
    """The shared transport, which stays open when a session over it ends."""

    def __init__(self, wire: httpx.BaseTransport) -> None:
        self._wire = wire

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._wire.handle_request(request)


def _site(url: str) -> str:
    return registrable(host(url)) or url[:200]
