"""The lines of a text capture as paragraphs: what a dump broke at its width is put together again.

A program that breaks lines at a width breaks where the next word would not fit. So the width is the length that
nothing exceeds but unbreakable words, and a line goes on in the next one if, and only if, the next one's first word
would not have fitted behind it. That holds for any width, and joins no list of short lines.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LINES = 5_000  # with text, of a capture
MAX_LINE = 10_000  # signs
MAX_SIGNS = 600_000  # of all its lines: a hundred thousand words are no article
WIDEST = 200  # columns: wider dumps are not read by people
NARROWEST = 30
BROKEN = 3  # lines that end no sentence and are continued show that a capture is wrapped …
SHARE = 0.5  # … if they are so large a part of its full lines
FULL = 0.8  # of the width
LONGER = (100, 20, 10)  # one in so many lines may be longer than the width: addresses, tables
MARGIN = 0.12  # of the long lines begin at the margin
HANG = 6  # columns by which the rest of a list item is set deeper than its mark
_SIGNS = "•·▪◦●○‣▸►■□"
_BULLET = re.compile(rf"^(?:[{_SIGNS}*+–—-]|\d{{1,2}}\.|\[[ xX]?\])\s+(?=\S)")
_OUTER_BULLET = re.compile(
    rf"^[{_SIGNS}*]\s+(?=\S)"
)  # at the margin, a dash is speech and a number a heading
_NO_TEXT = re.compile(rf"[{_SIGNS}*+–—\-_=━─│|\s.]*$")
_BLANK = "\ufeff \t\u00a0\u2003\u200b"
_BLANKS = re.compile(r"\n(?:[ \t\u00a0]*\n){2,}")
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)
_ENDED = re.compile(r"[.!?。][\"”“’'»)」]*$")
_LABEL = re.compile(
    r"^\s*(?:by|par|von|posted|published|updated|last updated|publié|mis à jour)\b", re.IGNORECASE
)
_LINK_NUMBER = re.compile(r"\[\d{1,4}\](?=\S|$)")
_NUMBERED = 5  # link numbers that show that a dump numbers its links
_LINK_LIST = re.compile(r"^\s*(?:References|Visible links|Hidden links)\s*:?\s*$", re.IGNORECASE)
_LINK_ENTRY = re.compile(r"^\s*(?:\d{1,4}\.|\[\d{1,4}\])\s+\w+:\S+$|^\s*(?:Visible|Hidden) links:?\s*$")


@dataclass(frozen=True, slots=True)
class Raw:
    """A line as it stands: its text without the margin, whether a blank line stands before it, its indentation."""

    text: str
    gap: bool
    indent: int = 0

    @property
    def width(self) -> int:
        """The column it ends in; signs of East Asian scripts take two."""
        return self.indent + _columns(self.text)


def _columns(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def raw_lines(text: str) -> tuple[list[Raw], bool]:
    """The lines with text, without the numbers and the list of links that some dumps add.

    Returns:
        (lines, whether the bounds cut some of the text off).
    """
    plain = _BLANKS.sub("\n\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines: list[Raw] = []
    gap, signs = True, 0
    for line in plain.split("\n"):
        inner = line.strip(_BLANK)
        if not inner:
            gap = True
        elif not _NO_TEXT.match(inner):
            if len(lines) >= MAX_LINES or signs > MAX_SIGNS:
                return _without_links(lines), True
            lines.append(Raw(inner[:MAX_LINE], gap, _indent(line)))
            gap, signs = False, signs + min(len(inner), MAX_LINE)
    return _without_links(lines), any(len(line.text) == MAX_LINE for line in lines)


def _indent(line: str) -> int:
    """The column a line begins in."""
    return min(len(line[: len(line) - len(line.lstrip(_BLANK))].expandtabs()), WIDEST)


def _without_links(lines: list[Raw]) -> list[Raw]:
    if sum(len(_LINK_NUMBER.findall(line.text)) for line in lines[:400]) < _NUMBERED:
        return lines
    end = next(
        (
            i
            for i, line in enumerate(lines)
            if _LINK_LIST.match(line.text) and _is_link_list(lines[i + 1 : i + 4])
        ),
        len(lines),
    )
    cleaned = [Raw(_LINK_NUMBER.sub("", x.text).strip(), x.gap, x.indent) for x in lines[:end]]
    return [line for line in cleaned if line.text]


def _is_link_list(lines: Sequence[Raw]) -> bool:
    return bool(lines) and all(_LINK_ENTRY.match(line.text) for line in lines)


def _breaking_width(lines: Sequence[Raw]) -> int | None:
    """The width a dump broke its lines at, or None if it did not."""
    widths = sorted(line.width for line in lines if " " in line.text or not line.text.isascii())
    if not widths:
        return None
    candidates = {widths[-1 - len(widths) // part]: None for part in LONGER}
    return next((w for w in candidates if NARROWEST <= w <= WIDEST and _broke(lines, w)), None)


def _broke(lines: Sequence[Raw], width: int) -> bool:
    full = [
        (one, other) for one, other in pairwise(lines) if FULL * width <= one.width <= width and not other.gap
    ]
    broken = sum(1 for one, other in full if _goes_on(one, other, width) and not _ENDED.search(one.text))
    return broken >= max(BROKEN, SHARE * len(full))


def _goes_on(one: Raw, other: Raw, width: int) -> bool:
    """Whether the next line's first word would not have fitted behind a line."""
    if other.gap or _BULLET.match(other.text) or _LABEL.match(other.text):
        return False
    if not 0 <= other.indent - one.indent <= HANG or one.width > width:
        return False
    first = other.text.split(maxsplit=1)[0]
    return one.width + 1 + min(_columns(first), width // 2) > width


def paragraphs(lines: Sequence[Raw]) -> list[Raw]:
    """The lines of a capture, those that a dump broke joined; as they are where it broke none."""
    width = _breaking_width(lines)
    if width is None:
        return list(lines)
    groups: list[list[Raw]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Raw(_joined(group), group[0].gap, group[0].indent) for group in groups]


def _joined(lines: Sequence[Raw]) -> str:
    text = [lines[0].text]
    for one, other in pairwise(lines):
        dense = _is_dense(one.text[-1]) and _is_dense(other.text[0])
        text += ("" if dense else " ", other.text)
    return "".join(text)[:MAX_LINE]


def margin(lines: Sequence[Raw]) -> int:
    """The leftmost column in which a good part of the long lines begins; lists and quotes are set in deeper."""
    columns = Counter(line.indent for line in lines if len(line.text) > NARROWEST)
    return min((c for c, n in columns.items() if n > MARGIN * columns.total()), default=0)


def without_mark(line: Raw, left: int) -> tuple[str, bool]:
    """The text without its list mark, and whether the line is part of a list: marked, or set in right below.

    Args:
        line: the line.
        left: the margin; only what is set in deeper can have a dash or a number as its mark.
    """
    deeper = line.indent > left
    found = (_BULLET if deeper else _OUTER_BULLET).match(line.text)
    return (line.text[found.end() :], True) if found else (line.text, deeper and not line.gap)


def _is_dense(sign: str) -> bool:
    return _WIDE.match(sign) is not None
