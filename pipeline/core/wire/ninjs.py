"""ninjs 1 to 3 (IPTC) and its relatives in agencies' interfaces: an item, a list of them, or an envelope."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from pipeline.core.wire.claims import claim
from pipeline.core.wire.item import WireItem, checked, clean, number, status
from pipeline.core.wire.markup import html, plain
from pipeline.errors import BadInput
from pipeline.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENVELOPES = ("data", "item", "items", "results")  # keys under which interfaces wrap their items
_DEEPEST = 4  # envelopes within each other
_BODIES = ("bodies", "bodyxhtml", "bodyhtml", "bodytext")
_ITEM = frozenset(("type", "versioncreated", "firstcreated", "pubstatus", "headline", "headlines", *_BODIES))
_NO_TEXT = frozenset(
    (
        "audio",
        "component",
        "composite",
        "event",
        "graphic",
        "package",
        "photo",
        "picture",
        "planning",
        "video",
    )
)
_UNFOLD = re.compile(r"[_\s]")


def items(body: bytes, name: str) -> tuple[WireItem, ...]:
    """All items of a JSON document.

    Raises:
        BadInput: it is not JSON, a JSON schema, or holds nothing that looks like a news item.
    """
    try:
        data = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise BadInput(f"{name}: not valid JSON: {str(error)[:120]}") from error
    found = tuple(_item(d) for d in _unwrap(data, 0))
    if not found:
        raise BadInput(f"{name}: JSON without a news item (no guid or uri beside a headline, body or status)")
    return found


def _unwrap(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _unwrap(one, depth + 1)
    elif isinstance(data, dict):
        folded = {_fold(k): v for k, v in data.items()}
        if _is_item(folded):
            yield folded
        else:
            for key in _ENVELOPES:
                yield from _unwrap(folded.get(key), depth + 1)


def _fold(key: str) -> str:
    return _UNFOLD.sub("", key).lower() or key


def _is_item(data: dict[str, Any]) -> bool:
    """Whether it has an identity and something of an item; a schema describes properties and is none."""
    if isinstance(data.get("properties"), dict) or "$defs" in data:
        return False
    named = any(isinstance(data.get(k), str) for k in ("uri", "guid", "id"))
    return named and (bool(_ITEM & data.keys()) or isinstance(data.get("uri"), str))


def _item(data: dict[str, Any]) -> WireItem:
    named = clean(data.get("type"))
    body = _body(data)
    kind = _kind(named, body)
    findings = (
        ()
        if kind or body
        else (Finding("no-type", "the item names no type", str(data.get("uri") or ""), "info"),)
    )
    item = WireItem(
        format="ninjs",
        guid=_first(data, "guid", "uri", "id"),
        kind=kind,
        version=number(data.get("version")),
        slug=_first(data, "slugline", "slug"),
        headline=_first(data, "headline")
        or _of_list(data.get("headlines"), ("main", ""))
        or _first(data, "title"),
        byline=_first(data, "byline", "by"),
        dateline=_first(data, "dateline", "located"),
        agency=_first(data, "provider", "copyrightholder", "source", "creditline"),
        language=_first(data, "language"),
        paragraphs=body if kind == "text" else (),
        first_created=claim(data.get("firstcreated")),
        version_created=claim(data.get("versioncreated")),
        pub_status=status(_first(data, "pubstatus")),
        ed_note=_first(data, "ednote"),
        update_note=_first(data, "updatenote"),
        embargoed_until=claim(data.get("embargoed") or data.get("embargoeduntil")),
        signal=_signals(data.get("signal") or data.get("signals")),
        copyright=_first(data, "copyrightnotice", "copyrightholder"),
        usage_terms=_first(data, "usageterms"),
        findings=findings,
    )
    return checked(item)


def _kind(named: str | None, body: tuple[str, ...]) -> str:
    """The type; an outlet's own word for a text (story, advisory) is text if there is a body."""
    kind = (named or "unknown").lower()
    return "text" if body and kind not in _NO_TEXT else kind


def _first(data: dict[str, Any], *keys: str) -> str | None:
    """The first text under one of the keys; a list's first text, a record's name."""
    for key in keys:
        value = data.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("name") or value.get("literal")
        if found := clean(value):
            return found
    return None


def _of_list(values: Any, roles: tuple[str, ...]) -> str | None:
    """The value of a role in a list of records (ninjs 2 and 3), else the first value."""
    records = [v for v in values if isinstance(v, dict)] if isinstance(values, list) else []
    for role in roles:
        for one in records:
            if str(one.get("role") or "").rpartition(":")[2].lower() == role and (
                found := clean(one.get("value"))
            ):
                return found
    return clean(records[0].get("value")) if records else None


def _signals(values: Any) -> tuple[str, ...]:
    listed = values if isinstance(values, list) else [values]
    names = (
        _first({"s": v}, "s") or _first(v, "code", "qcode") if isinstance(v, dict) else clean(v)
        for v in listed
    )
    return tuple(n for n in names if n)


def _body(data: dict[str, Any]) -> tuple[str, ...]:
    """The body: markup before plain text, since it says where paragraphs end."""
    texts = sorted(
        (k, v) for k, v in data.items() if k.startswith("body") and isinstance(v, str) and v.strip()
    )
    listed = data.get("bodies")
    if isinstance(listed, list):
        texts += [(str(b.get("contenttype") or b.get("contentType") or ""), str(b.get("value") or ""))
                  for b in listed if isinstance(b, dict)]  # fmt: skip
    for wanted in ("html", ""):
        for kind, value in texts:
            if wanted in kind.lower() and (found := _paragraphs(value)):
                return found
    return ()


def _paragraphs(value: str) -> tuple[str, ...]:
    return html(value) if "<" in value else plain(value)
