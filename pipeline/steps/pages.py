"""Pages in a poll: asked, and what their answers show: a payload, or what became of them. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.core.forgotten import Forgotten
from pipeline.io.http import PAGE_TYPES, Answer, Client, Outcome, Request, redact
from pipeline.io.warc import Asked
from pipeline.model import Disposition
from pipeline.steps.archiving import nothing_kept
from pipeline.steps.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pipeline.steps.archiving import Keep
    from pipeline.steps.pages_due import PageTask

NOTHING = Forgotten()
_HAS_PAGE = frozenset({Outcome.OK, Outcome.HTTP_ERROR, Outcome.GONE})
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class PageLook:
    """What a page answered; a deferred one was not asked."""

    task: PageTask
    answer: Answer
    fetched_at: datetime


def ask_pages(
    client: Client,
    tasks: Sequence[PageTask],
    now: datetime,
    keep: Keep = nothing_kept,
    barred: Forgotten = NOTHING,
) -> list[PageLook]:
    """Ask the pages, politely; a failure is an answer too. ``keep`` gets each answer as it comes.

    What was forgotten (``barred``) is not asked, and where another address leads to it, the answer is not kept.
    """
    asked = [t for t in tasks if not t.deferred and not barred.page(t.url)]
    requests = [Request(t.url, t.etag, t.last_modified, PAGE_TYPES, robots=True) for t in asked]

    def seen(index: int, answer: Answer) -> None:
        keep(_asked(asked[index]), _kept(answer, barred))

    answers = client.get_many(requests, seen)
    looks = [PageLook(t, _kept(a, barred), now) for t, a in zip(asked, answers, strict=True)]
    looks += [PageLook(t, _forgotten(t), now) for t in tasks if not t.deferred and barred.page(t.url)]
    return looks + [PageLook(t, _not_asked(t), now) for t in tasks if t.deferred]


def _kept(answer: Answer, barred: Forgotten) -> Answer:
    if not barred.page(answer.final_url):
        return answer
    return replace(answer, outcome=Outcome.FORGOTTEN, body=b"", detail="leads to a page that was forgotten")


def _forgotten(task: PageTask) -> Answer:
    return Answer(task.url, task.url, Outcome.FORGOTTEN, detail="removed at somebody's wish; not asked")


def _asked(task: PageTask) -> Asked:
    guid = task.entry.guid if task.entry else None
    return Asked("page", redact(task.url), task.feed, guid, task.outlet)


def _not_asked(task: PageTask) -> Answer:
    return Answer(
        task.url, task.url, Outcome.HOST_RESTING, detail="its host is asked for no more in this run"
    )


def payload_of(look: PageLook) -> Raw | None:
    """The payload of an answer that shows something: a page, a block page, a page that is gone.

    None where nothing was shown (304, time-out, a server's own fault), or where an unknown address is gone.
    """
    task, answer = look.task, look.answer
    if answer.outcome not in _HAS_PAGE or (answer.status or 0) >= _SERVER_ERROR:
        return None
    if answer.outcome is not Outcome.OK and task.article_key is None:
        return None
    return Raw(
        payload=answer.body,
        form="html",
        origin=redact(answer.url),
        url=redact(task.url),
        final_url=redact(answer.final_url),
        outlet=task.outlet,
        captured_at=look.fetched_at,
        status=answer.status,
        charset=charset(answer.content_type),
        published=task.entry.published if task.entry else None,
        updated=task.entry.updated if task.entry else None,
        guid=f"{task.feed} {task.entry.guid}" if task.entry and task.entry.guid != task.url else None,
    )


def charset(content_type: str | None) -> str | None:
    """The charset a Content-Type names."""
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return value.strip().strip("\"'").lower()
    return None


_WITHOUT_PAYLOAD: Mapping[Outcome, Disposition] = {
    Outcome.NOT_MODIFIED: Disposition.NOT_MODIFIED,
    Outcome.GONE: Disposition.GONE,
    Outcome.REFUSED: Disposition.REFUSED,
    Outcome.HOST_RESTING: Disposition.DEFERRED,
    Outcome.ROBOTS_DENIED: Disposition.OPTED_OUT,
    Outcome.OPTED_OUT: Disposition.OPTED_OUT,
    Outcome.FORGOTTEN: Disposition.FORGOTTEN,
}


def settled(look: PageLook) -> Disposition:
    """What became of a page that showed nothing."""
    return _WITHOUT_PAYLOAD.get(look.answer.outcome, Disposition.FETCH_FAILED)
