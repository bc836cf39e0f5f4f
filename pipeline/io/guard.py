"""Which addresses are asked: http and https at public networks, and what the user consented to.

Feeds come from strangers, and a feed may name any address. So a name is resolved once, its addresses are
looked at, and the connection goes to exactly those (a second look-up could give others).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urlsplit

from pipeline.errors import FetchRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.settings import Settings

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Resolve = Callable[[str, int], Sequence[str]]

_DEFAULT_PORT = {"http": 80, "https": 443}
_NUMERIC = re.compile(r"[0-9a-fx.]+", re.IGNORECASE)
_LOCAL_SUFFIXES = (".localhost", ".local", ".lan", ".internal", ".home.arpa", ".intranet", ".corp", ".home")
# Services of cloud hosts at public addresses: Azure's wire server.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_SECRET = re.compile(
    r"(?i)^(?:.*[_-])?(?:key|apikey|token|auth|secret|sig|signature|password|passwd|pwd|session)$"
)


def origin(url: str) -> str:
    """``host:port`` of an address, the port always written.

    Raises:
        FetchRefused: it is not http or https, or names no host.
    """
    parts = split(url)
    host = parts.hostname or ""
    return f"{f'[{host}]' if ':' in host else host.rstrip('.')}:{parts.port or _DEFAULT_PORT[parts.scheme]}"


def split(url: str) -> SplitResult:
    """The parts of an address that may be asked, as far as the address itself shows.

    Raises:
        FetchRefused: another scheme, no host, a bad port or literal.
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError as error:
        raise FetchRefused(f"{redact(url)}: no usable address ({error})") from None
    if parts.scheme not in _DEFAULT_PORT:
        raise FetchRefused(
            f"{redact(url)}: only http and https are asked, not {parts.scheme or 'no scheme'!r}"
        )
    if not parts.hostname:
        raise FetchRefused(f"{redact(url)}: the address names no host")
    return parts


def is_private_address(url: str) -> bool:
    """Whether an address is, as it is written, one of this machine or its network. Nothing is looked up."""
    try:
        host = (split(url).hostname or "").rstrip(".")
    except FetchRefused:
        return False
    address = literal(host)
    if address is not None:
        return not is_public(address)
    return "." not in host or host == "localhost" or host.endswith(_LOCAL_SUFFIXES)


def literal(host: str) -> Address | None:
    """The IP address a host is written as (plain, bracketed, decimal, octal, hexadecimal); None for a name."""
    bare = host.strip("[]").partition("%")[0]
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    if not _NUMERIC.fullmatch(bare) or not bare[0].isdigit():
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare))
    except OSError:
        return None


def is_public(address: Address) -> bool:
    """Whether an address lies in the public internet: global, no multicast, no cloud metadata service.

    Forms of IPv6 that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are judged by what they carry.
    """
    inner = _carried(address)
    if inner is not None:
        return is_public(inner)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and address not in _METADATA
    )


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if any(address in network for network in _NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as the system gives them, in its order, without repeats."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def targets(
    host: str, port: int, settings: Settings, look_up: Resolve = resolve
) -> tuple[tuple[str, int], ...]:
    """Where a connection for this host and port may go: (address, port), in order of preference.

    Args:
        host: a name or a literal, as in the URL.
        port: the port of the URL.
        settings: `connect_to`, `allowed_origins` and `allow_private` decide.
        look_up: gives the addresses of a name; raises OSError where it has none.

    Raises:
        FetchRefused: every address of it is private, and the user did not consent to this origin.
        OSError: the name cannot be resolved.
    """
    mapped = mapping(host, port, settings)
    if mapped:
        return (mapped,)
    written = literal(host)
    found = (str(written),) if written is not None else look_up(host, port)
    if is_consented(host, port, settings):
        return tuple((a, port) for a in found)
    public = tuple((a, port) for a in found if is_public(ipaddress.ip_address(a.partition("%")[0])))
    if not public:
        raise FetchRefused(
            f"{host}:{port} lies in a private network ({', '.join(found) or 'no address'}) and is not asked; "
            "`feeds add` with that address, or WRITETHRU_ALLOW_PRIVATE=1, allows it"
        )
    return public


def needs_look_up(host: str, port: int, settings: Settings) -> bool:
    """Whether `targets` would resolve a name, which may take its time."""
    return literal(host) is None and mapping(host, port, settings) is None


def mapping(host: str, port: int, settings: Settings) -> tuple[str, int] | None:
    """The address and port that `connect_to` names for this host, if it does."""
    target = settings.connect_to.get(f"{host}:{port}") or settings.connect_to.get(host)
    if not target:
        return None
    address, _, number = target.rpartition(":")
    return address.strip("[]"), int(number)


def is_consented(host: str, port: int, settings: Settings) -> bool:
    """Whether this origin may lie in a private network."""
    name = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return settings.allow_private or f"{name}:{port}" in settings.allowed_origins


def check_hop(url: str, came_from: str | None, settings: Settings) -> None:
    """Whether an address may be asked, before any connection; ``came_from`` is what redirected to it.

    The consent to a private origin is the user's: another site cannot lead there by a redirect.

    Raises:
        FetchRefused: the scheme, a private literal, or a redirect from elsewhere into a consented origin.
    """
    parts = split(url)
    host, here = (parts.hostname or "").rstrip("."), origin(url)
    port = int(here.rpartition(":")[2])
    if settings.allow_private or mapping(host, port, settings):
        return
    led_in = came_from is not None and origin(came_from) != here
    if here in settings.allowed_origins:
        if led_in:
            raise FetchRefused(
                f"{redact(url)}: a redirect from {origin(came_from or '')} into a private network"
            )
        return
    address = literal(host)
    if address is not None and not is_public(address):
        raise FetchRefused(f"{redact(url)}: {address} lies in a private network and is not asked")


def redact(url: str) -> str:
    """An address as it may be logged and stored: no user, no password, no values of secret parameters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return quote(url[:200], safe=":/?&=%[]")
    query = "&".join(_redacted(p) for p in parts.query.split("&"))
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query=query).geturl()


def without_secrets(url: str) -> str:
    """An address that can be handed on and asked: without user, password and secret parameters."""
    parts = urlsplit(url)
    query = "&".join(p for p in parts.query.split("&") if _redacted(p) == p)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query=query).geturl()


def _redacted(parameter: str) -> str:
    name, equals, _ = parameter.partition("=")
    return f"{name}=***" if equals and _SECRET.match(name) else parameter
