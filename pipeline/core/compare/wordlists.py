"""Words that tell what an edit touched, English and French: figures, days, tense, speech, forms of address."""

from __future__ import annotations

from typing import Final


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNITS = (
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS_FR = (
    "zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
)
_TENS_FR = "vingt trente quarante cinquante soixante"

FIGURES: Final[dict[str, str]] = {
    word: str(value)
    for words, values in (
        (_UNITS, (0, *range(2, 20))),
        (_TENS, range(20, 100, 10)),
        (_UNITS_FR, (0, *range(2, 20))),
        (_TENS_FR, range(20, 70, 10)),
    )
    for word, value in zip(words.split(), values, strict=True)
}
"""Figures in words → in digits; "one" and "un" are not among them: they are mostly no figures."""

ONE: Final = {"one": "1", "un": "1", "une": "1"}  # figures where a figure stands on the other side
ORDERS: Final = _listed(
    "hundred thousand million billion trillion dozen half third quarter double triple first second fourth fifth "
    "sixth seventh eighth ninth tenth cent mille million millions milliard milliards douzaine moitié premier "
    "première deuxième troisième quatrième cinquième"
)
"""Words that are figures where a figure or another of them stands on the other side."""

DAYS: Final = _listed(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight overnight "
    "mon tue tues wed thu thurs fri sat sun weekend "
    "lundi mardi mercredi jeudi vendredi samedi dimanche aujourd'hui hier demain avant-hier après-demain "
)
MONTHS: Final = _listed(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
CLOCK: Final = _listed("a.m p.m am pm gmt est edt cet noon midnight midi minuit h heures")
ABOUT_DAYS: Final = _listed(
    "on early late earlier later last next this morning afternoon evening night week month noon dawn ago in at of "
    "the la le ce cette matin soir après-midi nuit semaine mois dernier dernière prochain prochaine"
)
"""Words that go with a day and tell none by themselves."""

AUXILIARIES: Final = _listed(
    "is was are were be been being am will would shall should has had have having does did do can could may might must "
    "to going about not est était sont étaient sera seront serait seraient a avait ont avaient aura auront aurait "
    "auraient va vont allait allaient été fut furent ne pas"
)
PASTS: Final[dict[str, str]] = {
    form: verb
    for line in (
        "become became", "begin began begun", "break broke broken", "bring brought", "build built", "buy bought",
        "catch caught", "choose chose chosen", "come came", "deal dealt", "draw drew drawn", "drive drove driven",
        "fall fell fallen", "feel felt", "fight fought", "find found", "flee fled", "fly flew flown", "forbid forbade",
        "get got gotten", "give gave given", "go goes went gone", "grow grew grown", "hear heard", "hide hid hidden",
        "hold held", "keep kept", "know knew known", "lay laid", "lead led", "leave left", "lend lent", "lose lost",
        "make made", "mean meant", "meet met", "pay paid", "ride rode ridden", "rise rose risen", "run ran", "say said",
        "see saw seen", "seek sought", "sell sold", "send sent", "shake shook shaken", "shoot shot", "show showed shown",
        "sing sang sung", "sink sank sunk", "sit sat", "sleep slept", "speak spoke spoken", "spend spent", "stand stood",
        "steal stole stolen", "strike struck", "sweep swept", "swear swore sworn", "take took taken", "teach taught",
        "tell told", "think thought", "throw threw thrown", "understand understood", "wear wore worn", "win won",
        "withdraw withdrew withdrawn", "write wrote written",
    )
    for verb in line.split()[:1]
    for form in line.split()
}  # fmt: skip
"""Forms of irregular verbs → the verb."""

VERB_ENDS: Final = _listed(
    "ed d ing s es e ies ied en "
    "er é ée és ées ent ait aient era eront erait eraient ez ir it i ie is ira iront irent èrent ant re ra ront"
) | {""}
PAST_ENDS: Final = (
    "ed",
    "ied",
    "ing",
    "é",
    "ée",
    "és",
    "ées",
    "era",
    "eront",
    "ait",
    "aient",
    "erait",
    "èrent",
    "ira",
)

SAYING: Final = _listed(
    "said says say saying told tells tell according reported reportedly reports report claims claimed claim stated "
    "states announced announces added adds alleged alleges allegedly confirmed confirms denied denies insisted insists "
    "acknowledged acknowledges conceded warned warns suggested suggests argued argues noted admitted admits asserted "
    "spokesman spokeswoman spokesperson official officials source sources witness witnesses "
    "dit disent disait affirmé affirme affirment déclaré déclare selon d'après annoncé annonce indiqué indique ajouté "
    "ajoute précisé précise soutient soutenu prétend prétendu confirmé confirme estime estimé porte-parole source"
)
"""Who says it and how: a change among them changes the attribution."""

HONORIFICS: Final = _listed(
    "mr mrs ms miss mx dr sir dame madam m mm mme mmes mlle monsieur madame maître me"
)
"""Forms of address: used or not by house rule."""
