"""Text captures in the shapes that w3m, lynx, reader modes and copying from a browser give, against whole records.

Each capture of fiction in `captures/` has its record beside it, read and corrected by a person; what a record leaves
out is null or empty. `captures/README.md` says what each shape holds.
"""

from __future__ import annotations

import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.extract import capture_unwrap, extract, home_zone
from pipeline.core.extract.record import as_record
from pipeline.model import Page

if TYPE_CHECKING:
    from pipeline.model import Agency

FOLDER = Path(__file__).parent / "captures"
SHAPES = sorted(path.stem for path in FOLDER.glob("*.json"))
LEFT_OUT = ("id", "path", "url", "text", "extractor", "findings")
SENTENCE = "the council said on Monday that repairs to the harbour bridge would last until spring"
WORDS = SENTENCE.split()
SECONDS = 5


@pytest.mark.parametrize("shape", SHAPES)
def test_a_capture_gives_the_record_that_a_person_would(shape: str, agencies: tuple[Agency, ...]) -> None:
    """Every field, to the letter: headline, paragraphs, credit, times with their raw strings, corrections."""
    page = Page((FOLDER / f"{shape}.txt").read_bytes(), "text")
    record = as_record("", "", None, extract(page, agencies))
    got = {key: value for key, value in record.items() if value and key not in LEFT_OUT}
    assert got == orjson.loads((FOLDER / f"{shape}.json").read_bytes())


def test_there_are_eight_shapes_or_more() -> None:
    """A lost fixture would be noticed."""
    assert len(SHAPES) >= 8


@given(st.lists(st.integers(12, 40), min_size=6, max_size=12), st.integers(50, 100))
@settings(max_examples=40)
def test_unwrapping_undoes_wrapping(lengths: list[int], width: int) -> None:
    """Paragraphs that were broken at any width come back whole."""
    wanted = [" ".join(WORDS[n % len(WORDS)] for n in range(count)) + "." for count in lengths]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in wanted)
    lines, cut = capture_unwrap.raw_lines(wrapped)
    assert [line.text for line in capture_unwrap.paragraphs(lines)] == wanted
    assert not cut


def test_short_lines_that_follow_each_other_are_not_joined() -> None:
    """A menu is no broken paragraph."""
    menu = ["Home", "News and weather", "Harbour", "Letters to the editor", "About us"] * 4
    lines, _ = capture_unwrap.raw_lines("\n".join(menu))
    assert [line.text for line in capture_unwrap.paragraphs(lines)] == menu


@pytest.mark.parametrize(
    ("address", "language", "zone"),
    [
        ("https://kueste.example.de/a", None, "Europe/Berlin"),
        ("https://coast.example.com/a", "de", "Europe/Berlin"),
        ("https://coast.example.ca/a", "de", None),
        ("https://coast.example.com/a", "en", None),
        ("https://coast.example.tv/a", "ja", "Asia/Tokyo"),
        ("https://[broken", None, None),
        (None, None, None),
    ],
)
def test_a_zone_is_inferred_only_where_one_is_left(
    address: str | None, language: str | None, zone: str | None
) -> None:
    """By the address's country, else the language; never where there are several clocks."""
    assert home_zone.infer(address, language) == zone


def test_an_inferred_zone_is_a_finding() -> None:
    """What nobody stated is said to be inferred; a zone from outside is not."""
    text = (FOLDER / "w3m_wide_de.txt").read_bytes()
    codes = [f.code for f in extract(Page(text, "text"), ()).findings]
    assert codes == ["zone-inferred"]
    assert not extract(Page(text, "text", zone="Europe/Vienna"), ()).findings


def test_the_slug_of_the_address_speaks_for_a_headline(agencies: tuple[Agency, ...]) -> None:
    """Of two lines that could be it, the one the address names."""
    text = (FOLDER / "w3m_wide_de.txt").read_text(encoding="utf-8")
    text = text.replace(
        "Elleringen sperrt die Hafenbrücke",
        "Brückensperre: Der Frost und die Folgen\n\nElleringen sperrt die Hafenbrücke",
    )
    page = Page(text.encode(), "text", "https://kueste.example/elleringen-sperrt-hafenbruecke-fuer-elf-tage")
    got = extract(page, agencies)
    assert got.headline == "Elleringen sperrt die Hafenbrücke für elf Tage"


PARAGRAPH = f"{SENTENCE.capitalize()}.\n\n"
HOSTILE = {  # what nobody writes, by what it is: a piece, how often, and whether the bounds cut it
    "5 MB": (PARAGRAPH.encode(), 58_000, True),
    "1 MB line": (SENTENCE.encode(), 12_000, True),
    "NULs": (b"\0" * 1_000 + SENTENCE.encode() + b".\n", 1_000, False),
    "invalid UTF-8": (bytes(range(128, 256)) * 80 + b"\n", 40, True),
    "100,000 short lines": (b"A menu item\n", 100_000, True),
    "brackets": (b"[DEL:[", 100_000, True),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_answered_in_time(name: str, agencies: tuple[Agency, ...]) -> None:
    """Within five seconds of processor time, whatever stands in them; what is cut off is a finding."""
    piece, times, cut = HOSTILE[name]
    page = Page(piece * times, "text")
    begin = time.process_time()
    codes = {f.code for f in extract(page, agencies).findings}
    assert time.process_time() - begin < SECONDS
    assert "extract-failed" not in codes
    assert ("capture-cut" in codes) == cut
