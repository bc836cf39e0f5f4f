"""URLs as identities: conservative canonical forms, hosts, registrable domains, and whose page it is."""

from __future__ import annotations

import functools
import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tldextract import TLDExtract

    from pipeline.model import Outlet

_DEFAULT_PORT = {"http": 80, "https": 443}
# Parameters that name how a reader came, never what is shown. Bare "ref", "source" or "id" do both: kept.
_TRACKING_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid mkt_tok
    cmpid cmp ocid ito smid smtyp icid ncid xtor wt_mc wt_zmc s_cid s_kwcid ftag taid _ga _gl _hsenc _hsmi
    oly_enc_id oly_anon_id __twitter_impression guccounter guce_referrer guce_referrer_sig vero_id vero_conv
    at_medium at_campaign at_format at_link_id at_link_origin at_link_type at_ptr_name at_bbc_team
    at_custom1 at_custom2 at_custom3 at_custom4 traffic_source"""
_TRACKING = frozenset(_TRACKING_NAMES.split())
_TRACKING_PREFIX = ("utm_", "pk_", "mtm_", "hsa_", "ns_")
_NOT_A_KEY = re.compile(r"[^a-z0-9]+")
_KEY_NOISE = frozenset({"www", "rss", "feed", "feeds", "xml", "com", "index", "html", "php", "json", "atom"})
_KEY_LENGTH = 60


def canonical(url: str) -> str:
    """The form in which a page's address is compared and stored.

    Scheme and host in lower case (IDNA), no default port, no credentials, no fragment (a ``#!`` one
    addresses a page and stays), no known tracking parameters. Path and other parameters stay as they are,
    in their order. What is no http or https address comes back with its ends stripped.
    """
    parts = _split(url)
    if parts is None:
        return url.strip()
    query = "&".join(p for p in parts.query.split("&") if not _is_tracking(p)).strip()
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    address = (
        f"{parts.scheme}://{_host_port(parts)}{parts.path or '/'}{'?' if query else ''}{query}{fragment}"
    )
    return address.strip()


def host(url: str) -> str:
    """The host in lower case, with its port where that is not the scheme's own; "" where there is none."""
    parts = _split(url)
    return "" if parts is None else _host_port(parts)


def registrable(host: str) -> str:
    """The registrable domain of a host: ``news.bbc.co.uk`` → ``bbc.co.uk``.

    By the public suffix list that tldextract carries (private suffixes too, so that two blogs of one
    hoster stay two). A host with a port, an IP address and a single label come back as they are.
    """
    name = host.strip().lower().rstrip(".")
    if ":" in name or _is_ip(name) or "." not in name:
        return name
    found = _extractor()(name)
    if found.suffix:
        return f"{found.domain}.{found.suffix}" if found.domain else name
    return ".".join(name.split(".")[-2:])


def outlet_of(url: str, outlets: Iterable[Outlet]) -> Outlet | None:
    """The outlet whose domain the URL's host lies in; the most specific domain wins, the first at a tie.

    A domain with a port (``127.0.0.1:8000``) holds for that port only.
    """
    full = host(url)
    bare = full.rpartition(":")[0] if _has_port(full) else full
    around = {*_domains_around(full), *_domains_around(bare)}
    best: Outlet | None = None
    reach = 0
    for outlet in outlets:
        for domain in outlet.domains:
            if domain in around and len(domain) > reach:
                best, reach = outlet, len(domain)
    return best


def find_outlet(name: str, outlets: Iterable[Outlet]) -> Outlet | None:
    """The outlet of this name, else the first with this alias; case and outer blanks do not count."""
    wanted = name.strip().casefold()
    known = tuple(outlets)
    by_name = (o for o in known if o.name.casefold() == wanted)
    by_alias = (o for o in known if wanted in {a.casefold() for a in o.aliases})
    return next(by_name, None) or next(by_alias, None)


def suggest_key(url: str, taken: Iterable[str] = ()) -> str:
    """A short key for a feed, made of its address; a number is added where it is taken.

    ``https://www.cbc.ca/webfeed/rss/rss-canada`` → ``cbc-ca-webfeed-canada``
    """
    parts = _split(url)
    words = _NOT_A_KEY.split(f"{_host_port(parts)} {parts.path}".lower()) if parts else []
    key = "-".join(w for w in words if w and w not in _KEY_NOISE)[:_KEY_LENGTH].strip("-") or "feed"
    used, number, candidate = set(taken), 1, key
    while candidate in used:
        number += 1
        candidate = f"{key}-{number}"
    return candidate


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in _DEFAULT_PORT and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a bad port or a broken IPv6 literal: no address we could ask
        return None
    return parts if usable else None


def _host_port(parts: SplitResult) -> str:
    name = _idna((parts.hostname or "").rstrip("."))
    if ":" in name:
        name = f"[{name}]"
    port = parts.port
    return name if port is None or port == _DEFAULT_PORT[parts.scheme] else f"{name}:{port}"


def _idna(name: str) -> str:
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return name


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIX)


def _domains_around(name: str) -> Iterator[str]:
    """A host and every domain that it lies in: a.b.c → a.b.c, b.c, c."""
    while name:
        yield name
        name = name.partition(".")[2]


def _has_port(name: str) -> bool:
    return ":" in name and not name.endswith("]")


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


@functools.cache
def _extractor() -> TLDExtract:
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
