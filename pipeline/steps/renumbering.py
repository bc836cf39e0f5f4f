"""The log of renumberings: what a copy that came late did to the write-through numbers told before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.normalise.keys import key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pipeline.io.store import Store
    from pipeline.steps.around import Home
    from pipeline.steps.story_rows import Story


def log_renumberings(
    store: Store, stories: Sequence[Story], before: Mapping[int, Home], run_key: int, now: datetime
) -> None:
    """Write a row for each version whose numbers differ from those it had before.

    A first numbering is none. Numbers are a function of what is known, so the same import again logs nothing.
    """
    numbers = {
        m.version_key: (s.story_id, *s.lineage.runs[m.version_key]) for s in stories for m in s.members
    }
    moved = {
        version: before[version]
        for version, (_, low, high) in numbers.items()
        if version in before
        and before[version].writethru is not None
        and (low, high) != (before[version].writethru, before[version].writethru_to)
    }
    if not moved:
        return
    times = dict(store.tuples("renumbered", keys=sorted(moved)))
    rows = []
    for version, old in moved.items():
        ordinal = times.get(version, 0) + 1
        story_id, low, high = numbers[version]
        rows.append(
            {
                "renumbering_key": key("renumbering", str(version), str(ordinal)),
                "version_key": version,
                "ordinal": ordinal,
                "story_id": story_id,
                "old_writethru": old.writethru,
                "old_to": old.writethru_to,
                "new_writethru": low,
                "new_to": high,
                "changed_at": now,
                "run_key": run_key,
            }
        )
    store.insert("facts.renumbering", rows)
