"""Pages that turn out to be one article, and pages that no longer do: counted together, apart again, on record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key
from pipeline.core.stories.identity import Namesakes, Shown, articles, evidence_of
from pipeline.model import Finding
from pipeline.steps.capturing import text_of
from pipeline.steps.members import bodies_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.core.stories.identity import Evidence, Text
    from pipeline.io.store import Store
    from pipeline.steps.locate import Located

MOST_BEARERS = 12  # pages: a name that more of them bear is nobody's (one og:url over a whole site)


@dataclass(frozen=True, slots=True)
class Identity:
    """Where pages count: page key → article key; ``left`` are articles that pages were taken from."""

    articles: Mapping[int, int] = field(default_factory=dict)
    left: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()


def identify(store: Store, located: Sequence[Located], run_key: int, now: datetime) -> Identity:
    """Find the article of every page of a batch, whose names are on record already, its captures not yet.

    Every pair of pages that share a name is looked at again when either shows something new, so the order in
    which captures come does not matter.
    """
    findings = _name_pairs(store, located)
    around = _connected(store, sorted({one.page_key for one in located}))
    found = _identified(store, located, around, run_key, now)
    return replace(found, findings=(*findings, *_apart(around, found.articles)))


def identify_pages(store: Store, pages: Sequence[int], run_key: int, now: datetime) -> Identity:
    """Find anew the articles of some pages, of which nothing new was seen: people have decided about them."""
    return _identified(store, (), _connected(store, sorted(pages)), run_key, now)


def _identified(
    store: Store, located: Sequence[Located], around: _Around, run_key: int, now: datetime
) -> Identity:
    parted = _parted(store)
    pairs = [pair for pair in around.pairs if frozenset((pair.a, pair.b)) not in parted]
    on_record = {r["page_key"]: r for r in store.rows("pages_of", keys=sorted(around.pages))}
    current = {page: r["article_key"] for page, r in on_record.items()}
    decided = current | articles(_shown(store, located, around, on_record), pairs)
    moved = {page: article for page, article in decided.items() if article != current[page]}
    ids = {page: r["article_id"] for page, r in on_record.items()}
    for page, article in sorted(moved.items()):
        _move(store, page, article)
    store.insert(
        "facts.article_change",
        [
            _change(ids, _reason(around, parted, p, is_merge=p != a), p, current[p], a, run_key, now)
            for p, a in sorted(moved.items())
        ],
        known="ignore",
    )
    return Identity(decided, frozenset(current[page] for page in moved))


def _parted(store: Store) -> set[frozenset[int]]:
    """Pairs of pages that people hold to be two articles."""
    if not store.has("facts.decision"):
        return set()
    return {frozenset((r["a"], r["b"])) for r in store.rows("separated")}


def _reason(around: _Around, parted: set[frozenset[int]], page: int, *, is_merge: bool) -> str:
    if is_merge:
        name = next((name for pair, name in sorted(around.names.items()) if page in pair), "")
        return f"both are known as {name}"
    if any(page in pair for pair in parted):
        return "people decided that they are two"
    return "their texts no longer agree"


@dataclass(frozen=True, slots=True)
class _Around:
    """Pages that names connect with a batch's, and by which."""

    pages: frozenset[int]
    pairs: tuple[Namesakes, ...] = ()
    names: Mapping[tuple[int, int], str] = field(default_factory=dict)
    fresh: frozenset[int] = frozenset()


def _name_pairs(store: Store, located: Sequence[Located]) -> list[Finding]:
    """Put on record which pages share a name of this batch."""
    names = sorted({name for one in located for name, _, _ in one.names})
    rows = store.rows("pages_named", keys=names, most=MOST_BEARERS)
    store.insert(
        "derived.namesake",
        [
            {"a": r["a"], "b": r["b"], "evidence": evidence_of(r["kind_a"], r["kind_b"]), "name": r["name"]}
            for r in rows
        ],
        known="ignore",
    )
    crowded = {r["name"]: r["pages"] for r in rows if r["pages"] > MOST_BEARERS}
    return [
        Finding("name-shared", f"{name}: {n} pages give this as their name; it joins none of them", name)
        for name, n in sorted(crowded.items())
    ]


def _connected(store: Store, pages: Sequence[int]) -> _Around:
    known, frontier = set(pages), list(pages)
    evidence: dict[tuple[int, int], set[Evidence]] = defaultdict(set)
    names: dict[tuple[int, int], str] = {}
    while frontier:
        rows = store.rows("namesakes_of", keys=frontier)
        for r in rows:
            evidence[r["a"], r["b"]].add(r["evidence"])
            names[r["a"], r["b"]] = min(r["name"], names.get((r["a"], r["b"]), r["name"]))
        frontier = sorted({page for r in rows for page in (r["a"], r["b"])} - known)
        known.update(frontier)
    pairs = tuple(Namesakes(a, b, frozenset(found)) for (a, b), found in sorted(evidence.items()))
    return _Around(frozenset(known), pairs, names, frozenset(pages))


def _shown(
    store: Store, located: Sequence[Located], around: _Around, on_record: Mapping[int, Mapping[str, Any]]
) -> dict[int, Shown]:
    """The pages that have a namesake, with all texts they have shown, this batch's included."""
    wanted = sorted({page for pair in around.pairs for page in (pair.a, pair.b)})
    if not wanted:
        return {}
    texts: dict[int, set[Text]] = defaultdict(set)
    rows = store.rows("page_texts", keys=wanted)
    bodies = bodies_of(store, sorted({row["text_key"] for row in rows}))
    for row in rows:
        texts[row["page_key"]].add(tuple(bodies[row["text_key"]].split("\n\n")))
    for one in located:
        if body := text_of(one.capture.extracted, one.capture.status):
            texts[one.page_key].add(body)
    return {
        p: Shown(p, on_record[p]["recorded_at"], tuple(sorted(texts[p])), on_record[p]["is_target"])
        for p in wanted
    }


def _move(store: Store, page: int, article: int) -> None:
    for table in ("alias", "capture", "request", "disposition"):
        store.run(f"move_{table}", page=page, article=article)


def _change(
    ids: Mapping[int, str],
    reason: str,
    page: int,
    former: int,
    article: int,
    run_key: int,
    now: datetime,
) -> dict[str, object]:
    kind = "split" if page == article else "merge"
    return {
        "change_key": key("article-change", str(page), str(former), str(article), str(run_key)),
        "old_article_id": ids.get(former, "") if kind == "split" else ids[page],
        "new_article_id": ids[article],
        "kind": kind,
        "reason": reason,
        "changed_at": now,
        "run_key": run_key,
    }


def _apart(around: _Around, decided: Mapping[int, int]) -> Iterable[Finding]:
    """Pages of this batch that share an address or id with another one and show something else."""
    for pair in around.pairs:
        if (
            pair.evidence != {"mention"}
            and decided[pair.a] != decided[pair.b]
            and around.fresh & {pair.a, pair.b}
        ):
            name = around.names[pair.a, pair.b]
            message = f"{name}: two pages go by this name and show different texts; they stay two articles"
            yield Finding("alias-conflict", message, name)
