"""Whose turn comes first where a host may not be asked for everything in one run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Turn(Generic[T]):
    """A request that is due. ``host`` is the registrable domain it goes to, ``gain`` what it is expected to bring."""

    item: T
    host: str
    gain: float


@dataclass(frozen=True, slots=True)
class Turns(Generic[T]):
    """What is asked in this run, and what waits; ``spent`` counts what each host is asked by now."""

    now: tuple[T, ...]
    later: tuple[T, ...]
    spent: Counter[str]


def share_out(turns: Iterable[Turn[T]], budget: int, spent: Counter[str] | None = None) -> Turns[T]:
    """Give each host's turns of a run to those of which most is expected; equal ones go in the order they come.

    Args:
        turns: all that is due.
        budget: requests to one host in one run.
        spent: what hosts were asked in this run already; it is not changed.
    """
    used = Counter(spent or {})
    first: list[T] = []
    rest: list[T] = []
    for turn in sorted(turns, key=lambda t: -t.gain):
        has_room = used[turn.host] < budget
        used[turn.host] += has_room
        (first if has_room else rest).append(turn.item)
    return Turns(tuple(first), tuple(rest), used)
