"""A real Prefect server, and the sample wire on the loopback."""

from __future__ import annotations

import gc
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from prefect.settings import (
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_SERVER_ANALYTICS_ENABLED,
    temporary_settings,
)

from pipeline import newsroom
from pipeline.newsroom.known import sample_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

# Prefect's own client leaves a connection to its server open for the collector to find.
_SOCKET = "ignore:Exception ignored in. <socket.socket:pytest.PytestUnraisableExceptionWarning"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of this folder forgive Prefect's unclosed sockets; all other warnings stay errors."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.filterwarnings(_SOCKET))


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What Prefect left open is collected here, not in the middle of somebody else's test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    """A temporary Prefect API, gone when its tests are: it works also while nobody asks it anything.

    It tells its makers nothing, as `writethru up` sees to; heartbeats are off, since each run would wait a second
    for their thread.
    """
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415 - imports the whole server: 5 s of every collection

    with (
        temporary_settings(
            {PREFECT_SERVER_ANALYTICS_ENABLED: False, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
        ),
        prefect_test_harness(server_startup_timeout=180),
    ):
        yield


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[newsroom.Newsroom]:
    """The sample wire's sites; the flows find them through their settings."""
    with newsroom.Newsroom(newsroom.load(), hang=1.5) as served:
        pairs = ",".join(f"{host}={address}" for host, address in served.connect_to.items())
        monkeypatch.setenv("WRITETHRU_CONNECT_TO", pairs)
        monkeypatch.setenv("WRITETHRU_HOST_DELAY", "0")
        monkeypatch.setenv("WRITETHRU_TIMEOUT", "1")
        yield served


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """An empty data dir whose own outlets, agencies and feeds are the sample's."""
    for name in ("outlets.toml", "agencies.toml", "feeds.toml"):
        shutil.copyfile(sample_dir() / name, tmp_path / name)
    return tmp_path
