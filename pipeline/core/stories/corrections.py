"""Which sentence a correction says was wrong: only an announced correction makes a sentence wrong.

A figure that changes without a note is an update until somebody says that it was wrong: a death toll that rises
from 12 to 15 makes nobody's 12 a mistake.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.core.compare.sentences import split_sentences
from pipeline.core.normalise.notes import correction_notes, is_correction_note
from pipeline.core.normalise.text import house
from pipeline.core.stories.order import by_appearance
from pipeline.core.stories.proofs import Proof, Shelf, from_revision, means, named, shelve, taken_back
from pipeline.core.stories.saying import read_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from pipeline.model import Member

MOST_NOTES = 64  # different notes of one story that are read: a page made of notes is no story


@dataclass(frozen=True, slots=True)
class Correction:
    """One sentence that was wrong.

    ``wrong_text`` and ``right_text`` as they were printed (None: the sentence was taken back); ``wrong`` and
    ``rights`` their keys; ``out`` and ``put``: the words taken out and put in; ``notes``: those that prove it,
    the earliest first, and ``telling`` all that tell of it. ``announced`` is False where only an aggregator shows
    the note, or the agency itself went on with the sentence: then it accuses nobody.
    """

    wrong_text: str
    right_text: str | None
    wrong: str
    rights: frozenset[str]
    out: frozenset[str]
    put: frozenset[str]
    notes: tuple[str, ...]
    telling: frozenset[str]
    announced_by: str = ""
    announced_at: datetime | None = None
    announced: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """A story's corrections, by announcement, with each version's sentences (notes left out) and its notes."""

    fixes: tuple[Correction, ...]
    sentences: Mapping[int, frozenset[str]]
    notes: Mapping[int, tuple[str, ...]]

    def says(self, version_key: int, fix: Correction) -> bool:
        """Whether a version carries a note that tells of this correction, in whatever words."""
        return not fix.telling.isdisjoint(self.notes[version_key])

    def right(self, version_key: int, fix: Correction) -> bool:
        """Whether a version runs the right sentence."""
        return not fix.rights.isdisjoint(self.sentences[version_key])

    def wrong(self, version_key: int, fix: Correction) -> bool:
        """Whether a version runs the wrong sentence, the right one does not stand in it, and it says nothing."""
        runs = fix.wrong in self.sentences[version_key] and not self.right(version_key, fix)
        return runs and not self.says(version_key, fix)


def corrections(members: Sequence[Member]) -> Record:
    """The wrong sentences of ONE story, from its notes.

    A note proves a sentence wrong in one of three ways, see `proofs`: it names the words that were exchanged; it
    describes the one fact that changed in the revision that brought it; it takes a sentence back that is gone.
    No version with the note has the wrong sentence.

    Args:
        members: the story's versions, in any order. The result does not depend on it.
    """
    ordered = sorted(members, key=by_appearance)
    notes = {m.version_key: correction_notes(m.paragraphs, m.corrections) for m in ordered}
    if not any(notes.values()):
        return Record((), {}, notes)
    sentences = {m.version_key: sentence_keys(m.paragraphs) for m in ordered}
    every = frozenset().union(*notes.values())
    record = Record(tuple(_merged(_proofs(ordered, notes), every)), sentences, notes)
    told = [told for fix in record.fixes if (told := _told(fix, ordered, record))]
    told.sort(key=lambda fix: (fix.announced_at is None, str(fix.announced_at or ""), fix.wrong))
    return replace(record, fixes=tuple(fix for fix in told if not _is_overruled(fix, told)))


@lru_cache(maxsize=1024)  # the articles of a story run the same texts
def sentence_keys(paragraphs: tuple[str, ...]) -> frozenset[str]:
    """House-spelling keys of the sentences of a body, correction notes left out: they repeat what was wrong."""
    return frozenset().union(*(_keys(p) for p in paragraphs if not is_correction_note(p)))


@lru_cache(maxsize=1 << 13)
def _keys(paragraph: str) -> frozenset[str]:
    return frozenset(map(house, split_sentences(paragraph)))


def _proofs(ordered: Sequence[Member], notes: Mapping[int, tuple[str, ...]]) -> Iterator[Proof]:
    shelf = _shelf(ordered, notes)
    for note in list(shelf.telling)[:MOST_NOTES]:
        found = named(note, shelf) or taken_back(note, shelf)
        yield from found or from_revision(note, shelf, _brought(note, ordered, notes))


def _shelf(ordered: Sequence[Member], notes: Mapping[int, tuple[str, ...]]) -> Shelf:
    """Each text once, by appearance, with the notes of all versions that run it (a wire's stand beside the text)."""
    told: dict[tuple[str, ...], dict[str, None]] = {}
    for m in ordered:
        told.setdefault(m.paragraphs, {}).update(dict.fromkeys(notes[m.version_key]))
    return shelve((_printed(paragraphs), own) for paragraphs, own in told.items())


def _printed(paragraphs: tuple[str, ...]) -> dict[str, str]:
    return {
        house(sentence): sentence
        for p in paragraphs
        if not is_correction_note(p)
        for sentence in split_sentences(p)
    }


def _brought(
    note: str, ordered: Sequence[Member], notes: Mapping[int, tuple[str, ...]]
) -> Iterator[tuple[Member, Member]]:
    """The revisions that brought a note to a page."""
    pages: dict[int, dict[int, Member]] = defaultdict(dict)
    for m in ordered:
        pages[m.article_key][m.number] = m
    for m in ordered:
        former = pages[m.article_key].get(m.number - 1)
        if former and note in notes[m.version_key] and note not in notes[former.version_key]:
            yield former, m


def _merged(proofs: Iterable[Proof], notes: Iterable[str]) -> Iterator[Correction]:
    """One correction for each wrong sentence, whatever notes and outlets tell of it."""
    by_wrong: dict[str, list[Proof]] = defaultdict(list)
    for proof in proofs:
        by_wrong[proof.wrong].append(proof)
    for wrong, found in by_wrong.items():
        first, own = found[0], dict.fromkeys(p.note for p in found)
        yield Correction(
            first.wrong_text,
            next((p.right_text for p in found if p.right_text), None),
            wrong,
            frozenset(p.right for p in found if p.right),
            first.out,
            first.put,
            tuple(own),
            frozenset(n for n in notes if n in own or means(read_note(n), first.out, first.put)),
        )


def _told(fix: Correction, ordered: Sequence[Member], record: Record) -> Correction | None:
    """With who announced it when; None where an announcer went back to the sentence."""
    tellers = [m for m in ordered if record.says(m.version_key, fix)]
    witnesses = [m for m in tellers if m.role != "aggregator"]
    if not tellers or _went_back(tellers, fix, ordered, record):
        return None
    first = (witnesses or tellers)[0]
    stands = bool(witnesses) and not _is_disputed(fix, first, ordered, record)
    return replace(fix, announced_by=first.outlet, announced_at=first.appeared_at, announced=stands)


def _went_back(tellers: Iterable[Member], fix: Correction, ordered: Iterable[Member], record: Record) -> bool:
    """Whether a page that told of it ran the sentence again after that, without a word."""
    told: dict[int, int] = {}
    for m in tellers:
        told[m.article_key] = min(m.number, told.get(m.article_key, m.number))
    return any(
        m.article_key in told and m.number > told[m.article_key] and record.wrong(m.version_key, fix)
        for m in ordered
    )


def _is_disputed(fix: Correction, first: Member, ordered: Sequence[Member], record: Record) -> bool:
    """Whether the agency sent the sentence again after an outlet had called it wrong, and never its correction."""
    agency = [m for m in ordered if m.role == "agency"]
    if any(record.right(m.version_key, fix) or record.says(m.version_key, fix) for m in agency):
        return False
    return any(record.wrong(m.version_key, fix) and by_appearance(m) > by_appearance(first) for m in agency)


def _is_overruled(fix: Correction, every: Sequence[Correction]) -> bool:
    """Whether a later announcement calls right what this one calls wrong; of two at once neither stands."""
    return any(
        other is not fix
        and fix.wrong in other.rights
        and (fix.announced_at is None or other.announced_at is None or other.announced_at >= fix.announced_at)
        for other in every
    )
