"""An article is read with one list of learned furniture all its life: the one with which it was read first.

What is learned later makes no version of it, and no change between two of its versions: both were read alike. Only a
page from which the newer list took something, or from which the older one would, is read again, out of the archive.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.extract import learned
from pipeline.core.normalise.forms import form
from pipeline.errors import BadInput, NotFound, StoreError
from pipeline.io import archive
from pipeline.steps.again import read_again
from pipeline.steps.furniture_lists import lists_of
from pipeline.steps.locate import Located
from pipeline.steps.seeing import sighting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.core.stories.sightings import Sighting
    from pipeline.io.store import Store
    from pipeline.model import Capture, Extracted, FurnitureList, World
    from pipeline.steps.seeing import Seen


def as_first_read(
    store: Store, seen: Sequence[Seen], before: Mapping[int, Sequence[Sighting]], world: World
) -> list[Seen]:
    """The captures of a batch, each read with the list of learned furniture that its article began with.

    Args:
        store: the writer's side, with the archive beside it.
        seen: the captures, at their articles, as they were read with the lists in force.
        before: stored sightings of these articles.
        world: outlets and agencies known.
    """
    if not store.has("facts.furniture_change"):
        return list(seen)
    lists, out = lists_of(store), []
    for one in seen:
        number, outlet = _first_number(one, before), one.capture.outlet
        if number == one.capture.furniture_number:
            out.append(one)
            continue
        then, now = lists.at(outlet, number), lists.at(outlet, one.capture.furniture_number)
        out.append(_anew(one, _with(store, one.capture, then, now, world)))
    return out


def _first_number(one: Seen, before: Mapping[int, Sequence[Sighting]]) -> int:
    """The earliest list with which any text of the article was read."""
    numbers = [s.furniture_number for s in before.get(one.article_key, ()) if s.text_key]
    return min(numbers, default=one.capture.furniture_number)


def _with(
    store: Store, capture: Capture, then: FurnitureList, now: FurnitureList, world: World
) -> Capture:
    """The capture as the earlier list reads it; where its payload is lost it stays as it was read."""
    said = capture.extracted
    if said is None or not _differs(said, then.forms, now.forms):
        return replace(capture, furniture_number=then.number)
    with suppress(NotFound, StoreError, BadInput):
        payload = archive.get(store.data_dir, capture.payload_sha)
        known = replace(world, furniture={capture.outlet: then})
        again = read_again(payload, _row(capture, said), known)
        if again and again.extracted:
            return replace(
                capture, extracted=_body_of(again.extracted, said), furniture_number=then.number
            )
    return capture


def _differs(said: Extracted, then: frozenset[str], now: frozenset[str]) -> bool:
    """Whether the two lists may read a page differently."""
    out = any(f.rule == learned.RULE and form(f.text) not in then for f in said.furniture)
    return out or any(form(p) in then - now for p in said.paragraphs if then - now)


def _row(capture: Capture, said: Extracted) -> dict[str, object]:
    return {
        "form": capture.form,
        "origin": capture.origin,
        "url": capture.url or "",
        "outlet": capture.outlet,
        "captured_at": capture.captured_at,
        "recorded_at": capture.recorded_at,
        "headline": said.headline,
        "status": capture.status,
    }


def _body_of(again: Extracted, said: Extracted) -> Extracted:
    """The body as it was read again; what was told beside the payload (times, headline, language) as it came."""
    return replace(
        again,
        headline=said.headline,
        language=said.language,
        published=said.published,
        updated=said.updated,
        findings=said.findings,
    )


def _anew(one: Seen, capture: Capture) -> Seen:
    return replace(one, capture=capture, sighting=sighting(Located(capture, one.page_key, is_new=False)))
