"""The log of renumberings: what a copy that came late did to the write-through numbers told before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.normalise.keys import key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.io.store import Store
    from pipeline.steps.story_rows import Story


def log_renumberings(store: Store, stories: Sequence[Story], run_key: int, now: datetime) -> None:
    """Write a row for each version whose numbers differ from those stored; call it before they are replaced.

    A first numbering is none. Numbers are a function of what is known, so the same import again logs nothing.
    """
    numbers = {
        m.version_key: (s.story_id, *s.lineage.runs[m.version_key]) for s in stories for m in s.members
    }
    rows = []
    for old in store.rows("numbers_of", keys=sorted(numbers)):
        version, ordinal = old["version_key"], old["renumberings"] + 1
        story_id, low, high = numbers[version]
        if (low, high) != (old["writethru"], old["writethru_to"]):
            rows.append(
                {
                    "renumbering_key": key("renumbering", str(version), str(ordinal)),
                    "version_key": version,
                    "ordinal": ordinal,
                    "story_id": story_id,
                    "old_writethru": old["writethru"],
                    "old_to": old["writethru_to"],
                    "new_writethru": low,
                    "new_to": high,
                    "changed_at": now,
                    "run_key": run_key,
                }
            )
    store.insert("facts.renumbering", rows)
