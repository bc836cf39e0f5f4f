"""The commands as people call them: what they print and how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.steps.conftest import Desk


def call(capsys: pytest.CaptureFixture[str], desk: Desk | Path, *arguments: str) -> tuple[int, str, str]:
    """Run a command. -> exit code, standard output, standard error."""
    data_dir = getattr(desk, "data_dir", desk)
    with pytest.raises(SystemExit) as end:
        main(["--data-dir", str(data_dir), *arguments])
    out = capsys.readouterr()
    code = end.value.code
    return (code if isinstance(code, int) else 0), out.out, out.err


def test_commands_tell_what_they_did(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Export, report, reprocess, maintain and doctor end with 0 and say what came of it."""
    for arguments, words in (
        (("export", "--format", "ninjs", str(tmp_path / "n")), "versions.ninjs.jsonl"),
        (("report", str(tmp_path / "site")), "1 story at one outlet only left out"),
        (("reprocess",), "no row changed"),
        (("maintain",), "Dry run: nothing was changed"),
        (("maintain", "--apply"), "Compacted:"),
        (("doctor",), "archive: "),
    ):
        code, out, _ = call(capsys, desk, *arguments)
        assert (code, words in " ".join(out.split())) == (0, True), out


@pytest.mark.parametrize("command", [("export", "out"), ("report", "out"), ("maintain",)])
def test_nothing_stored_is_one_line_and_exit_1(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No traceback, and a way on."""
    monkeypatch.chdir(tmp_path)
    code, _, err = call(capsys, tmp_path / "var", *command)
    assert code == 1
    assert err.count("\n") == 1
    assert "nothing is stored yet" in err


def test_a_doctor_who_finds_a_failure_ends_with_1(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """So that scripts can ask."""
    (desk.data_dir / "agencies.toml").write_text("[[agency]\n")
    code, out, _ = call(capsys, desk, "doctor")
    assert code == 1
    assert "fail own files" in out
    assert "→" in out


def test_damage_found_by_reprocess_ends_with_1(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """And says where to read which."""
    next((desk.data_dir / "archive").glob("*.warc.gz*")).unlink()
    code, out, _ = call(capsys, desk, "reprocess")
    assert code == 1
    assert "archive-damaged" in out
