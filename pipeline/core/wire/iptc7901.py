"""IPTC 7901, the European teletype form: a header line, a slug, the headline up to ``=``, wrapped paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.core.wire.item import WireItem, checked
from pipeline.core.wire.teletype import envelope, lead, line, month, stamp, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Claim

_FILED = re.compile(r"(\d\d)(\d\d\d\d) (GMT )?(\w{3}) (\d\d)\b")
_SOURCE = re.compile(r"([A-Za-z][\w-]*)\s+\d+\s*$")
_SIGNAL = re.compile(
    r"(?:\d{1,2}(?:ST|ND|RD|TH) LEAD|LEAD|REFILE|URGENT|FLASH|BULLETIN|CORRECTION|CORRECTED|KILL|ADVISORY|ROUNDUP)\b"
)
_NOTEBOOK = re.compile(r"(?:#+ .*\bnotebook\b|.*\bnot for publication\b)", re.IGNORECASE)
_BY = re.compile(r"(?:by|von|par|por)\s", re.IGNORECASE)
_MARK = re.compile(r"[*\s]+\Z")


def items(body: bytes, name: str) -> tuple[WireItem, ...]:
    """The transmission's one item.

    Raises:
        BadInput: it has no start of text.
    """
    parts = envelope(body, name)
    lines = parts.text.split("\n")
    end = next((i for i, raw in enumerate(lines) if raw.rstrip().endswith("=")), -1)
    signals, headline, byline = _heading(lines[: end + 1])
    paragraphs, note = _paragraphs(lines[end + 1 :])
    head = [line(raw) for raw in parts.head.split("\n") if line(raw)]
    place, agency = standing(paragraphs[0]) if paragraphs else (None, None)
    source = _SOURCE.search(head[0]) if head else None
    item = WireItem(
        format="iptc7901",
        guid=None,
        version=lead(*signals),
        slug=head[1].rstrip("/") if len(head) > 1 else None,
        headline=headline,
        byline=byline,
        dateline=place,
        agency=agency or (source[1] if source else None),
        paragraphs=paragraphs,
        version_created=_filed(parts.tail),
        pub_status="canceled" if any("KILL" in s for s in signals) else "usable",
        ed_note=note,
        update_note=next((s for s in signals if s.startswith("CORRECT")), None),
        signal=signals,
    )
    return (checked(item),)


def _heading(lines: Sequence[str]) -> tuple[tuple[str, ...], str | None, str | None]:
    """Signals (``1ST LEAD``, ``REFILE``), the headline, the byline."""
    shown = [s for raw in lines if (s := line(raw).rstrip("= ").strip())]
    signals = tuple(s for s in shown if _SIGNAL.match(s))
    bylines = [s for s in shown if _BY.match(s)]
    headline = " ".join(s for s in shown if s not in signals and s not in bylines)
    return signals, headline or None, bylines[0] if bylines else None


def _paragraphs(lines: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """The paragraphs, and the notes to editors below them."""
    end = next((i for i, raw in enumerate(lines) if _NOTEBOOK.match(raw)), len(lines))
    groups: list[list[str]] = [[]]
    for raw in lines[:end]:
        if not raw.strip():
            groups.append([])
        else:
            groups[-1].append(raw)
    found = (line(" ".join(group)) for group in groups)
    note = line(" ".join(lines[end:]).replace("#", " "))
    return tuple(p for p in found if p and not _MARK.match(p)), note or None


def _filed(tail: str) -> Claim | None:
    match = _FILED.search(tail)
    if match is None:
        return None
    day, clock, zone, name, year = match.groups()
    return stamp(match[0], year=int(year), month=month(name), day=int(day), clock=clock, gmt=zone is not None)
