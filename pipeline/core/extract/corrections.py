"""Notes that concern the record: corrections and editor's notes, withdrawals, and the wire's "first published" line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.core.extract import stamps
from pipeline.core.normalise.notes import is_correction_note

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipeline.core.normalise.agencies import Agencies

LONGEST_NOTE = 900  # signs of a correction note; longer paragraphs are stories about corrections
LONGEST_KILL = 500
_THING = (
    r"(?:story|article|report|version|post|piece|item|headline|dispatch|column|review|caption|photo|page)"
)
_CHOSE = r"(?:texte|article|dépêche|version|reportage|nouvelle|titre|billet|chronique|papier)"
_NOTE = re.compile(
    r"^\W*(?:"
    r"(?:editor|editors|editor['’]s|editors['’]|publisher['’]s)\s*(?:note|update)\b"
    r"|(?:correction|corrected|clarification|clarified|erratum|errata|correction notice|corrections? and "
    r"clarifications?)\s*(?:\(|:|[-–—]|to this\b|appended\b|\d|,)"
    r"|(?:rectificatif|rectification|précision|correctif|erratum|mise au point|note de la rédaction|ndlr|"
    r"note aux lecteurs)\s*(?:\(|:|[-–—]|\d)"
    r"|(?:anmerkung der redaktion|korrektur|richtigstellung|corrección|fe de errores|nota del editor|"
    r"correzione|nota della redazione|correctie|rectificatie|nota de redacción|errata)\s*(?:\(|:|[-–—])"
    rf"|(?:this|the) (?:\w+ ){{0,2}}{_THING} (?:has been|have been|was|is|were) (?:\w+ )?(?:corrected|"
    rf"amended|updated to (?:correct|clarify|remove|fix)|changed to (?:correct|clarify)|revised to correct|"
    rf"edited to correct|clarified)"
    rf"|(?:an?|the|this|our)? ?(?:earlier|previous|original|prior|initial|first)[\w ]{{0,12}} ?versions? "
    rf"(?:of|published|story|incorrectly|misstated|misspelled|said|gave)"
    rf"|this (?:corrected|is a corrected) {_THING}|this (?:version|{_THING}) (?:corrects|has been "
    rf"corrected|clarifies)"
    rf"|(?:a|la|une?|cette|cet|ce) ?(?:précédente?|première|ancienne)? ?(?:version|{_CHOSE}) (?:précédente|"
    rf"antérieure|initiale|originale|a été (?:corrigée?|modifiée? (?:pour|afin)|rectifiée?))"
    rf"|une (?:première|précédente|ancienne) version d[eu]"
    rf"|in (?:an?|the) (?:earlier|previous|original) (?:version|{_THING})"
    r"|(?:\(?(?:adds|corrects|fixes)\b.{3,120}\)$)"
    r")",
    re.IGNORECASE,
)
_KILL = re.compile(
    r"^\W*(?:(?-i:(?:MANDATORY |BULLETIN )?KILL(?:ED)?\b)|(?:mandatory|story|article|bulletin) kill(?:ed)?\b"
    rf"|(?:attention )?(?:editors?|éditeurs|rédacteurs)\W.{{0,80}}\b(?:kill|withdraw|withdrawn|ne pas "
    rf"(?:utiliser|publier)|annul)"
    rf"|(?:this|the above) (?:\w+ ){{0,3}}{_THING}(?: \w+){{0,6}} (?:has been|was|is|have been) "
    rf"(?:withdrawn|retracted|killed|removed|taken down|unpublished|deleted)\b"
    rf"|(?:we|the (?:\w+ ){{1,3}}) ?(?:has|have|is|are)? ?(?:withdrawn|retracted|withdrawing|retracting|"
    rf"killed) (?:this|its|our|the) (?:\w+ ){{0,3}}{_THING}"
    rf"|(?:story|article) (?:withdrawn|removed|retracted)\b"
    rf"|(?:ce|cet|cette|la|le|l['’]) ?(?:\w+ ){{0,2}}{_CHOSE}(?: \w+){{0,6}} (?:a été|est) (?:retirée?|"
    rf"annulée?|supprimée?)\b"
    rf"|{_CHOSE} (?:annulée?|retirée?)\b)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(?P<line>\W{0,4}(?:this|the) (?:report|story|article|content|dispatch|item|column)(?: by| from) "
    r"(?P<agency>.{2,60}?) (?:was|were) (?:first|originally|initially) published(?: on)? "
    r"(?P<date>[^.]{0,12}\.?[^.]{2,30}?\d{4})\.?"
    r"|\W{0,4}(?:ce|cet|cette) (?:texte|reportage|dépêche|article|nouvelle|contenu) (?:de|du|d['’]|par) "
    r"?(?P<agence>.{2,60}?) a (?:d['’]abord )?été (?:publiée?|diffusée?) ?(?:pour la première fois|"
    r"initialement|d['’]abord)? ?(?:le )?(?P<jour>.{4,40}?\d{4})\.?)",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"(?<=[.!?”\"»)])\s+(?=(?:[-–—] ?)?(?:this (?:report|story|article) (?:by|from) .{2,60} was first "
    r"published|(?:ce|cette) (?:texte|reportage|dépêche|article|nouvelle) (?:de|du|d['’]|par) ?.{2,60} a "
    r"(?:d['’]abord )?été (?:publi|diffus)))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FirstPublished:
    """The wire's own statement of the day it first ran a story, and what follows it on the same line."""

    agency: str
    on: date | None
    tail: str


def is_correction(paragraph: str) -> bool:
    """Whether a paragraph is a correction, clarification or editor's note, in English or French (and some others)."""
    return len(paragraph) <= LONGEST_NOTE and (bool(_NOTE.match(paragraph)) or is_correction_note(paragraph))


def corrections(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The correction notes of a body, in order."""
    return tuple(p for p in paragraphs if is_correction(p))


def kill(paragraphs: Sequence[str]) -> str | None:
    """The sentence that withdraws the story, if the first or last paragraphs are such a notice."""
    ends = [*paragraphs[:3], *paragraphs[-2:]]
    return next((p for p in ends if len(p) <= LONGEST_KILL and _KILL.match(p)), None)


def first_published(line: str, agencies: Agencies) -> FirstPublished | None:
    """What a line "This report by … was first published …" says, or None if it is no such line."""
    found = _WHEN.match(line[:LONGEST_NOTE])
    if found:
        source, written = found["agency"] or found["agence"], found["date"] or found["jour"]
        day = stamps.find_day(written)
        return FirstPublished(
            agencies.mentioned(source) or source.strip(), day[0] if day else None, line[found.end() :].strip()
        )
    stated = agencies.first_published(line)
    if not stated:
        return None
    day = stamps.find_day(stated[1])
    return FirstPublished(stated[0], day[0] if day else None, "")


def split_tail(paragraph: str) -> tuple[str, str | None]:
    """A body paragraph and the "first published" sentence that was run on to it, if there is one."""
    small = paragraph.lower()  # the pattern is slow, and hardly a paragraph has its verb
    found = _INSIDE.search(paragraph) if "publi" in small or "diffus" in small else None
    return (paragraph[: found.start()].rstrip(), paragraph[found.end() :]) if found else (paragraph, None)
