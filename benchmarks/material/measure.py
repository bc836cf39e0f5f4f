"""Measuring: CPU seconds of stages, the best of several runs, one JSON object a line."""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from contextlib import contextmanager
from time import process_time
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

T = TypeVar("T")


def tell(**figures: object) -> None:
    """Print figures as one line of JSON."""
    print(json.dumps(figures, ensure_ascii=False), flush=True)


def best_ms(work: Callable[[], object], times: int = 7) -> float:
    """Milliseconds of CPU of the quickest of several runs: what else the machine does only ever adds."""
    work()
    gc.collect()
    return round(1000 * min(_cpu(work) for _ in range(times)), 3)


def _cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and the CPU seconds it took (all threads of this process)."""
    start = process_time()
    found = work()
    return found, process_time() - start


class Stages:
    """CPU seconds by stage, nested stages counted in both."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def watching(self, *calls: tuple[str, ModuleType | type, str]) -> Iterator[None]:
        """Count what the named functions of modules or classes take, each under its stage; they are put back after."""
        before = [(module, name, getattr(module, name)) for _, module, name in calls]
        for (stage, module, name), (_, _, function) in zip(calls, before, strict=True):
            setattr(module, name, self._counted(stage, function))
        try:
            yield
        finally:
            for module, name, function in before:
                setattr(module, name, function)

    def _counted(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            start = process_time()
            try:
                return function(*args, **named)
            finally:
                self.seconds[stage] += process_time() - start

        return counted
