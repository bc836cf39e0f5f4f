"""In which charset a page is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.extract import bounds, extract
from pipeline.core.extract.charset import stated
from pipeline.core.extract.page import decode, markup
from pipeline.model import Page

TEXT = "Le Conseil fédéral a décidé à l’unanimité. Правительство приняло решение сегодня утром в Оттаве. "


@pytest.mark.parametrize(
    ("payload", "told", "name"),
    [
        (b"<meta charset=koi8-r>", "windows-1251", "cp1251"),
        (b"<meta charset=koi8-r>", None, "koi8-r"),
        (b"\xef\xbb\xbf<meta charset=koi8-r>", "windows-1251", "utf-8-sig"),
        (b"\xff\xfe<\0", "utf-8", "utf-16"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', None, "cp932"),
        (b"<meta charset='utf-16le'>", None, "utf-8"),
        (b"<p>", "ISO-8859-1", "cp1252"),
        (b"<p>", "nonsense", None),
        (b"<p>", "base64", None),
        (b"<meta charset=rot13>", None, None),
        (b"<p>", None, None),
        (b"", "", None),
    ],
)
def test_the_mark_goes_before_the_server_and_that_before_the_page(
    payload: bytes, told: str | None, name: str | None
) -> None:
    """As browsers go; a label that names a small charset means the larger one, nonsense means nothing."""
    assert stated(payload, told) == name


@pytest.mark.parametrize(
    ("charset", "told", "meta"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", None, ""),
        ("utf-16", None, ""),
        ("koi8-r", None, "<meta charset=koi8-r>"),
        ("windows-1251", "windows-1251", "<meta charset=utf-8>"),
    ],
)
def test_a_page_is_read_in_its_charset(charset: str, told: str | None, meta: str) -> None:
    """Whoever states it; the text comes out as it was written."""
    words = TEXT if charset.startswith("utf") else TEXT.partition(". ")[2]
    page = f"<html><head>{meta}<title>x</title></head><body><article>{f'<p>{words * 3}</p>' * 4}</article></body></html>"
    got = extract(Page(page.encode(charset), "html", charset=told), ())
    assert words.strip() in " ".join(got.paragraphs)


@given(st.binary(max_size=200), st.text(max_size=20))
def test_nothing_breaks_the_reader(payload: bytes, told: str) -> None:
    """Whatever a server or a page says."""
    stated(b"<meta charset=" + payload, told)


PIECES = (b"<p>", b"\xef\xbb\xbf", b"\0", b"\x0b", b"\xff\xfe", b"\xe9", "é€☃ж".encode(), b"~{<+?~}")


@given(
    st.lists(st.one_of(st.binary(max_size=4), st.sampled_from(PIECES)), max_size=12).map(b"".join),
    st.sampled_from([None, "utf-8", "utf-8-sig", "utf-16", "cp1252", "hz", "cp932"]),
)
def test_a_page_in_utf_8_is_its_own_bytes_where_nothing_was_mended(
    payload: bytes, charset: str | None
) -> None:
    """As if its text were written in UTF-8 again."""
    text = decode(payload, charset)
    assert markup(payload, charset)[:2] == (text, text.encode("utf-8", "replace"))


@given(st.lists(st.sampled_from(["<p>", " ", "a" * (bounds.MAX_TAG - 1), "b", "c"]), max_size=8))
def test_a_tag_too_long_is_found_wherever_it_stands(pieces: list[str]) -> None:
    """What is looked for from bracket to bracket is what cutting at each would show."""
    data = "".join(pieces).encode()
    longest = max(map(len, data.split(b"<")[1:]), default=0)
    assert bounds.has_long_piece(data) == (longest > bounds.MAX_TAG)
