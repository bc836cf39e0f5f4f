"""What people say of paragraphs that recur: keep it as furniture, drop it, or leave it to the evidence again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipeline.core.normalise.keys import key
from pipeline.errors import BadInput, NotFound
from pipeline.io.store import fetch, named_query, open_snapshot, open_store
from pipeline.steps.furniture_lists import Entry, lists_of, note_changes
from pipeline.steps.ledger import begin, finish

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipeline.io.store import Store
    from pipeline.steps.deciding import Said

Row = dict[str, Any]
Word = Literal["keep", "drop", "undo"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said of which paragraph, and whether the outlet's list changed by it."""

    furniture_id: str
    outlet: str
    form: str
    word: Word
    is_furniture: bool
    has_changed: bool


def say(data_dir: Path, word: Word, furniture_id: str, now: datetime, said: Said) -> Spoken:
    """Overrule what was learned of a paragraph, or take that back; the outlet's list follows at once.

    Texts that are stored stay as they were read.

    Args:
        data_dir: where the database is.
        word: ``keep`` (it is furniture, whatever the evidence says), ``drop`` (it is copy) or ``undo`` (of either).
        furniture_id: as the view ``learned_furniture`` names it.
        now: when it is said.
        said: by whom, and why.

    Raises:
        NotFound: no paragraph that recurs has that id.
        BadInput: that was said before, there is nothing to undo, or it is a notice, which is never furniture.
        StoreBusy: another process is writing.
    """
    with open_store(data_dir, now) as store:
        row = _named(store, furniture_id)
        _check(row, word)
    tally = begin(data_dir, "furniture", now)
    try:
        with open_store(data_dir, now) as store, store.transaction():
            _write(store, row, word, said, tally.run_key, now)
            done = _apply(store, row, word, tally.run_key, now)
    except BaseException:
        finish(data_dir, tally, now, "failed")
        raise
    finish(data_dir, tally, now)
    return done


def furniture(data_dir: Path, outlet: str | None = None, *, everything: bool = False) -> list[Row]:
    """What was learned, and what people said of it: rows of the view ``learned_furniture``.

    Args:
        data_dir: where the database is.
        outlet: of this outlet only.
        everything: those too that recur and were not taken for furniture; ``verdict`` says why.
    """
    with open_snapshot(data_dir) as connection:
        return fetch(connection, named_query("look_furniture"), {"outlet": outlet, "everything": everything})


def _named(store: Store, furniture_id: str) -> Row:
    rows = store.rows("furniture_named", furniture_id=furniture_id)
    if not rows:
        message = f"{furniture_id}: no paragraph that recurs has this id; `writethru furniture list --all` lists them"
        raise NotFound(message)
    return rows[0]


def _check(row: Row, word: Word) -> None:
    if word == "undo" and not row["word"]:
        raise BadInput(f"{row['furniture_id']}: nobody said anything of it; nothing to undo")
    if word == "keep" and row["verdict"] == "notice":
        raise BadInput(f"{row['furniture_id']}: is a notice that we follow; such lines are never furniture")
    if word == row["word"]:
        raise BadInput(f"{row['furniture_id']}: was said before; `writethru furniture undo` takes it back")


def _write(store: Store, row: Row, word: Word, said: Said, run_key: int, now: datetime) -> None:
    store.insert(
        "facts.furniture_word",
        [
            {
                "word_key": key("furniture-word", row["furniture_id"], word, str(run_key)),
                "outlet": row["outlet"],
                "form_key": row["form_key"],
                "word": word,
                "said_by": said.by,
                "reason": said.reason,
                "said_at": now,
                "run_key": run_key,
            }
        ],
    )


def _apply(store: Store, row: Row, word: Word, run_key: int, now: datetime) -> Spoken:
    """Undone, a paragraph is what the latest evidence says."""
    lists = lists_of(store).latest()
    was = row["outlet"] in lists and row["form"] in lists[row["outlet"]].forms
    will = row["verdict"] == "recurs" if word == "undo" else word == "keep"
    if was != will:
        reason = {"keep": "kept", "drop": "dropped", "undo": "undone"}[word]
        note_changes(store, [Entry(row["outlet"], row["form"], will, reason)], run_key, now)
    return Spoken(row["furniture_id"], row["outlet"], row["form"], word, will, was != will)
