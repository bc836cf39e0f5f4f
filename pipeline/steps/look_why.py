"""From the published snapshot to the page that says why a story is one; nothing here writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.core.stories.evidence import quote
from pipeline.io.store import fetch, named_query, open_snapshot
from pipeline.report.why_rows import ChangeRow, Copy, DecidedRow, Evidence, Near, Tie, WhyPage
from pipeline.steps.look import story_id

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

Row = dict[str, Any]
NEAR = 20  # pages of other stories that are named


def why(data_dir: Path, name: str, zone: str | None = None) -> WhyPage:
    """Why a story is one, by its id (former ids too), or an address, article or version of it.

    Raises:
        NotFound: no such story is stored.
    """
    with open_snapshot(data_dir) as connection:
        return why_page(connection, story_id(connection, name), zone)


def why_page(connection: duckdb.DuckDBPyConnection, name: str, zone: str | None = None) -> WhyPage:
    """The same by the story's present id, on a snapshot that is open."""

    def rows(query: str, **more: Any) -> list[Row]:
        return fetch(connection, named_query(query), {"story_id": name, **more})

    ties = [_tie(row) for row in rows("look_ties")]
    usual = rows("look_zone")[0]["zone"]
    return WhyPage(
        story_id=name,
        headline=rows("look_story")[0]["headline"] or "",
        ties=tuple(ties),
        near=tuple(Near(**{**r, "headline": r["headline"] or ""}) for r in rows("look_near", top=NEAR)),
        decided=tuple(DecidedRow(**r) for r in rows("look_decided")),
        changes=tuple(ChangeRow(**r) for r in rows("look_changes")),
        zone=zone or usual,
    )


def _tie(row: Row) -> Tie:
    mine = _copy(row, "")
    if row["other_version_id"] is None:
        return Tie(row["article_id"], mine)
    found = Evidence(
        share=row["share_of_mine"],
        share_of_other=row["share_of_other"],
        shared_words=row["shared_words"],
        passage_words=row["passage_words"],
        passage=_passage(row),
        **{name: row[name] for name in Evidence.__dataclass_fields__ if name in row and name not in _TOLD},
    )
    return Tie(row["article_id"], mine, _copy(row, "other_"), found, row["is_earlier"])


_TOLD = frozenset({"share", "share_of_other", "shared_words", "passage_words", "passage"})


def _passage(row: Row) -> str:
    if row["passage_from"] is None:
        return ""
    return quote(row["body"].split("\n\n"), row["passage_from"], row["passage_words"])


def _copy(row: Row, side: str) -> Copy:
    return Copy(
        outlet=row[f"{side}outlet"],
        url=row[f"{side}url"],
        version_id=row[f"{side}version_id"],
        appeared_at=row[f"{side}appeared_at"],
        words=row[f"{side}words"],
        agency=row[f"{side}agency"],
        byline=row[f"{side}byline"],
        dateline=row[f"{side}dateline"],
        headline=row.get(f"{side}headline") or "",
    )
