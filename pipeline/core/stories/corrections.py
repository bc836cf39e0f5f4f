"""Which sentence a correction says was wrong: only an announced correction makes a sentence wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.core.compare.align import align
from pipeline.core.compare.classes import is_correction_note
from pipeline.core.compare.sentences import sentence_changes, split_sentences
from pipeline.core.normalise.text import house, normalise
from pipeline.core.stories.order import by_appearance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.model import Change, Member

MOST_WORDS = (
    8  # a correction that swaps more words rewrites the sentence: the note cannot prove which was meant
)
_TOKEN = re.compile(r"\w+(?:[.,]\d+)*(?:'\w+)?")


@dataclass(frozen=True, slots=True)
class Correction:
    """A wrong sentence, as it was printed, and the keys of the wrong and the right one."""

    wrong_text: str
    wrong: str
    right: str


def sentence_keys(member: Member) -> frozenset[str]:
    """House-spelling keys of all sentences of a version."""
    return frozenset(house(s) for p in member.paragraphs for s in split_sentences(p))


def notes(member: Member) -> tuple[str, ...]:
    """The correction notes of a version: those extraction found, and paragraphs that read as one."""
    return tuple(dict.fromkeys((*member.corrections, *filter(is_correction_note, member.paragraphs))))


def corrections(members: Sequence[Member]) -> tuple[Correction, ...]:
    """The wrong sentences of ONE story, from its notes.

    A note proves a sentence wrong if a version with the note has the sentence with a few words exchanged, and
    the words taken out and put in are among the note's own (or, for a note that names nothing, if a single
    fact changed in the very revision that brought it). A wrong sentence never stands in a noted version.
    """
    ordered = sorted(members, key=by_appearance)
    found: dict[str, Correction] = {}
    noted = [(m, own) for m in ordered if (own := notes(m))]
    for text, (member, own) in {m.paragraphs: (m, own) for m, own in noted}.items():
        for former in {m.paragraphs: m for m in ordered if not set(own) & set(notes(m))}.values():
            for fix in _proven(
                former.paragraphs, text, own, revision=former.article_key == member.article_key
            ):
                found.setdefault(fix.wrong, fix)
    still = frozenset().union(*(sentence_keys(m) for m, _ in noted))
    return tuple(fix for fix in found.values() if fix.wrong not in still)


def _proven(
    old: Sequence[str], new: Sequence[str], own: tuple[str, ...], *, revision: bool
) -> Iterator[Correction]:
    edits = list(_edited_sentences(old, new))
    told = [set(_tokens(note)) for note in own]
    named = [c for c, out, put in edits if any(out <= note and put <= note and out | put for note in told)]
    if not named and revision:
        facts = [c for c, out, put in edits if any(map(_is_fact, out)) and any(map(_is_fact, put))]
        named = facts if len(facts) == 1 and not any(map(_names_a_fact, own)) else []
    for change in named:
        wrong, right = change.old_text or "", change.new_text or ""
        yield Correction(wrong, house(wrong), house(right))


def _edited_sentences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Change, set[str], set[str]]]:
    """Edited sentences with the words taken out and put in, if they are few."""
    for row in sentence_changes(align(old, new)):
        change = row.change
        if change.old_text is None or change.new_text is None or change.similarity == 1.0:
            continue
        before, after = set(_tokens(change.old_text)), set(_tokens(change.new_text))
        out, put = before - after, after - before
        if out and put and len(out) <= MOST_WORDS and len(put) <= MOST_WORDS:
            yield change, out, put


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(normalise(text))


def _is_fact(word: str) -> bool:
    """A figure or a capitalised word."""
    return word[0].isdigit() or word[0].isupper()


def _names_a_fact(note: str) -> bool:
    """Whether a note speaks of a figure, or quotes or names something behind its first word."""
    return any(word[0].isdigit() for word in _tokens(note)) or '"' in normalise(note)


def carries(keys: frozenset[str], fixes: Iterable[Correction]) -> Correction | None:
    """The first correction whose wrong sentence stands in a text that lacks the right one."""
    return next((fix for fix in fixes if fix.wrong in keys and fix.right not in keys), None)
