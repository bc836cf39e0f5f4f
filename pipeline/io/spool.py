"""Bodies put aside while others are waited for: in memory as long as they are few, else in a file that nobody sees."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Self

IN_MEMORY = 8_000_000  # bytes; what is more goes to the disk


class Spool:
    """Bodies by number. To be closed (or used in a ``with``): then they are gone. Not for two threads at once.

    Raises:
        OSError: (`put`) the disk is full.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._file = SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115 - closed by `__exit__`
        self._places: dict[int, tuple[int, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, number: int, body: bytes) -> None:
        """Put a body aside under a number."""
        self._places[number] = self._file.seek(0, 2), len(body)
        self._file.write(body)

    def get(self, number: int) -> bytes | None:
        """The body of a number; None where none was put aside."""
        if number not in self._places:
            return None
        start, length = self._places[number]
        self._file.seek(start)
        return self._file.read(length)
