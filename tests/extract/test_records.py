"""Records: furniture and credits go, every line of copy stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.extract import corrections, extract
from pipeline.core.extract.furniture_rules import rule_for
from pipeline.core.extract.record import as_record
from pipeline.model import Agency, Extracted, Page

Record = Callable[..., Extracted]
LEAD = "PORT ELLERY — The oldest bridge in town will close next week, the mayor said."
REST = "Buses will take the inland road, which is twelve kilometres longer."


def test_a_record_loses_its_furniture_and_keeps_its_copy(record: Record) -> None:
    """Byline, dateline, credit and furniture are read off; two paragraphs are left."""
    got = record(
        "By Mira Vance, Northern Press", LEAD, "Story continues below advertisement", REST,
        "This report by Northern Press was first published Feb. 9, 2026.", "Mira Vance, Northern Press",
        headline="Bridge to close",
    )  # fmt: skip
    assert got.paragraphs == ("The oldest bridge in town will close next week, the mayor said.", REST)
    assert (got.byline, got.agency, got.dateline) == ("Mira Vance", "Northern Press", "PORT ELLERY")
    assert got.wire_first_published_on == date(2026, 2, 9)
    assert [f.position for f in got.furniture] == [0, 1, 2, 2]


@pytest.mark.parametrize(
    "line",
    [
        "Sign up sheets for the rink were posted at the library on Tuesday, and forty names stood on them by noon.",
        "Download speeds have doubled across rural counties since the cable was laid, the company says.",
        "Share prices of the ferry company fell by a tenth on Monday after the news.",
        "Updated figures will be published on March 3, 2026, the ministry said in its letter to the council.",
        "Read Street was closed on Monday.",
        "Photographs of the bridge from 1911 hang in the mayor's office.",
        "“Advertisement for a lost dog,” he read aloud, and laughed.",
        "The Northern Press was founded in 1911 by four harbour pilots, according to the museum.",
        "He was killed.",
        "No.",
        "Shr loss 31 cts vs loss 47 cts",
    ],
)
def test_copy_that_sounds_like_furniture_stays(record: Record, line: str) -> None:
    """Deleting copy is worse than keeping furniture."""
    assert record(REST, line, REST, headline=line).paragraphs == (REST, line, REST)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our evening letter and get the headlines in your inbox.",
        "Story continues below advertisement",
        "Read more: Ferry adds two sailings",
        "Download our app for alerts.",
        "Want to discuss? Please read our commenting policy first.",
        "Trending Now",
        "Inscrivez-vous à notre infolettre du matin.",
        "La suite de l’article après la publicité",
        "À lire aussi : Deux traversées de plus",
        "Téléchargez notre application mobile.",
        "Partagez cet article sur Facebook",
        "Follow us on Instagram",
        "© 2026 Coast News. All rights reserved.",
        "Tous droits réservés.",
        "Share this item via WhatsApp",
        "Companies in this story: (TSX:ABC)",
        "— With files from Ana Sorel in Port Ellery",
    ],
)
def test_furniture_is_known_in_english_and_french(line: str) -> None:
    """The common lines of both languages."""
    assert rule_for(line) is not None


@pytest.mark.parametrize(
    ("line", "is_note"),
    [
        ("Correction: An earlier version of this story misspelled the mayor's name.", True),
        ("Editor's note: This story has been updated with the council's answer.", True),
        ("This story has been corrected to say that the bridge is 112 years old.", True),
        ("CLARIFICATION — The ferry company is owned by the county.", True),
        ("Rectificatif : une version précédente indiquait neuf jours.", True),
        ("Une version antérieure de ce texte indiquait neuf jours.", True),
        ("Note de la rédaction : ce texte a été modifié.", True),
        ("Corrections officers at the county jail voted to strike on Monday.", False),
        ("An earlier storm had already cut the cable.", False),
        ("Précisions attendues mardi, selon le maire.", False),
    ],
)
def test_corrections_are_told_from_copy(line: str, is_note: bool) -> None:  # noqa: FBT001 - a table's column
    """Notes in English and French, anchored at the line's start."""
    assert corrections.is_correction(line) is is_note


@pytest.mark.parametrize(
    ("line", "killed"),
    [
        ("MANDATORY KILL: Editors, kill the story on the harbour bridge.", True),
        ("This story has been withdrawn.", True),
        ("The Northern Press has withdrawn its story about the bridge.", True),
        ("Cet article a été retiré.", True),
        ("The bill was withdrawn on Monday, and the minister resigned.", False),
        ("Killed in the crash were two brothers from Port Ellery.", False),
    ],
)
def test_a_kill_notice_is_known(record: Record, line: str, killed: bool) -> None:  # noqa: FBT001 - a table's column
    """The sentence that withdraws a story, and no other."""
    assert (record(line, REST).kill is not None) is killed


def test_a_first_published_sentence_run_on_to_a_paragraph_is_cut_off(record: Record) -> None:
    """The paragraph stays, the wire's sentence goes."""
    got = record(f"{REST} This report by Northern Press was first published Feb. 9, 2026.")
    assert got.paragraphs == (REST,)
    assert (got.wire_first_published_on, got.agency) == (date(2026, 2, 9), "Northern Press")


@given(
    st.lists(
        st.text(alphabet="abcdefghij ", min_size=5, max_size=40).map(lambda t: f"X{t.strip()}."),
        min_size=1,
        max_size=9,
    )
)
def test_no_line_of_a_record_is_ever_lost(lines: list[str]) -> None:
    """Every paragraph stands in the body or in furniture."""
    got = extract(Page("\n\n".join(lines).encode(), "record"), ())
    assert sorted([*got.paragraphs, *(f.text for f in got.furniture)]) == sorted(
        " ".join(x.split()) for x in lines
    )


def test_the_json_object_gives_the_day_where_the_instant_is_open(agencies: tuple[Agency, ...]) -> None:
    """A time without a zone is no instant: its local day is given, precise to the day, with the raw text."""
    page = Page(f"Posted February 9, 2026 4:15 am\n\n{REST}".encode(), "record")
    row = as_record("a", "a.txt", None, extract(page, agencies))
    assert (row["published_at"], row["published_precision"]) == ("2026-02-09", "day")
    assert row["published_raw"] == "February 9, 2026 4:15 am"
    assert row["paragraphs"] == [REST]
    assert row["updated_at"] is None
