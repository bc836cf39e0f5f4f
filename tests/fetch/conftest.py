"""Settings for a loopback server: its origin is one the user consented to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_httpserver import HTTPServer


@pytest.fixture
def settings_for(tmp_path: Path) -> Callable[..., Settings]:
    """Makes settings that may ask this loopback server, quickly and without delays."""

    def make(server: HTTPServer, **changes: object) -> Settings:
        given: dict[str, object] = {
            "data_dir": tmp_path,
            "host_delay": 0.0,
            "read_timeout": 2.0,
            "total_timeout": 5.0,
            "allowed_origins": frozenset({f"{server.host}:{server.port}", f"127.0.0.1:{server.port}"}),
        }
        return Settings(**{**given, **changes})  # type: ignore[arg-type]  # a table of keyword arguments

    return make
