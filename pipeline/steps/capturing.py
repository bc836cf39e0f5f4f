"""A payload into a capture: whose page it is, what it says, by which names it is known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipeline.core.extract import extract
from pipeline.core.normalise.text import count_words, normalise
from pipeline.core.normalise.urls import canonical, find_outlet, host, outlet_of, registrable
from pipeline.core.stories.sightings import exact
from pipeline.model import Capture, Extracted, Finding, FurnitureList, Outlet, Page

if TYPE_CHECKING:
    from pipeline.model import Claim, World
    from pipeline.steps.raw import Raw

KILL_NOTICE_WORDS = 150  # a withdrawal this short stands in the story's place; in a longer text it is a note
_BAD_STATUS = 400
_TELLING = frozenset({"article", "live", "stub"})


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose page it is, and what had to be assumed."""

    outlet: Outlet
    findings: tuple[Finding, ...] = ()


def capture(raw: Raw, world: World, now: datetime) -> Capture:
    """Read one payload. Never raises on a hostile page: its verdict is in ``extracted.quality``."""
    if raw.wire:
        from pipeline.steps.wirecopy import wire_capture  # takes the database along, which readers do without

        return wire_capture(raw, raw.wire, world, now)
    owner = whose(raw, world)
    known = raw.furniture or world.furniture.get(owner.outlet.name, FurnitureList())
    page = Page(
        payload=raw.payload,
        form=raw.form,
        url=raw.final_url or raw.url,
        zone=raw.timezone or owner.outlet.timezone,
        language=raw.language or owner.outlet.language,
        captured_at=raw.captured_at,
        headline=raw.headline,
        charset=raw.charset,
        learned=known.forms,
    )
    extracted = _with_claims(extract(page, world.agencies), raw, page.zone)
    aliases, findings = _aliases(raw, extracted) if _names_itself(raw, extracted) else _asked(raw, extracted)
    return Capture(
        outlet=owner.outlet.name,
        url=canonical(raw.url) if raw.url else None,
        captured_at=raw.captured_at,
        recorded_at=now,
        payload_sha=hashlib.sha256(raw.payload).hexdigest(),
        form=raw.form,
        origin=raw.origin,
        status=raw.status,
        extracted=extracted,
        aliases=aliases,
        findings=(*owner.findings, *_about(extracted.findings, raw), *findings),
        charset=raw.charset,
        furniture_number=known.number,
        elsewhere=_elsewhere(raw, extracted) if _names_itself(raw, extracted) else None,
    )


def whose(raw: Raw, world: World) -> Owner:
    """The outlet: as told; else by the address; else its domain or "unknown", with a finding."""
    if raw.outlet:
        known = find_outlet(raw.outlet, world.outlets)
        if known:
            return Owner(known)
        return Owner(Outlet(raw.outlet), (_unknown(raw.outlet),))
    address = raw.final_url or raw.url
    if address:
        known = outlet_of(address, world.outlets)
        if known:
            return Owner(known)
        domain = registrable(host(address))
        return Owner(Outlet(domain, (domain,)), (_unknown(domain),))
    finding = Finding(
        "outlet-missing", f"{raw.origin}: neither outlet nor address; say --outlet NAME", raw.origin
    )
    return Owner(Outlet("unknown"), (finding,))


def _unknown(name: str) -> Finding:
    message = f"outlet {name!r} is not in outlets.toml; taken as it is, without a time zone"
    return Finding("outlet-unknown", message, name, "info")


def _with_claims(extracted: Extracted, raw: Raw, zone: str | None) -> Extracted:
    """A record's own instants go before what its text says; a feed's stand in where the page has none."""
    return replace(
        extracted,
        published=_stronger(extracted.published, _localised(raw.published, zone)),
        updated=_stronger(extracted.updated, _localised(raw.updated, zone)),
    )


def _stronger(page: Claim | None, told: Claim | None) -> Claim | None:
    if told and told.source == "feed":
        return page or told
    return told or page


def _localised(claim: Claim | None, zone: str | None) -> Claim | None:
    if claim is None or claim.instant or claim.precision == "day" or zone is None:
        return claim
    local = datetime.fromisoformat(claim.raw.strip()).replace(tzinfo=ZoneInfo(zone))
    return replace(claim, instant=local, zone=zone)


def _about(findings: tuple[Finding, ...], raw: Raw) -> list[Finding]:
    subject = raw.url or raw.origin
    return [f if f.subject else replace(f, subject=subject) for f in findings]


def _names_itself(raw: Raw, extracted: Extracted) -> bool:
    """Whether what came speaks of the article: an error, block or index page leads to names that are not its own."""
    return extracted.quality in _TELLING and (raw.status or 0) < _BAD_STATUS


def _asked(raw: Raw, extracted: Extracted) -> tuple[tuple[tuple[str, str], ...], tuple[Finding, ...]]:
    """The names by which it was asked for."""
    names = [("url", canonical(raw.url))] if raw.url else []
    names += [("guid", raw.guid)] if raw.guid else []
    return tuple(names or _without_address(extracted)), ()


def _aliases(raw: Raw, extracted: Extracted) -> tuple[tuple[tuple[str, str], ...], tuple[Finding, ...]]:
    """The names an article is known by within its outlet; a canonical elsewhere is evidence, no name."""
    names: list[tuple[str, str]] = []
    findings: list[Finding] = []
    for kind, address in (("url", raw.url), ("redirect", raw.final_url)):
        if address:
            names.append((kind, canonical(address)))
    here = registrable(host(raw.final_url or raw.url or ""))
    for kind, address in (("canonical", extracted.canonical_url), ("og", extracted.og_url)):
        if not address or not raw.url or not _names_a_page(address):
            continue
        if registrable(host(address)) == here:
            names.append((kind, canonical(address)))
    if raw.url and _elsewhere(raw, extracted):
        message = f"the page names {extracted.canonical_url} as its original"
        findings.append(Finding("canonical-elsewhere", message, raw.url, "info"))
    names += [("cms", extracted.cms_id)] if extracted.cms_id and raw.url else []
    names += [("guid", raw.guid)] if raw.guid else []
    if not names:
        names = _without_address(extracted)
    return tuple(dict.fromkeys(names)), tuple(findings)


def _elsewhere(raw: Raw, extracted: Extracted) -> str | None:
    """The page at another host that this one names as its original."""
    address = extracted.canonical_url
    if not address or not raw.url or not _names_a_page(address):
        return None
    here = registrable(host(raw.final_url or raw.url))
    return canonical(address) if registrable(host(address)) != here else None


def _names_a_page(address: str) -> bool:
    """A home page given as the canonical of every article would make them one."""
    return len(urlsplit(address).path.strip("/")) > 0


def _without_address(extracted: Extracted) -> list[tuple[str, str]]:
    """An article without a URL is known by what it says of itself: published claim and byline."""
    published = extracted.published
    stamp = exact(published)
    if published and stamp:
        return [("stamp", f"{stamp.isoformat()} {normalise(extracted.byline or '').casefold()}")]
    return []


def text_of(extracted: Extracted | None, status: int | None) -> tuple[str, ...] | None:
    """The body to be kept as a version, or None where the capture shows no text of the article."""
    if (
        extracted is None
        or extracted.quality != "article"
        or (status or 0) >= _BAD_STATUS
        or not extracted.paragraphs
    ):
        return None
    if extracted.kill and count_words(extracted.paragraphs) <= KILL_NOTICE_WORDS:
        return None
    return extracted.paragraphs
