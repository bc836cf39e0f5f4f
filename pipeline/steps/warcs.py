"""Pages out of WARC files, ours or another archive's: responses, resources, and revisits of either."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.core.normalise.urls import canonical
from pipeline.io import warc
from pipeline.io.guard import redact
from pipeline.steps.pages import charset
from pipeline.steps.raw import Passed, Raw, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.io.warc import Head

MAX_PAGE = 50_000_000  # bytes of one page, after decompression
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_KINDS = frozenset({"response", "resource", "revisit"})
_BROKEN = (OSError, EOFError, ValueError, zlib.error, ArchiveLoadFailed, AttributeError, IndexError)


@dataclass
class WarcReader:
    """Reads WARC files one after the other; a revisit record may refer to any of them, also to a later one."""

    _pages: dict[str, tuple[Path, int]] = field(default_factory=dict)  # by digest: where the payload is
    _waiting: list[tuple[Head, str, str]] = field(default_factory=list)

    def read(self, path: Path) -> Iterator[Raw | Refused | Passed]:
        """The pages of a file; what cannot be read is told. Revisits of what comes later: `rest`."""
        passed: Counter[str] = Counter()
        try:
            with path.open("rb") as file:
                records = ArchiveIterator(file, check_digests=True)
                for record in records:
                    yield from self._record(path, record, records, passed)
        except _BROKEN as error:
            reason = " ".join(str(error).split())[:160] or type(error).__name__
            yield Refused(str(path), f"{path}: cannot be read as WARC from here on ({reason})")
        if passed:
            kinds = ", ".join(f"{n} {kind}" for kind, n in passed.most_common(8))
            yield Passed(str(path), f"{path}: no web pages, passed over: {kinds}")

    def rest(self) -> Iterator[Raw | Refused]:
        """The revisits whose payload stood behind them, in whatever file."""
        for head, origin, digest in self._waiting:
            found = self._payload(digest)
            if found is None:
                yield Refused(
                    origin,
                    f"{origin}: a revisit of {head.uri[:200]} whose payload ({digest[:40]}) is in none of the files; "
                    "name the WARC file that holds it too",
                )
            else:
                yield _raw(head, origin, found, charset(warc.header(head.received, "content-type")))

    def _record(self, path: Path, record: Any, records: Any, passed: Counter[str]) -> Iterator[Raw | Refused]:
        if record.rec_type not in _KINDS:
            return  # warcinfo, request, metadata: not what a page said
        head, media = warc.head_of(record), _media(record)
        digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
        other = _no_page(head, media)
        if other:
            passed[other] += 1
            return
        body = b"" if head.kind == "revisit" else record.content_stream().read(MAX_PAGE + 1)
        start = records.get_record_offset()
        origin = f"{path}:{start}"
        if head.kind == "revisit":
            self._waiting.append((head, origin, digest))
        elif wrong := _wrong(record, body):
            yield Refused(origin, f"{origin}: {redact(head.uri)[:200]}: {wrong}")
        else:
            self._pages.setdefault(digest, (path, start))
            yield _raw(head, origin, body, charset(_content_type(record)))

    def _payload(self, digest: str) -> bytes | None:
        if digest not in self._pages:
            return None
        path, start = self._pages[digest]
        with path.open("rb") as file:
            file.seek(start)
            record = next(iter(ArchiveIterator(file)))
            body: bytes = record.content_stream().read(MAX_PAGE + 1)
        return body


def _content_type(record: Any) -> str:
    http = record.http_headers
    said = http.get_header("content-type") if http else record.rec_headers.get_header("Content-Type")
    return said or ""


def _media(record: Any) -> str:
    if record.rec_type == "revisit" and not record.http_headers:
        return ""
    return _content_type(record).partition(";")[0].strip().lower()


def _no_page(head: Head, media: str) -> str | None:
    """What a record holds that is no page; None for a page."""
    is_revisit = head.kind == "revisit"
    if head.status == HTTPStatus.NOT_MODIFIED:
        return "not modified"
    if head.status and HTTPStatus.MULTIPLE_CHOICES <= head.status < HTTPStatus.BAD_REQUEST:
        return "redirects"
    if media not in _PAGES and not (is_revisit and not media):
        return f"revisits of {media}" if is_revisit else media or "without a type"
    return None if head.uri.startswith(("http://", "https://")) else "without a web address"


def _wrong(record: Any, body: bytes) -> str | None:
    """What is wrong with a record, if anything."""
    if len(body) > MAX_PAGE:
        return f"larger than {MAX_PAGE // 1_000_000} MB; no news page is"
    if getattr(record.raw_stream, "limit", 0):
        return "the record breaks off; the file was cut short"
    if record.digest_checker.passed is False:
        return "damaged: its bytes are not those of its digest"
    return None if body.strip() else "an empty page; nothing was taken"


def _raw(head: Head, origin: str, body: bytes, encoding: str | None) -> Raw:
    asked = head.asked.url if head.asked and head.asked.kind == "page" else None
    return Raw(
        payload=body,
        form="html",
        origin=origin,
        url=canonical(asked or redact(head.uri)),
        final_url=redact(head.uri),
        outlet=head.asked.outlet if head.asked else None,
        captured_at=head.at,
        status=head.status,
        charset=encoding,
    )


def is_warc(path: Path) -> bool:
    """Whether a file is called as WARC files are."""
    return path.name.lower().removesuffix(".open").removesuffix(".gz").endswith(".warc")
