"""Changes to a ``feeds.toml`` that a person wrote: comments and order stay, it is never half written."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.feeds import opml
from pipeline.core.normalise.urls import suggest_key
from pipeline.errors import BadConfig
from pipeline.io import tables
from pipeline.model import Feed

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*feed[ \t]*\]\]", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_TRAILING = re.compile(r"(?:^[ \t]*(?:#.*)?\n)*\Z", re.MULTILINE)
_OPENING = "# Your own feeds. `writethru feeds add URL` and `feeds remove KEY` write here; so may you.\n"


def read(path: Path) -> tuple[Feed, ...]:
    """The feeds of a file someone names: TOML as ``feeds.toml``, or OPML.

    Raises:
        BadConfig: it is missing or broken.
        BadInput: OPML that cannot be read.
    """
    if not path.is_file():
        raise BadConfig(f"{path}: there is no such file")
    if path.suffix.lower() in {".opml", ".xml"}:
        return opml.read(path.read_bytes())
    return tables.read(path, Feed)


def fresh_key(url: str, taken: Iterable[str]) -> str:
    """A key for this address that is not taken."""
    return suggest_key(url, taken)


def with_key(feed: Feed, key: str, *, allow_private: bool) -> Feed:
    """The feed under this key, checked as a row of the file would be.

    Raises:
        BadConfig: a bad address, key, language.
    """
    new = replace(feed, key=key, url=feed.url.strip(), allow_private=allow_private)
    return tables.records({"feed": [_row(new)]}, Feed, "feeds add")[0]


def typed(url: str, outlet: str | None, kind: str, auth: str | None, *, allow_private: bool = False) -> Feed:
    """A feed as it is typed on the command line, without a key yet; ``auth`` is ``ENV:basic``, ``ENV:header:NAME`` ….

    Raises:
        BadConfig: a bad address, kind or auth.
    """
    row: dict[str, Any] = {"key": "typed", "url": url.strip(), "kind": kind, "allow_private": allow_private}
    if outlet:
        row["outlet"] = outlet
    if auth:
        env, _, form = auth.partition(":")
        row["auth"] = {"env": env, "as": form}
    return tables.records({"feed": [row]}, Feed, "feeds add")[0]


def append(path: Path, feed: Feed) -> None:
    """Add a feed at the end of the file, which is made if it is missing."""
    import tomli_w

    text = path.read_text("utf-8") if path.exists() else _OPENING
    block = "[[feed]]\n" + tomli_w.dumps(_row(feed))
    wanted = [*_rows(path), _row(feed)]
    _replace(path, _first_right(wanted, f"{text.rstrip()}\n\n{block}".lstrip()))


def cut(path: Path, key: str) -> None:
    """Take the feed of this key out of the file; other rows and their comments stay."""
    rows = _rows(path)
    number = [r.get("key") for r in rows].index(key)
    wanted = [r for i, r in enumerate(rows) if i != number]
    _replace(path, _first_right(wanted, _without_block(path.read_text("utf-8"), number)))


def _row(feed: Feed) -> dict[str, Any]:
    row = {
        "key": feed.key,
        "url": feed.url,
        "outlet": feed.outlet,
        "title": feed.title,
        "language": feed.language,
        "verified_on": feed.verified_on,
        "enabled": None if feed.enabled else False,
        "allow_private": feed.allow_private or None,
        "kind": None if feed.kind == "feed" else feed.kind,
        "auth": _auth(feed),
    }
    return {k: v for k, v in row.items() if v is not None}


def _auth(feed: Feed) -> dict[str, str] | None:
    if feed.auth is None:
        return None
    return {"env": feed.auth.env, "as": ":".join(filter(None, (feed.auth.form, feed.auth.name)))}


def _rows(path: Path) -> list[dict[str, Any]]:
    return list(tables.table(path).get("feed", [])) if path.exists() else []


def _first_right(wanted: list[dict[str, Any]], text: str) -> str:
    """The edited text if it reads back as wanted; else the rows written anew (inline arrays, odd strings)."""
    import tomllib

    import tomli_w

    try:
        if tomllib.loads(text).get("feed", []) == wanted:
            return text
    except tomllib.TOMLDecodeError:
        pass
    return _OPENING + tomli_w.dumps({"feed": wanted})


def _without_block(text: str, number: int) -> str:
    headers = [m.start() for m in _HEADER.finditer(text)]
    if number >= len(headers):
        return text
    start = headers[number]
    body = text.index("\n", start) + 1 if "\n" in text[start:] else len(text)
    following = _TABLE.search(text, body)
    end = following.start() if following else len(text)
    trailing = _TRAILING.search(text[start:end])
    kept = text[start:end][trailing.start() :].lstrip("\n") if trailing and following else ""
    return text[:start] + kept + text[end:]


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
