"""What hangs together with some versions: the pages, stories and links they stand in, and what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.steps.days import UNKNOWN_DAY, ask_days, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.io.store import Store

MOST_AROUND = 20_000  # versions derived in one piece; what is connected with more is no story, but noise


class Home(NamedTuple):
    """Where a version stands: the day it is stored under, its story, and which write-throughs it runs."""

    day: int
    story_key: int
    story_id: str | None
    writethru: int | None
    writethru_to: int | None


class Around:
    """Versions that hang together, as far as they were followed from some of them.

    Attributes:
        days: version key → day of appearance.
        homes: where they stand now; versions that stand nowhere are missing.
        whole: whether everything was followed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._settled: set[int] = set()
        self.days: dict[int, int] = {}
        self.homes: dict[int, Home] = {}
        self.whole = True

    def settle(self, versions: Iterable[int]) -> None:
        """Find where versions stand, and all others of these stories."""
        asked = [key for key in versions if key not in self.homes and key not in self._settled]
        self._settled.update(asked)
        if asked:
            rows = self._store.tuples("same_story", keys=asked, unknown=UNKNOWN_DAY)
            self.homes |= {version: Home(*home) for version, *home in rows}

    def follow(self, days: Mapping[int, int]) -> None:
        """Everything connected with these versions (key → day), step by step outwards."""
        frontier = dict(days)
        self.days |= frontier
        while frontier and len(self.days) <= MOST_AROUND:
            near = self.near(frontier)
            frontier = {key: near[key] for key in sorted(near.keys() - self.days.keys())}
            self.days |= frontier
        self.whole = not frontier
        self.settle(frontier)
        self.homes = {key: home for key, home in self.homes.items() if key in self.days}

    def near(self, days: Mapping[int, int]) -> dict[int, int]:
        """One step outwards: versions of the same article, of the same story, joined by a person, and linked ones."""
        self.settle(days)
        near = {key: home.day for key, home in self.homes.items()}
        if self._store.has("facts.decision_side"):
            joined = self._store.tuples("decided_with", keys=list(days))
            near |= days_of(self._store, [key for (key,) in joined if key not in near])
        near |= dict(ask_days(self._store, "linked", days))
        near |= dict(self._store.tuples("same_page", keys=list(days), unknown=UNKNOWN_DAY))
        return near
