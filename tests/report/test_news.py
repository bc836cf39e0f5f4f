"""What an event carries is text, on one line, and bounded, whatever strangers wrote."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, get_args

import pytest

from pipeline.report.news import LISTED, NAMES, Copy, Kind, News, payload, related, resource, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 48_000  # bytes; Prefect takes 1.5 MB
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "link": "[click](javascript:alert(1))",
    "table": "| a | b |\n|---|---|",
    "long": "A" * 10_000,
    "order": "\u202etxet desrever",
    "emoji": "🧨" * 400,
    "mention": "<!channel> @here <http://evil.example|the wire>",
    "escape": "\x1b[31mred\x07",
    "template": "{{ event.payload }}{% raw %}",
}


def news_of(kind: Kind, text: str) -> News:
    """News whose every word is a stranger's."""
    at = datetime(2026, 3, 10, 13, 28, tzinfo=UTC)
    return News(
        event_id="00000000-0000-5000-8000-000000000000", kind=kind, seen_at=at, story_id="s6tzcajhh3t1s1",
        agency=text, headline=text, outlet=text, outlets=(text,) * 50, url=f"http://a.example/{text}",
        article_id="a1", version_id="v1", writethru=1, current_writethru=2, attested_outlets=2, note=text, wrong=text,
        right=text, still_running=(Copy(text, f"http://b.example/{text}"),) * 50, severity="correction", role="outlet",
        behind_since=at, minutes_behind=30, feed=text, failures=3, reason=text, last_ok_at=at,
    )  # fmt: skip


def texts(value: object) -> Iterator[str]:
    """Every string in a payload."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_strangers_words_are_visible_bounded_and_on_one_line(kind: Kind, text: str) -> None:
    """No control sign, no turned order, no second line, no list without end."""
    news = news_of(kind, text)
    carried = payload(news)
    assert len(json.dumps(carried, ensure_ascii=False).encode()) < LARGEST
    assert len(carried["outlets"]) <= LISTED
    assert len(carried["still_running"]) <= LISTED
    for told in texts([carried, resource(news), related(news)]):
        assert not set(told) & set("\n\r\x1b\x07\u202e")
        assert len(told) < 4_000


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_message_for_people_mentions_and_links_nothing(kind: Kind) -> None:
    """In a chat, a headline that calls everybody or hides an address is only a headline."""
    for text in HOSTILE.values():
        said = summary(news_of(kind, text))
        assert not set(said) & set("<>")
        assert "](" not in said
        assert "@here" not in said


def test_what_is_not_known_is_not_told() -> None:
    """A feed has no story, a kill without a story is about its article."""
    feed = News(event_id="x", kind="failing", seen_at=None, feed="wire", failures=3)
    assert payload(feed).keys() == {"summary", "feed", "failures"}
    assert resource(feed)["prefect.resource.id"] == "writethru.feed.wire"
    assert related(feed) == []
    kill = News(event_id="x", kind="killed", seen_at=None, article_id="a1", outlet="A")
    assert resource(kill)["prefect.resource.id"] == "writethru.article.a1"
    assert summary(kill) == "A withdraws “a story without a headline”."


def test_every_kind_has_its_name() -> None:
    """The names are a promise."""
    assert set(NAMES) == set(get_args(Kind))
    assert sorted(NAMES.values()) == [
        "writethru.copy.stale",
        "writethru.feed.failing",
        "writethru.story.corrected",
        "writethru.story.killed",
        "writethru.story.updated",
    ]
