"""The known world: outlets, agencies and feeds that are shipped, and the user's own on top of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.errors import BadConfig
from pipeline.io import shipped
from pipeline.model import Agency, Feed, Outlet, World

if TYPE_CHECKING:
    from collections.abc import Iterable

R = TypeVar("R", Outlet, Agency, Feed)
OUTLETS, AGENCIES, FEEDS = "outlets.toml", "agencies.toml", "feeds.toml"
_PACKAGE = Path(__file__).resolve().parents[1]


def data_path(name: str) -> Path:
    """Where a shipped file or folder lies (``feeds.toml``, ``sample``, ``prefect.yaml``).

    In an installation it is package data, in a checkout it stands in ``data/`` or at the top.

    Raises:
        BadConfig: the installation lacks it.
    """
    top = _PACKAGE.parent
    for place in (_PACKAGE / "data" / name, top / "data" / name, top / name):
        if place.exists():
            return place
    raise BadConfig(f"{name}: this installation lacks it; install writethru again")


def load(data_dir: Path | None = None) -> World:
    """The shipped world, with the user's own files of ``data_dir`` added; equal keys are replaced whole.

    The user's records come first, so that they also win where two outlets claim one domain.

    Args:
        data_dir: holds the user's ``outlets.toml``, ``agencies.toml``, ``feeds.toml``, any of them or none.

    Raises:
        BadConfig: one line that names the file, the table and what to mend.
    """
    own = own_feeds(data_dir)
    return World(
        outlets=_merged(_own(data_dir, OUTLETS, Outlet), shipped.read(data_path(OUTLETS), Outlet)),
        agencies=agencies(data_dir),
        feeds=_merged(own, shipped.read(data_path(FEEDS), Feed)),
        own_feeds=tuple(f.key for f in own),
    )


def agencies(data_dir: Path | None = None) -> tuple[Agency, ...]:
    """The shipped agencies with the user's own, for what needs nothing else of the world.

    Raises:
        BadConfig: as `load`.
    """
    return _merged(_own(data_dir, AGENCIES, Agency), shipped.read(data_path(AGENCIES), Agency))


def own_feeds(data_dir: Path | None) -> tuple[Feed, ...]:
    """The feeds in the user's own ``feeds.toml``.

    Raises:
        BadConfig: as `load`.
    """
    return _own(data_dir, FEEDS, Feed)


def add_feed(data_dir: Path, feed: Feed) -> Feed:
    """Add a feed to the user's ``feeds.toml``; an empty key is made of the address.

    An address that the user typed as loopback or private carries the consent to ask that one origin.

    Returns:
        The feed as it was written.

    Raises:
        BadConfig: a bad address, a key that is taken, an address that is there already, or a broken file.
    """
    from pipeline.io import feedfile, guard

    present = load(data_dir).feeds
    key = feed.key or feedfile.fresh_key(feed.url, (f.key for f in present))
    new = feedfile.with_key(feed, key, allow_private=feed.allow_private or guard.is_private_address(feed.url))
    for other in own_feeds(data_dir):
        if other.key == new.key:
            raise BadConfig(
                f"{data_dir / FEEDS}: there is a feed {new.key!r} already ({guard.redact(other.url)})"
            )
        if other.url == new.url:
            raise BadConfig(f"{data_dir / FEEDS}: {guard.redact(new.url)} is there already as {other.key!r}")
    feedfile.append(data_dir / FEEDS, new)
    return new


def remove_feed(data_dir: Path, key: str) -> Feed:
    """Take a feed out of the user's ``feeds.toml``; the rest of the file stays as it is.

    Returns:
        The feed that was there.

    Raises:
        BadConfig: the user has no feed of this key (a shipped one can only be switched off), a broken file.
    """
    from pipeline.io import feedfile

    own = {f.key: f for f in own_feeds(data_dir)}
    if key in own:
        feedfile.cut(data_dir / FEEDS, key)
        return own[key]
    if any(f.key == key for f in load(data_dir).feeds):
        raise BadConfig(
            f"feed {key!r} is shipped with writethru; to switch it off, add it to {data_dir / FEEDS} "
            "with enabled = false"
        )
    raise BadConfig(f"there is no feed {key!r}; `writethru feeds list` shows the keys")


def allowed_origins(world: World) -> frozenset[str]:
    """``host:port`` of the private addresses that the user's own feeds consent to."""
    from pipeline.io import guard

    own = set(world.own_feeds)
    return frozenset(guard.origin(f.url) for f in world.feeds if f.allow_private and f.key in own)


def _own(data_dir: Path | None, name: str, kind: type[R]) -> tuple[R, ...]:
    if data_dir is None or not (data_dir / name).exists():
        return ()
    from pipeline.io import tables  # pydantic, which takes longer than all else here

    return tables.read(data_dir / name, kind)


def _merged(own: Iterable[R], others: Iterable[R]) -> tuple[R, ...]:
    first = tuple(own)
    taken = {shipped.key_of(r) for r in first}
    return first + tuple(r for r in others if shipped.key_of(r) not in taken)
