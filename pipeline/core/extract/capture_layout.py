"""Where things stand in a text capture: headline, byline and stamp, the run of copy, and what inside it is none.

A dump has no elements, but it has blank lines, list marks and the order of the page. The copy is the stretch of
lines with the highest sum of weights: sentences add, labels, teasers and list items take away. The headline stands
before it, alone between blank lines; what stands between both belongs to the copy, header lines left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.core.extract import capture_headline, clusters
from pipeline.core.normalise.text import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.extract.capture_lines import CaptureLine, Sort

MOST_ABOVE = 110  # words of copy above the header: deck and captions, not a story
HEAD_REACH = 25  # lines above the copy in which byline and stamp are looked for
MOST_WORDS = 60  # of one paragraph that count
TEASER_WORDS = 8  # of a line of copy that count nothing: blurbs are short, paragraphs long
IN_LISTS = 0.5  # of the weight of a list item counts
COMMENTS_BEGIN = -60  # weight of a line behind which readers speak
ELSEWHERE = -10  # … and of one that leads to other stories
AGAIN = -5  # … and of copy that stands on the page more than once
LEAST = 60  # words of a text that readers comment on
DECK_LINES = 12  # lines between headline and copy among which sentences are copy too
STAMPED = 2  # times that a page shows its stamp
SUBHEAD_WORDS = 14
PICTURE_WORDS = (5, 40)  # of what a picture shows, and of its caption
_COMMENTS = re.compile(
    r"^\W*(?:\d+ )?(?:(?:reader |user )?comments?\b|commentaires?\b|réactions?\b|kommentare?\b|leserkommentare|"
    r"comentarios|commenti\b|reacties|responses?\b|join the (?:conversation|discussion)|leave a (?:comment|reply)|"
    r"\d+ (?:thoughts|replies|responses) (?:on|to)\b|show comments|view comments|write a comment)|"
    r"\d.{0,40}\b(?:said|says|wrote|schrieb|sagte?|a (?:dit|écrit)|dice|dijo)\s?:$",
    re.IGNORECASE,
)
_WEIGHT: dict[Sort, int] = {
    "short": -6,
    "teaser": -25,
    "stamp": -15,
    "byline": -4,
    "wire": -70,
    "furniture": -2,
    "age": -40,
    "photo": -1,
}
_RULES = {"age": "related", "teaser": "related", "photo": "photo", "stamp": "stamp"}
_ENDED = re.compile(r"[.!?:;…][\"”“’‘'»«)\]]*$")
_PLAY = re.compile(r"^\W*click to play (?:video|audio)\s*:?\s*['‘’\"“]?(.*?)['’\"”]?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand.

    Attributes:
        headline: the headline as printed, or None.
        headline_at: index of its line.
        begin: index of the first line of copy.
        end: index behind its last line.
        header: indexes of the lines with byline and stamp.
        marked: lines of the copy that structure shows to be furniture: index → rule.
    """

    headline: str | None
    headline_at: int
    begin: int
    end: int
    header: tuple[int, ...]
    marked: dict[int, str]


def lay_out(lines: Sequence[CaptureLine], address: str | None) -> Layout:
    """Find headline, header and copy.

    Args:
        lines: the capture's lines.
        address: the page's URL, whose slug speaks for a headline.
    """
    captions = _captions(lines)
    begin, end = _run(lines, captions)
    header = _header(lines, begin, end)
    top = min(header[0], begin) if header else begin
    low = max(begin, header[-1] + 1) if header and header[-1] - begin < DECK_LINES else begin
    title, at = capture_headline.find(lines, (begin, end), (top, low), captions, address)
    begin = _first(lines, begin, header, at if title else None)
    end = _before_comments(lines, begin, end)
    marked = {i: r for i in range(begin, end) if (r := _rule(lines, i, (begin, end), captions, header))}
    return Layout(title, at, begin, end, header, marked)


def _weight(line: CaptureLine) -> float:
    if _opens_comments(line):
        return COMMENTS_BEGIN
    if line.sort in ("furniture", "short") and clusters.leads_elsewhere(line.text):
        return ELSEWHERE
    if line.sort != "copy":
        return _WEIGHT[line.sort]
    if line.times > 1:
        return AGAIN
    weight = min(line.words, MOST_WORDS) - TEASER_WORDS
    return weight * IN_LISTS if line.item else weight


def _in_prose(lines: Sequence[CaptureLine], i: int) -> bool:
    """Whether the line before or behind is copy too."""
    return any(0 <= j < len(lines) and lines[j].sort == "copy" for j in (i - 1, i + 1))


def _run(lines: Sequence[CaptureLine], captions: set[int]) -> tuple[int, int]:
    """The stretch of lines with the highest sum of weights (Kadane): the copy."""
    best = total = 0.0
    start = 0
    span = (0, 0)
    for index in range(len(lines)):
        if total <= 0:
            total, start = 0.0, index
        total += _WEIGHT["photo"] if index in captions else _weight(lines[index])
        if total > best:
            best, span = total, (start, index + 1)
    return span


def _before_comments(lines: Sequence[CaptureLine], begin: int, end: int) -> int:
    """Where readers begin to speak behind a text; the end where they do not."""
    words = 0
    for i in range(begin, end):
        if words >= LEAST and _opens_comments(lines[i]):
            return i
        words += lines[i].words if lines[i].sort == "copy" else 0
    return end


def _opens_comments(line: CaptureLine) -> bool:
    return (
        line.sort in ("furniture", "short", "stamp")
        and len(line.text) < clusters.SECTION_LABEL
        and _COMMENTS.search(line.text) is not None
    )


def _header(lines: Sequence[CaptureLine], begin: int, end: int) -> tuple[int, ...]:
    """The byline and stamp lines that stand above the copy or at its beginning, as one cluster; empty if none."""
    latest = begin + max(2, (end - begin) // 3)
    marks = [
        i
        for i in range(max(0, begin - HEAD_REACH), min(latest, len(lines)))
        if lines[i].sort in ("byline", "stamp") and lines[i].times <= STAMPED
    ]
    clusters_: list[list[int]] = []
    for i in marks:
        if clusters_ and i - clusters_[-1][-1] <= 4:  # noqa: PLR2004 - a picture or a share bar between them
            clusters_[-1].append(i)
        else:
            clusters_.append([i])
    clusters_ = [c for c in clusters_ if _copy_words(lines[begin : c[0]]) <= MOST_ABOVE]
    ranked = sorted(clusters_, key=lambda c: (_rank(lines, c), -abs(c[-1] - begin)), reverse=True)
    return tuple(ranked[0]) if ranked else ()


def _copy_words(lines: Sequence[CaptureLine]) -> int:
    return sum(line.words for line in lines if line.sort == "copy" and not line.item)


def _rank(lines: Sequence[CaptureLine], cluster: Sequence[int]) -> int:
    points = 0
    for i in cluster:
        points += 3 * (lines[i].sort == "byline")
        points += max(
            (3 * s.labelled + 2 * (s.claim.precision != "day") + 1 for s in lines[i].stamps), default=0
        )
    return points


def _first(lines: Sequence[CaptureLine], begin: int, header: tuple[int, ...], headline: int | None) -> int:
    """The first line of copy: behind the headline or, without one, behind the header; short leads are copy too."""
    lowest = headline + 1 if headline is not None else header[-1] + 1 if header else None
    if lowest is None:
        return begin
    if begin < lowest:
        return lowest
    if headline is not None:
        leads = (i for i in range(lowest, min(begin, lowest + DECK_LINES)) if _is_lead(lines[i]))
        return next(leads, begin)
    while begin > lowest and lines[begin - 1].sort == "copy":
        begin -= 1
    return begin


def _is_lead(line: CaptureLine) -> bool:
    return line.sort == "copy" and line.times == 1 and not line.item


def _captions(lines: Sequence[CaptureLine]) -> set[int]:
    """Captions: what a picture's alternative text repeats in the next line, and a sentence under a video's title."""
    out: set[int] = set()
    for i in range(len(lines) - 1):
        one, other = normalise(lines[i].text).casefold(), normalise(lines[i + 1].text).casefold()
        if len(one) > TEASER_WORDS and other.startswith(one.rstrip(".")) and lines[i].sort != "stamp":
            out |= {i, i + 1}
        if _pictured(lines, i):
            out |= {i, i + 1}
        title = _PLAY.match(lines[i].text)
        if title and other == normalise(title[1]).casefold():
            out.add(i + 1)
            if i + 2 < len(lines) and not lines[i + 2].gap and lines[i + 2].sort == "copy":
                out.add(i + 2)
    return out


def _pictured(lines: Sequence[CaptureLine], i: int) -> bool:
    """Two lines alone between blank lines, the first no sentence: a picture's alternative text and its caption."""
    one, other = lines[i], lines[i + 1]
    return (
        one.gap
        and not other.gap
        and (i + 2 >= len(lines) or lines[i + 2].gap)
        and not one.item
        and other.sort in ("copy", "short", "photo")
        and one.sort == "short"
        and PICTURE_WORDS[0] <= one.words <= PICTURE_WORDS[1]
        and PICTURE_WORDS[0] <= other.words <= PICTURE_WORDS[1]
    )


def _rule(
    lines: Sequence[CaptureLine], i: int, span: tuple[int, int], captions: set[int], header: tuple[int, ...]
) -> str | None:
    """Why a line of the run is no copy; None if it is."""
    line = lines[i]
    if i in header:
        return "byline" if line.sort == "byline" else "stamp"
    if i in captions:
        return "video-caption" if line.sort == "copy" else "photo"
    in_prose = _in_prose(lines, i)
    if line.sort in _RULES and not (line.sort == "teaser" and in_prose):
        return _RULES[line.sort]
    if line.times > 1 and not (line.sort == "copy" and in_prose):
        return "repeated"
    return _label_rule(lines, i, span) if line.sort in ("short", "teaser") else None


def _label_rule(lines: Sequence[CaptureLine], i: int, span: tuple[int, int]) -> str | None:
    """Short lines without an end: links and labels, but for list items under a colon and subheads."""
    if _ENDED.search(lines[i].text):
        return None
    if lines[i].item:
        return "related" if _in_link_list(lines, i, span) else None
    return None if _is_subhead(lines, i, span) else "short-line"


def _in_link_list(lines: Sequence[CaptureLine], i: int, span: tuple[int, int]) -> bool:
    """Whether an item stands among items that are no sentences, under no line that announces a list."""
    first = i
    while first > span[0] and lines[first].item:
        first -= 1
    return not lines[first].text.endswith(":") and not lines[i].text.endswith((".", ";", ","))


def _is_subhead(lines: Sequence[CaptureLine], i: int, span: tuple[int, int]) -> bool:
    """A short line alone between paragraphs, or between blank lines above one."""
    if lines[i].words > SUBHEAD_WORDS or not span[0] < i < span[1] - 1:
        return False
    former, following = lines[i - 1], lines[i + 1]
    alone = lines[i].gap and following.gap and any(line.sort == "copy" for line in lines[span[0] : i])
    return following.sort == "copy" and (former.sort == "copy" or alone)
