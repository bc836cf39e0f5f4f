"""What a later text did, in the verbs of the wire's update notes: RECASTS lead, ADDS quotes, CORRECTS figure, TRIMS.

Agencies put such a note above a write-through, for editors who ran the text before. Ours is derived from the
classes of all changes. CORRECTS says that a correction was announced; facts that changed without a note are
UPDATES (figures, quotes, days) or FIXES (names and spelling).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model import Change

CORRECTS, RECASTS, UPDATES, ADDS, FIXES, TRIMS = VERBS = (
    "CORRECTS", "RECASTS", "UPDATES", "ADDS", "FIXES", "TRIMS",
)  # fmt: skip
"""The verbs, in the order of a note."""

_SAYS = {
    "lead-recast": (RECASTS, "lead"),
    "figure-changed": (UPDATES, "figures"),
    "quote-changed": (UPDATES, "quotes"),
    "attribution-changed": (UPDATES, "attribution"),
    "day-or-tense-changed": (UPDATES, "days or tense"),
    "name-or-spelling-changed": (FIXES, "names or spelling"),
    "quote-added": (ADDS, "quotes"),
    "background-added": (ADDS, "background"),
    "quote-removed": (TRIMS, "quotes"),
    "text-removed": (TRIMS, "text"),
    "cut-from-the-end": (TRIMS, "the end"),
}
_MINOR = {"wording": (UPDATES, "wording"), "moved": (RECASTS, "order"), "style": (FIXES, "style")}
_FACTS = {"figure-changed": "figures", "name-or-spelling-changed": "names or spelling"}
_NOTE = "correction-note"
SAME_WORDS = "same words, other paragraph breaks"


def verbs_of(changes: Iterable[Change], *, announced: bool = False) -> dict[str, tuple[str, ...]]:
    """Verb → what it is said of, both in the order of a note; empty where nothing a reader reads changed.

    Args:
        changes: a pair's changes, with class.
        announced: whether a correction was announced outside the text.
    """
    kinds = {kind: None for c in changes for kind in (c.kind, *c.also) if kind}
    corrected = announced or _NOTE in kinds
    said: dict[str, list[str]] = defaultdict(list)
    if corrected:
        said[CORRECTS] += [thing for kind, thing in _FACTS.items() if kind in kinds]
    for kind, (verb, thing) in _SAYS.items():
        if kind in kinds and not (corrected and kind in _FACTS):
            said[verb].append(thing)
    if not said:
        for kind, (verb, thing) in _MINOR.items():
            if kind in kinds:
                said[verb].append(thing)
    return {verb: tuple(said[verb]) for verb in VERBS if verb in said}


def update_note(verbs: Mapping[str, tuple[str, ...]], changes: Iterable[Change]) -> str:
    """The note as one line: ``RECASTS lead, ADDS quotes and background, TRIMS the end``."""
    if verbs:
        return ", ".join(f"{verb} {_listed(things)}".strip() for verb, things in verbs.items())
    return SAME_WORDS if any(c.op != "unchanged" for c in changes) else ""


def _listed(things: tuple[str, ...]) -> str:
    return " and ".join(part for part in (", ".join(things[:-1]), *things[-1:]) if part)
