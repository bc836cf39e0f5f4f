"""Is a paragraph that recurs at an outlet furniture? A verdict from counts and a few samples; pure.

Thresholds were set on the made corpus of ``benchmarks/learned_furniture.py`` and by what they must hold apart
(docs/extraction.md, "Learned furniture"). All counts are of *stories*: versions of an article and articles of one story
count once, for a wire story's paragraphs recur in its own write-throughs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.core.extract.learned import is_notice
from pipeline.core.normalise.text import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.normalise.agencies import Agencies

STORIES = 4  # in which a form stands at an outlet, at least …
OUT_OF = 10  # … of so many or more that the outlet ran meanwhile
SHARE = 0.10  # of the outlet's stories; background copied from story to story stays below …
DEMANDING = 0.20  # … and more is asked of what has variable parts, or stands at other houses' outlets too
LABEL_WORDS, LABEL_SHARE = 3, 0.50  # fewer words may be a subhead of the house's style
PERVASIVE, ALONE = (
    0.60,
    6,
)  # share, and number, of the stories that nobody else runs in which a paragraph is the …
# … house's own though another house carried it within one story: their pages come from one maker
STAYS = 0.8  # of that share is enough for what is on a list already
TOPICAL = (
    0.6  # share of a paragraph's names that the rest of an article has, for it to be about that article …
)
OFTEN = 0.5  # … and share of the articles it must be about
_NAME = re.compile(r"(?<![.!?:\"“”] )(?<!^)\b[A-ZÀ-Þ][\w'’-]{2,}")  # a capital within a sentence
_BEGUN = re.compile(r"\b[A-ZÀ-Þ][\w'’-]{2,}")

Reason = Literal["recurs", "few", "rare", "label", "wire", "notice", "about the story"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a form stands in an outlet's stories.

    ``stories`` of the ``of_stories`` that the outlet ran from the first to the last of them; ``shared``: of these,
    in how many another house's outlet has it too; ``alone``: stories that only this house runs, of ``of_alone``
    of that kind; ``houses``: other houses at whose outlets it stands anywhere. A house is an owner, or an outlet
    without a known owner.
    """

    stories: int
    of_stories: int
    shared: int = 0
    alone: int = 0
    of_alone: int = 0
    houses: int = 0

    @property
    def share(self) -> float:
        """Of the outlet's stories in that time."""
        return self.stories / self.of_stories if self.of_stories else 0.0


@dataclass(frozen=True, slots=True)
class Sample:
    """The paragraph as one article had it, and the rest of that article: headline and other paragraphs."""

    text: str
    rest: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it is furniture, and why (not)."""

    is_furniture: bool
    reason: Reason


def is_wire(counts: Counts, *, is_listed: bool = False) -> bool:
    """Whether several houses carried it within one story: wire text, unless most stories nobody else runs have it.

    ``is_listed``: it was taken for furniture before, and is not given up for a few stories more or less.
    """
    if not counts.shared:
        return False
    needed = PERVASIVE * (STAYS if is_listed else 1.0) * counts.of_alone
    return counts.alone < max(ALONE, needed)


def enough(counts: Counts) -> Reason | None:
    """What speaks against a form by its counts alone, or None: then samples decide."""
    if is_wire(counts):
        return "wire"
    if counts.stories < STORIES or counts.of_stories < OUT_OF:
        return "few"
    return "rare" if counts.share < (DEMANDING if counts.houses else SHARE) else None


def judge(counts: Counts, samples: Sequence[Sample], agencies: Agencies) -> Verdict:
    """Whether a form is an outlet's furniture.

    Args:
        counts: of the form at the outlet.
        samples: one of each of several stories; none: not furniture, for nothing shows what it is.
        agencies: the agencies one knows.
    """
    against = enough(counts) or _by_texts(counts, samples, agencies)
    return Verdict(against is None, against or "recurs")


def _by_texts(counts: Counts, samples: Sequence[Sample], agencies: Agencies) -> Reason | None:
    texts = {normalise(s.text) for s in samples}
    if not texts:
        return "few"
    if any(is_notice(text, agencies) for text in texts):
        return "notice"
    if len(texts) > 1 and counts.share < DEMANDING:
        return "rare"
    if counts.share < LABEL_SHARE and any(len(text.split()) < LABEL_WORDS for text in texts):
        return "label"
    about = sum(_is_about(s) for s in samples)
    return "about the story" if about > OFTEN * len(samples) else None


def _is_about(sample: Sample) -> bool:
    """Most of the names in it are named by the rest of the article: background, not furniture."""
    names = set(_NAME.findall(sample.text))
    rest = set(_BEGUN.findall(sample.rest))
    return len(names & rest) > TOPICAL * len(names) if names else False
