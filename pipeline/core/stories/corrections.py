"""Which sentence a correction says was wrong: only an announced correction makes a sentence wrong."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.core.compare.align import align
from pipeline.core.compare.classes import classify
from pipeline.core.compare.sentences import sentence_changes, split_sentences
from pipeline.core.normalise.notes import is_correction_note
from pipeline.core.normalise.text import house, normalise
from pipeline.core.stories.order import by_appearance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.model import Change, Member

MOST_WORDS = (
    8  # a correction that swaps more words rewrites the sentence: the note cannot prove which was meant
)
_Edit = tuple["Change", frozenset[str], frozenset[str]]
FACTS = frozenset({"figure-changed", "name-or-spelling-changed"})
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")  # a figure apart from what is written onto it: 1950s, 10am


@dataclass(frozen=True, slots=True)
class Correction:
    """A wrong sentence, as it was printed, the keys of the wrong and the right one, the note that tells."""

    wrong_text: str
    wrong: str
    right: str
    note: str


def sentence_keys(member: Member) -> frozenset[str]:
    """House-spelling keys of all sentences of a version."""
    return frozenset().union(*map(_sentence_keys, member.paragraphs))


@lru_cache(maxsize=4096)  # the versions of a story repeat each other's paragraphs
def _sentence_keys(paragraph: str) -> frozenset[str]:
    return frozenset(map(house, split_sentences(paragraph)))


def notes(member: Member) -> tuple[str, ...]:
    """The correction notes of a version: those extraction found, and paragraphs that read as one."""
    return tuple(dict.fromkeys((*member.corrections, *filter(is_correction_note, member.paragraphs))))


def corrections(members: Sequence[Member]) -> tuple[Correction, ...]:
    """The wrong sentences of ONE story, from its notes.

    A note proves a sentence wrong if a version with the note has the sentence with a few words exchanged, and
    the words taken out and put in are among the note's own (or, for a note that names nothing, if a single
    fact changed in the very revision that brought it). No version with the note has the wrong
    sentence without the right one.
    """
    texts = {m.paragraphs: (m, notes(m)) for m in sorted(members, key=by_appearance, reverse=True)}
    first = sorted(texts.values(), key=lambda pair: by_appearance(pair[0]))  # the earliest of each text
    found: dict[str, Correction] = {}
    for member, own in first:
        for former, before in first:
            for note in (n for n in own if n not in before):
                found = {fix.wrong: fix for fix in _proven(former, member, note)} | found
    noted = [(sentence_keys(m), own) for m, own in first if own]
    return tuple(
        f for f in found.values() if not any(f.note in own and carries(has, (f,)) for has, own in noted)
    )


def _proven(former: Member, member: Member, note: str) -> Iterator[Correction]:
    edits = _edited_sentences(former.paragraphs, member.paragraphs)
    told = set(_tokens(note))
    named = [change for change, out, put in edits if out <= told and put <= told]
    if not named and former.article_key == member.article_key and not _names_a_fact(note):
        facts = [change for change, _, _ in edits if classify((change,))[0].kind in FACTS]
        named = facts if len(facts) == 1 else []
    for change in named:
        wrong, right = change.old_text or "", change.new_text or ""
        yield Correction(wrong, house(wrong), house(right), note)


@lru_cache(maxsize=256)
def _edited_sentences(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[_Edit, ...]:
    """Edited sentences with the words taken out and put in, if they are few."""
    rows = sentence_changes(
        c for c in align(old, new) if not is_correction_note(c.new_text or c.old_text or "")
    )
    return tuple(
        (row.change, frozenset(out), frozenset(put))
        for row in rows
        for out, put in [_exchanged(row.change)]
        if out and put and len(out) <= MOST_WORDS and len(put) <= MOST_WORDS
    )


def _exchanged(change: Change) -> tuple[Counter[str], Counter[str]]:
    """Words taken out and put in; a word that stands twice and goes once counts as taken out."""
    if change.old_text is None or change.new_text is None or change.similarity == 1.0:
        return Counter(), Counter()
    before, after = Counter(_tokens(change.old_text)), Counter(_tokens(change.new_text))
    return before - after, after - before


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(house(text))


def _names_a_fact(note: str) -> bool:
    """Whether a note speaks of a figure, or quotes or names something behind its first word."""
    return any(word[0].isdigit() for word in _tokens(note)) or '"' in normalise(note)


def carries(keys: frozenset[str], fixes: Iterable[Correction]) -> Correction | None:
    """The first correction whose wrong sentence stands in a text that lacks the right one."""
    return next((fix for fix in fixes if fix.wrong in keys and fix.right not in keys), None)
