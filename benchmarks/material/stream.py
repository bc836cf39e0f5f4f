"""A day of wire traffic and the hours behind it: stories with copies and write-throughs, and articles nobody else has.

Texts have 350 to 800 words. Some end in one of a few stock paragraphs that have nothing to do with the story, many
hold a stock sentence, so that unrelated texts meet in the index as they do in news.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.material.fiction import START, Wired, body, clause, run_by, written_through

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

OUTLETS = tuple(f"Paper {number:03d}" for number in range(160))
LONE = 0.8  # of the stories are articles that nobody else has: about half of all captures
STOCK_SENTENCES = (
    "A spokeswoman did not immediately respond to a request for comment.",
    "The company could not be reached for comment outside normal business hours.",
    "The names of the victims have not been released pending notification of their families.",
    "Police are asking anyone with information to contact them or to call the tip line without giving a name.",
    "The minister told reporters that the government would look at all of the options on the table.",
    "None of the allegations has been proven in court, and no date has been set for a hearing.",
    "The investigation is continuing, and no further details were available on Tuesday evening.",
    "The agency said in a statement that it does not comment on matters that are before the courts.",
)
STOCK_PARAGRAPHS = tuple(
    f"Readers of {outlet} who know more about this story can write to our desk in confidence, and we will get "
    "back to everybody who leaves a number or an address under which they can be reached during the day."
    for outlet in OUTLETS[:8]
)


def stream(rng: Random, captures: int, minutes: int) -> list[Wired]:
    """Captures of a span of time, in order of time.

    Args:
        rng: where everything follows from.
        captures: at least so many are made.
        minutes: the span over which stories are filed and articles appear; later texts follow within hours.
    """
    out: list[Wired] = []
    story = 0
    while len(out) < captures:
        at = START + timedelta(minutes=rng.randrange(minutes))
        out += [_lone(rng, story, at)] if rng.random() < LONE else _story(rng, story, at)
        story += 1
    return sorted(out, key=lambda c: (c.captured_at, c.url))


def _lone(rng: Random, story: int, at: datetime) -> Wired:
    return _page(rng, story, 0, rng.choice(OUTLETS), at, body(rng, rng.randint(330, 750)))


def _story(rng: Random, story: int, at: datetime) -> list[Wired]:
    """One to three texts of the wire, hours apart, at two to nine outlets, each of which shows one or two."""
    wires, filed = [body(rng, rng.randint(350, 700))], [at]
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        wires.append(written_through(rng, wires[-1]))
        filed.append(filed[-1] + timedelta(minutes=rng.randint(30, 240)))
    out: list[Wired] = []
    for outlet in rng.sample(OUTLETS, rng.randint(2, 9)):
        shown = sorted(rng.sample(range(len(wires)), min(len(wires), rng.choice((1, 1, 2)))))
        first = filed[shown[0]]
        out += [_page(rng, story, n, outlet, filed[n], run_by(rng, wires[n]), first) for n in shown]
    return out


def _page(
    rng: Random,
    story: int,
    wire: int,
    outlet: str,
    filed: datetime,
    paragraphs: Sequence[str],
    published: datetime | None = None,
) -> Wired:
    text = list(paragraphs)
    if rng.random() < 0.25:
        text.insert(rng.randint(1, len(text)), rng.choice(STOCK_SENTENCES))
    if rng.random() < 0.05:
        text.append(rng.choice(STOCK_PARAGRAPHS))
    return Wired(
        story=story,
        wire=wire,
        url=f"http://{outlet.lower().replace(' ', '')}.example/news/{story}",
        outlet=outlet,
        captured_at=filed + timedelta(minutes=rng.randint(16, 90)),
        published_at=(published or filed) + timedelta(minutes=rng.randint(1, 15)),
        headline=clause(rng).capitalize(),
        paragraphs=tuple(text),
    )
