"""Words that several records share: what a value may be."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Precision = Literal["second", "minute", "day"]
TimeSource = Literal[
    "json-ld", "meta", "time-element", "visible", "wire", "feed", "record", "htmldate", "seen"
]
Quality = Literal["article", "stub", "live", "block", "consent", "not-found", "index", "empty"]
Form = Literal["html", "text", "record", "wire"]
Role = Literal["outlet", "aggregator", "agency"]
Op = Literal["unchanged", "edited", "moved", "added", "removed"]
Relation = Literal["revision", "copy"]
Severity = Literal["info", "warning", "error"]


class Disposition(StrEnum):
    """What became of an item that came in. Every item gets exactly one, and it is counted."""

    NEW_ARTICLE = "new-article"  # a page seen for the first time, with its first version
    NEW_VERSION = "new-version"  # a text this page had not shown before
    REOPENED = "reopened"  # a former text of this page came back
    TOUCHED = "touched"  # same text, other stamp or headline
    UNCHANGED = "unchanged"  # same text, nothing moved
    LATE = "late"  # an older capture of known state: nothing new, kept
    NOT_ARTICLE = "not-article"  # block page, consent wall, stub, index …: kept as a capture
    KILLED = "killed"  # the wire or the page says that the story is withdrawn
    GONE = "gone"  # the page answered 404 or 410
    NOT_MODIFIED = "not-modified"  # the server answered 304
    NOT_DUE = "not-due"  # listed by a feed, looked at recently enough
    DEFERRED = "deferred"  # due, but its host was asked enough in this run: its turn comes in a later one
    OPTED_OUT = "opted-out"  # its publisher wants no robot there, no mining or no archive: not kept
    FETCH_FAILED = "fetch-failed"  # no usable answer; tried again later
    FORGOTTEN = "forgotten"  # removed at somebody's wish (`writethru forget`): neither asked nor stored again
    REFUSED = "refused"  # unreadable, or an address that is not asked: quarantined with a finding
