"""Which paragraphs of one text are made of another's grams."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.grams import GRAM_WORDS, read
from pipeline.core.stories.pieces import Text, closed_up, has_lead, in_both, pieces, text_of
from tests.stories.conftest import LOCAL, OTHER, WIRE

AGAIN = "The river rose and the river rose and the river rose and the river rose and the river rose."
paragraphs = st.one_of(
    st.sampled_from((*WIRE, *OTHER, *LOCAL, AGAIN, "", "Advertisement", "By our staff")),
    st.lists(st.sampled_from(AGAIN.split()), max_size=30).map(" ".join),
)
texts = st.lists(paragraphs, min_size=1, max_size=8).map(tuple)


def shared_by_sets(host: tuple[str, ...], guest: tuple[str, ...]) -> list[bool]:
    """Which words of the host stand in a gram of the guest's, told one by one."""
    shared = [False] * len(read(host).words)
    for place, gram in enumerate(read(host).grams):
        if gram in read(guest).distinct:
            shared[place : place + GRAM_WORDS] = [True] * GRAM_WORDS
    return shared


def covered_one_by_one(host: tuple[str, ...], guest: tuple[str, ...]) -> list[int]:
    """The paragraphs of five words or more that are covered by half."""
    shared, starts = shared_by_sets(host, guest), read(host).starts
    lengths = [(i, start, end) for i, (start, end) in enumerate(pairwise(starts))]
    return [
        i
        for i, start, end in lengths
        if end - start >= GRAM_WORDS and 2 * sum(shared[start:end]) >= end - start
    ]


@given(texts, texts)
def test_what_two_texts_share_is_what_their_sets_share(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Repetitions count once, whatever the order."""
    common = in_both(text_of(one).grams, text_of(other).grams).tolist()
    assert common == sorted(read(one).distinct & read(other).distinct)


@given(texts, texts)
def test_pieces_are_runs_of_covered_paragraphs(host: tuple[str, ...], guest: tuple[str, ...]) -> None:
    """Each covered paragraph stands in one run; runs do not touch."""
    common = in_both(text_of(host).grams, text_of(guest).grams)
    if not len(common):
        return
    runs = pieces(text_of(host), common)
    assert [i for r in runs for i in range(r.first, r.last + 1)] == covered_one_by_one(host, guest)
    assert all(b.first > a.last + 1 for a, b in pairwise(runs))
    starts = read(host).starts
    assert [r.words for r in runs] == [starts[r.last + 1] - starts[r.first] for r in runs]


@given(texts, texts, st.sampled_from((0.3, 0.6, 1.0)))
def test_a_lead_is_there_by_its_own_grams(
    text: tuple[str, ...], other: tuple[str, ...], share: float
) -> None:
    """The first paragraph that says something, among the first two; each of its grams counts once."""
    opening = next((p for p in text[:2] if len(p.split()) >= 12), "")
    lead, theirs = read((opening,)).distinct, read(other).distinct
    common = in_both(text_of(text).grams, text_of(other).grams)
    assert has_lead(text_of(text), common, share) == (bool(lead) and len(lead & theirs) >= share * len(lead))


def test_a_part_of_a_text_has_the_grams_of_its_paragraphs() -> None:
    """From the first word of one paragraph to the last of another, none that runs beyond."""
    text = Text((*WIRE, AGAIN, "Too short", *OTHER))
    for first, last in ((0, 0), (1, 3), (len(WIRE), len(WIRE)), (len(WIRE) + 1, len(WIRE) + 1)):
        inside = read(text.paragraphs[first : last + 1]).distinct
        assert text.part(first, last).tolist() == sorted(inside)


def test_runs_around_a_short_insert_are_one() -> None:
    """An insert no longer than the smaller run does not part them; a longer one does."""
    common = in_both(text_of(WIRE).grams, text_of(WIRE).grams)
    inserted, parted = (*WIRE[:2], LOCAL[0], *WIRE[2:]), (*WIRE[:1], *OTHER, *OTHER, *WIRE[1:])
    for host, parts in ((inserted, 1), (parted, 2)):
        text = text_of(host)
        runs = pieces(text, in_both(text.grams, common))
        assert len(runs) == 2
        assert len(closed_up(runs, text.starts)) == parts
