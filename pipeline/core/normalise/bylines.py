"""Bylines: the people in "By Jane Doe and John Roe, The Canadian Press", without label, agency and office."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.core.normalise.scripts import has_far

if TYPE_CHECKING:
    from pipeline.core.normalise.agencies import Agencies

LONGEST = 200  # signs: a byline is a line
FEWEST_WORDS, MOST_WORDS = 2, 6  # of one name; Spanish and Portuguese names reach six
_REMEMBERED = 1 << 9  # bylines: a page says its own in several places
_LABEL = re.compile(
    r"^\W*(?:(?:written|reported|posted|published|story|article|text|texte|reporting|words|author|auteure?|"
    r"autore?|autorin)\s*(?:by|par|von|de|:)?\s+)?"
    r"(?:by|par|von|por|di|door|av|af|de|από|від|автор)\s*:?\s+(?=\S)|^\W*(?:author|auteure?|autore?s?|"
    r"autorin|text|texte|byline|текст|автор)\s*:\s*",
    re.IGNORECASE,
)
_CREDITED = re.compile(  # labels that no prose begins with, wherever they stand
    r"^\W*(?:(?:author|auteure?|autore?|autorin|redakteur(?:in)?|auteurs|autores)(?:\(?[/*:]?-?in(?:nen)?\)?|"
    r"/autor(?:in)?)?\s*:\s*|autor(?:in)?/autor(?:in)?\s+|(?:責任編集|責任編輯|责任编辑|责编|作者|撰文|记者|記者|文責|"
    r"執筆|取材・文|文)\s*[:：/／]\s*)(?=\S)",
    re.IGNORECASE,
)
_TIME_TAIL = re.compile(
    r"\s*(?:[|·•–—-]|\bon\b|\ble\b)?\s*\b(?:posted|published|updated|last updated|publié|mis à jour|"
    r"modifié|aktualisiert|updated on)\b.*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:,|;|、|，|\||/|•|·|\s&\s|\band\b|\bet\b|\bund\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b|\bwith\b|"
    r"\bavec\b)\s*",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:staff|report|reporters?|correspondents?|editors?|writers?|newsroom|news|team|desk|service|services|"
    r"bureau|agency|agencies|agence|ag[eê]ncia|agenzia|rédaction|redaktion|redacción|redazione|redactie|"
    r"journalists?|journaliste|columnist|columnists?|producer|producers|contributor|contributors|special "
    r"to|for the|politics|sports?|business|national|web|online|digital|press|media|"
    r"(?:senior|chief|deputy|political|health|science|royal|crime|education|business) \w+|newspapers?|"
    r"magazine|radio|tv|group|inc|ltd|gmbh|admin|administrator|editorial|guest|anonymous|"
    r"collaboration|spéciale?|photographe?r?|photos?|unknown|none|null|undefined|mitarbeiter|nachrichten|"
    r"zeitung|wire|wires|ticker|live|blog|korrespondent(?:in)?|redakteur(?:in)?|corresponsal|"
    r"corrispondente|correspondante?|periodista|giornalista|verslaggever|reporterin|autorin|autoren|follow|"
    r"published|posted|updated|share|email|profile|biography|see all|view all|read more|ceo|founder|"
    r"director|professor|topic|topics|articles?|weekly|zone|bio|about|the|of|year)\b",
    re.IGNORECASE,
)
_TITLES = re.compile(r"^(?:mr|mrs|ms)\.?\s+", re.IGNORECASE)
_WEB = re.compile(r"https?://|www\.|@|\.(?:com|org|net|ca|de|fr)\b|[{}<>=_#:!?]|\d", re.IGNORECASE)
_EAST_ASIAN = (
    r"[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af]{1,3}[ \u3000]?[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af]{1,3}"
)
_DESK = re.compile(r"記者|新聞|编辑|編集|通信|社$|部$|网$|報$|报$|기자|뉴스")
_ROLE = re.compile(
    r"\s+(?:著|訳|監訳|編|編著|写真|文)$"
)  # behind Japanese credits: written, translated, edited by
_PARENS = re.compile(r"\s*[(\[][^)\]]{0,60}[)\]]")
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "der",
        "den",
        "des",
        "van",
        "von",
        "von",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "af",
        "av",
        "zu",
        "ter",
        "ten",
        "y",
        "e",
    ]
)


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline, read: as printed without label and agency, the people in it, the agency it names."""

    text: str | None
    authors: tuple[str, ...]
    agency: str | None


def is_labelled(line: str) -> bool:
    """Whether a line is a byline by its label ("By …", "Par …") followed by a capital."""
    found = _LABEL.match(line)
    if not found or len(line) > LONGEST:
        return False
    rest = line[found.end() :].lstrip("\"'“«( ")
    return (
        bool(rest)
        and (rest[0].isupper() or not rest[0].isalpha())
        and not rest.endswith((".", "?", "!", ":"))
        and not _is_prose(rest)
    )


def credited(line: str) -> str | None:
    """What stands behind a label that only credits have ("Author: …", "责编：…"), None without one."""
    found = _CREDITED.match(line) if len(line) <= LONGEST else None
    return line[found.end() :].rstrip(")）]") if found else None


def _is_prose(text: str) -> bool:
    """More small words than a list of names has."""
    small = [
        w
        for w in text.split()
        if w.isalpha()
        and w[0].islower()
        and w not in _PARTICLES | {"and", "et", "und", "for", "of", "with", "the", "to", "special", "in"}
    ]
    return len(small) > 2  # noqa: PLR2004 - "staff writer"


def is_person(name: str) -> bool:
    """Whether a piece of a byline reads as a person's name: two to six words, capitals, no office, no figures.

    Chinese, Japanese and Korean names are one word of two to five signs.
    """
    if has_far(name) and re.fullmatch(_EAST_ASIAN, name):
        return not _DESK.search(name)
    words = name.split()
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or _WEB.search(name) or _OFFICE.search(name):
        return False
    return all(not w[0].islower() or w.lower() in _PARTICLES for w in words)


def _recase(name: str) -> str:
    """Names printed in capitals, as the credits elsewhere write them."""
    if not name.isupper() or " " not in name:
        return name
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), name)


def _clean(text: str) -> str:
    text = _LABEL.sub("", " ".join(text.split()))
    return _TIME_TAIL.sub("", text).strip(" \t,;|·•–—-:")


def _without_office(piece: str) -> str:
    """A name without its title, the office printed behind it, or its own repetition and what follows it."""
    name = _ROLE.sub("", _TITLES.sub("", piece))
    office = _OFFICE.search(name)
    if office and len(name[: office.start()].split()) > 1:
        name = name[: office.start()].strip(" ,-–|")
    words = name.split()
    again = next((n for n in (2, 3) if words[:n] == words[n : 2 * n]), None)
    return " ".join(words[:again]) if again else name


def people(text: str, agencies: Agencies) -> tuple[str, ...]:
    """The persons a byline lists, in order, each once."""
    return _people(text, agencies) if len(text) <= LONGEST else _people.__wrapped__(text, agencies)


@lru_cache(maxsize=_REMEMBERED)
def _people(text: str, agencies: Agencies) -> tuple[str, ...]:
    found: list[str] = []
    for piece in _SPLIT.split(_PARENS.sub("", _clean(text))):
        name = _without_office(agencies.without(piece).strip(" .,;:-–—|\"'“”"))
        if is_person(name) and not agencies.named(name) and _recase(name) not in found:
            found.append(_recase(name))
    return tuple(found)


def read(line: str, agencies: Agencies) -> Byline:
    """Read a byline.

    Args:
        line: the line as printed, with or without "By" and the agency.
        agencies: the agencies one knows.

    Returns:
        The byline without label and agency (None if nothing is left), its people, and the agency it names.
    """
    return _read(line[:LONGEST], agencies)


@lru_cache(maxsize=_REMEMBERED)
def _read(line: str, agencies: Agencies) -> Byline:
    clean = _clean(line)
    agency = agencies.named(clean) or agencies.find(clean, "byline")
    authors = people(clean, agencies)
    if authors:
        return Byline(_printed(clean, authors, agencies), authors, agency)
    rest = agencies.without(clean)
    return Byline(rest if rest and not agency and not _WEB.search(rest) else None, (), agency)


def _printed(clean: str, authors: tuple[str, ...], agencies: Agencies) -> str:
    """The byline as printed, cut behind the last person it names."""
    text = agencies.without(_PARENS.sub("", clean))
    ends = [text.casefold().rfind(a.casefold()) + len(a) for a in authors if a.casefold() in text.casefold()]
    begins = [text.casefold().find(a.casefold()) for a in authors if a.casefold() in text.casefold()]
    return text[min(begins) : max(ends)] if ends else ", ".join(authors)
