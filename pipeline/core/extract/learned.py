"""Learned furniture: paragraphs that recur over an outlet's stories, taken out by their form, and what never is.

What is learned, and when, is `recurring`'s business; here a list that is known already is applied to one page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.core.extract import corrections
from pipeline.core.normalise import bylines, datelines
from pipeline.core.normalise.forms import CALENDAR, FIGURE, form
from pipeline.core.normalise.text import normalise

if TYPE_CHECKING:
    from pipeline.core.normalise.agencies import Agencies

RULE = "learned"
_OPENING = 4  # letters by which nearly every paragraph of copy is told apart from what is on a list …
_HEAD = 32  # … among so many signs: longer than any word of the calendar after a few letters
_NO_LETTER = re.compile(rf"[^\w{CALENDAR}]+")
_PLAIN = re.compile(r"[\x00-\x7f‘’“”«»–—…]*")  # signs whose letters are as they are compared
_MORE_TO_COME = re.compile(
    r"\bmore to come\b|\b(?:developing|breaking) (?:news )?story\b|\b(?:story|article) will be updated\b|"
    r"\bembargo|\bd['’]autres détails\b|\bplus de détails à venir\b",
    re.IGNORECASE,
)


def takes(line: str, forms: frozenset[str], agencies: Agencies) -> bool:
    """Whether a line is on a list of learned furniture; a notice never is, whatever the list says.

    Args:
        line: a paragraph as the page has it.
        forms: the outlet's list, by `forms.form`.
        agencies: the agencies one knows, for credits.
    """
    return bool(forms) and _may_be_on(line, forms) and form(line) in forms and not is_notice(line, agencies)


def _may_be_on(line: str, forms: frozenset[str]) -> bool:
    """False is certain, and nearly always the answer: the whole form need not be made then."""
    openings, masked = _openings(forms)
    head = line[:_HEAD]
    opening = _opening((head if _PLAIN.fullmatch(head) else normalise(head)).casefold())
    if masked or not opening.isalpha():
        opening = _opening(form(head))
    return opening in openings


@lru_cache(maxsize=1 << 12)
def _openings(forms: frozenset[str]) -> tuple[frozenset[str], bool]:
    """How the forms begin, and whether one begins with what is masked."""
    openings = frozenset(map(_opening, forms))
    return openings, any(CALENDAR in one or FIGURE in one for one in openings)


def _opening(text: str) -> str:
    """The first letters and masks, without the quotes and dashes that a house sets its own way."""
    return _NO_LETTER.sub("", text[:_HEAD])[:_OPENING]


def is_notice(line: str, agencies: Agencies) -> bool:
    """Whether a line is what we follow, and so no furniture however often it recurs.

    Correction and editor's notes, kill notices, "first published" lines, bylines, datelines, agency credits, "more to
    come" and embargo marks.
    """
    return bool(
        corrections.is_correction(line)
        or corrections.kill((line,))
        or corrections.first_published(line, agencies)
        or bylines.is_labelled(line)
        or datelines.read(line, agencies)
        or agencies.find(line, "credit")
        or agencies.find(line, "copyright")
        or _MORE_TO_COME.search(line)
    )
