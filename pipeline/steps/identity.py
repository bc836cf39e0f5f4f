"""Pages that turn out to be one article, and pages that no longer do: counted together, apart again, on record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.core.normalise.keys import key
from pipeline.core.stories.identity import Namesakes, Shown, articles, evidence_of
from pipeline.core.stories.moved import joining, moves
from pipeline.model import Finding
from pipeline.steps.capturing import text_of
from pipeline.steps.members import bodies_of
from pipeline.steps.moving import stays_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.core.stories.identity import Evidence, Text
    from pipeline.core.stories.moved import Move
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
    """Find anew the articles of some pages, of which nothing new was seen: people decided, or texts were compared."""
    return _identified(store, (), _connected(store, sorted(pages)), run_key, now)


def _identified(
    store: Store, located: Sequence[Located], around: _Around, run_key: int, now: datetime
) -> Identity:
    parted = _parted(store)
    pairs = [pair for pair in around.pairs if frozenset((pair.a, pair.b)) not in parted]
    on_record = {r["page_key"]: r for r in store.rows("pages_of", keys=sorted(around.pages))}
    current = {page: r["article_key"] for page, r in on_record.items()}
    twins = [pair for pair in around.twins if frozenset(pair) not in parted]
    found = _moves(store, around, twins, located)
    around = replace(around, moves=found)
    decided = current | articles(_shown(store, located, around, on_record), pairs, found)
    moved = {page: article for page, article in decided.items() if article != current[page]}
    for page, article in sorted(moved.items()):
        _move(store, page, article)
    store.insert(
        "facts.article_change",
        [
            _change(on_record, _reason(around, parted, p, is_merge=p != a), p, current[p], a, run_key, now)
            for p, a in sorted(moved.items())
        ],
        known="ignore",
    )
    return Identity(decided, frozenset(current[page] for page in moved))


def _moves(
    store: Store, around: _Around, twins: Sequence[tuple[int, int]], located: Sequence[Located]
) -> tuple[Move, ...]:
    """Which pages' articles went on at another address; on record for what is derived of them."""
    found = moves(stays_of(store, {page for pair in twins for page in pair}, located), twins)
    if around.twins:
        store.run("forget_gave_way", keys=sorted({page for pair in around.twins for page in pair}))
        store.insert("derived.gave_way", [{"page_key": move.old, "heir": move.new} for move in found])
    return found


def _parted(store: Store) -> set[frozenset[int]]:
    """Pairs of pages that people hold to be two articles."""
    if not store.has("facts.decision"):
        return set()
    return {frozenset((r["a"], r["b"])) for r in store.rows("separated")}


def _reason(around: _Around, parted: set[frozenset[int]], page: int, *, is_merge: bool) -> str:
    if is_merge:
        name = next((name for pair, name in sorted(around.names.items()) if page in pair), "")
        move = next((move for move in around.moves if page in (move.old, move.new)), None)
        return _told(move) if move and not name else f"both are known as {name}"
    if any(page in pair for pair in parted):
        return "people decided that they are two"
    if any(page in pair for pair in around.twins):
        return "the former address shows an article again, or the texts no longer agree"
    return "their texts no longer agree"


def _told(move: Move) -> str:
    """The evidence of a changed address, in words."""
    return (
        f"{move.share:.0%} of the text went on at another address: last seen at the former one {_at(move.last_shown)}, "
        f"which had left by {_at(move.left_at)}; first seen at the other {_at(move.came_at)}"
    )


def _at(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True, slots=True)
class _Around:
    """Pages that names or texts connect with a batch's, and by which."""

    pages: frozenset[int]
    pairs: tuple[Namesakes, ...] = ()
    names: Mapping[tuple[int, int], str] = field(default_factory=dict)
    fresh: frozenset[int] = frozenset()
    twins: tuple[tuple[int, int], ...] = ()  # that show nearly the same text
    moves: tuple[Move, ...] = ()  # of these, those whose article changed its address


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
    twins: set[tuple[int, int]] = set()
    while frontier:
        rows = store.rows("namesakes_of", keys=frontier)
        twins |= {(r["a"], r["b"]) for r in rows if r["evidence"] == "text"}
        for r in rows:
            if r["evidence"] != "text":
                evidence[r["a"], r["b"]].add(r["evidence"])
                names[r["a"], r["b"]] = min(r["name"], names.get((r["a"], r["b"]), r["name"]))
        frontier = sorted({page for r in rows for page in (r["a"], r["b"])} - known)
        known.update(frontier)
    pairs = tuple(Namesakes(a, b, frozenset(found)) for (a, b), found in sorted(evidence.items()))
    return _Around(frozenset(known), pairs, names, frozenset(pages), tuple(sorted(twins)))


def _shown(
    store: Store, located: Sequence[Located], around: _Around, on_record: Mapping[int, Mapping[str, Any]]
) -> dict[int, Shown]:
    """The pages that have a namesake or moved, with all texts they have shown, this batch's included."""
    joined = [(pair.a, pair.b) for pair in around.pairs] + [(move.old, move.new) for move in around.moves]
    # those that moved once and may be apart again have to be told so
    joined += [pair for pair in around.twins if any(on_record[p]["article_key"] != p for p in pair)]
    wanted = sorted({page for pair in joined for page in pair})
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
    pages: Mapping[int, Mapping[str, Any]],
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
        "old_article_id": pages[page if kind == "merge" else former]["article_id"],
        "new_article_id": pages[article]["article_id"],
        "kind": kind,
        "reason": reason,
        "changed_at": now,
        "run_key": run_key,
    }


def twins_told(store: Store, twins: Collection[tuple[int, int]], identity: Identity) -> list[Finding]:
    """Findings about new pairs of pages that show nearly one text and are two articles still, both named."""
    around = _connected(store, sorted({page for pair in twins for page in pair}))
    urls = {r["article_key"]: r["url"] for r in store.rows("articles_of", keys=sorted(around.pages))}
    return [
        Finding(
            "same-text-elsewhere-at-outlet",
            f"{urls[a]} and {urls[b]} show nearly the same text; they stay two articles unless one of them leaves as the "
            "other comes",
            urls[a],
            "info",
        )
        for a, b in joining(sorted(set(around.twins) - set(twins)), sorted(twins))
        if identity.articles[a] != identity.articles[b]
    ]


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
