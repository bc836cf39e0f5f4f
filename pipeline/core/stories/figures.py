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

from pipeline.core.stories.frames import MONTHS, TIMES, frame

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_EMPTY = ""


class Gap(NamedTuple):
    """Where two texts part: the words ``a[from_a:to_a]`` stand against ``b[from_b:to_b]``, then ``equal`` agree."""

    from_a: int
    to_a: int
    from_b: int
    to_b: int
    equal: int


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
    short, long = sorted((frame(a), frame(b)), key=lambda x: (len(x.words), x.words))
    figures, subject = _may_exchange_figures(short, long), _may_exchange_subject(short, long)
    if not figures and not subject:
        return False  # the cheap test, which most copies fail
    gaps = tuple(_gaps(short.words[:LOOKED_AT], long.words[:LOOKED_AT]))
    if subject and _is_other_subject(gaps, short, long):
        return True
    return figures and _is_exchanged(_exchange(gaps, short, long), len(short.words), apart)


def _may_exchange_figures(short: Frame, long: Frame) -> bool:
    """Whether each says a figure that the other does not say at all; in a brief, a figure said once more counts."""
    if len(short.words) <= BRIEF:
        return short.said != long.said
    return not short.said <= long.said and not long.said <= short.said


def _may_exchange_subject(a: Frame, b: Frame) -> bool:
    return not a.subject <= b.vocabulary and not b.subject <= a.vocabulary


def _is_exchanged(x: _Exchange, words: int, apart: timedelta | None) -> bool:
    facts = max(1, x.kept + x.changed)
    is_other_day = apart is None or apart >= DAY_APART
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


def _gaps(a: tuple[str, ...], b: tuple[str, ...]) -> Iterator[Gap]:
    """Two texts in common order."""
    i = j = 0
    for block in Indel.opcodes(a, b).as_matching_blocks():
        yield Gap(i, block.a, j, block.b, block.size)
        i, j = block.a + block.size, block.b + block.size


def _exchange(gaps: tuple[Gap, ...], a: Frame, b: Frame) -> _Exchange:
    gone = changed = differing = breaks = 0
    is_dated = False
    for gap in gaps:
        if gap.from_a == gap.to_a and gap.from_b == gap.to_b:
            continue
        breaks += 1
        facts = a.counted[gap.to_a] - a.counted[gap.from_a]
        gone += facts
        if not facts or not 0 < gap.to_b - gap.from_b <= HUNK or gap.to_a - gap.from_a > HUNK:
            continue
        out, put = _facts(a, gap.from_a, gap.to_a), _facts(b, gap.from_b, gap.to_b)
        less, more = sorted((len(_less(out, put)), len(_less(put, out))))
        changed += less
        differing += more if put else 0
        is_dated |= bool(less) and _says_when(out, put, a.facts[gap.from_a - 1] if gap.from_a else _EMPTY)
    kept = a.counted[min(len(a.words), LOOKED_AT)] - gone
    runs = [gap.equal for gap in gaps]
    settled = sum(run for run in runs if run >= SETTLED_RUN)
    return _Exchange(kept, changed, differing, is_dated, sum(runs), settled, breaks)


def _facts(x: Frame, start: int, end: int) -> list[str]:
    return [fact for fact in x.facts[start:end] if fact]


def _less(facts: list[str], others: list[str]) -> list[str]:
    """The facts the other side does not have at this place."""
    return [fact for fact in facts if fact not in others]


def _says_when(out: list[str], put: list[str], before: str) -> bool:
    """Whether a day, month or time of day was exchanged, or the figure behind a month."""
    return before in MONTHS or (not TIMES.isdisjoint(out) and not TIMES.isdisjoint(put))


def _is_other_subject(gaps: tuple[Gap, ...], a: Frame, b: Frame) -> bool:
    """Whether the frame goes on as before behind a name in the lead that the other text does not know at all."""
    if len(a.words) >= LONG and sum(gap.equal for gap in gaps) >= KEPT * len(a.words):
        return False
    ours, theirs = a.subject - b.vocabulary, b.subject - a.vocabulary
    return any(
        gap.equal >= GOES_ON
        and _are_other_names(
            ours.intersection(a.words[gap.from_a : gap.to_a]),
            theirs.intersection(b.words[gap.from_b : gap.to_b]),
        )
        for gap in gaps
        if max(gap.from_a, gap.from_b) < SUBJECT_IN
        and max(gap.to_a - gap.from_a, gap.to_b - gap.from_b) <= SUBJECT_HUNK
    )


def _are_other_names(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(ours and theirs) and not any(_is_same_name(x, y) for x in ours for y in theirs)


def _is_same_name(x: str, y: str) -> bool:
    """A name spelt right, or written out."""
    return x.startswith(y) or y.startswith(x) or ratio(x, y) >= SPELLING
