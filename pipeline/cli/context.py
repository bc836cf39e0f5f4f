"""What every command shares: the data directory, the settings, the clock's one reading, the console."""

from __future__ import annotations

import os
import shlex
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

_given: ContextVar[Path | None] = ContextVar("data_dir", default=None)  # lives as long as the command


def remember(data_dir: Path | None) -> None:
    """Keep the global option for the command that follows."""
    _given.set(data_dir)


def settings() -> Settings:
    """Settings from the option and the environment."""
    return Settings.from_env(_given.get(), os.environ)


def data_dir() -> Path:
    """Where database and archive are."""
    return settings().data_dir


def command(words: str) -> str:
    """A command as it is typed to come back to the same data."""
    given = _given.get()
    return (
        f"writethru {words}" if given is None else f"writethru --data-dir {shlex.quote(str(given))} {words}"
    )


def now() -> datetime:
    """The clock, read once a command; everything below takes it as an argument."""
    return datetime.now(tz=UTC)


def console(*, stderr: bool = False) -> Console:
    """A console for people. Untrusted text is never read as markup."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, highlight=False, emoji=False)
