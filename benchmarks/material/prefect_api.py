"""A Prefect server as a script sees it: objects by its API, over plain HTTP, without importing Prefect."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Callable

Thing = dict[str, Any]
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
UNDER_WAY = {"PENDING", "RUNNING", "CANCELLING"}
BUSY = 503
_PAUSES = (1, 2, 4, 8, 16)  # seconds between tries
_PAGE = 200  # objects a request; the most the server gives


@dataclass(frozen=True, slots=True)
class Api:
    """The API at an address such as ``http://127.0.0.1:4200/api``."""

    url: str

    def ask(self, path: str, body: object = None) -> Any:
        """What the server answers: GET without a body, else POST. OSError where it does not.

        A 503, which is how Prefect says that SQLite is locked, is tried again, as Prefect's own client does.
        """
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}{path}", data, {"Content-Type": "application/json"})  # noqa: S310 - the loopback
        for pause in _PAUSES:
            try:
                with urlopen(request, timeout=30) as answer:  # noqa: S310
                    return json.load(answer)
            except HTTPError as error:
                if error.code != BUSY:
                    raise
            time.sleep(pause)
        raise TimeoutError(f"{path}: the server stays busy")

    def answers(self) -> bool:
        """Whether the server is there."""
        try:
            return self.ask("/health") is True
        except (URLError, OSError):
            return False

    def all(self, kind: str, **body: Any) -> list[Thing]:
        """All objects of a kind (``flow_runs``, ``deployments``, ``artifacts``), in pages."""
        found: list[Thing] = []
        while page := self.ask(f"/{kind}/filter", {**body, "limit": _PAGE, "offset": len(found)}):
            found += page
        return found

    def deployments(self) -> dict[str, Thing]:
        """The deployments by their names."""
        return {str(one["name"]): one for one in self.all("deployments")}

    def start(self, deployment: str, parameters: Thing | None = None) -> str:
        """Start a deployment by hand. -> the id of the run."""
        one = self.deployments()[deployment]
        return str(
            self.ask(f"/deployments/{one['id']}/create_flow_run", {"parameters": parameters or {}})["id"]
        )

    def run(self, run_id: str) -> Thing:
        """A run as it is now."""
        found: Thing = self.ask(f"/flow_runs/{run_id}")
        return found

    def await_run(self, run_id: str, wanted: set[str], patience: float) -> Thing:
        """The run once its state is one of these, or as it is when patience (seconds) ends."""
        return until(lambda: self.run(run_id), lambda run: run["state_type"] in wanted, patience)


def until(look: Callable[[], Thing], good: Callable[[Thing], bool], patience: float) -> Thing:
    """What ``look`` gives once it is good, or the last when patience ends; a server that is away is waited for."""
    deadline = time.monotonic() + patience
    found: Thing = {}
    while time.monotonic() < deadline:
        try:
            found = look()
        except (URLError, OSError):
            time.sleep(1)
            continue
        if good(found):
            break
        time.sleep(0.5)
    return found
