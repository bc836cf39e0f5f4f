"""News for whoever listens: a fact about a story, a copy or a feed, as a bounded payload of visible text.

Headlines, notes and sentences come from strangers' pages: they are shown as text, on one line, and cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipeline.report.safe import cut, visible

if TYPE_CHECKING:
    from datetime import datetime

Kind = Literal["updated", "corrected", "killed", "stale", "failing"]
NAMES: dict[Kind, str] = {
    "updated": "writethru.story.updated",
    "corrected": "writethru.story.corrected",
    "killed": "writethru.story.killed",
    "stale": "writethru.copy.stale",
    "failing": "writethru.feed.failing",
}
HEADLINE, SENTENCE, ADDRESS, NAME = 200, 600, 500, 100  # signs at most; a chat message takes 4,000
LISTED = 10  # outlets or copies in a list


@dataclass(frozen=True, slots=True)
class Copy:
    """A page that still runs what was corrected or withdrawn."""

    outlet: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One fact to tell. ``event_id`` is a UUID made of the fact: equal facts have equal ids.

    ``outlet``, ``url`` and ``article_id`` are of the page it was seen at; ``seen_at`` is when the publisher did it, as
    far as is known. ``severity`` is of a stale copy: behind, correction (missing) or kill (missing).
    """

    event_id: str
    kind: Kind
    seen_at: datetime | None
    story_id: str | None = None
    agency: str | None = None
    headline: str | None = None
    outlet: str | None = None
    outlets: tuple[str, ...] = ()
    url: str | None = None
    article_id: str | None = None
    version_id: str | None = None
    writethru: int | None = None
    current_writethru: int | None = None
    attested_outlets: int | None = None
    note: str | None = None
    wrong: str | None = None
    right: str | None = None
    still_running: tuple[Copy, ...] = ()
    severity: str | None = None
    role: str | None = None
    behind_since: datetime | None = None
    minutes_behind: int | None = None
    feed: str | None = None
    failures: int | None = None
    reason: str | None = None
    last_ok_at: datetime | None = None


def payload(news: News) -> dict[str, Any]:
    """What an event carries: text that is visible and cut, instants as ISO 8601, nothing that is not known."""
    told = {
        "summary": summary(news),
        "story_id": news.story_id,
        "headline": _text(news.headline, HEADLINE),
        "agency": _text(news.agency, NAME),
        "outlet": _text(news.outlet, NAME),
        "outlets": [_text(name, NAME) for name in news.outlets[:LISTED]],
        "url": _address(news.url),
        "article_id": news.article_id,
        "version_id": news.version_id,
        "writethru": news.writethru,
        "current_writethru": news.current_writethru,
        "attested_outlets": news.attested_outlets,
        "note": _text(news.note, SENTENCE),
        "wrong": _text(news.wrong, SENTENCE),
        "right": _text(news.right, SENTENCE),
        "still_running": [
            {"outlet": _text(c.outlet, NAME), "url": _address(c.url)} for c in news.still_running[:LISTED]
        ],
        "severity": news.severity,
        "role": news.role,
        "behind_since": _instant(news.behind_since),
        "minutes_behind": news.minutes_behind,
        "feed": _text(news.feed, NAME),
        "failures": news.failures,
        "reason": _text(news.reason, SENTENCE),
        "last_ok_at": _instant(news.last_ok_at),
        "seen_at": _instant(news.seen_at),
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def resource(news: News) -> dict[str, str]:
    """The thing an event is about, with labels that an automation can match."""
    labels = {
        "prefect.resource.id": _subject(news),
        "prefect.resource.name": _text(news.headline or news.feed, HEADLINE),
        "writethru.agency": _text(news.agency, NAME),
        "writethru.outlet": _text(news.outlet, NAME),
        "writethru.severity": news.severity,
        "writethru.role": news.role,
    }
    return {name: value for name, value in labels.items() if value}


def related(news: News) -> list[dict[str, str]]:
    """The outlet and the article at which the fact was seen."""
    found = []
    if outlet := _text(news.outlet, NAME):
        found.append(_resource(f"writethru.outlet.{outlet}", "outlet", outlet))
    if news.article_id:
        found.append(
            _resource(
                f"writethru.article.{news.article_id}", "article", _address(news.url) or news.article_id
            )
        )
    return found


def _resource(name: str, role: str, shown: str) -> dict[str, str]:
    return {"prefect.resource.id": name, "prefect.resource.role": role, "prefect.resource.name": shown}


def _subject(news: News) -> str:
    if news.kind == "failing":
        return f"writethru.feed.{_text(news.feed, NAME)}"
    if news.story_id:
        return f"writethru.story.{news.story_id}"
    return f"writethru.article.{news.article_id}"


def summary(news: News) -> str:
    """The news in a sentence or two, for a chat or a mail."""
    return _chat(_SAID[news.kind](news))


def _chat(text: str) -> str:
    """Strangers' words in a chat: no mark-up that makes links or mentions of them (Slack, Mattermost, Teams)."""
    return text.replace("<", "‹").replace(">", "›").replace("](", "] (").replace("@", "@\u200b")


def _corrected(news: News) -> str:
    said = f"{_outlet(news)} corrects “{_headline(news)}”: {_text(news.note, SENTENCE)}"
    if news.wrong and news.right:
        said += f" Wrong: “{_text(news.wrong, SENTENCE)}” Right: “{_text(news.right, SENTENCE)}”"
    return said + _running(news, "the wrong sentence")


def _killed(news: News) -> str:
    reason = f": {_text(news.note, SENTENCE)}" if news.note else "."
    return f"{_outlet(news)} withdraws “{_headline(news)}”{reason}" + _running(news, "it")


def _updated(news: News) -> str:
    outlets = len(news.outlets)
    run = f"{outlets} outlet{'' if outlets == 1 else 's'} {'runs' if outlets == 1 else 'run'} the story"
    return f"“{_headline(news)}” is at write-through {news.writethru}, first seen at {_outlet(news)}; {run}."


def _stale(news: News) -> str:
    what = {
        "kill": "still runs the withdrawn",
        "correction": "still runs the text that was corrected:",
    }.get(news.severity or "", "is behind with")
    said = f"{_outlet(news)} {what} “{_headline(news)}” (write-through {news.writethru} of {news.current_writethru})"
    since = f", since {_minute(news.behind_since)}" if news.behind_since else ""
    wrong = f". It says: “{_text(news.wrong, SENTENCE)}”" if news.wrong else ""
    return f"{said}{since}{wrong}"


def _failing(news: News) -> str:
    since = f"; it last answered {_minute(news.last_ok_at)}" if news.last_ok_at else ""
    return f"The feed {_text(news.feed, NAME)} failed {news.failures} times on end{since}. {_text(news.reason, SENTENCE)}"


_SAID = {
    "corrected": _corrected,
    "killed": _killed,
    "updated": _updated,
    "stale": _stale,
    "failing": _failing,
}


def _running(news: News, what: str) -> str:
    names = list(dict.fromkeys(_text(c.outlet, NAME) for c in news.still_running[:LISTED]))
    return f" Confirmed to run {what} still: {', '.join(names)}." if names else ""


def _outlet(news: News) -> str:
    return _text(news.outlet, NAME) or "An outlet"


def _headline(news: News) -> str:
    return _text(news.headline, HEADLINE) or "a story without a headline"


def _text(text: str | None, limit: int) -> str:
    return cut(visible(text).strip(), limit) if text else ""


def _address(url: str | None) -> str | None:
    return _text(url, ADDRESS) if url else None


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "at an unknown time"
