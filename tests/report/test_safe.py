"""Text from strangers can be shown anywhere."""

from __future__ import annotations

import html as stdlib_html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.safe import cut, html, markdown, visible, web_address

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@given(st.text(alphabet=st.characters(), max_size=80))
def test_no_control_character_survives(text: str) -> None:
    """Whatever comes in, nothing that commands a terminal or turns the reading order comes out."""
    assert not CONTROL.search(visible(text))


@given(st.text(max_size=80))
def test_showing_twice_is_showing_once(text: str) -> None:
    """`visible` is idempotent, so that layers may each apply it."""
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x9b2Jb", "ab"),
        ("txt\u202egpj.exe", "txt⟨U+202E⟩gpj.exe"),
        ("two\r\nlines\tand\u2028more", "two lines and more"),
        ("une « nouvelle » d’Évry", "une « nouvelle » d’Évry"),
        ("👩‍🚒 שלום\u200f", "👩‍🚒 שלום\u200f"),
        ("\ud800", "\ufffd"),
    ],
)
def test_commands_go_and_words_stay(raw: str, shown: str) -> None:
    """Escape sequences vanish whole; letters of all scripts stay."""
    assert visible(raw) == shown


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("a | b", "a \\| b"),
        ("[x](javascript:alert(1))", "\\[x\\]\\(javascript:alert\\(1\\)\\)"),
        ("<script>", "&lt;script&gt;"),
        ("`code` *b* _u_ ~s~", "\\`code\\` \\*b\\* \\_u\\_ \\~s\\~"),
        ("# head", "\\# head"),
        ("- item", "\\- item"),
        ("12. item", "12\\. item"),
        ("Fish & chips", "Fish &amp; chips"),
    ],
)
def test_markdown_shows_signs_literally(raw: str, written: str) -> None:
    """Every sign that means something in Markdown is escaped."""
    assert markdown(raw) == written


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), max_size=80))
def test_html_unescapes_to_what_was_shown(text: str) -> None:
    """Escaped HTML holds no bracket or quote and reads as the visible text."""
    written = html(text)
    assert not set("<>\"'") & set(written)
    assert stdlib_html.unescape(written) == visible(text)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://outlet.example/a?b=1&c=2", True),
        ("HTTP://outlet.example/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//outlet.example/a", False),
        ("https://x.example/ onmouseover=1", False),
        ('https://x.example/"><script>', False),
        ("https://x.example/\u202eabc", False),
        (" https://x.example/", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, *, linked: bool) -> None:
    """Only plain http and https addresses are ever linked."""
    assert (web_address(url) is not None) is linked


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("four", 4, "four"),
        ("one two three", 9, "one two…"),
        ("unbreakable", 5, "unbr…"),
        ("one, two", 6, "one…"),
    ],
)
def test_cuts_fall_between_words(text: str, limit: int, short: str) -> None:
    """A cut text keeps whole words and says that it was cut."""
    assert cut(text, limit) == short
