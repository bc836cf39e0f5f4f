"""What a load brought, as events of Prefect: each fact once, with an id made of the fact.

They go by one request whose answer says that the server has them, so that a run ends knowing what was told; facts that
could not be told stay claimed in the database, and the next run tells them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.events.filters import EventFilter, EventIDFilter
from prefect.events.schemas.events import Event, RelatedResource, Resource
from prefect.logging import get_run_logger

from flows.shown import link
from pipeline import run as use_cases
from pipeline.errors import StoreBusy
from pipeline.report import news as told
from pipeline.report.safe import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.report.news import News

    Send = Callable[[Sequence[News]], None]
    Arrived = Callable[[Sequence[str]], frozenset[str]]


def event_of(news: News) -> Event:
    """The event; it occurred when it is told, since triggers count from there: the fact's own time is `seen_at`."""
    carried = told.payload(news)
    if news.story_id:
        carried["page"] = link(f"story-{news.story_id}")
    return Event(
        id=UUID(news.event_id),
        event=told.NAMES[news.kind],
        resource=Resource(told.resource(news)),
        related=[RelatedResource(labels) for labels in told.related(news)],
        payload=carried,
    )


def send(news: Sequence[News]) -> None:
    """Give events to the server; returns when it has them.

    Raises:
        httpx.HTTPError: it does not answer, or refuses.
    """
    body = [event_of(one).model_dump(mode="json") for one in news]
    with get_client(sync_client=True) as client:
        cast("Any", client).request("POST", "/events", json=body)


def arrived(ids: Sequence[str]) -> frozenset[str]:
    """Which of these events the server has."""
    asked = EventFilter(id=EventIDFilter(id=[UUID(name) for name in ids]))
    body = {"filter": asked.model_dump(mode="json"), "limit": len(ids)}
    with get_client(sync_client=True) as client:
        answer = cast("Any", client).request("POST", "/events/filter", json=body)
    return frozenset(found["id"] for found in answer.json()["events"])


def tell_news(data_dir: Path, now: datetime, send: Send = send, arrived: Arrived = arrived) -> int:
    """Tell what is new and was not told, one line of the log each. That it cannot be told now is no fault of the run.

    Args:
        data_dir: where the database is.
        now: the time of the run.
        send: takes the news to the server.
        arrived: asks the server which events it has.

    Returns:
        How many events were sent.
    """
    logger = get_run_logger()
    try:
        sent = use_cases.tell(data_dir, now, send, arrived)
    except StoreBusy as error:
        logger.warning("News is told by the next run: %s", error)
        return 0
    except Exception as error:  # noqa: BLE001 - whatever a server may answer: the claims stay
        logger.warning("News could not be told now; the next run tells it: %s", visible(str(error))[:300])
        return 0
    for one in sent:
        logger.info("Told %s: %s", told.NAMES[one.kind], told.summary(one))
    return len(sent)
