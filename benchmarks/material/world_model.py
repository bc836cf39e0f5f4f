"""A world of hosts, feeds and pages that change as news does: fiction, by seed, with the truth of every change.

Figures (sources in docs/feeds.md): 35 % of articles are updated, 20 to 60 % by outlet, 1.94 times each on the mean;
82 % of a week's changes come in the first 24 hours; 1.6 % are withdrawn, 42 % of them in the first 24 hours.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from random import Random
from typing import Literal

Manner = Literal[
    "plain", "slow", "lying", "busy", "moved", "dribbling", "endless", "bomb", "missing", "no-validators"
]
HOUR, DAY = 60.0, 1440.0  # times are minutes since the world began
LISTED = 20  # entries a feed lists, newest first
SECTIONS = 4  # feeds of a host besides the one with everything
UPDATED = 0.35
EARLY = 0.82  # of the changes of a week, in the first 24 hours
KILLED, KILLED_EARLY = 0.016, 0.42
IN_FEED = (
    0.34  # of the changes of a text, those that show in the feed: titles change a third as often as bodies
)
WIRE = 0.3  # of pages that carry a story others carry too
BROKEN: dict[Manner, int] = {"dribbling": 2, "endless": 2, "bomb": 2}
ODD: dict[Manner, int] = {
    "slow": 20, "lying": 16, "busy": 6, "moved": 10, "missing": 4, "no-validators": 30,
}  # fmt: skip


@dataclass(slots=True)
class Host:
    """A site. ``edits`` is the share of its articles that it updates; a tidy one never edits after 8 hours."""

    name: str
    manner: Manner
    weight: float
    edits: float
    is_tidy: bool
    pages: list[Page] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """An article: when it was published, when its text changed, which changes its feeds show, when it was withdrawn."""

    number: int
    host: Host
    section: int
    born: float
    changes: list[float] = field(default_factory=list)
    in_feed: list[bool] = field(default_factory=list)
    killed: float | None = None
    story: int | None = None

    @property
    def path(self) -> str:
        """Its path at the host."""
        return f"/news/{self.number:06d}-the-council-votes-on-matter-{self.number}"

    def version(self, at: float) -> int:
        """Which text it shows: 0 the first."""
        return bisect_right(self.changes, at)

    def feed_times(self) -> list[float]:
        """When what feeds say of it changes, its birth included."""
        return [self.born, *(t for t, shown in zip(self.changes, self.in_feed, strict=True) if shown)]


@dataclass(slots=True)
class Feed:
    """A feed of a host: of one section, or of all (-1)."""

    key: str
    host: Host
    section: int
    pages: list[Page] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Its path at the host."""
        return f"/feed/{self.section + 1}.xml"

    def listed(self, at: float, since: float = -math.inf) -> list[Page]:
        """What it lists at an instant: the newest pages, withdrawn ones left out."""
        upto = bisect_right([p.born for p in self.pages], at)
        alive = [p for p in self.pages[max(0, upto - 2 * LISTED) : upto] if p.killed is None or p.killed > at]
        return [p for p in alive[-LISTED:] if p.born >= since]


@dataclass(slots=True)
class World:
    """Hosts, feeds and pages; pages stand in the order of their birth."""

    hosts: list[Host]
    feeds: list[Feed]
    pages: list[Page]
    days: float


def make(seed: int, days: float = 30, hosts: int = 200, feeds: int = 1_000, pages: int = 10_000) -> World:
    """A world by seed; feeds are shared out evenly over hosts, pages by weight, some hosts having many."""
    random = Random(seed)  # noqa: S311 - a made world, no secret
    sites = _hosts(random, hosts)
    world = World(sites, [], [], days)
    for number in range(feeds):
        host = sites[number % hosts]
        world.feeds.append(Feed(f"{host.name.split('.')[0]}-{number // hosts}", host, number // hosts - 1))
    births = sorted(_birth(random, days) for _ in range(pages))
    weights = [h.weight for h in sites]
    owners = random.choices(sites, weights, k=pages)
    for number, (born, host) in enumerate(zip(births, owners, strict=True)):
        page = Page(number, host, random.randrange(max(1, feeds // hosts - 1)), born)
        host.pages.append(page)
        world.pages.append(page)
    _share_stories(random, world.pages)
    for page in world.pages:
        _change(random, page)
    _kill_siblings(random, world.pages)
    for feed in world.feeds:
        feed.pages = [p for p in feed.host.pages if feed.section in {-1, p.section}]
    return world


def _hosts(random: Random, count: int) -> list[Host]:
    odd = [m for m, n in (ODD | BROKEN).items() for _ in range(n)][:count]
    manners: list[Manner] = [*odd, *(["plain"] * (count - len(odd)))]  # type: ignore[list-item]  # words of Manner
    random.shuffle(manners)
    return [
        Host(
            name=f"site{n:03d}.example",
            manner=manner,
            weight=(n + 1) ** -0.8 if manner not in BROKEN else 1e-9,
            edits=min(max(random.gauss(UPDATED, 0.1), 0.2), 0.6),
            is_tidy=random.random() < 0.2,
        )
        for n, manner in enumerate(manners)
    ]


def _birth(random: Random, days: float) -> float:
    """Three quarters of the news comes by day."""
    hour = random.uniform(6, 22) if random.random() < 0.75 else random.uniform(0, 24)
    return random.randrange(int(days)) * DAY + hour * HOUR + random.random()


def _share_stories(random: Random, pages: list[Page]) -> None:
    """Copies of one wire story come within hours, at several hosts."""
    loose = [p for p in pages if random.random() < WIRE]
    story = 0
    while loose:
        size = min(len(loose), random.choice([2, 3, 3, 4, 5, 8, 15]))
        for page in loose[:size]:
            page.story = story
        loose, story = loose[size:], story + 1


def _change(random: Random, page: Page) -> None:
    if random.random() < page.host.edits:
        count = _updates(random)
        late = 8 * HOUR if page.host.is_tidy else math.inf
        times = sorted(
            page.born + min(_delay(random, EARLY), random.uniform(0.5, 1) * late) for _ in range(count)
        )
        page.changes = times
        page.in_feed = [random.random() < IN_FEED for _ in times]
    if random.random() < KILLED:
        _kill(page, page.born + _delay(random, KILLED_EARLY))


def _kill(page: Page, at: float) -> None:
    page.killed = at
    kept = [(t, shown) for t, shown in zip(page.changes, page.in_feed, strict=True) if t < at]
    page.changes = [t for t, _ in kept]
    page.in_feed = [shown for _, shown in kept]


def _kill_siblings(random: Random, pages: list[Page]) -> None:
    """Half of the outlets withdraw a story that another one has withdrawn, within a day."""
    killed = {p.story: p.killed for p in pages if p.story is not None and p.killed is not None}
    for page in pages:
        first = killed.get(page.story) if page.story is not None else None
        if page.killed is None and first is not None and page.born < first and random.random() < 0.5:
            _kill(page, first + random.uniform(5, DAY))


def _updates(random: Random) -> int:
    """Six in seven updated articles once or twice, 2 % over nine times; 1.86 on the mean (the study: 1.94)."""
    draw = random.random()
    if draw < 0.02:
        return random.randint(10, 16)
    return 1 if draw < 0.66 else 2 if draw < 0.86 else random.randint(3, 5)


def _delay(random: Random, early: float) -> float:
    """Minutes after publication: soon after it more likely than later."""
    if random.random() < early:
        while (wait := random.expovariate(1 / (4 * HOUR))) > DAY:
            pass
        return max(wait, 2.0)
    return math.exp(random.uniform(math.log(DAY), math.log(7 * DAY)))
