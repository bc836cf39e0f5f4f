"""What a page has of another text without being its copy: briefs of a roundup, a sidebar, an "In other news".

A mention is told from two texts alone, whatever stories they turn out to stand in; so it never has to be taken
back when stories are derived anew. A roundup is told from one page's mentions and the pages it is a copy of.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.stories.evidence import apart, names
from pipeline.core.stories.grams import GRAM_WORDS
from pipeline.core.stories.pieces import (
    COVERED,
    LEAD_WORDS,
    closed_up,
    has_lead,
    in_both,
    pieces,
    text_of,
)
from pipeline.model import Mention

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.core.stories.pieces import Grams, Part, Text
    from pipeline.model import Link, Member

WITHIN = timedelta(days=10)  # as between copies (`match.WINDOW`): a roundup is of its day
MOSTLY = 2 / 3  # of a page: who has more in common with a text is a copy of it, whatever else it carries
GOOD_PART = 0.4  # of the other text: as much as makes a copy (`match.CONTAINED`)
LEAD = 0.6  # of the other text's first paragraph: a brief is a lead, at times shortened
MENTION_WORDS = 20  # a shorter passage is a stock phrase
PASSAGE_WORDS = 30  # from the midst of the other text: as much as a brief has
HALF = 0.5  # a page that has so much in common with a text is not beside its subject
KIN = 0.2  # of the fewer name words of two passages: less in common are other people and places
KIN_WORDS = 2  # name words in common, at least
STRANGERS = 5  # name words two texts must have each, before they are told to be about others …
STRANGE = 0.05  # … since they have less than this of the fewer in common
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "  # noqa: SIM905 - reads better
    "september october november december".split()
)


class _Side(NamedTuple):
    """One of two versions, and its text."""

    member: Member
    text: Text


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
    return next(iter(_found(host, guest, other_may=False)), None)


def mentions_between(a: Member, b: Member, linked: Link | None = None) -> list[Mention]:
    """What each of two versions has of the other (`mention`, both ways).

    Args:
        a: one version; the smaller key, if they are linked.
        b: the other.
        linked: the link between them: who has most of its text in common with the other is known for a copy
            then, and not read again.
    """
    if linked is None:
        return _found(a, b)
    return _found(a, b, one_may=linked.in_a <= MOSTLY, other_may=linked.in_b <= MOSTLY)


def _found(one: Member, other: Member, *, one_may: bool = True, other_may: bool = True) -> list[Mention]:
    if not (one_may or other_may) or one.article_key == other.article_key or not _same_world(one, other):
        return []
    a, b = _Side(one, text_of(one.paragraphs)), _Side(other, text_of(other.paragraphs))
    common = in_both(a.text.grams, b.text.grams)
    if not len(common):
        return []
    found = (_mention(a, b, common) if one_may else None, _mention(b, a, common) if other_may else None)
    return [mention for mention in found if mention]


def _same_world(a: Member, b: Member) -> bool:
    between = apart(a, b)
    if between is not None and between > WITHIN:
        return False
    return not (a.language and b.language and a.language[:2] != b.language[:2])


def _mention(host: _Side, guest: _Side, common: Grams) -> Mention | None:
    if len(common) > MOSTLY * len(host.text.grams):
        return None
    in_host, in_guest = len(common) / len(host.text.grams), len(common) / len(guest.text.grams)
    takes = in_guest >= GOOD_PART or has_lead(guest.text, common, LEAD)
    if not takes and (in_host > HALF or len(common) + GRAM_WORDS - 1 < COVERED * PASSAGE_WORDS):
        return None
    runs = pieces(host.text, common)
    place = max(closed_up(runs, host.text.starts), key=lambda r: (r.words, -r.first), default=None)
    if place is None or place.words < (MENTION_WORDS if takes else PASSAGE_WORDS):
        return None
    telling = [p for p in runs if p.words >= LEAD_WORDS]
    return Mention(
        host=host.member.version_key,
        guest=guest.member.version_key,
        from_position=place.first,
        to_position=place.last,
        words=place.words,
        in_host=round(in_host, 4),
        in_guest=round(in_guest, 4),
        unsure=not takes or (place.first == 0 and in_guest < GOOD_PART),
        aside=in_host <= HALF and _is_beside(host.text, place, guest.text, common),
        first_piece=min((p.first for p in telling), default=place.first),
        last_piece=max((p.last for p in telling), default=place.last),
    )


def _is_beside(host: Text, place: Part, guest: Text, common: Grams) -> bool:
    """Whether the part stands behind the page's own matter, begins as the text does, and is about others.

    A write-through, too, pushes the old text down; but it goes on about the same people and places.
    """
    if host.starts[place.first] < HALF * host.starts[-1] or not has_lead(guest, common, LEAD):
        return False
    rest = name_words(host.paragraphs[: place.first] + host.paragraphs[place.last + 1 :])
    named = name_words(guest.paragraphs)
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
    return [m for x in links for m in mentions_between(members[x.a], members[x.b])]
