"""The command line as a person meets it: arguments in; exit code, output and error lines out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pipeline.cli import main
from tests.steps.conftest import lay_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on stderr; anything else fails the test."""
        (line,) = self.err.strip().splitlines()
        return line


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where a test's database lies, once there is one."""
    return tmp_path / "var"


@pytest.fixture
def empty_store(data_dir: Path) -> Path:
    """A database in which nothing is stored yet, where a test's lies; it is much quicker there than made anew."""
    return lay_store(data_dir)


@pytest.fixture
def writethru(
    data_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Done]:
    """Run a command on this test's data directory."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("WRITETHRU_HOST_DELAY", "0")

    def running(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--data-dir", str(data_dir)])
        out, err = capsys.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return running
