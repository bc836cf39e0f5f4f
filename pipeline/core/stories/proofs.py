"""How a note proves a sentence wrong: by the words it names, by the revision that brought it, by taking it back.

Each way asks that the texts show it too: the wrong sentence stands where the note is missing, and in no text
that carries the note.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.compare.align import align, similarity
from pipeline.core.compare.sentences import sentence_changes
from pipeline.core.normalise.notes import is_correction_note
from pipeline.core.normalise.text import house
from pipeline.core.stories.saying import NEGATIONS, facts, kind_of, read_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.core.stories.saying import Saying
    from pipeline.model import Change, Member, SentenceChange

MOST_WORDS = (
    8  # a correction that swaps more words rewrites the sentence: the note cannot prove which was meant
)
SAME_SENTENCE = 0.5  # share of words in common order, as in `align`
MOST_IN_FRAME = 12  # sentences alike but for named words: more of them are a table, in which none can be told
LEAST_TAKEN_BACK = 3  # words with a fact in a sentence that a note repeats
REPEATED = 0.8  # of them in the note
MOST_REVISIONS = 16  # that brought one note, the earliest: outlets that took it over show the same
STILL_THERE = 0.6  # of them in a sentence of the corrected text: reworded, not taken back


@dataclass(frozen=True, slots=True)
class Shelf:
    """The sentences of a story's texts, notes left out, each once.

    ``printed``: key → as printed first; ``places``: key → the texts that have it, and ``telling``: note → the texts
    that carry it, as sets of bits; ``words``: key → its words with a fact; ``having``: such a word → keys.
    """

    printed: Mapping[str, str]
    places: Mapping[str, int]
    words: Mapping[str, tuple[str, ...]]
    having: Mapping[str, Sequence[str]]
    telling: Mapping[str, int]

    def speaking_of(self, named: Iterable[str]) -> list[str]:
        """The sentences with at least one of these words, in the order in which they appeared."""
        found = {key for word in named for key in self.having.get(word, ())}
        return [key for key in self.printed if key in found]


def shelve(texts: Iterable[tuple[Mapping[str, str], Iterable[str]]]) -> Shelf:
    """Put the texts of a story on a shelf: (key → sentence as printed, notes) of each, by appearance."""
    printed: dict[str, str] = {}
    places: dict[str, int] = defaultdict(int)
    telling: dict[str, int] = defaultdict(int)
    for place, (sentences, notes) in enumerate(texts):
        for key, sentence in sentences.items():
            printed.setdefault(key, sentence)
            places[key] |= 1 << place
        for note in notes:
            telling[note] |= 1 << place
    words = {key: facts(sentence) for key, sentence in printed.items()}
    having = defaultdict(list)
    for key, own in words.items():
        for word in set(own):
            having[word].append(key)
    return Shelf(printed, places, words, having, telling)


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence that a note proves wrong: keys, texts (``right`` None: taken back), the words taken out and put in."""

    wrong: str
    right: str | None
    wrong_text: str
    right_text: str | None
    out: frozenset[str]
    put: frozenset[str]
    note: str


class _Exchange(NamedTuple):
    """Words with a fact that a sentence lost and gained."""

    out: frozenset[str]
    put: frozenset[str]


def named(note: str, shelf: Shelf) -> list[Proof]:
    """Sentences that differ, between texts with the note and without, in words that the note itself names.

    What is left of both sentences without those words is the same. Linear in the sentences with such a word.
    """
    said, telling = read_note(note), shelf.telling[note]
    frames: dict[tuple[str, ...], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for key in shelf.speaking_of(said.named):
        frame = tuple(w for w in shelf.words[key] if w not in said.named)
        frames[frame][bool(shelf.places[key] & telling)].append(key)
    found = [
        Proof(wrong, right, shelf.printed[wrong], shelf.printed[right], x.out, x.put, note)
        for wrongs, rights in frames.values()
        if 0 < len(wrongs) <= MOST_IN_FRAME and 0 < len(rights) <= MOST_IN_FRAME
        for wrong in wrongs
        for right in rights
        if shelf.places[wrong] & ~shelf.places[right]
        if (x := _exchange(shelf.printed[wrong], shelf.printed[right])) and means(said, x.out, x.put)
    ]
    return _spoken_of(found, said)


def _exchange(old: str, new: str) -> _Exchange | None:
    """What was exchanged between two sentences that are one, edited; None where they are two or keep their facts."""
    before, after = Counter(facts(old)), Counter(facts(new))
    out, put = before - after, after - before
    if not (out and put) and NEGATIONS.isdisjoint((*out, *put)):
        return None
    if max(out.total(), put.total()) > MOST_WORDS or similarity(old, new) < SAME_SENTENCE:
        return None
    return _Exchange(frozenset(out), frozenset(put))


def means(said: Saying, out: frozenset[str], put: frozenset[str]) -> bool:
    """Whether a note names words that were exchanged, and does not mean them the other way round."""
    if not out | put <= said.named:
        return False
    parts = said.wrong_parts
    return not (put and any(put <= part for part in parts)) or any(out <= part for part in parts)


def _spoken_of(found: list[Proof], said: Saying) -> list[Proof]:
    """Of sentences in which the same words were exchanged, those of which the note repeats most other words."""
    most: dict[frozenset[str], int] = defaultdict(int)
    shared = [len((set(facts(p.wrong_text)) & said.named) - p.out - p.put) for p in found]
    for proof, words in zip(found, shared, strict=True):
        most[proof.out | proof.put] = max(most[proof.out | proof.put], words)
    return [p for p, words in zip(found, shared, strict=True) if words == most[p.out | p.put]]


def taken_back(note: str, shelf: Shelf) -> list[Proof]:
    """The sentence that the note repeats as wrong and that is gone from every text that carries it."""
    parts = [part for part in read_note(note).wrong_parts if len(part) >= LEAST_TAKEN_BACK]
    kept: list[set[str]] = []
    gone: dict[str, set[str]] = {}
    for key in shelf.speaking_of(frozenset().union(*parts)):
        words = set(shelf.words[key])
        if shelf.places[key] & shelf.telling[note]:
            kept.append(words)
        elif len(words) >= LEAST_TAKEN_BACK and any(_repeats(part, words) for part in parts):
            gone[key] = words
    found = [
        Proof(key, None, shelf.printed[key], None, frozenset(words), frozenset(), note)
        for key, words in gone.items()
        if all(len(words & other) < STILL_THERE * len(words) for other in kept)
    ]
    return found if len(found) == 1 else []


def _repeats(part: frozenset[str], words: set[str]) -> bool:
    return len(words & part) >= REPEATED * len(words)


def from_revision(note: str, shelf: Shelf, revisions: Iterable[tuple[Member, Member]]) -> list[Proof]:
    """The one fact that changed in a revision that brought a note which describes it, or the sentence it took out."""
    said = read_note(note)
    if said.no_fact:
        return []
    texts = dict.fromkeys((former.paragraphs, member.paragraphs) for former, member in revisions)
    found = [
        proof
        for old, new in list(texts)[:MOST_REVISIONS]
        if said.wrong_figures.issubset(_lost(old, new))
        for proof in _described(note, said, _aligned(old, new))
    ]
    return [p for p in found if not shelf.places.get(p.wrong, 0) & shelf.telling[note]]


def _lost(old: tuple[str, ...], new: tuple[str, ...]) -> frozenset[str]:
    """The words with a fact of the paragraphs that a revision changed: a cheap test before these are aligned."""
    kept = frozenset(new)
    return frozenset().union(*(facts(p) for p in old if p not in kept))


@lru_cache(maxsize=256)  # a revision may bring several notes
def _aligned(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Change, ...]:
    return tuple(c for c in align(old, new) if not _is_note(c))


def _described(note: str, said: Saying, rows: Sequence[Change]) -> list[Proof]:
    if said.deleted:
        return _deleted(note, said, rows)
    edits = list(_edits(rows))
    meant = [edit for edit in edits if _is_meant(said, *edit)]
    if len({x for _, x in meant}) != 1 or (_is_silent(said) and not _is_lone(rows, edits)):
        return []
    changes = [(row.change.old_text or "", row.change.new_text or "", x) for row, x in meant]
    return [Proof(house(old), house(new), old, new, x.out, x.put, note) for old, new, x in changes]


def _is_note(change: Change) -> bool:
    return is_correction_note(change.new_text or change.old_text or "")


def _edits(rows: Sequence[Change]) -> Iterator[tuple[SentenceChange, _Exchange]]:
    """The edited sentences that exchange a fact, and what was exchanged."""
    for row in sentence_changes(rows):
        old, new = row.change.old_text, row.change.new_text
        if old and new and row.change.similarity != 1.0 and (x := _exchange(old, new)):
            yield row, x


def _is_meant(said: Saying, row: SentenceChange, x: _Exchange) -> bool:
    """Whether an edit is of the kind, at the place and of the words that a note speaks of."""
    if said.kinds and kind_of(row.change.old_text or "", x.out, x.put) not in said.kinds:
        return False
    if said.places and said.places.isdisjoint((row.paragraph_from + 1, row.paragraph_to + 1)):
        return False
    if said.wrong_figures and said.wrong_figures.isdisjoint(x.out):
        return False  # it names another figure as wrong
    return not said.figures or not said.figures.isdisjoint(x.put)


def _is_silent(said: Saying) -> bool:
    """Whether a note says only that there was a correction, not of what."""
    return not (said.kinds or said.places or said.figures)


def _is_lone(rows: Sequence[Change], edits: Sequence[object]) -> bool:
    """Whether a revision did nothing else than exchange one fact."""
    changed = [row for row in rows if row.op != "unchanged"]
    return len(edits) == len(changed) == 1


def _deleted(note: str, said: Saying, rows: Sequence[Change]) -> list[Proof]:
    """The one sentence with all the words a note says were deleted, if the revision took it out."""
    gone = [row.old_text for row in rows if row.op == "removed"]
    gone += [row.change.old_text for row in sentence_changes(rows) if row.change.op == "removed"]
    found = sorted({text for text in gone if text and said.deleted <= set(facts(text))})
    if len(found) != 1:
        return []
    text = found[0]
    return [Proof(house(text), None, text, None, frozenset(facts(text)), frozenset(), note)]
