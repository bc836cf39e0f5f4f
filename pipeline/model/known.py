"""The known world: outlets, agencies, feeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pipeline.model.words import Role


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes pages. ``domains`` are registrable domains or hosts, lower case."""

    name: str
    domains: tuple[str, ...] = ()
    timezone: str | None = None
    language: str | None = None
    country: str | None = None
    owner: str | None = None
    role: Role = "outlet"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """Whose wire copy it is. Patterns are regular expressions, matched without case unless they say so."""

    name: str
    aliases: tuple[str, ...] = ()
    language: str | None = None
    country: str | None = None
    credit: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    dateline: tuple[str, ...] = ()
    copyright: tuple[str, ...] = ()
    first_published: tuple[str, ...] = ()
    family: str | None = None  # equal for agencies of one house that translate each other; None: its own name


@dataclass(frozen=True, slots=True)
class Auth:
    """How a paid feed is asked: the secret is the value of the environment variable ``env``, and stands nowhere else.

    ``form``: "basic" (the value is user:password), "header" or "query", with ``name`` that of header or parameter.
    """

    env: str
    form: Literal["basic", "header", "query"]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A polled source: a feed, a news sitemap, or (``kind`` "listing") a page that lists articles.

    ``verified_on`` is None where the address was never seen to answer.
    """

    key: str
    url: str
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    verified_on: date | None = None
    enabled: bool = True
    allow_private: bool = False  # the user typed a loopback or private address: this origin may be asked
    kind: Literal["feed", "listing"] = "feed"
    auth: Auth | None = None


@dataclass(frozen=True, slots=True)
class FurnitureList:
    """What was learned to be an outlet's furniture: forms of paragraphs (`normalise.forms`). Its first number is 1."""

    number: int = 0
    forms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class World:
    """The known world: outlets, agencies and feeds, shipped and the user's own, merged; what was learned of outlets."""

    outlets: tuple[Outlet, ...] = ()
    agencies: tuple[Agency, ...] = ()
    feeds: tuple[Feed, ...] = ()
    own_feeds: tuple[str, ...] = ()  # keys of the feeds the user added
    furniture: Mapping[str, FurnitureList] = field(default_factory=dict, hash=False)  # by the outlet's name
