"""Records of WARC 1.1 (ISO 28500:2017): what was asked and answered as bytes, and back again.

A body is kept as it means: decoded from its transfer and content encoding, those headers renamed ``x-orig-*`` as
Webrecorder's tools do. So the payload's digest is that of the text itself (a server that compresses anew each time
sends other bytes for the same page, which no revisit record could stand for), it compresses well within the record,
and pywb replays it as it stands. Secrets are left out: of addresses, cookies, and of all but a few request headers.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.errors import StoreError
from pipeline.io.guard import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.io.answer import Exchange

WARC = "WARC/1.1"
_LEVEL = 6  # gzip's; 9 costs half as much again for one per cent
_SENT = frozenset(
    {"host", "user-agent", "accept", "accept-encoding", "accept-language", "connection"}
    | {"if-none-match", "if-modified-since"}
)  # what a request record shows; any other header may hold a key
_HIDDEN = frozenset({"set-cookie", "set-cookie2", "refresh", "authentication-info"})
_ADDRESSES = frozenset({"location", "content-location"})
_ORIGINAL = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_LINKED = re.compile(r"<([^<>]*)>")
_OURS = "Writethru-"
_ODD = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """Why something was asked: what the answer's record says beside the standard's fields.

    ``kind`` is "page" or "feed"; ``url`` the address as it was asked, without secrets; ``source`` the feed's key;
    ``guid`` that of the entry that led to a page.
    """

    kind: str
    url: str
    source: str | None = None
    guid: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """The record that holds a payload: what a revisit record refers to."""

    uri: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """A record without its payload.

    ``sha`` is the payload's digest, None where the record has none or of another kind (SHA-1 of other archives).
    ``status`` and ``received`` are the HTTP answer's.
    """

    kind: str
    uri: str
    at: datetime | None
    sha: str | None = None
    status: int | None = None
    received: tuple[tuple[str, str], ...] = ()
    asked: Asked | None = None


def http_records(
    exchanges: Sequence[Exchange],
    payload: bytes,
    sha: str,
    at: datetime,
    asked: Asked | None = None,
    original: Original | None = None,
) -> tuple[bytes, bytes]:
    """The gzipped records of one answer: the response; then its request, and the redirects that led there.

    Args:
        exchanges: the hops in their order, at least one; the last one brought the payload.
        payload: the decoded body.
        sha: its digest.
        at: when it was asked.
        asked: why, for a run that takes up what a killed one had left.
        original: the record that holds this very payload already; then the answer becomes a revisit record.
    """
    first, rest = _pair(exchanges[-1], payload, sha, at, asked, original)
    empty = hashlib.sha256(b"").hexdigest()
    hops = [_pair(hop, b"", empty, at, None, None) for hop in exchanges[:-1]]
    return first, b"".join((rest, *(part for hop in hops for part in hop)))


def resource_record(payload: bytes, sha: str, at: datetime, uri: str | None, media: str) -> bytes:
    """The gzipped record of a payload that came without HTTP; one without an address is named by its digest."""
    headers = {"WARC-Date": _stamp(at), "WARC-Payload-Digest": f"sha256:{sha}"}
    maker = _maker()
    record = maker.create_warc_record(
        _clean(uri) if uri else f"urn:sha256:{sha}",
        "resource",
        payload=BytesIO(payload),
        length=len(payload),
        warc_content_type=media,
        warc_headers_dict=headers,
    )
    return _packed(maker, record)


def info_record(name: str, at: datetime) -> bytes:
    """The gzipped record at the head of a file."""
    maker = _maker()
    record = maker.create_warcinfo_record(
        name,
        {
            "software": f"writethru/{version('writethru')} warcio/{version('warcio')}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "classic",
        },
    )
    record.rec_headers.replace_header("WARC-Date", _stamp(at))
    return _packed(maker, record)


def target(url: str) -> str:
    """An address as a record names it: without secrets, on one line."""
    return _clean(redact(url))


def urn(sha: str) -> str:
    """What a payload without an address is called."""
    return f"urn:sha256:{sha}"


def _pair(
    exchange: Exchange,
    payload: bytes,
    sha: str,
    at: datetime,
    asked: Asked | None,
    original: Original | None,
) -> tuple[bytes, bytes]:
    maker = _maker()
    uri = _clean(redact(exchange.url))
    about = _about(exchange, at, asked)
    head = _response_head(exchange, len(payload))
    if original:
        answer = maker.create_revisit_record(
            uri,
            f"sha256:{sha}",
            original.uri,
            _stamp(original.at),
            http_headers=head,
            warc_headers_dict=about,
        )
    else:
        answer = maker.create_warc_record(
            uri,
            "response",
            payload=BytesIO(payload),
            length=len(payload),
            http_headers=head,
            warc_headers_dict={**about, "WARC-Payload-Digest": f"sha256:{sha}"},
        )
    told = {"WARC-Date": about["WARC-Date"], "WARC-Concurrent-To": _id(answer)}
    request = maker.create_warc_record(
        uri, "request", http_headers=_request_head(exchange, uri), warc_headers_dict=told
    )
    return _packed(maker, answer), _packed(maker, request)


def _about(exchange: Exchange, at: datetime, asked: Asked | None) -> dict[str, str]:
    out = {"WARC-Date": _stamp(at)}
    if exchange.address:
        out["WARC-IP-Address"] = exchange.address
    if exchange.protocol == "HTTP/2":
        out["WARC-Protocol"] = "h2"  # the status line of a record is one of HTTP/1.1, also for replay
    for name in ("kind", "url", "source", "guid", "outlet") if asked else ():
        value = getattr(asked, name)
        if value:
            out[f"{_OURS}{name.title()}"] = quote(value, safe=":/?&=#+,;@!*'()~[]$ |")
    return out


def _response_head(exchange: Exchange, size: int) -> StatusAndHeaders:
    protocol = exchange.protocol if exchange.protocol.startswith("HTTP/1") else "HTTP/1.1"
    headers = [_received(name, value) for name, value in exchange.received]
    headers.append(("Content-Length", str(size)))
    return StatusAndHeaders(f"{exchange.status} {_clean(exchange.reason)}".strip(), headers, protocol)


def _received(name: str, value: str) -> tuple[str, str]:
    low = name.lower()
    if low in _ORIGINAL:
        return f"x-orig-{low}", _clean(value)
    if low in _HIDDEN:
        return name, "***"
    if low in _ADDRESSES:
        return name, _clean(redact(value))
    if low == "link":
        return name, _clean(_LINKED.sub(lambda found: f"<{redact(found[1])}>", value))
    return name, _clean(value)


def _request_head(exchange: Exchange, uri: str) -> StatusAndHeaders:
    parts = urlsplit(uri)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    headers = [(n, _clean(v) if n.lower() in _SENT else "***") for n, v in exchange.sent]
    return StatusAndHeaders(f"GET {target} HTTP/1.1", headers, is_http_request=True)


def _clean(text: str) -> str:
    """No line ends and controls: what a server says cannot begin a header of its own."""
    return _ODD.sub(" ", text)


def _maker() -> Any:
    return WARCWriter(BytesIO(), gzip=False, warc_version="1.1")


def _packed(maker: Any, record: Any) -> bytes:
    maker.out = BytesIO()
    maker.write_record(record)
    return gzip.compress(maker.out.getbuffer(), _LEVEL, mtime=0)


def _id(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Record-ID"))


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def instant(raw: str | None) -> datetime | None:
    """A WARC-Date, of any precision the standard allows; None where there is none to read."""
    try:
        found = datetime.fromisoformat((raw or "").strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def head_of(record: Any) -> Head:
    """What a record of warcio's says, without its payload."""
    say = record.rec_headers.get_header
    http = record.http_headers if record.rec_type in {"response", "revisit"} else None
    return Head(
        kind=record.rec_type,
        uri=say("WARC-Target-URI") or "",
        at=instant(say("WARC-Date")),
        sha=_sha(say("WARC-Payload-Digest")),
        status=_number(http.get_statuscode()) if http else None,
        received=tuple(http.headers) if http else (),
        asked=_asked(say),
    )


def _sha(digest: str | None) -> str | None:
    algorithm, _, value = (digest or "").partition(":")
    return value if algorithm == "sha256" and re.fullmatch(r"[0-9a-f]{64}", value) else None


def _number(raw: str) -> int | None:
    return int(raw) if re.fullmatch(r"[1-9]\d\d", raw) else None


def _asked(say: Any) -> Asked | None:
    names = ("kind", "url", "source", "guid", "outlet")
    kind, url, *more = (unquote(say(f"{_OURS}{name.title()}") or "") for name in names)
    return Asked(kind, url, *(value or None for value in more)) if kind and url else None


def read_member(data: bytes) -> list[tuple[Head, bytes]]:
    """The records of a decompressed member, with their payloads: one, unless another program wrote it.

    Raises:
        StoreError: no WARC record.
    """
    try:
        return [(head_of(r), r.raw_stream.read()) for r in ArchiveIterator(BytesIO(data))]
    except (ArchiveLoadFailed, ValueError, AttributeError, IndexError) as error:
        raise StoreError(f"no WARC record ({' '.join(str(error).split())[:120]})") from error


def header(received: Iterable[tuple[str, str]] | Mapping[str, str], name: str) -> str | None:
    """A header's value, however its name is written."""
    pairs = received.items() if hasattr(received, "items") else received
    return next((value for key, value in pairs if key.lower() == name), None)
