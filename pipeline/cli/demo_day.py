"""The sample wire's day, polled through the real flow on a simulated clock, and what it shows."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import time
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli import prefect_server as ours
from pipeline.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from rich.console import Console

    from pipeline.model import RunLedger
    from pipeline.newsroom import Day
    from pipeline.report.rows import NoteRow

MARK = ".writethru-demo"
PREFECT = "prefect"  # kept from demo to demo: making its database takes longer than the day
TIMEOUT = 2.0  # seconds for an answer, here where all servers are on this machine
HANG = 2.5  # seconds a stalled answer is held back: longer than we wait
LEAD = 1  # the number of the lead story
_NOTE = 40  # signs of a correction that a poll's line quotes at least
_TOLD = (  # what a poll tells of its items, in this order
    ("new-article", "new page", "new pages"),
    ("new-version", "changed text", "changed texts"),
    ("reopened", "former text back", "former texts back"),
    ("killed", "withdrawn", "withdrawn"),
    ("gone", "gone", "gone"),
    ("touched", "stamp or headline moved", "stamps or headlines moved"),
    ("not-article", "block or consent page", "block or consent pages"),
    ("fetch-failed", "without answer", "without answer"),
)
_INTRO = (
    (
        "writethru follows wire stories across the outlets that run them and keeps every version, to answer: which "
        "outlet runs which version of the wire copy, since when, what changed, and who still carries the text that "
        "was corrected?"
    ),
    (
        "This is a day of fiction, made for this demo: two news agencies, seven outlets and an aggregator. A server on "
        "this machine plays their web sites; writethru polls their feeds and pages {polls} times, from {start} to "
        "{end} the next morning, through the same Prefect flow that polls real feeds. Nothing leaves this machine."
    ),
)
_TIMELINE = (
    "An agency replaces its story with a fuller text: a write-through (W-t), numbered from 0. Every outlet takes it "
    "over in its own time, or never. At 09:05 the agency corrected a sum of money; see who followed. Times are the "
    "publishers' own where they tell them, else when writethru first saw the text."
)
_DIFF = "{old} at 05:32 against {new} at 07:24: the old lead was pushed down by a new one."


@dataclass(frozen=True, slots=True)
class Query:
    """A query to try, and the question it answers."""

    question: str
    sql: str


def queries(lead_url: str, day: datetime) -> tuple[Query, ...]:
    """Three queries to try next."""
    return (
        Query(
            "Who still runs the wrong sentence, in any story?",
            "select outlet, url, wrong_text from stale_copies where state = 'confirmed' and missing_correction",
        ),
        Query(
            "Who changed a text and did not say so?",
            "select event_at, outlet, headline from story_timeline where event = 'silent-edit' order by event_at",
        ),
        Query(
            "What did the lead's first page say at 04:30? (It was live, but its text was not seen before 05:40.)",
            f"select outlet, state, shown_from, headline from article_as_of("
            f"'{lead_url}', timestamptz '{day:%Y-%m-%d} 04:30:00-04')",
        ),
    )


def show(console: Console, data_dir: Path, *, ui: bool = False) -> None:
    """Run the day into ``data_dir`` and print what came of it; ``ui`` keeps the server until Ctrl-C.

    Raises:
        BadInput: the folder holds something that is not the demo's.
        WritethruError: the server did not start.
    """
    started = time.monotonic()
    prepare(data_dir)
    port = ours.free_port()
    env = ours.environment(data_dir / PREFECT, port, os.environ)
    os.environ.update(env | {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL"})
    with ours.orderly_end(), ours.Server(data_dir / PREFECT, port, env) as server, _flushed_logs():
        from pipeline import newsroom

        day = newsroom.load()
        for paragraph in _intro(day):
            console.print(paragraph + "\n")
        poll = _poller(console, server, data_dir)
        with newsroom.Newsroom(day, hang=HANG) as room:
            _through_the_day(console, day, room, poll, data_dir)
        console.print(f"({time.monotonic() - started:.0f} seconds)", style="dim")
        _show_findings(console, data_dir, day)
        if ui:
            _keep(console, server.url)


def prepare(data_dir: Path) -> None:
    """Empty the demo's own folder, and put the sample's outlets, agencies and feeds there as the user's own.

    Raises:
        BadInput: there is something in it that no demo wrote.
    """
    from pipeline.io import known
    from pipeline.newsroom.known import sample_dir

    there = list(data_dir.iterdir()) if data_dir.is_dir() else []
    if there and not (data_dir / MARK).exists():
        raise BadInput(f"{data_dir} holds something that is not the demo's; choose an empty folder")
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / MARK).write_text(
        "`writethru demo` empties this folder each time it starts.\n", encoding="utf-8"
    )
    for path in there:
        if path.is_dir() and path.name != PREFECT:
            shutil.rmtree(path)
        elif not path.is_dir() and path.name != MARK:
            path.unlink()
    for name in (known.OUTLETS, known.AGENCIES, known.FEEDS):
        shutil.copyfile(sample_dir() / name, data_dir / name)


def _zone(day: Day) -> ZoneInfo:
    return day.pages_of(LEAD)[0].site.zone


def _intro(day: Day) -> list[str]:
    first, last = (at.astimezone(_zone(day)) for at in (day.instants()[0], day.instants()[-1]))
    figures = {"polls": len(day.instants()), "start": f"{first:%H:%M}", "end": f"{last:%H:%M}"}
    return [paragraph.format(**figures) for paragraph in _INTRO]


def _poller(console: Console, server: ours.Server, data_dir: Path) -> Callable[[datetime], RunLedger]:
    """The real flow, as a function of the time. Prefect is imported while its server starts."""
    with console.status("starting a Prefect server (the first time it makes its database) …"):
        from flows.ingest import ingest

        server.wait()

    def poll(now: datetime) -> RunLedger:
        ledger: Any = ingest(data_dir=data_dir, now=now, eager=True)
        return ledger  # type: ignore[no-any-return]  # a flow called as a function gives its state's data

    return poll


@contextmanager
def _asking(room: Any) -> Iterator[None]:
    """Connections for the sample's hosts go to the newsroom; no heartbeats, whose thread costs a second a run."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    pairs = ",".join(f"{host}={address}" for host, address in room.connect_to.items())
    own = {
        "WRITETHRU_CONNECT_TO": pairs,
        "WRITETHRU_HOST_DELAY": "0",
        "WRITETHRU_TIMEOUT": str(TIMEOUT),
    }
    former = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            yield
    finally:
        for name, value in former.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _through_the_day(
    console: Console, day: Day, room: Any, poll: Callable[[datetime], RunLedger], data_dir: Path
) -> None:
    zone = _zone(day)
    status = console.status("polling …") if console.is_terminal else nullcontext()
    told: set[NoteRow] = set()
    with ExitStack() as stack:
        stack.enter_context(_asking(room))
        stack.enter_context(status)
        for at in day.instants():
            room.set_clock(at)
            ledger = poll(at)
            _tell(console, at.astimezone(zone), ledger)
            if ledger.stories_moved or ledger.dispositions.get("killed"):
                told |= _tell_notes(console, data_dir, at, told)


def _tell(console: Console, at: datetime, ledger: RunLedger) -> None:
    from rich.text import Text

    counts = ledger.dispositions
    told = [
        f"{counts[name]} {one if counts[name] == 1 else many}" for name, one, many in _TOLD if name in counts
    ]
    line = Text(f"{at:%H:%M}", style="bold").append(f"  {ledger.items:>3} items  ", style="not bold dim")
    line.append(", ".join(told) or "nothing new", style="not bold" if told else "not bold dim")
    console.print(line, soft_wrap=True)


def _tell_notes(console: Console, data_dir: Path, at: datetime, told: set[NoteRow]) -> set[NoteRow]:
    """Tell the corrections and kills that were not told before. -> those."""
    from rich.text import Text

    from pipeline.report.safe import cut, visible
    from pipeline.steps import look

    page = look.overview(data_dir, None, at)
    notes = [("yellow", "corrects", n) for n in page.corrections] + [
        ("red", "withdraws", n) for n in page.kills
    ]
    fresh = [(style, word, note) for style, word, note in notes if note not in told]
    for style, word, note in fresh:
        line = Text(f"{'':>17}{visible(note.outlet)} {word}: ", style=style)
        room = max(_NOTE, console.width - len(line) - 1)
        console.print(line.append(cut(visible(note.text), room), style="default"), soft_wrap=True)
    return {note for _, _, note in fresh}


def _show_findings(console: Console, data_dir: Path, day: Day) -> None:
    from pipeline.report import terminal
    from pipeline.steps import look

    first, second = (track.url for track in day.pages_of(LEAD)[:2])
    lead = look.story(data_dir, first)
    _rule(console, "The lead story: who ran which text, and when")
    console.print(_TIMELINE + "\n", style="dim")
    terminal.show_story(console, lead)
    _rule(console, "What changed between two outlets")
    outlets = [track.site.outlet for track in day.pages_of(LEAD)[:2]]
    console.print(_DIFF.format(old=outlets[0], new=outlets[1]) + "\n", style="dim")
    ids = [look.versions(data_dir, url)[0]["version_id"] for url in (first, second)]
    terminal.show_diff(console, look.diff(data_dir, *ids))
    _rule(console, "Next")
    stored = look.counts(data_dir)
    console.print(
        f"The day left {stored['articles']} pages in {stored['versions']} versions of {stored['stories']} stories. "
        "Ask the database yourself:\n",
    )
    for one in queries(first, day.instants()[0].astimezone(_zone(day))):
        console.print(f"  {one.question}", style="dim", soft_wrap=True)
        console.print(f'  {_program(data_dir)} sql "{one.sql}"\n', soft_wrap=True)
    console.print("Look at the rest, then follow real feeds:\n")
    for words, what in _further(data_dir, lead.story_id):
        console.print(f"  {words}", soft_wrap=True)
        console.print(f"      {what}", style="dim", soft_wrap=True)


def _further(data_dir: Path, story_id: str) -> tuple[tuple[str, str], ...]:
    program = _program(data_dir)
    plain = program.partition(" --data-dir")[0]
    return (
        (f"{program} stories", "all stories of the day"),
        (f"{program} story {story_id}", "the lead again; any other story by its id"),
        (f"{plain} demo --ui", "the same day, and Prefect's pages stay open in the browser"),
        (f"{plain} feeds add https://… && {plain} run", "a feed of your own, polled once"),
        (f"{plain} up", "polls every 5 minutes until Ctrl-C"),
    )


def _program(data_dir: Path) -> str:
    """How to call us with the demo's data: by name where it is on the path, else as we were called."""
    name = "writethru"
    if shutil.which(name) is None:
        beside = Path(sys.executable).with_name(name)
        name = _short(beside) if beside.exists() else name
    return f"{name} --data-dir {_short(data_dir)}"


def _short(path: Path) -> str:
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _rule(console: Console, title: str) -> None:
    console.print()
    console.rule(title, align="left", style="cyan")
    console.print()


@contextmanager
def _flushed_logs() -> Iterator[None]:
    """What the runs logged reaches the server before it ends; else Prefect waits a minute for it to come back."""
    try:
        yield
    finally:
        for handler in logging.getLogger("prefect.flow_runs").handlers:
            handler.flush()


def _keep(console: Console, url: str) -> None:
    console.print(
        f"\nPrefect's pages, until Ctrl-C: {url}/v2/artifacts/key/overview and {url}/v2", soft_wrap=True
    )
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        console.print("stopped")
