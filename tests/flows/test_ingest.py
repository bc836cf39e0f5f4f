"""The flows on a real Prefect server, against the sample wire over HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey
from prefect.exceptions import ParameterTypeError

from flows.dashboard import dashboard
from flows.ingest import ingest
from flows.revisit import revisit
from flows.underway import Batch, batches, world_of
from pipeline.cli.demo_day import queries
from pipeline.errors import BadConfig
from pipeline.steps import look

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipeline.newsroom import Newsroom

LINK = re.compile(r"\]\((\.\./artifact/[^)]*)\)")
FEEDS = ["harbour-post", "meridian-news", "thames-courier"]


def poll(room: Newsroom, data_dir: Path, at: datetime, **more: Any) -> Any:
    """The final state of one run of the flow at an instant of the sample's day."""
    room.set_clock(at)
    return ingest(data_dir=data_dir, now=at, eager=True, return_state=True, **more)


def newest(key: str) -> Any:
    """The page of a key, with the id of what it tells."""
    with get_client(sync_client=True) as client:
        wanted = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=[key]))
        (page,) = client.read_latest_artifacts(artifact_filter=wanted)
    return page


@pytest.mark.usefixtures("server")
def test_a_poll_is_completed_and_every_item_is_counted_once_and_the_overview_is_shown(
    room: Newsroom, sample: Path
) -> None:
    """Two polls of three feeds: a ledger whose dispositions add up, and a page with the lead's headline."""
    first, second = room.day.instants()[0], room.day.instants()[2]
    states = [poll(room, sample, at, feeds=FEEDS) for at in (first, second)]
    assert [state.type.value for state in states] == ["COMPLETED", "COMPLETED"]
    for ledger in (state.result() for state in states):
        assert ledger.items == sum(ledger.dispositions.values()) > 0
    assert states[1].result().articles_new > 0
    assert "new article" in states[1].message
    page = Artifact.get("overview")
    assert page is not None
    assert "Thorburn" in str(page.data)  # type: ignore[union-attr]  # the sync form gives no coroutine


@pytest.mark.usefixtures("server")
def test_a_feed_that_fails_leaves_the_run_completed_with_a_finding(room: Newsroom, sample: Path) -> None:
    """From 13:15 on one outlet's servers answer nothing: that is news, no fault of ours."""
    state = poll(room, sample, room.day.instants()[5], feeds=FEEDS)
    assert state.is_completed()
    failed = [f for f in state.result().findings if f.code == "feed-failed"]
    assert [f.subject for f in failed] == ["thames-courier"]


@pytest.mark.usefixtures("server")
def test_a_fault_of_ours_fails_the_run_and_closes_it_in_the_ledger(room: Newsroom, sample: Path) -> None:
    """A file stands where the archive should be: Prefect says Failed, and so does the ledger."""
    (sample / "archive").write_text("in the way", encoding="utf-8")
    state = poll(room, sample, room.day.instants()[0], feeds=FEEDS)
    assert state.is_failed()
    assert look.sql(sample, "select state from runs")[1] == [("failed",)]


@pytest.mark.usefixtures("server")
def test_pages_are_looked_at_again_and_the_dashboard_is_written(room: Newsroom, sample: Path) -> None:
    """After a poll, revisit asks the known pages only, and the dashboard has its pages."""
    first, later = room.day.instants()[2], room.day.instants()[3]
    poll(room, sample, first, feeds=FEEDS)
    room.set_clock(later)
    again: Any = revisit(data_dir=sample, now=later, eager=True)
    assert again.articles_new == 0
    assert again.items == look.counts(sample)["articles"]
    written: Any = dashboard(data_dir=sample, now=later)
    assert written[:5] == ["overview", "stories", "corrections", "feeds", "runs"]
    pages = {key: newest(key) for key in written}
    links = {link for page in pages.values() for link in LINK.findall(page.data)}
    assert links == {f"../artifact/{page.latest_id}" for page in pages.values()}
    dashboard(data_dir=sample, now=later, top=0)
    assert newest("runs").latest_id == pages["runs"].latest_id
    for query in queries("http://harbourpost.example/", later):
        look.sql(sample, query.sql)


@pytest.mark.usefixtures("server")
def test_the_dashboard_of_an_empty_store_is_no_fault(sample: Path) -> None:
    """Before the first poll has ended there is nothing to show, and nothing wrong."""
    assert dashboard(data_dir=sample) == []


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"now": "2026-03-10T09:40:00"}, id="an instant without its zone"),
        pytest.param({"now": "soon"}, id="no instant"),
        pytest.param({"feeds": []}, id="no feed at all"),
        pytest.param({"feeds": [""]}, id="a feed without a key"),
        pytest.param({"feeds": "harbour-post"}, id="one key, no list"),
        pytest.param({"eager": "perhaps"}, id="neither yes nor no"),
    ],
)
def test_wrong_parameters_are_refused_before_anything_runs(wrong: dict[str, Any]) -> None:
    """Prefect checks the parameters of a run by their types."""
    with pytest.raises(ParameterTypeError):
        ingest.validate_parameters({"data_dir": None, "now": None, "eager": False, "feeds": None, **wrong})


def test_a_feed_that_is_not_known_is_named(sample: Path) -> None:
    """A key with a slip in it is an error, never an empty poll."""
    with pytest.raises(BadConfig, match="there is no feed 'harbor-post'"):
        world_of(sample, ["harbor-post"])


def test_only_the_wanted_feeds_are_known(sample: Path) -> None:
    """The user's own feed among the wanted ones stays the user's own."""
    world = world_of(sample, ["le-fanal"])
    assert [f.key for f in world.feeds] == ["le-fanal"] == list(world.own_feeds)


@pytest.mark.parametrize(
    ("items", "size", "texts"),
    [
        (0, 2, []),
        (2, 2, ["2 pages"]),
        (5, 2, ["pages 1-2 of 5", "pages 3-4 of 5", "pages 5-5 of 5"]),
    ],
)
def test_batches_say_which_part_they_are(items: int, size: int, texts: list[str]) -> None:
    """A task run's name tells how far the run is."""
    assert [str(batch) for batch in batches(range(items), "pages", size)] == texts
    assert str(Batch([], "pages")) == "0 pages"
