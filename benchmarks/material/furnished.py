"""A made corpus with known furniture: outlets whose articles carry their house's lines, wire stories that several run.

What each paragraph truly is stands beside it. In it is what must be held apart: lines in every article and in three of
ten, exact and with a date or figure that varies; houses that own several outlets and share their lines; one line that
outlets of different houses share, because their pages come from one maker; wire stories at one to five outlets, with
background and boilerplate that recur over many of them; an outlet's own background over a running story; correction
notes, "first published" lines and "more to come" that recur as much as furniture does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Literal

from benchmarks.material.fiction import DAYS, body, clause, proper

if TYPE_CHECKING:
    from random import Random

Kind = Literal["body", "wire", "furniture", "notice"]
Line = tuple[str, Kind]
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
EVERY = timedelta(hours=7)  # between two articles of an outlet
HOUSE = 3  # outlets of one owner
SHARES = (1.0, 0.8, 0.6, 0.4, 0.3)  # of an outlet's articles that carry its first, second … line
TOLD = 0.45  # of an outlet's articles that are wire copy
MAKER = "Readers of this page can set its letters larger in the bar that stands at its foot."
TO_COME = "This is a developing story. More to come."
FIRST = "This report by The Canadian Press was first published March 3, 2026."
MONTHS = ("March", "April", "May")
SHAPES = (
    "Every {0} we gather the {1} of the {2} in one letter, and {3} writes it.",
    "The {2} Table is where readers of the {1} meet and {3} pours the tea.",
    "How the {2} {1} is paid for, and by whom, {3} tells on a page of its own.",
    "Hold the {2} in your hand: our {1} desk and {3} made a small book of it.",
    "If the {1} of the {2} has kept you company, {3} would like to hear of it.",
)
TAILS = (
    " Edition of {day} {month}.",
    " As of {weekday}, {month} {day}.",
    " {readers} of you have come so far.",
)


@dataclass(frozen=True, slots=True)
class Furnished:
    """One article: what each of its paragraphs is, in order."""

    outlet: str
    number: int
    headline: str
    captured_at: datetime
    lines: tuple[Line, ...]
    form: Literal["html", "text"]

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://{self.outlet.lower().replace(' ', '')}.example/news/{self.number}"

    def of(self, *kinds: Kind) -> list[str]:
        """The paragraphs of some kinds."""
        return [text for text, kind in self.lines if kind in kinds]

    def record(self) -> dict[str, str]:
        """The article as a line for `import`."""
        told = {
            "url": self.url,
            "outlet": self.outlet,
            "captured_at": self.captured_at.isoformat(),
            "timezone": "UTC",
            "language": "en",
        }
        texts = [text for text, _ in self.lines]
        if self.form == "text":
            return {**told, "headline": self.headline, "text": "\n\n".join(texts)}
        copy = "".join(f"<p>{escape(text)}</p>" for text in texts)
        top = f"<h1>{escape(self.headline)}</h1>"
        head = f"<title>{escape(self.headline)}</title>"
        return {
            **told,
            "html": f"<html><head>{head}</head><body><article>{top}{copy}</article></body></html>",
        }


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles of all outlets, in the order in which each published them; and who owns which outlet."""

    articles: tuple[tuple[Furnished, ...], ...]
    owners: dict[str, str]

    def outlets_toml(self) -> str:
        """The owners as a user's own list says them."""
        return "".join(
            f'[[outlet]]\nname = "{name}"\ndomains = ["{name.lower().replace(" ", "")}.example"]\n'
            f'timezone = "UTC"\nowner = "{owner}"\n\n'
            for name, owner in self.owners.items()
        )


def corpus(rng: Random, outlets: int = 30, articles: int = 60) -> Corpus:
    """So many outlets with so many articles each, nearly half of them wire copy."""
    names = [f"Gazette {number:02d}" for number in range(outlets)]
    owners = {name: f"House {number // HOUSE}" for number, name in enumerate(names)}
    wire = _wire(rng, outlets, int(articles * TOLD))
    lines = _house_lines(rng, owners)
    return Corpus(
        tuple(_outlet(rng, n, name, articles, wire[n], lines[name]) for n, name in enumerate(names)), owners
    )


def _wire(rng: Random, outlets: int, each: int) -> list[list[tuple[str, tuple[Line, ...]]]]:
    """For each outlet its wire stories: (headline, paragraphs)."""
    told: list[list[tuple[str, tuple[Line, ...]]]] = [[] for _ in range(outlets)]
    threads = [(proper(rng), proper(rng), _background(rng)) for _ in range(4)]
    boilerplate = "The ministry did not answer questions that were put to it by the time of publication."
    while min(map(len, told)) < each:
        running = sorted(range(outlets), key=lambda n: (len(told[n]), rng.random()))[: rng.randint(1, 5)]
        texts = list(body(rng, rng.randint(150, 400)))
        if rng.random() < 0.5:
            who, where, background = rng.choice(threads)
            texts[0] += f" {who} was in {where} that day."
            texts.insert(rng.randint(2, len(texts)), background.format(who=who, where=where))
        if rng.random() < 0.3:
            texts.append(boilerplate)
        headline = clause(rng).capitalize()
        for n in running:
            kept = texts if rng.random() < 0.7 else texts[: max(4, len(texts) - 2)]
            lines: list[Line] = [(text, "wire") for text in kept]
            told[n].append((headline, (*lines, (FIRST, "notice")) if rng.random() < 0.6 else tuple(lines)))
    return told


def _background(rng: Random) -> str:
    since = f"began {rng.randint(3, 9)} years ago, after the {proper(rng)} flood."
    return f"The talks between {{who}} and the council of {{where}} {since}"


def _house_lines(rng: Random, owners: dict[str, str]) -> dict[str, list[str]]:
    """Outlet → its lines, the most frequent first; the second is the whole house's."""
    of_house = {owner: _house_line(rng, 1) for owner in set(owners.values())}
    return {
        name: [of_house[owner] if n == 1 else _house_line(rng, n) for n in range(len(SHARES))]
        for name, owner in owners.items()
    }


def _house_line(rng: Random, number: int) -> str:
    words = (rng.choice(DAYS), proper(rng).lower(), proper(rng), f"{proper(rng)} {proper(rng)}")
    return SHAPES[rng.randrange(len(SHAPES))].format(*words) + (rng.choice(TAILS) if number % 2 else "")


def _outlet(
    rng: Random, n: int, name: str, articles: int, wire: list[tuple[str, tuple[Line, ...]]], house: list[str]
) -> tuple[Furnished, ...]:
    is_wire = [True] * len(wire[: int(articles * TOLD)]) + [False] * articles
    order = is_wire[:articles]
    rng.shuffle(order)
    running = (proper(rng), proper(rng))
    out = []
    for number, from_wire in enumerate(order):
        headline, lines = wire.pop() if from_wire and wire else _own(rng, running)
        at = START + number * EVERY + timedelta(minutes=n)
        texts = _furnished(rng, list(lines), house, at, has_maker=n % 2 == 0)
        form: Literal["html", "text"] = "text" if n % 5 == 4 else "html"
        out.append(Furnished(name, number, headline, at, tuple(texts), form))
    return tuple(out)


def _own(rng: Random, running: tuple[str, str]) -> tuple[str, tuple[Line, ...]]:
    """A story of the outlet's own; one in five goes on with its running story, whose background it repeats."""
    texts = list(body(rng, rng.randint(120, 350)))
    if rng.random() < 0.2:
        who, where = running
        texts[0] += f" {who} spoke for the first time since {where} was searched."
        texts.append(f"In an earlier hearing {who} denied all that the prosecutor of {where} had said.")
    lines: list[Line] = [(text, "body") for text in texts]
    if rng.random() < 0.15:
        lines.append(("Correction: An earlier version of this story misspelled a name.", "notice"))
    if rng.random() < 0.2:
        lines.append((TO_COME, "notice"))
    return clause(rng).capitalize(), tuple(lines)


def _furnished(
    rng: Random, lines: list[Line], house: list[str], at: datetime, *, has_maker: bool
) -> list[Line]:
    """The article with its outlet's lines between and below the paragraphs."""
    extra = [line for line, share in zip(house, SHARES, strict=True) if rng.random() < share]
    extra += [MAKER] if has_maker and rng.random() < 0.9 else []
    for line in extra:
        text = line.format(
            day=at.day,
            weekday=DAYS[at.weekday()],
            month=MONTHS[at.month - 3],
            readers=rng.randint(1200, 99000),
        )
        lines.insert(rng.randint(1, len(lines)), (text, "furniture"))
    return lines
