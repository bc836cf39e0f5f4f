"""Which addresses are asked."""

from __future__ import annotations

import contextlib
import ipaddress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FetchRefused
from pipeline.io import guard
from pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound
        "224.0.0.1", "255.255.255.255", "168.63.129.16", "::1", "::", "fe80::1", "fd00:ec2::254", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
def test_private_networks_are_not_public(address: str) -> None:
    """Loopback, private, link-local, shared, multicast and metadata addresses, also inside IPv6 forms."""
    assert not guard.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_the_internet_is_public(address: str) -> None:
    """Ordinary global addresses."""
    assert guard.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("::ffff:127.0.0.1", "::ffff:7f00:1"),
        ("fe80::1%eth0", "fe80::1"),
        ("news.example", None),
        ("1news.co.nz", None),
        ("24.example", None),
        ("", None),
    ],
)
def test_literals_are_seen_through(host: str, address: str | None) -> None:
    """Decimal, octal, hexadecimal and shortened forms name the address the system would connect to."""
    found = guard.literal(host)
    assert (str(found) if found else None) == address


def test_a_name_with_a_private_address_is_refused() -> None:
    """What counts is where a name leads."""
    with pytest.raises(FetchRefused, match=r"evil\.example:80 lies in a private network"):
        guard.targets("evil.example", 80, Settings(), lambda *_: ["10.0.0.1", "::1"])


def test_only_the_public_addresses_of_a_name_are_connected_to() -> None:
    """A name that leads both ways is asked at its public address only."""
    found = guard.targets("mixed.example", 443, Settings(), lambda *_: ["10.0.0.1", "1.1.1.1"])
    assert found == (("1.1.1.1", 443),)


def test_a_name_is_looked_up_once() -> None:
    """The addresses that were judged are those connected to: no second look-up can change them."""
    asked: list[str] = []

    def look_up(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["1.1.1.1"]

    guard.targets("news.example", 80, Settings(), look_up)
    assert asked == ["news.example"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(allow_private=True), (("10.0.0.1", 80),)),
        (Settings(allowed_origins=frozenset({"nas.lan:80"})), (("10.0.0.1", 80),)),
        (Settings(connect_to={"nas.lan": "127.0.0.1:9"}), (("127.0.0.1", 9),)),
        (Settings(connect_to={"nas.lan:80": "[::1]:9"}), (("::1", 9),)),
    ],
)
def test_consent_opens_private_addresses(settings: Settings, expected: tuple[tuple[str, int], ...]) -> None:
    """By the switch, by the origin the user typed, or by a mapping."""
    assert guard.targets("nas.lan", 80, settings, lambda *_: ["10.0.0.1"]) == expected


def test_consent_holds_for_one_port_only() -> None:
    """A feed at port 8000 opens nothing at port 22."""
    settings = Settings(allowed_origins=frozenset({"127.0.0.1:8000"}))
    with pytest.raises(FetchRefused):
        guard.targets("127.0.0.1", 22, settings)


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://127.0.0.1:8000/feed.xml", True),
        ("http://localhost/feed", True),
        ("http://[::1]:8000/", True),
        ("http://newsroom/feed", True),
        ("http://wire.local/feed", True),
        ("http://2130706433/", True),
        ("https://news.example/rss", False),
        ("https://1.1.1.1/rss", False),
        ("ftp://localhost/", False),
        ("no address", False),
    ],
)
def test_an_address_typed_by_a_person_shows_whether_it_is_private(url: str, *, private: bool) -> None:
    """As far as it can be told without looking it up."""
    assert guard.is_private_address(url) is private


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://a.example/x", "a.example:80"),
        ("https://u:p@A.example./x", "a.example:443"),
        ("http://[::1]:8000/", "[::1]:8000"),
    ],
)
def test_an_origin_is_host_and_port(url: str, origin: str) -> None:
    """The port is always written, credentials never."""
    assert guard.origin(url) == origin


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://u:p@news.example/a?id=3&token=abc", "https://news.example/a?id=3&token=***"),
        (
            "https://news.example/a?api_key=abc&X-Amz-Signature=f",
            "https://news.example/a?api_key=***&X-Amz-Signature=***",
        ),
        ("https://news.example/a?keyword=rain&page=2", "https://news.example/a?keyword=rain&page=2"),
    ],
)
def test_secrets_are_not_shown(url: str, shown: str) -> None:
    """What is logged or stored has no user, password, or value of a secret parameter."""
    assert guard.redact(url) == shown


@given(st.text(max_size=60))
def test_no_text_breaks_the_guard(text: str) -> None:
    """Any text is either an address with an origin or refused; redaction never fails."""
    guard.redact(text)
    guard.is_private_address(text)
    with contextlib.suppress(FetchRefused):
        assert guard.origin(text)
