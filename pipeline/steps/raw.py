"""What comes in before anything is read out of it: a payload, and what its sender says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.core.wire.item import WireItem
    from pipeline.model import Claim, Form, FurnitureList


@dataclass(frozen=True, slots=True)
class WirePart:
    """One item of a wire file: its place in the file (from 0) and the digest of the whole file."""

    item: WireItem
    place: int
    sha: str


@dataclass(frozen=True, slots=True)
class Raw:
    """One payload to take in. ``origin`` is the file (and line) or the address that was asked."""

    payload: bytes
    form: Form
    origin: str
    url: str | None = None
    final_url: str | None = None
    outlet: str | None = None
    timezone: str | None = None
    language: str | None = None
    captured_at: datetime | None = None
    headline: str | None = None
    status: int | None = None
    charset: str | None = None
    published: Claim | None = None
    updated: Claim | None = None
    guid: str | None = None
    notes: tuple[str, ...] = ()
    wire: WirePart | None = None  # an item of a wire file, read already
    furniture: FurnitureList | None = None  # what was learned when it was first read; None: what is known now


@dataclass(frozen=True, slots=True)
class Refused:
    """An input that cannot be read: where, and one line that says what and what to do."""

    origin: str
    message: str


@dataclass(frozen=True, slots=True)
class Passed:
    """What an input holds besides pages, in one line: no item, only said."""

    origin: str
    message: str
