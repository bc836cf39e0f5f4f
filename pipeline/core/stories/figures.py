"""Daily-template items: the same frame with other figures, days or names (market closes, rates, weather, lotteries).

A wire copy and its write-through keep most of their figures, and differ by sentences; two items of one template
exchange figure for figure every few words, or the one they are about. Thresholds: read off the re-files and the
look-alikes of Reuters-21578 (treasury balances, repurchases, bond issues, posted prices), where they part cleanly;
a toll that rises within the day is no template: the rest of the text keeps its figures.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from pipeline.core.stories.facts import MONTHS, TIMES
from pipeline.core.stories.frames import frame
from pipeline.core.stories.signs import open_book

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.core.stories.frames import Frame

HUNK = 6  # words: a longer run that was replaced is a rewritten sentence, not an exchanged figure
MOST = 0.4  # of the figures exchanged, at least MOST_FIGURES of them: another day's table
MOST_FIGURES = 3
SOME = 0.2  # of the figures exchanged, at least SOME_FIGURES, in a frame …
SOME_FIGURES = 2
FRAME = 14  # … that is interrupted every so many words or oftener
DATED = 0.15  # of the figures exchanged, and a day or a time of day with them …
DENSE = 0.25  # … or of the words are figures: a table, in which most figures stay as they are
DAY_APART = timedelta(hours=20)  # on another day …
FEW = 0.1  # … of the figures exchanged will do …
BRIEF = 80  # … in a text of so many words
SETTLED_RUN = 30  # words without an exchange are sentences that stand …
SETTLED = 0.6  # … and if most of the text is, and no table, it was updated within the day
SUBJECT_IN = 8  # words from the start: where a text says who it is about
SUBJECT_HUNK = 12  # words: names of firms with those of their owners
GOES_ON = 2  # equal words behind the exchanged name
SPELLING = 70  # per cent of equal letters: the name was spelt right, not exchanged
LONG = 120  # words: a text so long that …
LOOKED_AT = 4000  # words from the start: an alignment grows with the square, and no template is longer
KEPT = 0.85  # … keeps so many of its words had a name corrected


# where two texts part: the words a[from:to] stand against b[from:to], then so many agree
Gap = tuple[int, int, int, int, int]


class _Exchange(NamedTuple):
    """Figures kept and exchanged, those that differ where both texts have some, and whether a time is among them.

    Then the equal words, those of them in runs without a figure's change for sentences, and how many interruptions.
    """

    kept: int
    changed: int
    differing: int
    is_dated: bool
    equal: int
    settled: int
    breaks: int


def is_template(a: tuple[str, ...], b: tuple[str, ...], apart: timedelta | None = None) -> bool:
    """Whether two texts that share a frame differ in the figures, days, directions or the subject inside it.

    Args:
        a: one body; ``b`` the other, in any order.
        b: see ``a``.
        apart: time between their appearances, 0 or more; None where it is not known, which counts as another day.
    """
    book = open_book()
    return exchanges(frame(a, book), frame(b, book), apart)


def exchanges(a: Frame, b: Frame, apart: timedelta | None) -> bool:
    """The same, of two bodies that were read by one book."""
    short, long = _by_size(a, b)
    figures = _may_exchange_figures(short, long)
    ours = _unknown(short, long)
    theirs = _unknown(long, short) if ours else []
    if not figures and not theirs:
        return False  # the cheap test, which most copies fail
    gaps = _gaps(short.signs[:LOOKED_AT], long.signs[:LOOKED_AT])
    if theirs and _is_other_subject(gaps, short, ours, long, theirs):
        return True
    if not figures or (_is_same_day(apart) and _is_settled(gaps, short)):
        return False
    return _is_exchanged(_exchange(gaps, short, long), short.size, apart)


def _by_size(a: Frame, b: Frame) -> tuple[Frame, Frame]:
    if a.size == b.size:
        return (a, b) if a.words <= b.words else (b, a)
    return (a, b) if a.size < b.size else (b, a)


def _may_exchange_figures(short: Frame, long: Frame) -> bool:
    """Whether each says a figure that the other does not say at all; in a brief, a figure said once more counts."""
    if short.size <= BRIEF:
        return short.said != long.said
    return not short.said <= long.said and not long.said <= short.said


def _unknown(a: Frame, b: Frame) -> list[str]:
    """The names where a lead says who it is about that the other text does not know at all."""
    return [sign for sign in a.named if sign not in b.signs]


def _is_same_day(apart: timedelta | None) -> bool:
    return apart is not None and apart < DAY_APART


def _is_settled(gaps: list[Gap], a: Frame) -> bool:
    """Whether most of the text stands, and it is no table, even if every figure were kept or exchanged."""
    settled = sum(run for *_, run in gaps if run >= SETTLED_RUN)
    return settled >= SETTLED * a.size and max(1, len(a.facts)) <= DENSE * a.size


def _is_exchanged(x: _Exchange, words: int, apart: timedelta | None) -> bool:
    facts = max(1, x.kept + x.changed)
    is_other_day = not _is_same_day(apart)
    if not is_other_day and x.settled >= SETTLED * words and facts <= DENSE * words:
        return False
    share = x.changed / facts
    if x.changed >= MOST_FIGURES and (
        share > MOST or (x.is_dated and (share > DATED or facts > DENSE * words))
    ):
        return True
    if x.changed >= SOME_FIGURES and share > SOME and x.equal <= FRAME * x.breaks:
        return True
    return is_other_day and words <= BRIEF and (x.differing > FEW * facts or x.differing >= SOME_FIGURES)


def _gaps(a: str, b: str) -> list[Gap]:
    """Two texts in common order."""
    gaps = []
    i = j = 0
    for block in Indel.opcodes(a, b).as_matching_blocks():
        from_a, from_b, size = block.a, block.b, block.size
        gaps.append((i, from_a, j, from_b, size))
        i, j = from_a + size, from_b + size
    return gaps


def _exchange(gaps: Iterable[Gap], a: Frame, b: Frame) -> _Exchange:
    gone = changed = differing = breaks = equal = settled = 0
    is_dated = False
    for from_a, to_a, from_b, to_b, run in gaps:
        equal += run
        settled += run if run >= SETTLED_RUN else 0
        breaks += from_a < to_a or from_b < to_b
        out = a.facts_in(from_a, to_a)
        if not out:
            continue
        gone += len(out)
        if not 0 < to_b - from_b <= HUNK or to_a - from_a > HUNK:
            continue
        put = b.facts_in(from_b, to_b)
        less, more = sorted((len(_less(out, put)), len(_less(put, out))))
        changed += less
        differing += more if put else 0
        is_dated |= bool(less) and _says_when(out, put, a.facts_in(from_a - 1, from_a))
    kept = len(a.facts_in(0, LOOKED_AT)) - gone
    return _Exchange(kept, changed, differing, is_dated, equal, settled, breaks)


def _less(facts: list[str], others: list[str]) -> list[str]:
    """The facts the other side does not have at this place."""
    return [fact for fact in facts if fact not in others]


def _says_when(out: list[str], put: list[str], before: list[str]) -> bool:
    """Whether a day, month or time of day was exchanged, or the figure behind a month."""
    return not MONTHS.isdisjoint(before) or (not TIMES.isdisjoint(out) and not TIMES.isdisjoint(put))


def _is_other_subject(gaps: list[Gap], a: Frame, ours: list[str], b: Frame, theirs: list[str]) -> bool:
    """Whether the frame goes on as before behind a name in the lead that the other text does not know at all."""
    if a.size >= LONG and sum(equal for *_, equal in gaps) >= KEPT * a.size:
        return False
    return any(
        equal >= GOES_ON
        and _are_other_names(
            [a.subject[sign] for sign in ours if sign in a.signs[from_a:to_a]],
            [b.subject[sign] for sign in theirs if sign in b.signs[from_b:to_b]],
        )
        for from_a, to_a, from_b, to_b, equal in gaps
        if max(from_a, from_b) < SUBJECT_IN and max(to_a - from_a, to_b - from_b) <= SUBJECT_HUNK
    )


def _are_other_names(ours: list[str], theirs: list[str]) -> bool:
    return bool(ours and theirs) and not any(_is_same_name(x, y) for x in ours for y in theirs)


def _is_same_name(x: str, y: str) -> bool:
    """A name spelt right, or written out."""
    return x.startswith(y) or y.startswith(x) or ratio(x, y) >= SPELLING
