"""What lies at an address that a person gives: a feed, a page that names feeds, or neither. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pipeline.core.feeds import strange
from pipeline.io import known
from pipeline.io.http import Client, Outcome
from pipeline.steps.feeds import FeedLook, FeedTask, ask_feeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Feed, World
    from pipeline.settings import Settings

COMMON = (
    "/feed/",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
)  # asked where a page names no feed


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the look at the address, the feeds its page names, and the feed that was settled on, if any."""

    look: FeedLook
    named: tuple[str, ...] = ()
    feed: Feed | None = None

    @property
    def is_decided(self) -> bool:
        """Whether the server has answered what is there; a time-out or a fault of its own tells nothing."""
        return self.look.answer.outcome is Outcome.OK


def ask(settings: Settings, world: World, feeds: Sequence[Feed]) -> list[FeedLook]:
    """Ask feeds once each, nothing assumed about them; private addresses that they carry consent for may be asked."""
    asked = replace(world, feeds=tuple(feeds), own_feeds=tuple(feed.key for feed in feeds))
    origins = settings.allowed_origins | known.allowed_origins(asked)
    with Client(replace(settings, allowed_origins=origins)) as client:
        looks = ask_feeds(client, [FeedTask(feed) for feed in feeds], world, keep_bodies=len(feeds) == 1)
    return [look for look in looks if not look.part]


def find(settings: Settings, world: World, feed: Feed) -> Found:
    """Look at the address: one request, unless it is a page that names no feed; then the common paths are tried."""
    (look,) = ask(settings, world, [feed])
    if look.parsed is not None:
        return Found(look, feed=_titled(feed, look))
    if look.answer.outcome is not Outcome.OK or feed.kind == "listing":
        return Found(look)
    named = strange.feed_links(look.answer.body[:200_000].decode("utf-8", "replace"), look.answer.final_url)
    if named:
        return Found(look, named, replace(feed, url=named[0]) if len(named) == 1 else None)
    for path in COMMON if look.answer.body.lstrip()[:1] == b"<" else ():
        (other,) = ask(settings, world, [replace(feed, url=urljoin(look.answer.final_url, path))])
        if other.parsed is not None and other.parsed.entries:
            return Found(other, (other.feed.url,), _titled(other.feed, other))
    return Found(look)


def _titled(feed: Feed, look: FeedLook) -> Feed:
    parsed = look.parsed
    return replace(feed, title=feed.title or (parsed.title[:300] if parsed else None) or None)
