"""Furniture taken out of the paragraphs of a page, record or capture, with the rule that took it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.core.extract import corrections, learned, visible
from pipeline.core.extract.furniture_rules import rule_for
from pipeline.core.extract.stamps import Setting
from pipeline.core.normalise import bylines
from pipeline.core.normalise.text import normalise
from pipeline.model import Furniture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from pipeline.core.extract.visible import Seen
    from pipeline.core.normalise.agencies import Agencies
    from pipeline.core.normalise.bylines import Byline

TOP, END = 4, 5  # paragraphs from either end among which bylines, stamps and credits stand
LONGEST_CAPTION = 420
KICKER_WORDS = 3
STAMP_LETTERS = 60  # of a label, a month and a zone
_PLAY = re.compile(
    r"^\W*click to play (?:video|audio)\s*:?\s*['‘’\"“]?(?P<title>.*?)['’\"”]?\s*$", re.IGNORECASE
)
_PICTURE = re.compile(
    r"\bvia (?:getty|ap|afp|reuters|shutterstock)\b[\w ]{0,20}\)?$|\b(?:getty images|shutterstock|file "
    r"photo|ap photo)\W*$|\((?:ap photo|photo|crédit photo|getty)[^()]{0,80}\)\W*$",
    re.IGNORECASE,
)
_PICTURE_HINTS = ("photo", "getty", "shutterstock", "via ")  # one of them stands in every such line
_EMBED = re.compile(r"^\W*\S.{0,60}\(@\w{1,20}\)")  # the line under an embedded post
_ENDED = re.compile(r"[.!?…:\"”’»)。！？」]$")
_SENTENCE = re.compile(r"[.!?…][\"”’')»]*$")


@dataclass
class Sorted:
    """Paragraphs sorted into copy and furniture; what the furniture said of the copy is kept beside it."""

    body: list[str] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    stamps: list[Seen] = field(default_factory=list)
    agency: str | None = None
    first_published_on: date | None = None

    def drop(self, text: str, rule: str) -> None:
        """Keep a line as furniture, before the paragraph that comes next."""
        self.furniture.append(Furniture(len(self.body), text, rule))


class _Sorter:
    """One pass over the paragraphs of one page."""

    def __init__(
        self,
        lines: Sequence[str],
        agencies: Agencies,
        headline: str | None,
        setting: Setting,
        marked: Mapping[int, str],
        forms: frozenset[str],
    ) -> None:
        self.lines = lines
        self.agencies = agencies
        self.headline = normalise(headline).casefold() if headline else None
        self.setting = setting
        self.marked = marked
        self.forms = forms
        self.out = Sorted()

    def run(self) -> Sorted:
        index = 0
        while index < len(self.lines):
            index += self._take(index)
        return self.out

    def _take(self, index: int) -> int:
        """Sort the paragraph at an index, and those that belong to it. -> how many were sorted."""
        line = self.lines[index]
        if index in self.marked:
            self.out.drop(line, self.marked[index])
            return 1
        played = _PLAY.match(line)
        if played:
            return self._video(index, played["title"])
        if corrections.is_correction(line):
            self.out.body.append(line)
            return 1
        line = self._cut_tail(line)
        known = rule_for(line)
        rule = (
            self._wire_rule(line, index, known)
            or self._edge_rule(line, index)
            or known
            or self._learned(line)
        )
        if rule:
            self.out.drop(line, rule)
        elif line:
            self.out.body.append(line)
        return 1

    def _learned(self, line: str) -> str | None:
        return learned.RULE if learned.takes(line, self.forms, self.agencies) else None

    def _video(self, index: int, title: str) -> int:
        """A video's line, its title repeated, and the caption under it."""
        taken = 1
        self.out.drop(self.lines[index], "video")
        key = normalise(title).casefold()
        following = self.lines[index + 1 : index + 3]
        if following and key and normalise(following[0]).casefold() == key:
            self.out.drop(following[0], "video-title")
            taken += 1
        return taken

    def _cut_tail(self, line: str) -> str:
        """The paragraph without a "first published" sentence run on to it."""
        rest, tail = corrections.split_tail(line)
        if tail is not None and (said := corrections.first_published(tail.lstrip("-–— "), self.agencies)):
            self._note_first(said)
            self.out.body.append(rest)
            self.out.drop(tail, "first-published")
            return ""
        return line

    def _note_first(self, said: corrections.FirstPublished) -> None:
        self.out.first_published_on = self.out.first_published_on or said.on
        self.out.agency = self.out.agency or self.agencies.mentioned(said.agency)

    def _wire_rule(self, line: str, index: int, known: str | None) -> str | None:
        """Lines in which the wire speaks of itself: first published, credit, copyright, photo credit.

        ``known``: the pattern's rule that knows the line.
        """
        said = corrections.first_published(line, self.agencies)
        if said and len(said.tail) <= LONGEST_CAPTION:
            self._note_first(said)
            return "first-published"
        if len(line) > LONGEST_CAPTION:
            return None
        if known == "photo" or _is_picture(line) or self.agencies.is_photo_credit(line):
            return "photo"
        if self._may_be_credit(line, index) and not bylines.is_labelled(line):
            credit = self._signed(line) or self.agencies.find(line, "credit")
            if credit:
                self.out.agency = self.out.agency or credit
                return "credit"
        return self._copyright(line)

    def _may_be_credit(self, line: str, index: int) -> bool:
        """Credits stand at either end; a bare name may stand anywhere."""
        return len(line) < 40 or index <= TOP or index >= len(self.lines) - END - 3  # noqa: PLR2004 - signs of a name

    def _copyright(self, line: str) -> str | None:
        """A copyright line, if an agency owns it."""
        if not line.lstrip("( ").lower().startswith(("©", "c)", "copyright")):
            return None
        owner = self.agencies.find(line, "copyright")
        self.out.agency = self.out.agency or owner
        return "copyright" if owner else None

    def _signed(self, line: str) -> str | None:
        """The agency of a closing "Jane Doe, The Canadian Press"."""
        if len(line) > 110 or line.count(" ") > 12 or "/" in line or not self.agencies.mentioned(line):  # noqa: PLR2004 - two names and an agency
            return None
        read = bylines.read(line, self.agencies)
        if (
            not read.agency
            or not read.authors
            or (_SENTENCE.search(line) and not self.agencies.named(line.rsplit(",", 1)[-1]))
        ):
            return None
        self.out.bylines.append(read)
        return read.agency

    def _edge_rule(self, line: str, index: int) -> str | None:
        """Lines at either end: the headline again, the byline, the stamp."""
        if not (index <= TOP or index >= len(self.lines) - END):
            return None
        if index <= TOP and normalise(line).casefold() == self.headline and not _SENTENCE.search(line):
            return "headline"
        if self.headline and self._is_kicker(line, index):
            return "kicker"
        if bylines.is_labelled(line):
            read = bylines.read(line, self.agencies)
            if read.authors or read.agency:
                self.out.bylines.append(read)
                self.out.agency = self.out.agency or read.agency
                return "byline"
        return self._stamp_rule(line)

    def _is_kicker(self, line: str, index: int) -> bool:
        """A section's name that stands before the first paragraph of a page."""
        return (
            index <= 1 and not self.out.body and len(line.split()) <= KICKER_WORDS and not _ENDED.search(line)
        )

    def _stamp_rule(self, line: str) -> str | None:
        if _EMBED.match(line) or len(line) > visible.LONGEST_STAMP + 20 or not any(c.isdigit() for c in line):
            return None
        seen = visible.find([line], self.setting)
        rest = sum(c.isalpha() for c in line)
        if (
            seen
            and rest <= STAMP_LETTERS
            and (visible.is_stamp(line) or not (seen[0].labelled or _SENTENCE.search(line)))
        ):
            self.out.stamps.extend(seen)
            return "stamp"
        return None


def _is_picture(line: str) -> bool:
    """Whether a line ends with the credit of a picture."""
    small = line.lower()
    return any(hint in small for hint in _PICTURE_HINTS) and _PICTURE.search(line) is not None


def sort(
    lines: Sequence[str],
    agencies: Agencies,
    headline: str | None = None,
    setting: Setting | None = None,
    marked: Mapping[int, str] | None = None,
    forms: frozenset[str] = frozenset(),
) -> Sorted:
    """Sort paragraphs into copy and furniture.

    Args:
        lines: the paragraphs in order.
        agencies: the agencies one knows, for credits.
        headline: a first line that repeats it is furniture.
        setting: how stamps among the lines are read.
        marked: lines already known to be furniture: index → rule.
        forms: what was learned to be the outlet's furniture; what the rules above leave is looked up there.

    Returns:
        Body and furniture (positions count body paragraphs), with what the furniture named: agency, day, bylines, stamps.
    """
    return _Sorter(lines, agencies, headline, setting or Setting(), marked or {}, forms).run()
