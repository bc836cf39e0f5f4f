"""Is this story that one in another language? Decided by what a translation keeps, and only when it is sure.

A translation keeps who, where, how many, and mostly in which order; it may cut, and puts figures in its own form.
Two stories about one person share the names, two days of one template share names and order: each lacks what the
other has. So several kinds of evidence must hold at once, and all of it can be shown.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.normalise.keys import key
from pipeline.core.stories.anchors import Anchor, Anchors, anchors, place_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

WINDOW = timedelta(hours=36)  # an agency's other desk follows within hours, overnight and over a holiday too
TELLING = 0.6  # weight from which a mark goes into the index: surnames, figures of some size, times
# Read off two sides. Fictional pairs (benchmarks/translations.py) lie at 12 telling marks and above, .82 of the
# narrower text's marks, .68 of the wider one's. The items of one English agency (Reuters-21578), each taken for the
# other's translation, say what happens when the true counterpart was not captured: follow-ups of one event come to 7
# telling marks as a rule, or leave much of the longer text unsaid.
SHARED_LEAST = 8  # telling marks that both have: a brief is not paired, it cannot be sure
SHARE = 0.75  # of the weight of the marks of the text with fewer
WIDE_SHARE = 0.55  # of the text with more
FIGURE_SHARE = 0.5  # of the figures of the text with fewer, if they weigh at least …
FIGURES = 1.5
ORDER = 0.55  # of the common marks in one order: by chance sixteen marks come to .5
SCORE = 0.75  # the mean of the three shares
# A text cut to a few paragraphs says only part of the longer one, and that part as it stands there.
CUT_SHARE, CUT_WIDE_SHARE, CUT_ORDER, CUT_SCORE = 0.9, 0.25, 0.75, 0.85
QUOTE_STRETCH = 1.5  # French takes more words than English, cuts make fewer
MOST_QUOTES = 40


@dataclass(frozen=True, slots=True)
class Side:
    """A story as it is looked at: the text of one version, and the family of agencies it is credited to.

    ``family`` is equal for an agency and its sister in another language; ``language`` is a code such as ``fr``.
    """

    story_key: int
    version_key: int
    family: str
    language: str
    appeared_at: datetime
    text: str
    dateline: str | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """The evidence that two stories tell one thing in two languages; ``a`` is the one whose language comes first.

    ``names`` and ``figures`` are what both have, as the one and the other write them; ``share`` is the shared
    weight of marks by that of the text with fewer, ``wide_share`` by that of the text with more;
    ``figure_share`` the same for figures alone; ``order_share`` the share of common marks that stand in one order;
    ``score`` the mean of share, figure and order share; ``quotes`` how many quotations of about one length both
    have in one order.
    """

    a: int
    b: int
    version_a: int
    version_b: int
    score: float
    share: float
    wide_share: float
    figure_share: float
    order_share: float
    same_dateline: bool | None
    quotes: int
    names: tuple[str, ...]
    figures: tuple[str, ...]


class _Common(NamedTuple):
    """Marks both texts have, in the order of the first, each with its place in the order of the second."""

    ours: tuple[Anchor, ...]
    theirs: tuple[Anchor, ...]


def index_keys(text: str) -> tuple[int, ...]:
    """The telling marks of a text as sorted signed 64-bit keys: what candidates are found by."""
    return tuple(sorted({key("anchor", m.key) for m in anchors(text).marks if m.weight >= TELLING}))


def translation(a: Side, b: Side) -> Translation | None:
    """The evidence that two stories are translations of each other, or None where that is not sure.

    Args:
        a: one story; ``b`` the other, in any order.
        b: see ``a``.

    Returns:
        None unless the languages differ, the agencies are one family and both appeared within 36 hours.
    """
    if (a.language, a.version_key) > (b.language, b.version_key):
        return translation(b, a)
    if a.language == b.language or a.family != b.family or abs(a.appeared_at - b.appeared_at) > WINDOW:
        return None
    return compare(a, b)


def compare(a: Side, b: Side) -> Translation | None:
    """As `translation`, by the texts alone: whatever the agencies, the languages and the time between them."""
    one, two = anchors(a.text), anchors(b.text)
    if sum(m.weight >= TELLING for m in _common(one, two).ours) < SHARED_LEAST:
        return None
    found = _evidence(a, b, one, two)
    return found if _holds(found, _figures_of(one, two)) else None


class _Shares(NamedTuple):
    of_fewer: float
    of_more: float
    of_figures: float
    in_order: float


def _evidence(a: Side, b: Side, one: Anchors, two: Anchors) -> Translation:
    common = _common(one, two)
    shares = _shares(one, two, common)
    score = (shares.of_fewer + shares.of_figures + shares.in_order) / 3
    return Translation(
        a=a.story_key,
        b=b.story_key,
        version_a=a.version_key,
        version_b=b.version_key,
        score=round(score, 3),
        share=round(shares.of_fewer, 3),
        wide_share=round(shares.of_more, 3),
        figure_share=round(shares.of_figures, 3),
        order_share=round(shares.in_order, 3),
        same_dateline=_same(place_key(a.dateline), place_key(b.dateline)),
        quotes=_quotes(one.quotes, two.quotes),
        names=tuple(_shown(common, "name")),
        figures=tuple(_shown(common, "figure", "date", "time", "year")),
    )


def _holds(found: Translation, figures: float) -> bool:
    """Whether every kind of evidence reaches its bar, for a whole translation or for a cut one."""
    if figures >= FIGURES and found.figure_share < FIGURE_SHARE:
        return False
    whole = (found.share, found.wide_share, found.order_share, found.score)
    return any(
        all(value >= bar for value, bar in zip(whole, bars, strict=True))
        for bars in (
            (SHARE, WIDE_SHARE, ORDER, SCORE),
            (CUT_SHARE, CUT_WIDE_SHARE, CUT_ORDER, CUT_SCORE),
        )
    )


def _shares(one: Anchors, two: Anchors, common: _Common) -> _Shares:
    shared, totals = _weight(common.ours), sorted((_weight(one.marks), _weight(two.marks)))
    figures = _figures_of(one, two)
    shared_figures = _weight(m for m in common.ours if m.kind == "figure")
    of_fewer = shared / totals[0]
    return _Shares(
        of_fewer=of_fewer,
        of_more=shared / totals[1],
        of_figures=shared_figures / figures if figures >= FIGURES else of_fewer,
        in_order=_order(common),
    )


def _figures_of(one: Anchors, two: Anchors) -> float:
    """The weight of the figures of the text that has fewer."""
    return min(_weight(m for m in side.marks if m.kind == "figure") for side in (one, two))


def _weight(marks: Iterable[Anchor]) -> float:
    return sum(m.weight for m in marks)


def _common(one: Anchors, two: Anchors) -> _Common:
    place = {m.key: m for m in two.marks}
    pairs = [(m, place[m.key]) for m in one.marks if m.key in place]
    low = [(x if x.weight <= y.weight else x._replace(weight=y.weight), y) for x, y in pairs]
    return _Common(tuple(x for x, _ in low), tuple(y for _, y in low))


def _order(common: _Common) -> float:
    """The longest run of common marks that both texts have in one order, by all of them."""
    if not common.ours:
        return 0.0
    tails: list[int] = []
    for mark in common.theirs:
        place = bisect_left(tails, mark.at)
        tails[place : place + 1] = [mark.at]
    return len(tails) / len(common.ours)


def _quotes(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    """Quotations in common order, of lengths (in words) that a translation may have."""
    row = [0] * (len(b[:MOST_QUOTES]) + 1)
    for x in a[:MOST_QUOTES]:
        former = row
        row = [0]
        for n, y in enumerate(b[:MOST_QUOTES]):
            fits = max(x, y) <= QUOTE_STRETCH * min(x, y)
            row.append(max(former[n + 1], row[n], former[n] + fits))
    return row[-1]


def _same(a: str | None, b: str | None) -> bool | None:
    return a == b if a and b else None


def _shown(common: _Common, *kinds: str) -> Iterator[str]:
    for ours, theirs in zip(common.ours, common.theirs, strict=True):
        if ours.kind in kinds:
            yield ours.shown if ours.shown == theirs.shown else f"{ours.shown} / {theirs.shown}"
