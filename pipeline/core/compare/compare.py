"""Two texts compared in full: paragraphs, sentences inside them, headline, weight, update note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.compare.align import align
from pipeline.core.compare.classes import classify, pair_weight
from pipeline.core.compare.sentences import sentence_changes
from pipeline.core.compare.update_note import update_note, verbs_of
from pipeline.core.normalise.text import normalise
from pipeline.model import Comparison

if TYPE_CHECKING:
    from collections.abc import Sequence


def compare(
    old: Sequence[str],
    new: Sequence[str],
    old_headline: str = "",
    new_headline: str = "",
    *,
    announced: bool = False,
) -> Comparison:
    """Compare two bodies (paragraphs in order) and their headlines.

    Args:
        old: the earlier text's paragraphs.
        new: the later text's.
        old_headline: the earlier headline; one in other typography only is the same.
        new_headline: the later headline.
        announced: whether the later text came with a correction notice outside its paragraphs (a wire's
            editorial note, say): its facts were corrected then, not updated.

    Returns:
        Changes and sentences with class and weight; the pair's weight in 0..1 (`pair_weight`); verbs and
        update note.
    """
    rows = align(old, new)
    sentences = sentence_changes(rows)
    changes = classify(rows, sentences)
    verbs = verbs_of(changes, announced=announced)
    renamed = normalise(old_headline) != normalise(new_headline)
    return Comparison(
        changes, sentences, renamed, pair_weight(changes), tuple(verbs), update_note(verbs, changes)
    )
