"""Versions as story matching sees them, out of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.model import Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.io.store import Store

INDEXED = 50  # keys a query: of a million texts 500 cost 40 ms this way and 600 ms at once (DuckDB 2.0)


def members_of(
    store: Store, versions: Iterable[int], known: Mapping[int, Member] | None = None
) -> dict[int, Member]:
    """Versions as story matching sees them; those among ``known`` are not read again."""
    at_hand = known or {}
    wanted = list(versions)
    missing = [key for key in wanted if key not in at_hand]
    found = {key: at_hand[key] for key in wanted if key in at_hand}
    if missing:
        rows = store.rows("members_of", keys=missing)
        bodies = bodies_of(store, sorted({r["text_key"] for r in rows}))
        found |= {r["version_key"]: member(r, bodies[r["text_key"]]) for r in rows}
    return found


def bodies_of(store: Store, texts: Sequence[int]) -> dict[int, str]:
    """Bodies by text key, asked of the primary key's index a few at a time."""
    chunks = (list(texts[start : start + INDEXED]) for start in range(0, len(texts), INDEXED))
    return {r["text_key"]: r["body"] for chunk in chunks for r in store.rows("texts_by_key", keys=chunk)}


def member(row: Mapping[str, Any], body: str) -> Member:
    """A row of `members_of` and the version's body as a record."""
    plain = {name: row[name] for name in Member.__dataclass_fields__ if name in row}
    plain |= {
        "paragraphs": tuple(body.split("\n\n")),
        "corrections": tuple(row["corrections"] or ()),
        "headline": row["headline"] or "",
        "role": row["role"] or "outlet",
    }
    return Member(**plain)
