"""What recurs over an outlet's stories is learned to be its furniture; what turns out to be wire text is not.

Driven by `maintain`. Texts are read once, when they are new; what is counted are forms of paragraphs, in SQL, and only
what recurs often enough is looked at in samples. Every change of a list is logged and is a finding; people overrule it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.core.extract.recurring import STORIES, Counts, Sample, Verdict, enough, is_wire, judge
from pipeline.core.normalise.agencies import book
from pipeline.core.normalise.forms import form
from pipeline.io.store import open_store
from pipeline.model import Finding
from pipeline.steps.furniture_lists import Entry, form_key, furniture_id, lists_of, note_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.core.normalise.agencies import Agencies
    from pipeline.io.store import Store
    from pipeline.model import Agency

Row = dict[str, Any]
Name = tuple[str, int]  # outlet and form
READ = 2_000  # texts at a time; the writer's lock is free in between
BY_INDEX = 400  # keys that the index of texts is asked for; for more, every body there is would be unpacked
LOOKED_AT = 200  # forms whose samples are in memory at once
SAMPLES = 8  # stories of a form that are looked at
SHOWN = 80  # signs of a paragraph in a finding


@dataclass(frozen=True, slots=True)
class Learned:
    """What learning came to: forms put on lists, taken off them, and on them now; texts read for it."""

    learned: int = 0
    unlearned: int = 0
    listed: int = 0
    texts: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Judged:
    """A row of counts with what was made of it."""

    row: Row
    verdict: Verdict
    text: str  # the paragraph, as one of the texts has it
    form: str

    @property
    def name(self) -> Name:
        """Outlet and form."""
        return self.row["outlet"], self.row["form_key"]


def learn(data_dir: Path, agencies: Sequence[Agency], run_key: int, now: datetime) -> Learned:
    """Read the texts that are new, judge what recurs, and bring the lists up to date.

    Args:
        data_dir: where the database is.
        agencies: the agencies one knows: their credits are never furniture.
        run_key: the run that the changes are logged for.
        now: the time of the run.

    Raises:
        StoreBusy: another process is writing.
    """
    texts = _read_new(data_dir, now)
    with open_store(data_dir, now) as store, store.transaction():
        judged = list(_judged(store, book(agencies)))
        entries = list(_changes(store, judged))
        note_changes(store, entries, run_key, now)
        _remember(store, judged)
        listed = sum(len(one.forms) for one in lists_of(store).latest().values())
    put = sum(e.is_furniture for e in entries)
    return Learned(put, len(entries) - put, listed, texts, tuple(map(_finding, entries)))


def _read_new(data_dir: Path, now: datetime) -> int:
    """Note the forms of the paragraphs of all texts that have not been read for it yet. -> how many texts."""
    with open_store(data_dir, now) as store:
        keys = [row["text_key"] for row in store.rows("furniture_unread")]
    for start in range(0, len(keys), READ):
        with open_store(data_dir, now) as store, store.transaction():
            for at in range(start, min(start + READ, len(keys)), BY_INDEX):
                rows = store.rows("texts_by_key", keys=keys[at : min(at + BY_INDEX, start + READ)])
                store.insert_lists("derived.paragraph_form", _forms(rows))
    return len(keys)


def _forms(rows: Iterable[Row]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"form_key": [], "text_key": [], "position": []}
    for row in rows:
        for position, paragraph in enumerate(row["body"].split("\n\n")):
            found["form_key"].append(form_key(form(paragraph)))
            found["text_key"].append(row["text_key"])
            found["position"].append(position)
    return found


def _counts(row: Row) -> Counts:
    names = ("stories", "of_stories", "shared", "alone", "of_alone", "houses")
    return Counts(*(row[name] for name in names))


def _judged(store: Store, agencies: Agencies) -> Iterator[_Judged]:
    """All forms that recur, each with its verdict; those that counts speak against are not looked at, only one text."""
    rows = iter(store.rows("furniture_counts", least=STORIES))
    known = {(r["outlet"], r["form_key"]): r["form"] for r in store.rows("furniture_lists")}
    while batch := list(islice(rows, LOOKED_AT)):
        samples = _samples(store, batch)
        for row in batch:
            name = row["outlet"], row["form_key"]
            found = samples.get(name, [])
            text = found[0].text if found else known.get(name, "")
            if text:
                verdict = judge(_counts(row), found, agencies)
                yield _Judged(row, verdict, text, form(text))


def _samples(store: Store, rows: Sequence[Row]) -> dict[Name, list[Sample]]:
    """Paragraphs of these forms as articles had them, with the rest of each article; other such paragraphs left out."""
    decisive = {(r["outlet"], r["form_key"]) for r in rows if enough(_counts(r)) is None}
    wanted = [{"outlet": r["outlet"], "form_key": r["form_key"]} for r in rows]
    found = store.rows("furniture_samples", wanted=wanted, top=SAMPLES)
    keys = sorted({r["text_key"] for r in found})
    bodies = {r["text_key"]: r["body"].split("\n\n") for r in store.rows("texts_by_key", keys=keys)}
    recurring = {(r["text_key"], r["position"]) for r in found}
    out: dict[Name, list[Sample]] = defaultdict(list)
    for r in found:
        name, body = (r["outlet"], r["form_key"]), bodies[r["text_key"]]
        if name in decisive or name not in out:
            rest = [p for n, p in enumerate(body) if (r["text_key"], n) not in recurring]
            out[name].append(Sample(body[r["position"]], "\n".join([r["headline"] or "", *rest])))
    return out


def _changes(store: Store, judged: Iterable[_Judged]) -> Iterator[Entry]:
    """What is put on a list, and what is taken off it: what people said goes before all evidence.

    What is on a list stays there until it is seen to be wire text, however rarely it is seen now.
    """
    lists = {outlet: one.forms for outlet, one in lists_of(store).latest().items()}
    words = {(r["outlet"], r["form_key"]): r["word"] for r in store.rows("furniture_words")}
    for one in judged:
        outlet, word = one.row["outlet"], words.get(one.name)
        if word in {"keep", "drop"}:
            continue
        is_listed = one.form in lists.get(outlet, frozenset())
        if not is_listed and one.verdict.is_furniture:
            yield Entry(outlet, one.form, is_furniture=True, reason="recurs")
        elif is_listed and is_wire(_counts(one.row), is_listed=True):
            yield Entry(outlet, one.form, is_furniture=False, reason="wire")


def _remember(store: Store, judged: Iterable[_Judged]) -> None:
    """The evidence, for people to look at."""
    store.run("furniture_forget_recurring")
    store.insert("derived.recurring", map(_evidence, judged))


_COUNTED = ("articles", "stories", "of_stories", "shared", "alone", "of_alone", "other_outlets")


def _evidence(one: _Judged) -> Mapping[str, Any]:
    row = one.row
    return {
        "outlet": row["outlet"],
        "furniture_id": furniture_id(row["outlet"], one.form),
        "form_key": row["form_key"],
        "form": one.form,
        "example": one.text,
        "verdict": one.verdict.reason,
        **{name: row[name] for name in _COUNTED},
        "first_seen_at": row["first_seen_at"],
        "last_seen_at": row["last_seen_at"],
    }


def _finding(entry: Entry) -> Finding:
    text = entry.form if len(entry.form) <= SHOWN else f"{entry.form[:SHOWN]}…"
    name = furniture_id(entry.outlet, entry.form)
    if entry.is_furniture:
        message = (
            f"{entry.outlet}: “{text}” recurs and is left out of bodies from now on; "
            f"`writethru furniture drop {name}` takes that back"
        )
        return Finding("furniture-learned", message, entry.outlet, "info")
    message = (
        f"{entry.outlet}: “{text}” stood in one story at several houses' outlets and is left out no more"
    )
    return Finding("furniture-unlearned", message, entry.outlet)
