"""The fiction of `translated.toml` as sides, and which of them tell the same thing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.core.stories.translations import Side

FAMILY = "The Canadian Press"  # where the file names no agency


@dataclass(frozen=True, slots=True)
class Told:
    """A story of the file: ``pair`` is shared by the two that are translations, and empty for a near miss."""

    pair: str
    side: Side


@cache
def told() -> tuple[Told, ...]:
    """All stories of the file, in its order; keys are their places."""
    rows = tomllib.loads(Path(__file__).with_name("translated.toml").read_text("utf-8"))["story"]
    return tuple(
        Told(
            row.get("pair", ""),
            Side(
                story_key=number,
                version_key=number,
                family=row.get("agency", FAMILY),
                language=row["language"],
                appeared_at=row["at"],
                text=row["text"].strip(),
                dateline=row["dateline"],
            ),
        )
        for number, row in enumerate(rows)
    )
