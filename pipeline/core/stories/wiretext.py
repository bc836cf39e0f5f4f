"""The wire's text apart from the outlet's: what of each version is the agency's.

What several outlets run is the wire's. Told apart from it, in this order: asides in brackets, what stands in
all of a page's texts and nowhere else, readings that others had before and again after, and what came into a
page together with an update that others run without it. House spelling, paragraph breaks, credits and
datelines are none of the text's units (`units`). What only one outlet shows and nothing of this explains
counts as a state of the wire, attested once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.core.stories.copies import Sightings
from pipeline.core.stories.own import always_own, came_with_an_update, without_asides
from pipeline.core.stories.slots import as_others_have_it

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.core.stories.copies import Units
    from pipeline.model import Member


@dataclass(frozen=True, slots=True)
class WireText:
    """A version's wire text as units, in order, and the positions of the paragraphs they stand in."""

    member: Member
    keys: Units
    places: tuple[int, ...]


def wire_texts(members: Sequence[Member]) -> tuple[WireText, ...]:
    """Every version of ONE story without what is its outlet's own, in order of appearance."""
    s = Sightings.of(members)
    if len(s.pages) > 1 and s.lone:
        s = _wires(without_asides(s))
    same = _same_words(s.texts)
    return tuple(WireText(c.member, same[c.units], c.places) for c in s.copies)


def _wires(s: Sightings) -> Sightings:
    lone = s.lone
    s = s.without(always_own(s))
    s = as_others_have_it(s, lone)
    return s.without(came_with_an_update(s, lone))


def _same_words(texts: Iterable[Units]) -> dict[Units, Units]:
    """Text → the one of those with the same words in the same order that stands for all of them.

    Two ways to break paragraphs may leave a sentence whole or in two.
    """
    chosen: dict[str, Units] = {}
    spelt = {text: " ".join(text) for text in sorted(texts)}
    for text, words in spelt.items():
        chosen.setdefault(words, text)
    return {text: chosen[words] for text, words in spelt.items()}
