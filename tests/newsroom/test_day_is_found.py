"""The sample day against its answer key: what is planted is found, and nobody is accused wrongly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest

from pipeline.model import Disposition
from pipeline.newsroom import load
from pipeline.newsroom.records import PlantedKind
from tests.newsroom.found import SHOWN_BY, STANDING, Polled, behind, polled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.newsroom import Day, Planted

PLANTED = load().planted

# Planted, and not found today: (kind, page) → what has to be built first.
LATER: dict[tuple[str, str], str] = {}

VIEWS = {
    *STANDING,
    *("claims", "furniture", "entry_states", "captures", "aliases", "runs", "fetches", "findings"),
    *("dispositions", "feed_health", "detection_lag", "outlets", "story_mentions", "writethru_adoption"),
}
EMPTY = {
    "story_merges": "no story of the day is merged or split once it was told",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, day: Day) -> Iterator[Polled]:
    """The day, polled once for all of these tests."""
    with polled(day, tmp_path_factory.mktemp("day")) as seen:
        yield seen


def name(line: Planted) -> str:
    """A line of the key in the list of tests."""
    return f"{line.kind}-{line.story}-{line.outlet.replace(' ', '')}-{line.at:%H%M}"


def test_every_kind_of_event_has_its_query() -> None:
    """A kind that is added to the key needs a view to be looked up in."""
    assert set(SHOWN_BY) == set(get_args(PlantedKind))
    assert {line.kind for line in PLANTED} == set(SHOWN_BY)


@pytest.mark.parametrize("line", PLANTED, ids=name)
def test_what_is_planted_is_found(found: Polled, line: Planted) -> None:
    """Each line of the key has a row in the public views, unless it is said why not yet."""
    assert bool(found.shows(line)) == ((line.kind, line.url) not in LATER)


@pytest.mark.parametrize("line", PLANTED, ids=name)
def test_no_query_shows_what_is_not_there(found: Polled, line: Planted) -> None:
    """The same question about a page to which nothing of it happened has no answer: the queries are not idle."""
    quiet = next(t.url for t in found.day.pages_of(0) if t.site.dynamic)  # never a 304
    if line.kind == "apart":
        assert not found.shows(replace(line, other=line.url))
    else:
        assert not found.shows(replace(line, url=quiet))


def test_later_names_only_lines_of_the_key() -> None:
    """What is excused is planted: the table cannot outlive the day."""
    assert set(LATER) <= {(line.kind, line.url) for line in PLANTED}


def test_an_address_that_is_redirected_to_another_article_is_one_with_it(found: Polled) -> None:
    """The live blog and the story it leads to were two articles for a while: that they are one now is on record."""
    (line,) = [line for line in PLANTED if line.kind == "redirect"]
    assert found.rows(
        "from fetches where url = $url and final_url = $other and status = 200",
        url=line.url,
        other=line.other,
    )
    assert found.rows(
        "from article_merges as m join articles as a on a.article_id = m.new_article_id where a.url = $other",
        other=line.other,
    )


def test_the_lead_at_its_second_outlet_is_the_seeds_shape(found: Polled) -> None:
    """Five paragraphs unchanged, the old lead edited, five added: one copy pair between the two outlets."""
    post, meridian = (t.url for t in found.day.pages_of(1)[:2])
    pairs = found.rows(
        """select p.unchanged, p.edited, p.moved, p.added, p.removed, p.headline_changed
        from version_pairs as p
        join versions as a on p.from_version = a.version_id join versions as b on p.to_version = b.version_id
        where p.relation = 'copy' and a.url = $post and b.url = $meridian and b.number = 1""",
        post=post,
        meridian=meridian,
    )
    assert [tuple(pair.values()) for pair in pairs] == [(5, 1, 0, 5, 0, True)]


def test_election_night_has_nine_writethrus_in_their_order(found: Polled) -> None:
    """Every state of the wire's text is numbered in the order the wire filed, whoever ran it, late or not at all."""
    (url, *_) = (t.url for t in found.day.pages_of(5))
    told = found.rows(
        "select w.headline from writethrus as w join articles as a using (story_id) where a.url = $url order by w.number",
        url=url,
    )
    assert [w["headline"] for w in told] == [wire.headline for wire in found.day.story(5).wires]


FATES = {
    "correction": "says so",
    "silent-fix": "fixed silently",
    "stale": "still runs it",
    "cut-before": "cut before",
    "unreachable": "unreachable",
}


@pytest.mark.parametrize(
    "line", [line for line in PLANTED if line.story == 1 and line.kind in FATES], ids=lambda line: line.kind
)
def test_the_leads_correction_travels_as_planted(found: Polled, line: Planted) -> None:
    """Who says so is told apart from who fixed it silently, still runs it, ended above it or did not answer."""
    rows = found.rows(
        "select outcome, announced_by, wrong_text, right_text from correction_uptake where url = $url",
        url=line.url,
    )
    assert [(r["outcome"], r["announced_by"]) for r in rows] == [(FATES[line.kind], "Harbour Post")]
    assert all("$840 million" in r["wrong_text"] and "$480 million" in r["right_text"] for r in rows)


def test_one_outlets_withdrawal_is_not_the_wires(found: Polled) -> None:
    """The advisory stands at one outlet only: nobody else is accused of running on."""
    assert found.rows("from kill_uptake") == []


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_public_view_tells_something_of_the_day(found: Polled, view: str) -> None:
    """A view without a row says nothing was built behind it, or is named with its reason."""
    assert bool(found.rows(f"from {view} limit 1")) == (view not in EMPTY)


def test_at_the_days_end_exactly_the_stale_copies_of_the_key_are_accused(found: Polled) -> None:
    """No false accusation: confirmed is what the key calls stale, and nothing else."""
    last = found.day.instants()[-1]
    assert found.accused[last] == {line.url for line in PLANTED if line.kind == "stale"}


def test_at_no_instant_is_a_page_accused_that_is_not_behind(found: Polled) -> None:
    """Whoever was called stale at a poll showed an older text at that poll than another page of its story."""
    wrong = {
        (f"{at:%H:%M}", url)
        for at, urls in found.accused.items()
        for url in urls
        if not behind(found.day, url, at)
    }
    assert wrong == set()


def test_the_lagging_copy_is_accused_until_it_follows(found: Polled) -> None:
    """The aggregator is stale from the first look after the correction to the look that showed the new text."""
    (line,) = [line for line in PLANTED if line.kind == "lagging"]
    assert line.seen_at is not None
    (followed,) = found.rows(
        "select first_seen_at from versions where url = $url and number = 2", url=line.url
    )
    accused = {at for at, urls in found.accused.items() if line.url in urls}
    assert accused == {at for at in found.day.instants() if line.seen_at < at < followed["first_seen_at"]}


def test_every_item_of_every_run_has_one_disposition(found: Polled) -> None:
    """The sum of the dispositions is the number of items, in the ledger and in the views."""
    assert [sum(ledger.dispositions.values()) for ledger in found.ledgers] == [x.items for x in found.ledgers]
    rows = found.rows(
        """select r.run_id, r.items, count(d.item) as told, count(distinct d.item) as items_told
        from runs as r left join dispositions as d using (run_id) group by all"""
    )
    assert len(rows) == len(found.ledgers)
    assert all(r["items"] == r["told"] == r["items_told"] for r in rows)


def test_every_disposition_is_of_the_enum_and_nothing_was_refused(found: Polled) -> None:
    """The views speak the words of the one vocabulary; the sample has no unreadable page."""
    told = {r["disposition"] for r in found.rows("select distinct disposition from dispositions")}
    assert told <= {d.value for d in Disposition} - {"refused"}


@pytest.mark.parametrize("view", STANDING)
def test_polling_the_last_instant_again_changes_nothing(found: Polled, view: str) -> None:
    """A second look at an unchanged world leaves every view of articles, texts and stories as it was."""
    assert found.after[view] == found.before[view]


def test_there_are_as_many_articles_as_pages_that_showed_themselves(found: Polled) -> None:
    """One article a page; renamed and redirected pages are one with their other address."""
    former = {line.url for line in PLANTED if line.kind in ("renamed", "redirect")}
    pages = {t.url for t in found.day.tracks} - former
    assert {r["url"] for r in found.rows("select url from articles")} == pages


def test_only_the_publishers_own_stamps_count_as_touches(found: Polled) -> None:
    """A stamp that moves hourly is a touch each time it is seen to have moved; "3 hours ago" never is."""
    touched = {r["url"] for r in found.rows("select distinct url from touches")}
    assert touched == {line.url for line in PLANTED if line.kind == "touch"}


def test_a_headline_that_comes_back_is_told_three_times(found: Polled) -> None:
    """A, B, A are three rows of `headline_history` and two events over one version."""
    (url,) = {line.url for line in PLANTED if line.kind == "headline" and line.story == 12}
    history = found.rows(
        "select headline, came_back from headline_history where url = $url order by number", url=url
    )
    assert [r["came_back"] for r in history] == [False, False, True]
    assert history[0]["headline"] == history[2]["headline"] != history[1]["headline"]
    (article,) = found.rows("select versions from articles where url = $url", url=url)
    assert article["versions"] == 1
