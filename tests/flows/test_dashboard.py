"""How the dashboard's pages are kept in Prefect: made once, written over, the oldest stories' dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from prefect.exceptions import PrefectHTTPStatusError

from flows.pages import Pages, about
from pipeline.report.board.frame import PAGES


@dataclass
class Artifacts:
    """The part of Prefect's API that keeps artifacts, in memory: the newest of each key, as the server tells them."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def request(self, method: str, path: str, *, json: Any = None, path_params: Any = None) -> Any:
        """Answer as the server does."""
        self.asked.append(method)
        if path == "/artifacts/latest/filter":
            return SimpleNamespace(
                json=lambda: [r for r in self.rows.values() if wanted(r, json["artifacts"])]
            )
        if method == "POST":
            made = {"id": f"id-{len(self.asked)}", "metadata_": None, **json}
            self.rows[made["key"]] = {**made, "latest_id": made["id"]}
            return SimpleNamespace(json=lambda: made)
        key = next((k for k, r in self.rows.items() if r["latest_id"] == path_params["id"]), None)
        if key is None:
            raise missing(path)
        if method == "DELETE":
            return self.rows.pop(key)
        return self.rows[key].update(json)


def wanted(row: dict[str, Any], by: dict[str, Any]) -> bool:
    """Whether a filter of ours takes a row."""
    keys = by["key"]
    named = row["key"] in keys["any_"] if "any_" in keys else row["key"].startswith(keys["like_"].rstrip("%"))
    return named and row["type"] in by["type"]["any_"]


def missing(path: str) -> PrefectHTTPStatusError:
    """What Prefect's client raises for 404."""
    request = httpx.Request("PATCH", f"http://127.0.0.1{path}")
    return PrefectHTTPStatusError("gone", request=request, response=httpx.Response(404, request=request))


@pytest.fixture
def api() -> Artifacts:
    """An API that keeps nothing yet."""
    return Artifacts()


def test_a_page_is_made_once_and_written_over(api: Artifacts) -> None:
    """Its address stays, so bookmarks and links of other pages hold; what it tells changes."""
    first = Pages(api)  # type: ignore[arg-type]  # the part of the client that is used
    first.ensure(PAGES)
    first.write("overview", "old", "2031-03-04T09:00")
    again = Pages(api)  # type: ignore[arg-type]
    again.write("overview", "new", "2031-03-04T10:00", "mark")
    assert again.known["overview"].artifact_id == first.known["overview"].artifact_id
    assert (api.rows["overview"]["data"], again.known["overview"].mark) == ("new", "mark")
    assert api.asked.count("POST") == 4 + len(PAGES)  # two looks each time, one creation a page


def test_the_page_of_a_key_leads_to_what_is_to_be_read(api: Artifacts) -> None:
    """Prefect shows only the description there."""
    pages = Pages(api)  # type: ignore[arg-type]
    pages.write("feeds", "text", "2031-03-04T09:00")
    address = pages.known["feeds"].address
    assert api.rows["feeds"]["description"] == f"[Open the page]({address}): {about('feeds')}"
    assert pages.links("overview").to("feeds") == f"[feeds]({address})"


def test_a_page_that_somebody_deleted_is_made_anew(api: Artifacts) -> None:
    """Between the look and the writing, too."""
    pages = Pages(api)  # type: ignore[arg-type]
    pages.ensure(["runs"])
    api.rows.clear()
    pages.write("runs", "text", "2031-03-04T09:00")
    assert api.rows["runs"]["data"] == "text"


def test_an_artifact_of_another_kind_is_left_alone(api: Artifacts) -> None:
    """An earlier release wrote `stories` as a table; the page is an artifact of its own under the same key."""
    api.rows["stories"] = {
        "key": "stories",
        "type": "table",
        "latest_id": "old",
        "metadata_": None,
        "data": "[]",
    }
    pages = Pages(api)  # type: ignore[arg-type]
    pages.write("stories", "text", "2031-03-04T09:00")
    assert api.rows["stories"]["type"] == "markdown"


def test_the_stories_pages_written_longest_ago_go(api: Artifacts) -> None:
    """Only those of stories, and no more than are too many; one that is gone already is no fault."""
    pages = Pages(api)  # type: ignore[arg-type]
    pages.ensure(PAGES)
    for hour, story in enumerate(("story-a", "story-b", "story-c")):
        pages.write(story, "text", f"2031-03-04T0{hour}:00")
    del api.rows["story-a"]
    assert pages.drop_oldest(kept=1) == ["story-b", "story-a"]
    assert sorted(api.rows) == sorted([*PAGES, "story-c"])
    assert pages.drop_oldest(kept=1) == []


def test_faults_of_the_server_are_not_hidden(api: Artifacts) -> None:
    """Only a page that is gone is made anew."""

    class Broken(Artifacts):
        def request(self, method: str, path: str, *, json: Any = None, path_params: Any = None) -> Any:
            if method == "PATCH":
                request = httpx.Request(method, "http://127.0.0.1")
                raise PrefectHTTPStatusError(
                    "no", request=request, response=httpx.Response(500, request=request)
                )
            return super().request(method, path, json=json, path_params=path_params)

    with pytest.raises(PrefectHTTPStatusError):
        Pages(Broken()).write("runs", "text", "")  # type: ignore[arg-type]
