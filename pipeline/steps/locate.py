"""Which page a capture shows: its address within the outlet, else its stamp, else the same text there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.core.normalise.keys import key
from pipeline.core.stories.fingerprints import fingerprint
from pipeline.steps.capturing import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.io.store import Store
    from pipeline.model import Capture

SAME_ARTICLE = 0.5  # share of the shorter text's sampled 5-grams that names the same article at one outlet
_LINKS = frozenset({"url", "redirect", "canonical", "og"})
Name = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Located:
    """A capture with its page. ``names`` are (key, kind, value) of all names it gives the page."""

    capture: Capture
    page_key: int
    is_new: bool
    names: tuple[Name, ...] = ()


def locate(store: Store, captures: Sequence[Capture]) -> list[Located]:
    """Find each capture's page; captures of one batch find each other too."""
    named = [(c, _names(c)) for c in captures]
    wanted = {name for c, names in named for name, _, _ in names or (_text_name(c),)}
    known = {r["alias_key"]: r["page_key"] for r in store.rows("pages_known", keys=sorted(wanted))}
    out = []
    for capture, names in named:
        found = _by_name(capture, names, known) if names else _by_text(store, capture, known)
        known |= {name: found.page_key for name, _, _ in found.names}
        out.append(found)
    return out


def alias_key(outlet: str, kind: str, value: str) -> int:
    """The key of a name within an outlet; all kinds of addresses share one name space."""
    return key("alias", outlet, "link" if kind in _LINKS else kind, value)


def _names(capture: Capture) -> tuple[Name, ...]:
    keyed = ((alias_key(capture.outlet, kind, value), kind, value) for kind, value in capture.aliases)
    return tuple({name[0]: name for name in reversed(list(keyed))}.values())[::-1]


def _by_name(capture: Capture, names: tuple[Name, ...], known: dict[int, int]) -> Located:
    """The page is where the capture was found: behind a redirect, what it leads to."""
    landed = next((name for name, kind, _ in names if kind == "redirect"), names[0][0])
    return Located(capture, landed, known.get(landed) != landed, names)


def _text_name(capture: Capture) -> Name:
    body = text_of(capture.extracted, capture.status) or ()
    return alias_key(capture.outlet, "text", " ".join(body)), "text", ""


def _by_text(store: Store, capture: Capture, known: dict[int, int]) -> Located:
    """Neither address nor stamp: the page of this outlet that has most of the text, else a new one."""
    name = _text_name(capture)
    if name[0] in known:
        return Located(capture, known[name[0]], is_new=False)
    grams = fingerprint(text_of(capture.extracted, capture.status) or ())
    rows = store.rows("same_text_at", grams=list(grams), outlet=capture.outlet) if grams else []
    for row in rows:
        if row["shared"] >= SAME_ARTICLE * min(len(grams), row["grams"]):
            return Located(capture, row["article_key"], is_new=False, names=(name,))
    return Located(capture, name[0], is_new=True, names=(name,))
