"""What ANPA 1312 and IPTC 7901 share: one envelope of control characters, typewriter text, times in GMT."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.core.normalise.text import tidy
from pipeline.errors import BadInput
from pipeline.model import Claim

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")
_STANDS = re.compile(
    r"(?P<place>[^()\n]{2,60}?)\s*\((?P<agency>[A-Za-z][A-Za-z .]{1,30})\)\s*(?:[-_–—]{1,2})\s"
)
_LEAD = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)[ -]?(?:ld|lead)\b|\b(\d{1,2})(?:st|nd|rd|th)Ld", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar|mär", "apr", "may|mai", "jun", "jul", "aug", "sep", "oct|okt", "nov", "dec|dez")
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Envelope:
    """The three parts: before the start of text, the text, after its end."""

    head: str
    text: str
    tail: str


def envelope(body: bytes, name: str) -> Envelope:
    """The parts of a transmission.

    Raises:
        BadInput: it has no start of text.
    """
    decoded = _decode(body).replace("\r\n", "\n").replace("\r", "\n")
    head, start, rest = decoded.partition("\x02")
    if not start:
        raise BadInput(f"{name}: a teletype header without a start of text: the file is cut off")
    text, _, tail = rest.partition("\x03")
    return Envelope(head, text, tail)


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def line(text: str) -> str:
    """One line of typewriter text with its quotes and dashes as we write them."""
    plain = _CONTROLS.sub(" ", text).replace("``", "“").replace("''", "”")
    return tidy(plain.replace(" _ ", " — "))


def standing(paragraph: str) -> tuple[str | None, str | None]:
    """Dateline and agency at the head of a first paragraph: ``ATLANTA (AP) _ …``; None where there is none."""
    match = _STANDS.match(paragraph)
    return (tidy(match["place"]), tidy(match["agency"])) if match else (None, None)


def lead(*texts: str) -> int | None:
    """The number of a lead or write-through: ``1st Ld-Writethru``, ``2ND LEAD``."""
    for text in texts:
        if match := _LEAD.search(text):
            return int(match[1] or match[2])
    return None


def stamp(raw: str, *, year: int, month: int, day: int, clock: str, gmt: bool = True) -> Claim:
    """A stamp to the minute; two-digit years are of this century. Impossible dates keep the raw text only.

    Without ``gmt`` the stamp names no zone, so it has a day but no instant.
    """
    try:
        when = datetime(_CENTURY + year, month, day, int(clock[:2]), int(clock[2:]), tzinfo=UTC)
    except ValueError:
        return Claim(tidy(raw), "wire", None, "day")
    return Claim(tidy(raw), "wire", when if gmt else None, "minute", when.date(), "GMT" if gmt else None)


def month(name: str) -> int:
    """The number of a month's short name, English or German; 0 where it is none."""
    return next((n for n, names in enumerate(_MONTHS, 1) if name.lower() in names.split("|")), 0)
