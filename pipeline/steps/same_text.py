"""Pages that only another extractor read otherwise: a newer extractor makes no version.

The same capture taken in again shows what it showed, whoever reads it now. Else, what a page shows is compared by one
extractor: where the one before was another, its payload is read by today's; if that gives the text that came now, the
page did not change, and the capture shows the text that was read then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Capture
from pipeline.steps.again import read_again
from pipeline.steps.furniture_lists import lists_of
from pipeline.steps.locate import Located
from pipeline.steps.seeing import showing, sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.core.stories.sightings import Sighting
    from pipeline.io.store import Store
    from pipeline.model import World
    from pipeline.steps.reading import Readers
    from pipeline.steps.seeing import Seen


def as_read_before(
    store: Store,
    seen: Sequence[Seen],
    before: Mapping[int, Sequence[Sighting]],
    world: World,
    readers: Readers,
) -> list[Seen]:
    """The captures of a batch; where only the extractor changed, with the text of the sighting before.

    Args:
        store: the writer's side, with the archive beside it.
        seen: the captures, at their articles.
        before: stored sightings of these articles.
        world: outlets and agencies known.
        readers: who reads the payloads.
    """
    out = [_as_stored(one, before) for one in seen]
    former = {n: last for n, one in enumerate(out) if (last := _read_otherwise(one, before))}
    if not former:
        return out
    again = _texts_today(store, {last.capture_key for last in former.values()}, world, readers)
    for n, last in former.items():
        if again.get(last.capture_key) == out[n].sighting.text_key:
            out[n] = showing(out[n], last)
    return out


def _as_stored(one: Seen, before: Mapping[int, Sequence[Sighting]]) -> Seen:
    """The capture as it is stored, if this very one is."""
    mine = one.sighting
    stored = (s for s in before.get(one.article_key, ()) if s.capture_key == mine.capture_key)
    known = next((s for s in stored if s.text_key and mine.text_key), None)
    return showing(one, known) if known else one


def _read_otherwise(one: Seen, before: Mapping[int, Sequence[Sighting]]) -> Sighting | None:
    """The sighting before a page's, where another extractor read it, and another text."""
    mine = one.sighting
    if one.capture.form != "html" or mine.text_key is None or mine.captured_at is None:
        return None
    times = {
        s.captured_at: s
        for s in before.get(one.article_key, ())
        if s.text_key and s.captured_at and s.captured_at < mine.captured_at
    }
    last = times[max(times)] if times else None
    if last is None or last.text_key == mine.text_key:
        return None
    is_other = (last.extractor, last.extractor_version) != (mine.extractor, mine.extractor_version)
    return last if is_other else None


def _texts_today(
    store: Store, captures: Iterable[int], world: World, readers: Readers
) -> dict[int, int | None]:
    """The texts that today's extractor reads in stored captures; those whose payload is lost are left out."""
    rows = store.rows("captures_by_key", keys=sorted(captures))
    read = read_again(store.data_dir, rows, world, readers, lists_of(store).of_row)
    return {
        row["capture_key"]: sighting(Located(one, row["page_key"], is_new=False)).text_key
        for row, one in zip(rows, read, strict=True)
        if isinstance(one, Capture)
    }
