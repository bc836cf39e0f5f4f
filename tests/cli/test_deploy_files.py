"""What stands in deploy/ names things that exist. Nothing is built or installed here."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]  # comes with Prefect, without stubs
from click import Context

from pipeline.cli import prefect_server as ours
from pipeline.cli.app import app
from pipeline.cli.serving import POOL

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
CONTAINER = (ROOT / "deploy/container/Containerfile").read_text("utf-8")
SCRIPTS = {
    *tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"],
    "prefect",
    "python",
}


def commands(unit: Path) -> list[list[str]]:
    """The command lines of a unit, as words."""
    return [
        line.split("=", 1)[1].split()
        for line in unit.read_text("utf-8").splitlines()
        if line.startswith("Exec")
    ]


def variables(unit: Path) -> dict[str, str]:
    """What a unit sets in the environment."""
    pairs = re.findall(r"^Environment=(.+)$", unit.read_text("utf-8"), re.MULTILINE)
    return dict(pair.split("=", 1) for line in pairs for pair in line.split())


def options(words: list[str]) -> set[str]:
    """The options a command of ours has."""
    command = app.get_command(Context(app), words[0])
    assert command is not None
    return {name for parameter in command.params for name in parameter.opts}


def instructions() -> list[tuple[str, str]]:
    """The instructions of the container file: name, rest; continued lines joined."""
    lines = [line for line in CONTAINER.splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ").splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined) if name]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_runs_commands_that_exist(unit: Path) -> None:
    """Scripts of the environment, modules of the project, options of `up`."""
    assert commands(unit)
    for program, *words in commands(unit):
        folder, _, script = program.rpartition("/")
        assert folder == "/opt/writethru/.venv/bin"
        assert script in SCRIPTS
        if script == "python":
            assert words[0] == "-m"
            assert importlib.util.find_spec(words[1])
        if script == "writethru":
            assert {word for word in words if word.startswith("--")} <= options(words)
        if words[:2] == ["worker", "start"]:
            assert words[words.index("--pool") + 1] == POOL


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_may_write_to_its_own_directory_only(unit: Path) -> None:
    """What keeps a service that reads the whole web from harm."""
    lines = set(unit.read_text("utf-8").splitlines())
    assert {
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "StateDirectory=writethru",
    } <= lines
    assert "User=root" not in lines
    assert all(
        "/var/lib/writethru" in value
        for name, value in variables(unit).items()
        if name.endswith(("HOME", "DIR"))
    )


def test_the_split_units_set_what_up_sets() -> None:
    """The server keeps its database small, and runs say that they live."""
    server, worker = (
        variables(ROOT / f"deploy/systemd/writethru-{name}.service") for name in ("server", "worker")
    )
    env = ours.environment(Path("/var/lib/writethru/prefect"), 4200, {})
    assert {name: value for name, value in env.items() if name not in server} == {
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": worker["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]
    }
    assert {name: server[name] for name in env if name in server}.items() <= env.items()
    assert server["PREFECT_API_URL"] == worker["PREFECT_API_URL"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    """With programs that are there in the place of /opt/writethru."""
    for script in SCRIPTS:
        program = tmp_path / ".venv/bin" / script
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text("#!/bin/sh\n", encoding="utf-8")
        program.chmod(0o755)
    for unit in UNITS:
        (tmp_path / unit.name).write_text(
            unit.read_text("utf-8").replace("/opt/writethru", str(tmp_path)), "utf-8"
        )
    units = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_container_copies_what_is_there() -> None:
    """Every path stands in the project, and all that the wheel needs is among them."""
    copied = {
        source
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    }
    assert all((ROOT / source).exists() for source in copied)
    assert {
        "requirements.lock",
        "pyproject.toml",
        "prefect.yaml",
        "README.md",
        "LICENSE",
        "data",
        "flows",
        "pipeline",
    } <= copied


def test_the_container_runs_up_as_nobody_special() -> None:
    """Its command is one of ours with options it has, its user is not root, its data are a volume."""
    told = dict(instructions())  # the last of each
    entry, words = json.loads(told["ENTRYPOINT"]), json.loads(told["CMD"])
    assert entry[0] in SCRIPTS
    assert {word for word in words if word.startswith("--")} <= options(words)
    assert told["USER"] == "writethru"
    assert told["VOLUME"] == "/data"
    assert [rest for name, rest in instructions() if name == "FROM"][-1] == "python:3.11-slim"
    check = json.loads(told["HEALTHCHECK"].partition("CMD")[2])
    compile(check[2], "HEALTHCHECK", "exec")
    assert "/api/health" in check[2]


def test_the_example_of_several_containers_builds_this_one() -> None:
    """And waits for its database."""
    folder = ROOT / "deploy/container"
    services = yaml.safe_load((folder / "compose.yaml").read_text("utf-8"))["services"]
    build = services["writethru"]["build"]
    assert (folder / build["context"] / build["dockerfile"]).resolve() == folder / "Containerfile"
    assert set(services["writethru"]["depends_on"]) <= set(services)
