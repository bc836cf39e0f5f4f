"""Is this pair the same wire copy? A join is made by evidence that can be shown, never by a score alone.

`link` looks at one pair of versions; `partition` (see `grouping`) makes stories of the pairs.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.stories.evidence import (
    agree,
    apart,
    figures,
    minutes,
    names,
    same_byline,
    same_dateline,
)
from pipeline.core.stories.figures import is_template
from pipeline.core.stories.grams import GRAM_WORDS, containment, read
from pipeline.core.stories.grouping import partition
from pipeline.model import Link

if TYPE_CHECKING:
    from pipeline.model import Member

__all__ = ["link", "partition"]

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
AROUND = 20  # words on both sides of a passage make it an insert
ONE_PASSAGE = 0.8  # of the words from its first to its last shared one


class Shared(NamedTuple):
    """What two texts have in common, exactly: grams, shares, words of the longest and of all passages.

    ``start`` is the word of ``a`` at which the longest passage begins; None where there is none.
    """

    grams: int
    in_a: float
    in_b: float
    longest: int
    words: int
    start: int | None = None


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
        more than ten days apart (an unknown time fits any), is in two languages, shares too little of the
        smaller text or no passage worth the name, or is one template with other figures.
    """
    if a.version_key > b.version_key:
        return link(b, a, shared, size_b, size_a)
    if shared < _worth_a_look(min(size_a, size_b)) or not _may_be_one(a, b):
        return None
    common = shared_text(a.paragraphs, b.paragraphs)
    if not _is_copy(a, b, common):
        return None
    return _link(a, b, shared, common)


def _link(a: Member, b: Member, shared: int, common: Shared) -> Link:
    return Link(
        a.version_key,
        b.version_key,
        shared,
        round(common.in_a, 4),
        round(common.in_b, 4),
        common.longest,
        common.words,
        minutes_apart=minutes(apart(a, b)),
        same_agency=agree(a.agency, b.agency),
        same_byline=same_byline(a, b),
        same_dateline=same_dateline(a, b),
        same_wire_day=agree(a.wire_first_published_on, b.wire_first_published_on),
        passage_from=common.start,
        shared_figures=len(figures(a.paragraphs) & figures(b.paragraphs)),
        shared_names=len(names(a.paragraphs) & names(b.paragraphs)),
    )


def _worth_a_look(sampled: int) -> float:
    """Shared sampled grams below which a pair cannot be a copy, given the smaller of the two samples."""
    return SAMPLED_SHARE * sampled if sampled > LONG_SAMPLE else min(SHORT_SHARED, sampled)


def shared_text(a: tuple[str, ...], b: tuple[str, ...]) -> Shared:
    """Measure what two bodies have in common; passages are runs of words in the order of ``a``."""
    grams_a, grams_b = read(a).distinct, read(b).distinct
    runs: list[tuple[int, int]] = []
    place = 0
    for has, run in groupby(map(grams_b.__contains__, read(a).grams)):
        length = sum(1 for _ in run)
        if has:
            runs.append((length + GRAM_WORDS - 1, -place))
        place += length
    longest, start = max(runs, default=(0, None))
    return Shared(
        len(grams_a & grams_b),
        containment(grams_a, grams_b),
        containment(grams_b, grams_a),
        longest,
        sum(length for length, _ in runs),
        None if start is None else -start,
    )


def _may_be_one(a: Member, b: Member) -> bool:
    if a.language and b.language and a.language[:2] != b.language[:2]:
        return False
    between = apart(a, b)
    return a.article_key == b.article_key or between is None or between <= WINDOW


def _is_copy(a: Member, b: Member, common: Shared) -> bool:
    contained = max(common.in_a, common.in_b)
    if a.article_key == b.article_key:
        return contained >= CONTAINED_SAME_ARTICLE
    other_agency = a.agency and b.agency and a.agency != b.agency
    if contained < (CONTAINED_OTHER_AGENCY if other_agency else CONTAINED):
        return False
    if contained < BRIEF_CONTAINED and (common.longest < PASSAGE_WORDS or common.words < SHARED_WORDS):
        return False
    if contained < QUOTED and _is_quotation(a.paragraphs, b.paragraphs):
        return False
    return not is_template(a.paragraphs, b.paragraphs, apart(a, b))


def _is_quotation(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether all they share is one passage that the one text has in its midst: it borrows, it is no copy."""
    return any(_is_inside(read(host).grams, read(guest).distinct) for host, guest in ((a, b), (b, a)))


def _is_inside(host: tuple[int, ...], guest: frozenset[int]) -> bool:
    places = [i for i, gram in enumerate(host) if gram in guest]
    first, last = places[0], places[-1]
    return (
        first >= AROUND and len(host) - 1 - last >= AROUND and len(places) >= ONE_PASSAGE * (last - first + 1)
    )
