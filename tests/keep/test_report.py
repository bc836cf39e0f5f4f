"""The static site: pages, links that lead somewhere, nothing from strangers unescaped."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from pipeline import run
from pipeline.errors import BadInput
from pipeline.report import html
from pipeline.steps import look
from pipeline.steps.exporting_folder import MARK
from tests.keep.conftest import HOSTILE
from tests.steps.conftest import NOW
from tests.wire_import.fiction import CORRECTED, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.steps.conftest import Desk

_HREF = re.compile(r'href="([^"]+)"')


def test_stories_at_several_outlets_have_a_page_and_their_pairs_too(desk: Desk, tmp_path: Path) -> None:
    """A page a story and a page a kept pair; a story at one outlet only waits for --all."""
    done = run.report(desk.data_dir, tmp_path / "site", NOW)
    pairs = desk.ask(
        "select count(*) as n from version_pairs join stories using (story_id) where outlets > 1"
    )
    assert (done.stories, done.left_out, done.diffs) == (1, 1, pairs[0]["n"])
    assert len(list((tmp_path / "site" / "stories").iterdir())) == 1
    assert len(list((tmp_path / "site" / "diffs").iterdir())) == done.diffs
    assert run.report(desk.data_dir, tmp_path / "site", NOW, everything=True).stories == 2


def test_every_link_leads_to_a_page_that_is_there(desk: Desk, tmp_path: Path) -> None:
    """Relative links only, each to a file of the site; no page is without a way to it."""
    site = tmp_path / "site"
    run.report(desk.data_dir, site, NOW, everything=True)
    linked = {site / "index.html"}
    for path in site.rglob("*.html"):
        for address in _HREF.findall(path.read_text("utf-8")):
            if not address.startswith("http"):
                target = (path.parent / address).resolve()
                assert target.is_file()
                linked.add(target)
    assert linked == set(site.rglob("*.html"))


def test_what_the_pages_say_is_what_the_views_say(desk: Desk, tmp_path: Path) -> None:
    """Reading from copies of the views gives the pages that `story` and `diff` give."""
    run.report(desk.data_dir, tmp_path / "site", NOW)
    [pair] = desk.ask("from version_pairs where relation = 'revision' order by to_version limit 1")
    page = look.diff(desk.data_dir, pair["from_version"], pair["to_version"], "UTC")
    name = f"{page.older.version_id}-{page.newer.version_id}.html"
    there = (tmp_path / "site" / "diffs" / name).read_text("utf-8")
    assert html.diff(page).split("<h1>")[1].split("</table>")[0] in there


def test_a_hostile_headline_stays_text(desk: Desk, tmp_path: Path) -> None:
    """Markup and control signs of strangers are shown, not obeyed."""
    line = {
        "outlet": "Evil Post",
        "url": "https://evil.example/1",
        "headline": HOSTILE,
        "text": "\n\n".join(CORRECTED),
    }
    desk.take(write(tmp_path / "e.jsonl", json.dumps(line)))
    run.report(desk.data_dir, tmp_path / "site", NOW)
    pages = "".join(p.read_text("utf-8") for p in (tmp_path / "site").rglob("*.html"))
    assert "<i>Co</i>" not in pages
    assert "\x1b" not in pages
    assert "Ferry &amp; " in pages


def test_a_report_takes_the_place_of_the_one_before(desk: Desk, tmp_path: Path) -> None:
    """Pages of stories that are no longer shown go; a foreign folder is refused."""
    site = tmp_path / "site"
    run.report(desk.data_dir, site, NOW, everything=True)
    run.report(desk.data_dir, site, NOW)
    assert len(list((site / "stories").iterdir())) == 1
    (site / MARK).unlink()
    with pytest.raises(BadInput, match="not empty"):
        run.report(desk.data_dir, site, NOW)
