"""News is told once a fact, whoever looks, whatever dies in between."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.io.store import open_store
from pipeline.report.news import NAMES, payload, related, resource, summary
from pipeline.steps.news import NEWS, claim, tell
from tests.steps.fiction import write_records
from tests.steps.test_uptake import NOTE, RIGHT, WRONG, captures, page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.report.news import News
    from tests.steps.conftest import Desk

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


class Receiver:
    """Keeps what it is sent, by id; may fail before or after it has it."""

    def __init__(self) -> None:
        self.sent: list[News] = []
        self.asked: list[str] = []
        self.fails = ""

    def send(self, news: Sequence[News]) -> None:
        """Take news."""
        if self.fails == "before":
            raise ConnectionError
        self.sent += news
        if self.fails == "after":
            raise ConnectionError

    def arrived(self, ids: Sequence[str]) -> frozenset[str]:
        """Which of these came."""
        self.asked += ids
        return frozenset(one.event_id for one in self.sent) & set(ids)

    def kinds(self) -> list[str]:
        """What was sent, sorted."""
        return sorted(one.kind for one in self.sent)


@pytest.fixture
def receiver(desk: Desk) -> Receiver:
    """Somebody who listens from the beginning, before anything is stored."""
    assert tell(desk.data_dir, NOW - timedelta(hours=6), lambda _: None, lambda _: frozenset()) == ()
    return Receiver()


def told(desk: Desk, receiver: Receiver, at: datetime = NOW) -> tuple[News, ...]:
    """What a run tells at an instant."""
    return tell(desk.data_dir, at, receiver.send, receiver.arrived)


def test_a_correction_is_told_once_with_both_sentences_and_who_runs_on(
    desk: Desk, receiver: Receiver, tmp_path: Path
) -> None:
    """One note, one event; one page runs the wrong sentence on, one event; the story moved once."""
    desk.take(write_records(tmp_path / "all.jsonl", captures()), now=NOW)
    assert sorted(one.kind for one in told(desk, receiver)) == ["corrected", "stale", "updated"]
    assert told(desk, receiver) == ()
    assert told(desk, receiver, NOW + timedelta(hours=1)) == ()
    (news,) = [one for one in receiver.sent if one.kind == "corrected"]
    carried = payload(news)
    assert (carried["wrong"], carried["right"], carried["note"]) == (WRONG, RIGHT[6], NOTE)
    assert (carried["outlet"], carried["url"]) == ("Harbour Post", "http://harbourpost.example/wall")
    assert [copy["outlet"] for copy in carried["still_running"]] == ["Prairie Ledger"]
    assert carried["seen_at"] == "2026-03-10T10:00:00+00:00"
    assert resource(news)["prefect.resource.id"] == f"writethru.story.{news.story_id}"
    assert {r["prefect.resource.role"] for r in related(news)} == {"outlet", "article"}
    (stale,) = [one for one in receiver.sent if one.kind == "stale"]
    assert (stale.outlet, stale.severity, stale.wrong) == ("Prairie Ledger", "correction", WRONG)


def test_reading_and_deriving_everything_anew_tells_nothing(
    desk: Desk, receiver: Receiver, tmp_path: Path
) -> None:
    """The same captures once more are no news."""
    file = write_records(tmp_path / "all.jsonl", captures())
    desk.take(file, now=NOW)
    told(desk, receiver)
    desk.take(file, now=NOW + timedelta(minutes=5))
    assert told(desk, receiver, NOW + timedelta(minutes=5)) == ()


def test_the_same_note_at_a_second_outlet_is_the_same_correction(
    desk: Desk, receiver: Receiver, tmp_path: Path
) -> None:
    """A hundred outlets take over the wire's corrected text with its note: one correction."""
    desk.take(write_records(tmp_path / "all.jsonl", captures()), now=NOW)
    told(desk, receiver)
    later = page("Meridian News", 150, (*RIGHT, NOTE))
    desk.take(write_records(tmp_path / "later.jsonl", [later]), now=NOW)
    assert "corrected" not in {one.kind for one in told(desk, receiver, NOW + timedelta(minutes=5))}
    assert len(desk.ask("from corrections")) == 2


def test_news_that_was_not_sent_is_told_by_the_next_run(
    desk: Desk, receiver: Receiver, tmp_path: Path
) -> None:
    """The server was away: the claims stay, and are taken up once they are old enough to be nobody's."""
    desk.take(write_records(tmp_path / "all.jsonl", captures()), now=NOW)
    receiver.fails = "before"
    with pytest.raises(ConnectionError):
        told(desk, receiver)
    receiver.fails = ""
    assert told(desk, receiver, NOW + timedelta(minutes=1)) == ()  # may still be on its way
    assert len(told(desk, receiver, NOW + timedelta(minutes=5))) == 3
    assert len(receiver.asked) == 3


def test_news_that_arrived_before_its_run_died_is_not_sent_again(
    desk: Desk, receiver: Receiver, tmp_path: Path
) -> None:
    """Between sending and marking a run was killed: the receiver is asked, and has it."""
    desk.take(write_records(tmp_path / "all.jsonl", captures()), now=NOW)
    receiver.fails = "after"
    with pytest.raises(ConnectionError):
        told(desk, receiver)
    receiver.fails = ""
    assert told(desk, receiver, NOW + timedelta(minutes=5)) == ()
    assert receiver.kinds() == ["corrected", "stale", "updated"]
    assert not claim(desk.data_dir, NOW + timedelta(hours=1)).news


def test_two_runs_at_once_do_not_tell_the_same(desk: Desk, receiver: Receiver, tmp_path: Path) -> None:
    """What one has claimed the other leaves alone."""
    desk.take(write_records(tmp_path / "all.jsonl", captures()), now=NOW)
    assert len(claim(desk.data_dir, NOW).news) == 3
    assert told(desk, receiver) == ()


def test_a_database_of_months_is_no_news_when_telling_begins(desk: Desk, tmp_path: Path) -> None:
    """All there is counts as told; what comes after is news."""
    desk.take(write_records(tmp_path / "all.jsonl", captures()), now=NOW)
    receiver = Receiver()
    assert told(desk, receiver) == ()
    assert told(desk, receiver, NOW + timedelta(minutes=5)) == ()


def test_telling_begins_with_all_there_is_however_much_that_is(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one run tells at most is no limit to what counts as told when telling begins."""
    monkeypatch.setattr("pipeline.steps.news.MOST", 1)
    second = [
        {**row, "url": row["url"] + "2", "text": row["text"].replace("CORRECTION:", "CORRECTION (2):")}
        for row in captures()
    ]
    desk.take(write_records(tmp_path / "all.jsonl", captures() + second), now=NOW)
    receiver = Receiver()
    assert told(desk, receiver) == ()
    assert told(desk, receiver, NOW + timedelta(minutes=5)) == ()


def test_old_texts_are_no_news(desk: Desk, receiver: Receiver, tmp_path: Path) -> None:
    """An import of last month's pages alarms nobody."""
    desk.take(write_records(tmp_path / "all.jsonl", captures()), now=NOW)
    assert told(desk, receiver, NOW + NEWS + timedelta(days=1)) == ()


def test_a_feed_is_told_to_fail_once_until_it_has_answered_again(desk: Desk, receiver: Receiver) -> None:
    """Three failures on end are one event; after an answer the next three are another."""
    at = NOW

    def polls(*outcomes: str) -> None:
        nonlocal at
        for outcome in outcomes:
            at += timedelta(minutes=15)
            row = {"kind": "feed", "source": "wire", "url": "http://a.example/feed?key=s3cret", "outlet": "A"}
            with open_store(desk.data_dir, at) as store:
                more = {"fetch_key": int(at.timestamp()), "run_key": 1, "fetched_at": at, "outcome": outcome}
                store.insert("facts.request", [{**row, **more, "detail": "no answer"}])

    polls("ok", "timeout", "timeout")
    assert told(desk, receiver, at) == ()
    polls("timeout", "timeout")
    (news,) = told(desk, receiver, at)
    polls("timeout")
    assert told(desk, receiver, at) == ()
    polls("ok", "timeout", "timeout", "timeout")
    (again,) = told(desk, receiver, at)
    assert again.event_id != news.event_id
    assert (news.failures, news.feed, news.last_ok_at) == (4, "wire", NOW + timedelta(minutes=15))
    assert "s3cret" not in json.dumps([payload(news), resource(news), related(news)])
    assert NAMES[news.kind] == "writethru.feed.failing"
    assert summary(news).startswith(
        "The feed wire failed 4 times on end; it last answered 2026-03-10 12:15 UTC"
    )
