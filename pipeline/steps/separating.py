"""What people decide about pages that were taken for one article: two, whatever names they share; undone as well.

A decision of the kind ``separate``, beside those about stories. It is a fact that `identify` heeds, so the articles are
the same in whichever order captures and decisions came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key, public_id
from pipeline.core.normalise.urls import canonical
from pipeline.errors import BadInput, NotFound
from pipeline.io.store import open_store
from pipeline.steps.identity import identify_pages
from pipeline.steps.ledger import begin, finish
from pipeline.steps.rejoining import derive_pages, rejoin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.store import Store
    from pipeline.steps.deciding import Said

SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class Separated:
    """A decision, and whether the pages are two articles now: not where a third one joins them yet."""

    decision_id: str
    is_apart: bool


def separate(data_dir: Path, a: str, b: str, now: datetime, said: Said) -> Separated:
    """Hold two pages to be two articles; versions and stories follow at once.

    Args:
        data_dir: where the database is.
        a: a page's address, or the id it had as an article (`article_merges` has both).
        b: the other one.
        now: when it is decided.
        said: by whom, and why.

    Raises:
        NotFound: no such page is stored.
        BadInput: both names mean one page.
        StoreBusy: another process is writing.
    """
    with open_store(data_dir, now) as store:
        one, other = _page(store, a), _page(store, b)
    if one["page_key"] == other["page_key"]:
        raise BadInput(f"{a} and {b} mean the same page; `from article_merges` shows what was joined")
    tally = begin(data_dir, "decide", now)
    mark = key("decision", SEPARATE, one["article_id"], other["article_id"], str(tally.run_key))
    row = {
        "decision_key": mark,
        "decision_id": public_id("d", mark),
        "kind": SEPARATE,
        "run_key": tally.run_key,
    }
    sides = {"a": one["article_id"], "b": other["article_id"]}
    try:
        with open_store(data_dir, now) as store, store.transaction():
            more = {"decided_by": said.by, "reason": said.reason, "decided_at": now}
            store.insert("facts.decision", [row | sides | more])
            again(store, [one["page_key"], other["page_key"]], tally.run_key, now)
            is_apart = _page(store, a)["article_key"] != _page(store, b)["article_key"]
    except BaseException:
        finish(data_dir, tally, now, "failed")
        raise
    finish(data_dir, tally, now)
    return Separated(public_id("d", mark), is_apart)


def again(store: Store, pages: Sequence[int], run_key: int, now: datetime) -> None:
    """Find anew to which articles some pages count, and derive what follows, inside the caller's transaction."""
    moved = derive_pages(store, identify_pages(store, pages, run_key, now), run_key, now)
    if moved.twins:
        rejoin(store, moved.twins, run_key, now)


def pages_named(store: Store, names: Sequence[str]) -> list[int]:
    """The keys of pages by their ids or addresses; those that were forgotten since are left out."""
    rows = [row for name in names for row in store.rows("pages_meant", name=name, address=name)]
    return [row["page_key"] for row in rows]


def _page(store: Store, name: str) -> dict[str, Any]:
    rows = store.rows("pages_meant", name=name, address=canonical(name) if "://" in name else name)
    if not rows:
        raise NotFound(
            f"{name}: no page of that id or address; `writethru sql 'from article_merges'` lists joined ones"
        )
    if len(rows) > 1:
        ids = ", ".join(row["article_id"] for row in rows)
        raise BadInput(f"{name}: several pages have that address ({ids}); name one of them by its id")
    return rows[0]
