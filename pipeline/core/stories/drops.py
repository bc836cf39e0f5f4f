"""Texts that are another one with units dropped inside: the outlet's cut, as long as one outlet alone does it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.stories.copies import witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.core.stories.copies import Units
    from pipeline.core.stories.wiretext import WireText

_PAIRS_ASKED = 20_000  # of texts in one story, for a story of hundreds of versions


class _Drop(NamedTuple):
    """One way to read a text: as this other one, which came ``rank``-th, without these units."""

    skipped: Units
    rank: int
    full: Units


def dropped(texts: Sequence[WireText], asked: Iterable[Units]) -> dict[Units, tuple[Units, ...]]:
    """Text → the texts it is but for units dropped inside it, of which fewest were dropped; the others are left out.

    Args:
        texts: those of ONE story, in order of appearance.
        asked: the texts that may be such cuts.

    A text is one if one witness alone runs it, it begins like the other, its pages never showed what it lacks,
    and others had shown that before; or if its pages are known by another text of theirs to drop just that.
    Two outlets that both lack something have it from the wire.
    """
    if len({t.member.article_key for t in texts}) == 1:
        return {}
    story = _Runners(texts)
    drops = {text: found for text in story.alone(asked) if (found := story.drops(text))}
    early = {text: [d for d in found if d.rank < story.rank[text]] for text, found in drops.items()}
    cuts = {text: _fewest(found) for text, found in early.items() if found}
    habits: dict[int, set[str]] = defaultdict(set)
    for text, found in cuts.items():
        for page in story.pages[text]:
            habits[page].update(*(d.skipped for d in found))
    for text in drops.keys() - cuts.keys():
        habit = set().union(*(habits[page] for page in story.pages[text]))
        usual = [d for d in drops[text] if habit.issuperset(d.skipped)]
        if usual:
            cuts[text] = _fewest(usual)
    return {text: tuple(d.full for d in found) for text, found in cuts.items()}


def _fewest(found: Sequence[_Drop]) -> list[_Drop]:
    least = min(len(d.skipped) for d in found)
    return [d for d in found if len(d.skipped) == least]


class _Runners:
    """Who runs which text of a story, and what their pages have ever shown."""

    def __init__(self, texts: Sequence[WireText]) -> None:
        self.rank: dict[Units, int] = {}
        self.pages: dict[Units, set[int]] = defaultdict(set)
        self._witnesses: dict[Units, set[str]] = defaultdict(set)
        self._shown: dict[int, set[str]] = defaultdict(set)
        for n, text in enumerate(texts):
            who, page = witness(text.member), text.member.article_key
            self.rank.setdefault(text.keys, n)
            self.pages[text.keys].add(page)
            self._witnesses[text.keys].update((who,) if who else ())
            self._shown[page].update(text.keys)
        self._bags = {text: frozenset(text) for text in self.rank}

    def alone(self, asked: Iterable[Units]) -> list[Units]:
        """Those of the texts that one witness at most runs, as many as may be asked about, in order."""
        found = sorted((t for t in asked if len(self._witnesses[t]) <= 1), key=self.rank.__getitem__)
        return found[: _PAIRS_ASKED // len(self.rank)]

    def drops(self, text: Units) -> list[_Drop]:
        """All the ways to read a text as another one with units dropped inside that its pages never showed."""
        shown = set().union(*(self._shown[page] for page in self.pages[text]))
        bag, who = self._bags[text], self._witnesses[text]
        found = []
        for full, rank in self.rank.items():
            if bag < self._bags[full] and full[:1] == text[:1] and not self._witnesses[full] <= who:
                skipped = _skipped(text, full)
                if skipped and shown.isdisjoint(skipped):
                    found.append(_Drop(skipped, rank, full))
        return found


def _skipped(short: Units, full: Units) -> Units:
    """What the shorter text leaves out of the other before its own end; () if its order is another."""
    skipped = []
    rest = iter(full)
    for unit in short:
        for other in rest:
            if other == unit:
                break
            skipped.append(other)
        else:
            return ()
    return tuple(skipped)
