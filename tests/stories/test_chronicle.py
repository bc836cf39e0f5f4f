"""The life of an article from its captures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.chronicle import Chronicle, chronicle
from pipeline.core.stories.sightings import Check, Sighting
from pipeline.model import Claim

DAY = datetime(2026, 3, 10, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    """An instant of the day."""
    return DAY + timedelta(hours=hour, minutes=minute)


def claim(instant: datetime, **more: Any) -> Claim:
    """A stamp to the minute."""
    return Claim(instant.isoformat(), "visible", instant, more.pop("precision", "minute"), **more)


def seen(key: int, when: datetime | None, text: int | None = 1, **more: Any) -> Sighting:
    """A capture of a page that shows this text."""
    quality = more.pop("quality", "article" if text is not None else "not-found")
    return Sighting(key, when, more.pop("recorded_at", at(23)), quality, text_key=text, **more)


def events(life: Chronicle) -> list[tuple[str, datetime | None, int | None]]:
    """What happened, when, with which text."""
    return [(e.event, e.event_at, e.text_key) for e in life.events]


def test_first_text_appears_when_it_was_published() -> None:
    """A stamp before the first sight is believed."""
    life = chronicle([seen(1, at(5), published=claim(at(4)))])
    assert life.versions[0].appeared_at == at(4)
    assert events(life) == [("published", at(4), 1)]


def test_text_updated_before_it_was_first_seen_leaves_an_uncaptured_beginning() -> None:
    """Posted at 4, updated at 5:32, seen at 6: the text of 4:00 is not known."""
    life = chronicle([seen(1, at(6), published=claim(at(4)), updated=claim(at(5, 32)))])
    assert events(life) == [("published", at(4), None), ("updated", at(5, 32), 1)]
    assert [(p.shown_from, p.text_key, p.state) for p in life.periods] == [
        (at(4), None, "live, text not captured"),
        (at(5, 32), 1, "live"),
    ]


def test_update_stamp_of_the_future_is_not_believed() -> None:
    """A text cannot appear after it was seen."""
    life = chronicle([seen(1, at(5), updated=claim(at(9)))])
    assert life.versions[0].appeared_at == at(5)


def test_bare_day_gives_no_instant() -> None:
    """A date alone says nothing of the time of day."""
    life = chronicle([seen(1, None, published=claim(at(0), precision="day"))])
    assert life.versions[0].appeared_at is None


def test_new_text_under_an_unmoved_stamp_is_a_silent_edit_at_first_sight() -> None:
    """The publisher told nobody."""
    stamp = claim(at(4))
    life = chronicle([seen(1, at(5), published=stamp), seen(2, at(7), text=2, published=stamp)])
    assert events(life)[-1] == ("silent-edit", at(7), 2)
    assert life.versions[1].changed_after == at(5)


def test_text_that_comes_back_reopens_its_version() -> None:
    """A, B, A are two versions and three periods."""
    life = chronicle([seen(1, at(5)), seen(2, at(6), text=2), seen(3, at(7), text=1)])
    assert [(v.number, v.text_key, v.last_seen_at) for v in life.versions] == [(1, 1, at(7)), (2, 2, at(6))]
    assert [p.text_key for p in life.periods] == [1, 2, 1]
    assert life.current_text == 1


def test_moved_stamp_over_the_same_text_is_a_touch_and_no_version() -> None:
    """Some systems stamp hourly."""
    life = chronicle([seen(n, at(5 + n), updated=claim(at(4 + n))) for n in range(4)])
    assert len(life.versions) == 1
    assert [t.touched_at for t in life.touches] == [at(5), at(6), at(7)]


def test_stamp_that_a_capture_does_not_tell_has_not_moved() -> None:
    """A feed told the time once; the page itself never does."""
    life = chronicle([seen(1, at(5), published=claim(at(4))), seen(2, at(6))])
    assert life.touches == ()


def test_headline_that_goes_and_returns_is_three_runs() -> None:
    """A test of headlines is no change of text."""
    life = chronicle([seen(n, at(5 + n), headline=h) for n, h in enumerate("ABA")])
    assert [h.headline for h in life.headlines] == ["A", "B", "A"]
    assert [e for e in events(life) if e[0] == "headline"] == [("headline", at(6), 1), ("headline", at(7), 1)]


def test_page_that_is_gone_and_back_is_told_as_such() -> None:
    """404 is an event once, however often it is seen."""
    life = chronicle(
        [seen(1, at(5)), seen(2, at(6), None, status=404), seen(3, at(7), None, status=404), seen(4, at(8))]
    )
    assert [e[:2] for e in events(life)] == [("published", at(5)), ("gone", at(6)), ("back", at(8))]
    assert life.status == "live"


def test_kill_outlives_the_404_that_follows() -> None:
    """A killed story that is then taken down stays killed."""
    life = chronicle(
        [
            seen(1, at(5)),
            seen(2, at(6), None, quality="article", kill="KILL"),
            seen(3, at(7), None, status=404),
        ]
    )
    assert life.status == "killed"
    assert [e[0] for e in events(life)] == ["published", "kill"]


def test_block_page_is_no_look_at_the_text() -> None:
    """Who was not let in has not checked, and the page counts as unreachable."""
    life = chronicle([seen(1, at(5)), seen(2, at(6), None, quality="block", status=403)])
    assert (life.last_checked_at, life.unreachable, life.status) == (at(5), True, "live")


def test_not_modified_is_a_look_that_saw_the_same_text() -> None:
    """304 extends the last sight; a time-out after it makes the page unreachable."""
    life = chronicle([seen(1, at(5))], [Check(at(6), answered=True), Check(at(7), answered=False)])
    assert (life.last_seen_at, life.last_checked_at, life.unreachable) == (at(6), at(6), True)


def test_correction_note_is_told_once() -> None:
    """The same note in a later text is no second correction."""
    note = ("This is a corrected story.",)
    life = chronicle(
        [seen(1, at(5)), seen(2, at(6), 2, corrections=note), seen(3, at(7), 3, corrections=note)]
    )
    assert [e for e in events(life) if e[0] == "correction"] == [("correction", at(6), 2)]


moments = st.one_of(st.none(), st.integers(0, 600).map(lambda minute: DAY + timedelta(minutes=minute)))
sightings = st.lists(
    st.builds(
        lambda key, when, text, headline, updated: seen(
            key, when, text, headline=headline, updated=claim(updated) if updated else None
        ),
        st.integers(0, 10**9),
        moments,
        st.one_of(st.none(), st.integers(1, 4)),
        st.sampled_from("ABC"),
        moments,
    ),
    max_size=8,
    unique_by=lambda s: s.capture_key,
)


@given(sightings, st.randoms(use_true_random=False))
def test_order_of_the_captures_does_not_matter(found: list[Sighting], random: Any) -> None:
    """The chronicle is a function of the set."""
    shuffled = list(found)
    random.shuffle(shuffled)
    assert chronicle(shuffled) == chronicle(found)


@given(sightings)
def test_numbers_follow_appearance_and_every_text_has_one_version(found: list[Sighting]) -> None:
    """Versions with a known time come first, in order."""
    life = chronicle(found)
    times = [v.appeared_at for v in life.versions]
    known = [t for t in times if t]
    assert known == sorted(known)
    assert times == [*known, *[None] * (len(times) - len(known))]
    assert {v.text_key for v in life.versions} == {s.text_key for s in found if s.text_key is not None}
    assert [v.number for v in life.versions] == list(range(1, len(times) + 1))
