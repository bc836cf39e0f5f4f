"""Versions as story matching sees them, out of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.model import Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.io.store import Store


def members_of(
    store: Store, versions: Iterable[int], known: Mapping[int, Member] | None = None
) -> dict[int, Member]:
    """Versions as story matching sees them; those among ``known`` are not read again."""
    at_hand = known or {}
    wanted = list(versions)
    missing = [key for key in wanted if key not in at_hand]
    found = {key: at_hand[key] for key in wanted if key in at_hand}
    if missing:
        found |= {r["version_key"]: member(r) for r in store.rows("members_of", keys=missing)}
    return found


def member(row: Mapping[str, Any]) -> Member:
    """A row of `members_of` as a record."""
    plain = {name: row[name] for name in Member.__dataclass_fields__ if name in row}
    plain |= {
        "paragraphs": tuple(row["body"].split("\n\n")),
        "corrections": tuple(row["corrections"] or ()),
        "headline": row["headline"] or "",
        "role": row["role"] or "outlet",
    }
    return Member(**plain)
