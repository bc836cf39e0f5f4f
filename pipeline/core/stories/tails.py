"""Closing lines: what agencies and outlets set under everything, which is no evidence that two texts are one.

Extraction takes most of it off as furniture; records and wire files bring it along, and biographies and policies
read like paragraphs. Only the last paragraphs are looked at, and only here: nothing is taken out of a body.
"""

from __future__ import annotations

import re
from functools import lru_cache

LAST = 6  # paragraphs from the end
LONGEST = 500  # signs: policies are no longer
_WORKER = r"(?:reporters?|journalists?|columnists?|correspondents?|editors?|writers?|photographers?)"
_OF = r"(?:at|for|with|of|in|who|based|covering)"
_CLOSING = re.compile(
    r"^\W{0,4}(?:"
    r"this (?:report|article|story)\b.{0,80}\bwas (?:first |originally )?published|"
    r"c(?:e|ette|et) (?:reportage|texte|article|dépêche)\b.{0,80}\ba (?:d'abord )?été (?:d'abord )?publiée?|"
    r"(?:with|additional) (?:files?|reporting|notes)\b|avec (?:des|les) (?:informations|fichiers) d|"
    r"(?:reporting|writing|editing|compiled) by\b|"
    r"©|copyright\b|all rights reserved|tous droits réservés|"
    r"follow .{2,60} on (?:twitter|x|facebook|instagram|bluesky)\b|"
    r"(?:email|e-mail|contact|reach) .{2,60}\bat .{0,60}@"
    r")"
    r"|\bcontributed to this (?:report|story|article)\b"
    r"|\bis (?:solely|editorially) (?:responsible|independent)\b|\breceives? (?:financial )?support from\b"
    rf"|^[^.!?]{{2,80}} (?:is|are) (?:an? |the )?[^.!?]{{0,60}}\b{_WORKER} {_OF}\b"
    r"|\b(?:comments?|commenters?|discussion)\b.{0,200}\b(?:respectful|guidelines|moderat\w+)\b",
    re.IGNORECASE,
)


_HINTS = (  # one of these stands in every closing line: told apart from other paragraphs 20 times as fast
    "publish", "publié", "files", "file ", "reporting", "notes", "informations", "fichiers", "writing by", "editing by",
    "compiled by", "©", "copyright", "rights reserved", "droits réservés", "follow ", "@", "contributed to",
    "responsible", "independent", "support from", "comment", "discussion", "reporter", "journalist", "columnist",
    "correspondent", "editor", "writer", "photographer",
)  # fmt: skip


@lru_cache(maxsize=1 << 13)  # paragraphs: the copies of a story close alike
def _is_closing(paragraph: str) -> bool:
    if len(paragraph) > LONGEST:
        return False
    plain = paragraph.casefold()
    return any(map(plain.__contains__, _HINTS)) and _CLOSING.search(paragraph) is not None


@lru_cache(maxsize=2048)
def without_closing(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """The body without its closing lines; whole where nothing else would be left."""
    kept = (*paragraphs[:-LAST], *(p for p in paragraphs[-LAST:] if not _is_closing(p)))
    return paragraphs if len(kept) in {0, len(paragraphs)} else kept
