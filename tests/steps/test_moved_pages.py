"""An article whose address and all other names changed: joined by its text where the rest of the evidence is there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.io.store import open_store
from pipeline.steps.deciding import Said, undo
from pipeline.steps.separating import separate
from tests.steps.test_pages_and_articles import NOW, POST, T0, TEXT, look, page

if TYPE_CHECKING:
    from tests.steps.conftest import Desk

OLD, NEW = f"{POST}/old", f"{POST}/new"
MORE = f"{TEXT}<p>Ferries stay in port until Friday, the board said.</p>"
NOTHING_THERE = page("<p>Nothing here.</p>", "", "Not found")


def gone(desk: Desk, minute: int, url: str = OLD) -> tuple[str, ...]:
    """A look at a page that is gone."""
    return look(desk, minute, url, NOTHING_THERE, status=404)


def told(desk: Desk) -> list[str]:
    """What was found of pages with one text."""
    return [
        r["message"]
        for r in desk.ask("select message from findings where code = 'same-text-elsewhere-at-outlet'")
    ]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_page_that_left_and_one_that_came_with_its_text_are_one_article_in_any_order(
    desk: Desk, order: tuple[int, ...]
) -> None:
    """It is asked at its new address, is not gone since the old one is, and the evidence is on record."""
    steps = (
        lambda: look(desk, 0, OLD, page()),
        lambda: gone(desk, 60),
        lambda: look(desk, 70, NEW, page(MORE, title="Premier in Selby")),
    )
    for step in order:
        steps[step]()
    [article] = desk.ask("select url, status, versions from articles")
    assert article == {"url": NEW, "status": "live", "versions": 2}
    assert [r["number"] for r in desk.ask("select number from versions order by appeared_at")] == [1, 2]
    assert desk.ask("from story_timeline where event in ('gone', 'back')") == []
    if order == (0, 1, 2):
        [merge] = desk.ask("from article_merges")
        assert (merge["kind"], "of the text went on at another address" in merge["reason"]) == ("merge", True)
        assert "last seen at the former one 2026-03-10 09:00 UTC" in merge["reason"]
        assert desk.ask("select disposition from dispositions where disposition = 'new-version'") == []
        assert told(desk) == []


def test_a_look_at_the_new_page_is_a_new_version_of_the_article_it_belongs_to(desk: Desk) -> None:
    """Not a new article: the batch's dispositions are told as if that had been known before."""
    look(desk, 0, OLD, page())
    gone(desk, 60)
    assert look(desk, 70, NEW, page(MORE)) == ("new-version",)
    assert gone(desk, 80) == ("gone",)
    assert desk.ask("select status from articles") == [{"status": "live"}]
    gone(desk, 90, NEW)
    assert desk.ask("select status from articles") == [{"status": "gone"}]


def test_one_copy_at_two_addresses_stays_two_articles_and_both_are_named(desk: Desk) -> None:
    """An outlet runs it twice on purpose; that one of them is taken down later changes nothing, and it is told once."""
    look(desk, 0, OLD, page())
    look(desk, 10, NEW, page())
    look(desk, 20, OLD, page())
    gone(desk, 30)
    look(desk, 40, NEW, page())
    assert len(desk.ask("from articles")) == 2
    [message] = told(desk)
    assert OLD in message
    assert NEW in message


def test_many_pages_with_one_text_are_one_finding_each_not_one_a_pair(desk: Desk) -> None:
    """Five addresses are ten pairs, and four findings."""
    for n in range(5):
        look(desk, 10 * n, f"{POST}/{n}", page())
    assert len(told(desk)) == 4


def test_until_the_old_address_was_asked_it_is_a_finding_only(desk: Desk) -> None:
    """The next look tells: gone, it is one article."""
    look(desk, 0, OLD, page())
    look(desk, 10, NEW, page(MORE))
    assert (len(desk.ask("from articles")), len(told(desk))) == (2, 1)
    gone(desk, 30)
    assert desk.ask("select url from articles") == [{"url": NEW}]


def test_a_page_that_comes_back_is_an_article_again(desk: Desk) -> None:
    """It was not the address that changed."""
    look(desk, 0, OLD, page())
    gone(desk, 60)
    look(desk, 70, NEW, page(MORE))
    look(desk, 90, OLD, page())
    assert sorted(r["url"] for r in desk.ask("select url from articles")) == [NEW, OLD]
    assert [r["kind"] for r in desk.ask("select kind from article_merges order by changed_at, kind")] == [
        "merge",
        "split",
    ]


def test_people_undo_it_and_it_stays_undone(desk: Desk) -> None:
    """At the next look at either page too; taken back, they are one as before."""
    look(desk, 0, OLD, page())
    gone(desk, 60)
    look(desk, 70, NEW, page(MORE))
    before = desk.ask("select article_id, version_id, number from versions order by number")
    done = separate(desk.data_dir, OLD, NEW, NOW, Said("desk", "another author's"))
    assert done.is_apart
    look(desk, 80, NEW, page(f"{MORE}<p>The talks go on.</p>"))
    gone(desk, 90)
    assert len(desk.ask("from articles")) == 2
    assert desk.ask("select reason from article_merges where kind = 'split'") == [
        {"reason": "people decided that they are two"}
    ]
    undo(desk.data_dir, done.decision_id, NOW)
    after = desk.ask("select article_id, version_id, number from versions order by number")
    assert after[: len(before)] == before
    assert len(desk.ask("from articles")) == 1


def test_a_former_address_that_leads_to_the_front_has_left_too(desk: Desk) -> None:
    """Not gone, but no article is there any more."""
    look(desk, 0, OLD, page())
    front = page(
        "".join(f'<p>Ferries and schools, item {n} <a href="/n/{n}">more of it</a></p>' for n in range(60)),
        "",
        "News",
    )
    asked = {
        "fetch_key": 1,
        "run_key": 1,
        "kind": "page",
        "outcome": "ok",
        "url": OLD,
        "final_url": f"{POST}/news",
    }
    with open_store(desk.data_dir, NOW) as store, store.transaction():
        store.insert("facts.request", [asked | {"fetched_at": T0 + timedelta(minutes=60)}])
    look(desk, 60, OLD, front, final_url=f"{POST}/news")
    look(desk, 70, NEW, page(MORE))
    assert desk.ask("select url, versions from articles") == [{"url": NEW, "versions": 2}]
