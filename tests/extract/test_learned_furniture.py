"""Forms of paragraphs, what is never furniture, and the verdict from counts and samples."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.extract import extract
from pipeline.core.extract.learned import is_notice, takes
from pipeline.core.extract.recurring import Counts, Sample, is_wire, judge
from pipeline.core.normalise.agencies import book
from pipeline.core.normalise.forms import form
from pipeline.io import known
from pipeline.model import Page

AGENCIES = known.agencies()
BOOK = book(AGENCIES)
OFTEN = Counts(stories=12, of_stories=20, alone=12, of_alone=20)
LETTER = "Each week we gather the harbour’s news in one letter, edition of 3 March."
STORY = "Whitcombe told the council of Port Selby that the sea wall would take most of the day."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LETTER, "Each week we gather the harbour's news in one letter, edition of 22 November."),
        ("As of Monday, Jan. 5, 2026 at 7:24 a.m.", "As of Friday, Dec. 12, 2025 at 11:02 p.m."),
        ("Rejoignez nos 1 204 lecteurs, lundi 3 mars", "Rejoignez nos 9 118 lecteurs, jeudi 12 juin"),
        ("Stand: Dienstag, 3. März 2026, 14:05 Uhr", "Stand: Freitag, 12. Juni 2026, 9:30 Uhr"),
    ],
)
def test_variable_tails_have_one_form(one: str, other: str) -> None:
    """Dates, clock times and plain figures vary; quotes are as the house sets them."""
    assert form(one) == form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The dollar traded for 69.71 cents.", "The dollar traded for 69.80 cents."),
        ("Unemployment rose to 7 per cent.", "Unemployment rose to 8 per cent."),
        ("The house was sold for $300,000.", "The house was sold for $400,000."),
    ],
)
def test_measures_are_not_masked(one: str, other: str) -> None:
    """A price, a percentage, a decimal is what copy is about."""
    assert form(one) != form(other)


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_line_is_taken_exactly_if_its_form_is_listed(line: str, other: str) -> None:
    """The quick look at how a line begins never misses one, whatever the list."""
    assert takes(line, frozenset({form(line), form(other)}), BOOK) == (not is_notice(line, BOOK))
    assert takes(line, frozenset({form(other)}), BOOK) <= (form(line) == form(other))


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: An earlier version of this story misspelled a name.",
        "Editor’s note: This story was first sent on Monday.",
        "This report by The Canadian Press was first published March 3, 2026.",
        "By Tom Averill, The Canadian Press",
        "The Canadian Press",
        "OTTAWA — The bridge is closed.",
        "This story has been withdrawn.",
        "This is a developing story. More to come.",
        "Rectificatif : une version précédente donnait un autre nom.",
    ],
)
def test_what_we_follow_is_never_furniture(notice: str) -> None:
    """However often it recurs, and though it stands on a list."""
    assert not takes(notice, frozenset({form(notice)}), BOOK)
    samples = [Sample(notice, STORY)] * 8
    assert judge(OFTEN, samples, BOOK).reason == "notice"


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        (OFTEN, "recurs"),
        (Counts(stories=3, of_stories=20), "few"),
        (Counts(stories=5, of_stories=5), "few"),
        (Counts(stories=9, of_stories=100), "rare"),
        (Counts(stories=15, of_stories=100, houses=2), "rare"),
        (replace(OFTEN, shared=1, alone=5), "wire"),
        (replace(OFTEN, shared=6, alone=6, of_alone=14), "wire"),
        (replace(OFTEN, shared=6, alone=12, of_alone=14), "recurs"),
    ],
)
def test_counts_decide_first(counts: Counts, reason: str) -> None:
    """Stories, their share, and whether several houses carried it within one story."""
    assert judge(counts, [Sample(ABOUT, STORY)] * 8, BOOK).reason == reason


ABOUT = "How this paper is paid for, and by whom, is told on a page of its own."


def test_samples_decide_then() -> None:
    """Background names what the article is about; a short label and a template need more; no sample, no verdict."""
    background = Sample("He met the mayors of Port Selby and Whitcombe in June.", STORY)
    rare = replace(OFTEN, of_stories=80)
    assert judge(OFTEN, [background] * 5 + [Sample(ABOUT, STORY)] * 3, BOOK).reason == "about the story"
    assert judge(rare, [Sample("Good to know", STORY)], BOOK).reason == "recurs"
    assert judge(rare, [Sample("Background", STORY)], BOOK).reason == "label"
    assert (
        judge(rare, [Sample(LETTER, STORY), Sample(LETTER.replace("3", "4"), STORY)], BOOK).reason == "rare"
    )
    assert judge(OFTEN, [], BOOK).reason == "few"


def test_a_listed_form_is_given_up_later_than_it_is_taken() -> None:
    """A few stories more or less do not put it on and off the list; wire text goes off it."""
    counts = replace(OFTEN, shared=3, alone=10, of_alone=20)
    assert is_wire(counts)
    assert not is_wire(counts, is_listed=True)
    assert is_wire(replace(counts, alone=5), is_listed=True)


@pytest.mark.parametrize("kind", ["html", "text", "record"])
def test_a_list_is_applied_to_pages_captures_and_records(kind: str) -> None:
    """The line goes to the furniture with its rule and place, the copy stays; without a list nothing goes."""
    text = [f"{STORY[:-1]}, said the {who}." for who in ("captain", "mayor", "pilot", "engineer", "judge")]
    lines = [*text[:2], LETTER, *text[2:]]
    body = "".join(f"<p>{line}</p>" for line in lines)
    whole = {
        "html": f"<html><body><article><h1>Wall</h1>{body}</article></body></html>",
        "text": "\n\n".join(["The sea wall", "Posted March 3, 2026 4:00 am", *lines]),
        "record": "\n\n".join(lines),
    }
    page = Page(whole[kind].encode(), kind)  # type: ignore[arg-type]  # one of the three forms
    assert LETTER in extract(page, AGENCIES).paragraphs
    found = extract(replace(page, learned=frozenset({form(LETTER)})), AGENCIES)
    assert found.paragraphs == tuple(text)
    assert [(f.position, f.text) for f in found.furniture if f.rule == "learned"] == [(2, LETTER)]
