"""How corrections and kills travelled through a story, as rows of the store: who is behind, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from pipeline.core.stories.corrections import corrections
from pipeline.core.stories.kills import find_kill
from pipeline.core.stories.stale import stale
from pipeline.core.stories.uptake import Uptake, kill_uptake, uptake
from pipeline.model import StaleCopy

if TYPE_CHECKING:
    from pipeline.steps.story_rows import Story

Row = dict[str, Any]
_STALE = tuple(f.name for f in fields(StaleCopy))
_UPTAKE = tuple(f.name for f in fields(Uptake))


@dataclass(frozen=True, slots=True)
class Travel:
    """Rows of ``derived.stale`` and of ``derived.uptake``."""

    stale: tuple[Row, ...]
    uptake: tuple[Row, ...]


def travel(s: Story) -> Travel:
    """A story's articles that are behind, and what became of each correction and of a kill at each article."""
    if len(s.members) == 1:  # a second version corrects or replaces a text, a second outlet withdraws it
        return Travel((), ())
    record, kill = corrections(s.members), find_kill(s.members)
    if not record.fixes and kill is None and len(s.lineage.writethrus) == 1:
        return Travel((), ())
    behind = stale(s.members, s.lineage, record)
    fates = [("correction", one) for one in uptake(s.members, record)]
    fates += [("kill", one) for one in kill_uptake(s.members, kill)]
    return Travel(
        tuple({"story_key": s.story_key, **_row(x, _STALE)} for x in behind),
        tuple({"story_key": s.story_key, "kind": kind, **_row(x, _UPTAKE)} for kind, x in fates),
    )


def _row(record: StaleCopy | Uptake, names: tuple[str, ...]) -> Row:
    """A record's fields as they are: plain values, which `asdict` would copy one by one."""
    return {name: getattr(record, name) for name in names}
