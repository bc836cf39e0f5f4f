"""Properties of write-through numbers over invented stories: of the set of versions alone, whole and steady."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline.core.stories.lineage import lineage
from tests.stories.conftest import member

if TYPE_CHECKING:
    from pipeline.model import Member

OUTLETS = ("Gazette", "Herald", "Post", "Star", "Mosaic", "The Wire")
ROLES = {"Mosaic": "aggregator", "The Wire": "agency"}
SENTENCES = tuple(
    f"{who} {did} the {what} of {place} on {day} before {n} people."
    for n, (who, did, what, place, day) in enumerate(
        zip(
            ("Lind", "Calder", "Averill", "Kerr", "Farrant"),
            ("opened", "sold", "closed", "measured", "praised"),
            ("bridge", "harbour", "ferry", "archive", "quarry"),
            ("Dunmore", "Osthaven", "Gull Arm", "Merrow", "Selby"),
            ("Monday", "Tuesday", "Friday", "Sunday", "Easter"),
            strict=True,
        )
    )
)
EDITED = tuple(s.replace("people", "guests") for s in SENTENCES[:3])
# A text is some of the sentences, in some order: adds, drops, moves, edits and cuts all come about.
TEXTS = st.lists(st.sampled_from((*SENTENCES, *EDITED)), min_size=1, max_size=7, unique=True).map(tuple)


STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


@st.composite
def stories(draw: st.DrawFn) -> list[Member]:
    """Up to eight versions at a few outlets, which take their texts from a few."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=4))
    shown = draw(
        st.lists(
            st.tuples(st.sampled_from(OUTLETS), st.sampled_from(texts), st.integers(0, 50)),
            min_size=1,
            max_size=8,
            unique_by=lambda x: (x[0], x[1]),
        )
    )
    shown.sort(key=lambda x: x[2])
    pages: dict[str, int] = {}
    made = []
    for key, (outlet, text, minute) in enumerate(shown, 1):
        pages[outlet] = pages.get(outlet, 0) + 1
        known = {"appeared_at": None} if minute == 50 else {}
        made.append(
            member(key, outlet, text, minute, number=pages[outlet], role=ROLES.get(outlet, "outlet"), **known)
        )
    return made


@STEADY
@given(stories(), st.randoms(use_true_random=False))
def test_numbers_are_of_the_set_of_versions(versions: list[Member], chance: object) -> None:
    """Whatever order the versions come in, write-throughs and runs are the same."""
    shuffled = list(versions)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert lineage(shuffled) == lineage(versions)


@STEADY
@given(stories())
def test_numbers_are_whole(versions: list[Member]) -> None:
    """They count from 0 without a gap, in order of appearance; each is run for certain; low is never above high."""
    found = lineage(versions)
    assert [w.number for w in found.writethrus] == list(range(len(found.writethrus)))
    assert found.runs.keys() == {m.version_key for m in versions}
    assert all(0 <= low <= high < len(found.writethrus) for low, high in found.runs.values())
    certain = {low for low, high in found.runs.values() if low == high}
    assert certain == set(range(len(found.writethrus)))
    known = [w.first_seen_at for w in found.writethrus if w.first_seen_at is not None]
    assert known == sorted(known)


@STEADY
@given(stories(), st.data())
def test_one_more_copy_of_what_two_outlets_run_changes_no_number(
    versions: list[Member], data: st.DataObject
) -> None:
    """A third witness, later than the second, attests; it does not renumber."""
    before = lineage(versions)
    told = [m for m in versions if m.role == "outlet" and m.appeared_at is not None]
    twice = [m for m in told if sum(o.paragraphs == m.paragraphs for o in told) > 1]
    assume(twice)
    model = data.draw(st.sampled_from(twice))
    copy = member(99, "Late Sun", model.paragraphs, 60)
    after = lineage([*versions, copy])
    assert {k: v for k, v in after.runs.items() if k != copy.version_key} == before.runs
    assert after.runs[copy.version_key] == before.runs[model.version_key]
    low, high = before.runs[model.version_key]
    for old, new in zip(before.writethrus, after.writethrus, strict=True):
        attested = old.attested_outlets + (low == high == old.number)
        assert replace(old, attested_outlets=attested) == new


@STEADY
@given(stories(), st.data())
def test_an_aggregators_copy_changes_nothing_but_itself(versions: list[Member], data: st.DataObject) -> None:
    """It shows what an outlet sent it: no witness, no evidence, whatever it shows and as often."""
    model = data.draw(st.sampled_from([m for m in versions if m.appeared_at is not None] or versions))
    assume(model.appeared_at is not None and model.role == "outlet")
    copy = member(99, "Copycat", model.paragraphs, 60, role="aggregator")
    before, after = lineage(versions), lineage([*versions, copy])
    assert after.runs == before.runs | {copy.version_key: before.runs[model.version_key]}
    assert after.writethrus == before.writethrus
