"""What hangs together with some versions: the pages, stories and links they stand in, and what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.steps.days import UNKNOWN_DAY, ask_days, days_of
from pipeline.steps.mentioning import roundups_among

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
        self._paged: set[int] = set()
        self._linked: set[int] = set()
        self._ties: dict[int, int] = {}
        self.days: dict[int, int] = {}
        self.homes: dict[int, Home] = {}
        self.whole = True

    def tell(self, pages: Iterable[Iterable[int]], linked: Iterable[int], ties: Mapping[int, int]) -> None:
        """What is known already and need not be asked for.

        Args:
            pages: all versions of some articles, which are followed from the first.
            linked: versions all of whose links are known.
            ties: the versions these lead to, with their days.
        """
        self._paged.update(key for page in pages for key in page)
        self._linked.update(linked)
        self._ties |= ties

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
        near |= self._ties | self._tied({key: day for key, day in days.items() if key not in self._linked})
        alone = [key for key in days if key not in self._paged]
        near |= dict(self._store.tuples("same_page", keys=alone, unknown=UNKNOWN_DAY) if alone else ())
        return near

    def _tied(self, days: Mapping[int, int]) -> dict[int, int]:
        """What is linked with versions; roundups lead to roundups only, or they would connect all."""
        if not days:
            return {}
        listed = roundups_among(self._store, days.keys())
        found: dict[int, int] = {}
        for is_listed in (False, True):
            asked = {key: day for key, day in days.items() if (key in listed) == is_listed}
            there = dict(ask_days(self._store, "linked", asked))
            like = roundups_among(self._store, there.keys())
            found |= {key: day for key, day in there.items() if (key in like) == is_listed}
        return found
