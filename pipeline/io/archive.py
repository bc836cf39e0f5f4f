"""The raw archive: every payload once, under its digest, so that everything after it can be done again."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tempfile
import zlib
from pathlib import Path

from pipeline.errors import NotFound, StoreError

_SHA = re.compile(r"[0-9a-f]{64}")


def digest(payload: bytes) -> str:
    """The name of a payload: its SHA-256, 64 hex digits."""
    return hashlib.sha256(payload).hexdigest()


def path_of(data_dir: Path, sha: str) -> Path:
    """Where the payload of this digest lies, or would lie.

    Raises:
        NotFound: it is no digest.
    """
    if not _SHA.fullmatch(sha):
        raise NotFound(f"archive: {sha[:80]!r} is no digest of a payload")
    return data_dir / "archive" / sha[:2] / f"{sha}.gz"


def put(data_dir: Path, payload: bytes) -> str:
    """Keep a payload; one that is there already costs a look. Survives a crash at any point.

    Returns:
        Its digest.

    Raises:
        StoreError: it cannot be written (disk full, no permission).
    """
    sha = digest(payload)
    path = path_of(data_dir, sha)
    if path.exists():
        return sha
    try:
        _write(path, gzip.compress(payload, 6, mtime=0))
    except OSError as error:
        raise StoreError(f"archive: {path} cannot be written ({error.strerror or error})") from error
    return sha


def get(data_dir: Path, sha: str) -> bytes:
    """The payload of a digest.

    Raises:
        NotFound: it is not in the archive.
        StoreError: the file is damaged: its bytes are not those it is named for.
    """
    path = path_of(data_dir, sha)
    try:
        payload = gzip.decompress(path.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"archive: no payload {sha} in {data_dir / 'archive'}") from None
    except (OSError, EOFError, zlib.error) as error:
        raise StoreError(f"archive: {path} cannot be read ({error})") from error
    if digest(payload) != sha:
        raise StoreError(f"archive: {path} is damaged: its bytes are not those it is named for")
    return payload


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """The rename itself reaches the disk; where folders cannot be opened (Windows) there is nothing to do."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
