"""Pages that turn out to be one article, through the store: in any order, on record, ids still resolving."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from pipeline.io.store import fetch, open_snapshot, open_store
from pipeline.model import Capture, Extracted, World
from pipeline.steps.ledger import begin
from pipeline.steps.load import load
from tests.steps.conftest import lay_store
from tests.stories.test_identity import BAKERY, FERRY, FERRY_LATER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.model import Quality

NOW = datetime(2026, 3, 12, tzinfo=UTC)
HOST = "http://harbourpost.example"
FRONT = ("Ferry held in port.", "Bakery closes after a century.", "Harbour board meets on Thursday.")


def seen(
    minute: int, *names: tuple[str, str], text: tuple[str, ...] = (), quality: Quality = "article"
) -> Capture:
    """A look at a page of one outlet that goes by these names."""
    url = next((value for kind, value in names if kind == "url"), None)
    at = datetime(2026, 3, 10, 9, tzinfo=UTC) + timedelta(minutes=minute)
    return Capture(
        outlet="Harbour Post",
        url=url,
        captured_at=at,
        recorded_at=NOW,
        payload_sha=f"{minute:064x}",
        form="html",
        origin=f"look {minute}",
        status=200,
        extracted=Extracted(quality if text or quality != "article" else "empty", "", paragraphs=text),
        aliases=names,
    )


def url(path: str) -> tuple[str, str]:
    """The address that was asked."""
    return "url", f"{HOST}/{path}"


def led(path: str) -> tuple[str, str]:
    """The address it led to."""
    return "redirect", f"{HOST}/{path}"


def partition(data_dir: Path, batches: Iterable[list[Capture]]) -> set[frozenset[str]]:
    """Which looks count to one article, after these batches."""
    tally = begin(data_dir, "import", NOW)
    with open_store(data_dir, NOW) as store:
        for batch in batches:
            load(store, batch, World(), tally.run_key, NOW)
        store.publish()
    found: dict[str, set[str]] = defaultdict(set)
    for row in ask(data_dir, "select distinct article_id, origin from captures"):
        found[row["article_id"]].add(row["origin"])
    return {frozenset(looks) for looks in found.values()}


def ask(data_dir: Path, sql: str) -> list[dict[str, str]]:
    """Rows of the published snapshot."""
    with open_snapshot(data_dir) as snapshot:
        return fetch(snapshot, sql)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty store."""
    return lay_store(tmp_path / "var")


LIVE = seen(1, url("live"), quality="live")
STORY = seen(2, url("story"), ("canonical", f"{HOST}/story"), text=FERRY)
LED = seen(3, url("live"), led("story"), text=FERRY_LATER)
OTHER = seen(4, url("bakery"), ("og", f"{HOST}/story"), text=BAKERY)


@pytest.mark.parametrize("order", list(permutations((LIVE, STORY, LED, OTHER))))
def test_a_live_page_and_the_story_it_leads_to_are_one_article(order: list[Capture], data_dir: Path) -> None:
    """In any order, one look a batch; a page that names the story's address by mistake stays its own."""
    assert partition(data_dir, ([one] for one in order)) == {
        frozenset({"look 1", "look 2", "look 3"}),
        frozenset({"look 4"}),
    }


def test_all_in_one_batch_comes_to_the_same(data_dir: Path) -> None:
    """Captures of one batch find each other."""
    assert len(partition(data_dir, [[LED, OTHER, STORY, LIVE]])) == 2


def test_dead_pages_that_lead_to_a_section_front_stay_apart(data_dir: Path) -> None:
    """Each keeps the text it had; only the front has the front's."""
    looks = [
        seen(1, url("ferry"), text=FERRY),
        seen(2, url("bakery"), text=BAKERY),
        seen(3, url("ferry"), led("news"), text=FRONT),
        seen(4, url("bakery"), led("news"), text=FRONT),
    ]
    assert partition(data_dir, [[one] for one in looks]) == {
        frozenset({"look 1"}),
        frozenset({"look 2"}),
        frozenset({"look 3", "look 4"}),
    }


def test_what_was_two_articles_is_told_and_the_old_ids_resolve(data_dir: Path) -> None:
    """The former article's and version's ids lead on, the story keeps its id."""
    first = seen(1, url("ferry"), text=FERRY)
    partition(data_dir, [[first]])
    before = ask(data_dir, "select article_id, version_id, story_id from versions")[0]
    partition(data_dir, [[seen(2, url("ferry"), led("night-ferry"), text=FERRY_LATER)]])
    after = ask(data_dir, "select article_id, version_id, story_id from versions order by number")
    assert len(after) == 2
    assert {row["story_id"] for row in after} == {before["story_id"]}
    (merge,) = ask(data_dir, "from article_merges")
    assert (merge["old_article_id"], merge["new_article_id"]) == (
        before["article_id"],
        after[0]["article_id"],
    )
    (moved,) = ask(data_dir, "from version_moves")
    assert (moved["old_version_id"], moved["new_version_id"]) == (
        before["version_id"],
        after[0]["version_id"],
    )


def test_loading_it_again_changes_nothing(data_dir: Path) -> None:
    """Neither articles nor what is on record of them."""
    looks = [LIVE, STORY, LED, OTHER]
    first = partition(data_dir, [[one] for one in looks])
    merges = ask(data_dir, "from article_merges")
    assert partition(data_dir, [looks]) == first
    assert ask(data_dir, "from article_merges") == merges


def test_a_name_that_a_whole_site_gives_joins_nothing(data_dir: Path) -> None:
    """One og:url under twenty pages is nobody's: told once, each page stays its own."""
    looks = [seen(n, url(f"{n}"), ("og", f"{HOST}/app"), text=FERRY) for n in range(20)]
    assert len(partition(data_dir, [looks])) == 20
