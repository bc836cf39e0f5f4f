"""The tasks of the flows: each takes a batch and is one call into the pipeline.

A page is never a task and never tried again here: what a source answers is a stored value, and the next run asks
it again. Only a writer's lock that somebody else held too long is worth another try.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.tasks import exponential_backoff

from flows.underway import Batch, Underway
from pipeline import run as use_cases
from pipeline.errors import StoreBusy

if TYPE_CHECKING:
    from collections.abc import Callable

    from prefect import Task
    from prefect.client.schemas.objects import State, TaskRun

    from pipeline.model import Capture
    from pipeline.steps.feeds import FeedLook, FeedTask
    from pipeline.steps.pages import PageLook
    from pipeline.steps.pages_due import PageTask

P = ParamSpec("P")
R = TypeVar("R")
TRIES_AGAIN = 3
FIRST_WAIT = 5  # seconds, doubled each time: a load of the largest batch takes less than the sum
JITTER = 0.3


def _store_was_busy(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a task failed only because another process was writing."""
    try:
        state.result()
    except StoreBusy:
        return True
    except Exception:  # noqa: BLE001 - whatever else it was is no reason to try again
        return False
    return False


def _step(name: str, shown_as: str, *, writes: bool = False) -> Callable[[Callable[P, R]], Task[P, R]]:
    """A task that keeps nothing: results go from task to task in memory, facts are in the database.

    Tasks carry no tags: for each tagged task run Prefect asks its server for a concurrency slot, which was
    measured at 0.7 s; deployments and flow runs have tags.
    """
    return task(
        name=name,
        task_run_name=shown_as,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=TRIES_AGAIN if writes else 0,
        retry_delay_seconds=exponential_backoff(FIRST_WAIT),
        retry_jitter_factor=JITTER,
        retry_condition_fn=_store_was_busy if writes else None,
    )


@_step("list feeds", "list the feeds that are due", writes=True)
def list_feeds(run: Underway) -> list[FeedTask]:
    """Find the feeds whose interval is over."""
    return use_cases.feeds_due(run.poll)


@_step("fetch feeds", "fetch {batch}")
def fetch_feeds(run: Underway, batch: Batch[FeedTask]) -> list[FeedLook]:
    """Ask a batch of feeds, politely, and read what they answer. A feed that fails is a finding."""
    return use_cases.fetch_feeds(run.poll, batch.items)


@_step("note feeds", "note what {batch} say", writes=True)
def note_feeds(run: Underway, batch: Batch[FeedLook], before: Batch[PageTask]) -> list[PageTask]:
    """Log what the feeds say; find the listed pages that are due, beside those of former batches."""
    run.poll, pages = use_cases.note_feeds(run.poll, batch.items, before.items)
    return pages


@_step("list revisits", "list the pages whose time has come", writes=True)
def list_revisits(run: Underway, asked: Batch[PageTask]) -> list[PageTask]:
    """Find the pages of live articles that are due for another look."""
    return use_cases.pages_to_revisit(run.poll, asked.items)


@_step("list named pages", "list the pages that are named", writes=True)
def list_named(run: Underway, urls: list[str]) -> list[PageTask]:
    """Make of addresses pages to ask, known or not."""
    return use_cases.pages_named(run.poll, urls)


@_step("fetch pages", "fetch {batch}")
def fetch_pages(run: Underway, batch: Batch[PageTask]) -> list[PageLook]:
    """Ask a batch of pages, politely, and archive every payload. A page that fails is an answer too."""
    return use_cases.fetch_pages(run.poll, batch.items)


@_step("extract", "extract {batch}")
def extract(run: Underway, batch: Batch[PageLook]) -> list[Capture]:
    """Read headline, body, times and credits out of the pages that showed something."""
    return use_cases.extract_pages(run.poll, batch.items)


@_step("dedupe", "dedupe {batch}")
def dedupe(batch: Batch[Capture]) -> tuple[list[Capture], list[Capture]]:
    """Tell captures that stand for themselves from repeats of the same page in the batch."""
    return use_cases.dedupe(batch.items)


@_step("load", "load {fresh}", writes=True)
def load(run: Underway, looks: Batch[PageLook], fresh: Batch[Capture], repeats: Batch[Capture]) -> None:
    """Log the fetches and load the captures: versions, stories, comparisons and who is behind."""
    run.poll = use_cases.load_pages(run.poll, looks.items, fresh.items, repeats.items)


def take_pages(run: Underway, pages: list[PageTask], batch_size: int) -> None:
    """Fetch, extract, dedupe and load pages, one batch after the other: four tasks a batch.

    Batches go one by one, so that a run that is stopped has lost at most one, and its memory is that of one.
    """
    for start in range(0, len(pages), batch_size):
        part = pages[start : start + batch_size]
        looks = fetch_pages(run, Batch(part, "pages", start + 1, len(pages)))
        asked = Batch(looks, "answers")
        fresh, repeats = dedupe(Batch(extract(run, asked), "captures"))
        load(run, asked, Batch(fresh, "captures"), Batch(repeats, "repeats"))


def take_moved(run: Underway, asked: list[PageTask], batch_size: int) -> None:
    """Ask the other pages of the stories that moved by what was loaded: they are due at once."""
    if run.poll.tally.versions:
        take_pages(run, list_revisits(run, Batch(asked, "pages")), batch_size)
