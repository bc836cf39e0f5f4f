"""How corrections and kills travelled through a story, as rows of the store: who is behind, and what became of each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pipeline.core.stories.corrections import corrections
from pipeline.core.stories.kills import find_kill
from pipeline.core.stories.stale import stale
from pipeline.core.stories.uptake import kill_uptake, uptake

if TYPE_CHECKING:
    from pipeline.steps.story_rows import Story

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Travel:
    """Rows of ``derived.stale`` and of ``derived.uptake``."""

    stale: tuple[Row, ...]
    uptake: tuple[Row, ...]


def travel(s: Story) -> Travel:
    """A story's articles that are behind, and what became of each correction and of a kill at each article."""
    record = corrections(s.members)
    behind = stale(s.members, s.lineage, record)
    fates = [("correction", one) for one in uptake(s.members, record)]
    fates += [("kill", one) for one in kill_uptake(s.members, find_kill(s.members))]
    return Travel(
        tuple({"story_key": s.story_key, **asdict(x)} for x in behind),
        tuple({"story_key": s.story_key, "kind": kind, **asdict(x)} for kind, x in fates),
    )
