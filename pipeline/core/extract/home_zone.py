"""The zone of an outlet nobody told us about, where its address or language leaves only one: a .de page, a Polish text.

Only countries whose clocks all show the same stand here (tz database, zone.tab: one zone, or several with the same
clock since 1996), and only languages whose countries do. Canada, the United States, Australia, Brazil, Russia, Spain,
Portugal … and English, French, Spanish, Portuguese, Arabic and Russian are left out: there the zone stays open.
"""

from __future__ import annotations

from urllib.parse import urlsplit

_COUNTRIES = {
    "at": "Europe/Vienna", "be": "Europe/Brussels", "bg": "Europe/Sofia", "ch": "Europe/Zurich", "cn": "Asia/Shanghai",
    "cz": "Europe/Prague", "de": "Europe/Berlin", "dk": "Europe/Copenhagen", "ee": "Europe/Tallinn",
    "fi": "Europe/Helsinki", "fr": "Europe/Paris", "gr": "Europe/Athens", "hk": "Asia/Hong_Kong",
    "hr": "Europe/Zagreb", "hu": "Europe/Budapest", "ie": "Europe/Dublin", "il": "Asia/Jerusalem",
    "in": "Asia/Kolkata", "is": "Atlantic/Reykjavik", "it": "Europe/Rome", "jp": "Asia/Tokyo", "ke": "Africa/Nairobi",
    "kr": "Asia/Seoul", "lt": "Europe/Vilnius", "lu": "Europe/Luxembourg", "lv": "Europe/Riga",
    "ng": "Africa/Lagos", "nl": "Europe/Amsterdam", "no": "Europe/Oslo", "ph": "Asia/Manila", "pk": "Asia/Karachi",
    "pl": "Europe/Warsaw", "ro": "Europe/Bucharest", "rs": "Europe/Belgrade", "se": "Europe/Stockholm",
    "sg": "Asia/Singapore", "si": "Europe/Ljubljana", "sk": "Europe/Bratislava", "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul", "tw": "Asia/Taipei", "uk": "Europe/London", "vn": "Asia/Ho_Chi_Minh",
    "za": "Africa/Johannesburg",
}  # fmt: skip
_LANGUAGES = {
    "de": "Europe/Berlin", "it": "Europe/Rome", "nl": "Europe/Amsterdam", "da": "Europe/Copenhagen",
    "no": "Europe/Oslo", "sv": "Europe/Stockholm", "pl": "Europe/Warsaw", "tr": "Europe/Istanbul",
    "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "el": "Europe/Athens", "he": "Asia/Jerusalem", "zh": "Asia/Shanghai",
}  # fmt: skip
_ANYBODYS = frozenset(
    ("ai", "cc", "co", "eu", "fm", "io", "me", "to", "tv", "ws")
)  # used far from their countries


def infer(address: str | None, language: str | None) -> str | None:
    """The IANA zone that an address's country or, under a domain of no country, a text's language leaves.

    Args:
        address: the page's URL.
        language: the text's language, two letters.

    Returns:
        The zone; None where country or language has several clocks, or neither is known.
    """
    country = _top_level(address)
    if len(country) == len("de") and country not in _ANYBODYS:
        return _COUNTRIES.get(country)
    return _LANGUAGES.get(language or "")


def _top_level(address: str | None) -> str:
    try:
        return (urlsplit(address or "").hostname or "").rsplit(".", 1)[-1]
    except ValueError:
        return ""
