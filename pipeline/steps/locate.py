"""Which article a capture belongs to: the alias table of its outlet, else the same text at the same outlet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.core.normalise.keys import key
from pipeline.core.stories.fingerprints import fingerprint
from pipeline.model import Finding
from pipeline.steps.capturing import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.io.store import Store
    from pipeline.model import Capture

SAME_ARTICLE = 0.5  # share of the shorter text's sampled 5-grams that names the same article at one outlet
_LINKS = frozenset({"url", "redirect", "canonical", "og"})


@dataclass(frozen=True, slots=True)
class Located:
    """A capture with its article. ``new_aliases`` are names the article was not known by."""

    capture: Capture
    article_key: int
    is_new: bool
    new_aliases: tuple[tuple[int, str, str], ...]
    findings: tuple[Finding, ...] = ()


def locate(store: Store, captures: Sequence[Capture]) -> list[Located]:
    """Find each capture's article; captures of one batch find each other too."""
    names = {alias_key(c.outlet, kind, value) for c in captures for kind, value in c.aliases}
    table = {r["alias_key"]: r["article_key"] for r in store.rows("aliases_of", keys=sorted(names))}
    out = []
    for capture in captures:
        found = _locate(store, capture, table)
        table |= {alias: found.article_key for alias, _, _ in found.new_aliases}
        out.append(found)
    return out


def alias_key(outlet: str, kind: str, value: str) -> int:
    """The key of a name within an outlet; all kinds of addresses share one name space."""
    return key("alias", outlet, "link" if kind in _LINKS else kind, value)


def _locate(store: Store, capture: Capture, table: dict[int, int]) -> Located:
    keyed = [(alias_key(capture.outlet, kind, value), kind, value) for kind, value in capture.aliases]
    matched = [table[alias] for alias, _, _ in keyed if alias in table]
    fresh = tuple(_unique(alias for alias in keyed if alias[0] not in table))
    if matched:
        return Located(
            capture, matched[0], is_new=False, new_aliases=fresh, findings=_conflict(capture, matched)
        )
    if not keyed:
        return _by_text(store, capture, table)
    _, kind, value = keyed[0]
    return Located(capture, alias_key(capture.outlet, kind, value), is_new=True, new_aliases=fresh)


def _unique(aliases: Iterable[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    return list({alias[0]: alias for alias in reversed(list(aliases))}.values())[::-1]


def _conflict(capture: Capture, matched: list[int]) -> tuple[Finding, ...]:
    if len(set(matched)) == 1:
        return ()
    message = f"{capture.origin}: its names belong to {len(set(matched))} articles; the address decided"
    return (Finding("alias-conflict", message, capture.url or capture.origin),)


def _by_text(store: Store, capture: Capture, table: dict[int, int]) -> Located:
    """Neither address nor stamp: the article of this outlet that has most of the text, else a new one."""
    body = text_of(capture.extracted, capture.status) or ()
    name = (alias_key(capture.outlet, "text", " ".join(body)), "text", "")
    if name[0] in table:
        return Located(capture, table[name[0]], is_new=False, new_aliases=())
    grams = fingerprint(body)
    rows = store.rows("same_text_at", grams=list(grams), outlet=capture.outlet) if grams else []
    for row in rows:
        if row["shared"] >= SAME_ARTICLE * min(len(grams), row["grams"]):
            return Located(capture, row["article_key"], is_new=False, new_aliases=(name,))
    return Located(capture, name[0], is_new=True, new_aliases=(name,))
