"""URLs as identities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.normalise.urls import canonical, find_outlet, host, outlet_of, registrable, suggest_key
from pipeline.model import Outlet


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://WWW.News.Example:443/A/b?id=3#top", "https://www.news.example/A/b?id=3"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example:8080/a/", "http://news.example:8080/a/"),
        ("https://news.example/a?utm_source=x&id=3&UTM_Medium=y&fbclid=z", "https://news.example/a?id=3"),
        ("https://news.example/a?gclid=1", "https://news.example/a"),
        ("https://news.example/a?b=&a=1&a=2", "https://news.example/a?b=&a=1&a=2"),
        ("https://news.example/a%20b?q=%C3%A9", "https://news.example/a%20b?q=%C3%A9"),
        ("https://news.example/#!/story/1", "https://news.example/#!/story/1"),
        ("https://user:pw@news.example./a", "https://news.example/a"),
        ("https://nouvelles-québec.example/a", "https://xn--nouvelles-qubec-mnb.example/a"),
        ("  https://news.example/a\n", "https://news.example/a"),
        ("tag:news.example,2026:1", "tag:news.example,2026:1"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("http://[bad/", "http://[bad/"),
        ("", ""),
    ],
)
def test_canonical_forms_are_conservative(url: str, expected: str) -> None:
    """Only what never changes what is shown is changed."""
    assert canonical(url) == expected


@given(
    st.one_of(
        st.text(max_size=80),
        st.from_regex(r"https?://[a-zA-Z0-9é.:@\[\]-]{1,20}[/?#][ -~]{0,30}", fullmatch=True),
    )
)
def test_a_canonical_form_is_its_own(url: str) -> None:
    """Doing it twice changes nothing, and no text breaks it."""
    assert canonical(canonical(url)) == canonical(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://WWW.News.Example/a", "www.news.example"),
        ("http://127.0.0.1:8123/a", "127.0.0.1:8123"),
        ("https://news.example:443/", "news.example"),
        ("urn:x", ""),
    ],
)
def test_a_host_keeps_a_port_of_its_own(url: str, expected: str) -> None:
    """The scheme's own port is left out, another stays."""
    assert host(url) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("ici.radio-canada.ca", "radio-canada.ca"),
        ("WWW.News.Example.", "news.example"),
        ("one.github.io", "one.github.io"),
        ("co.uk", "co.uk"),
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1:8123", "127.0.0.1:8123"),
        ("[::1]", "[::1]"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_registrable_domains(name: str, expected: str) -> None:
    """By the public suffix list; addresses, ports and single labels are kept."""
    assert registrable(name) == expected


OUTLETS = (
    Outlet("Harbour Times", ("harbour.example",), aliases=("The Harbour",)),
    Outlet("Harbour West", ("west.harbour.example",)),
    Outlet("Loopback", ("127.0.0.1:8000",)),
    Outlet("Late Claim", ("harbour.example",), aliases=("harbour times",)),
)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.harbour.example/a", "Harbour Times"),
        ("https://harbour.example:8443/a", "Harbour Times"),
        ("https://m.west.harbour.example/a", "Harbour West"),
        ("http://127.0.0.1:8000/a", "Loopback"),
        ("http://127.0.0.1:9000/a", None),
        ("https://notharbour.example/a", None),
        ("tag:harbour.example,2026:1", None),
        ("", None),
    ],
)
def test_the_most_specific_domain_names_the_outlet(url: str, name: str | None) -> None:
    """Subdomains belong to it; a look-alike does not; the first of two equal claims wins."""
    found = outlet_of(url, OUTLETS)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [("harbour times", "Harbour Times"), (" THE HARBOUR ", "Harbour Times"), ("Nobody", None)],
)
def test_an_outlet_is_found_by_name_or_alias(name: str, expected: str | None) -> None:
    """Without case; a name goes before another's alias."""
    found = find_outlet(name, OUTLETS)
    assert (found.name if found else None) == expected


def test_a_key_is_short_and_free() -> None:
    """Made of the address, numbered where it is taken, never empty."""
    assert suggest_key("https://www.cbc.ca/webfeed/rss/rss-canada") == "cbc-ca-webfeed-canada"
    assert suggest_key("https://www.news.example/rss", {"news-example"}) == "news-example-2"
    assert suggest_key("http://www.com/") == "feed"
    assert len(suggest_key("https://news.example/" + "a-b/" * 100)) <= 60
