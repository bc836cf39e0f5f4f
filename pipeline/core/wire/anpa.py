"""ANPA 1312, the American wire's teletype form: ``^`` begins a headed line, ``<`` and ``=`` end one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.core.wire.item import WireItem, checked
from pipeline.core.wire.teletype import envelope, lead, line, stamp, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Claim

_FILED = re.compile(r"(\d\d)-(\d\d)-(\d\d) (\d\d\d\d)GMT")
_KEYWORD = re.compile(r"[\x13\x14][\x11\x12]\s*(.*?)\s+\d\d-\d\d(?:\s+\d+)?\s*$", re.MULTILINE)
_SLUG = re.compile(r"(.+?),\s*\d+\s*$")
_BY = re.compile(r"by\s", re.IGNORECASE)
_NOTE = re.compile(r"(?:eds|editors)\b[:.]?\s*", re.IGNORECASE)
_PHOTO = re.compile(r"\w+ (?:photo|graphic|video)s?\b", re.IGNORECASE)
_UPDATE = re.compile(r"((?:updates?|adds?|corrects?|recasts?|fixes|trims|subs|changes)\b.*)", re.IGNORECASE)


@dataclass(slots=True)
class _Head:
    """What the headed lines before the text say."""

    slug: str = ""
    headline: str | None = None
    byline: str | None = None
    notes: list[str] = field(default_factory=list)


def items(body: bytes, name: str) -> tuple[WireItem, ...]:
    """The transmission's one item.

    Raises:
        BadInput: it has no start of text.
    """
    parts = envelope(body, name)
    lines = [raw for raw in parts.text.split("\n") if raw.strip(" \t<\x0c")]
    start = next((i for i, raw in enumerate(lines) if raw[0] in " \t"), len(lines))
    head = _head(lines[:start])
    paragraphs = _paragraphs(lines[start:]) or _listed(lines[:start], head)
    keyword = _KEYWORD.search(parts.head)
    slug = head.slug or (line(keyword[1]) if keyword else "")
    place, agency = standing(paragraphs[0]) if paragraphs else (None, None)
    number = lead(slug, keyword[1] if keyword else "")
    note = " ".join(head.notes)
    change = _UPDATE.search(note)
    item = WireItem(
        format="anpa",
        guid=None,
        version=number,
        slug=slug or None,
        headline=head.headline,
        byline=head.byline,
        dateline=place,
        agency=agency,
        paragraphs=paragraphs,
        version_created=_filed(parts.tail),
        pub_status="canceled" if re.search(r"\bkill\b", slug, re.IGNORECASE) else "usable",
        ed_note=note or None,
        update_note=change[1] if change else None,
        signal=("writethru",) if "writethru" in slug.lower() else (),
    )
    return (checked(item),)


def _head(lines: Sequence[str]) -> _Head:
    """The slug's line first, then headline, notes, byline; lines about pictures say nothing about the text."""
    head = _Head()
    for place, raw in enumerate(lines):
        shown = _bare(raw)
        slug = _SLUG.match(shown)
        if place == 0:
            head.slug = slug[1] if slug else shown
        elif _BY.match(shown):
            head.byline = head.byline or shown
        elif note := _NOTE.match(shown):
            head.notes.append(shown[note.end() :])
        elif head.headline is None and not _PHOTO.match(shown) and shown:
            head.headline = shown
    return head


def _bare(raw: str) -> str:
    return line(raw.strip().lstrip("^").rstrip("<= \t"))


def _paragraphs(lines: Sequence[str]) -> tuple[str, ...]:
    """Indented and headed lines begin a paragraph, others continue it; table rows stand alone."""
    found: list[str] = []
    for raw in lines:
        if raw[0] in " \t^\x08" or not found:
            found.append(raw)
        else:
            found[-1] += f" {raw}"
    return tuple(shown for raw in found if (shown := _bare(raw)) and shown != "___")


def _listed(lines: Sequence[str], head: _Head) -> tuple[str, ...]:
    """An item of headed lines only (a list of headlines): what follows its own headline."""
    shown = [_bare(raw) for raw in lines[1:]]
    taken = {head.headline, head.byline}
    return tuple(s for s in shown if s and s not in taken and not _NOTE.match(s))


def _filed(tail: str) -> Claim | None:
    match = _FILED.search(tail)
    if match is None:
        return None
    return stamp(match[0], year=int(match[3]), month=int(match[1]), day=int(match[2]), clock=match[4])
