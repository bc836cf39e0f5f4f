"""Daily templates do not glue; stories that move with the day do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.figures import is_template
from tests.stories.conftest import MET, RECAST, WIRE, member
from tests.stories.templates import FRAMES, items
from tests.stories.test_match import tie

if TYPE_CHECKING:
    from pipeline.model import Member

DAY = 24 * 60
OF_OTHER_DAYS = {
    "rate left alone, a week later",
    "dividend",
    "rainfall",
}  # within the day, so little is an update


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_two_items_of_one_template_are_two_stories(name: str) -> None:
    """Other figures, days or names in the same frame, some days later, are another item."""
    one, other = items(name)
    assert tie(member(1, "Gazette", one), member(2, "Herald", other, 7 * DAY)) is None


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_the_same_item_of_a_template_is_one_story(name: str) -> None:
    """What two outlets run word for word is one item, frame or not."""
    one, _ = items(name)
    assert tie(member(1, "Gazette", one), member(2, "Herald", one, 90)) is not None


@pytest.mark.parametrize("name", sorted(set(FRAMES) - OF_OTHER_DAYS))
def test_two_items_of_one_day_are_two_stories_too(name: str) -> None:
    """Two draws, matches, issuers or readings of one day: the figures tell them apart, not the hour."""
    one, other = items(name)
    assert tie(member(1, "Gazette", one), member(2, "Herald", other, 90)) is None


FALL = (
    "The Dunmore average fell {} points in the {} of trading on Monday, to {}, as sellers outran buyers by {} to {}.",
    "Volume reached {} million shares by {}, brokers said, and {} stocks were not traded at all.",
)  # fmt: skip
CRASH = (
    "Kestrel Bank stopped paying out deposits before dawn, and queues formed at its branches in all four towns.",
    "Finance minister Petra Lind said no depositor would lose a crown, and called the heads of six banks to her office.",
    "Traders spoke of the worst session since the dam bonds failed in 1931, when the exchange shut for two weeks.",
    "The exchange said it had no plans to close early, although its printers were running forty minutes behind.",
)  # fmt: skip


def fall(*figures: str) -> tuple[str, ...]:
    """A market report with these figures."""
    left = list(figures)
    return tuple(p.format(*[left.pop(0) for _ in range(p.count("{}"))]) for p in FALL)


def test_two_bulletins_of_one_falling_market_do_not_glue() -> None:
    """Two hundred points at noon and five hundred at the close, and nothing else: two items of a frame."""
    noon = fall("200", "morning", "2,050", "four", "1", "310", "noon", "12")
    close = fall("508", "afternoon", "1,742", "nine", "1", "604", "four", "31")
    assert tie(member(1, "Gazette", noon), member(2, "Herald", close, 240)) is None


def test_a_market_story_that_is_written_through_in_the_day_is_one_story() -> None:
    """Where the text is mostly kept, the falling figures in its lead are the update."""
    noon = (*fall("200", "first hours", "2,050", "four", "1", "310", "noon", "12"), *CRASH)
    close = (*fall("508", "last hour", "1,742", "nine", "1", "604", "four", "31"), *CRASH)
    assert tie(member(1, "Gazette", noon), member(2, "Herald", close, 240)) is not None


def test_a_toll_that_rises_is_an_update() -> None:
    """Dead and hurt counted anew a few hours later do not make another story."""
    lead = "At least {} people died and {} were hurt when a ferry struck the Orrin bridge on Monday, police said."
    one, other = (lead.format(12, 40), *WIRE[1:]), (lead.format(17, 55), *WIRE[1:])
    assert tie(member(1, "Gazette", one), member(2, "Herald", other, 180)) is not None


RESULTS = (
    "Hale Foundry Co earned 28 cents a share in its third quarter, against 14 cents a year before.",
    "Nine months brought 58 cents against 19 cents.",
    "The company said the new furnace at its Orrin works had come into use a month early and under budget.",
)  # fmt: skip
WRONG = ("28 cents", "31 cents"), ("14 cents", "17 cents"), ("58 cents", "61 cents")


def mended(note: str) -> tuple[str, ...]:
    """The results with other figures, and what the desk says of it."""
    text = "\n".join(RESULTS)
    for right, wrong in WRONG:
        text = text.replace(right, wrong)
    return (*text.split("\n"), note) if note else tuple(text.split("\n"))


def test_a_text_that_says_it_corrects_joins_the_one_it_corrects() -> None:
    """The exchanged figures are what was wrong; without the note they would be another item's."""
    first = member(1, "Gazette", RESULTS)
    assert tie(first, member(2, "Herald", mended("(Corrects all figures.)"), 70)) is not None
    assert (
        tie(first, member(2, "Herald", mended("Corrected figures throughout."), 70, headline="")) is not None
    )
    assert (
        tie(first, member(2, "Herald", mended(""), 70, headline="CORRECTED - Hale Foundry results"))
        is not None
    )
    assert tie(first, member(2, "Herald", mended(""), 70, headline="Hale Foundry results")) is None


def test_a_correction_of_long_ago_is_no_reason() -> None:
    """Days later a note about some correction does not open the way for another day's table."""
    first, other = items("exchange rates")
    noted = (*other, "(Corrects the pound.)")
    assert tie(member(1, "Gazette", first), member(2, "Herald", noted, 5 * DAY)) is None


def without_time(m: Member) -> Member:
    """The version as a file without any stamp gives it."""
    return member(m.version_key, m.outlet, m.paragraphs, appeared_at=None, first_seen_at=None)


@pytest.mark.parametrize("name", sorted(set(FRAMES) - {"rate left alone, a week later"}))
def test_templates_without_a_time_count_as_of_other_days(name: str) -> None:
    """Where nobody knows when, the careful reading holds."""
    one, other = items(name)
    assert tie(without_time(member(1, "Gazette", one)), without_time(member(2, "Herald", other))) is None


def test_a_name_spelt_right_in_the_lead_is_no_other_subject() -> None:
    """Calder and Caldor are one premier."""
    other = tuple(p.replace("Ruth Calder", "Ruth Caldor") for p in WIRE[:2])
    assert not is_template(WIRE[:2], other)


def test_a_write_through_is_no_template() -> None:
    """A recast lead, a word moved from will to did, figures kept."""
    assert not is_template(WIRE, (RECAST, MET, *WIRE[1:]))


bodies = st.lists(st.text("ab 12.-ÀÉ%’“\u00ad\n", max_size=40), max_size=6).map(tuple)


@given(bodies, bodies)
def test_the_order_of_two_texts_does_not_matter(a: tuple[str, ...], b: tuple[str, ...]) -> None:
    """Whatever the texts are, both ways give one answer, and an equal text is no template."""
    assert is_template(a, b) == is_template(b, a)
    assert not is_template(a, a)


def test_two_endless_texts_are_compared_by_their_beginnings() -> None:
    """Thirty thousand words a side do not cost thirty thousand times thirty thousand steps."""
    one = tuple(f"Lot {n} of the {n % 7} sold for {n % 13 + 5000} crowns at Hale." for n in range(3000))
    other = tuple(f"Lot {n} of the {n % 5} sold for {n % 11 + 6000} crowns at Orrin." for n in range(3000))
    assert is_template(one, other)
