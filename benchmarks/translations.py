"""Translations: precision and recall on fiction, false pairs among real pages, and what it costs.

usage: translations.py [FOLDER]

The fiction is that of the tests: pairs as a desk translates, and near misses (the same person elsewhere, the same event
on another day, the same template with other figures). It was written for this project, so its recall is a floor for the
code, not a promise for the world. FOLDER (default: ``shared`` beside the project) holds ``data/`` with real pages, which
are no part of the project: all of them that are not English meet all that are, as if one agency had sent them at one
hour, and any pair is a false one. The items of one English agency (Reuters-21578) meet each other, each as if it were
the other's translation, less the copies: what is paired there tells what happens where the true counterpart was not
captured (follow-ups of one event; some of them do tell the same thing). Where the folder is not, one line says so and
the script ends with 0.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections import Counter, defaultdict, deque
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.material.measure import Stages, best_ms, tell, timed
from benchmarks.wire_joins import dated, lines
from pipeline import run
from pipeline.core.extract.language import detect
from pipeline.core.stories.anchors import anchors
from pipeline.core.stories.grams import containment, gram_list, house_words, word_buffer
from pipeline.core.stories.translations import SHARED_LEAST, WINDOW, Side, index_keys, translation
from pipeline.io import known
from pipeline.steps import derive, load
from pipeline.steps.inputs import Told
from pipeline.steps.reading import Readers
from tests.stories.translated import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
AT = datetime(2026, 3, 1, tzinfo=UTC)
PAGES = ("fundus_tests", "fundus_eval")
TEXTS = "ecbplus/docs.jsonl.gz"
LONG = 300  # signs: less is no story
REUTERS = "reuters21578/docs.jsonl.gz"
LEAST_WORDS, MOST_ITEMS = 60, 7000
COPIED = 0.3  # of the 5-grams: a re-file or a write-through, which `stories` joins
CUTS = (99, 5, 4, 3)  # paragraphs that are left of the later side
WORDS = 800


def fiction() -> None:
    """Precision and recall over all cross pairs of the fiction, whole and with one side cut."""
    stories = told()
    across = [(a, b) for a, b in combinations(stories, 2) if a.side.language != b.side.language]
    for left in CUTS:
        found = [(a, b) for a, b in across if translation(a.side, _cut(b.side, left))]
        right = [(a, b) for a, b in found if a.pair and a.pair == b.pair]
        pairs = len({s.pair for s in stories if s.pair})
        tell(
            what="fiction",
            paragraphs_left=left if left < CUTS[0] else "all",
            cross_pairs=len(across),
            translations=pairs,
            precision=round(len(right) / len(found), 4) if found else 1.0,
            recall=round(len(right) / pairs, 4),
        )


def _cut(side: Side, paragraphs: int) -> Side:
    return replace(side, text="\n".join(side.text.split("\n")[:paragraphs]))


def background(folder: Path) -> None:
    """Real pages in other languages against real English texts: every pair is a false one."""
    texts = [text for text in _texts(folder) if len(text) >= LONG]
    sides = [_side(n, text) for n, text in enumerate(texts) if detect(text)]
    sides += [
        replace(t.side, story_key=-n, version_key=-n, family="", appeared_at=AT)
        for n, t in enumerate(told(), 1)
    ]
    english = [(s, frozenset(index_keys(s.text))) for s in sides if s.language == "en"]
    others = [(s, frozenset(index_keys(s.text))) for s in sides if s.language != "en"]
    met = [(a, b) for a, x in others for b, y in english if not (a.story_key < 0 and b.story_key < 0)]
    keys = {s.story_key: k for s, k in (*english, *others)}
    near = [(a, b) for a, b in met if len(keys[a.story_key] & keys[b.story_key]) >= SHARED_LEAST]
    false = [(a, b) for a, b in near if translation(a, b)]
    tell(
        what="background",
        languages=sorted({s.language for s, _ in others}),
        other_texts=len(others),
        english_texts=len(english),
        cross_pairs=len(met),
        looked_at=len(near),
        false_pairs=len(false),
    )


def _side(number: int, text: str) -> Side:
    return Side(number, number, "", detect(text) or "", AT, text)


def _texts(folder: Path) -> Iterator[str]:
    for name in PAGES:
        path = folder / "data" / name / "truth.jsonl"
        if path.exists():
            for line in path.read_text("utf-8").splitlines():
                paragraphs = json.loads(line).get("paragraphs") or ()
                yield "\n".join(p for p in paragraphs if isinstance(p, str))
    if (folder / "data" / TEXTS).exists():
        with gzip.open(folder / "data" / TEXTS, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)["text"]


def counterparts_missing(folder: Path) -> None:
    """One agency's own items, each against those of the next day and a half: no pair of them is a translation."""
    path = folder / "data" / REUTERS
    if not path.exists():
        return
    items = sorted(_items(path), key=lambda s: (s.appeared_at, s.story_key))[:MOST_ITEMS]
    pairs = [(a, b) for a, b in _neighbours(items) if not _is_copy(a.text, b.text)]
    found = [(a, b) for a, b in pairs if translation(a, replace(b, language="fr"))]
    tell(
        what="counterparts missing",
        items=len(items),
        looked_at=len(pairs),
        paired=len(found),
        items_paired_share=round(len({s.story_key for pair in found for s in pair}) / len(items), 5),
    )


def _items(path: Path) -> Iterator[Side]:
    for number, item in enumerate(lines(path)):
        text = " ".join((item.get("body") or "").split())
        if len(text.split()) >= LEAST_WORDS:
            yield Side(
                number, number, "Reuters", "en", dated(item), text, (item.get("dateline") or "").strip()
            )


def _neighbours(items: Sequence[Side]) -> list[tuple[Side, Side]]:
    """Pairs within the window that share enough telling marks to be looked at."""
    shared: Counter[tuple[int, int]] = Counter()
    index: dict[int, deque[int]] = defaultdict(deque)
    for number, item in enumerate(items):
        for anchor in index_keys(item.text):
            known_at = index[anchor]
            while known_at and item.appeared_at - items[known_at[0]].appeared_at > WINDOW:
                known_at.popleft()
            shared.update((other, number) for other in known_at)
            known_at.append(number)
    return [(items[a], items[b]) for (a, b), n in shared.items() if n >= SHARED_LEAST]


def _is_copy(a: str, b: str) -> bool:
    one, two = (frozenset(gram_list(word_buffer(house_words(text)))) for text in (a, b))
    return max(containment(one, two), containment(two, one)) >= COPIED


def cost() -> None:
    """Milliseconds: marks of a text, one comparison, and a capture's share of the step in a real import."""
    texts = [t.side.text for t in told()]
    words = sum(len(text.split()) for text in texts)
    ms = best_ms(lambda: [anchors.__wrapped__(text) for text in texts])
    pairs = [(a.side, b.side) for a, b in combinations(told(), 2) if a.pair and a.pair == b.pair]
    each = best_ms(lambda: [translation(a, b) for a, b in pairs]) / len(pairs)
    tell(what="cost", anchors_ms_per_800_words=round(ms * WORDS / words, 3), comparison_ms=round(each, 3))
    for languages in ({"en"}, {"en", "fr"}):
        tell(what="import", languages=sorted(languages), **_imported(languages))


def _imported(languages: set[str], copies: int = 20) -> dict[str, Any]:
    """The step's share of an import of the fiction at so many outlets each."""
    records = [r for t in told() if t.side.language in languages for r in _copies(t.side, copies)]
    stages = Stages()
    with tempfile.TemporaryDirectory(prefix="writethru-bench-") as folder:
        source = Path(folder) / "corpus.jsonl"
        source.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
        with stages.watching(("translate", derive, "translate"), ("families", load, "keep_families")):
            _, cpu = timed(
                lambda: run.import_paths(
                    Path(folder) / "var", [source], Told(), known.load(), AT, readers=Readers(most=0)
                )
            )
    spent = sum(stages.seconds.values())
    return {
        "captures": len(records),
        "cpu_s": round(cpu, 2),
        "translate_ms_per_capture": round(1000 * spent / len(records), 4),
        "share": round(spent / cpu, 4),
    }


def _copies(side: Side, copies: int) -> Sequence[dict[str, str]]:
    credit = "The Canadian Press" if side.language == "en" else "La Presse Canadienne"
    return [
        {
            "url": f"http://outlet{side.language}{n}.example/{side.story_key}",
            "outlet": f"Outlet {side.language} {n}",
            "captured_at": side.appeared_at.isoformat(),
            "published_at": side.appeared_at.isoformat(),
            "headline": f"{side.story_key}",
            "text": "\n\n".join([f"{side.dateline} — {side.text}".replace("\n", "\n\n"), credit]),
        }
        for n in range(copies)
    ]


def main() -> None:
    """Tell the figures."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared")
    said = options.parse_args()
    fiction()
    cost()
    if not (said.folder / "data").is_dir():
        print(f"{said.folder}: the development data is not there (data/): no real pages to meet")
        return
    background(said.folder)
    counterparts_missing(said.folder)


if __name__ == "__main__":
    main()
