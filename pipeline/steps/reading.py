"""Payloads read in processes that can be ended: a page that takes too long is a finding, and the rest goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pipeline.io.workers import Limits, Lost, shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from typing import Self

    from pipeline.model import Capture, Finding, World
    from pipeline.settings import Settings
    from pipeline.steps.raw import Raw

    Item = tuple[Raw, datetime]

C = TypeVar("C")
T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")


def prepare() -> None:
    """Import what pages are read with, before the time of the first one counts."""
    from pipeline.core import extract
    from pipeline.steps import capturing

    extract.prepare()
    del capturing


def read_one(item: tuple[Raw, datetime], world: World) -> Capture:
    """What one payload says, as of the time of its recording."""
    from pipeline.steps.capturing import capture

    raw, at = item
    return capture(raw, world, at)


class Readers(NamedTuple):
    """Who reads, and how one payload is read.

    ``most`` processes at once, None: as many as pay; 0: this one, in which nothing can be ended. ``alone``: no thread
    was begun in this process, so that they may be forks of it.
    """

    limits: Limits = Limits()
    most: int | None = None
    read: Callable[[tuple[Raw, datetime], World], Capture] = read_one
    alone: bool = False

    @classmethod
    def of(cls, settings: Settings, *, alone: bool = False) -> Self:
        """What the settings say."""
        return cls(Limits(settings.page_seconds, settings.page_megabytes), settings.readers, alone=alone)

    def map(
        self,
        function: Callable[[T, C], R],
        items: Iterable[T],
        common: C,
        instead: Callable[[T, Lost], S],
    ) -> list[R | S]:
        """The function's result for each item, in order: `Workers.map`."""
        if self.most == 0:
            return [_here(function, item, common, instead) for item in items]
        return shared(self.limits, self.most, alone=self.alone).map(function, items, common, instead)


READERS = Readers()


def _here(function: Callable[[T, C], R], item: T, common: C, instead: Callable[[T, Lost], S]) -> R | S:
    try:
        return function(item, common)
    except Exception as error:  # noqa: BLE001 - as in a process of its own: the rest goes on
        return instead(item, Lost(f"{type(error).__name__}: {error}"))


def read_all(items: Iterable[tuple[Raw, datetime]], world: World, readers: Readers) -> list[Capture]:
    """Read payloads, each as of the time of its recording.

    Args:
        items: payloads with their times, taken as they can be read.
        world: outlets and agencies known.
        readers: who reads.

    Returns:
        A capture for each, in order. One whose reading was given up is "empty", with a finding `extract-killed`
        (too long, too much) or `extract-failed`. Items of wire files were read already and are only put into form.
    """
    from pipeline.steps.capturing import capture

    wire: dict[int, Capture] = {}

    def pages() -> Iterator[Item]:
        for place, (raw, at) in enumerate(items):
            if raw.wire:
                wire[place] = capture(raw, world, at)
            else:
                yield raw, at

    read = iter(readers.map(readers.read, pages(), world, lambda item, lost: unread(item, world, lost)))
    return list(_merged(read, wire))


def _merged(read: Iterator[Capture], wire: dict[int, Capture]) -> Iterator[Capture]:
    place = 0
    for one in read:
        while place in wire:
            yield wire[place]
            place += 1
        yield one
        place += 1
    while place in wire:
        yield wire[place]
        place += 1


def unread(item: tuple[Raw, datetime], world: World, lost: Lost) -> Capture:
    """The capture of a payload whose reading was given up: what is known of it without having read it."""
    import hashlib

    from pipeline.core.normalise.urls import canonical
    from pipeline.model import Capture, Extracted
    from pipeline.steps.capturing import whose

    raw, at = item
    owner, subject = whose(raw, world), raw.url or raw.origin
    return Capture(
        outlet=owner.outlet.name,
        url=canonical(raw.url) if raw.url else None,
        captured_at=raw.captured_at,
        recorded_at=at,
        payload_sha=hashlib.sha256(raw.payload).hexdigest(),
        form=raw.form,
        origin=raw.origin,
        status=raw.status,
        extracted=Extracted("empty", f"reading it {lost.why}" if lost.killed else lost.why),
        aliases=(("url", canonical(raw.url)),) if raw.url else (),
        findings=(*owner.findings, about(subject, lost)),
        charset=raw.charset,
    )


def about(subject: str, lost: Lost) -> Finding:
    """The finding about an input whose reading was given up."""
    from pipeline.model import Finding

    if not lost.killed:
        return Finding("extract-failed", f"{subject}: could not be read ({lost.why})", subject, "error")
    message = (
        f"{subject}: reading it {lost.why} and was ended; it has no text here. Look at the page, or read it again "
        "with more WRITETHRU_PAGE_SECONDS"
    )
    return Finding("extract-killed", message, subject, "error")
