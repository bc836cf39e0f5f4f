"""What is asked and what came of it, as values; and what the headers of an answer mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

from pipeline.errors import FetchRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
BUSY = frozenset({429, 503})
_GONE = frozenset({404, 410})
_LONGEST_TEXT = 300
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.ASCII)


class Outcome(StrEnum):
    """What became of a request."""

    OK = "ok"  # an answer of the two hundreds, with its body
    NOT_MODIFIED = "not-modified"  # 304
    HTTP_ERROR = "http-error"  # another status; the body is kept, it may be a block page
    GONE = "gone"  # 404 or 410
    TIMEOUT = "timeout"  # no whole answer in time
    CONNECT_ERROR = "connect-error"  # no such name, nobody there, no trust in the certificate
    TOO_LARGE = "too-large"  # the body exceeds the limit, after decompression
    TOO_MANY_REDIRECTS = "too-many-redirects"
    REFUSED = "refused"  # an address that is not asked: scheme, private network
    ROBOTS_DENIED = "robots-denied"  # the site's robots.txt asks us not to
    ROBOTS_UNREACHABLE = (
        "robots-unreachable"  # not asked: robots.txt cannot be had, and that means no (RFC 9309)
    )
    OPTED_OUT = "opted-out"  # the publisher reserves mining or archiving: the body is not kept
    BAD_CONTENT = "bad-content"  # the answer breaks off, is damaged, or is no HTTP
    FORGOTTEN = (
        "forgotten"  # removed at somebody's wish: not asked, or led to by another address and not kept
    )
    HOST_RESTING = "host-resting"  # not asked: the site said Retry-After a while ago
    REDIRECTED = "redirected"  # one hop of several: what came of the request stands with the last


LATER = frozenset(
    {
        Outcome.TIMEOUT,
        Outcome.CONNECT_ERROR,
        Outcome.BAD_CONTENT,
        Outcome.HOST_RESTING,
        Outcome.ROBOTS_UNREACHABLE,
    }
)


@dataclass(frozen=True, slots=True)
class Request:
    """A GET.

    ``etag`` and ``last_modified`` are the server's own words of the last time; ``robots`` asks robots.txt and
    tdmrep.json first (for pages; a feed that someone subscribes to is fetched at their wish). ``headers`` are further
    ones, a paid feed's key among them: they go to the origin of ``url`` only, never along with a redirect elsewhere.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    accept: str = "*/*"
    robots: bool = False
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as it was sent and the head of its answer as it came: what the archive keeps beside a body.

    Headers stand in their order, with secrets: the archive leaves those out. ``protocol`` as httpx names it
    ("HTTP/1.1", "HTTP/2"); ``address`` is the IP address that answered, where the wire tells. ``asked_at`` is the
    reading of the client's clock (seconds) when it was sent, ``site`` the registrable domain that was asked.
    """

    url: str
    status: int
    reason: str
    protocol: str
    sent: tuple[tuple[str, str], ...] = field(repr=False)
    received: tuple[tuple[str, str], ...] = field(repr=False)
    address: str | None = None
    asked_at: float | None = None
    site: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A request of our own on the way to another: for the robots.txt or the tdmrep.json of its site."""

    purpose: Literal["robots", "tdmrep"]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a `Request`.

    ``url`` and ``final_url`` may hold secrets: `redact` them before they are logged or stored; ``detail`` and
    ``redirects`` are redacted. ``permanent`` says that every redirect on the way was (301, 308).
    ``retry_after`` is seconds; ``max_age`` for how many more of them Cache-Control calls the answer fresh;
    ``elapsed_ms`` does not count waiting for the host's turn. ``exchanges`` are the hops in their order,
    redirects first; ``body`` is that of the last. ``asked_at`` is the reading of the client's clock (seconds) when
    the last hop was sent, None where its site was not asked; ``site`` is the registrable domain; ``wire_bytes`` counts
    the body before it was decoded. ``opt_out`` is what was said against keeping the page, ``override`` the user's
    reason to keep it all the same.
    """

    url: str
    final_url: str
    outcome: Outcome
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    retry_after: int | None = None
    max_age: int | None = None
    body: bytes = field(default=b"", repr=False)
    elapsed_ms: int = 0
    redirects: tuple[str, ...] = ()
    permanent: bool = False
    detail: str = ""
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)
    asked_at: float | None = None
    site: str = ""
    wire_bytes: int = 0
    opt_out: tuple[str, ...] = ()
    override: str | None = None
    asides: tuple[Aside, ...] = field(default=(), repr=False)

    @property
    def is_temporary(self) -> bool:
        """Whether it is worth trying again later without a person's doing."""
        busy = self.status is not None and (
            self.status in BUSY or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        )
        return self.outcome in LATER or (self.outcome is Outcome.HTTP_ERROR and busy)


def outcome(status: int) -> Outcome:
    """What a status means for us."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome.OK
    if status == HTTPStatus.NOT_MODIFIED:
        return Outcome.NOT_MODIFIED
    return Outcome.GONE if status in _GONE else Outcome.HTTP_ERROR


def onward(url: str, status: int, headers: Mapping[str, str]) -> str | None:
    """Where a redirect leads; the credentials in the address go along to the same origin only."""
    location = headers.get("location", "").strip()
    if status not in _REDIRECTS or not location:
        return None
    try:
        parts = urlsplit(urljoin(url, location))
        netloc = parts.netloc.rpartition("@")[2]
    except ValueError:
        raise FetchRefused(f"redirected to no usable address: {one_line(location)}") from None
    here = urlsplit(url)
    if (parts.scheme, netloc) == (here.scheme, here.netloc.rpartition("@")[2]):
        netloc = here.netloc
    return parts._replace(netloc=netloc).geturl()


def retry_after(headers: Mapping[str, str]) -> int | None:
    """Retry-After in seconds, also where it is given as an instant (then by the server's own clock)."""
    raw = headers.get("retry-after", "").strip()
    if raw.isascii() and raw.isdigit():
        return int(raw[:9])
    until = _instant(raw)
    if until is None:
        return None
    now = _instant(headers.get("date", "")) or datetime.now(UTC)
    return max(0, round((until - now).total_seconds()))


def max_age(headers: Mapping[str, str]) -> int | None:
    """For how many more seconds the answer is fresh (RFC 9111, 4.2): Cache-Control's max-age less its Age."""
    told = headers.get("cache-control", "").lower()
    found = _MAX_AGE.search(told)
    if found is None or "no-cache" in told or "no-store" in told:
        return None
    age = headers.get("age", "").strip()
    return max(0, int(found[1]) - (int(age[:9]) if age.isascii() and age.isdigit() else 0))


def _instant(raw: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(raw)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def one_line(text: str) -> str:
    """A library's message as one printable line."""
    words = " ".join(text.split())
    return "".join(c for c in words if c.isprintable())[:_LONGEST_TEXT]
