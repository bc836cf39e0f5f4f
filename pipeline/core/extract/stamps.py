"""One stamp, as a publisher writes it, read into a claim: dates, clock times, zones, ages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pipeline.core.extract import zones
from pipeline.model import Claim

if TYPE_CHECKING:
    from datetime import tzinfo

    from pipeline.model import Precision, TimeSource

LONGEST = 200  # a stamp is a line; what is longer is prose
FIRST_YEAR, LAST_YEAR = 1970, 2100

_MONTHS = {
    1: "january jan january janvier janv januar jän jänner enero ene gennaio gen januari janeiro styczeń stycznia ocak",
    2: "february feb février févr fév fevrier fevr februar febrero febbraio februari fevereiro fev lutego şubat",
    3: "march mar mars märz mär maerz marzo mrt maart março marco marca mart",
    4: "april apr avril avr abril abr aprile kwietnia nisan",
    5: "may mai mayo maggio mag mei maio maj maja mayıs",
    6: "june jun juin juni junio giugno giu junho czerwca haziran",
    7: "july jul juillet juil juli julio luglio lug julho lipca temmuz",
    8: "august aug août aout agosto ago augustus agu augusti sierpnia ağustos",
    9: "september sept sep septembre septiembre settembre set setembro września eylül",
    10: "october oct octobre oktober okt octubre ottobre ott outubro out października ekim",
    11: "november nov novembre noviembre novembro listopada kasım",
    12: "december dec décembre déc decembre dezember dez diciembre dic dicembre desember des dezembro grudnia aralık",
}
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
_DATES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(
        rf"(?<![\d:])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s\-]*(?:de\s+|"
        rf"of\s+)?(?P<name>{_NAME})\b[.,]?[\s\-]*(?:del?\s+|of\s+)?(?P<y>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<name>{_NAME})\b\.?[\s\-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*[,.\s]\s*(?P<y>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\d.:/])(?P<a>\d{1,2})(?P<sep>[./\-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{6})T(\d{2})(\d{2})(\d{2})?")
_UNIX = re.compile(
    rf"\b({_NAME}) +(\d{{1,2}}) +(\d{{2}}:\d{{2}}:\d{{2}})( [A-Z]{{2,5}})? +(\d{{4}})\b", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?<![\d:+\-])(?P<h>\d{1,2})(?:(?::|\.(?=\d{2}(?!\.?\d))|\s?[hH時시]\s?|"
    r"\s?Uhr\s?)(?P<m>\d{2})(?![\d])(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_WHOLE_HOUR = re.compile(r"(?<![\d:.])(?P<h>\d{1,2})\s?(?:h|Uhr|heures?)(?![\w])", re.IGNORECASE)
_MIDNIGHT = re.compile(r"^[T\s,]*00:00:00(?:[.,]\d{1,9})?")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_WORDY = re.compile(r"\b(?P<noon>noon|midi)\b|\b(?P<midnight>midnight|minuit)\b", re.IGNORECASE)

_UNITS = (
    (60, r"m|min|mins|minutes?|minuten|minutos?|minuti|minuto|minuut"),
    (3600, r"h|hr|hrs|hours?|heures?|stunden?|horas?|ore|ora|uur|uren"),
    (86400, r"d|days?|jours?|tag|tagen|tage|d[ií]as?|giorn[io]|dag|dagen"),
    (604800, r"w|wks?|weeks?|semaines?|wochen?|semanas?|settiman[ae]|we(?:ek|ken)"),
    (1, r"s|secs?|seconds?|secondes?|sekunden?|segundos?|second[io]"),
)
_UNIT = "|".join(f"(?P<u{seconds}>{names})" for seconds, names in _UNITS)
_COUNT = r"(?P<n>\d{1,3}|an?|une?|eine[rmn]?|un[ao]?|uma?|een)"
_AGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.]){_COUNT}\s*(?:{_UNIT})\.?\s+(?:ago|fa|geleden|atrás)\b",
        rf"\b(?:il y a|vor|hace|há)\s+(?:environ\s+|about\s+)?{_COUNT}\s*(?:{_UNIT})(?![\w])",
    )
)
_NOW = re.compile(r"\b(?:just now|moments ago|à l['’]instant)\b", re.IGNORECASE)
_DAYS_BACK = (
    (0, re.compile(r"\b(?:today|aujourd['’]hui|heute|hoy|oggi|vandaag|hoje)\b", re.IGNORECASE)),
    (1, re.compile(r"\b(?:yesterday|hier|gestern|ayer|ieri|gisteren|ontem)\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a stamp is read in: the outlet's zone, the page's language, the instant of the capture."""

    zone: str | None = None
    language: str | None = None
    captured_at: datetime | None = None


def month_first(setting: Setting) -> bool:
    """Whether 03/04/2026 is read as March 4: English pages, unless their zone lies outside the Americas."""
    english = (setting.language or "en").startswith("en")
    return english and (setting.zone is None or setting.zone.startswith("America/"))


def _numeric(found: re.Match[str], setting: Setting) -> tuple[int, int]:
    first, second = int(found["a"]), int(found["b"])
    us_order = found["sep"] == "/" and month_first(setting)
    if second > 12 or (us_order and first <= 12):  # noqa: PLR2004 - a year's months
        return first, second
    return second, first


def _day(found: re.Match[str], setting: Setting) -> date | None:
    groups = found.groupdict()
    if "a" in groups:
        month, day = _numeric(found, setting)
    else:
        month = _MONTH[found["name"].lower()] if "name" in groups else int(found["m"])
        day = int(found["d"])
    year = int(found["y"])
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def find_day(text: str, setting: Setting = Setting()) -> tuple[date, int, int] | None:
    """The first calendar date in a text, and where it begins and ends; None if there is none."""
    best: tuple[date, int, int] | None = None
    for pattern in _DATES:
        found = pattern.search(text)
        day = _day(found, setting) if found else None
        if found and day and (best is None or found.start() < best[1]):
            best = (day, found.start(), found.end())
            if not best[1]:  # none can begin before it
                break
    return best


def _clock_of(found: re.Match[str]) -> tuple[time, Precision] | None:
    hour, minute, second = int(found["h"]), int(found["m"] or 0), int(found["s"] or 0)
    half = (found["half"] or "").lower()[:1]
    if not half and found["m"] is None:
        return None
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 - a half day's hours
        half = "" if found["m"] else "x"
    if half in ("a", "p"):
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second), "second" if found["s"] else "minute"
    except ValueError:
        return None


def find_clock(text: str) -> tuple[time, Precision, int, int] | None:
    """The first time of day in a text ("4:00 am", "16 h 30", "16.30 Uhr"), with where it stands."""
    for found in _CLOCK.finditer(text):
        clock = _clock_of(found)
        if clock:
            return clock[0], clock[1], found.start(), found.end()
    whole = _WHOLE_HOUR.search(text)
    if whole and int(whole["h"]) < 24:  # noqa: PLR2004 - a day's hours
        return time(int(whole["h"])), "minute", whole.start(), whole.end()
    word = _WORDY.search(text)
    if word:
        return time(12 if word["noon"] else 0), "minute", word.start(), word.end()
    return None


def _at(local: datetime, tail: str, setting: Setting) -> tuple[datetime | None, str | None]:
    """The instant of a wall-clock time, and the zone it was read in."""
    zone, name = zones.written(tail, setting.zone)
    if name is None and setting.zone:
        zone, name = zones.named(setting.zone), setting.zone
    return (zones.to_utc(local, zone) if zone else None), name


def _age(raw: str, source: TimeSource, setting: Setting) -> Claim | None:
    """A relative stamp, counted back from the capture; one in days or more is no minute-precise claim."""
    if setting.captured_at is None:
        return None
    if _NOW.search(raw):
        return Claim(
            raw, source, setting.captured_at, "minute", _local_day(setting.captured_at, setting), "capture"
        )
    for pattern in _AGES:
        found = pattern.search(raw)
        if found:
            seconds = next(s for s, _ in _UNITS if found[f"u{s}"])
            count = int(found["n"]) if found["n"].isdigit() else 1
            at = setting.captured_at.astimezone(UTC) - timedelta(seconds=seconds * count)
            precision: Precision = "minute" if seconds <= 3600 else "day"  # noqa: PLR2004 - an hour
            return Claim(
                raw,
                source,
                at.replace(second=0, microsecond=0),
                precision,
                _local_day(at, setting),
                "capture",
            )
    return None


def _home(setting: Setting) -> tzinfo:
    return (zones.named(setting.zone) if setting.zone else None) or UTC


def _local_day(at: datetime, setting: Setting) -> date:
    return at.astimezone(_home(setting)).date()


def _spoken_day(text: str, setting: Setting) -> tuple[date, int, int] | None:
    """Resolve "today" and "yesterday" by the outlet's calendar at the capture."""
    if setting.captured_at is None or setting.zone is None:
        return None
    for back, pattern in _DAYS_BACK:
        found = pattern.search(text)
        if found:
            return _local_day(setting.captured_at, setting) - timedelta(days=back), found.start(), found.end()
    return None


def _epoch(raw: str, source: TimeSource) -> Claim | None:
    if not _EPOCH.fullmatch(raw):
        return None
    whole = raw.split(".", maxsplit=1)[0]
    at = datetime.fromtimestamp(int(whole[:10]), UTC)
    return Claim(raw, source, at, "second", at.date(), "UTC") if FIRST_YEAR < at.year <= LAST_YEAR else None


def _expand(raw: str) -> str:
    """Packed ISO and the Unix `date` order, written out."""
    raw = _COMPACT.sub(lambda m: f"{m[1][:4]}-{m[1][4:6]}-{m[1][6:8]}T{m[2]}:{m[3]}:{m[4] or '00'}", raw)
    return _UNIX.sub(r"\2 \1 \5 \3\4", raw) if " " in raw else raw


def read(raw: str, source: TimeSource, setting: Setting = Setting()) -> Claim | None:
    """Read a stamp.

    Args:
        raw: the stamp as it stands on the page, with or without its label.
        source: the rung of the ladder it was found on.
        setting: the zone, language and capture it is read in.

    Returns:
        A claim; its instant is None where neither the stamp nor the outlet says a zone. A day-precise
        claim's instant is that day's local midnight. None if there is no date in it.
    """
    raw = " ".join(raw.split())
    if not raw or len(raw) > LONGEST:
        return None
    text = _expand(raw)
    epoch = _epoch(text, source)
    if epoch:
        return epoch
    day = find_day(text, setting)
    if day:
        return _dated(raw, text, day, source, setting)
    return _spoken(raw, text, source, setting) or _age(raw, source, setting)


def _spoken(raw: str, text: str, source: TimeSource, setting: Setting) -> Claim | None:
    """A bare "yesterday" is as relative as "23 hours ago": tomorrow the page says something else."""
    day = _spoken_day(text, setting)
    if day is None:
        return None
    claim = _dated(raw, text, day, source, setting)
    return replace(claim, zone="capture") if claim.precision == "day" else claim


def _dated(raw: str, text: str, day: tuple[date, int, int], source: TimeSource, setting: Setting) -> Claim:
    on, begin, end = day
    clock = find_clock(text[end:])
    tail = text[end + clock[3] :] if clock else ""
    if clock is None:
        clock = find_clock(text[:begin])
        tail = text[clock[3] : begin] if clock else ""
        tail = tail if zones.written(tail)[1] else text[end:]
    if clock is None or _is_bare_midnight(text, clock[0], source):
        return _whole_day(raw, source, on, _MIDNIGHT.sub("", text[end:]), setting)
    instant, zone = _at(datetime.combine(on, clock[0]), tail, setting)
    return Claim(raw, source, instant, clock[1], on, zone)


def _is_bare_midnight(text: str, clock: time, source: TimeSource) -> bool:
    """Midnight to the second in a machine's stamp is how content systems write a day without a time."""
    return clock == time(0) and source not in ("visible", "wire") and "00:00:00" in text


def _whole_day(raw: str, source: TimeSource, on: date, tail: str, setting: Setting) -> Claim:
    instant, zone = _at(datetime.combine(on, time(0)), tail, setting)
    return Claim(raw, source, instant, "day", on, zone)
