"""From the published snapshot to the pages that people are shown; nothing here writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.core.compare.compare import compare
from pipeline.core.normalise.urls import canonical
from pipeline.errors import NotFound
from pipeline.io.store import fetch, named_query, open_snapshot
from pipeline.model import Finding, WriteThru
from pipeline.report.rows import (
    CopyRow,
    DiffPage,
    DiffSide,
    FeedRow,
    NoteRow,
    Overview,
    StaleRow,
    StoryPage,
    StoryRow,
    TimelineRow,
    TranslationRow,
    UptakeRow,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import duckdb

Row = dict[str, Any]
TOP_FINDINGS = 50


def _rows(connection: duckdb.DuckDBPyConnection, query: str, **parameters: Any) -> list[Row]:
    return fetch(connection, named_query(query), parameters)


def _address(name: str) -> str:
    return canonical(name) if "://" in name else name


def stories(
    data_dir: Path,
    *,
    top: int = 50,
    outlets: int = 1,
    agency: str | None = None,
    since: datetime | None = None,
) -> tuple[StoryRow, ...]:
    """The stories that changed last, newest first."""
    with open_snapshot(data_dir) as connection:
        found = _rows(connection, "look_stories", top=top, outlets=outlets, agency=agency, since=since)
    return tuple(_story_row(row) for row in found)


def _story_row(row: Row) -> StoryRow:
    return StoryRow(**{**row, "headline": row["headline"] or ""})


def story(data_dir: Path, name: str, zone: str | None = None) -> StoryPage:
    """All about one story, by its id (former ids too), or an address, article or version of it.

    Raises:
        NotFound: no such story is stored.
    """
    with open_snapshot(data_dir) as connection:
        return story_page(connection, story_id(connection, name), zone)


def story_id(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """The id a story has today, by its id (former ids too), or an address, article or version of it.

    Raises:
        NotFound: no such story is stored.
    """
    found = _rows(connection, "look_resolve_story", name=name, address=_address(name))
    if not found or found[0]["story_id"] is None:
        message = f"{name}: no story of that id or address; `writethru stories` lists those there are"
        raise NotFound(message)
    return str(found[0]["story_id"])


def story_page(connection: duckdb.DuckDBPyConnection, name: str, zone: str | None = None) -> StoryPage:
    """All about a story, by its present id, on a snapshot that is open."""
    head = _rows(connection, "look_story", story_id=name)[0]
    usual = _rows(connection, "look_zone", story_id=name)[0]["zone"]
    copies = _rows(connection, "look_copies", story_id=name)
    return StoryPage(
        story_id=name,
        agency=head["agency"],
        headline=head["headline"] or "",
        first_published_at=head["first_published_at"],
        last_changed_at=head["last_changed_at"],
        timeline=tuple(TimelineRow(**r) for r in _rows(connection, "look_timeline", story_id=name)),
        writethrus=tuple(WriteThru(**r) for r in _rows(connection, "look_writethrus", story_id=name)),
        copies=tuple(CopyRow(**{**r, "version_ids": tuple(r["version_ids"])}) for r in copies),
        stale=tuple(StaleRow(**r) for r in _rows(connection, "look_stale", story_id=name)),
        zone=zone or usual,
        uptake=tuple(UptakeRow(**r) for r in _rows(connection, "look_uptake", story_id=name)),
        translations=tuple(
            TranslationRow(**r) for r in _rows(connection, "look_translations", story_id=name)
        ),
    )


def versions(data_dir: Path, name: str) -> list[Row]:
    """The versions of one article, by address or article id, in order.

    Raises:
        NotFound: no such article is stored.
    """
    with open_snapshot(data_dir) as connection:
        found = _rows(connection, "look_versions", name=name, address=_address(name))
    if not found:
        message = f"{name}: no article of that address is stored; `writethru stories` lists what is"
        raise NotFound(message)
    return found


def diff(data_dir: Path, one: str, two: str, zone: str | None = None) -> DiffPage:
    """Two versions compared in full, earlier to later; each by version id, or the current one of an address.

    Raises:
        NotFound: one of them is not stored.
    """
    with open_snapshot(data_dir) as connection:
        return diff_page(connection, one, two, zone)


def diff_page(connection: duckdb.DuckDBPyConnection, one: str, two: str, zone: str | None = None) -> DiffPage:
    """As `diff`, on a snapshot that is open.

    Raises:
        NotFound: one of them is not stored.
    """
    sides = [_version(connection, name) for name in (one, two)]
    older, newer = sorted(sides, key=_appearance)
    kept = _rows(connection, "look_pair", older=older["version_id"], newer=newer["version_id"])
    return DiffPage(
        older=_side(older),
        newer=_side(newer),
        comparison=compare(
            older["body"].split("\n\n"),
            newer["body"].split("\n\n"),
            older["headline"],
            newer["headline"],
            announced=not set(newer["corrections"] or ()) <= set(older["corrections"] or ()),
        ),
        relation=kept[0]["relation"] if kept else None,
        minutes_apart=_minutes(older, newer),
        story_id=newer["story_id"] if newer["story_id"] == older["story_id"] else None,
        zone=zone or newer["timezone"],
    )


def _appearance(row: Row) -> tuple[bool, str, str, str, int]:
    at = row["appeared_at"]
    return at is None, at.isoformat() if at else "", row["outlet"], row["url"], row["number"]


def _minutes(older: Row, newer: Row) -> int | None:
    if not (older["appeared_at"] and newer["appeared_at"]):
        return None
    seconds: float = (newer["appeared_at"] - older["appeared_at"]).total_seconds()
    return round(seconds / 60)


def _version(connection: duckdb.DuckDBPyConnection, name: str) -> Row:
    found = _rows(connection, "look_version", name=name, address=_address(name))
    if not found:
        message = f"{name}: no version of that id or address; `writethru versions URL` and `writethru story ID` list them"
        raise NotFound(message)
    return found[0]


def _side(row: Row) -> DiffSide:
    return DiffSide(
        outlet=row["outlet"],
        url=row["url"],
        version_id=row["version_id"],
        number=row["number"],
        appeared_at=row["appeared_at"],
        headline=row["headline"],
        byline=row["byline"],
        agency=row["agency"],
        paragraphs=tuple(row["body"].split("\n\n")),
    )


def overview(data_dir: Path, since: datetime | None, until: datetime, zone: str | None = None) -> Overview:
    """What a window of time brought (None: all that is stored)."""
    with open_snapshot(data_dir) as connection:
        moved = _rows(connection, "look_stories", top=100, outlets=1, agency=None, since=since)
        return Overview(
            since=since,
            until=until,
            stories=tuple(_story_row(row) for row in moved),
            versions=_rows(connection, "look_version_count", since=since)[0]["versions"],
            stale=tuple(StaleRow(**r) for r in _rows(connection, "look_stale", story_id=None)),
            corrections=tuple(NoteRow(**r) for r in _rows(connection, "look_notes", since=since)),
            kills=tuple(NoteRow(**r) for r in _rows(connection, "look_kills", since=since)),
            feeds_failing=tuple(FeedRow(**r) for r in _rows(connection, "look_failing_feeds")),
            dispositions=tuple(
                (r["disposition"], r["items"]) for r in _rows(connection, "look_dispositions", since=since)
            ),
            findings=tuple(
                Finding(**r) for r in _rows(connection, "look_findings", since=since, top=TOP_FINDINGS)
            ),
            zone=zone,
        )


def counts(data_dir: Path) -> Row:
    """How much is stored: articles, versions, stories, confirmed stale copies, outlets."""
    with open_snapshot(data_dir) as connection:
        return _rows(connection, "look_counts")[0]


def run_feeds(data_dir: Path, run_id: str) -> tuple[int, int]:
    """How many feeds a run asked, and how many of them gave something."""
    with open_snapshot(data_dir) as connection:
        row = _rows(connection, "look_run_feeds", run_id=run_id)[0]
    return row["asked"], row["good"]


def sql(data_dir: Path, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """A query of the user's on the snapshot, read-only. -> (column names, rows)."""
    with open_snapshot(data_dir) as connection:
        cursor = connection.execute(query)
        names = [str(column[0]) for column in cursor.description or ()]
        return names, cursor.fetchall()
