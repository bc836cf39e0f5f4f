"""The deployments besides polling, and what a server is laid out with, on a real Prefect server."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client
from prefect.exceptions import ParameterTypeError

from flows import events
from flows.backfill import backfill
from flows.ingest import ingest
from flows.maintain import maintain
from flows.provision import _address, provision
from flows.reprocess import reprocess
from flows.story_alert import story_alert
from pipeline.cli.serving import project_root
from pipeline.errors import BadConfig, BadInput
from pipeline.io.store import open_store
from pipeline.steps import look

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipeline.newsroom import Newsroom

FEEDS = ["harbour-post", "meridian-news"]
ARRIVAL = 30.0  # seconds: the server writes events in batches


def polled(room: Newsroom, data_dir: Path, *which: int) -> datetime:
    """The real flow at instants of the sample's day. -> the last of them."""
    for number in which:
        at = room.day.instants()[number]
        room.set_clock(at)
        ingest(data_dir=data_dir, now=at, eager=True, feeds=FEEDS)
    return at


def told(data_dir: Path, at: datetime) -> dict[str, list[str]]:
    """Kind → ids of the events that were told."""
    found: dict[str, list[str]] = {}
    with open_store(data_dir, at) as store:
        rows = store._connection.execute("select event, event_id from facts.told where told_at is not null")
        for event, name in rows.fetchall():
            found.setdefault(event, []).append(name)
    return found


@pytest.mark.usefixtures("server")
def test_a_correction_is_an_event_of_the_server_and_is_told_once(room: Newsroom, sample: Path) -> None:
    """Polls before and after the correction, then all of it once more: one event, which the server has."""
    before = next(n for n, at in enumerate(room.day.instants()) if (at.hour, at.minute) == (12, 45))
    at = polled(room, sample, before, before + 1, before + 2)
    (corrected,) = told(sample, at)["corrected"]
    end = time.monotonic() + ARRIVAL
    while events.arrived([corrected]) != {corrected} and time.monotonic() < end:
        time.sleep(0.5)
    assert events.arrived([corrected]) == {corrected}
    once = told(sample, at)
    reprocess(data_dir=sample, now=at)
    assert polled(room, sample, before + 2) == at
    assert told(sample, at) == once
    (story,) = look.sql(sample, "select story_id from corrections")[1]
    page = story_alert(
        story_id=story[0], event="writethru.story.corrected", summary="corrected", data_dir=sample
    )
    assert page
    assert Artifact.get(f"story-{story[0]}") is not None


@pytest.mark.usefixtures("server")
def test_files_and_named_pages_are_taken_in_with_their_progress(
    room: Newsroom, sample: Path, tmp_path: Path
) -> None:
    """A page named by its address and a broken file: one article, one refusal, a page that says it is done."""
    at = room.day.instants()[2]
    room.set_clock(at)
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n", "utf-8")
    url = room.day.pages_of(1)[0].url
    state: Any = backfill(paths=[bad], urls=[url, url], data_dir=sample, now=at, return_state=True)
    assert state.is_completed()
    assert state.message.startswith("files: 1 item, 0 new articles")
    assert "pages: 1 item, 1 new article" in state.message
    assert [row[0] for row in look.sql(sample, "select kind from runs order by kind")[1]] == [
        "backfill",
        "import",
    ]
    shown: Any = Artifact.get("backfill")
    assert shown.data == 100.0


@pytest.mark.usefixtures("server")
def test_maintenance_only_says_what_it_would_do_unless_told_otherwise(room: Newsroom, sample: Path) -> None:
    """By hand it changes nothing; as it is scheduled it compacts."""
    at = polled(room, sample, 0)
    said: Any = maintain(data_dir=sample, now=at)
    assert said.startswith("dry run: would compact")
    done: Any = maintain(data_dir=sample, now=at, dry_run=False)
    assert done.startswith("compacted:")
    assert [kind for (kind,) in look.sql(sample, "select kind from runs order by kind")[1]] == [
        "maintain",
        "poll",
    ]


@pytest.mark.usefixtures("server")
def test_jobs_of_an_empty_data_dir_are_no_fault(sample: Path) -> None:
    """The night after the installation there is nothing to keep in order, and no story to show."""
    said: Any = maintain(data_dir=sample)
    assert said == "nothing is stored yet"
    assert story_alert(story_id="s6tzcajhh3t1s1", data_dir=sample) is None


# Prefect's own `deploy` leaves connections open for the collector to find.
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <function _SelectorTransport:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.usefixtures("server")
def test_a_server_is_laid_out_twice_without_doubles_and_a_switch_stays_as_it_was_turned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Names are found again; a paused automation, trigger or deployment stays paused; addresses are kept."""
    monkeypatch.chdir(project_root())
    first = provision("http://127.0.0.1:9/hook", "http://127.0.0.1:9/note")
    assert "automation writethru-webhook: created" in first.lines
    off = ("writethru-webhook", "writethru-story-alert")
    with get_client(sync_client=True) as client:
        names = sorted(one.name for one in client.read_automations())
        for one in client.read_automations():
            if one.name in off and one.id:
                client.pause_automation(one.id)
        client.pause_deployment(client.read_deployment_by_name("revisit/revisit").id)
        second = provision()
        assert all(line.endswith((": there", "laid out")) for line in second.lines)
        after = client.read_automations()
        assert sorted(one.name for one in after) == names
        assert {one.name for one in after if not one.enabled} == set(off)
        assert client.read_deployment_by_name("revisit/revisit").paused
        assert not client.read_deployment_by_name("ingest/ingest").paused


def test_an_address_that_is_none_is_refused() -> None:
    """Nothing is sent to what cannot be asked, and the address is not repeated: it may be a secret."""
    with pytest.raises(BadConfig, match="must begin with http"):
        _address("ftp://secret.example/token")


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"urls": ["ftp://a.example/1"]}, id="no web address"),
        pytest.param({"urls": ["http://a.example/1"] * 2001}, id="too many addresses"),
        pytest.param({"timezone": "Toronto"}, id="no zone"),
        pytest.param({"captured_at": "2026-03-10T09:40:00"}, id="an instant without its zone"),
        pytest.param({"paths": "one"}, id="one path, no list"),
        pytest.param({"outlet": ""}, id="an outlet without a name"),
    ],
)
def test_wrong_parameters_of_a_backfill_are_refused(wrong: dict[str, Any]) -> None:
    """Prefect checks them by their types, in its pages too."""
    parameters = dict.fromkeys(backfill.parameters.properties)
    with pytest.raises(ParameterTypeError):
        backfill.validate_parameters({**parameters, **wrong})


@pytest.mark.parametrize("story", ["", "v6tzcajhh3t1s1", "s6tzcajhh3t1s1; drop", "s6TZcajhh3t1s1", "../../x"])
def test_an_alert_takes_ids_of_stories_only(story: str) -> None:
    """The parameters come from an event, which anybody with the API's address can send."""
    with pytest.raises(ParameterTypeError):
        story_alert.validate_parameters({"story_id": story, "event": "", "summary": "", "data_dir": None})


def test_a_backfill_of_nothing_says_what_it_needs(sample: Path) -> None:
    """Neither files nor addresses: an error in words."""
    with pytest.raises(BadInput, match="name files or folders"):
        backfill.fn(data_dir=sample)
