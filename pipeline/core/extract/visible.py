"""Stamps that readers see: "Posted …", "Last updated …", "Publié le …", with or without a label, line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pipeline.core.extract import stamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipeline.core.extract.stamps import Setting
    from pipeline.model import Claim

LONGEST_LINE = 260  # signs: a stamp stands in a line of its own, or with a byline, not in prose
LONGEST_STAMP = 90
MOST_WORDS = 14  # of a stamp that ends with a full stop
Kind = Literal["published", "updated"]

_UPDATED = (
    r"(?:last |latest |article )?(?:updated?|modified|edited|revised)(?: (?:on|at|date))?|(?:dernière "
    r")?mise à jour|mis à jour|modifié|dernière modification|actualisé|"
    r"(?:zuletzt )?(?:aktualisiert|geändert|bearbeitet)|stand|update|actualizado|actualizada|última "
    r"actualización|(?:ultimo )?aggiornament[oi]|aggiornato|"
    r"(?:laatst )?(?:bijgewerkt|gewijzigd|aangepast)|laatste update|atualizad[oa]|última atualização|"
    r"oppdatert|opdateret|uppdaterad|sist endret|zaktualizowano|aktualizacja"
)
_PUBLISHED = (
    r"(?:first |originally |article |date )?(?:posted|published|publish(?:ing)? date|publication date|"
    r"issued|created|released|(?:date|datum|fecha|data)(?=\s*:|\s+\d{1,2}[./]\d))(?: (?:on|at))?|"
    r"publiée?|mise? en ligne|parue?|créé|diffusée?|"
    r"veröffentlicht|erschienen|erstellt|publicad[oa]|pubblicato|pubblicazione|gepubliceerd|geplaatst|"
    r"publicerad|publisert|offentliggjort|udgivet|opublikowano"
)
_LABEL = re.compile(
    rf"(?<!\w)(?:(?P<updated>{_UPDATED})|(?P<published>{_PUBLISHED}))(?!\w)\s*(?:le|am|el|il|op|em|den|on|"
    rf"at)?\s*[:\-–—]?\s*",
    re.IGNORECASE,
)
_TOLD = re.compile(  # "This report was first published …" tells of the wire's day, it stamps no page
    r"\b(?:was|were|been|being|is|a été|ont été|wurde|wurden|fue|è stato|foi|werd)\s+(?:first |originally )?$",
    re.IGNORECASE,
)
_UPDATED_BEHIND = re.compile(
    rf"(?<!\w)(?:{_UPDATED}|last ?updated?)(?!\w)|更新|수정|güncelle|обновлен", re.IGNORECASE
)
_FILLER = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:lundi|mardi|mercredi|jeudi|"
    r"vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b|"
    r"\b(?:at|on|le|à|um|uhr|the|de|time|local|est|edt|et|pst|pdt|pt|cst|cdt|ct|mst|mdt|gmt|utc|bst|cet|"
    r"cest|ist|min(?:ute)?s? read|min|read|lecture|de lecture)\b|\d+",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:copyright|©|all rights|scheduled|born|died|event|game|kick-?off|deadline)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A stamp on a line: what it claims, whether a label said so, and the line's index."""

    kind: Kind
    claim: Claim
    labelled: bool
    index: int


def _segments(line: str) -> Iterator[tuple[Kind, str]]:
    """(kind, text up to the next label) for each label of a line."""
    labels = [found for found in _LABEL.finditer(line) if not _TOLD.search(line[: found.start()])]
    for number, found in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(line)
        kind: Kind = "updated" if found["updated"] else "published"
        yield kind, line[found.end() : min(end, found.end() + LONGEST_STAMP)]


def _same_day(segment: str, former: Claim | None, setting: Setting) -> Claim | None:
    """Read "Updated 5:32 am" behind a full stamp as of that day."""
    clock = stamps.find_clock(segment[:24])
    if not clock or not former or not former.local_day:
        return None
    tail = segment[clock[3] :]
    stated = f"{former.local_day.isoformat()} {clock[0].isoformat()} {tail}"
    read = stamps.read(stated, "visible", setting)
    if read is None:
        return None
    instant = (
        read.instant if read.instant or not former.instant else _shift(former, clock[0].hour, clock[0].minute)
    )
    return replace(read, raw=segment.strip(" |·•,;()"), precision="minute", instant=instant)


def _shift(former: Claim, hour: int, minute: int) -> datetime | None:
    return (
        former.instant.replace(hour=hour, minute=minute) if former.instant and former.zone == "UTC" else None
    )


def _labelled(line: str, following: str, setting: Setting, index: int) -> Iterator[Seen]:
    former: Claim | None = None
    for kind, segment in _segments(line):
        text = segment.strip(" |·•,;()")
        claim = stamps.read(text, "visible", setting) if text else _next_line(following, setting)
        claim = claim or _same_day(text, former, setting)
        if claim:
            former = claim
            yield Seen(kind, replace(claim, raw=text or following), labelled=True, index=index)


def _next_line(following: str, setting: Setting) -> Claim | None:
    """A label alone on its line speaks of the next."""
    return stamps.read(following, "visible", setting) if len(following) <= LONGEST_STAMP else None


def _bare(line: str, setting: Setting, index: int) -> Seen | None:
    """A line that is a date, perhaps with a byline's name before it, and nothing else."""
    if len(line) > LONGEST_STAMP or _FUTURE.search(line):
        return None
    day = stamps.find_day(line, setting)
    aged = stamps.read(line, "visible", setting) if not day and len(line) < 24 else None  # noqa: PLR2004 - "3 hours ago"
    if not day:
        return Seen("published", aged, labelled=False, index=index) if aged else None
    rest = line[: day[1]] + " " + line[day[2] :]
    kind: Kind = "updated" if _UPDATED_BEHIND.search(rest) else "published"
    rest = _FILLER.sub(" ", rest)
    if sum(c.isalpha() + (c > "\u2e7f") for c in rest) > 32 or line.endswith(("?", "!", ":")):  # noqa: PLR2004 - two names
        return None
    claim = stamps.read(line, "visible", setting)
    return Seen(kind, claim, labelled=False, index=index) if claim else None


def alone(text: str, setting: Setting) -> Seen | None:
    """The stamp that a text is, with or without a label; None where it is more than that."""
    return next(iter(find([text], setting)), None)


def _is_prose(line: str) -> bool:
    """A sentence that mentions a date ("The report was published on …") is no stamp."""
    label = _LABEL.match(line)
    return line.endswith((".", "!", "?")) and len(line.split()) > MOST_WORDS and label is None


def is_stamp(line: str) -> bool:
    """Whether a line begins with a stamp's label."""
    return _LABEL.match(line.lstrip("(—–- ")) is not None


def find(lines: Sequence[str], setting: Setting) -> list[Seen]:
    """Every stamp on the lines, in order.

    Args:
        lines: visible lines, one block each.
        setting: zone, language and capture time they are read in.
    """
    seen: list[Seen] = []
    for index, line in enumerate(lines):
        if len(line) > LONGEST_LINE or _is_prose(line):
            continue
        following = lines[index + 1] if index + 1 < len(lines) else ""
        labelled = list(_labelled(line, following, setting, index))
        if not labelled and (bare := _bare(line, setting, index)):
            labelled = [bare]
        seen += labelled
    return seen


def best(seen: Sequence[Seen], kind: Kind) -> Claim | None:
    """The claim of a kind: labelled before bare, with a time of day before without, first before later."""
    mine = [s for s in seen if s.kind == kind]
    ranked = sorted(mine, key=lambda s: (not s.labelled, s.claim.precision == "day", s.index))
    return ranked[0].claim if ranked else None
