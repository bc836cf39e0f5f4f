"""Versions as story matching sees them, out of the store."""

from __future__ import annotations

from datetime import UTC
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pipeline.model import Member
from pipeline.steps.days import day_of, days_between, stretches, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from _typeshed import DataclassInstance

    from pipeline.io.store import Columns, Store

INDEXED = 500  # keys a query that the primary key's index is asked for: see the store's `_INDEXED`


def members_of(
    store: Store,
    versions: Mapping[int, int],
    known: Mapping[int, Member] | None = None,
    bodies: Mapping[int, str] | None = None,
) -> dict[int, Member]:
    """Versions as story matching sees them; those that are not stored are left out.

    Args:
        store: the writer's side.
        versions: version key → day of appearance, as `day_of` tells it.
        known: versions that need not be read again.
        bodies: text key → body, of texts that need not be read again.
    """
    at_hand = known or {}
    missing = {key: day for key, day in versions.items() if key not in at_hand}
    found = {key: at_hand[key] for key in versions if key in at_hand}
    if missing:
        rows = [r for s in stretches(missing) for r in store.tuples("members_of", keys=s.keys, **times(s))]
        texts = {r[_TEXT] for r in rows}
        told = bodies or {}
        read = bodies_of(store, sorted(texts - told.keys()))
        found |= {r[0]: _member(r, read[r[_TEXT]] if r[_TEXT] in read else told[r[_TEXT]]) for r in rows}
    return found


def bodies_of(store: Store, texts: Sequence[int]) -> dict[int, str]:
    """Bodies by text key, asked of the primary key's index."""
    chunks = (list(texts[start : start + INDEXED]) for start in range(0, len(texts), INDEXED))
    return {key: body for chunk in chunks for key, body in store.tuples("texts_by_key", keys=chunk)}


_FIELDS = tuple(Member.__dataclass_fields__)
_TEXT = _FIELDS.index("paragraphs")  # where the query gives the text's key
_CORRECTIONS = _FIELDS.index("corrections")
_TIMES = tuple(n for n, name in enumerate(_FIELDS) if name.endswith("_at"))


def _member(row: tuple[Any, ...], body: str) -> Member:
    """A row of `members_of` and the version's body as a record."""
    values = list(row)
    values[_TEXT] = tuple(body.split("\n\n"))
    values[_CORRECTIONS] = tuple(row[_CORRECTIONS] or ())
    for n in _TIMES:
        if values[n]:
            values[n] = values[n].replace(tzinfo=UTC)
    return Member(*values)


def days_apart(one: Member, other: Member) -> tuple[int, int]:
    """The days of two versions as a row about both has them, earlier first."""
    return days_between(day_of(one.appeared_at), day_of(other.appeared_at))


def columns_of(
    kind: type[DataclassInstance], rows: Sequence[Any], days: Sequence[tuple[int, int]]
) -> Columns:
    """Records of one kind, each with the days it lies between, column by column."""
    names = tuple(kind.__dataclass_fields__)
    values = zip(*map(attrgetter(*names), rows), strict=True) if rows else ([] for _ in names)
    columns: Columns = {name: list(column) for name, column in zip(names, values, strict=True)}
    return columns | {"from_day": [first for first, _ in days], "to_day": [last for _, last in days]}
