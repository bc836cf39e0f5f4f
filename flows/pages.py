"""The dashboard's pages as Prefect keeps them: one Markdown artifact a key, written over in place.

A new artifact each time would store every page anew, half a megabyte a run, and give it another address; the page
of a key lists artifacts and shows none of them. So a page is made once and belongs to no run: its address stays,
other pages link straight to it, and nothing grows. Prefect's own `update_artifact` would copy each page into an
event; the same request without it does not.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prefect.client.orchestration import get_client
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import get_current_settings

from pipeline.report.board.frame import PAGES, STORY_PAGE, Links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from prefect.client.orchestration import SyncPrefectClient

KIND = "markdown"
KEPT = 100  # stories that have a page; of those beyond, the ones written longest ago go
_GONE = 404
_COMING = "This page is being written: look again in a minute."
_ABOUT = {
    "overview": "what happened in the last hour and day: who is behind, corrections, kills, stories that moved",
    "stories": "what moves now",
    "corrections": "who still runs the wrong sentence, who mended it silently, who says so",
    "feeds": "which feeds answer, how late, which do not tell the truth",
    "runs": "what the last runs brought and cost",
}
_STORY = "who runs which write-through since when, what it changed, who is behind, why it is one story"


@dataclass(frozen=True, slots=True)
class Page:
    """A page that exists. ``mark``: of what it tells; ``written``: when, as ISO 8601, empty where never yet."""

    artifact_id: str
    mark: str = ""
    written: str = ""

    @property
    def address(self) -> str:
        """Its address from another page, in both of Prefect's interfaces."""
        return f"../artifact/{self.artifact_id}"


class Pages:
    """The pages there are, as they were found, and what is written of them."""

    def __init__(self, client: SyncPrefectClient) -> None:
        self._client = client
        self.known: dict[str, Page] = {
            **self._read({"any_": list(PAGES)}),
            **self._read({"like_": f"{STORY_PAGE}%"}),
        }

    def _read(self, key: dict[str, Any]) -> dict[str, Page]:
        body = {"artifacts": {"key": key, "type": {"any_": [KIND]}}, "limit": 200}
        answer = self._client.request("POST", "/artifacts/latest/filter", json=body)
        return {row["key"]: _page(row) for row in answer.json()}

    def links(self, current: str) -> Links:
        """Addresses of the pages that exist, for the page of a key."""
        return Links({key: page.address for key, page in self.known.items()}, current)

    def url(self, key: str) -> str:
        """Where a person opens a page, which no sidebar of Prefect's lists."""
        base = (get_current_settings().ui_url or "").rstrip("/")
        return f"{base}/v2/artifacts/artifact/{self.known[key].artifact_id}"

    def ensure(self, keys: Iterable[str]) -> None:
        """Make the pages that do not exist yet, so that others can link to them."""
        for key in keys:
            if key not in self.known:
                self.known[key] = Page(self._create(key))

    def _create(self, key: str) -> str:
        body = {"key": key, "type": KIND, "data": f"# {key}\n\n{_COMING}", "description": about(key)}
        return str(self._client.request("POST", "/artifacts/", json=body).json()["id"])

    def write(self, key: str, text: str, written: str, mark: str = "") -> None:
        """Write a page over; one that somebody deleted meanwhile is made anew."""
        self.ensure([key])
        try:
            self._update(key, text, written, mark)
        except PrefectHTTPStatusError as error:
            if error.response.status_code != _GONE:
                raise
            self.known[key] = Page(self._create(key))
            self._update(key, text, written, mark)

    def _update(self, key: str, text: str, written: str, mark: str) -> None:
        page = self.known[key]
        body = {
            "data": text,
            "description": f"[Open the page]({page.address}): {about(key)}",
            "metadata_": {"mark": mark, "written": written},
        }
        self._client.request("PATCH", "/artifacts/{id}", path_params={"id": page.artifact_id}, json=body)
        self.known[key] = Page(page.artifact_id, mark, written)

    def drop_oldest(self, kept: int = KEPT) -> list[str]:
        """Delete the pages of stories that were written longest ago, beyond ``kept``. -> their keys."""
        stories = sorted(
            (key for key in self.known if key.startswith(STORY_PAGE)),
            key=lambda key: self.known[key].written,
            reverse=True,
        )
        for key in stories[kept:]:
            gone = self.known.pop(key)
            self._delete(gone)
        return stories[kept:]

    def _delete(self, page: Page) -> None:
        try:
            self._client.request("DELETE", "/artifacts/{id}", path_params={"id": page.artifact_id})
        except PrefectHTTPStatusError as error:
            if error.response.status_code != _GONE:
                raise


def about(key: str) -> str:
    """What a page tells, in a line: shown where Prefect lists it."""
    return _ABOUT.get(key, _STORY)


def _page(row: dict[str, Any]) -> Page:
    told = row.get("metadata_") or {}
    return Page(str(row["latest_id"]), told.get("mark", ""), told.get("written", ""))


@contextmanager
def pages() -> Iterator[Pages]:
    """The pages on the server of this process."""
    with get_client(sync_client=True) as client:
        yield Pages(client)
