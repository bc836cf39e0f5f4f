"""Datelines: "PARIS — ", "OTTAWA (AP) — ", "Berlin (dpa) - ", "(Montréal) ", cut from the first paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.normalise.agencies import Agencies

LONGEST = 60  # signs of a place: "CHARLOTTETOWN, Prince Edward Island" has 34
_MONTH = (
    r"(?:jan|feb|fév|mar|mär|apr|avr|abr|ma[iy]|jun|juin|juil|jul|aug|ao[uû]t|ago|sep|set|oct|okt|ott|nov|dec|déc|dez|dic|"
    r"ene|gen|giu|lug|mag)\w{0,7}\.?"
)
_DAY = rf"(?:,?\s*\(?(?:{_MONTH}\s+\d{{1,2}}(?:,\s*\d{{4}})?|\d{{1,2}}\.?\s+{_MONTH}(?:\s+\d{{4}})?)\)?)?"
_BRACKET = r"(?:\s*(?:\([^()]{2,40}\)|/[A-ZА-Я]{2,8}/))"
_RULE = r"(?:\s*(?:\.\s?[-–—]{1,2}|--|[–—])\s*|\s*-\s+|\s+-\s*)"
_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_REGION = r"(?:,\s*[A-Z][\w. ]{1,25})?"
_CAPITALS = (
    rf"(?P<place>{_UPPER}(?:{_UPPER}|[.'’\- ]|St\.|Mc|Mac(?={_UPPER})|de |di |la |d['’])*{_UPPER}\.?{_REGION}"
    rf"(?:/{_UPPER}[\w .'’-]{{1,30}})?)"
)
_NAME = (
    rf"(?P<place>[^\W\d_][\w.'’\-]+(?: [^\W\d_][\w.'’\-]*){{0,3}}{_REGION}(?:/[^\W\d_][\w .'’-]{{1,30}})?)"
)
# Cities that open a colon dateline ("NEW DELHI: …"): there capitals alone would take "WATCH:" and "ANALYSIS:".
_KNOWN = (
    "(?:ABUJA|AMSTERDAM|ANKARA|ATHENS|BANGKOK|BEIJING|BEIRUT|BENGALURU|BERLIN|BRUSSELS|CAIRO|CALGARY|"
    "CANBERRA|CAPE TOWN|CHENNAI|"
    "CHICAGO|COLOMBO|COPENHAGEN|DHAKA|DUBAI|DUBLIN|EDMONTON|GENEVA|HALIFAX|HANOI|HONG KONG|HYDERABAD|"
    "ISLAMABAD|ISTANBUL|JAKARTA|"
    "JERUSALEM|JOHANNESBURG|KABUL|KARACHI|KATHMANDU|KOLKATA|KUALA LUMPUR|KYIV|LAGOS|LONDON|LOS ANGELES|"
    "MADRID|MANILA|MELBOURNE|"
    "MEXICO CITY|MONTREAL|MOSCOW|MUMBAI|NAIROBI|NEW DELHI|NEW YORK|OSLO|OTTAWA|PARIS|PRAGUE|QUEBEC|ROME|"
    "SEOUL|SINGAPORE|STOCKHOLM|"
    "SYDNEY|TAIPEI|TEHRAN|TEL AVIV|TOKYO|TORONTO|UNITED NATIONS|VANCOUVER|VIENNA|WARSAW|WASHINGTON|"
    "WELLINGTON|WINNIPEG|ZURICH)"
)
_TITLED = r"[A-ZÀ-Þ][\w.'’]*[a-zß-ÿ][\w.'’]*"
_FORMS = (  # (form, whether it only counts with an agency's bracket)
    (re.compile(rf"^{_CAPITALS}{_DAY}(?P<agency>{_BRACKET})?{_DAY}{_RULE}(?=\S)"), False),
    (re.compile(rf"^(?P<place>{_KNOWN}){_DAY}(?P<agency>{_BRACKET})?:\s+(?=\S)"), False),
    (re.compile(rf"^{_CAPITALS}{_DAY}\.?\s*(?P<agency>/[A-ZА-Я]{{2,8}}/)\.\s+(?=\S)"), False),
    (re.compile(rf"^{_NAME}{_DAY}(?P<agency>{_BRACKET}){_RULE}(?=\S)", re.IGNORECASE), True),
    (
        re.compile(
            rf"^(?P<agency>\([^()]{{2,40}}\))\s*[-–—]\s*(?P<place>[^\W\d_][\w.'’ "
            rf"]{{1,40}}?){_DAY}\s*[-–—]\s*(?=\S)",
            re.IGNORECASE,
        ),
        True,
    ),
    (re.compile(r"^(?P<agency>\([^()]{2,40}\))\s*[-–—]{1,2}\s*(?=\S)(?P<place>)"), True),
    (
        re.compile(
            rf"^\((?P<place>{_TITLED}(?:[ -]{_TITLED}){{0,3}}(?:,\s*[A-Z][\w. "
            rf"]{{1,25}})?)\)\s*(?:[-–—]\s*)?(?=[A-ZÀ-Þ«“\"])"
        ),
        False,
    ),
)
_DATE_TAIL = re.compile(rf",?\s+(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\.?\s+{_MONTH})\b.*$", re.IGNORECASE)
_NO_PLACE = re.compile(
    r"^(?:breaking(?: news)?|update|updated|exclusive|watch|live|note|correction|analysis|opinion|"
    r"explainer|video|photos?|read more|editor'?s note|the canadian press|[A-Z]|q|a|"
    r"aktualisiert|en direct|mise à jour|précision|rectificatif|new|factbox|timeline|key points|covid|"
    r"covid-19|corrected|corrects|adds|updates|photo|vidéo|graphic|listen|note|suite|lead|p\.?s|faq|tl;dr|"
    r"what|who|when|where|why|how|yes|no)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline, read: place as printed (None where a bracket stands alone), agency, the paragraph without it."""

    place: str | None
    agency: str | None
    rest: str


def read(paragraph: str, agencies: Agencies) -> Dateline | None:
    """The dateline a paragraph begins with, or None.

    Args:
        paragraph: a body paragraph, normally the first.
        agencies: the agencies one knows. A place in small letters counts only before an agency's bracket.
    """
    head = paragraph[:160]
    for form, needs_agency in _FORMS:
        found = form.match(head)
        read_ = _accepted(found, paragraph, agencies, needs_agency=needs_agency) if found else None
        if read_:
            return read_
    return None


def _accepted(
    found: re.Match[str], paragraph: str, agencies: Agencies, *, needs_agency: bool
) -> Dateline | None:
    """The dateline a form matched, unless it names no place or the sentence does not begin after it."""
    place = _DATE_TAIL.sub("", found["place"]).strip(" ,")
    bracket = found.groupdict().get("agency")
    agency = agencies.find(bracket.strip(), "dateline") if bracket else None
    rest = paragraph[found.end() :].strip()
    if len(place) > LONGEST or _NO_PLACE.match(place) or (needs_agency and agency is None):
        return None
    return Dateline(place or None, agency, rest) if rest and not rest[0].islower() else None


def split(paragraphs: Sequence[str], agencies: Agencies) -> tuple[Dateline | None, tuple[str, ...]]:
    """The dateline of a body and the body without it. It stands in the first paragraph, or after a note in the second."""
    for index, paragraph in enumerate(paragraphs[:2]):
        found = read(paragraph, agencies)
        if found:
            return found, (*paragraphs[:index], found.rest, *paragraphs[index + 1 :])
    return None, tuple(paragraphs)
