"""The sample day as data: what it promises to the demo and to the tests that compare with it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import BadConfig
from pipeline.newsroom import load, markup, pages, plan, world
from pipeline.newsroom.known import sample_dir

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.newsroom import Day, Planted
    from pipeline.newsroom.records import Shown, Track

LIVE_PAGES = 45  # at once, at the day's end: what keeps the demo quick
PAGE_BYTES = 12_000


def shown_at(day: Day, url: str, at: datetime) -> tuple[Track, Shown]:
    """The page at an address and what it shows."""
    track = next(t for t in day.tracks if t.url == url)
    shown = track.shown(at)
    assert shown is not None
    return track, shown


def text_at(day: Day, line: Planted) -> str:
    """What a reader sees where and when a line of the key can first be seen: headline and body."""
    assert line.seen_at is not None
    track, shown = shown_at(day, line.url, line.seen_at)
    return "\n".join([markup.headline(track.site, shown), *markup.paragraphs(day, track.site, shown)])


def test_the_day_has_the_fourteen_stories(day: Day) -> None:
    """Each of the fourteen numbers is a story, with pages and with lines in the key; 0 are own reports."""
    numbers = list(range(1, 15))
    assert [s.number for s in day.stories] == [*numbers, 0]
    assert {t.story for t in day.tracks} == {*numbers, 0}
    assert {p.story for p in day.planted} == set(numbers)


def test_the_demo_polls_at_most_thirty_times(day: Day) -> None:
    """Polls are in order, a quarter of an hour apart at least, and no more than thirty."""
    assert len(day.instants()) <= 30
    assert all(b - a >= timedelta(minutes=15) for a, b in pairwise(day.instants()))


def test_every_state_that_is_not_missed_is_polled(day: Day) -> None:
    """No text is planted for nothing, and what shall be missed is missed."""
    assert plan.unseen(day) == ()
    assert plan.wrongly_missed(day) == ()
    assert plan.too_late(day) == ()


def test_what_begins_between_two_polls_is_listed_in_order(day: Day) -> None:
    """`due` gives what a poll could find new: here the lead's first updates."""
    rows = plan.due(day, datetime(2026, 3, 10, 9, 30, tzinfo=UTC), datetime(2026, 3, 10, 9, 40, tzinfo=UTC))
    assert [(t.site.outlet, s.wire.key) for t, s in rows] == [("Harbour Post", "second")]


def test_all_hosts_are_reserved_example_hosts(day: Day) -> None:
    """Fiction never points at a real site (RFC 2606)."""
    assert {s.host.rpartition(".")[2] for s in day.sites} == {"example"}
    assert len(day.sites) == 8


def test_there_are_seven_outlets_and_an_aggregator_that_each_have_a_feed() -> None:
    """The world is in the form of the shipped lists."""
    sample = world()
    assert [o.role for o in sample.outlets].count("outlet") == 7
    assert [o.role for o in sample.outlets].count("aggregator") == 1
    assert {f.outlet for f in sample.feeds} == {o.name for o in sample.outlets}
    assert len(sample.agencies) == 3


def test_the_feeds_of_the_world_are_those_the_sites_serve(day: Day) -> None:
    """feeds.toml and sites.toml agree."""
    served = {(s.feed.key, f"http://{s.host}{s.feed.path}") for s in day.sites}
    assert {(f.key, f.url) for f in world().feeds} == served


def test_the_lead_has_the_shape_of_a_new_lead_over_an_old_story(day: Day) -> None:
    """Six paragraphs, then eleven: five unchanged, the old lead edited and second, five added."""
    old, new = (next(w for w in day.story(1).wires if w.key == k) for k in ("second", "press-conference"))
    assert (len(old.paragraphs), len(new.paragraphs)) == (6, 11)
    assert len(set(old.paragraphs) & set(new.paragraphs)) == 5
    assert old.paragraphs[0] not in new.paragraphs
    assert new.paragraphs[1].split()[-8:] == old.paragraphs[0].split()[-8:]
    assert new.paragraphs[6:] == old.paragraphs[1:]


def test_the_wire_corrects_one_figure_and_nothing_else(day: Day) -> None:
    """The corrected text differs from the one before in one figure of one paragraph."""
    before, after = (
        next(w for w in day.story(1).wires if w.key == k) for k in ("press-conference", "corrected")
    )
    changed = [(a, b) for a, b in zip(before.paragraphs, after.paragraphs, strict=True) if a != b]
    assert [(a.replace("$840", "$480"), b) for a, b in changed] == [(b, b) for _, b in changed]
    assert after.at == datetime(2026, 3, 10, 13, 5, tzinfo=UTC)


def test_the_kill_follows_after_51_minutes(day: Day) -> None:
    """From the wire's text to its advisory."""
    story, kill = day.story(3).wires
    assert kill.at - story.at == timedelta(minutes=51)


def test_each_of_the_nine_election_write_throughs_is_polled_at_two_outlets(day: Day) -> None:
    """None of them is one outlet's own text."""
    seen: dict[str, set[str]] = {}
    for poll in day.polls:
        for track in day.pages_of(5):
            if shown := track.shown(poll):
                seen.setdefault(shown.wire.key, set()).add(track.site.outlet)
    assert sorted(seen) == [str(n) for n in range(1, 10)]
    assert all(len(outlets) >= 2 for outlets in seen.values())


def test_no_outlet_runs_all_election_write_throughs_and_one_falls_back(day: Day) -> None:
    """Skipped at each outlet, out of order at the aggregator."""
    runs = {t.site.outlet: [int(s.wire.key) for s in t.shows] for t in day.pages_of(5)}
    assert all(len(keys) < 9 for keys in runs.values())
    assert runs["Newsmosaic"] != sorted(runs["Newsmosaic"])


def test_an_outlets_stamp_never_lies_before_what_it_shows_was_filed(day: Day) -> None:
    """Nobody shows a text the wire has not sent, nor claims an update of the future."""
    for track in day.tracks:
        for shown in track.shows:
            assert shown.wire.at <= shown.at, track.url
            assert shown.updated_at is None or shown.updated_at <= shown.at, track.url
            assert shown.published_at <= shown.at, track.url


def test_few_small_pages_are_up_at_once(day: Day) -> None:
    """The demo stays quick."""
    for poll in day.polls:
        bodies = [pages.answer(day, t.site.host, t.path, poll) for t in day.tracks]
        up = [b for b in bodies if b.status == 200]
        assert len(up) <= LIVE_PAGES
        assert all(len(b.body) < PAGE_BYTES for b in up)


TEXT_KINDS = {"published", "update", "correction", "silent-fix", "stale", "lagging", "headline", "advisory", "early",
              "still-running", "local-paragraph", "replaced", "live"}  # fmt: skip


def test_the_key_tells_what_the_pages_say(day: Day) -> None:
    """Where a line names words, they stand on the page when it is first polled."""
    for line in day.planted:
        if line.kind in TEXT_KINDS:
            assert line.expect, line
            assert line.expect in text_at(day, line), line


def test_copies_of_the_key_share_most_of_their_words_and_others_do_not(day: Day) -> None:
    """Joined pages carry one wire state or successive ones; pages kept apart are of two stories or languages."""
    for line in day.planted:
        if line.kind == "joined" and line.seen_at:
            (_, a), (_, b) = (shown_at(day, url, line.seen_at) for url in (line.url, line.other))
            assert set(a.wire.paragraphs) & set(b.wire.paragraphs), line
        if line.kind == "apart" and line.seen_at:
            (_, a), (_, b) = (shown_at(day, url, line.seen_at) for url in (line.url, line.other))
            assert set(a.wire.paragraphs) != set(b.wire.paragraphs), line


def test_a_relation_names_its_second_page(day: Day) -> None:
    """Joined, apart, renamed, redirect, mentions, translation are between two pages, all other kinds about one."""
    relations = {"joined", "apart", "renamed", "redirect", "mentions", "translation"}
    assert all(bool(line.other) == (line.kind in relations) for line in day.planted)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The sample in a folder where it can be broken."""
    return shutil.copytree(sample_dir(), tmp_path / "sample")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("day.toml", "date = 2026-03-10", "date = tomorrow", "no valid TOML"),
        ("day.toml", "date = 2026-03-10", "date = 2026-03-10\ncolour = 1", "colour"),
        ("sites.toml", 'stamp = "ampm"', 'stamp = "sundial"', "stamp"),
        ("sites.toml", 'outlet = "Le Fanal"', 'outlet = "La Lanterne"', "La Lanterne"),
        ("stories/02-museum-name.toml", '"start", "task"', '"start", "finish"', "finish"),
        ("stories/02-museum-name.toml", 'wire = "right"', 'wire = "missing"', "missing"),
        ("stories/02-museum-name.toml", 'key = "right"', 'key = "wrong"', "twice"),
        ("stories/02-museum-name.toml", 'page = "meridiannews.example/news', 'page = "x.example/news', "x.example"),
        ("stories/02-museum-name.toml", "at = 2026-03-10T10:20:00Z", "at = 2026-03-10T16:20:00Z", "order"),
        ("stories/02-museum-name.toml", "/2026/03/10/rupert", "2026/03/10/rupert", "path"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_data_is_named(copied: Path, file: str, old: str, new: str, message: str) -> None:
    """Whoever writes a story is told which file, key or page is wrong."""
    path = copied / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadConfig, match=message):
        load(copied)


def test_a_missing_file_is_named(copied: Path) -> None:
    """Not a traceback: the path and what is wrong with it."""
    (copied / "sites.toml").unlink()
    with pytest.raises(BadConfig, match=r"sites\.toml: cannot be read"):
        load(copied)
