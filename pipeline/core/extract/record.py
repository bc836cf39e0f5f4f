"""The JSON object that `writethru extract` writes for one page."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from pipeline.core.extract import zones

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model import Claim, Extracted


def _claim(prefix: str, claim: Claim | None) -> dict[str, object]:
    """A claim's four fields. A day, or a time whose zone is not known, is given as the day that is known."""
    at: str | None = None
    precision = claim.precision if claim else None
    if claim and claim.instant and claim.precision != "day":
        at = _as_written(claim.instant, claim.zone).isoformat().replace("+00:00", "Z")
    elif claim and claim.local_day:
        at, precision = claim.local_day.isoformat(), "day"
    return {
        f"{prefix}_at": at,
        f"{prefix}_precision": precision if at else None,
        f"{prefix}_source": claim.source if claim else None,
        f"{prefix}_raw": claim.raw if claim else None,
    }


def _as_written(instant: datetime, zone: str | None) -> datetime:
    """The instant with the offset that its stamp names or its outlet keeps, so that its date is the publisher's."""
    named = (zones.named(zone) if "/" in zone else zones.written(zone)[0]) if zone else None
    try:
        return instant.astimezone(named or UTC)
    except OverflowError:
        return instant.astimezone(UTC)


def as_record(id: str, path: str, url: str | None, extracted: Extracted) -> dict[str, object]:  # noqa: A002 - the field's name
    """The record of one page, ready for JSON.

    Args:
        id: the caller's name for the page.
        path: where it was read from.
        url: its address, if known.
        extracted: what extraction found.

    Returns:
        The object in the order of the documented fields. Instants are ISO 8601 with the offset they were read in (UTC
        where the stamp says no other); where only the day is
        known (or the zone is not) ``*_at`` is that local day and ``*_precision`` is "day".
    """
    day = extracted.wire_first_published_on
    return {
        "id": id,
        "path": path,
        "url": url,
        "quality": extracted.quality,
        "reason": extracted.reason,
        "headline": extracted.headline,
        "deck": extracted.deck,
        "text": "\n\n".join(extracted.paragraphs),
        "paragraphs": list(extracted.paragraphs),
        "byline": extracted.byline,
        "authors": list(extracted.authors),
        "agency": extracted.agency,
        "dateline": extracted.dateline,
        "language": extracted.language,
        **_claim("published", extracted.published),
        **_claim("updated", extracted.updated),
        "wire_first_published_on": day.isoformat() if day else None,
        "corrections": list(extracted.corrections),
        "kill": extracted.kill,
        "findings": [{"code": f.code, "message": f.message} for f in extracted.findings],
        "extractor": {"name": extracted.extractor, "version": extracted.extractor_version},
    }
