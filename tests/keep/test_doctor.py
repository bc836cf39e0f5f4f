"""The doctor: every trouble has a line of its own, with a remedy, and none makes it fall over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline import run
from pipeline.io.store import SNAPSHOT, writer_lock
from pipeline.steps import checks
from pipeline.steps.checks import Check, sized
from tests.keep.conftest import spoil
from tests.steps.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.steps.conftest import Desk


def found(data_dir: Path, **how: object) -> dict[str, Check]:
    """Name → check, those that are not ok."""
    now = NOW + how.get("later", timedelta())  # type: ignore[operator]  # a timedelta
    return {c.name: c for c in run.examine(data_dir, now) if c.state != "ok"}


def change(sql: str) -> Callable[[Path], None]:
    """A change to the published snapshot."""

    def apply(data_dir: Path) -> None:
        with duckdb.connect(str(data_dir / SNAPSHOT)) as connection:
            connection.execute(sql)

    return apply


def _damage(data_dir: Path) -> None:
    for path in (data_dir / "archive").glob("*.warc.gz*"):
        path.write_bytes(bytes(path.stat().st_size))


def _lose(data_dir: Path) -> None:
    with duckdb.connect(str(data_dir / SNAPSHOT), read_only=True) as connection:
        rows = connection.execute("select payload_sha from captures limit 1").fetchall()
    spoil(data_dir, rows[0][0])


def _feeds(data_dir: Path) -> None:
    (data_dir / "feeds.toml").write_text('[[feed]]\nkey = "mine"\nurl = "https://a.example/rss"\n')


TROUBLES: list[tuple[str, str, str, Callable[[Path], object]]] = [
    ("own files", "fail", "feeds.toml", lambda d: (d / "feeds.toml").write_text("[[feed]\n")),
    ("database", "fail", "cannot be opened", lambda d: (d / SNAPSHOT).write_bytes(b"no database" * 999)),
    ("database", "fail", "upgrade", change("insert into migration values (99, 'x', now())")),
    ("stories", "warn", "reprocess", change("delete from derived.made_by")),
    (
        "run ledger",
        "fail",
        "not their dispositions",
        change("delete from facts.disposition where ordinal = 0"),
    ),
    (
        "run ledger",
        "warn",
        "never ended",
        change("update facts.run set state = 'running', started_at = started_at - interval 2 day"),
    ),
    ("archive", "fail", "damaged", _damage),
    ("archive", "fail", "1 of", _lose),
    ("feeds", "warn", "never polled: mine", _feeds),
    (
        "feeds",
        "warn",
        "1 of 1 failing: f (timeout)",
        change(
            "insert into facts.request by name select 1 as fetch_key, 1 as run_key, 'feed' as kind, 'f' as source, "
            "'https://a.example/rss' as url, now() as fetched_at, 'timeout' as outcome"
        ),
    ),
    (
        "clock",
        "warn",
        "last run began",
        change("update facts.run set started_at = started_at + interval 400 day"),
    ),
]


def test_a_healthy_newsroom_has_no_complaint(desk: Desk) -> None:
    """Every check is there and ok."""
    every = list(run.examine(desk.data_dir, NOW))
    assert [c for c in every if c.state != "ok"] == []
    assert {"Python", "duckdb", "prefect", "disk", "database", "run ledger", "archive", "feeds", "clock"} <= {
        c.name for c in every
    }


@pytest.mark.parametrize(
    ("name", "state", "words", "trouble"), TROUBLES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_trouble_is_named_with_a_remedy(
    desk: Desk, name: str, state: str, words: str, trouble: Callable[[Path], object]
) -> None:
    """What is wrong is told by the check it belongs to, and what to do."""
    trouble(desk.data_dir)
    complaints = found(desk.data_dir)
    assert list(complaints) == [name]
    assert complaints[name].state == state
    assert words in f"{complaints[name].message} {complaints[name].remedy}"
    assert complaints[name].remedy


def test_a_writer_at_work_is_a_warning_only(desk: Desk) -> None:
    """Nobody is told to kill a run that is under way."""
    with writer_lock(desk.data_dir):
        assert {name: c.state for name, c in found(desk.data_dir).items()} == {"writer's lock": "warn"}
    assert found(desk.data_dir) == {}


def test_before_anything_is_stored_all_is_well(tmp_path: Path) -> None:
    """A new user's first command: no failure, and nothing is made."""
    assert found(tmp_path / "new" / "var") == {}
    assert list(tmp_path.iterdir()) == []


def test_a_clock_in_the_past_fails(tmp_path: Path) -> None:
    """Times written by it would be wrong for ever."""
    assert found(tmp_path, later=-timedelta(days=4000))["clock"].state == "fail"


@pytest.mark.parametrize(
    ("wanted", "state"),
    [({"duckdb": ("1", "99")}, None), ({"duckdb": ("98", "99")}, "warn"), ({"no-such": ("1", "2")}, "fail")],
)
def test_versions_are_compared_by_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, tuple[str, str]], state: str | None
) -> None:
    """Untried versions warn, missing packages fail."""
    monkeypatch.setattr(checks, "WANTED", wanted)
    assert [c.state for c in found(tmp_path).values()] == ([state] if state else [])


def test_a_bug_in_a_check_is_a_line_not_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other checks go on."""

    def broken() -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr(checks, "_zones", broken)
    complaints = found(tmp_path)
    assert [c.message for c in complaints.values()] == ["ZeroDivisionError: x"]


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 B"), (1500, "1.5 kB"), (16_800_000, "16.8 MB"), (2_000_000_000, "2.0 GB")]
)
def test_sizes_read_as_people_say_them(size: int, shown: str) -> None:
    """Three units are enough."""
    assert sized(size) == shown
