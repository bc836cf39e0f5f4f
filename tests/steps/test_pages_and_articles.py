"""From the bytes of a page to the article it counts to: names, moves, and what is a capture and no version."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import BadInput, NotFound
from pipeline.io.store import open_store
from pipeline.model import Outlet, World
from pipeline.steps.capturing import capture
from pipeline.steps.deciding import Said, undo
from pipeline.steps.ledger import begin
from pipeline.steps.load import load
from pipeline.steps.raw import Raw
from pipeline.steps.separating import separate
from tests.steps.fiction import BODY

if TYPE_CHECKING:
    from typing import Any

    from tests.steps.conftest import Desk

NOW = datetime(2026, 3, 12, tzinfo=UTC)
T0 = datetime(2026, 3, 10, 9, tzinfo=UTC)
WORLD = World(outlets=(Outlet("Post", ("post.example",)), Outlet("Bay", ("bay.example",))))
POST, BAY = "https://post.example", "https://bay.example"
TEXT = "".join(f"<p>{p}</p>" for p in BODY)
ARTICLE = '<meta property="og:type" content="article">'


def page(body: str = TEXT, head: str = ARTICLE, title: str = "Whitcombe heads to Selby") -> str:
    """A page."""
    return f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"


def look(desk: Desk, minute: int, url: str, html: str, **more: Any) -> tuple[str, ...]:
    """Take in one look at a page. -> its dispositions."""
    raw = Raw(
        html.encode(),
        "html",
        url,
        url,
        captured_at=T0 + timedelta(minutes=minute),
        **({"status": 200} | more),
    )
    tally = begin(desk.data_dir, "import", NOW)
    with open_store(desk.data_dir, NOW) as store:
        done = load(store, [capture(raw, WORLD, NOW)], WORLD, tally.run_key, NOW)
        with store.transaction():
            store.insert("facts.finding", _findings(done.findings, tally.run_key))
        store.publish()
    return tuple(what for *_, what in done.outcomes)


def _findings(found: Any, run_key: int) -> list[dict[str, object]]:
    about = {"run_key": run_key, "seen_at": NOW}
    return [
        {
            "finding_key": hash((run_key, n)),
            "code": f.code,
            "severity": f.severity,
            "subject": f.subject,
            **about,
        }
        | {"message": f.message}
        for n, f in enumerate(found)
    ]


def test_a_canonical_at_another_host_joins_nothing_and_is_on_record(desk: Desk) -> None:
    """The copy says whose it is: a finding, no name of the copy; both stay articles of one story."""
    look(desk, 0, f"{POST}/story", page())
    look(desk, 9, f"{BAY}/copy", page(head=f'{ARTICLE}<link rel="canonical" href="{POST}/story">'))
    assert len(desk.ask("from articles")) == 2
    assert desk.ask("select outlets from stories") == [{"outlets": 2}]
    assert desk.ask("from aliases where outlet = 'Bay' and contains(value, 'post.example')") == []
    [told] = desk.ask("select subject, message from findings where code = 'canonical-elsewhere'")
    assert told["subject"] == f"{BAY}/copy"
    assert f"{POST}/story" in told["message"]


def test_names_count_within_their_outlet(desk: Desk) -> None:
    """One number of a CMS and one guid at two outlets are two articles."""
    for minute, host in enumerate((POST, BAY)):
        look(desk, minute, f"{host}/news/harbour-wall-7154321", page(), guid="wire 7154321")
    assert len(desk.ask("from articles")) == 2
    assert desk.ask("from article_merges") == []


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param({}, {"head": f'{ARTICLE}<link rel="canonical" href="{POST}/old">'}, id="canonical"),
        pytest.param({}, {"final_url": f"{POST}/old"}, id="redirect"),
        pytest.param({"guid": "post 1"}, {"guid": "post 1"}, id="guid"),
    ],
)
def test_an_article_whose_address_changed_is_one_and_the_join_is_logged(
    desk: Desk, first: dict[str, str], then: dict[str, str]
) -> None:
    """By its canonical, a redirect, or its guid, where the texts agree; a text of its own stays an article of its own."""
    look(desk, 0, f"{POST}/old", page(), **first)
    more = dict(then)
    head = more.pop("head", ARTICLE)
    later = page(f"{TEXT}<p>Ferries stay in port until Friday, the board said.</p>", head)
    look(desk, 60, f"{POST}/new", later, **more)
    assert [r["versions"] for r in desk.ask("from articles")] == [2]
    if "final_url" not in then:
        [merge] = desk.ask("from article_merges")
        assert (merge["kind"], "both are known as" in merge["reason"]) == ("merge", True)


def test_a_number_of_the_cms_in_the_address_joins_too(desk: Desk) -> None:
    """The slug went with the headline, the number stayed."""
    look(desk, 0, f"{POST}/news/whitcombe-heads-to-selby-7154321", page())
    look(
        desk,
        60,
        f"{POST}/news/premier-in-selby-7154321",
        page(f"{TEXT}<p>Ferries stay in port until Friday.</p>"),
    )
    assert [r["versions"] for r in desk.ask("from articles")] == [2]


@pytest.mark.parametrize(
    ("html", "status", "quality"),
    [
        pytest.param(page("<p>You don't have permission.</p>", "", "Access Denied"), 403, "block", id="block"),
        pytest.param(page("<p>Verify you are human to go on.</p>", "", "Just a moment..."), 200, "block", id="soft block"),
        pytest.param(page("<p>We and our 812 partners store cookies.</p><button>Accept all cookies</button>", "", "Before you continue"), 200, "consent", id="consent"),
        pytest.param(page(f"<p>{BODY[0][:200]}</p><div>Subscribe now to continue reading.</div>"), 200, "stub", id="stub"),
        pytest.param(page("<p>The page you are looking for has moved.</p>", "", "Page not found - Post"), 200, "not-found", id="soft 404"),
        pytest.param(page("".join(f'<p>Ferries and schools, item {n} <a href="/n/{n}">more of it</a></p>' for n in range(60)), "", "News"), 200, "index", id="section front"),
        pytest.param(page("".join(f"<h3>5:0{n} p.m.</h3><p>The mayors have gone in, one after the other, it is said.</p>" for n in (9, 5, 2)), ARTICLE, "Live: talks on the sea wall"), 200, "live", id="live blog"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_a_capture_and_never_a_version(
    desk: Desk, html: str, status: int, quality: str
) -> None:
    """Between two looks at the story it shows something else: kept with its verdict; there is one version still."""
    look(desk, 0, f"{POST}/story", page())
    assert look(desk, 30, f"{POST}/story", html, status=status) == (
        "gone" if quality == "not-found" else "not-article",
    )
    assert look(desk, 60, f"{POST}/story", page()) == ("unchanged",)
    assert [r["quality"] for r in desk.ask("select quality from captures order by captured_at")] == [
        "article",
        quality,
        "article",
    ]
    assert desk.ask("select versions, status from articles") == [{"versions": 1, "status": "live"}]


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_goes_is_gone_since_then_and_live_when_it_is_back(desk: Desk, status: int) -> None:
    """Both are events with their times; neither is a version."""
    look(desk, 0, f"{POST}/story", page())
    assert look(desk, 30, f"{POST}/story", page("<p>Nothing here.</p>", "", "Not found"), status=status) == (
        "gone",
    )
    assert desk.ask("select status from articles") == [{"status": "gone"}]
    look(desk, 90, f"{POST}/story", page())
    assert desk.ask("select versions, status from articles") == [{"versions": 1, "status": "live"}]
    events = desk.ask(
        "select event, event_at from story_timeline where event in ('gone', 'back') order by event_at"
    )
    assert [(r["event"], r["event_at"]) for r in events] == [
        ("gone", T0 + timedelta(minutes=30)),
        ("back", T0 + timedelta(minutes=90)),
    ]


def test_people_undo_a_join_and_take_that_back(desk: Desk) -> None:
    """Two pages again, each with its version, also when they are looked at anew; undone, they are one as before."""
    look(desk, 0, f"{POST}/old", page(), guid="post 1")
    look(desk, 60, f"{POST}/new", page(f"{TEXT}<p>Ferries stay in port until Friday.</p>"), guid="post 1")
    before = desk.ask("select article_id, version_id, number from versions order by number")
    done = separate(desk.data_dir, f"{POST}/old", f"{POST}/new", NOW, Said("desk", "a guid used twice"))
    assert done.is_apart
    assert [r["versions"] for r in desk.ask("from articles")] == [1, 1]
    look(desk, 90, f"{POST}/new", page(f"{TEXT}<p>Ferries stay in port until Friday.</p>"), guid="post 1")
    assert [r["versions"] for r in desk.ask("from articles")] == [1, 1]
    [split] = desk.ask("from article_merges where kind = 'split'")
    assert split["reason"] == "people decided that they are two"
    undo(desk.data_dir, done.decision_id, NOW)
    assert desk.ask("select article_id, version_id, number from versions order by number") == before
    with pytest.raises(BadInput):
        separate(desk.data_dir, f"{POST}/old", f"{POST}/old", NOW, Said())
    with pytest.raises(NotFound):
        separate(desk.data_dir, f"{POST}/old", "https://post.example/nowhere", NOW, Said())
