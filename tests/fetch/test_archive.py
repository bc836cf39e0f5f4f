"""The raw archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import NotFound, StoreError
from pipeline.io import archive

if TYPE_CHECKING:
    from pathlib import Path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(payload=st.binary(max_size=2_000))
def test_what_is_put_is_got(tmp_path: Path, payload: bytes) -> None:
    """Any bytes come back as they were."""
    assert archive.get(tmp_path, archive.put(tmp_path, payload)) == payload


def test_the_same_payload_is_kept_once(tmp_path: Path) -> None:
    """Its name is its digest, and its file is the same bytes on every installation."""
    first = archive.put(tmp_path, b"story")
    before = archive.path_of(tmp_path, first).read_bytes()
    assert archive.put(tmp_path, b"story") == first
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [f"{first}.gz"]
    archive.path_of(tmp_path, first).unlink()
    archive.put(tmp_path, b"story")
    assert archive.path_of(tmp_path, first).read_bytes() == before


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    """A digest of nothing, and what is no digest at all."""
    for name in (archive.digest(b"nothing"), "../../etc/passwd", ""):
        with pytest.raises(NotFound):
            archive.get(tmp_path, name)


@pytest.mark.parametrize("damage", [b"", b"no gzip", b"\x1f\x8b\x08\x00broken"])
def test_damage_is_noticed(tmp_path: Path, damage: bytes) -> None:
    """A file that is not what it is named for is an error of the store, not a payload."""
    sha = archive.put(tmp_path, b"story")
    archive.path_of(tmp_path, sha).write_bytes(damage)
    with pytest.raises(StoreError):
        archive.get(tmp_path, sha)


def test_a_swapped_file_is_noticed(tmp_path: Path) -> None:
    """Sound gzip with other bytes in it is damage, too."""
    one, two = archive.put(tmp_path, b"one"), archive.put(tmp_path, b"two")
    archive.path_of(tmp_path, one).write_bytes(archive.path_of(tmp_path, two).read_bytes())
    with pytest.raises(StoreError, match="damaged"):
        archive.get(tmp_path, one)


def test_no_room_is_an_error_of_the_store(tmp_path: Path) -> None:
    """What cannot be written is said in one line."""
    (tmp_path / "archive").write_text("a file in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        archive.put(tmp_path, b"story")
