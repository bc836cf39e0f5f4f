"""Names that two languages write differently, made one: places, a few bodies, spellings of the same sounds.

The tables hold what no rule of spelling finds (Londres, London; OTAN, NATO); `name_key` does the rest
(Zelenskyy, Zelensky; Afrique, Africa; Poutine, Putin). They are constants: what two texts share never depends
on what else is stored.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SAME = """
usa us etats states | uk royaume kingdom | london londres | germany allemagne | greece grece | japan japon |
spain espagne | denmark danemark | sweden suede | norway norvege | iceland islande | greenland groenland |
poland pologne | turkey turquie | switzerland suisse | netherlands bas | belgium belgique | austria autriche
| hungary hongrie | ireland irlande | wales galles | scotland scotia ecosse | england angleterre | brazil
bresil | lebanon liban | iraq irak | morocco maroc | algeria algerie | egypt egypte | korea coree | moscow
moscou | beijing pekin | brussels bruxelles | warsaw varsovie | geneva geneve | vienna vienne | athens
athenes | lisbon lisbonne | copenhagen copenhague | cairo caire | edinburgh edimbourg | prague praga | rome
roma | newfoundland terre | columbia colombie colombia | edward edouard | louisiana louisiane | pennsylvania
pennsylvanie | hawaii havai | philadelphia philadelphie | nato otan | un onu | eu ue | imf fmi | oecd ocde |
wto omc | rcmp grc | opec opep | csis scrs | ev ve | gdp pib | aids sida | europe european | pope pape |
lake lac | gulf golfe | black noire | red rouge | baltic baltique | atlantic atlantique | pacific pacifique
| arctic arctique | francis francois | christmas noel | easter paques | parliament parlement | senate senat
| bank banque | court cour | university universite | hospital hopital | league ligue | council conseil | act
loi | house chambre
"""
_DROPPED = """
united unis uni nations new nouveau nouvelle neuve north nord south sud west ouest east est saint sainte st
ste san los las el al the and et of de du des press presse agency agence associated reuters canadian
canadien canadienne canadiens canadians american americans americain americains french francais francaise
british britannique english anglais prime minister ministre premier premiere president presidente vice
deputy mayor maire chief chef judge juge justice police officer agent sergeant sergent captain capitaine
general colonel lieutenant sen senator senateur mr mrs ms mme mm dr prof sir lord lady king roi queen reine
prince princess monseigneur federal federale provincial department ministere minister ministry government
gouvernement state etat province city ville county comte street rue avenue road boulevard highway autoroute
chair director directeur directrice secretary secretaire commissioner commissaire spokesman spokeswoman
spokesperson porte parole professor professeur attorney lawyer avocat union syndicat party parti
conservative conservateur conservateurs liberal liberaux liberals conservatives republican democrat
republicans democrats republicain democrate
"""
_COMMON = """
canada quebec ontario ottawa montreal toronto vancouver alberta calgary edmonton winnipeg halifax manitoba
saskatchewan usa uk washington york london paris europe france germany china russia ukraine israel japan
moscow beijing brussels trump nato un eu rcmp parliament senate bank court university hospital league
council act house columbia brunswick newfoundland labrador internet facebook google twitter
"""
_SMALL = """
a an the in on at by for from with without as if it he she we they you i his her its our their this that
these those there here when where while who what why how but and or nor so yet after before since until
about above under over between among during not no yes all some many most more few one two three four five
six seven eight nine ten according also although because both despite each even every however just last
later meanwhile next now once only other others still such than then to up out le la les un une des du de d
l au aux en dans sur sous par pour avec sans ce cet cette ces son sa ses leur leurs notre nos il elle ils
elles on nous vous je tu qui que quoi quand ou mais et donc or ni car si comme selon apres avant depuis
pendant entre vers chez plus moins tout tous toute toutes aucun aucune plusieurs quelque quelques certains
autre autres deux trois quatre cinq sept huit neuf dix lors lorsque ainsi aussi alors cependant pourtant
toutefois outre malgre devant derriere jusqu ca cela celui celle ceux environ quant mme mlle monday tuesday
wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche january
february march april may june july august september october november december jan feb mar apr jun jul aug
sept sep oct nov dec janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre am
pm est edt hnr hae
"""
_CANONICAL = {word: group.split()[0] for group in _SAME.split("|") for word in group.split() if group.split()}
DROPPED = frozenset(_DROPPED.split())
COMMON = frozenset(_COMMON.split())
SMALL = frozenset(_SMALL.split())
_AS_IT_IS = 2  # letters: initials
_SOUNDS = (
    (re.compile(r"tch|sch|sh"), "ch"),
    (re.compile(r"dj"), "j"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"qu|ck|c(?![eihy])"), "k"),
    (re.compile(r"[yj]"), "i"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ts|tz"), "z"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=...)[aeiou]+$"), ""),
)


def fold(word: str) -> str:
    """A word in small letters without accents and ligatures."""
    low = word.casefold()
    if low.isascii():
        return low
    plain = unicodedata.normalize("NFKD", low.replace("œ", "oe").replace("æ", "ae").replace("ø", "o"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("ł", "l")


@lru_cache(maxsize=1 << 15)
def name_key(word: str) -> str:
    """What a name's word is compared by: exonyms made one, then transliterations by sound.

    Zelenskyy, Zelensky and Zelenskiy have one key, as have Afrique and Africa, Netanyahou and Netanyahu,
    London and Londres. Two letters and fewer are kept as they are.
    """
    plain = fold(word).replace("'", "").replace("’", "")
    known = _CANONICAL.get(plain)
    if known or len(plain) <= _AS_IT_IS:
        return known or plain
    for pattern, sound in _SOUNDS:
        plain = pattern.sub(sound, plain)
    return plain
