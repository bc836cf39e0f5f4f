"""What is told from a cheap look first is told as the long way round tells it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from pipeline.core.compare.splitting import split_sentences
from pipeline.core.normalise import notes
from pipeline.core.normalise.text import count_words, house, normalise
from pipeline.core.normalise.text import words as words_of
from pipeline.core.stories.decisions import Bars
from pipeline.core.stories.grams import house_words, read
from pipeline.core.stories.grouping import _Clustering
from pipeline.core.stories.units import _HONORIFICS, EDIT_OF, is_edit, units
from pipeline.model import Member

if TYPE_CHECKING:
    from collections.abc import Sequence

words = st.lists(st.sampled_from("abcdefgh"), max_size=12).map(" ".join)
SIGNS = (
    *notes._SIGNALS, "This story corrects", "Eds:", "note", "earlier version of this story", "PRÉCISION:", "Correct\u00adion:",
    "pre\u0301cision:", "mißt", "MISE AU POINT", "mise\u00a0au  point", "bien\tlire", "ﬁxes", "correc\u200btion", "ｃorrection:",
    "\u212a", "\ud800", "—", "said",
)  # fmt: skip
PIECES = (
    "The mayor", "Mr. Smith", "Smith’s", "U.S.", "U. S.", "per cent", "50%", "“Never,”", "said", "programme", "twenty-one",
    "US.", ".", "?", "’’", "rock ’n’ roll", "1,000.5", "don't", "Mme", "É",
)  # fmt: skip


@given(words, words)
def test_a_unit_is_an_edit_of_what_half_its_words_stand_in(unit: str, other: str) -> None:
    """The words two units have in common bound what an alignment of them finds."""
    mine, theirs = unit.split(), other.split()
    alike = 2 * len(set(mine) & set(theirs)) >= EDIT_OF * len(set(mine))
    assert is_edit(unit, other) == (alike and Indel.normalized_similarity(mine, theirs) >= EDIT_OF)


@given(
    st.lists(st.sampled_from(SIGNS), min_size=1, max_size=6).map(" ".join), st.sampled_from((str, str.upper))
)
def test_a_note_is_found_whatever_its_letters_are_folded_from(text: str, written: type[str]) -> None:
    """Soft hyphens, ligatures, wide letters and capitals hide no word of a note."""
    start = normalise(written(text)[:1200])[:600]
    expected = any(s in start.casefold() for s in notes._SIGNALS) and notes._NOTE.search(start) is not None
    assert notes.is_correction_note(written(text)) == expected


@given(st.one_of(st.text(), st.text(alphabet="a1.,'’`\" \t\u00a0“»½…\u0301İß\x1c\u00ad_-")))
def test_words_are_counted_as_they_are_read(text: str) -> None:
    """Most are not looked at but for what kind of signs they are made of."""
    assert count_words((text,)) == len(words_of(text))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join))
def test_units_are_the_words_of_sentences_in_house_spelling(paragraph: str) -> None:
    """Spelt by what stands between blanks, they are what all words of the paragraph are."""
    sentences = [house_words(sentence) for sentence in split_sentences(paragraph)]
    expected = [word for sentence in sentences for word in sentence if word not in _HONORIFICS]
    assert " ".join(units(paragraph)) == " ".join(filter(None, map(house, expected)))


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=3), min_size=2, max_size=6), st.integers(1, 5)
)
def test_the_core_of_a_story_is_what_two_of_its_pages_have(rows: Sequence[Sequence[int]], asked: int) -> None:
    """Whenever it was asked for on the way."""
    bodies = [tuple(" ".join(f"t{topic}w{n}" for n in range(8)) for topic in row) for row in rows]
    versions = {n: Member(n, n, "Herald", f"http://x.example/{n}", 1, body) for n, body in enumerate(bodies)}
    forming = _Clustering({n: n for n in versions}, versions, Bars())
    for n in range(1, len(versions)):
        if n == asked:
            forming._core(forming._home[0])
        forming._join(0, n, is_told=True)
    had = Counter(gram for body in bodies for gram in read(body).distinct)
    assert forming._core(forming._home[0]).tolist() == sorted(
        gram for gram, count in had.items() if count > 1
    )
