"""What was forgotten stays out: known by its names, out of the store, wherever something comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.forgotten import Forgotten
from pipeline.io import archive
from pipeline.model import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.io.http import Answer
    from pipeline.io.store import Store
    from pipeline.io.warc import Asked
    from pipeline.model import Capture
    from pipeline.steps.archiving import Keep
    from pipeline.steps.raw import Raw


def forgotten(store: Store) -> Forgotten:
    """The names of everything that was forgotten."""
    if not store.has("facts.forgotten_name"):
        return Forgotten()
    return Forgotten.of((r["outlet"], r["kind"], r["value"]) for r in store.rows("forgotten_names"))


def parted_raws(raws: Sequence[Raw], barred: Forgotten) -> tuple[list[Raw], list[Raw]]:
    """Inputs to take in, and those whose address says that they are of something forgotten: not archived either."""
    out = [raw for raw in raws if barred.page(raw.url) or barred.page(raw.final_url)]
    return [raw for raw in raws if raw not in out] if out else list(raws), out


def parted(captures: Sequence[Capture], barred: Forgotten) -> tuple[list[Capture], list[Capture]]:
    """Captures to store, and those that bear the name of something forgotten."""
    out = [one for one in captures if barred.capture(one)]
    return [one for one in captures if not barred.capture(one)] if out else list(captures), out


def sparing(keep: Keep, barred: Forgotten, spared: set[str]) -> Keep:
    """What archives answers of feeds, those excepted that still list something forgotten: they would bring it back.

    ``spared`` gets the digests of these.
    """

    def kept(asked: Asked, answer: Answer) -> None:
        if barred.named_in(answer.body):
            spared.add(archive.digest(answer.body))
        else:
            keep(asked, answer)

    return kept


def item_of(capture: Capture) -> str:
    """What the ledger calls a capture."""
    return capture.url or capture.origin


def about_forgotten(capture: Capture) -> Finding:
    """The finding about a capture that came in all the same: its payload was archived before it could be read."""
    item = item_of(capture)
    message = f"{item}: bears the name of a page that was forgotten: not stored; `writethru forget` it, too"
    return Finding("forgotten", message, item)
