"""Two texts compared in full: paragraphs, sentences inside them, headline, weight."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from pipeline.core.compare.align import align
from pipeline.core.compare.classes import classify
from pipeline.core.compare.sentences import sentence_changes
from pipeline.core.normalise.text import normalise
from pipeline.model import Comparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import SentenceChange


def compare(
    old: Sequence[str], new: Sequence[str], old_headline: str = "", new_headline: str = ""
) -> Comparison:
    """Compare two bodies (paragraphs in order) and their headlines.

    The comparison's weight in 0..1 is the chance that at least one change matters, were the changes' weights
    independent chances: many small changes add up, and none can lift it above 1.
    """
    changes = classify(align(old, new))
    sentences = tuple(_classified(row) for row in sentence_changes(changes))
    renamed = normalise(old_headline) != normalise(new_headline)
    return Comparison(changes, sentences, renamed, round(1 - prod(1 - c.weight for c in changes), 4))


def _classified(row: SentenceChange) -> SentenceChange:
    """Class a sentence by itself; only a lead paragraph's first sentence can be the lead."""
    (change,) = classify((row.change,))
    if change.kind == "lead-recast" and 0 not in (row.paragraph_from, row.paragraph_to):
        change = replace(change, kind="wording", weight=0.2)
    return replace(row, change=change)
