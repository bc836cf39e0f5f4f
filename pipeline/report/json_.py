"""A diff as plain data, for `diff --format json` and for whoever builds on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.model import WordSpan
from pipeline.report.blocks import blocks, headline_spans, spans
from pipeline.report.phrases import OPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model import Change, SentenceChange
    from pipeline.report.rows import DiffPage, DiffSide


def diff(page: DiffPage) -> dict[str, Any]:
    """The diff as dicts, lists, text and numbers only; texts as stored, not escaped for any screen.

    Returns:
        ``from`` and ``to`` (outlet, url, version_id, number, appeared_at as ISO 8601 in UTC, headline, byline,
        agency, paragraphs), ``story_id``, ``relation``, ``minutes_apart``, ``headline_changed``,
        ``headline_words``, ``weight`` (0..1), ``verbs`` and ``update_note`` (None where the text is the same),
        ``counts`` (one number an op), ``changes`` and ``sentence_changes``. A change has op, from_position,
        to_position (from 0), old_text, new_text, similarity, class, also (further classes), part_of (see
        `Change`), weight, words; ``words`` is a list of ``[op, text]`` with op equal, delete or insert. The words
        of a paragraph that was split or merged are those of all its pieces, ``¶`` between them; a piece's own
        row has its text as equal. A sentence's change has also
        paragraph_from and paragraph_to.
    """
    comparison = page.comparison
    return {
        "from": _side(page.older),
        "to": _side(page.newer),
        "story_id": page.story_id,
        "relation": page.relation,
        "minutes_apart": page.minutes_apart,
        "headline_changed": comparison.headline_changed,
        "headline_words": _words(headline_spans(page)),
        "weight": comparison.weight,
        "verbs": list(comparison.verbs),
        "update_note": comparison.update_note or None,
        "counts": {op: comparison.count(op) for op in OPS},
        "changes": _changes(comparison.changes),
        "sentence_changes": [_sentence(s) for s in comparison.sentences],
    }


def _side(one: DiffSide) -> dict[str, Any]:
    return {
        "outlet": one.outlet,
        "url": one.url,
        "version_id": one.version_id,
        "number": one.number,
        "appeared_at": one.appeared_at.isoformat() if one.appeared_at else None,
        "headline": one.headline,
        "byline": one.byline,
        "agency": one.agency,
        "paragraphs": list(one.paragraphs),
    }


def _changes(changes: Sequence[Change]) -> list[dict[str, Any]]:
    whole = {b.change: b.spans for b in blocks(changes) if b.form == "change" and len(b.changes) > 1}
    return [_change(c, whole.get(c) or (_piece(c) if c.part_of is not None else spans(c))) for c in changes]


def _piece(change: Change) -> tuple[WordSpan, ...]:
    return (WordSpan("equal", change.new_text or change.old_text or ""),)


def _change(change: Change, words: Iterable[WordSpan]) -> dict[str, Any]:
    return {
        "op": change.op,
        "from_position": change.from_position,
        "to_position": change.to_position,
        "old_text": change.old_text,
        "new_text": change.new_text,
        "similarity": change.similarity,
        "class": change.kind,
        "also": list(change.also),
        "part_of": change.part_of,
        "weight": change.weight,
        "words": _words(words),
    }


def _sentence(one: SentenceChange) -> dict[str, Any]:
    places = {"paragraph_from": one.paragraph_from, "paragraph_to": one.paragraph_to}
    return {**places, **_change(one.change, spans(one.change))}


def _words(words: Iterable[WordSpan]) -> list[list[str]]:
    return [[w.op, w.text] for w in words]
