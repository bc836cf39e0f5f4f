"""Which blocks of a page are its body: the place that holds its sentences, without what stands beside them."""

from __future__ import annotations

import time
from importlib import metadata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.extract import charset, clusters
from pipeline.core.extract.body import paragraphs, version
from pipeline.core.extract.page import decode, parse


def test_the_version_of_the_reader_names_the_installed_trafilatura() -> None:
    """Read off its folder; what the library of the language says is the same."""
    assert version().endswith(f" trafilatura {metadata.version('trafilatura')}")


SENTENCES = [
    f"The ferry to {place} was held at the pier on {day} while divers looked for the anchor that it lost in the storm."
    for place in ("Grey Island", "Port Ellery", "Tallow Point", "the Narrows")
    for day in ("Monday", "Tuesday", "Wednesday")
]


def copy(count: int = 6) -> str:
    """So many paragraphs."""
    return "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:count])


def body(html: str) -> list[str]:
    """The body of a page."""
    page = parse(f"<html><body>{html}</body></html>".encode())
    assert page
    return [b.text for b in clusters.body_of(page.blocks)]


TEASER = "<li class='river'><h3><a href='/x{0}'>Council meets again over quay {0}</a></h3><p>A line that tells more of it, and ends.</p></li>"


@pytest.mark.parametrize(
    "beside",
    [
        "<aside><p>Our reporter has followed the harbour for years and writes a letter about it.</p></aside>",
        "<div class='newsletter-box'><p>Get the harbour letter in your inbox every morning, free of charge.</p></div>",
        "<figure><figcaption>The ferry at the pier, seen from the old lighthouse on a calm morning.</figcaption></figure>",
        "<div class='photo'>The ferry at the pier, seen from the old lighthouse on a calm morning.</div>",
        f"<ul>{''.join(TEASER.format(n) for n in range(4))}</ul>",
        "<section><h2>More from the harbour</h2><p>A whale was seen off the Narrows on Sunday by two fishermen.</p></section>",
        "<p><a href='/a'>Ferry timetable</a> <a href='/b'>All stories about the harbour</a></p>",
        "<p style='display:none'>You have read all of your free stories of this month, dear reader.</p>",
        "<div id='onetrust-consent'><p>We store cookies on your device to remember what you chose the last time.</p></div>",
    ],
)
def test_what_stands_beside_the_text_is_no_body(beside: str) -> None:
    """Wherever it stands among the paragraphs."""
    half = len(copy(3))
    page = f"<main><article><h1>Ferry held</h1>{copy()[:half]}{beside}{copy()[half:]}</article></main>"
    assert body(page) == SENTENCES[:6]


@pytest.mark.parametrize("name", ["sidebar-grid__content", "promo article-text", "c-share", "photo-story"])
def test_a_suspect_name_that_holds_the_text_is_acquitted(name: str) -> None:
    """Sites give any name to anything; the sentences count."""
    rows = "".join(
        f"<div class='{name}'><p>{s}</p></div><div class='ad'>Advertisement</div>" for s in SENTENCES
    )
    assert body(f"<article><h1>Ferry held</h1>{rows}</article>") == SENTENCES


def test_comments_longer_than_the_text_are_no_body() -> None:
    """However much readers write, it is never acquitted."""
    talk = "".join(f"<p>I think that {sentence.lower()}</p>" for sentence in SENTENCES)
    assert body(f"<article>{copy(5)}</article><div id='comments'>{talk}</div>") == SENTENCES[:5]


def test_the_next_article_on_the_page_is_not_the_page_s() -> None:
    """Pages that never end go on with other articles, which may be longer."""
    first, second = "".join(f"<p>{s}</p>" for s in SENTENCES[:2]), copy(12).replace("ferry", "tram")
    page = f"<div class='story-text'>{first}</div><div class='story-text'>{second}</div>"
    assert body(f"<main>{page}</main>") == SENTENCES[:2]


def test_text_streamed_into_a_hidden_place_is_found() -> None:
    """Frameworks send the text hidden and show it by script."""
    assert (
        body(f"<div id='app'></div><div hidden id='S:1'><section>{copy()}</section></div>") == SENTENCES[:6]
    )


def test_a_page_within_a_form_is_read() -> None:
    """Some systems wrap all of a page in one form."""
    assert body(f"<form action='/'><div class='text'>{copy()}</div></form>") == SENTENCES[:6]


def test_two_breaks_part_paragraphs_and_one_does_not() -> None:
    """Old pages know no p."""
    page = f"<div>{SENTENCES[0]}<br>{SENTENCES[1]}<br><br>{SENTENCES[2]}<br>\n<br>{SENTENCES[3]}</div>"
    assert body(page) == [f"{SENTENCES[0]} {SENTENCES[1]}", SENTENCES[2], SENTENCES[3]]


def test_inline_elements_do_not_part_a_sentence() -> None:
    """Links, emphasis, scripts and what only machines read stand within it."""
    page = "<p>The <a href='/f'>ferry</a>, <em>held</em><script>x()</script> at the pier<span class='sr-only'> (link)</span>, left at noon, all said.</p>"
    assert (
        body(f"<article>{copy()}{page}</article>")[-1]
        == "The ferry, held at the pier, left at noon, all said."
    )


def test_headings_inside_the_text_stay() -> None:
    """They are what a reader sees between paragraphs; the headline is not."""
    page = (
        f"<article><h1>Ferry held</h1>{copy(3)}<h2>What divers found</h2>{copy(6)[len(copy(3)) :]}</article>"
    )
    assert body(page) == [*SENTENCES[:3], "What divers found", *SENTENCES[3:6]]


def test_a_page_without_sentences_has_no_body() -> None:
    """A menu is none."""
    assert (
        body("<ul>" + "".join(f"<li><a href='/{n}'>Harbour {n}</a></li>" for n in range(40)) + "</ul>") == []
    )


def test_a_menu_is_no_body_however_little_else_there_is() -> None:
    """A brief stays alone where all that another reading could add is links."""
    brief = "The ferry to Grey Island was held at the pier on Monday."
    menu = "".join(f"<li><a href='/s{n}'>Section {n}</a></li>" for n in range(30))
    page = parse(f"<html><body><ul>{menu}</ul><div><p>{brief}</p></div></body></html>".encode())
    assert page
    assert paragraphs(page, None) == (brief,)


def test_what_links_say_to_be_read_aloud_is_left_out() -> None:
    """It stands in the text for ears only."""
    told = f"<p>Ellery Shipping (ELS.X), opens new tab rose by two. {SENTENCES[0]}</p>"
    page = parse(f"<html><body><article>{told}{copy(8)}</article></body></html>".encode())
    assert page
    assert paragraphs(page, None)[0].startswith("Ellery Shipping (ELS.X) rose by two.")


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("Québec à Montréal".encode("latin-1"), "Québec à Montréal"),
        (b"<meta charset='windows-1251'>" + "Мост".encode("cp1251"), "Мост"),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">'
            + "橋の".encode("shift_jis"),
            "橋の",
        ),
        ("Мост".encode("utf-16"), "Мост"),
        ("橋\x00の\x01".encode(), "橋 の "),
    ],
)
def test_pages_are_read_by_the_charset_they_name(payload: bytes, said: str) -> None:
    """A page's own word counts where it is no UTF-8."""
    assert decode(payload, charset.stated(payload)).endswith(said)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.text(max_size=40),
        lambda inner: st.tuples(
            st.sampled_from(["div", "p", "li", "aside", "b", "br", "h1", "a"]), st.lists(inner, max_size=4)
        ).map(lambda x: f"<{x[0]} class='photo x'>{''.join(x[1])}</{x[0]}>"),
        max_leaves=30,
    )
)
def test_any_page_is_read(html: str) -> None:
    """Nothing raises, and what is found stands on the page."""
    page = parse(f"<html><body>{html}</body></html>".encode())
    assert page
    seen = page.blocks
    assert set(clusters.body_of(seen)) <= set(seen.blocks)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + copy(),
        "<a href='/x'>y</a> " * 50_000,
        "<p>x<br>" * 50_000,
        f"<p>{'word ' * 400_000}</p>",
    ],
    ids=["nested", "links", "breaks", "one line"],
)
def test_hostile_pages_are_read_in_seconds(html: str) -> None:
    """What is counted is bounded: blocks, nodes, signs."""
    start = time.process_time()
    body(html)
    assert time.process_time() - start < 5
