"""A page that names another outlet's page as its original: evidence of one story where that is stored, no article."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from pipeline.io.store import open_store
from pipeline.report import why as report
from pipeline.steps.capturing import capture
from pipeline.steps.forgetting import Wish, forget
from pipeline.steps.ledger import begin
from pipeline.steps.load import load
from pipeline.steps.look_why import why
from pipeline.steps.raw import Raw
from tests.steps.fiction import BODY
from tests.steps.test_pages_and_articles import ARTICLE, BAY, NOW, POST, T0, WORLD, look, page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.steps.conftest import Desk

OWN = "".join(
    f"<p>{p}</p>"
    for p in (
        "Anyone who walks along the shore of Larkspur Bay this week can see why the mayors are in a hurry to talk.",
        "Sandbags still lie in front of the fish market, and the road to the old lighthouse is closed to everyone but fishermen.",
        "Our readers have written to us about cellars that fill with every spring tide, and about insurers who no longer answer.",
        "The bay's own council will put the question of a levy to the vote at its meeting in the church hall on Thursday evening.",
    )
)
CUT = f"<p>{BODY[1]}</p>{OWN}"  # a paragraph of the original in a text of its own


def naming(address: str) -> str:
    """A head whose canonical leads there."""
    return f'{ARTICLE}<link rel="canonical" href="{address}">'


def original(desk: Desk) -> None:
    """The page that is named."""
    look(desk, 0, f"{POST}/story", page())


def cut(desk: Desk) -> None:
    """A copy that is cut to a paragraph."""
    look(desk, 9, f"{BAY}/copy", page(CUT, naming(f"{POST}/story?utm_source=bay"), "Why the mayors hurry"))


def other(desk: Desk) -> None:
    """Another text of the same outlet."""
    look(desk, 12, f"{BAY}/other", page(OWN.replace("mayors", "anglers"), title="Sandbags"))


def stories(desk: Desk) -> set[frozenset[str]]:
    """Addresses by story."""
    found: dict[str, set[str]] = {}
    for r in desk.ask("select story_id, url from versions"):
        found.setdefault(r["story_id"], set()).add(r["url"])
    return {frozenset(urls) for urls in found.values()}


def test_a_cut_text_alone_is_another_story(desk: Desk) -> None:
    """Without the canonical one paragraph of it is too little: what the next test shows is the canonical's doing."""
    original(desk)
    look(desk, 9, f"{BAY}/copy", page(CUT, title="Why the mayors hurry"))
    assert len(stories(desk)) == 2


@pytest.mark.parametrize("order", list(permutations((original, cut))))
def test_a_cut_copy_that_names_its_original_is_of_its_story_in_any_order(
    desk: Desk, order: Sequence[Callable[[Desk], None]]
) -> None:
    """Two articles, one story; the evidence says so, in SQL and in words."""
    for step in order:
        step(desk)
    assert len(desk.ask("from articles")) == 2
    assert stories(desk) == {frozenset({f"{POST}/story", f"{BAY}/copy"})}
    assert desk.ask("select canonical_names from story_evidence") == [{"canonical_names": f"{POST}/story"}]
    found = report.json(why(desk.data_dir, f"{BAY}/copy"))
    assert "its canonical names Post's article as the original" in found["ties"][1]["words"]


def test_that_it_names_its_original_may_be_seen_later(desk: Desk) -> None:
    """The text is known already: the name alone is new, and brings the stories together."""
    original(desk)
    look(desk, 9, f"{BAY}/copy", page(CUT, title="Why the mayors hurry"))
    cut(desk)
    assert len(stories(desk)) == 1


def test_all_in_one_batch_comes_to_the_same(desk: Desk) -> None:
    """Pages of a batch find each other."""
    pages = ((f"{BAY}/copy", page(CUT, naming(f"{POST}/story"))), (f"{POST}/story", page()))
    raws = [
        Raw(html.encode(), "html", url, url, captured_at=T0 + timedelta(minutes=9), status=200)
        for url, html in pages
    ]
    tally = begin(desk.data_dir, "import", NOW)
    with open_store(desk.data_dir, NOW) as store:
        load(store, [capture(raw, WORLD, NOW) for raw in raws], WORLD, tally.run_key, NOW)
        store.publish()
    assert len(stories(desk)) == 1


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(f"{POST}/", id="a home page"),
        pytest.param(f"{POST}/elsewhere", id="a page that is not stored"),
        pytest.param(f"{POST}/news", id="a section front"),
    ],
)
def test_what_is_no_stored_article_is_no_evidence(desk: Desk, address: str) -> None:
    """It joins nothing."""
    original(desk)
    front = "".join(
        f'<p>Ferries and schools, item {n} <a href="/n/{n}">more of it</a></p>' for n in range(60)
    )
    look(desk, 3, f"{POST}/news", page(front, "", "News"))
    look(desk, 9, f"{BAY}/copy", page(CUT, naming(address)))
    assert len(stories(desk)) == 2


def test_a_wrong_canonical_joins_nothing_without_a_common_passage(desk: Desk) -> None:
    """It names the story, and has not a sentence of it."""
    original(desk)
    look(desk, 9, f"{BAY}/copy", page(OWN, naming(f"{POST}/story")))
    assert len(stories(desk)) == 2


def test_an_address_that_many_pages_of_an_outlet_name_is_a_fault_of_its_templates(desk: Desk) -> None:
    """From the fourth on it means none of them, the first three included."""
    original(desk)
    cut(desk)
    assert len(stories(desk)) == 1
    for n in range(3):
        text = OWN.replace("mayors", f"anglers {n}")
        look(desk, 20 + n, f"{BAY}/other-{n}", page(text, naming(f"{POST}/story"), f"Sandbags {n}"))
    assert frozenset({f"{POST}/story"}) in stories(desk)


def test_what_is_forgotten_is_named_by_nobody(desk: Desk) -> None:
    """The address goes with the page."""
    original(desk)
    cut(desk)
    forget(desk.data_dir, f"{POST}/story", Wish("its author asked"), NOW)
    with open_store(desk.data_dir, NOW) as store:
        assert not store.has("facts.elsewhere")
        assert not store.has("derived.original")
