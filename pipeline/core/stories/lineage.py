"""Write-throughs: the distinct states of the wire's text in one story, and which of them each version runs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.core.normalise.text import count_words
from pipeline.core.stories.copies import witness
from pipeline.core.stories.cuts import full_texts
from pipeline.core.stories.wiretext import WireText, wire_texts
from pipeline.model import Lineage, WriteThru

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.core.stories.copies import Units
    from pipeline.model import Member


def lineage(members: Sequence[Member]) -> Lineage:
    """Number the write-throughs of ONE story.

    Args:
        members: the story's versions, each once, in any order.

    Returns:
        Write-throughs from 0 in order of appearance, and for each version key the earliest and the latest
        write-through its text is consistent with: they differ only for a copy cut above the changed place.
        House spelling, paragraph breaks, datelines, headlines, cuts and what an outlet wrote into its copy are
        no states of the wire (`wire_texts`, `full_texts`). The same whatever order the versions came in: a
        late one may number the others anew.
    """
    if len(members) == 1:
        return _single(members[0])
    texts = wire_texts(members)
    full = full_texts(texts)
    order = _numbered(texts, full)
    runs = {t.member.version_key: _range([order[s] for s in full[t.keys]]) for t in texts}
    return Lineage(tuple(_writethrus(texts, runs, len(order))), runs)


def _single(member: Member) -> Lineage:
    """Most stories have one version: nothing is to be inferred."""
    text = WireText(member, (), ())
    return Lineage((_writethru(0, [text]),), {member.version_key: (0, 0)})


def _numbered(texts: Sequence[WireText], full: Mapping[Units, tuple[Units, ...]]) -> dict[Units, int]:
    """States in order of the first version that can run nothing else."""
    order: dict[Units, int] = {}
    for text in texts:
        fitting = full[text.keys]
        if len(fitting) == 1:
            order.setdefault(fitting[0], len(order))
    return order


def _range(numbers: list[int]) -> tuple[int, int]:
    return min(numbers), max(numbers)


def _writethrus(
    texts: Sequence[WireText], runs: Mapping[int, tuple[int, int]], count: int
) -> list[WriteThru]:
    certain: list[list[WireText]] = [[] for _ in range(count)]
    for text in texts:
        low, high = runs[text.member.version_key]
        if low == high:
            certain[low].append(text)
    return [_writethru(number, copies) for number, copies in enumerate(certain)]


def _writethru(number: int, copies: Sequence[WireText]) -> WriteThru:
    """The state that these versions, in order of appearance, run for certain."""
    first, longest = copies[0].member, max(copies, key=lambda t: len(t.keys))
    wire = min((n for t in copies if (n := t.member.wire_number) is not None), default=None)
    witnesses = len({who for t in copies if (who := witness(t.member)) is not None})
    sent = any(t.member.role == "agency" for t in copies)
    return WriteThru(
        number,
        "wire" if sent or wire is not None else "inferred",
        wire,
        witnesses,
        first.appeared_at,
        first.outlet,
        _words(witnesses, longest),
        first.headline,
    )


def _words(witnesses: int, longest: WireText) -> int:
    """Words of the wire's text; of the whole body where one alone attests it: nobody tells its own part apart."""
    member = longest.member
    every = count_words(member.paragraphs) if member.words is None else member.words
    if witnesses <= 1:
        return every
    wires = set(longest.places)  # all but a few paragraphs: those few are counted
    return every - sum(_count(p) for place, p in enumerate(member.paragraphs) if place not in wires)


@lru_cache(maxsize=1 << 12)  # credits and what outlets add stand below all their copies
def _count(paragraph: str) -> int:
    return count_words((paragraph,))
