"""Wire files into captures: each item is a version of the agency's own article, known by its guid."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pipeline.core.extract import extract
from pipeline.core.extract.corrections import LONGEST_NOTE, kill
from pipeline.core.normalise import bylines
from pipeline.core.normalise.agencies import book
from pipeline.core.normalise.text import tidy
from pipeline.core.normalise.urls import find_outlet
from pipeline.core.stories.sightings import exact
from pipeline.core.wire.newsml_g2 import ROOTS
from pipeline.core.wire.read import read
from pipeline.errors import BadInput
from pipeline.io.archive import digest
from pipeline.model import Capture, Extracted, Finding, Outlet, Page
from pipeline.steps.raw import Raw, WirePart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.core.wire.item import WireItem
    from pipeline.model import Claim, World

NAME, VERSION = "wire", "1"
OURS = "urn:writethru:"  # what `export --format ninjs` names its items by
LARGEST = 2**31 - 1  # as the column holds; larger ones are dates in disguise
_SNIFF = 8192
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_JSON = re.compile(rb"(?:\[\s*)?\{\s*\"")
_WIRE_ROOTS = frozenset(name.encode() for name in (*ROOTS, "NewsML", "nitf", "Publish"))
_RECORD = frozenset(("path", "text", "html"))
_OF_NINJS = frozenset(("versioncreated", "pubstatus"))
_CORRECTS = re.compile(
    r"(?:^|[.;:!?(]\s*)(?:correct(?:s|ed|ion|ive)?|fixe[sd]|corrig[eé]e?|rectifi\w{0,8}|korrigiert|berichtigung)\b",
    re.IGNORECASE,
)


def is_wire(payload: bytes) -> bool:
    """Whether a payload looks like a wire file, from its first bytes; other XML, HTML and text do not."""
    head = payload[:_SNIFF]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0")
    if head.startswith((b"\x01", b"\x16")):
        return head.startswith(b"\x01") or b"\x01" in head[:8]
    if head.startswith(b"<"):
        root = _ELEMENT.search(_COMMENT.sub(b"", head))
        return root is not None and root[1] in _WIRE_ROOTS
    return _JSON.match(head) is not None


def is_ninjs(record: Mapping[str, Any]) -> bool:
    """Whether a line of a ``.jsonl`` file is a ninjs item instead of one of our records."""
    return not _RECORD & record.keys() and any(k.lower().replace("_", "") in _OF_NINJS for k in record)


def parts(payload: bytes, origin: str) -> tuple[WirePart, ...]:
    """The items of a wire file.

    Raises:
        BadInput: it is no wire format, damaged or hostile, or an export of ours: its originals tell more.
    """
    found = read(payload, origin)
    if any((item.guid or "").startswith(OURS) for item in found):
        raise BadInput(
            f"{origin}: exported by writethru, not sent by an agency; import the captures it came from"
        )
    sha = digest(payload)
    return tuple(WirePart(item, place, sha) for place, item in enumerate(found))


def wire_capture(raw: Raw, part: WirePart, world: World, now: datetime) -> Capture:
    """One item as a capture of the agency's article.

    Args:
        raw: where it came from; a told outlet, zone and capture time count.
        part: the item.
        world: outlets and agencies known.
        now: the time of recording; an embargo is compared with the capture time, else with this.

    Returns:
        A capture with a text if the item is one that may be run; what is withheld, withdrawn or no text is kept
        as a capture without a version, and a finding says so.
    """
    outlet, findings = _owner(raw, part.item, world)
    item, at = _zoned(part.item, raw.timezone or outlet.timezone), raw.captured_at or now
    held = _held(item, at)
    said, more = _said(item, world, held)
    subject = item.guid or item.slug or raw.origin
    notes = (*findings, *_still_true(part.item, item), *more, *said.findings)
    return Capture(
        outlet=outlet.name,
        url=_address(item.guid),
        captured_at=raw.captured_at,
        recorded_at=now,
        payload_sha=part.sha,
        form="wire",
        origin=raw.origin,
        status=None,
        extracted=replace(said, findings=()),
        aliases=_aliases(item),
        findings=tuple(f if f.subject else replace(f, subject=subject) for f in notes),
        part=f"{part.place}{' held' if held else ''}",
        role=outlet.role,
    )


def _owner(raw: Raw, item: WireItem, world: World) -> tuple[Outlet, tuple[Finding, ...]]:
    """The agency as an outlet with the role "agency", unless outlets.toml says what it is."""
    name = raw.outlet or _agency(item, world)
    if name is None:
        message = f"{raw.origin}: the wire file names no agency; say --outlet NAME"
        return Outlet("unknown", role="agency"), (Finding("agency-missing", message, raw.origin),)
    known = find_outlet(name, world.outlets)
    if known:
        return known, ()
    if any(a.name == name for a in world.agencies):
        return Outlet(name, role="agency"), ()
    message = f"agency {name!r} is not in agencies.toml; taken as it is"
    return Outlet(name, role="agency"), (Finding("agency-unknown", message, name, "info"),)


def _agency(item: WireItem, world: World) -> str | None:
    """The agency by the name it is filed under, else as the file names it."""
    agencies = book(world.agencies)
    told = (item.agency, item.copyright, item.byline)
    known = next((n for t in told if t and (n := agencies.named(t) or agencies.mentioned(t))), None)
    return known or item.agency


def _said(item: WireItem, world: World, held: str | None) -> tuple[Extracted, tuple[Finding, ...]]:
    agencies = book(world.agencies)
    body = "\n\n".join(item.paragraphs).encode("utf-8", "replace")
    language = (item.language or "").lower().replace("_", "-").split("-")[0] or None
    read_ = extract(
        Page(body, "record", language=language, headline=item.headline, charset="utf-8"), world.agencies
    )
    printed = bylines.read(item.byline, agencies) if item.byline else None
    number, findings = _number(item)
    said = replace(
        read_,
        byline=(printed.text if printed else None) or read_.byline,
        authors=(printed.authors if printed else ()) or read_.authors,
        agency=_agency(item, world) or read_.agency,
        dateline=item.dateline or read_.dateline,
        language=language or read_.language,
        published=_later(item.first_created, item.embargoed_until),
        updated=_later(item.version_created, item.embargoed_until),
        corrections=_corrections(item) or read_.corrections,
        extractor=NAME,
        extractor_version=VERSION,
        wire_number=number,
    )
    verdict, more = _judged(said, item, held)
    return verdict, (*findings, *more)


def _judged(said: Extracted, item: WireItem, held: str | None) -> tuple[Extracted, tuple[Finding, ...]]:
    """The verdict: text to run, or why there is none."""
    if item.kind != "text":
        return replace(said, quality="empty", reason=f"{item.kind}, no text"), ()
    notice = _kill(item)
    if notice:
        return replace(said, paragraphs=(), furniture=(), kill=notice, reason="withdrawn by the wire"), ()
    if held:
        return replace(said, quality="stub", reason=held, kill=None), (Finding("wire-withheld", held),)
    reason = f"a {item.format} item with text" if said.paragraphs else said.reason
    return replace(said, reason=reason), ()


def _number(item: WireItem) -> tuple[int | None, tuple[Finding, ...]]:
    if item.version is None or item.version <= LARGEST:
        return item.version, ()
    message = f"version {item.version} is no number of a write-through; its time decides its place"
    return None, (Finding("wire-number-strange", message, severity="info"),)


def _kill(item: WireItem) -> str | None:
    """The words that withdraw the item, if its status or a note does: the fullest sentence that says so."""
    notes = [n for n in (item.update_note, item.ed_note, *item.signal) if n]
    if item.pub_status != "canceled" and not any(kill((n,)) for n in notes):
        return None
    said = [text for text in (*notes, *item.paragraphs[:3]) if kill((text,))]
    told = max(said, key=len, default=None) or next(iter([*notes, *item.paragraphs]), "canceled by the wire")
    return told[:LONGEST_NOTE]


def _corrections(item: WireItem) -> tuple[str, ...]:
    """Notes to editors that announce a correction; a bare signal counts where no note says which."""
    notes: list[str] = []
    for note in (item.update_note, item.ed_note):
        if note and _CORRECTS.search(note) and not any(note in n or n in note for n in notes):
            notes.append(note[:LONGEST_NOTE])
    signals = [s for s in item.signal if _CORRECTS.match(s.rpartition(":")[2])]
    return tuple(notes or signals[:1])


def _held(item: WireItem, at: datetime) -> str | None:
    """Why an item may not be run at an instant, or None."""
    until = _released(item.embargoed_until)
    if until and at < until:
        return f"embargoed until {until.isoformat()}"
    if until is None and item.embargoed_until:
        return f"embargoed until a time that cannot be read ({item.embargoed_until.raw[:60]})"
    if until is None and item.pub_status == "withheld":
        return "withheld by the agency"
    return None


def _released(embargo: Claim | None) -> datetime | None:
    """When an embargo has surely ended: its instant; for a bare day, when that day is over everywhere."""
    if embargo is None or embargo.instant or embargo.local_day is None:
        return embargo.instant if embargo else None
    return datetime.combine(embargo.local_day, time(), UTC) + timedelta(days=2)


def _later(claim: Claim | None, embargo: Claim | None) -> Claim | None:
    """What was sent under embargo appeared when that ended."""
    ended, said = exact(embargo), exact(claim)
    return embargo if ended and said and ended > said else claim


def _zoned(item: WireItem, zone: str | None) -> WireItem:
    """Stamps that name no zone, read in the one that was told or is the agency's."""
    return replace(
        item,
        first_created=_localised(item.first_created, zone),
        version_created=_localised(item.version_created, zone),
        embargoed_until=_localised(item.embargoed_until, zone),
    )


def _localised(claim: Claim | None, zone: str | None) -> Claim | None:
    if claim is None or zone is None or claim.instant or claim.local_day is None or claim.precision == "day":
        return claim
    try:
        local = datetime.fromisoformat(tidy(claim.raw))
    except ValueError:
        return claim
    return replace(claim, instant=local.replace(tzinfo=ZoneInfo(zone)), zone=zone)


def _still_true(before: WireItem, zoned: WireItem) -> Iterator[Finding]:
    """The reader's findings, without those about stamps that a told zone has settled."""
    told = {"first_created": zoned.first_created, "version_created": zoned.version_created}
    told["embargoed_until"] = zoned.embargoed_until
    settled = {name for name, claim in told.items() if claim and claim.instant}
    for finding in before.findings:
        if finding.code != "zone-unknown" or finding.message.split(":", 1)[0] not in settled:
            yield finding


def _address(guid: str | None) -> str | None:
    """A name that is no web address stands for one; a web address here is an interface's, never to be polled."""
    return guid if guid and guid.lower().startswith(("urn:", "tag:")) else None


def _aliases(item: WireItem) -> tuple[tuple[str, str], ...]:
    """Its guid; without one, its slug on the day it was sent: slugs are used again on other days."""
    if item.guid:
        return (("guid", item.guid),)
    sent = item.version_created
    day = sent.local_day if sent else None
    return (("slug", f"{item.slug.casefold()} {day.isoformat()}"),) if item.slug and day else ()
