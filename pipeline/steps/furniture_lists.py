"""The outlets' lists of learned furniture out of the store: those in force, and those of any earlier number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key, public_id
from pipeline.model import FurnitureList

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from pipeline.io.store import Store
    from pipeline.model import World

NO_LIST = FurnitureList()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: a form was put on an outlet's list, or taken off it, and why."""

    outlet: str
    form: str
    is_furniture: bool
    reason: str


@dataclass(frozen=True)
class Lists:
    """The log of all lists: outlet → (number, form, whether it is furniture from that number on)."""

    log: Mapping[str, tuple[tuple[int, str, bool], ...]] = field(default_factory=dict)

    def at(self, outlet: str, number: int) -> FurnitureList:
        """An outlet's list as it was at a number; 0 is the empty one."""
        forms: set[str] = set()
        for at, form, is_furniture in self.log.get(outlet, ()):
            if at <= number:
                (forms.add if is_furniture else forms.discard)(form)
        return FurnitureList(number, frozenset(forms))

    def of_row(self, row: Mapping[str, Any]) -> FurnitureList:
        """The list a stored capture was read with: what was learned since is no fault of the extractor."""
        return self.at(row["outlet"], row["furniture_number"])

    def latest(self) -> dict[str, FurnitureList]:
        """The lists in force."""
        return {outlet: self.at(outlet, log[-1][0]) for outlet, log in self.log.items()}


def lists_of(store: Store) -> Lists:
    """All lists there ever were."""
    if not store.has("facts.furniture_change"):
        return Lists()
    log: dict[str, list[tuple[int, str, bool]]] = defaultdict(list)
    for row in store.rows("furniture_lists"):
        log[row["outlet"]].append((row["number"], row["form"], row["is_furniture"]))
    return Lists({outlet: tuple(lines) for outlet, lines in log.items()})


def knowing(store: Store, world: World) -> World:
    """The known world with the lists in force: what a run begins with stays as it is to its end."""
    return replace(world, furniture=lists_of(store).latest())


def form_key(form: str) -> int:
    """The key of a paragraph's form."""
    return key("form", form)


def furniture_id(outlet: str, form: str) -> str:
    """The public id of a form at an outlet."""
    return public_id("f", key("furniture", outlet, form))


def note_changes(store: Store, entries: Iterable[Entry], run_key: int, now: datetime) -> None:
    """Write changes of lists down: all of one outlet make its next list."""
    numbers = {outlet: one.number for outlet, one in lists_of(store).latest().items()}
    rows = [
        {
            "outlet": e.outlet,
            "number": numbers.get(e.outlet, 0) + 1,
            "furniture_id": furniture_id(e.outlet, e.form),
            "form_key": form_key(e.form),
            "form": e.form,
            "is_furniture": e.is_furniture,
            "reason": e.reason,
            "changed_at": now,
            "run_key": run_key,
        }
        for e in entries
    ]
    store.insert("facts.furniture_change", rows)
