"""What people decide about stories: taken down as a fact, applied at once, undone by another fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipeline.core.normalise.keys import key, public_id
from pipeline.core.normalise.urls import canonical
from pipeline.errors import BadInput, NotFound
from pipeline.io.store import fetch, named_query, open_snapshot, open_store
from pipeline.steps.days import days_of
from pipeline.steps.decided import decisions_near
from pipeline.steps.ledger import begin, finish
from pipeline.steps.separating import SEPARATE, again, pages_named
from pipeline.steps.stories import Touched, restory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.store import Store
    from pipeline.steps.ledger import Tally

Kind = Literal[
    "together", "apart", "licensed", "separate"
]  # the last two: `steps.licensing`, `steps.separating`
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """Who decided, and why, in their own words."""

    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and the ids of the stories its two sides stood in before and stand in now."""

    decision_id: str
    kind: Kind
    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """What is meant by a name: versions, and the stories they stand in."""

    name: str
    versions: frozenset[int]
    stories: frozenset[str]


def decide(data_dir: Path, kind: Kind, a: str, b: str, now: datetime, said: Said | None = None) -> Decided:
    """Hold two texts to be one story, or never one, whatever the evidence says; the stories follow at once.

    Args:
        data_dir: where the database is.
        kind: ``together`` or ``apart``.
        a: a story's id (all its versions), an article's id or address (the version it shows now), or a version's.
        b: the other one.
        now: when it is decided.
        said: by whom, and why.

    Raises:
        NotFound: nothing of one of the names is stored.
        BadInput: both names mean the same, or a decision in force says so already, or the contrary.
        StoreBusy: another process is writing.
    """
    with open_store(data_dir, now) as store:
        sides = _side(store, a), _side(store, b)
        _check(store, kind, *sides)
    tally = begin(data_dir, "decide", now)
    name = key("decision", kind, *(_named(side) for side in sides), str(tally.run_key))
    try:
        with open_store(data_dir, now) as store, store.transaction():
            _write(store, name, kind, sides, said or Said(), tally.run_key, now)
            after = _apply(store, sides[0].versions | sides[1].versions, tally, now)
    except BaseException:
        finish(data_dir, tally, now, "failed")
        raise
    finish(data_dir, tally, now)
    before = sides[0].stories | sides[1].stories
    return Decided(public_id("d", name), kind, tuple(sorted(before)), after)


def undo(data_dir: Path, decision_id: str, now: datetime, said: Said | None = None) -> Decided:
    """Take a decision back: it stays on record, and has no force any more.

    Raises:
        NotFound: there is no such decision.
        BadInput: it was undone before.
        StoreBusy: another process is writing.
    """
    with open_store(data_dir, now) as store:
        rows = store.rows("decisions_of", decision_id=decision_id)
        _check_undo(decision_id, rows)
        versions = {r["version_key"] for r in rows if r["version_key"] is not None}
        before = _stories(store, versions)
    tally = begin(data_dir, "decide", now)
    words = said or Said()
    row = {"undone_by": words.by, "reason": words.reason, "undone_at": now, "run_key": tally.run_key}
    try:
        with open_store(data_dir, now) as store, store.transaction():
            store.insert("facts.decision_undone", [{"decision_key": rows[0]["decision_key"], **row}])
            after = (
                _apply(store, versions, tally, now) if versions else ()
            )  # else it is about a site or pages
            if rows[0]["kind"] == SEPARATE:
                again(store, pages_named(store, (rows[0]["a"], rows[0]["b"])), tally.run_key, now)
    except BaseException:
        finish(data_dir, tally, now, "failed")
        raise
    finish(data_dir, tally, now)
    return Decided(decision_id, rows[0]["kind"], before, after)


def decisions(data_dir: Path) -> list[Row]:
    """All decisions, undone ones too, as they came: rows of the view ``decisions`` without the versions."""
    with open_snapshot(data_dir) as connection:
        return fetch(connection, named_query("look_decisions"))


def _side(store: Store, name: str) -> _Side:
    rows = store.rows("decide_named", name=name, address=canonical(name) if "://" in name else name)
    if not rows:
        message = f"{name}: no story, article or version of that id or address; `writethru stories` lists what is stored"
        raise NotFound(message)
    if len({r["name"] for r in rows}) > 1:
        found = ", ".join(sorted({r["name"] for r in rows}))
        raise BadInput(f"{name}: several articles have that address ({found}); name one of them by its id")
    return _Side(name, frozenset(r["version_key"] for r in rows), frozenset(r["story_id"] for r in rows))


def _named(side: _Side) -> str:
    return ",".join(map(str, sorted(side.versions)))


def _check(store: Store, kind: Kind, a: _Side, b: _Side) -> None:
    if a.versions & b.versions:
        message = f"{a.name} and {b.name} mean the same text; name two articles or versions"
        raise BadInput(message)
    for other in decisions_near(store, sorted(a.versions | b.versions)):
        if {(a.versions, b.versions), (b.versions, a.versions)} & {(other.a, other.b)} or (
            other.kind != kind and _contradict((a.versions, b.versions), (other.a, other.b))
        ):
            told = f"{public_id('d', other.key)} says they are {other.kind}"
            message = f"{a.name}, {b.name}: decision {told}; `writethru decide undo` takes it back"
            raise BadInput(message)


def _contradict(one: tuple[frozenset[int], ...], other: tuple[frozenset[int], ...]) -> bool:
    (a, b), (c, d) = one, other
    return bool((a & c and b & d) or (a & d and b & c))


def _check_undo(decision_id: str, rows: list[Row]) -> None:
    if not rows:
        raise NotFound(f"{decision_id}: no such decision; `writethru decide list` lists them")
    if rows[0]["undone_at"]:
        raise BadInput(f"{decision_id}: was undone before, at {rows[0]['undone_at']:%Y-%m-%d %H:%MZ}")


def _write(
    store: Store, name: int, kind: Kind, sides: tuple[_Side, _Side], said: Said, run_key: int, now: datetime
) -> None:
    store.insert(
        "facts.decision",
        [
            {
                "decision_key": name,
                "decision_id": public_id("d", name),
                "kind": kind,
                "a": sides[0].name,
                "b": sides[1].name,
                "decided_by": said.by,
                "reason": said.reason,
                "decided_at": now,
                "run_key": run_key,
            }
        ],
    )
    store.insert(
        "facts.decision_side",
        (
            {"decision_key": name, "side": letter, "version_key": version}
            for letter, side in zip("ab", sides, strict=True)
            for version in sorted(side.versions)
        ),
    )


def _apply(store: Store, versions: Collection[int], tally: Tally, now: datetime) -> tuple[str, ...]:
    restory(store, Touched(days_of(store, sorted(versions))), tally.run_key, now)
    return _stories(store, versions)


def _stories(store: Store, versions: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted({r["story_id"] for r in store.rows("memberships_of", keys=sorted(versions))}))
