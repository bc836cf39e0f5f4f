"""Pieces of work for the tests of the workers: they are imported by the processes that do them."""

from __future__ import annotations

import os
import signal
import time


def double(item: int, factor: int) -> int:
    """Well-behaved work."""
    return item * factor


def who(_item: int, _common: None) -> int:
    """Which process does it."""
    return os.getpid()


def odd_ones_never_end(item: int, _common: object) -> int:
    """Work that never ends, for odd numbers."""
    while item % 2:
        pass
    return item


def sleeps(_item: int, _common: object) -> None:
    """Work that waits for ever without using the processor."""
    time.sleep(600)


def eats(item: int, _common: object) -> int:
    """Work that takes so many megabytes."""
    return len(bytearray(item * 1_000_000))


def raises(item: int, _common: object) -> int:
    """Work that fails."""
    raise ValueError(f"no {item}")


def dies(item: int, _common: object) -> int:
    """Work that takes its process with it."""
    if item % 2:
        os.kill(os.getpid(), signal.SIGSEGV)
    return item
