"""What a page has of another text without being its copy: briefs of a roundup, a sidebar, an "In other news".

A mention is told from two texts alone, whatever stories they turn out to stand in; so it never has to be taken
back when stories are derived anew. A roundup is told from one page's mentions and the pages it is a copy of.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.core.stories.evidence import apart, names
from pipeline.core.stories.grams import GRAM_WORDS, gram_list, house_words, read, word_buffer
from pipeline.model import Mention

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.model import Link, Member

WITHIN = timedelta(days=10)  # as between copies (`match.WINDOW`): a roundup is of its day
MOSTLY = 2 / 3  # of a page: who has more in common with a text is a copy of it, whatever else it carries
GOOD_PART = 0.4  # of the other text: as much as makes a copy (`match.CONTAINED`)
LEAD = 0.6  # of the other text's first paragraph: a brief is a lead, at times shortened
LEAD_WORDS = 12  # a shorter first paragraph is a label
MENTION_WORDS = 20  # a shorter passage is a stock phrase
PASSAGE_WORDS = 30  # from the midst of the other text: as much as a brief has
COVERED = 0.5  # of a paragraph's words
HALF = 0.5  # a page that has so much in common with a text is not beside its subject
KIN = 0.2  # of the fewer name words of two passages: less in common are other people and places
KIN_WORDS = 2  # name words in common, at least
STRANGERS = 5  # name words two texts must have each, before they are told to be about others …
STRANGE = 0.05  # … since they have less than this of the fewer in common
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "  # noqa: SIM905 - reads better
    "september october november december".split()
)


class Part(NamedTuple):
    """An item of a page: its first and last paragraph, its words, the best share of a text it is."""

    first: int
    last: int
    words: int
    share: float
    sure: bool = True


def mention(host: Member, guest: Member) -> Mention | None:
    """The part of ``guest`` that ``host`` carries, where that is a part of it and not the page itself.

    Args:
        host: the page that may carry something.
        guest: a version of another article.

    Returns:
        None where the two lie more than ten days apart, are in two languages, share most of the host (a copy),
        or too little. Who has a good part of the other text, or its lead behind another one, has it from there;
        else it is ``unsure`` which of the two carries the other. Positions are paragraphs of the host, from 0;
        scattered phrases in common elsewhere do not widen them.
    """
    if host.article_key == guest.article_key or not _same_world(host, guest):
        return None
    ours, theirs = read(host.paragraphs).distinct, read(guest.paragraphs).distinct
    common = ours & theirs
    if not common or len(common) > MOSTLY * len(ours):
        return None
    in_host, in_guest = len(common) / len(ours), len(common) / len(theirs)
    takes = in_guest >= GOOD_PART or _has_lead(guest.paragraphs, common)
    if not takes and (in_host > HALF or len(common) + GRAM_WORDS - 1 < COVERED * PASSAGE_WORDS):
        return None
    pieces = _pieces(host.paragraphs, guest.paragraphs)
    place = max(
        _closed_up(pieces, starts_of(host.paragraphs)), key=lambda r: (r.words, -r.first), default=None
    )
    if place is None or place.words < (MENTION_WORDS if takes else PASSAGE_WORDS):
        return None
    telling = [p for p in pieces if p.words >= LEAD_WORDS]
    return Mention(
        host=host.version_key,
        guest=guest.version_key,
        from_position=place.first,
        to_position=place.last,
        words=place.words,
        in_host=round(in_host, 4),
        in_guest=round(in_guest, 4),
        unsure=not takes or (place.first == 0 and in_guest < GOOD_PART),
        aside=in_host <= HALF and _is_beside(host.paragraphs, place, guest.paragraphs, common),
        first_piece=min((p.first for p in telling), default=place.first),
        last_piece=max((p.last for p in telling), default=place.last),
    )


def _same_world(a: Member, b: Member) -> bool:
    between = apart(a, b)
    if between is not None and between > WITHIN:
        return False
    return not (a.language and b.language and a.language[:2] != b.language[:2])


def _has_lead(paragraphs: tuple[str, ...], common: Collection[int]) -> bool:
    lead = _lead(paragraphs)
    return bool(lead) and sum(gram in common for gram in lead) >= LEAD * len(lead)


@lru_cache(maxsize=768)
def _lead(paragraphs: tuple[str, ...]) -> frozenset[int]:
    """The grams of the first paragraph that says something; none where the next one does not either."""
    for paragraph in paragraphs[:2]:
        if len(paragraph.split()) >= LEAD_WORDS:
            return frozenset(gram_list(word_buffer(house_words(paragraph))))
    return frozenset()


@lru_cache(maxsize=768)
def starts_of(paragraphs: tuple[str, ...]) -> tuple[int, ...]:
    """The word at which each paragraph begins, and the end of the last."""
    return (0, *accumulate(len(house_words(p)) for p in paragraphs))


def _pieces(host: tuple[str, ...], guest: tuple[str, ...]) -> list[Part]:
    """The runs of the host's paragraphs that are made of the guest's grams."""
    starts = starts_of(host)
    words = np.array(starts)
    covered = np.concatenate(([0], np.cumsum(_covered(host, guest, starts[-1]))))
    lengths = np.diff(words)
    inside = (covered[words[1:]] - covered[words[:-1]] >= COVERED * lengths) & (lengths >= GRAM_WORDS)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8))).tolist()
    return [_span(first, end - 1, starts) for first, end in zip(edges[::2], edges[1::2], strict=True)]


def _covered(host: tuple[str, ...], guest: tuple[str, ...], words: int) -> NDArray[np.bool_]:
    """Whether each word of the host stands in a gram of the guest's."""
    grams = read(host).grams[: max(words - GRAM_WORDS + 1, 0)]
    begins = np.fromiter(map(read(guest).distinct.__contains__, grams), dtype=np.bool_, count=len(grams))
    covered = np.zeros(words, dtype=np.bool_)
    for place in range(GRAM_WORDS):
        covered[place : place + len(begins)] |= begins
    return covered


def _span(first: int, last: int, starts: Sequence[int]) -> Part:
    return Part(first, last, starts[last + 1] - starts[first], 0.0)


def _closed_up(runs: Sequence[Part], starts: Sequence[int]) -> list[Part]:
    """Runs with no more between them than the smaller one has are one, interrupted by an insert."""
    out: list[Part] = []
    for run in runs:
        if out and starts[run.first] - starts[out[-1].last + 1] <= min(out[-1].words, run.words):
            out[-1] = _span(out[-1].first, run.last, starts)
        else:
            out.append(run)
    return out


def _is_beside(host: tuple[str, ...], place: Part, guest: tuple[str, ...], common: Collection[int]) -> bool:
    """Whether the part stands behind the page's own matter, begins as the text does, and is about others.

    A write-through, too, pushes the old text down; but it goes on about the same people and places.
    """
    starts = starts_of(host)
    if starts[place.first] < HALF * starts[-1] or not _has_lead(guest, common):
        return False
    rest = name_words(host[: place.first] + host[place.last + 1 :])
    named = name_words(guest)
    fewer = min(len(rest), len(named))
    return fewer >= STRANGERS and len(rest & named) < STRANGE * fewer


def akin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two passages name the same people and places; not told by one word, which may be any "Lake"."""
    return len(one & other) >= max(KIN_WORDS, KIN * min(len(one), len(other)))


def name_words(paragraphs: tuple[str, ...]) -> frozenset[str]:
    """The words of the names in some paragraphs, days and months left out."""
    return frozenset(word for name in names(paragraphs) for word in name.split()) - _DAYS


def mentions_among(members: Mapping[int, Member], links: Sequence[Link]) -> list[Mention]:
    """The mentions, in both directions, of pairs that are linked."""
    pairs = [(x.a, x.b) for x in links] + [(x.b, x.a) for x in links]
    return [m for host, guest in pairs if (m := mention(members[host], members[guest]))]
