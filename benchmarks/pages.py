"""Are the dashboard's pages right where people see them? Headless Chromium opens each in both of Prefect's interfaces.

usage: pages.py [--stories 40] [--pictures DIR] [--store DATA_DIR --now INSTANT]

Starts a Prefect server on the loopback, polls the sample wire's day, imports stories of fiction whose headlines mean
harm, runs the dashboard flow, and opens every page with a fixed key and the stories' pages, by the link that the page
of its key shows, in V2 (`/v2`) and V1. Checked in the rendered document: the title, that every link of ours leads to
an artifact that exists and all others are http, that rows have the cells of their heads and stay within the page,
that images are drawn, that strangers' words are shown as text, and that nothing of theirs ran. With --pictures, a
picture of each at 1400 and 800 pixels, light, and one in the dark.

With --store the pages are those of a copy of a data directory, for what they cost on a large one. Needs `chromium`.
One line a check that failed, figures as JSON; exit code 1 where one failed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from benchmarks.material.chromium import Browser
from benchmarks.material.hostile import HEADLINES, records
from benchmarks.material.measure import tell
from pipeline import newsroom
from pipeline import run as use
from pipeline.cli import demo_day
from pipeline.cli import prefect_server as ours
from pipeline.io import known
from pipeline.report.safe import cut, visible
from pipeline.settings import Settings
from pipeline.steps.inputs import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERFACES = {"V2": ("/v2", "[data-testid=markdown-display]"), "V1": ("", ".artifact-data-markdown")}
WIDTHS = (1400, 800)
TALLEST = 9000  # pixels of a picture
SHOWN = 80  # signs of a headline that a page surely shows
# What a page looks like, asked in the document itself.
LOOK = """(root => ({
  title: root.querySelector('h1')?.innerText,
  text: root.innerText.replace(/[\\u200b\\u00ad]/g, '').replace(/\\s+/g, ' '),
  links: [...root.querySelectorAll('a')].map(a => [a.innerText, a.href]),
  images: [...root.querySelectorAll('img')].map(i => [i.src.slice(0, 24), i.complete && i.naturalWidth > 0,
    i.getBoundingClientRect().right <= innerWidth + 1]),
  rows: [...root.querySelectorAll('table')].map(t => [...t.querySelectorAll('tr')].map(r => r.cells.length)),
  wide: [...root.querySelectorAll('table, li, p, h1, h2, h3, blockquote')]
    .filter(e => !e.closest('.p-table, table table') || e.matches('li, p'))
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.innerText.slice(0, 60)),
  harm: [...root.querySelectorAll('script, iframe, object, embed, form, style, svg, base, link')].map(e => e.outerHTML),
  handlers: [...root.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length,
  harmed: window.harmed ?? null,
}))(document.querySelector('%s'))"""


class Checks:
    """What was checked; what failed is told at once."""

    def __init__(self) -> None:
        self.done = self.failed = 0

    def hold(self, what: str, good: object, said: object = "") -> None:
        """Note one."""
        self.done += 1
        self.failed += not good
        if not good:
            print(f"FAIL {what} {said}".rstrip()[:600], flush=True)


def sample_day(folder: Path) -> tuple[Path, datetime]:
    """The sample wire's day, polled, and the stories that mean harm, imported. -> data directory, its end."""
    data_dir = folder / "var"
    demo_day.prepare(data_dir)
    day = newsroom.load()
    with newsroom.Newsroom(day, hang=demo_day.HANG) as room:
        pairs = ",".join(f"{host}={address}" for host, address in room.connect_to.items())
        told = {"WRITETHRU_CONNECT_TO": pairs, "WRITETHRU_HOST_DELAY": "0", "WRITETHRU_TIMEOUT": "2"}
        for at in day.instants():
            room.set_clock(at)
            use.poll_once(Settings.from_env(data_dir, told), known.load(data_dir), at, eager=True)
    last = day.instants()[-1]
    file = folder / "harm.jsonl"
    lines = [json.dumps(record) for record in records(last - timedelta(hours=1, minutes=10))]
    file.write_text("\n".join(lines), "utf-8")
    use.import_paths(data_dir, [file], Told(), known.load(data_dir), last)
    return data_dir, last


class Server:
    """What the pages are asked of."""

    def __init__(self, url: str) -> None:
        self.url = url

    def artifacts(self) -> dict[str, dict[str, Any]]:
        """The pages there are, by key."""
        body = json.dumps({"artifacts": {"type": {"any_": ["markdown"]}}, "limit": 200}).encode()
        request = Request(  # noqa: S310 - our own loopback server
            f"{self.url}/api/artifacts/latest/filter", body, {"Content-Type": "application/json"}
        )
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            return {row["key"]: row for row in json.load(answer)}


def looked_at(
    browser: Browser, server: Server, key: str, interface: str, checks: Checks, pictures: Path | None
) -> dict[str, Any]:
    """Open a page as a person does, check what is seen, take pictures. -> what was seen."""
    base, root = INTERFACES[interface]
    name = f"{interface} {key}"
    browser.size(WIDTHS[0], 1000)
    opens = "[...document.querySelectorAll('a')].find(a => a.innerText === 'Open the page')"
    checks.hold(
        f"{name}: the page of its key has a link",
        browser.open(f"{server.url}{base}/artifacts/key/{key}", opens),
    )
    target = str(browser.evaluate(f"{opens}?.href ?? ''"))
    checks.hold(
        f"{name}: the link stays in {interface}", target.startswith(f"{server.url}{base}/artifacts/artifact/")
    )
    seen = browser.open(target, f"document.querySelector('{root} h1') && document.querySelector('{root} a')")
    checks.hold(f"{name}: opens", seen)
    found: dict[str, Any] = {}
    for width in WIDTHS:
        browser.size(width, 1000)
        browser.holds(f"document.querySelectorAll('{root} a').length > 3")  # V1 draws anew what it narrows
        browser.holds(f"[...document.querySelectorAll('{root} img')].every(i => i.complete)")
        found = browser.evaluate(LOOK % root)
        check(found, f"{name} at {width}", f"{server.url}{base}", server, checks)
        if pictures:
            picture(browser, pictures / f"{key}-{interface.lower()}-{width}.png", width)
    return found


def check(found: dict[str, Any], name: str, base: str, server: Server, checks: Checks) -> None:
    """What holds for every page."""
    own = {f"{base}/artifacts/artifact/{row['latest_id']}" for row in server.artifacts().values()}
    for words, href in found["links"]:
        ours_ = href.startswith(server.url)
        checks.hold(
            f"{name}: link", href in own if ours_ else href.startswith(("http://", "https://")), (words, href)
        )
    checks.hold(f"{name}: links to the other pages", len({h for _, h in found["links"]} & own) >= 4)
    checks.hold(f"{name}: says when it was written", "Written 2" in found["text"])
    checks.hold(
        f"{name}: nothing of a stranger's is markup",
        not found["harm"] and not found["handlers"],
        found["harm"],
    )
    checks.hold(f"{name}: nothing of a stranger's ran", found["harmed"] is None)
    checks.hold(f"{name}: images are drawn", all(drawn for _, drawn, _ in found["images"]))
    checks.hold(
        f"{name}: images are ours", all(src.startswith("data:image/svg+xml") for src, _, _ in found["images"])
    )
    checks.hold(f"{name}: images fit", all(fits for _, _, fits in found["images"]))
    checks.hold(
        f"{name}: rows have the cells of their heads", all(len(set(rows)) == 1 for rows in found["rows"])
    )
    checks.hold(f"{name}: stays within the page", not found["wide"], found["wide"])


def picture(browser: Browser, path: Path, width: int) -> None:
    """A picture of the whole page."""
    script = "Math.max(...[...document.querySelectorAll('*')].map(e => e.scrollHeight))"
    browser.size(width, min(int(browser.evaluate(script)) + 40, TALLEST))
    time.sleep(0.5)
    browser.picture(path)


def special(texts: dict[str, str], checks: Checks, interface: str) -> None:
    """What the sample day and the fiction must show, in the words of the pages."""
    for headline in HEADLINES:
        words = cut(visible(headline), SHOWN).rstrip("…")
        shown = [key for key, text in texts.items() if words in text]
        checks.hold(f"{interface}: shown as text", len(shown) > 1, (words[:50], shown))
    wrong = "$840 million for two vessels"
    wanted = {"overview": ("Prairie Ledger", wrong), "corrections": ("still run by: Prairie Ledger", wrong)}
    for key, phrases in wanted.items():
        for one in phrases:
            checks.hold(f"{interface} {key}: tells {one!r}", one in texts[key])
    checks.hold(f"{interface} feeds: names who fails", "thames-courier" in texts["feeds"])
    accused = texts["corrections"].split("still run by: ")[1:]
    checks.hold(
        f"{interface} corrections: accuses nobody who was not seen",
        not any("Thames Courier" in part.split("fixed silently")[0] for part in accused),
    )


def keys_of(server: Server, largest: int) -> Iterator[str]:
    """The pages with fixed keys, and the stories' largest ones."""
    found = server.artifacts()
    own = sorted((k for k in found if k.startswith("story-")), key=lambda k: -len(found[k]["data"]))
    yield from sorted(k for k in found if not k.startswith("story-"))
    yield from own[:largest]


def dark(browser: Browser, server: Server, pictures: Path) -> None:
    """The overview as it is in the dark."""
    browser.scheme("dark")
    row = server.artifacts()["overview"]
    browser.size(WIDTHS[0], 1000)
    browser.open(f"{server.url}/v2/artifacts/artifact/{row['latest_id']}", "document.querySelector('h1')")
    picture(browser, pictures / "overview-v2-dark.png", WIDTHS[0])


def written(data_dir: Path, now: datetime) -> float:
    """Run the flow. -> seconds."""
    from flows.dashboard import dashboard  # noqa: PLC0415 - Prefect reads its settings when it is imported

    began = time.monotonic()
    dashboard(data_dir=data_dir, now=now, top=50)
    return time.monotonic() - began


def main(arguments: list[str]) -> int:
    """Run it all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--stories", type=int, default=40, help="how many stories' pages are opened, the largest"
    )
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--now", type=datetime.fromisoformat)
    told = parser.parse_args(arguments)
    if bool(told.store) != bool(told.now):
        parser.error("--store and --now go together")
    checks = Checks()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="writethru-pages-")))
        port = ours.free_port()
        env = ours.environment(folder / "prefect", port, os.environ)
        os.environ.update(env)
        running = stack.enter_context(ours.Server(folder / "prefect", port, env))
        data_dir, now = folder / "var", told.now
        if told.store:
            shutil.copytree(told.store, data_dir)
        else:
            data_dir, now = sample_day(folder)
        running.wait()
        server = Server(running.url)
        first, again = (written(data_dir, now) for _ in range(2))
        sizes = {key: len(row["data"].encode()) for key, row in server.artifacts().items()}
        stories = [size for key, size in sizes.items() if key.startswith("story-")]
        tell(
            figure="pages", seconds=round(first, 1), seconds_nothing_changed=round(again, 1), stories=len(stories),
            largest_story_kb=round(max(stories, default=0) / 1000, 1),
            **{f"{key}_kb": round(size / 1000, 1) for key, size in sizes.items() if not key.startswith("story-")},
        )  # fmt: skip
        if told.pictures:
            told.pictures.mkdir(parents=True, exist_ok=True)
        browser = stack.enter_context(Browser())
        browser.scheme("light")
        for interface in INTERFACES:
            texts = {
                key: looked_at(browser, server, key, interface, checks, told.pictures)["text"]
                for key in keys_of(server, told.stories)
            }
            if not told.store:
                special(texts, checks, interface)
        if told.pictures:
            dark(browser, server, told.pictures)
        checks.hold("no page opened an alert", not browser.dialogs, browser.dialogs)
    tell(figure="checks", done=checks.done, failed=checks.failed)
    return int(checks.failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
