"""An article is read with one list of learned furniture all its life: the one with which it was read first.

What is learned later makes no version of it, and no change between two of its versions: both were read alike. A page
that shows by today's list what the text before it would is unchanged, whatever its furniture says now. Else, if the
lists can read it differently, it is read again, out of the archive, with the list its article began with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.core.extract import learned
from pipeline.core.normalise.agencies import book
from pipeline.core.normalise.forms import form
from pipeline.model import Capture
from pipeline.steps.again import read_again
from pipeline.steps.furniture_lists import lists_of
from pipeline.steps.locate import Located
from pipeline.steps.seeing import showing, sighting, text_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.core.stories.sightings import Sighting
    from pipeline.io.store import Store
    from pipeline.model import Extracted, FurnitureList, World
    from pipeline.steps.reading import Readers
    from pipeline.steps.seeing import Seen


def as_first_read(
    store: Store,
    seen: Sequence[Seen],
    before: Mapping[int, Sequence[Sighting]],
    world: World,
    readers: Readers,
) -> list[Seen]:
    """The captures of a batch, each read with the list of learned furniture that its article began with.

    Args:
        store: the writer's side, with the archive beside it.
        seen: the captures, at their articles, as they were read with the lists in force.
        before: stored sightings of these articles.
        world: outlets and agencies known.
        readers: who reads the payloads.
    """
    if not store.has("facts.furniture_change"):
        return list(seen)
    reader, lists = _Reader(store, world, readers), lists_of(store)
    out = []
    for one in seen:
        told = [s for s in before.get(one.article_key, ()) if s.text_key]
        number = min((s.furniture_number for s in told), default=one.capture.furniture_number)
        is_stored = any(s.capture_key == one.sighting.capture_key for s in told)
        if number != one.capture.furniture_number and not is_stored:
            then, now = (lists.at(one.capture.outlet, n) for n in (number, one.capture.furniture_number))
            out.append(reader.read(one, _before(one, told), then, now))
        else:
            out.append(one)
    return out


def _before(one: Seen, told: Sequence[Sighting]) -> Sighting | None:
    """The sighting before a capture, by their capture times."""
    mine = one.sighting.captured_at
    times = {s.captured_at: s for s in told if s.captured_at and mine and s.captured_at < mine}
    return times[max(times)] if times else None


@dataclass(frozen=True)
class _Reader:
    """Reads captures with another list than the one in force."""

    store: Store
    world: World
    readers: Readers

    def read(self, one: Seen, last: Sighting | None, then: FurnitureList, now: FurnitureList) -> Seen:
        """The capture as its article is read, showing the text of the sighting before if it is the same."""
        if last and self._is_unchanged(one, last, now):
            return showing(one, last)
        capture = self._with(one.capture, then, now)
        again = sighting(Located(capture, one.page_key, is_new=False))
        return replace(one, capture=capture, sighting=again)

    def _is_unchanged(self, one: Seen, last: Sighting, now: FurnitureList) -> bool:
        """Whether the text before, without what is on today's list, is what the page shows by that list."""
        if one.sighting.text_key is None:
            return False
        (row,) = self.store.rows("texts_by_key", keys=[last.text_key])
        agencies = book(self.world.agencies)
        left = [p for p in row["body"].split("\n\n") if not learned.takes(p, now.forms, agencies)]
        return text_key(left) == one.sighting.text_key

    def _with(self, capture: Capture, then: FurnitureList, now: FurnitureList) -> Capture:
        """The capture as the earlier list reads it; where its payload is lost it stays as it was read."""
        said = capture.extracted
        if said is None or not _differs(said, then.forms, now.forms):
            return replace(capture, furniture_number=then.number)
        rows = [_row(capture, said)]
        [again] = read_again(self.store.data_dir, rows, self.world, self.readers, lambda _row: then)
        if isinstance(again, Capture) and again.extracted:
            body = _body_of(again.extracted, said)
            return replace(capture, extracted=body, furniture_number=then.number)
        return capture


def _differs(said: Extracted, then: frozenset[str], now: frozenset[str]) -> bool:
    """Whether the two lists may read a page differently."""
    out = any(f.rule == learned.RULE and form(f.text) not in then for f in said.furniture)
    return out or any(form(p) in then - now for p in said.paragraphs if then - now)


def _row(capture: Capture, said: Extracted) -> dict[str, object]:
    return {
        "payload_sha": capture.payload_sha,
        "charset": capture.charset,
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
