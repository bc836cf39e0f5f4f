"""`.jsonl` lines: records with the text in them, or a manifest that names files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from pipeline.errors import BadConfig, BadInput
from pipeline.model import Claim
from pipeline.steps.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Mapping

_STAMPS = ("captured_at", "published_at", "updated_at")
_TEXTS = ("url", "outlet", "headline", "text", "html", "timezone", "path", "guid", "language")


def parse_line(line: bytes, origin: str) -> dict[str, Any]:
    """One JSON object with the fields checked.

    Raises:
        BadInput: no JSON object, or a field of the wrong kind.
    """
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        message = f"{origin}: not JSON ({error}); a line is one object"
        raise BadInput(message) from error
    if not isinstance(record, dict):
        message = f"{origin}: a line must be one JSON object, this is a {type(record).__name__}"
        raise BadInput(message)
    for name in (*_TEXTS, *_STAMPS):
        if record.get(name) is not None and not isinstance(record[name], str):
            message = f"{origin}: {name} must be text, not {type(record[name]).__name__}"
            raise BadInput(message)
    return record


def from_record(record: Mapping[str, Any], origin: str) -> Raw:
    """A record with ``text`` or ``html`` as a payload; its instants are claims with source "record".

    Raises:
        BadInput: neither text nor html, or an instant or zone that cannot be read.
    """
    body = record.get("text") if record.get("text") is not None else record.get("html")
    if body is None:
        message = f"{origin}: a record needs text or html (or path, in a manifest)"
        raise BadInput(message)
    raw = Raw(
        payload=body.encode("utf-8", "replace"),
        form="record" if record.get("text") is not None else "html",
        origin=origin,
        headline=record.get("headline"),
        charset="utf-8",
    )
    return told(raw, record, origin)


def told(raw: Raw, record: Mapping[str, Any], origin: str) -> Raw:
    """The payload with what the record says about it.

    Raises:
        BadInput: an instant or zone that cannot be read.
    """
    zone = record.get("timezone") or raw.timezone
    if zone:
        check_zone(zone, origin, BadInput)
    captured = record.get("captured_at")
    return replace(
        raw,
        url=record.get("url") or raw.url,
        outlet=record.get("outlet") or raw.outlet,
        language=record.get("language"),
        guid=record.get("guid"),
        timezone=zone,
        captured_at=capture_time(captured, zone, origin) if captured else raw.captured_at,
        published=_claim(record, "published_at", zone, origin),
        updated=_claim(record, "updated_at", zone, origin),
    )


def check_zone(name: str, where: str, error: type[BadInput] = BadConfig) -> ZoneInfo:
    """The zone of an IANA name.

    Raises:
        BadInput: (or the error asked for) there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
        message = f"{where}: unknown time zone {name!r}; use an IANA name such as America/Toronto"
        raise error(message) from cause


def capture_time(raw: str, zone: str | None, where: str, error: type[BadInput] = BadInput) -> datetime:
    """The instant of a capture: ISO 8601 with an offset, or local time where a zone is given.

    Raises:
        BadInput: (or the error asked for) not ISO 8601, or neither offset nor zone.
    """
    found = _iso(raw, "captured_at", where, error)
    if found.tzinfo:
        return found
    if zone is None:
        message = f"{where}: captured_at {raw!r} has no offset; write it as 2026-01-06T05:32:00-05:00 or name a timezone"
        raise error(message)
    return found.replace(tzinfo=check_zone(zone, where, error))


def _iso(raw: str, name: str, where: str, error: type[BadInput] = BadInput) -> datetime:
    try:
        return datetime.fromisoformat(raw.strip())
    except ValueError as cause:
        message = f"{where}: {name} {raw!r} is no ISO 8601 time, as in 2026-01-06T05:32:00-05:00"
        raise error(message) from cause


def _claim(record: Mapping[str, Any], name: str, zone: str | None, where: str) -> Claim | None:
    raw = record.get(name)
    if not raw:
        return None
    found = _iso(raw, name, where)
    day_only = "T" not in raw and ":" not in raw
    if found.tzinfo is None and zone:
        found = found.replace(tzinfo=check_zone(zone, where))
    instant = found if found.tzinfo and not day_only else None
    return Claim(
        raw,
        "record",
        instant,
        "day" if day_only else "second",
        date(found.year, found.month, found.day),
        zone,
    )
