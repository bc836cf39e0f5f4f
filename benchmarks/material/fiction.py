"""Fiction by the word list: paragraphs, and wire stories as several outlets run them, in several versions.

Everything follows from a seed. Words are drawn one by one, so that texts share no stock sentences but the ones
the story itself repeats; which is kinder to every matcher than news is: use the figures as ratios.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random


def listed(words: str) -> tuple[str, ...]:
    """The entries of a list: parted by bars if there are any, else by blanks."""
    return tuple(words.split("|") if "|" in words else words.split())


ONSETS = listed("b br c cl d dr f fl g gr h j k l m n p pr qu r s st t tr v w y z")
VOWELS = listed("a ai e ea i o oa ou u")
CODAS = listed("b ck d ff g l ll m n nd ng p r rn s sk ss st t th x")
ROLES = listed(
    "minister mayor spokeswoman commissioner engineer surgeon captain judge teacher farmer pilot auditor "
    "negotiator historian lawyer ranger senator economist driver nurse curator trustee witness inspector"
)
THINGS = listed(
    "bridge harbour budget railway hospital treaty reservoir airport library orchard refinery tunnel pension "
    "licence ferry school archive pipeline stadium tariff vaccine satellite museum quarry sawmill herring "
    "turbine lighthouse contract inquiry mortgage glacier turnpike observatory fishery cannery viaduct canal"
)
VERBS = listed(
    "approved delayed questioned rebuilt sold inspected closed opened praised abandoned measured financed "
    "defended rejected repaired expanded searched audited renamed evacuated photographed insured flooded "
    "promised blocked reviewed surveyed painted demolished leased guarded counted moved tested"
)
QUALITIES = listed(
    "northern former narrow costly disputed frozen wooden unfinished provincial private aging crowded quiet "
    "regional federal temporary empty modern damaged popular remote shallow granite seasonal coastal rusty"
)
DAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
HOW = listed(
    "before dawn|after a hearing|last winter|by letter|without a vote|within hours|against advice|at a loss"
)
LINKS = listed("while|although|because|after|before|so that|even as|and|but|once|unless|until")
OUTLETS = tuple(f"Outlet {number:02d}" for number in range(24))
FURNITURE = ("Story continues below advertisement", "Trending Now", "Sign up for our morning newsletter")
HOUSE = (("per cent", "percent"), ("harbour", "harbor"), ("licence", "license"))
START = datetime(2026, 3, 2, 6, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wired:
    """One capture of the corpus: what an outlet's page showed, and the story and text of the wire it truly ran."""

    story: int
    wire: int
    url: str
    outlet: str
    captured_at: datetime
    published_at: datetime
    headline: str
    paragraphs: tuple[str, ...]

    def record(self) -> dict[str, str]:
        """The capture as a line for `import`."""
        return {
            "url": self.url,
            "outlet": self.outlet,
            "captured_at": self.captured_at.isoformat(),
            "published_at": self.published_at.isoformat(),
            "timezone": "UTC",
            "language": "en",
            "headline": self.headline,
            "text": "\n\n".join(self.paragraphs),
        }


def proper(rng: Random) -> str:
    """A name of a person or a place, out of millions."""
    parts = (
        rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(rng.choice((1, 2, 2)))
    )
    return "".join(parts).capitalize()


def thing(rng: Random) -> str:
    """What is acted upon."""
    what = f"{rng.choice(QUALITIES)} {rng.choice(THINGS)}"
    shapes = (
        f"the {what} of {proper(rng)}",
        f"a {what} and {rng.randint(3, 9400)} {rng.choice(THINGS)} {rng.choice(ROLES)} jobs",
        f"its {what}",
        f"{rng.randint(3, 9400)} of the {what} plans",
        f"{proper(rng)}’s {what}",
    )
    return rng.choice(shapes)


def clause(rng: Random) -> str:
    """Somebody did something to something, at some time."""
    who = rng.choice(
        (
            f"the {rng.choice(QUALITIES)} {rng.choice(ROLES)} {proper(rng)}",
            f"{proper(rng)}, {rng.randint(19, 93)}, a {rng.choice(ROLES)},",
            f"{proper(rng)} {proper(rng)}",
            f"a {rng.choice(ROLES)} from {proper(rng)}",
        )
    )
    when = rng.choice(
        (
            rng.choice(HOW),
            f"on {rng.choice(DAYS)}",
            f"near {proper(rng)}",
            f"with {thing(rng)}",
            f"for {thing(rng)}",
        )
    )
    return f"{who} {rng.choice(VERBS)} {thing(rng)} {when}"


def sentence(rng: Random) -> str:
    """One or two clauses, in a quotation now and then."""
    text = f"{clause(rng)} {rng.choice(LINKS)} {clause(rng)}" if rng.random() < 0.5 else clause(rng)
    text = text[0].upper() + text[1:]
    return f"“{text},” said {proper(rng)}." if rng.random() < 0.2 else f"{text}."


def paragraph(rng: Random) -> str:
    """One to three sentences: about 20 to 90 words."""
    return " ".join(sentence(rng) for _ in range(rng.randint(1, 3)))


def body(rng: Random, words: int) -> tuple[str, ...]:
    """Paragraphs of together at least so many words."""
    out: list[str] = []
    while sum(len(p.split()) for p in out) < words:
        out.append(paragraph(rng))
    return tuple(out)


def edited(rng: Random, text: str, rate: float) -> str:
    """The text with a share of its words replaced, left out or followed by a new one."""
    out: list[str] = []
    for word in text.split():
        dice = rng.random()
        if dice < rate / 3:
            continue
        out.append(rng.choice(QUALITIES) if dice < 2 * rate / 3 else word)
        if dice > 1 - rate / 3:
            out.append(rng.choice(QUALITIES))
    return " ".join(out)


def written_through(rng: Random, wire: tuple[str, ...]) -> tuple[str, ...]:
    """The next text of the wire: a new lead, the old one pushed down and edited, some added, moved, dropped."""
    out = [paragraph(rng), edited(rng, wire[0], 0.15), *wire[1:]]
    for _ in range(rng.randint(0, 3)):
        out.insert(rng.randint(1, len(out)), paragraph(rng))
    if len(out) > 7 and rng.random() < 0.5:
        out.pop(rng.randrange(3, len(out)))
    if len(out) > 7 and rng.random() < 0.4:
        moved = out.pop(rng.randrange(2, len(out)))
        out.insert(rng.randrange(2, len(out)), moved)
    place = rng.randrange(1, len(out))
    out[place] = edited(rng, out[place], 0.1)
    return tuple(out)


def run_by(rng: Random, wire: tuple[str, ...]) -> tuple[str, ...]:
    """The wire's text as an outlet runs it: cut, in its own spelling, with a paragraph and furniture of its own."""
    out = list(wire[: rng.randint(max(4, len(wire) // 2), len(wire))]) if rng.random() < 0.4 else list(wire)
    if rng.random() < 0.5:
        out = [_respelt(p) for p in out]
    if rng.random() < 0.3:
        out.insert(rng.randint(2, len(out)), paragraph(rng))
    out.insert(rng.randint(1, len(out)), rng.choice(FURNITURE))
    return tuple(out)


def _respelt(text: str) -> str:
    for old, new in HOUSE:
        text = text.replace(old, new)
    return text


def corpus(rng: Random, stories: int) -> list[Wired]:
    """Captures of so many wire stories (two to four texts, three to six outlets each), in order of time.

    To each story stands one article that nobody else has.
    """
    out: list[Wired] = []
    for number in range(stories):
        out += _story(rng, number)
        lone = body(rng, rng.randint(150, 500))
        out += _copy(rng, stories + number, rng.choice(OUTLETS), [lone], [_filed(rng)])
    return sorted(out, key=lambda c: (c.captured_at, c.url))


def _filed(rng: Random) -> datetime:
    return START + timedelta(minutes=rng.randrange(14 * 24 * 60))


def _story(rng: Random, number: int) -> list[Wired]:
    wires, filed = [body(rng, rng.randint(200, 600))], [_filed(rng)]
    for _ in range(rng.randint(1, 3)):
        wires.append(written_through(rng, wires[-1]))
        filed.append(filed[-1] + timedelta(minutes=rng.randint(40, 300)))
    captures: list[Wired] = []
    for outlet in rng.sample(OUTLETS, rng.randint(3, 6)):
        captures += _copy(rng, number, outlet, wires, filed)
    return captures


def _copy(
    rng: Random, story: int, outlet: str, wires: list[tuple[str, ...]], filed: list[datetime]
) -> list[Wired]:
    """One outlet's page, at one to three of the wire's texts, later ones later."""
    chosen = sorted(rng.sample(range(len(wires)), min(len(wires), rng.randint(1, 3))))
    url = f"http://{outlet.lower().replace(' ', '')}.example/news/{story}"
    published = filed[chosen[0]] + timedelta(minutes=rng.randint(1, 15))
    return [
        Wired(
            story=story,
            wire=wire,
            url=url,
            outlet=outlet,
            captured_at=filed[wire] + timedelta(minutes=rng.randint(16, 39)),
            published_at=published,
            headline=clause(rng).capitalize(),
            paragraphs=run_by(rng, wires[wire]) if len(wires) > 1 else wires[wire],
        )
        for wire in chosen
    ]
