"""Where a story is told in another language, its pages say so and lead there."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from pipeline import run
from pipeline.report import html, markdown, phrases, terminal
from pipeline.report.rows import StoryPage, TranslationRow
from pipeline.steps import look
from tests.steps.conftest import NOW, Desk
from tests.steps.fiction import write_records
from tests.steps.test_translating import copies
from tests.stories.translated import told

if TYPE_CHECKING:
    from pathlib import Path

OTHER = TranslationRow(
    story_id="s0000000000001",
    language="fr",
    agency="La Presse Canadienne",
    headline="Traversiers : une <b>médiatrice</b> [est] nommée",
    outlets=2,
    minutes_apart=185,
    corrections=1,
    evidence="5 names (Cyr, …)",
)
PAGE = StoryPage("s0000000000002", "The Canadian Press", "Ferries halted", None, None, translations=(OTHER,))


def printed(page: StoryPage) -> str:
    """A story's page as a terminal shows it, on one line."""
    out = StringIO()
    terminal.show_story(Console(file=out, width=100, no_color=True), page)
    return " ".join(out.getvalue().split())


@pytest.mark.parametrize(
    ("minutes", "words"), [(185, "3 h 5 min later"), (-20, "20 min earlier"), (0, "at the same minute")]
)
def test_it_is_said_who_came_first(minutes: int, words: str) -> None:
    """Minutes are counted from the story that is shown."""
    row = TranslationRow("s1", "fr", "La Presse Canadienne", "", 1, minutes, 0, "")
    assert phrases.told_in(row) == f"La Presse Canadienne, {words}"


def test_corrections_at_the_other_side_are_named() -> None:
    """They are the reason to look there."""
    assert phrases.told_in(OTHER).endswith("1 correction there")


def test_an_unknown_language_is_named_by_its_code() -> None:
    """Better a code than nothing."""
    assert (phrases.language("fr-CA"), phrases.language("xx")) == ("French", "xx")


def test_terminal_and_markdown_name_the_other_story() -> None:
    """Language, headline, agency, time and id; markup in the headline stays text."""
    assert "Also told in French: Traversiers : une <b>médiatrice</b> [est] nommée" in printed(PAGE)
    assert "story s0000000000001" in printed(PAGE)
    page = markdown.story(PAGE)
    assert "Also told in French" in page
    assert "<b>" not in page
    assert "`s0000000000001`" in page


def test_html_links_only_to_pages_that_are_there() -> None:
    """A site leads to the other story's page where it has one."""
    assert "Also told in French: <b>Traversiers" in html.story(PAGE)
    assert "&lt;b&gt;médiatrice" in html.story(PAGE)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One pair, two copies each."""
    folder = tmp_path_factory.mktemp("shown")
    made = Desk(folder / "var")
    pair = [c for n, one in enumerate(told()) if one.pair == "summit" for c in copies(one, n)]
    made.take(write_records(folder / "pair.jsonl", pair))
    return made


def test_a_story_is_looked_up_with_its_translation(desk: Desk) -> None:
    """`writethru story` of either side shows the other."""
    ids = {r["language"]: r["story_id"] for r in desk.ask("select story_id, language from stories")}
    for here, there in (("en", "fr"), ("fr", "en")):
        (row,) = look.story(desk.data_dir, ids[here]).translations
        assert (row.story_id, row.language, row.outlets) == (ids[there], there, 2)
        assert abs(row.minutes_apart or 0) == 155


def test_the_site_links_both_pages(desk: Desk, tmp_path: Path) -> None:
    """Relative links, from each story's page to the other's."""
    run.report(desk.data_dir, tmp_path / "site", NOW)
    ids = [r["story_id"] for r in desk.ask("select story_id from stories")]
    for one, other in (ids, ids[::-1]):
        assert f'href="{other}.html"' in (tmp_path / "site" / "stories" / f"{one}.html").read_text("utf-8")
