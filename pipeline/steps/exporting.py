"""Take out: every public view as a file, or every version as a ninjs item."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Literal

import duckdb
import orjson

from pipeline.errors import StoreError
from pipeline.io.store import copy_out, fetch, named_query, open_snapshot, stream
from pipeline.steps.exporting_folder import OutFolder, Written, open_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Format = Literal["parquet", "jsonl", "ninjs", "csv"]
NINJS_FILE = "versions.ninjs.jsonl"
_ISO = "timestampformat '%Y-%m-%dT%H:%M:%S.%fZ'"  # the connection is in UTC
_OPTIONS = {
    "parquet": "format parquet, compression zstd",
    "jsonl": f"format json, {_ISO}",
    "csv": f"format csv, header, {_ISO}",
}
_STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}


def export(
    data_dir: Path,
    folder: Path,
    format_: Format,
    now: datetime,
    *,
    force: bool = False,
    progress: Callable[[str], None] = lambda _name: None,
) -> tuple[Written, ...]:
    """Write the published snapshot to a folder.

    Args:
        data_dir: where the database is.
        folder: empty, not there yet, or filled by an earlier export; else ``force``.
        format_: ``parquet``, ``jsonl`` and ``csv`` give one file a public view, instants in UTC; ``ninjs`` gives
            ONE file, ``versions.ninjs.jsonl``, with one ninjs 3.0 object a line and version.
        now: stands in the mark that is left beside the files.
        force: write among files of others.
        progress: told the name of each file before it is written.

    Raises:
        NotFound: nothing is stored yet.
        BadInput: the folder cannot be used.
        StoreError: writing failed (disk full).
    """
    with open_snapshot(data_dir):  # nothing stored: no folder is made
        pass
    out = open_folder(folder, force=force)
    with open_snapshot(data_dir, writes_to=out.folder) as connection:
        try:
            if format_ == "ninjs":
                progress(NINJS_FILE)
                _ninjs(connection, out)
            else:
                _views(connection, out, format_, progress)
        except (duckdb.Error, OSError) as error:
            raise StoreError(f"{folder}: {str(error).strip().splitlines()[0]}") from error
    return out.close(f"export {format_}", now)


def _views(
    connection: duckdb.DuckDBPyConnection, out: OutFolder, format_: str, progress: Callable[[str], None]
) -> None:
    for row in fetch(connection, named_query("keep_views")):
        name = f"{row['view_name']}.{format_}"
        progress(name)
        out.note(name, copy_out(connection, row["view_name"], out.place(name), _OPTIONS[format_]))


def _ninjs(connection: duckdb.DuckDBPyConnection, out: OutFolder) -> None:
    rows = 0
    with out.place(NINJS_FILE).open("wb") as file:
        for row in stream(connection, named_query("keep_ninjs")):
            file.write(orjson.dumps(ninjs(row), option=orjson.OPT_APPEND_NEWLINE))
            rows += 1
    out.note(NINJS_FILE, rows)


def ninjs(row: Mapping[str, Any]) -> dict[str, Any]:
    """A version as a ninjs 3.0 item; what is not known is left out.

    All versions of an article share its ``uri``; ``version`` counts them from 1. ``infoSources`` names the outlet
    that ran it, ``copyrightHolder`` the agency whose copy it is, ``altIds`` our ids and the page's address.
    """
    agency, outlet = row["agency"], row["outlet"]
    alternatives = {
        "versionId": row["version_id"],
        "articleId": row["article_id"],
        "storyId": row["story_id"],
        "url": row["url"],
        "contentHash": row["content_hash"],
        "writethru": _span(row["writethru"], row["writethru_to"]),
        "wireVersion": row["wire_number"],
    }
    item = {
        "uri": f"urn:writethru:{row['article_id']}",
        "standard": _STANDARD,
        "type": "text",
        "version": str(row["number"]),
        "firstCreated": _instant(row["published_at"]),
        "versionCreated": _instant(row["appeared_at"] or row["updated_at"] or row["first_seen_at"]),
        "pubStatus": "canceled" if row["status"] == "killed" else "usable",
        "language": row["language"],
        "by": row["byline"],
        "located": row["dateline"],
        "headlines": [{"role": "main", "value": row["headline"]}] if row["headline"] else None,
        "bodies": _bodies(row["body"], row["words"]),
        "edNote": " ".join(row["corrections"] or ()) or None,
        "copyrightHolder": agency,
        "infoSources": [{"name": outlet, "role": "publisher"}],
        "altIds": [{"role": k, "value": str(v)} for k, v in alternatives.items() if v is not None],
    }
    return {name: value for name, value in item.items() if value is not None}


def _bodies(body: str, words: int) -> list[dict[str, Any]]:
    html = "".join(f"<p>{escape(p, quote=False)}</p>" for p in body.split("\n\n"))
    return [{"role": "main", "contentType": "text/html", "wordCount": words, "value": html}]


def _span(low: int | None, high: int | None) -> str | None:
    return None if low is None else str(low) if low == high else f"{low}-{high}"


def _instant(value: date | None) -> str | None:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else None
