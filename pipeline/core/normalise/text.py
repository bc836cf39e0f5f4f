"""Text as it is compared: typography folded, words, and the house spellings that are no edit of the wire."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FOLD = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "–": "-", "—": "-", "‒": "-", "―": "-", "−": "-", "‐": "-", "‑": "-",
        "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u2060": None,
    }
)  # fmt: skip
_REMEMBERED = 1 << 15  # paragraphs: the same one is compared in many pairs
_FOLDED = re.compile(f"[{re.escape(''.join(map(chr, _FOLD)))}]")  # few signs of a text: found, then looked up
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w++(?:[.,]\d++)*+(?:'\w++)?+")  # never read twice: what follows may stand or not
_HOUSE = (
    (re.compile(r"\bper\s?cent\b|\bpct\b|%", re.IGNORECASE), " percent"),
    (re.compile(r"\bu\.\s?s\.(?!\w)", re.IGNORECASE), "us"),
    (re.compile(r"\bu\.\s?k\.(?!\w)", re.IGNORECASE), "uk"),
    (re.compile(r"\bu\.\s?n\.(?!\w)", re.IGNORECASE), "un"),
    (re.compile(r"\bmln\b", re.IGNORECASE), "million"),
    (re.compile(r"\bbln\b", re.IGNORECASE), "billion"),
    (re.compile(r"\bdlrs?\b", re.IGNORECASE), "dollars"),
    (re.compile(r"\b(to|for|after|back|up|down)wards\b", re.IGNORECASE), r"\1ward"),
    (re.compile(r"(\w{2,})our(s|ed|ing|able|ite|ites|hoods?|ful)?\b", re.IGNORECASE), r"\1or\2"),
    (re.compile(r"(\w{3,})is(e|es|ed|ing|ation|ations)\b", re.IGNORECASE), r"\1iz\2"),
    (re.compile(r"\b(\w{2,}[bt])re(s?)\b", re.IGNORECASE), r"\1er\2"),
    (re.compile(r"(\w{2,})ence\b", re.IGNORECASE), r"\1ense"),
)
_HINTS = ("pct", "u.", "u.", "u.", "mln", "bln", "dlr", "wards", "our", "is", "re", "ence")  # of each rule
_BENT_ENDS = (  # one of these ends any word of letters and figures that they change
    *("pct", "mln", "bln", "dlr", "dlrs", "wards", "bre", "bres", "tre", "tres", "ence"),
    *(f"our{end}" for end in ("", "s", "ed", "ing", "able", "ite", "ites", "hood", "hoods", "ful")),
    *(f"is{end}" for end in ("e", "es", "ed", "ing", "ation", "ations")),
)


def tidy(text: str) -> str:
    """The text as it is stored: NFC, every run of white space (no-break spaces too) one blank, ends cut."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


@lru_cache(maxsize=_REMEMBERED)
def normalise(text: str) -> str:
    """The text as it is hashed and compared: quotes, dashes and spaces folded, guillemets without spaces.

    Two paragraphs with the same normal form are the same paragraph; letters, figures and case still count.
    """
    folded = " ".join(_FOLDED.sub(_fold, unicodedata.normalize("NFKC", text)).split())
    return _tight(folded) if ' "' in folded or '" ' in folded else folded


def _fold(sign: re.Match[str]) -> str:
    return _FOLD[ord(sign[0])] or ""


def _tight(text: str) -> str:
    """No blanks inside quotes: every odd piece between quotes that close is a quoted one."""
    pieces = text.split('"')
    for place in range(1, len(pieces) - 1, 2):
        pieces[place] = pieces[place].strip()
    return '"'.join(pieces)


@lru_cache(maxsize=_REMEMBERED)
def house(text: str) -> str:
    """A key that is equal for spellings outlets change by house rule (per cent, US, -our, -ise, quotes).

    It is only ever compared with another such key, so that a word it bends wrongly is bent on both sides.
    """
    key = normalise(text)
    for pattern, standard in _HOUSE:
        key = pattern.sub(standard, key)
    return _SPACE.sub(" ", key.replace('"', "").replace("'", "")).strip().casefold()


def house_word(word: str) -> str:
    """`house` of one casefolded word without blanks and quotes: most words are their own key."""
    if not word.isascii():
        return house(word)
    if word.isalnum() and not word.endswith(_BENT_ENDS):
        return word
    for hint, (pattern, standard) in zip(_HINTS, _HOUSE, strict=True):
        if hint in word:
            word = pattern.sub(standard, word)
    return word.strip()


def words(text: str) -> list[str]:
    """The words of the normal form, casefolded; figures keep their decimal signs."""
    return _WORD.findall(normalise(text).casefold())


def count_words(paragraphs: tuple[str, ...]) -> int:
    """Words in a body, as `versions.words` counts them."""
    return sum(map(_count, paragraphs))


def _count(text: str) -> int:
    """How many `words` a text has: a piece between blanks that is letters and figures only is one, as most are."""
    if not text.isascii() or "`" in text:
        text = normalise(text).casefold()
    pieces = text.split()
    others = [piece for piece in pieces if not piece.isalnum()]
    return len(pieces) - len(others) + len(_WORD.findall(" ".join(others)))
