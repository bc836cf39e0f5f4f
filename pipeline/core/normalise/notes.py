"""Notes that a story was corrected, as pages and wires write them, in English and French."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.core.normalise.text import normalise

_NOTE = re.compile(
    r"^\W*(?:editor'?s )?note:? .{0,80}\b(?:correct|updated to|earlier version|previous version)"
    r"|^\W*corrects\b|^\W*(?:correction|corrected|correcting|clarification|rectificatif|précision)\s*(?:[:.\-/)]|$)"
    r"|^\W*(?:this is a )?corrected (?:version|story|report)\b|^\W*this is a corrected\b"
    r"|\b(?:earlier|previous|original) version (?:of th(?:is|e) (?:story|article|report|item)|gave|said|stated)\b"
    r"|\bthis (?:story|article|report) (?:has been|was|is an?|corrects)\b.{0,60}\bcorrect"
    r"|\bversion (?:précédente|antérieure|originale) (?:de (?:ce|cet|cette|l)\b|indiquait|disait|mentionnait)"
    r"|\bce(?:t|tte)? (?:texte|article|dépêche|version) a été (?:corrigée?|modifiée? pour corriger)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)  # asked of the same paragraphs in every version
def is_correction_note(paragraph: str) -> bool:
    """Whether a paragraph says, in English or French, that the story was corrected."""
    return bool(_NOTE.search(normalise(paragraph)[:600]))
