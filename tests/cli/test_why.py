"""`writethru story ID --why` and `writethru decide`: what a person reads, and what a person may say."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import Desk
from tests.steps.fiction import ADDED, BODY, NEW_SECOND, SHARED, record, write_records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

EARLY, LATE, FIRE = (
    "http://harbourpost.example/wall",
    "http://meridiannews.example/wall",
    "http://avalontelegram.example/fire",
)
CREDIT = "Tom Averill, The Canadian Press"
BURNED = (
    "A fire that began in a grain elevator on Friday night has burned through the rail yard at Cold Lake Junction.",
    "Nobody was hurt, the fire marshal said, but two freight lines will be closed until the embers are out.",
)


def records() -> list[dict[str, str]]:
    """Two copies of one wire story, a later one with a new lead, and a fire elsewhere."""
    later = (ADDED[0], NEW_SECOND, *SHARED)
    hostile = "Whitcombe \x1b[31mgoes\x1b[0m [red]north[/red]"
    return [
        record(EARLY, "2026-03-10T09:00:00Z", (*BODY, CREDIT), headline=hostile),
        record(LATE, "2026-03-10T10:52:00Z", (*later, CREDIT), "Meridian \x1b]0;x\x07News", headline=hostile),
        record(FIRE, "2026-03-10T10:00:00Z", BURNED, "Avalon Telegram", headline="Elevator burns"),
    ]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The three pages, taken in once."""
    folder = tmp_path_factory.mktemp("why")
    desk = Desk(folder / "var")
    desk.take(write_records(folder / "all.jsonl", records()))
    return desk


@pytest.fixture
def told(taken: Desk, data_dir: Path, writethru: Callable[..., Done]) -> Callable[..., Done]:
    """The command, on a database of its own with the three pages."""
    Desk(data_dir, like=taken)
    return writethru


def said(done: Done) -> str:
    """What was printed, without the breaks of its lines."""
    assert (done.code, done.err) == (0, "")
    return re.sub(r"\s+", " ", done.out)


def test_why_says_what_two_copies_share_and_how_far_apart_they_are(told: Callable[..., Done]) -> None:
    """Words counted, the longest passage quoted, the time between."""
    text = said(told("story", EARLY, "--why"))
    assert "Harbour Post's copy of 2026-03-10 09:00 UTC is the first text of the story that we know." in text
    assert re.search(r"shares \d+ of its \d+ words with Harbour Post's copy of 2026-03-10 09:00 UTC", text)
    assert "longest passage" in text
    assert "comes up for renewal as storm repairs" in text
    assert "1 h 52 min apart" in text


def test_import_lets_no_page_command_the_screen(writethru: Callable[..., Done], tmp_path: Path) -> None:
    """What is told of the pages while they are taken in is harmless too."""
    done = writethru("import", str(write_records(tmp_path / "all.jsonl", records())))
    assert done.code == 0
    assert "\x1b]" not in done.out + done.err
    assert "\x07" not in done.out + done.err


@pytest.mark.parametrize("how", ["terminal", "markdown", "json"])
def test_why_lets_no_page_command_the_screen(told: Callable[..., Done], how: str) -> None:
    """Escape sequences of headlines and outlets do not pass, in any format."""
    done = told("story", EARLY, "--why", "--format", how)
    assert done.code == 0
    assert "\x1b" not in done.out
    assert "\x07" not in done.out


def test_why_as_json_is_data(told: Callable[..., Done]) -> None:
    """One object: ties in order of appearance with their evidence, and the sentence a person reads."""
    page = json.loads(told("story", EARLY, "--why", "--format", "json").out)
    first, second = page["ties"]
    assert first["copy"]["url"] == EARLY
    assert second["other"]["url"] == EARLY
    assert second["evidence"]["minutes_apart"] == 112
    assert 0 < second["evidence"]["share"] < 1
    assert "112" not in second["words"]
    assert "1 h 52 min apart" in second["words"]


def test_a_format_goes_with_why_only(told: Callable[..., Done]) -> None:
    """The story itself has no other format: said, not passed over."""
    assert told("story", EARLY, "--format", "json").code == 2


def test_the_evidence_stands_in_sql_too(told: Callable[..., Done]) -> None:
    """The same figures for whoever builds on them, earlier to later."""
    query = "select from_url, to_url, minutes_apart, passage_words, passage from story_evidence where not same_article"
    (row,) = json.loads(told("sql", query, "--format", "json").out)
    assert (row["from_url"], row["to_url"], row["minutes_apart"]) == (EARLY, LATE, 112)
    assert row["passage_words"] > 100
    assert len(row["passage"].split()) == 30


def test_people_decide_and_the_reasons_say_so(told: Callable[..., Done]) -> None:
    """Together, shown among the reasons, listed, undone: each with the next command."""
    decided = said(
        told("decide", "together", LATE, FIRE, "--reason", "one [b]event[/b]", "--by", "night desk")
    )
    name = re.search(r"(d[0-9a-z]{13}):", decided)
    assert name
    assert f"decide undo {name[1]}" in decided
    why = said(told("story", FIRE, "--why"))
    assert "people decided that it belongs here" in why
    assert f"by night desk: {LATE} and {FIRE} are one story: one [b]event[/b]" in why
    assert "went into" in why
    assert "night desk" in said(told("decide", "list"))
    assert "is undone" in said(told("decide", "undo", name[1], "--reason", "two events"))
    assert "two events" in said(told("decide", "list"))
    assert "came out of" in said(told("story", FIRE, "--why"))


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("decide", "apart", EARLY, "http://nowhere.example/"), "nowhere.example"),
        (("decide", "apart", EARLY, EARLY), "same text"),
        (("decide", "undo", "d0"), "no such decision"),
    ],
)
def test_what_cannot_be_decided_is_one_line(
    told: Callable[..., Done], arguments: tuple[str, ...], word: str
) -> None:
    """Exit 1, one line on stderr that names what is wrong."""
    done = told(*arguments)
    assert done.code == 1
    assert word in done.complaint
