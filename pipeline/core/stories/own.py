"""What an outlet wrote into its copy: paragraphs, sentences and asides of its own, told from what the wire did.

Nothing here is certain for ever: as soon as a second witness shows a unit it is no outlet's own any more, and
the story is numbered anew.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.core.stories.copies import Sightings, witness
from pipeline.core.stories.units import bare_units, is_edit, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.core.stories.copies import Copy, Units

_EDITS_ASKED = 20_000  # comparisons in one story: a hostile page has thousands of units


def without_asides(s: Sightings) -> Sightings:
    """A sentence with something in brackets is the sentence without it, where that stands elsewhere.

    Outlets put distances, conversions and what a name means to their readers in brackets, or leave out what
    stood there. Two witnesses for both forms make them two texts of the wire.
    """
    plain = {
        unit: bare for unit, bare in _bracketed(s) if bare in s.known and not s.lone.isdisjoint((unit, bare))
    }
    if not plain:
        return s
    return Sightings(c._replace(units=tuple(plain.get(u, u) for u in c.units)) for c in s.copies)


def _bracketed(s: Sightings) -> Iterator[tuple[str, str]]:
    for paragraphs in dict.fromkeys(copy.member.paragraphs for copy in s.copies):
        yield from _asides(paragraphs)


@lru_cache(maxsize=1 << 11)  # versions, as in `copies`
def _asides(paragraphs: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for paragraph in paragraphs:
        if "(" in paragraph:
            whole, bare = units(paragraph), bare_units(paragraph)
            if len(whole) == len(bare):
                found += [pair for pair in zip(whole, bare, strict=True) if pair[0] != pair[1]]
    return tuple(found)


def always_own(s: Sightings) -> frozenset[str]:
    """Units that are an outlet's own because its pages have them in all their texts, and nobody else has.

    A lead is none: a new lead recasts the story. Nor is an edit of a unit that others have, nor anything on a
    page that shares nothing: there is no wire text to tell it from.
    """
    elsewhere: set[str] = set()  # units that some page has in some of its texts only
    leads: set[str] = set()
    found: set[str] = set()
    for page in s.pages.values():
        every = [frozenset(copy.units) for copy in page]
        shown, always = every[0].union(*every[1:]), every[0].intersection(*every[1:])
        spoken = _spoken_for(s, page)
        leads.update(copy.units[0] for copy in page if copy.units and copy.units[0] not in spoken)
        elsewhere |= (shown if shown <= s.lone else shown - always) - spoken
        found |= (always & s.lone) - spoken
    found -= leads | elsewhere
    return frozenset(found - _edits(s, found)) if found else frozenset()


def _spoken_for(s: Sightings, page: Sequence[Copy]) -> frozenset[str]:
    """Units of which a page is no evidence: an aggregator's shows what an outlet sent it, as often as it likes."""
    return s.answered if witness(page[0].member) is None else frozenset()


def _edits(s: Sightings, own: set[str]) -> set[str]:
    """Those of the units that are edits of one their pages never show."""
    found: set[str] = set()
    asked = 0
    for page in s.pages.values():
        shown = {unit for copy in page for unit in copy.units}
        others = (s.known if witness(page[0].member) is None else s.answered) - shown
        for unit in (own & shown) - _spoken_for(s, page):
            asked += len(others)
            if asked > _EDITS_ASKED or any(is_edit(unit, other) for other in others):
                found.add(unit)
    return found if asked <= _EDITS_ASKED else own


def came_with_an_update(s: Sightings, lone: frozenset[str]) -> frozenset[str]:
    """Units an outlet put in together with an update, into a text that is otherwise what others run.

    The others' text explains why the page changed. Where units came alone they may be the wire's addition,
    which this outlet was the first to run: that takes other evidence (`slots`).
    """
    found: set[str] = set()
    for page in s.pages.values():
        former: Units = ()
        for copy in page if len(page) > 1 else ():
            rest = tuple(u for u in copy.units if u not in lone)
            put_in = set(copy.units).difference(rest, _spoken_for(s, page))
            came_along = former and rest != tuple(u for u in former if u not in lone)
            if came_along and put_in and rest[:1] == copy.units[:1] and put_in.isdisjoint(former):
                who = witness(copy.member)
                if any(witness(o.member) not in (None, who) for o in s.texts.get(rest, ())):
                    found |= put_in
            former = copy.units
    return frozenset(found)
