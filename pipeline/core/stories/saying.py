"""What a correction note says: which words it names, which kind of fact, which paragraph, what it takes back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.core.normalise.text import house

LONGEST = 2000  # signs of a note that are read: longer ones tell a story
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")  # a figure apart from what is written onto it: 1950s, 10am
_NUMBERS = {
    word: str(value)
    for value, row in enumerate(
        (
            "zero zéro", "one", "two deux", "three trois", "four quatre", "five cinq", "six", "seven sept",
            "eight huit", "nine neuf", "ten dix", "eleven onze", "twelve douze",
        )
    )
    for word in row.split()
}  # fmt: skip
_ORDINALS = {
    house(word): value
    for value, row in enumerate(
        (
            "lead", "first premier première", "second deuxième", "third troisième", "fourth quatrième",
            "fifth cinquième", "sixth sixième", "seventh septième", "eighth huitième", "ninth neuvième", "tenth dixième",
        )
    )
    for word in row.split()
}  # fmt: skip
# Words that carry no fact, and those every note is made of: that they differ or are named proves nothing.
FREE = frozenset(
    house(word)
    for word in (  # noqa: SIM905 - reads better
        "a an the this that these those it its he she they his her their in on at of for from to by with and or as "
        "is are was were be been being has have had will would should could may might can did do does who which "
        "where when there than then so but if about around also just over after before into out up "
        "said says say saying told tells gave give given stated states state reported reports report "
        "le la les l un une des du de d et ou à au aux en dans par pour sur avec que qui dont où ce cet cette ces il "
        "elle ils elles son sa ses leur leurs est sont était étaient a ont avait avaient été être sera ne se s y n "
        "story article version item copy earlier previous prior original originally initial corrected corrects "
        "correct correcting correction corrections clarification incorrect incorrectly wrong wrongly erroneously "
        "mistakenly error errors instead rather fact editor editors eds note notes updated updates update show "
        "shows clarify misstated misspelled misidentified spelling spelled paragraph paragraphs graf para headline "
        "texte dépêche précédente antérieure originale initiale première corrigé corrigée rectificatif précision "
        "erreur tort indiquait disait affirmait mentionnait lire bien paragraphe plutôt lieu"
    ).split()
)
NEGATIONS = frozenset(
    map(house, ("not", "no", "never", "nobody", "none", "pas", "non", "jamais", "aucun", "aucune"))
)
_DAYS = frozenset(
    house(word)
    for word in (  # noqa: SIM905 - reads better
        "monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi "
        "dimanche january february march april june july august september october november december janvier février "
        "mars avril mai juin juillet août septembre octobre novembre décembre "
        "today yesterday tomorrow hier demain"
    ).split()
)
_KINDS = {
    "name": re.compile(
        r"\b(?:names?|surname|spell\w*|misspel\w*|misidentif\w*|noms?|prénoms?|orthographe|graphie)\b"
    ),
    "day": re.compile(r"\b(?:days?|dates?|weekday|month|jours?|mois)\b"),
    "figure": re.compile(
        r"\b(?:figures?|numbers?|amounts?|totals?|percentages?|ages?|tolls?|prices?|scores?|counts?|sums?|rates?|"
        r"chiffres?|nombres?|montants?|bilan|âges?|pourcentages?|taux)\b"
    ),
}
_NO_FACT = re.compile(
    r"\b(?:typos?|typographical|formatting|spacing|punctuation|byline|slug|keywords?|photo|caption|links?|coding|"
    r"coquilles?|style|dateline|dropped word|refil\w*)\b"
)
_HEADLINE = re.compile(r"\b(?:headline|titre)\b")
_BODY = re.compile(r"\b(?:para\w*|graf\w*|lead|body|text|story|texte|figures?|senten[cs]e)\b")
_PLACE = re.compile(
    r"\b(?:paragraphs?|paras?|grafs?|graphs?|pars?|paragraphes?)\.? (?P<after>\d{1,2})\b"
    r"|\b(?P<before>\d{1,2})(?:st|nd|rd|th|er|e|ère|ème) (?:paragraph|para|graf|graph|paragraphe)\b"
    r"|\b(?P<word>[^\W\d_]{4,10}) (?:paragraph|para|graf|graph|paragraphe)\b"
)
_CUT = re.compile(
    r"[.;:!?]\s|\b(?:when in fact|in fact|but|instead of|rather than|where it should|it should|"
    r"en fait|alors qu|au lieu)\b"
)
_WRONG_PART = re.compile(
    r"\b(?:earlier|previous|prior|original|incorrectly|wrongly|erroneously|mistakenly|falsely|in error|précédente|"
    r"antérieure|originale|initiale|à tort|par erreur)\b"
)
_OMITTED = re.compile(r"\b(?:omit\w*|left out|fail\w* to|did not (?:say|mention|include)|omis\w*|omettait)\b")
_DELETES = re.compile(
    r"\b(?:delet\w+|remov\w+|drops?|dropped|strik\w+|retir\w+|supprim\w+)\b(?: (?:an?|the|all|any|une?|la|le|les|of|à|"
    r"incorrect|erroneous|erronée?))* "
    r"?(?:referen[cs]es?|mentions?|senten[cs]es?|paragraphs?|lines?|quotes?|statements?|claims?|"
    r"référen[cs]e|phrase|paragraphe|passage)?(?: (?:to|of|about|that|saying|on|qui|selon|à|sur))?(?P<what> .{3,300})"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """What one note says, in tokens.

    ``named``: words that carry a fact; ``wrong_parts``: those of each clause that tells what was wrong;
    ``kinds``: "figure", "name", "day" it speaks of; ``places``: paragraphs, from 1; ``deleted``: what it says was
    taken out; ``no_fact``: it mends typing, a headline or a caption only.
    """

    named: frozenset[str]
    wrong_parts: tuple[frozenset[str], ...]
    kinds: frozenset[str]
    places: frozenset[int]
    deleted: frozenset[str]
    no_fact: bool

    @property
    def figures(self) -> frozenset[str]:
        """The figures it names."""
        return frozenset(w for w in self.named if w[0].isdigit())

    @property
    def wrong_figures(self) -> frozenset[str]:
        """The figures it says were wrong."""
        return self.figures & frozenset().union(*self.wrong_parts)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text as corrections compare them: house spelling, small numbers as figures."""
    return tuple(_NUMBERS.get(word, word) for word in _TOKEN.findall(house(text)))


@lru_cache(maxsize=4096)
def facts(text: str) -> tuple[str, ...]:
    """The words of a text that carry a fact, in order."""
    return tuple(word for word in tokens(text) if word not in FREE)


@lru_cache(maxsize=1024)
def read_note(note: str) -> Saying:
    """What a note says; see `Saying`."""
    plain = house(note[:LONGEST])
    bare = _PLACE.sub(" ", plain)
    heads = bool(_HEADLINE.search(plain)) and not _BODY.search(plain)
    deleted = _DELETES.search(bare)
    return Saying(
        frozenset(facts(bare)),
        _wrong_parts(bare),
        frozenset(kind for kind, pattern in _KINDS.items() if pattern.search(bare)),
        _places(plain),
        frozenset(facts(deleted["what"])) if deleted else frozenset(),
        heads or bool(_NO_FACT.search(plain)),
    )


def _wrong_parts(plain: str) -> tuple[frozenset[str], ...]:
    if _OMITTED.search(plain):
        return ()
    parts = (part for part in _CUT.split(plain) if part and _WRONG_PART.search(part))
    return tuple(frozenset(facts(part)) for part in parts)


def _places(plain: str) -> frozenset[int]:
    found = set()
    for place in _PLACE.finditer(plain):
        number = place["after"] or place["before"]
        if number:
            found.add(int(number))
        elif place["word"] in _ORDINALS:
            found.add(_ORDINALS[place["word"]] or 1)
    return frozenset(found)


def kind_of(wrong: str, out: frozenset[str], put: frozenset[str]) -> str:
    """The kind of fact that was exchanged: "figure", "day", "name" or "word". ``wrong`` is the sentence as printed."""
    changed = out | put
    if any(word[0].isdigit() for word in changed):
        return "figure"
    if changed <= _DAYS:
        return "day"
    capitals = {house(word) for word in re.findall(r"\b[A-ZÀ-Þ][\w'’-]+", wrong)}
    return "name" if out & {word for capital in capitals for word in tokens(capital)} else "word"
