"""What kind of change it is, and how much it matters to a reader.

Kinds and weights are an editor's first ranking, not a measured one: facts (a correction, a figure, a name)
above what is said, above how it is said. 30 % of updates in the hand-coded sample of the field were neutral
and 18 % language fixes, so wording and house style must sink to the bottom of a list sorted by weight.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.normalise.notes import is_correction_note
from pipeline.core.normalise.text import house, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Change

WEIGHTS = {
    "": 0.0,
    "style": 0.02,
    "moved": 0.1,
    "cut-from-the-end": 0.15,
    "wording": 0.2,
    "day-or-tense-changed": 0.25,
    "text-removed": 0.35,
    "background-added": 0.4,
    "attribution-changed": 0.4,
    "quote-added": 0.5,
    "quote-removed": 0.5,
    "quote-changed": 0.6,
    "name-or-spelling-changed": 0.7,
    "figure-changed": 0.8,
    "lead-recast": 0.8,
    "correction-note": 1.0,
}
RECAST_BELOW = 0.85  # a lead that kept more of its words was touched up, not recast

_QUOTE = re.compile(r'"([^"]{3,2000})"')
_TOKEN = re.compile(r"\w+(?:[.,]\d+)*(?:'\w+)?")
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning afternoon "  # noqa: SIM905 - reads better
    "evening night lundi mardi mercredi jeudi vendredi samedi dimanche aujourd'hui hier demain soir matin on early "
    "late earlier later".split()
)
_TENSE = frozenset(
    "is was are were be been will would has had have does did do can could may might shall should says said "  # noqa: SIM905 - reads better
    "est était sont étaient sera seront serait a avait ont avaient".split()
)
_SAYING = frozenset(
    "said says say told tells according reported reportedly reports claims claimed stated announced added "  # noqa: SIM905 - reads better
    "spokesman spokeswoman spokesperson official officials sources source dit affirmé déclaré selon annoncé "
    "indiqué ajouté".split()
)


def classify(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The same rows with ``kind`` (one of ``WEIGHTS``, "" for unchanged) and ``weight`` in 0..1."""
    last = max(
        (c.from_position for c in changes if c.op != "removed" and c.from_position is not None), default=-1
    )
    return tuple(_with_kind(c, _kind(c, last)) for c in changes)


def _with_kind(change: Change, kind: str) -> Change:
    return replace(change, kind=kind, weight=WEIGHTS[kind])


def _kind(change: Change, last_kept: int) -> str:
    if change.op == "unchanged":
        return ""
    if change.op == "added":
        return _kind_added(change)
    if change.op == "removed":
        return _kind_removed(change, last_kept)
    if change.similarity == 1.0:
        return "moved"
    return _kind_edited(change)


def _kind_added(change: Change) -> str:
    text = change.new_text or ""
    if is_correction_note(text):
        return "correction-note"
    if change.to_position == 0:
        return "lead-recast"
    return "quote-added" if _quotes(text) else "background-added"


def _kind_removed(change: Change, last_kept: int) -> str:
    if (change.from_position or 0) > last_kept >= 0:
        return "cut-from-the-end"
    return "quote-removed" if _quotes(change.old_text or "") else "text-removed"


def _kind_edited(change: Change) -> str:
    old, new = change.old_text or "", change.new_text or ""
    if house(old) == house(new):
        return "style"
    if is_correction_note(new):
        return "correction-note"
    lead = 0 in (change.from_position, change.to_position)
    if lead and (change.similarity or 0) < RECAST_BELOW:
        return "lead-recast"
    return _kind_of_words(old, new)


def _kind_of_words(old: str, new: str) -> str:
    before, after = Counter(_TOKEN.findall(normalise(old))), Counter(_TOKEN.findall(normalise(new)))
    gone, come = set(before - after), set(after - before)
    if any(map(_is_figure, gone | come)):
        return "figure-changed"
    if _name_changed(gone, come):
        return "name-or-spelling-changed"
    return _kind_of_quotes(old, new) or _kind_of_plain_words({w.casefold() for w in gone | come})


def _is_figure(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _name_changed(gone: set[str], come: set[str]) -> bool:
    """A capitalised word replaced by another one: not a day, nor a word that only moved to a sentence's head."""
    lower = {w.casefold() for w in gone} & {w.casefold() for w in come}
    return bool(_names(gone, lower)) and bool(_names(come, lower))


def _names(found: set[str], recased: set[str]) -> set[str]:
    return {
        w for w in found if w[:1].isupper() and w.casefold() not in _DAYS | _TENSE | recased and len(w) > 1
    }


def _kind_of_quotes(old: str, new: str) -> str:
    before, after = _quotes(old), _quotes(new)
    if before == after:
        return ""
    if not before or before < after:
        return "quote-added"
    return "quote-removed" if after < before else "quote-changed"


def _quotes(text: str) -> set[str]:
    return {q.strip(" ,.") for q in _QUOTE.findall(normalise(text))}


def _kind_of_plain_words(changed: set[str]) -> str:
    if changed and changed <= _DAYS | _TENSE:
        return "day-or-tense-changed"
    return "attribution-changed" if changed & _SAYING else "wording"
