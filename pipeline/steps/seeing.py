"""Captures as the chronicle of their article sees them, from the payload or from the store."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import content_hash, key
from pipeline.core.stories.sightings import Check, Sighting
from pipeline.model import Claim
from pipeline.steps.capturing import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.io.store import Store
    from pipeline.model import Capture
    from pipeline.steps.locate import Located

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A capture at its page, and the article that page counts to."""

    capture: Capture
    page_key: int
    article_key: int
    sighting: Sighting


def text_key(paragraphs: Sequence[str]) -> int:
    """The key of a text."""
    return key("text", content_hash(paragraphs))


def showing(one: Seen, last: Sighting) -> Seen:
    """The capture with the text of another sighting, and how that was read."""
    same = replace(
        one.sighting,
        text_key=last.text_key,
        extractor=last.extractor,
        extractor_version=last.extractor_version,
        furniture_number=last.furniture_number,
    )
    return replace(one, sighting=same)


def sighting(one: Located) -> Sighting:
    """A capture as the article's chronicle sees it; its key is its page's, whichever article that counts to."""
    capture, said = one.capture, one.capture.extracted
    body = text_of(said, capture.status)
    captured = capture.captured_at.isoformat() if capture.captured_at else ""
    part = (capture.part,) if capture.part else ()
    name = key("capture", str(one.page_key), captured, capture.payload_sha, *part)
    if said is None:
        return Sighting(name, capture.captured_at, capture.recorded_at, "empty", capture.status)
    return Sighting(
        capture_key=name,
        captured_at=capture.captured_at,
        recorded_at=capture.recorded_at,
        quality=said.quality,
        status=capture.status,
        text_key=text_key(body) if body else None,
        headline=said.headline,
        byline=said.byline,
        agency=said.agency,
        dateline=said.dateline,
        language=said.language,
        published=said.published,
        updated=said.updated,
        wire_first_published_on=said.wire_first_published_on,
        wire_number=said.wire_number,
        corrections=said.corrections,
        kill=said.kill if body is None else None,
        extractor=said.extractor,
        extractor_version=said.extractor_version,
        furniture_number=capture.furniture_number,
    )


def sightings_of(store: Store, keys: Sequence[int]) -> dict[int, list[Sighting]]:
    """All stored sightings of some articles."""
    found: dict[int, list[Sighting]] = defaultdict(list)
    for row in store.rows("captures_of", keys=list(keys)):
        found[row["article_key"]].append(stored(row))
    return dict(found)


def stored(row: Row) -> Sighting:
    """A row of `captures_of` as a record."""
    plain = {
        name: row[name] for name in Sighting.__dataclass_fields__ if name in row and name != "corrections"
    }
    return Sighting(
        **plain,
        corrections=tuple(row["corrections"] or ()),
        published=_claim(row, "published"),
        updated=_claim(row, "updated"),
    )


def _claim(row: Row, kind: str) -> Claim | None:
    if row[f"{kind}_raw"] is None:
        return None
    return Claim(
        raw=row[f"{kind}_raw"],
        source=row[f"{kind}_source"],
        instant=row[f"{kind}_instant"],
        precision=row[f"{kind}_precision"],
        local_day=row[f"{kind}_local_day"],
        zone=row[f"{kind}_zone"],
    )


def checks_of(store: Store, keys: Sequence[int]) -> dict[int, list[Check]]:
    """Looks at some articles that brought no payload: answered (304) or not."""
    found: dict[int, list[Check]] = defaultdict(list)
    for row in store.rows("checks_of", keys=list(keys)):
        found[row["article_key"]].append(Check(row["fetched_at"], row["answered"]))
    return dict(found)
