"""Joining real wire items: Reuters-21578 whole, template pairs out of it, and the dev topics of ECB+.

usage: wire_joins.py [FOLDER] [--as plain|published|flat|lines|nozone|titleless …] [--scratch DIR]

FOLDER (default: ``shared`` beside the project) holds ``data/reuters21578`` and ``data/ecbplus``; they are no part of
the project. Where they are not, one line says so and the script ends with 0. The items go through `writethru import`
as anyone's would, and what is counted stands in the public views: a pair is joined if both articles have one
``story_id``. Every item is imported in the shapes asked for (default: plain), since nobody promises one. One JSON
object a line; a figure over its bar is told, not raised: this is a measurement, no test.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.material.measure import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Item = Mapping[str, Any]
    Record = dict[str, str]

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).parent / "material" / "templates.txt"
DEV_TOPICS = frozenset({2, 5, 12, 18, 21, 23, 34, 35})  # of ECB+, the usual split (Cybulska and Vossen 2014)
LARGEST = 60  # articles of a story: the bar
TOLD = 15  # articles: larger stories are printed
SHOWN_TITLES = 4
MOST_TEMPLATES = 0.01
LEAST_CORRECTED = 13
LONG_ENOUGH = 30  # words of both items of a corrected pair: those must all be joined
LEAST_SUBTOPIC = 0.98
_STAMP = re.compile(r"(\d{1,2}-\w{3}-\d{4}) (\d{1,2}:\d\d:\d\d)")
_DATE = "%d-%b-%Y %H:%M:%S"


def lines(path: Path) -> Iterator[Item]:
    """The objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def dated(item: Item) -> datetime:
    """The item's own stamp, as if it were UTC (the set does not say); noon where the time of day is garbled."""
    found = _STAMP.search(item["date"])
    day, time = found.groups() if found else (item["date"].split()[0], "12:00:00")
    return datetime.strptime(f"{day} {time}", _DATE).replace(tzinfo=UTC)


def paragraphs(item: Item) -> list[str]:
    """The body's paragraphs: a new one begins with an indent."""
    parts = re.split(r"\n {3,}", item.get("body") or "")
    return [text for part in parts if (text := " ".join(part.split()))]


def plain(item: Item) -> Record:
    """Headline, paragraphs, and the stamp as the time of capture."""
    return _record(item, "\n\n".join(paragraphs(item)), captured_at=dated(item).isoformat())


def published(item: Item) -> Record:
    """The stamp as the time of publication; when it was captured is not known."""
    return _record(item, "\n\n".join(paragraphs(item)), published_at=dated(item).isoformat())


def flat(item: Item) -> Record:
    """One paragraph, with the dateline in front, as the wire sent it."""
    text = " ".join([(item.get("dateline") or "").strip(), *paragraphs(item)]).strip()
    return _record(item, text, captured_at=dated(item).isoformat())


def as_sent(item: Item) -> Record:
    """The wire's own line breaks and indents."""
    return _record(item, item.get("body") or "", captured_at=dated(item).isoformat())


def nozone(item: Item) -> Record:
    """A stamp that names no zone, so that no instant follows from it."""
    return _record(
        item, "\n\n".join(paragraphs(item)), published_at=dated(item).strftime("%Y-%m-%dT%H:%M:%S")
    )


def titleless(item: Item) -> Record:
    """No headline."""
    return plain(item) | {"headline": ""}


def _record(item: Item, text: str, **stamps: str) -> Record:
    head = {"url": f"urn:reuters:{item['id']}", "outlet": "Reuters", "headline": item.get("title") or ""}
    return head | stamps | {"text": text}


SHAPES: dict[str, Callable[[Item], Record]] = {
    "plain": plain,
    "published": published,
    "flat": flat,
    "lines": as_sent,
    "nozone": nozone,
    "titleless": titleless,
}


def imported(records: Iterable[Record], folder: Path) -> dict[str, str]:
    """Import records by the command line. -> URL → story id, of those that became articles."""
    folder.mkdir(parents=True, exist_ok=True)
    source, data_dir = folder / "records.jsonl", folder / "var"
    source.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    writethru("--data-dir", data_dir, "import", source)
    query = "select url, story_id from articles where url is not null"
    return {
        row["url"]: row["story_id"]
        for row in json.loads(writethru("--data-dir", data_dir, "sql", query, "--format", "json"))
    }


def writethru(*words: str | Path) -> str:
    """What a command prints.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    command = [str(Path(sys.executable).parent / "writethru"), *map(str, words)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def joined(pairs: Iterable[tuple[int, int]], story: Mapping[str, str]) -> list[tuple[int, int]]:
    """The pairs of items whose articles have one story."""
    return [
        (a, b)
        for a, b in pairs
        if (one := story.get(f"urn:reuters:{a}")) and one == story.get(f"urn:reuters:{b}")
    ]


def templates() -> list[tuple[int, int]]:
    """The list of template pairs."""
    rows = (line.split() for line in TEMPLATES.read_text("utf-8").splitlines() if line[:1].isdigit())
    return [(int(row[0]), int(row[1])) for row in rows]


def reuters(folder: Path, shape: str, scratch: Path) -> None:
    """The whole of Reuters-21578 in one shape, and what became of the pairs."""
    items = {item["id"]: item for item in lines(folder / "docs.jsonl.gz")}
    story = imported(map(SHAPES[shape], items.values()), scratch / f"reuters-{shape}")
    _tell_stories(shape, items, story)
    listed = templates()
    glued = joined(listed, story)
    share = round(len(glued) / len(listed), 4)
    tell(
        what="templates",
        shape=shape,
        pairs=len(listed),
        joined=len(glued),
        share=share,
        which=glued,
        bars={f"joined ≤ {MOST_TEMPLATES}": share <= MOST_TEMPLATES},
    )
    kinds = defaultdict(list)
    for pair in lines(folder / "version_pairs_silver.jsonl.gz"):
        kinds[pair["kind"]].append((pair["a"], pair["b"]))
    for kind, pairs in sorted(kinds.items()):
        _tell_kind(shape, kind, pairs, joined(pairs, story), items)


def _tell_stories(shape: str, items: Mapping[int, Item], story: Mapping[str, str]) -> None:
    stories = defaultdict(list)
    for url, story_id in story.items():
        stories[story_id].append(int(url.rpartition(":")[2]))
    largest = sorted(stories.values(), key=len, reverse=True)
    tell(
        what="reuters",
        shape=shape,
        items=len(items),
        articles=len(story),
        stories=len(stories),
        largest=[len(ids) for ids in largest[:10]],
        bars={f"no story over {LARGEST}": len(largest[0]) <= LARGEST},
    )
    for ids in largest:
        if len(ids) > TOLD:
            titles = Counter(items[i].get("title") or "" for i in ids).most_common(SHOWN_TITLES)
            days = sorted(dated(items[i]).date().isoformat() for i in ids)
            tell(
                what="large story",
                shape=shape,
                articles=len(ids),
                titles=titles,
                first=days[0],
                last=days[-1],
            )


def _tell_kind(
    shape: str,
    kind: str,
    pairs: list[tuple[int, int]],
    found: list[tuple[int, int]],
    items: Mapping[int, Item],
) -> None:
    missed = sorted(set(pairs) - set(found))
    share = round(len(found) / len(pairs), 4)
    figures: dict[str, Any] = {"pairs": len(pairs), "joined": len(found), "share": share}
    if kind == "corrected_refile":
        long = [p for p in missed if min(len((items[i].get("body") or "").split()) for i in p) >= LONG_ENOUGH]
        figures |= {"missed": missed, "missed_of_30_words": long}
        figures["bars"] = {
            f"joined ≥ {LEAST_CORRECTED}": len(found) >= LEAST_CORRECTED,
            f"all of {LONG_ENOUGH} words": not long,
        }
    elif kind.startswith("negative"):
        figures |= {"which": found, "bars": {f"joined ≤ {MOST_TEMPLATES}": share <= MOST_TEMPLATES}}
    tell(what="pairs", shape=shape, kind=kind, **figures)


def ecbplus(folder: Path, scratch: Path) -> None:
    """The dev topics of ECB+: many outlets' own reports of the same events, and a few copies."""
    for name, topics in (("dev", DEV_TOPICS), ("all", None)):
        docs = [d for d in lines(folder / "docs.jsonl.gz") if topics is None or d["topic"] in topics]
        story = imported(map(_document, docs), scratch / f"ecbplus-{name}")
        _tell_subtopics(name, docs, story)


def _document(doc: Item) -> Record:
    host = (doc.get("url_approx") or "").partition("//")[2].partition("/")[0].removeprefix("www.")
    return {
        "url": f"urn:ecbplus:{doc['id']}",
        "outlet": host or "ECB",
        "headline": "",
        "text": "\n\n".join(doc["sentences"]),
    }


def _tell_subtopics(name: str, docs: list[Item], story: Mapping[str, str]) -> None:
    by_story = defaultdict(list)
    for doc in docs:
        if found := story.get(f"urn:ecbplus:{doc['id']}"):
            by_story[found].append(doc)
    pairs = [pair for group in by_story.values() for pair in combinations(group, 2)]
    apart = [(a["id"], b["id"]) for a, b in pairs if a["subtopic"] != b["subtopic"]]
    share = round(1 - len(apart) / len(pairs), 4) if pairs else None
    tell(
        what="ecbplus",
        topics=name,
        documents=len(docs),
        articles=len(story),
        joined=len(pairs),
        same_subtopic=share,
        other_subtopic=apart,
        bars={f"same subtopic ≥ {LEAST_SUBTOPIC}": share is None or share >= LEAST_SUBTOPIC},
    )


def main() -> None:
    """Join what is there."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared")
    options.add_argument("--as", dest="shapes", nargs="*", choices=sorted(SHAPES), default=["plain"])
    options.add_argument("--scratch", type=Path, help="keep records and databases here")
    said = options.parse_args()
    wire, events = said.folder / "data" / "reuters21578", said.folder / "data" / "ecbplus"
    if not wire.is_dir() or not events.is_dir():
        print(f"{said.folder}: data/reuters21578 and data/ecbplus are not there: nothing to join")
        return
    place = (
        nullcontext(said.scratch) if said.scratch else tempfile.TemporaryDirectory(prefix="writethru-wire-")
    )
    with place as scratch:
        for shape in said.shapes:
            reuters(wire, shape, Path(scratch))
        ecbplus(events, Path(scratch))


if __name__ == "__main__":
    main()
