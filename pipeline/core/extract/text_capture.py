"""A page saved as text, furniture and all, read by its structure: headline, byline and stamp, then the run of copy."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.core.extract import (
    capture_headline,
    capture_lines,
    corrections,
    furniture,
    language,
    meta,
    quality,
    times,
    visible,
)
from pipeline.core.extract.furniture_rules import rule_for
from pipeline.core.extract.page import decode
from pipeline.core.extract.stamps import Setting
from pipeline.core.normalise import bylines, datelines
from pipeline.core.normalise.text import normalise
from pipeline.model import Extracted, Furniture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.extract.capture_lines import CaptureLine, Sort
    from pipeline.core.extract.furniture import Sorted
    from pipeline.core.normalise.agencies import Agencies
    from pipeline.model import Claim, Page

NAME, VERSION = "writethru-text", "1"
MOST_ABOVE = 110  # words of copy above the header: deck and captions, not a story
HEAD_REACH = 25  # lines above the copy in which byline and stamp are looked for
TAIL_REACH = 14  # lines below the copy in which credit, copyright and stamps are
KEPT_OUTSIDE = 150  # lines outside the copy that are kept as furniture
NAMES_WORDS = 12  # of a line that holds two names and an agency
MOST_WORDS = 60  # of one paragraph that count
COMMENTS_BEGIN = -60  # the score of a line behind which readers speak
_COMMENTS = ("comment", "commentaire", "réaction", "kommentar", "join the conversation", "leave a comment")
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


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: index of the first and behind the last line of copy, and of the header's lines."""

    begin: int
    end: int
    header: tuple[int, ...]


def _score(line: CaptureLine) -> int:
    if line.sort == "furniture" and line.text.lower().startswith(_COMMENTS):
        return COMMENTS_BEGIN
    if line.sort != "copy":
        return _WEIGHT[line.sort]
    return min(line.words, MOST_WORDS) // (2 if line.item else 1) if line.times == 1 else -5


def _run(lines: Sequence[CaptureLine]) -> tuple[int, int]:
    """The stretch of lines with the highest sum of scores (Kadane): the copy."""
    best = total = start = 0
    span = (0, 0)
    for index, line in enumerate(lines):
        if total <= 0:
            total, start = 0, index
        total += _score(line)
        if total > best:
            best, span = total, (start, index + 1)
    return span


def _header(lines: Sequence[CaptureLine], begin: int, end: int) -> tuple[int, ...]:
    """The byline and stamp lines that stand above the copy or at its beginning, as one cluster; empty if none."""
    latest = begin + max(2, (end - begin) // 3)
    marks = [
        i
        for i in range(max(0, begin - HEAD_REACH), min(latest, len(lines)))
        if lines[i].sort in ("byline", "stamp") and lines[i].times == 1
    ]
    clusters: list[list[int]] = []
    for i in marks:
        if clusters and i - clusters[-1][-1] <= 4:  # noqa: PLR2004 - a picture or a share bar between them
            clusters[-1].append(i)
        else:
            clusters.append([i])
    clusters = [c for c in clusters if _copy_words(lines[begin : c[0]]) <= MOST_ABOVE]
    ranked = sorted(clusters, key=lambda c: (_rank(lines, c), -abs(c[-1] - begin)), reverse=True)
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


def _lay_out(lines: Sequence[CaptureLine]) -> _Layout:
    begin, end = _run(lines)
    header = _header(lines, begin, end)
    if header and header[-1] >= begin:
        begin = header[-1] + 1
    elif header:
        begin = _reach_up(lines, header[-1] + 1, begin)
    return _Layout(begin, end, header)


def _reach_up(lines: Sequence[CaptureLine], lowest: int, begin: int) -> int:
    """Short first paragraphs between header and run belong to the copy, unless furniture stands between."""
    while begin > lowest and lines[begin - 1].sort == "copy":
        begin -= 1
    return begin


def _captions(lines: Sequence[CaptureLine]) -> set[int]:
    """Indexes of captions: a sentence directly under a video's title, without a blank line between."""
    out: set[int] = set()
    for i, line in enumerate(lines):
        title = re.match(
            r"^\W*click to play (?:video|audio)\s*:?\s*['‘’\"“]?(.*?)['’\"”]?\s*$", line.text, re.IGNORECASE
        )
        if not title:
            continue
        j = i + 1
        if j < len(lines) and normalise(lines[j].text).casefold() == normalise(title[1]).casefold():
            out.add(j)
            j += 1
            if j < len(lines) and not lines[j].gap and lines[j].sort == "copy":
                out.add(j)
    return out


def _marked(lines: Sequence[CaptureLine], layout: _Layout, captions: set[int]) -> dict[int, str]:
    """Lines of the run that structure shows to be furniture: index within the run → rule."""
    found: dict[int, str] = {}
    for i in range(layout.begin, layout.end):
        rule = "video-caption" if i in captions else _structural(lines, i, layout)
        if rule:
            found[i - layout.begin] = rule
    return found


def _structural(lines: Sequence[CaptureLine], i: int, layout: _Layout) -> str | None:
    line = lines[i]
    if line.sort in ("age", "teaser", "photo"):
        return {"age": "related", "teaser": "related", "photo": "photo"}[line.sort]
    if line.times > 1 and not (line.sort == "copy" and _beside_copy(lines, i, layout)):
        return "repeated"
    if line.sort == "stamp":
        return "stamp"
    if line.sort != "short" or line.item or line.text.endswith((".", "!", "?", "”", '"', "»", ":")):
        return None
    return None if _is_subhead(lines, i, layout) else "short-line"


def _beside_copy(lines: Sequence[CaptureLine], i: int, layout: _Layout) -> bool:
    near = [j for j in (i - 1, i + 1) if layout.begin <= j < layout.end]
    return any(lines[j].sort == "copy" and lines[j].times == 1 for j in near)


def _is_subhead(lines: Sequence[CaptureLine], i: int, layout: _Layout) -> bool:
    """A short line alone between paragraphs."""
    near = [lines[j] for j in (i - 1, i + 1) if layout.begin <= j < layout.end]
    return len(near) == 2 and all(n.sort == "copy" for n in near) and lines[i].words <= 14  # noqa: PLR2004 - one on each side


def _around(
    lines: Sequence[CaptureLine], layout: _Layout, headline_at: int, copy: Sorted, tail: Sorted
) -> tuple[Furniture, ...]:
    """The run's furniture, and what stood around the copy within a bound, in the order of the page."""
    skip = {headline_at, *layout.header}
    wire = {f.text: f.rule for f in tail.furniture}
    end = len(copy.body)
    before = [_named(lines[i].text, 0, {}) for i in range(layout.begin) if i not in skip]
    after = [_named(line.text, end, wire) for line in lines[layout.end :]]
    return (*before[-KEPT_OUTSIDE:], *copy.furniture, *after[:KEPT_OUTSIDE])


def _named(text: str, position: int, known: dict[str, str]) -> Furniture:
    return Furniture(position, text, known.get(text) or rule_for(text) or "outside")


def _claims(lines: Sequence[CaptureLine], layout: _Layout) -> tuple[Claim | None, Claim | None]:
    """(published, updated): the header's stamps, else those right above or below the copy."""
    header = [s for i in layout.header for s in lines[i].stamps]
    above = [
        s
        for line in lines[max(0, layout.begin - HEAD_REACH) : layout.begin]
        for s in line.stamps
        if s.labelled
    ]
    below = [
        s
        for line in lines[layout.end : layout.end + TAIL_REACH]
        for s in line.stamps
        if s.labelled and line.sort != "age"
    ]
    published = next((c for part in (header, above, below) if (c := visible.best(part, "published"))), None)
    updated = next((c for part in (header, above, below) if (c := visible.best(part, "updated"))), None)
    return published, updated


def _tail(lines: Sequence[CaptureLine], layout: _Layout, agencies: Agencies, setting: Setting) -> Sorted:
    """What the wire says of itself right below the copy, up to the next story's teaser."""
    texts: list[str] = []
    for line in lines[layout.end : layout.end + TAIL_REACH]:
        if line.sort in ("teaser", "age", "copy"):
            break
        texts.append(line.text)
    return furniture.sort(texts, agencies, None, setting)


def _credit(
    lines: Sequence[CaptureLine], layout: _Layout, sorted_: Sequence[Sorted], agencies: Agencies
) -> tuple[str | None, tuple[str, ...], str | None]:
    """(byline, authors, agency) from the header, the copy's own edges and the lines below."""
    header = [bylines.read(lines[i].text, agencies) for i in layout.header if lines[i].sort == "byline"]
    if not any(h.authors for h in header):
        header += [
            b
            for i in _near_header(lines, layout)
            if (b := bylines.read(lines[i].text, agencies)).authors and b.agency
        ]
    found = [*header, *(b for s in sorted_ for b in s.bylines)]
    printed = next((b for b in found if b.authors), next((b for b in found if b.text), None))
    agency = next((a for a in (*(h.agency for h in header), *(s.agency for s in sorted_)) if a), None)
    return (printed.text, printed.authors, agency) if printed else (None, (), agency)


def _near_header(lines: Sequence[CaptureLine], layout: _Layout) -> list[int]:
    """Short lines beside the header, where bylines without a "By" stand."""
    if not layout.header:
        return []
    return [
        i
        for i in range(max(0, layout.header[0] - 3), min(len(lines), layout.header[-1] + 3))
        if lines[i].words <= NAMES_WORDS and lines[i].sort in ("short", "wire", "stamp")
    ]


def extract(page: Page, agencies: Agencies) -> Extracted:
    """What a text capture says."""
    setting = Setting(page.zone, page.language, page.captured_at)
    text = decode(page.payload, page.charset)
    own = language.detect(text)
    lines = capture_lines.read(text, agencies, replace(setting, language=page.language or own))
    layout = _lay_out(lines)
    title, at = capture_headline.find(
        lines,
        layout.begin,
        layout.end,
        min(layout.header[0] if layout.header else layout.begin, layout.begin),
    )
    run = [line.text for line in lines[layout.begin : layout.end]]
    copy = furniture.sort(run, agencies, title, setting, _marked(lines, layout, _captions(lines)))
    tail = _tail(lines, layout, agencies, setting)
    return _assemble(page, agencies, lines, layout, (title or page.headline, at), copy, tail)


def _assemble(
    page: Page,
    agencies: Agencies,
    lines: Sequence[CaptureLine],
    layout: _Layout,
    head: tuple[str | None, int],
    copy: Sorted,
    tail: Sorted,
) -> Extracted:
    dateline, paragraphs = datelines.split(copy.body, agencies)
    byline, authors, agency = _credit(lines, layout, (copy, tail), agencies)
    when = times.checked(*_claims(lines, layout))
    verdict, reason = quality.judge_page(
        title=lines[0].text if lines else None, headline=head[0], paragraphs=paragraphs,
        visible=[line.text for line in lines[:400]] if sum(map(len, paragraphs)) < 1_200 else (),  # noqa: PLR2004 - signs of 200 words
        linked=None, stated_type=None, links=0,
    )  # fmt: skip
    return Extracted(
        quality=verdict,
        reason=reason,
        headline=head[0],
        paragraphs=paragraphs,
        furniture=_around(lines, layout, head[1], copy, tail),
        byline=byline,
        authors=authors,
        agency=agency or (dateline.agency if dateline else None),
        dateline=dateline.place if dateline else None,
        language=language.of(paragraphs, (page.language,)),
        published=when.published,
        updated=when.updated,
        wire_first_published_on=copy.first_published_on or tail.first_published_on,
        corrections=corrections.corrections(paragraphs),
        kill=corrections.kill(paragraphs),
        cms_id=meta.cms_id(None, page.url),
        extractor=NAME,
        extractor_version=VERSION,
        findings=when.findings,
    )
