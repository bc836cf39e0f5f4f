"""The dashboard's pages as text: their links, their bounds, what matters first, and strangers' words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.report import md
from pipeline.report.board import board, corrections, feeds, frame, overview, runs, stories, story
from pipeline.report.board.frame import Links
from pipeline.report.board.rows import (
    Accused,
    Adoption,
    Correction,
    CorrectionsPage,
    FailingFeed,
    FeedLine,
    FeedsPage,
    Figures,
    FindingLine,
    Freshness,
    Hour,
    Kill,
    KillRow,
    Moving,
    Named,
    Notice,
    OverviewPage,
    RunLine,
    RunsPage,
    Standing,
    StoriesPage,
    StoryDetail,
)
from pipeline.report.rows import CopyRow, DiffPage, StaleRow, StoryPage, StoryRow, TimelineRow, UptakeRow
from pipeline.report.safe import visible
from tests.report.conftest import HARBOUR, RIGHT, SECOND, WRONG, at
from tests.report.read import read

FRESH = Freshness(at(15, 1), at(15), at(14, 55), at(14, 54))
ADDRESSES = {
    **{key: f"../artifact/{place}" for place, key in enumerate(frame.PAGES)},
    "story-s1": "../artifact/9",
}
LINKS = Links(ADDRESSES, "overview")


def everything(text: str = SECOND, url: str = HARBOUR) -> board.Board:
    """All pages, each with one of everything, all of it with this text and this address."""
    named = Named("s1", text, url)
    stale = StaleRow(
        text, url, 0, 1, at(9), 35, 95, missing_correction=True, wrong_text=text, state="confirmed",
        last_checked_at=at(15), story_id="s1", corrected_since=at(10),
    )  # fmt: skip
    moving = Moving(StoryRow("s1", text, text, at(9), at(14), 3, 3, 6, 2), url, 1, 1, 1)
    notice = Notice("correction", named, text, url, at(12), text)
    fate = UptakeRow("c1", WRONG, text, text, text, at(10), True, text, url, "still runs it")  # noqa: FBT003 - announced
    killed = KillRow(text, at(9), text, text, url, "not rechecked")
    feed = FeedLine(text, text, url, 9, 8, 1, 0, at(14), at(14), "ok", 200, 7, text, 900, 5, 2, 3.0, 9.0)
    run = RunLine("r1", text, at(14), 62.0, text, 9, 1, 3, 1, 12, 3_400_000, 9.0, 1, 2)
    finding = FindingLine(text, "warning", 3, 2, at(14), text, text)
    return board.Board(
        OverviewPage(
            FRESH, Figures(1), Figures(2, 3, 4, 5, 6), Standing(3, 1, 0, 2, 1), (Accused(named, stale),),
            (notice,), 3, (moving,), 4, (Hour(at(14), 1, 2),), (Adoption(text, 3, 1, 9.0),),
            (FailingFeed(text, text, url, at(9), 3, text),), 1,
        ),
        StoriesPage(FRESH, (moving,), 40),
        CorrectionsPage(FRESH, (Correction(named, (fate,)),), 2, (Kill(named, (killed,)),), 2, (notice,), 2),
        FeedsPage(FRESH, (feed, replace(feed, failures_in_a_row=2)), (text,)),
        RunsPage(FRESH, (run,), 2, ((text, 3),), (finding,), 2),
    )  # fmt: skip


def detail(text: str, url: str, diff: DiffPage) -> StoryDetail:
    """A story's page all of which is this text."""
    row = TimelineRow(at(9), "published", "visible", text, captured=True, headline=text, url=url)
    copy = CopyRow(text, url, ("v1",), 0, 0, 1, text)
    side = replace(diff.older, outlet=text, headline=text, byline=text, url=url)
    return StoryDetail(
        FRESH, StoryPage("s1", text, text, None, None, (row,), (), (copy,)), newest=replace(diff, older=side)
    )


def rendered(text: str, url: str, diff: DiffPage) -> list[str]:
    """All pages of it."""
    own = story.render(detail(text, url, diff), LINKS)
    return [*board.rendered(everything(text, url), lambda key: Links(ADDRESSES, key)).values(), own]


def test_every_page_links_all_others_and_says_how_old_it_is(diff_page: DiffPage) -> None:
    """The first line under the title has the pages; then when it was written, and when a site last answered."""
    for page in rendered(SECOND, HARBOUR, diff_page):
        links = read(page).links
        assert sum(address in links for address in list(ADDRESSES.values())[:5]) >= 4
        assert "Written 2031-03-04 15:01 UTC" in page
        assert "last answer of a site 14:54 (6 min before)" in page


def test_strangers_words_are_text_on_every_page(hostile: str, diff_page: DiffPage) -> None:
    """No tag, no link but ours and http ones, no heading of their own; the words themselves are all there."""
    for page in rendered(hostile, "javascript:alert(1)", diff_page):
        found = read(page)
        assert found.markup == []
        assert {link.split("/")[0] for link in found.links} <= {"..", "https:"}
        assert all(image.startswith("data:image/svg+xml;base64,") for image in found.images)
        shown = found.text.replace("\u200b", "")
        assert visible(hostile).strip()[:40] in " ".join(shown.split())


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "HTTPS:evil", "//x.example", " http://x"]
)
def test_only_web_addresses_become_links(url: str, diff_page: DiffPage) -> None:
    """Whatever a page claims its address is."""
    assert not any(url in page for page in rendered("Ferry", url, diff_page))


def test_ten_thousand_signs_are_cut_and_words_without_end_may_break(diff_page: DiffPage) -> None:
    """No page is longer for it than its bounds allow."""
    for text in ("x" * 10_000, "word " * 2_000, "😀" * 10_000):
        assert max(map(len, rendered(text, HARBOUR, diff_page))) < 25_000
    assert "…" in md.text("y" * 10_000, 50)
    assert max(map(len, md.text("z" * 200, 100).split("\u200b"))) <= 32


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("R&D won't pay", "[R&D won't pay](https://x.example/)"),
        ("What [now]?", "What \\[now\\]? [open](https://x.example/)"),
        ("a &lt; b", "a &amp;lt; b [open](https://x.example/)"),
        ("see https://evil.example/", "[see https://evil.example/](https://x.example/)"),
    ],
)
def test_the_words_of_a_link_need_no_escape(words: str, expected: str) -> None:
    """The older interface would show the escapes: such words stand before the link."""
    assert md.link(words, "https://x.example/", 100) == expected


def test_addresses_in_texts_are_no_links() -> None:
    """GFM makes links by itself of what looks like an address; strangers' texts must not get any."""
    shown = md.text("go to https://evil.example, www.evil.example or me@evil.example", 200)
    assert "https://" not in shown
    assert "www." not in shown
    assert "me@" not in shown
    assert (
        visible(shown).replace("\u200b", "")
        == "go to https://evil.example, www.evil.example or me@evil.example"
    )


def test_addresses_keep_their_meaning() -> None:
    """Brackets would end the link, an entity would become a sign; an ampersand may stay."""
    assert (
        md.address("https://x.example/a(b)?c=1&d=2&copy;=3") == "https://x.example/a%28b%29?c=1&d=2&copy%3B=3"
    )


def test_a_story_without_a_page_is_linked_to_an_article_and_told_by_its_id() -> None:
    """Links lead only to pages that exist."""
    named = Named("s7", "Ferry", HARBOUR)
    assert Links().story(named) == f"[Ferry]({HARBOUR}) `s7`"
    assert LINKS.story(replace(named, story_id="s1")) == "[Ferry](../artifact/9)"
    assert frame.without_page(LINKS, [named]) != ""
    assert frame.without_page(LINKS, [replace(named, story_id="s1")]) == ""


def test_what_is_wrong_now_stands_above_all_else_on_the_overview() -> None:
    """First who runs a wrong sentence, then what was announced, then what moved, then the charts."""
    page = overview.render(everything().overview, LINKS)
    heads = ("Still wrong", "Corrections and kills", "Stories that moved", "Texts by the hour")
    wanted = ["still runs a sentence", *(f"## {head}" for head in heads)]
    places = [page.index(words) for words in wanted]
    assert places == sorted(places)
    assert "… and 3 more: [stories](../artifact/1)" in page


def test_a_page_tells_when_nothing_has_answered_for_long() -> None:
    """More than an hour without an answer: the page would look fresh and be old."""
    late = replace(FRESH, last_answer_at=at(12))
    assert "**No site has answered for 3 h.**" in frame.page("T", late, LINKS, [])
    assert "No site" not in frame.page("T", FRESH, LINKS, [])
    assert "none yet" in frame.page("T", replace(FRESH, last_answer_at=None, last_run_at=None), LINKS, [])


def test_only_confirmed_pages_are_said_to_run_the_wrong_sentence() -> None:
    """The sum counts them alone; the others say why they are not accused."""
    page = everything().corrections
    fate = page.corrections[0].rows[0]
    others = tuple(replace(fate, outcome=o, outlet=o) for o in ("not rechecked", "cut before", "unreachable"))
    quiet = replace(page, corrections=(Correction(page.corrections[0].story, others),))
    assert "**1 page still runs" in corrections.render(page, LINKS)
    text = corrections.render(quiet, LINKS)
    assert "Nobody is known to run what was corrected or withdrawn." in text
    assert "still run by" not in text
    assert text.count("not accused") == 4  # with the page that was not looked at since a kill


def test_the_wrong_and_the_right_sentence_are_told_apart() -> None:
    """Each in full, the exchanged words marked for both interfaces."""
    page = everything().corrections
    row = replace(page.corrections[0].rows[0], right_text=RIGHT)
    text = corrections.render(
        replace(page, corrections=(Correction(page.corrections[0].story, (row,)),)), LINKS
    )
    assert "Wrong: The ferry would cost <del>~~40~~</del> million" in text
    assert "Right: The ferry would cost <ins>**14**</ins> million" in text


def test_feeds_that_fail_come_first_and_liars_are_named() -> None:
    """With what they do: an ETag that stays while the feed changes, full answers instead of a 304."""
    text = feeds.render(everything().feeds, LINKS)
    assert text.index("## Failing") < text.index("## Answering")
    assert "ETag stayed while the feed changed, 2 times" in text
    assert "sent the same bytes again 5 times of 7" in text


def test_a_run_tells_what_it_cost() -> None:
    """How long it took, what it asked for and got, what it found."""
    text = runs.render(everything().runs, LINKS).replace("\u00a0", " ")
    assert "| 1 min 2 s | 9 | 1 | 2 | 12, 3.4 MB, 9 s | 1 (+2) |" in text


def test_lists_say_how_many_are_left_and_how_to_see_them() -> None:
    """Pages are bounded; nothing is left out silently."""
    assert "… and 39 more: `writethru stories" in stories.render(everything().stories, LINKS)


def test_empty_pages_say_so() -> None:
    """Before anything is known, each page answers in words."""
    nothing = OverviewPage(FRESH, Figures(), Figures(), Standing())
    assert "Nothing moved in the last day." in overview.render(nothing, LINKS)
    assert "No story is known yet." in stories.render(StoriesPage(FRESH), LINKS)
    assert "No correction has named a wrong sentence yet." in corrections.render(
        CorrectionsPage(FRESH), LINKS
    )
    assert "No feed has been asked" in feeds.render(FeedsPage(FRESH), LINKS)
    assert "No run has begun yet." in runs.render(RunsPage(FRESH), LINKS)


def test_times_are_as_short_as_they_are_clear() -> None:
    """The minute today, the day with it this year, the year with it before."""
    when = [frame.when(at(9) - timedelta(days=d), FRESH).replace("\u00a0", " ") for d in (0, 1, 400)]
    assert when == ["09:00", "03 Mar 09:00", "2030-01-28 09:00"]


def test_changed_stories_are_written_first_and_some_of_the_oldest_after_them() -> None:
    """A page whose mark is the same is written again only now and then."""
    marks = dict.fromkeys("abcdef", "new")
    written = {
        f"story-{n}": ("new", f"2031-03-04T0{hour}") for n, hour in zip("cdef", (4, 3, 2, 1), strict=True)
    }
    assert board.to_write("abcdef", marks, written, 20) == ["a", "b", "f", "e", "d"]
    assert board.to_write("abcdef", marks, written, 4) == ["a", "b"]
    assert board.to_write("cdef", marks, written, 4) == ["f"]
    assert board.to_write("abcdef", marks, written, 0) == []


def test_stories_named_on_pages_get_pages_and_lone_articles_do_not() -> None:
    """What is wrong first; a story of one text at one outlet is told by its article."""
    read_now = everything()
    lone = replace(read_now.stories.rows[0], corrections=0, kills=0)
    lone = replace(lone, story=replace(lone.story, story_id="s2", outlets=1, versions=1))
    named = board.stories_named(replace(read_now, stories=replace(read_now.stories, rows=(lone,))))
    assert named == ["s1"]
    assert (
        board.in_one_line(read_now)
        == "1 story moved in the last hour, 3 copies behind, 1 page wrong, 1 feed failing"
    )
