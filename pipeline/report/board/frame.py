"""What all pages of the dashboard share: the line of links, when a page was made and how old what it tells is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.report import md, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from pipeline.report.board.rows import Freshness, Named

OVERVIEW, STORIES, CORRECTIONS, FEEDS, RUNS = PAGES = ("overview", "stories", "corrections", "feeds", "runs")
HEADLINE = 110  # signs of a headline in a table
NOTE = 280  # signs of a note in a table: a correction says what it corrects within that
SILENCE = timedelta(hours=1)  # without an answer is news: feeds are asked every 15 minutes, pages as often
STORY_PAGE = "story-"
_TIED = "\u00a0"


def story_key(story_id: str) -> str:
    """The key of a story's page."""
    return f"{STORY_PAGE}{story_id}"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the pages that exist, by key; relative, so that they hold in both of Prefect's interfaces.

    ``current`` is the key of the page the links stand on.
    """

    addresses: Mapping[str, str] = field(default_factory=dict)
    current: str = ""

    def to(self, key: str, name: str | None = None) -> str:
        """A link to a page by its key; its name alone where there is no such page, or we are on it."""
        shown = name or key
        found = self.addresses.get(key)
        return f"[{shown}]({found})" if found and key != self.current else shown

    def line(self) -> str:
        """All pages in a row, the current one in bold."""
        return " · ".join(f"**{key}**" if key == self.current else self.to(key) for key in PAGES)

    def story(self, named: Named, limit: int = HEADLINE) -> str:
        """A story by its headline, linked to its page; else to an article, with the id to ask for it by."""
        words = named.headline or "(no headline)"
        found = self.addresses.get(story_key(named.story_id))
        if found:
            return md.to(words, found, limit)
        article = md.link(words, named.url, limit)
        return f"{article} {md.code(named.story_id)}" if named.story_id else article


def page(title: str, fresh: Freshness, links: Links, parts: Iterable[str], window: str = "") -> str:
    """A page with its links and its age on top."""
    return md.document(title, [links.line(), age(fresh, window), silence(fresh), *parts])


def age(fresh: Freshness, window: str) -> str:
    """When the page was made, for which time, and how old what it tells is."""
    told = f"Written {phrases.clock(fresh.made_at, None, named=True)}"
    told += f", about {window} to {phrases.clock(fresh.until, None, named=True)}" if window else ""
    run = _last("Last run ended", fresh.last_run_at, fresh)
    return f"*{told}. {run}; {_last('last answer of a site', fresh.last_answer_at, fresh)}.*"


def _last(what: str, instant: datetime | None, fresh: Freshness) -> str:
    if instant is None:
        return f"{what}: none yet"
    minutes = round((fresh.until - instant).total_seconds() / 60)
    ago = f"{phrases.span(minutes)} before" if minutes > 0 else "just then"
    return f"{what} {when(instant, fresh)} ({ago})"


def silence(fresh: Freshness) -> str:
    """A warning where nothing has been asked for long: then the page is as old as its last answer."""
    if fresh.last_answer_at is None or fresh.until - fresh.last_answer_at < SILENCE:
        return ""
    minutes = round((fresh.until - fresh.last_answer_at).total_seconds() / 60)
    return f"⚠️ **No site has answered for {phrases.span(minutes)}.** Is a worker running? `writethru doctor` tells."


def when(instant: datetime | None, fresh: Freshness) -> str:
    """An instant as short as it is clear on this page: the time of its own day, else with the day. UTC."""
    if instant is None:
        return "–"
    local, now = instant.astimezone(phrases.zone_of(None)), fresh.until.astimezone(phrases.zone_of(None))
    if local.date() == now.date():
        return f"{local:%H:%M}"
    told = f"{local:%d %b %H:%M}" if local.year == now.year else f"{local:%Y-%m-%d %H:%M}"
    return told.replace(" ", _TIED)


def without_page(links: Links, named: Iterable[Named]) -> str:
    """How to see the stories that have no page here; empty where all have one."""
    missing = any(n.story_id and story_key(n.story_id) not in links.addresses for n in named)
    return "A story with an id behind it has no page here: `writethru story ID` shows it." if missing else ""
