"""Which pages of an outlet are one article whose address and all other names changed: the text is a hint, no proof.

An outlet runs one wire copy at two addresses on purpose, repeats its notices, and begins each day's column as the
last. So what a careful reader would ask for is asked for: nearly all of the text that stood last at the one address
stands first at the other; the first address has *left* (gone, or it leads elsewhere) before the second was there or
hours after, and was never seen alive again once it was; both say they were published at one minute or, if they do
not say so, not a day apart with no figure, day or month exchanged, in headline or text; and no other page comes into
question. Whatever is less is a finding that names both.

Thresholds: read off Reuters-21578 taken as one outlet (docs/identity.md has the figures).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.core.stories.figures import DAY_APART, exchanges
from pipeline.core.stories.frames import frame
from pipeline.core.stories.grams import containment, read
from pipeline.core.stories.signs import open_book

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from pipeline.core.stories.identity import Text

NEARLY_ALL = 0.9  # of the smaller text's 5-grams, in the larger one
LEAST_WORDS = 80  # of both: a brief or notice says the same again on another day
LEAST_PART = 0.5  # of the larger text: a summary, or a long text that quotes a short one, is another article
UNSEEN = timedelta(
    hours=3
)  # after the new page was there: an old one that nobody asked for longer may have stood beside it


@dataclass(frozen=True, slots=True)
class Stay:
    """What was seen at one address, in order of time.

    Attributes:
        page_key: the page.
        shown: looks that found an article there; None where a file tells no time.
        left: looks that found it gone, or that were led to another page of the outlet.
        texts: the distinct texts it showed, the one shown last at the end.
        headlines: likewise.
        published: the publisher's stamps of publication that are precise to the minute.
    """

    page_key: int
    shown: tuple[datetime | None, ...]
    left: tuple[datetime, ...] = ()
    texts: tuple[Text, ...] = ()
    headlines: tuple[str, ...] = ()
    published: frozenset[datetime] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """One article at two addresses, one after the other, with the evidence.

    ``share`` of the smaller text stands in the larger; ``last_shown`` and ``left_at`` are looks at the old address,
    ``came_at`` is the first one at the new.
    """

    old: int
    new: int
    share: float
    last_shown: datetime
    left_at: datetime
    came_at: datetime


def moves(stays: Mapping[int, Stay], pairs: Iterable[tuple[int, int]]) -> tuple[Move, ...]:
    """The pairs of pages of which one took the other's place.

    Args:
        stays: page key → what was seen there; pages that are missing are passed over.
        pairs: pages of one outlet that show nearly the same text, either way round.

    Returns:
        Sorted by page. A page that could have come from two others, or have gone to two, moved nowhere: it cannot
        be told which. (Of an address that changed twice, the steps are meant, not the leap.)
    """
    found: dict[tuple[int, int], Move] = {}
    for a, b in pairs:
        if a in stays and b in stays and (move := moved(stays[a], stays[b]) or moved(stays[b], stays[a])):
            found[move.old, move.new] = move
    steps = {(x, y) for x, y in found if not _leaps(x, y, found)}
    olds, news = [x for x, _ in steps], [y for _, y in steps]
    return tuple(found[x, y] for x, y in sorted(steps) if olds.count(x) == news.count(y) == 1)


def _leaps(x: int, y: int, found: Collection[tuple[int, int]]) -> bool:
    return any((x, between) in found and (between, y) in found for _, between in found)


def joining(old: Iterable[tuple[int, int]], new: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The new pairs that join what was apart: of a text at many addresses one a page, not one a pair.

    Args:
        old: pairs known before.
        new: pairs in the order in which they count.
    """
    above: dict[int, int] = {}

    def top(page: int) -> int:
        while page in above:
            page = above[page]
        return page

    def join(a: int, b: int) -> bool:
        one, other = top(a), top(b)
        if one != other:
            above[one] = other
        return one != other

    for pair in old:
        join(*pair)
    return tuple(pair for pair in new if join(*pair))


def moved(old: Stay, new: Stay) -> Move | None:
    """The evidence that an article moved from one address to the other; None where there is too little."""
    when = _when(old, new)
    if when is None or not old.texts or not new.texts or not _is_one_publication(old, new):
        return None
    share = common(old.texts[-1], new.texts[0])
    return Move(old.page_key, new.page_key, share, *when) if share >= NEARLY_ALL else None


def common(a: Text, b: Text) -> float:
    """The share of the smaller text that stands in the larger; 0 where either is too short to tell, or half the other."""
    if min(len(read(a).words), len(read(b).words)) < LEAST_WORDS:
        return 0.0
    small, large = sorted((read(a).distinct, read(b).distinct), key=len)
    return containment(small, large) if len(small) >= LEAST_PART * len(large) else 0.0


def _when(old: Stay, new: Stay) -> tuple[datetime, datetime, datetime] | None:
    """Last look at the old address, when it had left, first look at the new one; None where both were seen alive."""
    before = [at for at in old.shown if at]
    after = [at for at in new.shown if at]
    if not before or len(before) < len(old.shown) or not after or len(after) < len(new.shown):
        return None
    last, came = max(before), min(after)
    left = [at for at in old.left if last < at <= came + UNSEEN]
    return (last, min(left), came) if left and last < came else None


def _is_one_publication(old: Stay, new: Stay) -> bool:
    if old.published & new.published:
        return True
    stamps = old.published | new.published
    if old.published and new.published and max(stamps) - min(stamps) >= DAY_APART:
        return False
    return not is_another_edition((*old.headlines[-1:], *old.texts[-1]), (*new.headlines[:1], *new.texts[0]))


def is_another_edition(a: Text, b: Text) -> bool:
    """Whether one text has a figure, day or month in the place of the other's: yesterday's forecast, another draw."""
    book = open_book()
    one, other = frame(a, book), frame(b, book)
    if not one.said <= other.said and not other.said <= one.said:
        return True
    return exchanges(one, other, None)
