"""Is this pair the same wire copy? A join is made by evidence that can be shown, never by a score alone.

`link` looks at one pair of versions; `partition` (see `grouping`) makes stories of the pairs. What is decided here:

* A brief joins the story it was cut from when four fifths of it stand there, on the same day; a notice of 25 words
  joins another day's text only if both say the same from end to end.
* A photo caption that is an article of its own is such a notice. Set under other articles it is a stock passage, as
  are biographies and closing lines: one passage of up to 60 words between texts whose other parts name nobody in
  common joins nothing, and known closing lines (`tails`) count for nothing at all.
* A daily template does not join (`figures`), but a text mostly kept and updated within the day does, tolls and all;
  nor does its figures' change part a text from the one it corrects.
* A page that names another outlet's page as its original (its canonical) is a copy of it, cut or rewritten as it may
  be, if it has a passage of it; without any it is no copy, whatever it names.
* What the wire says of itself counts: one first-published day with one agency or byline lowers what must be common
  (a short brief of the story), another day with the same agency raises it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from pipeline.core.stories.evidence import (
    agree,
    apart,
    minutes,
    same_byline,
    same_dateline,
)
from pipeline.core.stories.figures import DAY_APART, exchanges
from pipeline.core.stories.grouping import partition
from pipeline.core.stories.passages import Together, is_borrowed
from pipeline.core.stories.sides import Side, Sides
from pipeline.model import Link, Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.core.stories.passages import Shared

__all__ = ["link", "links", "partition"]

Named = Literal["a", "b"]
_Pair = tuple[Member, Member, int, int, int]  # two versions, sampled grams shared, and of each

WINDOW = timedelta(days=10)  # copies of one text run within days; re-used background runs for months
SAMPLED_SHARE = 0.1  # of the smaller sample: long texts that share less are not looked at
LONG_SAMPLE = 60  # grams; a smaller sample may be a short text's, kept at a finer rate than the other's
SHORT_SHARED = 2  # sampled grams are enough to look at a short text
CONTAINED = 0.4  # share of the smaller text's 5-grams: true copies kept ≥ .5 over nine kinds of wire edit
CONTAINED_OTHER_AGENCY = 0.6  # the credits differ: outlets mislabel, so nearly the whole text may still join
CONTAINED_SAME_ARTICLE = 0.15  # one page, two texts: below, the text was replaced
PASSAGE_WORDS = 12  # a passage of so many words in common: less is a stock phrase
SHARED_WORDS = 24  # in all such passages; a brief may have fewer if it is shared nearly whole
BRIEF_CONTAINED = 0.8
QUOTED = 0.65  # of the smaller text: more than that is more than a quotation
DAYS_LATER = timedelta(
    days=3
)  # by then outlets run a text whole or not at all; reworded, it is another item …
CONTAINED_DAYS_LATER = 0.85  # … of the same frame ("leaves rate unchanged", week by week)
BRIEF = 80  # words: in so short a text, on another day …
CONTAINED_BRIEF_DAY_LATER = 0.75  # … less in common is a frame ("Fed adds reserves via …")
NOTICE = 25  # words: so few say the same on another day by chance ("bought 2,000 tonnes overnight") …
EQUAL_NOTICE = 0.9  # … unless they are the whole of both texts
CONTAINED_SAME_WIRE = 0.3  # the wire first published both on one day, under one byline or agency
CONTAINED_NAMED = 0.15  # the one names the other as its original: cut or rewritten, but not another text
CONTAINED_OTHER_WIRE_DAY = 0.75  # it says of itself that it is another day's story
WIRE_DAYS = 2
TOGETHER = 1 << 21  # words of texts that are read together, counted once a pair: at most 100 MB
CORRECTED_WITHIN = timedelta(days=2)  # a text that says it corrects one before
_NOTE_SIGNS = 60  # in which a headline or paragraph says that it corrects
_CORRECTED = re.compile(r"\bcorrect(?:ed|s|ion)\b", re.IGNORECASE)


class _Look(NamedTuple):
    """Two versions that may be one text, smaller key first, what they share of the index, the time between them."""

    a: Side
    b: Side
    shared: int
    between: timedelta | None
    named: Named | None = None


def link(a: Member, b: Member, shared: int, size_a: int, size_b: int) -> Link | None:
    """The verified evidence that two versions carry the same wire copy; None where they do not.

    Args:
        a: one version; ``b`` the other, in any order.
        b: see ``a``.
        shared: sampled grams that both have, out of ``size_a`` and ``size_b`` (`fingerprint`).
        size_a: sampled grams of ``a``.
        size_b: sampled grams of ``b``.

    Returns:
        A link whose shares are exact (all 5-grams of both texts, not the sample), or None where the pair lies
        more than ten days apart (an unknown time fits any; where only the day is known, it counts), is in two
        languages, shares too little of the smaller text or no passage worth the name, or is one template.
    """
    return next(iter(links([(a, b, shared, size_a, size_b)])), None)


def links(pairs: Iterable[_Pair], named: Mapping[tuple[int, int], Named] | None = None) -> list[Link]:
    """The links of many pairs, in their order: `link` of each, at a third of the cost, for what they read together.

    Args:
        pairs: what `link` is given; a version may stand in many of them.
        named: those of them (smaller key first) of which one's page names the other's as its original: which one.
            What they share of the index does not matter, and a cut or rewritten text will do.
    """
    found = []
    for some in _read_together(_looks(pairs, named or {})):
        together = Together(body for look in some for body in (look.a.body, look.b.body))
        for look in some:
            common = together.shared(look.a.body, look.b.body, CONTAINED_SAME_ARTICLE)
            if _is_copy(look, common, together):
                found.append(_link(look, common))
    return found


def _looks(pairs: Iterable[_Pair], named: Mapping[tuple[int, int], Named]) -> Iterator[_Look]:
    """What there is to verify."""
    sides = Sides()
    for one, other, shared, size_a, size_b in pairs:
        a, b = (one, other) if one.version_key <= other.version_key else (other, one)
        original = named.get((a.version_key, b.version_key))
        if not original and shared < _worth_a_look(min(size_a, size_b)):
            continue
        if not _is_one_language(one, other):
            continue
        between = apart(a, b)
        if between is None or between <= WINDOW or a.article_key == b.article_key:
            yield _Look(sides.of(a), sides.of(b), shared, between, original)


def _is_one_language(a: Member, b: Member) -> bool:
    return not a.language or not b.language or a.language[:2] == b.language[:2]


def _read_together(looks: Iterable[_Look]) -> Iterator[list[_Look]]:
    """Pairs in parts that fit into memory, however many and long the texts are."""
    some: list[_Look] = []
    words = 0
    for look in looks:
        some.append(look)
        words += look.a.words + look.b.words
        if words > TOGETHER:
            yield some
            some, words = [], 0
    yield some


def _link(look: _Look, common: Shared) -> Link:
    a, b = look.a.member, look.b.member
    return Link(
        a.version_key,
        b.version_key,
        look.shared,
        round(common.in_a, 4),
        round(common.in_b, 4),
        common.longest,
        common.words,
        minutes_apart=minutes(look.between),
        same_agency=agree(a.agency, b.agency),
        same_byline=same_byline(a, b),
        same_dateline=same_dateline(a, b),
        same_wire_day=agree(a.wire_first_published_on, b.wire_first_published_on),
        passage_from=common.start,
        shared_figures=len(look.a.frame.figures & look.b.frame.figures),
        shared_names=len(look.a.names & look.b.names),
        named=look.named,
    )


def _worth_a_look(sampled: int) -> float:
    """Shared sampled grams below which a pair cannot be a copy, given the smaller of the two samples."""
    return SAMPLED_SHARE * sampled if sampled > LONG_SAMPLE else min(SHORT_SHARED, sampled)


def _is_copy(look: _Look, common: Shared, together: Together) -> bool:
    a, b, between = look.a.member, look.b.member, look.between
    contained = max(common.in_a, common.in_b)
    if a.article_key == b.article_key:
        return contained >= CONTAINED_SAME_ARTICLE
    if look.named and contained >= CONTAINED_NAMED:
        return common.longest >= PASSAGE_WORDS or contained >= BRIEF_CONTAINED
    if contained < _needed(a, b) or _is_too_little(common):
        return False
    if contained < QUOTED and is_borrowed(look.a.body, look.b.body, together):
        return False
    if not _is_another_days(look, common) and not exchanges(look.a.body_frame, look.b.body_frame, between):
        return True
    # the exchanged figures may be what was wrong
    return (between is None or between < CORRECTED_WITHIN) and (_corrects(a) or _corrects(b))


def _needed(a: Member, b: Member) -> float:
    """The share of the smaller text that must be common, given what both say of the wire they come from."""
    same_agency = agree(a.agency, b.agency)
    first, second = a.wire_first_published_on, b.wire_first_published_on
    if first and second:
        if first == second and (same_agency or same_byline(a, b)):
            return CONTAINED_SAME_WIRE
        if same_agency and abs((first - second).days) >= WIRE_DAYS:
            return CONTAINED_OTHER_WIRE_DAY
    return CONTAINED_OTHER_AGENCY if same_agency is False else CONTAINED


def _is_too_little(common: Shared) -> bool:
    """Stock phrases, however many: a brief may share few words, if these are nearly all of it."""
    if max(common.in_a, common.in_b) >= BRIEF_CONTAINED:
        return False
    return common.longest < PASSAGE_WORDS or common.words < SHARED_WORDS


def _is_another_days(look: _Look, common: Shared) -> bool:
    """Whether the pair lies a day or more apart (or that is not known), and shares too little for that."""
    between = look.between
    if between is not None and between < DAY_APART:
        return False
    contained = max(common.in_a, common.in_b)
    words = min(look.a.words, look.b.words)
    if words <= NOTICE and min(common.in_a, common.in_b) < EQUAL_NOTICE:
        return True
    if words <= BRIEF and contained < CONTAINED_BRIEF_DAY_LATER:
        return True
    return between is not None and between > DAYS_LATER and contained < CONTAINED_DAYS_LATER


def _corrects(m: Member) -> bool:
    """Whether the text says of itself that it corrects one before."""
    ends = (m.headline, *m.paragraphs[:1], *m.paragraphs[-1:])
    return bool(m.corrections) or any(_CORRECTED.search(text[:_NOTE_SIGNS]) for text in ends)
