"""Stories paired with what they are in another language, once it is known which stories there are.

A pair is a function of the two stories alone, and found from whichever of them comes later; which pair is the best
of both is left to the view. So neither order nor batches of what comes in matter. Where no agency writes in two
languages, one small question a batch is all it costs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pipeline.core.stories.translations import SHARED_LEAST, WINDOW, Side, index_keys, translation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pipeline.core.stories.translations import Translation
    from pipeline.io.store import Store
    from pipeline.model import World

Row = dict[str, Any]


def keep_families(store: Store, world: World) -> None:
    """Put on record which agencies are one house, as agencies.toml says today."""
    told = {a.name: a.family for a in world.agencies if a.family}
    if told != {r["name"]: r["family"] for r in store.rows("families")}:
        store.run("forget_families")
        store.insert("facts.agency", ({"name": name, "family": family} for name, family in told.items()))


def translate(store: Store, versions: Collection[int]) -> None:
    """Find anew the translations of the stories that these versions stand in, inside the caller's transaction."""
    stories = store.rows("touched_stories", keys=sorted(versions)) if versions else []
    if not stories:
        return
    store.run("forget_translations", keys=[s["story_key"] for s in stories])
    mixed = _mixed_families(store, stories)
    houses = [s for s in stories if s["family"] in mixed and s["language"] and s["first_at"]]
    texts = _texts(store, houses) if houses else {}
    if len({r["language"] for r in texts.values()}) > 1:
        _anchor(store, list(texts))
        store.insert("derived.translation", map(asdict, _found(store, texts)))


def _mixed_families(store: Store, stories: Sequence[Row]) -> set[str]:
    """The houses that have ever been stored in several languages, these stories counted in."""
    known = {(r["agency"], r["language"]): r["family"] for r in store.rows("tongues")}
    here = {(s["agency"], s["language"]): s["family"] for s in stories if s["agency"] and s["language"]}
    fresh = sorted(here.keys() - known.keys())
    store.insert("derived.tongue", ({"agency": agency, "language": language} for agency, language in fresh))
    languages: dict[str, set[str]] = defaultdict(set)
    for (_, language), family in (known | here).items():
        languages[family].add(language)
    return {family for family, found in languages.items() if len(found) > 1}


def _texts(store: Store, stories: Sequence[Row]) -> dict[int, Row]:
    """The texts that stand for these stories and for all of their houses that ran about the same time."""
    touched = {s["story_key"] for s in stories}
    rows = store.rows(
        "translation_texts",
        stories=sorted(touched),
        families=sorted({s["family"] for s in stories}),
        since=min(s["first_at"] for s in stories) - WINDOW,
        until=max(s["last_at"] for s in stories) + WINDOW,
    )
    return {r["version_key"]: r | {"touched": r["story_key"] in touched} for r in rows}


def _anchor(store: Store, versions: Sequence[int]) -> None:
    """The telling marks of texts that have none on record yet: a text never changes."""
    done = {r["version_key"] for r in store.rows("anchored", keys=list(versions))}
    bodies = store.rows("translation_bodies", keys=sorted(set(versions) - done))
    store.insert(
        "derived.anchor",
        (
            {"anchor": anchor, "version_key": r["version_key"]}
            for r in bodies
            for anchor in index_keys(_text(r["body"]))
        ),
    )


def _found(store: Store, texts: Mapping[int, Row]) -> Iterable[Translation]:
    """The best evidence of each pair of stories."""
    pairs = _candidates(store, texts)
    sides = _sides(store, texts, {v for pair in pairs for v in pair})
    best: dict[tuple[int, int], Translation] = {}
    for a, b in pairs:
        found = translation(sides[a], sides[b])
        if found and _rank(found) > _rank(best.get((found.a, found.b))):
            best[found.a, found.b] = found
    return best.values()


def _rank(found: Translation | None) -> tuple[float, float, int, int]:
    """By score; texts that tie are told apart by their keys, which are the same on every installation."""
    if found is None:
        return (-1.0, 0.0, 0, 0)
    return (found.score, found.wide_share, found.version_a, found.version_b)


def _candidates(store: Store, texts: Mapping[int, Row]) -> list[tuple[int, int]]:
    touched = sorted(v for v, r in texts.items() if r["touched"])
    found = store.rows("translation_candidates", mine=touched, others=sorted(texts), least=SHARED_LEAST)
    pairs = {(min(r["mine"], r["other"]), max(r["mine"], r["other"])) for r in found}
    return sorted((a, b) for a, b in pairs if _may_be(texts[a], texts[b]))


def _may_be(a: Row, b: Row) -> bool:
    return bool(a["family"] == b["family"] and a["language"] != b["language"])


def _sides(store: Store, texts: Mapping[int, Row], versions: Collection[int]) -> dict[int, Side]:
    bodies = store.rows("translation_bodies", keys=sorted(versions))
    return {r["version_key"]: _side(texts[r["version_key"]], r["body"]) for r in bodies}


def _side(row: Row, body: str) -> Side:
    return Side(
        story_key=row["story_key"],
        version_key=row["version_key"],
        family=row["family"],
        language=row["language"],
        appeared_at=row["appeared_at"],
        dateline=row["dateline"],
        text=_text(body),
    )


def _text(body: str) -> str:
    return body.replace("\n\n", "\n")
