"""What was removed at somebody's wish, by the names it is known by: neither asked nor stored again. Pure: values in."""

from __future__ import annotations

import html
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.core.normalise.urls import canonical, host

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model import Capture, Entry

LINK = "link"
_LINKS = frozenset({"url", "redirect", "canonical", "og", LINK})
_EVERYWHERE = frozenset({LINK, "guid"})  # their values say where: an address, or a feed's key and its guid
Name = tuple[str, str, str]


def name_of(outlet: str, kind: str, value: str) -> Name:
    """A name as tombstones keep it: (outlet or "", kind, value); all kinds of addresses are links."""
    kind = LINK if kind in _LINKS else kind
    return "" if kind in _EVERYWHERE else outlet, kind, value


def spellings(name: str) -> set[bytes]:
    """A name as it is, as markup writes it, and as JSON may."""
    return {form.encode() for form in (name, html.escape(name), name.replace("/", "\\/"))}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The names of everything that was forgotten; ``spelled`` are its addresses as files may write them, by host."""

    names: frozenset[Name] = frozenset()
    spelled: Mapping[bytes, frozenset[bytes]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Name]) -> Forgotten:
        """From names as tombstones keep them."""
        names = frozenset(rows)
        by_host: dict[bytes, set[bytes]] = defaultdict(set)
        for _, kind, value in names:
            if kind == LINK and host(value):
                by_host[host(value).encode()] |= spellings(value.partition("://")[2])
        return cls(names, {name: frozenset(forms) for name, forms in by_host.items()})

    def page(self, url: str | None) -> bool:
        """Whether this is an address of something forgotten."""
        return bool(self.names and url) and ("", LINK, canonical(url or "")) in self.names

    def named_in(self, body: bytes) -> bool:
        """Whether an address of something forgotten stands in a file: in a feed that lists it, say."""
        return any(
            name in body and any(form in body for form in forms) for name, forms in self.spelled.items()
        )

    def entry(self, feed: str, entry: Entry) -> bool:
        """Whether a feed's entry is about something forgotten."""
        return bool(self.names) and (
            self.page(entry.url) or ("", "guid", f"{feed} {entry.guid}") in self.names
        )

    def capture(self, capture: Capture) -> bool:
        """Whether a capture bears a name of something forgotten."""
        return bool(self.names) and (
            self.page(capture.url)
            or any(name_of(capture.outlet, kind, value) in self.names for kind, value in capture.aliases)
        )
