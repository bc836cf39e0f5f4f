"""Pages beyond what is read of a page: each is answered, within bounds, and says so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.material import hostile_pages as hostile
from pipeline.core.extract import bounds, extract, page
from pipeline.model import Extracted, Page


def read(payload: bytes) -> Extracted:
    """A page of nobody, read."""
    return extract(Page(payload, "html", url="https://coast.example/news/ferry"), ())


def said(one: Extracted) -> str:
    """Its findings."""
    return "; ".join(f"{f.code}: {f.message}" for f in one.findings)


@pytest.mark.parametrize(
    ("payload", "finding"),
    [
        (hostile.line(25_000), "page-bounded: a block of more than 20,000 signs"),
        (hostile.unbroken(25_000), "page-bounded: a block of more than 20,000 signs"),
        (hostile.deep_jsonld(600), "page-bounded: JSON-LD nested deeper than 500"),
        (hostile.attributes(3_000), "page-bounded: tags with more than 2000 attributes"),
        (hostile.one_name(40_000), "page-bounded: tags with more than 2000 attributes"),
        (hostile.nuls(7), "NULs in the page; read as blanks"),
        (hostile.no_utf8(2), "page-bytes: the page says that it is utf-8, and is not"),
    ],
)
def test_a_page_beyond_a_bound_is_read_as_far_as_it_goes_and_says_so(payload: bytes, finding: str) -> None:
    """Its article is read whole."""
    found = read(payload)
    assert found.quality == "article"
    assert [" ".join(text.split()) for text in found.paragraphs[-6:]][-1].endswith("would sail again.")
    assert finding in said(found)


@pytest.mark.parametrize("payload", [hostile.deep(300), hostile.tables(300), hostile.deep_unclosed(600)])
def test_a_page_nested_too_deep_has_no_text_and_says_why(payload: bytes) -> None:
    """The parser gives up at 256 levels."""
    found = read(payload)
    assert found.quality == "empty"
    assert "page-bounded: elements nested deeper than 256" in said(found)


@pytest.mark.parametrize(
    "payload",
    [hostile.links(500), hostile.comments(500), hostile.wide_jsonld(3_000), hostile.entities(900)],
)
def test_much_of_what_pages_have_is_no_finding(payload: bytes) -> None:
    """Links, comments, objects and entities within bounds."""
    found = read(payload)
    assert (found.quality, said(found)) == ("article", "")


def test_programs_are_left_out_before_a_page_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article behind much script is read; one behind much text is cut off, and both say so."""
    for module in (bounds, page):
        monkeypatch.setattr(module, "MAX_BYTES", 5_000)
    found = read(hostile.script(20_000))
    assert len(found.paragraphs) == 6
    assert "read without its scripts and styles" in said(found)
    cut = read(hostile.many_bytes(20_000))
    assert cut.quality == "article"
    assert "only its first 5 MB were read" in said(cut)


def test_json_ld_of_a_large_page_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a script, and the best witness there is."""
    monkeypatch.setattr(bounds, "MAX_BYTES", 100)
    linked = b'<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    told = b"<script>" + b"x" * 200 + b"</script>" + linked + b"<STYLE>p {}</style ><p>Text</p>"
    assert bounds.without_programs(told) == linked + b"<p>Text</p>"
    assert bounds.without_programs(told + b"<script>never closed") == linked + b"<p>Text</p>"


PIECES = (
    b"<script>var a = '<p>no text</p>'</script>",
    b'<SCRIPT async src="/a.js"></Script >',
    b"<style>p { color: red }</style>",
    b"<script>never closed",
    b"<!-- <script> -->",
    b"<!-- <style>p {}</style> -->",
    b'<div title="<script>">The ferry was held.</div>',
    b"<div title=\"<script>go('p')</script>\">The harbour is shut.</div>",
    b"<script-loader>Two ships wait.</script-loader>",
    b'<script type="application/ld+json">{"headline": "<script>"}</script>',
    b"<script>document.write('<script>x')</script>",
    b"<h1>Ferry held</h1>",
    b"<p>The crew is well.</p>",
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(b"".join))
def test_a_page_without_programs_shows_the_same_text(told: bytes) -> None:
    """Words for programs in attributes and comments, programs in programs and those without an end included."""
    told = b"<body><p>Harbour News</p>" + told
    whole, short = page.parse(told), page.parse(bounds.without_programs(told))
    assert whole is not None
    assert short is not None
    assert [line.text for line in short.lines] == [line.text for line in whole.lines]


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_no_bytes_raise(payload: bytes) -> None:
    """Whatever comes is answered."""
    found = read(payload)
    assert found.reason
    assert "extract-failed" not in said(found)
