"""What recurs over an outlet's stories is learned, left out from then on, and makes neither versions nor stories."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks.learned_furniture import measured
from benchmarks.material.furnished import corpus
from pipeline import run
from pipeline.errors import BadInput, NotFound
from pipeline.io import known
from pipeline.io.store import open_store
from pipeline.steps.deciding import Said
from pipeline.steps.furnishing import furniture, say
from pipeline.steps.inputs import Told
from pipeline.steps.learning import learn
from tests.steps.conftest import Desk
from tests.steps.paper import ABOUT, BOILERPLATE, LETTER, NOW, furnished, learned, page, story, take

if TYPE_CHECKING:
    from pathlib import Path


DERIVED = ("derived.paragraph_form", "derived.removed_form", "derived.recurring")


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A paper's first ten stories, of which both its lines were learned."""
    desk = Desk(tmp_path_factory.mktemp("paper") / "var")
    take(desk, *(page("Paper", n, furnished(n, day=n + 1)) for n in range(10)))
    assert learned(desk) == [("Paper", "learned", "recurs")] * 2
    return desk


@pytest.fixture
def desk(paper: Desk, tmp_path: Path) -> Desk:
    """The paper's desk, for one test."""
    return Desk(tmp_path / "var", like=paper)


def test_what_was_learned_is_left_out_of_new_articles_and_kept_beside_them(desk: Desk) -> None:
    """Page and record alike; each line is a row of `furniture` with its rule, and the evidence goes on."""
    take(desk, page("Paper", 20, furnished(20, day=22)), page("Paper", 21, furnished(21, day=22), html=False))
    rows = desk.ask("select body from versions where url like '%/2_' order by url")
    assert [r["body"] for r in rows] == ["\n\n".join(story(20)), "\n\n".join(story(21))]
    rows = desk.ask("select position, text from furniture where rule = 'learned' order by all")
    assert [(r["position"], r["text"]) for r in rows][:2] == [(1, LETTER.format(22))] * 2
    assert len(rows) == 4
    learned(desk)
    assert {r["stories"] for r in desk.ask("select stories from learned_furniture")} == {12}
    assert {r["taken_out"] for r in desk.ask("select taken_out from learned_furniture")} == {2}


def test_what_is_learned_later_makes_no_version_of_an_article(desk: Desk) -> None:
    """Not of an unchanged page, nor of one whose furniture alone changed; a change of the page is one, and only that."""
    take(
        desk, page("Paper", 3, furnished(3, day=4), hours=1), page("Paper", 4, furnished(4, day=17), hours=1)
    )
    assert desk.ask("from versions where number > 1") == []
    changed = furnished(3, day=4)
    changed.insert(2, "A second ship was heard of in the night.")
    take(desk, page("Paper", 3, changed, hours=2))
    rows = desk.ask("select op, new_text from changes where op <> 'unchanged'")
    assert [(r["op"], r["new_text"]) for r in rows] == [("added", changed[2])]
    assert desk.ask("select count(*) as n from versions where url like '%/3'") == [{"n": 2}]


def test_the_same_captures_again_and_the_archive_read_again_change_nothing(desk: Desk) -> None:
    """What is stored is as it was read then; the ledger says unchanged."""
    take(desk, page("Paper", 20, furnished(20)))
    before = desk.all_rows(("versions", "stories", "furniture"))
    again = take(
        desk,
        *(page("Paper", n, furnished(n, day=n + 1)) for n in (0, 1, 2)),
        page("Paper", 20, furnished(20)),
    )
    assert again.ledger.dispositions == {"unchanged": 4}
    done = run.reprocess(desk.data_dir, known.load(), NOW)
    assert (done.differing, done.moved) == (0, ())
    assert desk.all_rows(before) == before


def test_people_drop_what_was_learned_and_take_that_back(desk: Desk) -> None:
    """At once, for articles that come then; on record with a reason; evidence does not overrule them."""
    (name,) = (r["furniture_id"] for r in furniture(desk.data_dir) if r["example"] == ABOUT)
    assert say(desk.data_dir, "drop", name, NOW, Said("desk", "our own words")).has_changed
    learned(desk)
    take(desk, page("Paper", 20, furnished(20)), page("Paper", 3, furnished(3, day=4), hours=1))
    assert desk.ask("select body like '%page of its own.' as n from versions where url like '%/20'") == [
        {"n": True}
    ]
    (row,) = (r for r in furniture(desk.data_dir) if r["word"])
    assert (row["state"], row["said_by"], row["said_reason"]) == ("dropped", "desk", "our own words")
    with pytest.raises(BadInput, match="said before"):
        say(desk.data_dir, "drop", name, NOW, Said())
    assert say(desk.data_dir, "undo", name, NOW + timedelta(hours=1), Said()).is_furniture
    take(desk, page("Paper", 21, furnished(21)), page("Paper", 20, furnished(20), hours=1))
    rows = desk.ask(
        "select body like '%page of its own.' as n from versions where url like '%/2_' order by url"
    )
    assert [r["n"] for r in rows] == [True, False]
    with pytest.raises(NotFound, match="furniture list"):
        say(desk.data_dir, "keep", "f0", NOW, Said())


def test_a_wire_story_s_paragraphs_are_not_learned(desk: Desk) -> None:
    """What two houses carry within one story stays, however often; what recurs within one story counts once."""
    pages = []
    for n in range(30, 35):
        text = [*story(n), BOILERPLATE]
        later = page("Post", n, [*text, story(100 + n)[0]], hours=1)
        pages += [page("Post", n, text), page("Paper", n, text), later]
    take(desk, *pages)
    found = learned(desk)
    assert {("Post", "candidate", "wire"), ("Paper", "candidate", "wire")} < set(found)
    (row,) = desk.ask("select stories, shared_stories from learned_furniture where outlet = 'Post'")
    assert row == {"stories": 5, "shared_stories": 5}
    assert not [r for r in furniture(desk.data_dir) if r["example"] == BOILERPLATE]


def test_what_turns_out_to_be_wire_text_is_taken_off_the_list(desk: Desk) -> None:
    """Learned from stories that one outlet ran alone; then another house carries it within one of them: a finding."""
    take(desk, *(page("Post", n, story(n) if n % 2 else [*story(n), BOILERPLATE]) for n in range(40, 50)))
    assert ("Post", "learned", "recurs") in learned(desk)
    take(desk, page("Post", 60, [*story(60), BOILERPLATE]), page("Herald", 60, [*story(60), BOILERPLATE]))
    rows = desk.ask("select outlet from versions where url like '%/60' and body not like '%publication.'")
    assert rows == [{"outlet": "Post"}]
    found = learn(desk.data_dir, known.agencies(), 2, NOW)
    assert (found.unlearned, [f.code for f in found.findings]) == (1, ["furniture-unlearned"])
    take(desk, page("Post", 61, [*story(61), BOILERPLATE]))
    assert desk.ask("select 1 as n from versions where url like '%/61' and body like '%publication.'")


def test_on_a_made_corpus_furniture_goes_and_nothing_else(tmp_path: Path) -> None:
    """Four outlets of two houses, a small sample: `benchmarks/learned_furniture.py` holds thirty to the full bars."""
    made = corpus(Random(5), outlets=4, articles=22)  # noqa: S311 - fiction, not secrets
    desk = Desk(tmp_path / "var")
    (desk.data_dir / "outlets.toml").write_text(made.outlets_toml(), "utf-8")
    world, file = known.load(desk.data_dir), tmp_path / "made.jsonl"
    for part in (slice(0, 20), slice(20, 22)):
        articles = [one for outlet in made.articles for one in outlet[part]]
        file.write_text("\n".join(json.dumps(one.record()) for one in articles), "utf-8")
        run.import_paths(desk.data_dir, [file], Told(), world, NOW)
        if part.start == 0:
            learned(desk)
    found = measured(desk.data_dir, articles)
    assert (found.lost, found.wire_lost, found.notices_lost) == (0, 0, 0)
    assert found.removed >= 0.9 * found.furniture


def test_a_database_of_before_is_as_if_its_captures_were_read_with_no_list(
    paper: Desk, tmp_path: Path
) -> None:
    """The migration takes nothing away and makes number 0 of what was captured; texts of then are learned from."""
    desk = Desk(tmp_path / "var", like=paper)
    with open_store(desk.data_dir, NOW) as store:
        for table in ("facts.furniture_change", "facts.furniture_word", *DERIVED):
            store._connection.execute(f"drop table {table}")
        store._connection.execute("alter table facts.capture drop column furniture_number")
        store._connection.execute("delete from migration where number = 24")
    assert learned(desk) == [("Paper", "learned", "recurs")] * 2
    assert desk.ask("select distinct furniture_number as n from facts.capture") == [{"n": 0}]
