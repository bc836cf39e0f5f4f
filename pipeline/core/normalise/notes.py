"""Notes that a story was corrected, as pages and wires write them, in English and French.

Forms: a page's note at its foot or head, the update notes of AP and CP ("Eds: CORRECTS figure in graf 3"),
Reuters ("(Corrects headline and first paragraph to say …)", "(Refiles to fix typo)"), AFP ("++ corrects …",
"Bien lire …") and La Presse Canadienne ("RECTIFICATIF", "Précision :").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.core.normalise.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_READ = 600  # signs of a paragraph that are looked at: a note says at once that it is one
_BARE_WORDS = 3  # a note of so few words is a head: what was wrong stands in the paragraph below it
_SIGNALS = (
    "correct", "corrig", "version", "rectif", "précis", "precis", "errat", "clarif", "mise au point", "refil",
    "bien lire", "misst", "fixes",
)  # fmt: skip
_BEGUN = ("corr", "version", "rectif", "precis", "précis", "errat", "clarif", "refil", "misst", "fixes")
_STRANGE = re.compile(r"[^\x00-\x7f‘’“”–—…•«»€£§°©®À-Þà-ÿ]")  # what folding could make a letter of
_NOTE = re.compile(
    r"^\W*(?:editor'?s )?note:? .{0,80}\b(?:correct|updated to|earlier version|previous version)"
    r"|^\W*corrects\b|^\W*(?:corrections?|corrected|correcting|clarifications?|rectificatif|rectification|"
    r"correctif|précisions?|errat(?:um|a)|mise au point)\s*(?:[:.\-/)(+]|$)"
    r"|^\W*(?:this is a )?corrected (?:version|story|report)\b|^\W*this is a corrected\b"
    r"|^\W*(?:eds|ed|editors)\.?\s*[:;,—–-].{0,80}\b(?:corrects?|corrected|correcting|fixes)\b"
    r"|^\W*refil(?:es|ed|ing)\b.{0,60}\b(?:fix|correct|remove|change)"
    r"|^\W*[(\[+*]\W*(?:corrige|corrigée?|rectifie|précise|bien lire|(?:adds|updates|recasts),? corrects|fixes)\b"
    r"|^bien lire\b"
    r"|\b(?:earlier|previous|prior|original) (?:version|correction|headline) "
    r"(?:of th(?:is|e) (?:story|article|report|item)|gave|said|stated|mis(?:stated|spelled|identified|spelt)|"
    r"incorrectly|wrongly|erroneously|mistakenly)\b"
    r"|\bthis (?:story|article|report) (?:has been|was|is an?)\b.{0,60}\bcorrect"
    r"|\bthis (?:story|article|report|version) corrects\b"
    r"|\b(?:première|ancienne) version de (?:ce|cet|cette)\b"
    r"|\bversion (?:précédente|antérieure|originale|initiale) (?:de (?:ce|cet|cette|l)\b|indiquait|disait|mentionnait"
    r"|affirmait|donnait|comportait une erreur)"
    r"|\bce(?:t|tte)? (?:texte|article|dépêche|version) a été (?:corrigée?|rectifiée?|modifiée? pour corriger)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 14)  # asked of the same paragraphs in every version
def is_correction_note(paragraph: str) -> bool:
    """Whether a paragraph says, in English or French, that the story was corrected."""
    start = paragraph[: 2 * _READ]
    if not _is_signalled(start):
        return False
    start = normalise(start)[:_READ]
    folded = (
        start.casefold()
    )  # one of the signals stands in every note: ten times as fast as asking the pattern
    return any(signal in folded for signal in _SIGNALS) and bool(_NOTE.search(start))


def _is_signalled(text: str) -> bool:
    """Whether a text may have one of the signals; False is certain.

    A text with signs that folding could make one of the letters is not judged.
    """
    if not text.isascii() and _STRANGE.search(text):
        return True
    small = text.lower()
    for signal in _BEGUN:  # a generator would cost more than it asks
        if signal in small:
            return True
    return ("mise" in small and "point" in small) or ("bien" in small and "lire" in small)


def correction_notes(paragraphs: Sequence[str], told: Iterable[str] = ()) -> tuple[str, ...]:
    """The correction notes of a body, with those told beside it (by a wire file, by extraction), each once.

    A bare head ("CORRECTION") is read on: the paragraph below it says what was wrong.
    """
    found = []
    for place, paragraph in enumerate(paragraphs):
        if is_correction_note(paragraph):
            bare = len(paragraph.split()) <= _BARE_WORDS
            found.append(" ".join((paragraph, *paragraphs[place + 1 : place + 1 + bare])))
    return tuple(dict.fromkeys((*told, *found)))
