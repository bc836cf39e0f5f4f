"""The HTML pages, the chart, the site and the JSON of a diff."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from lxml import etree

from pipeline.model import Change, Comparison, WriteThru
from pipeline.report import html, json_, site, svg
from pipeline.report.rows import (
    CopyRow,
    DiffPage,
    NoteRow,
    Overview,
    StaleRow,
    StoryPage,
    StoryRow,
    TimelineRow,
)

VOID = {"meta", "br", "img", "rect", "line"}


class Reader(HTMLParser):
    """Collects tags, attributes and text, and checks that tags close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and wait for its end."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Only the tag opened last may close."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def read(page: str) -> Reader:
    """The page, read strictly."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def hostile_story(text: str) -> StoryPage:
    """A story in which every field is the hostile text."""
    row = TimelineRow(None, text, text, text, captured=True, headline=text, url=text)
    stale = StaleRow(
        text, text, 0, 1, None, None, None, missing_correction=True, wrong_text=text, state="confirmed"
    )
    return StoryPage(
        text,
        text,
        text,
        None,
        None,
        (row,),
        (WriteThru(0, "inferred", None, 1, None, text, 1, text),),
        (CopyRow(text, text, (text,), 0, 0, 1, text),),
        (stale,),
        text,
    )


def test_pages_are_well_formed_and_self_contained(
    diff_page: DiffPage, story_page: StoryPage, overview_page: Overview
) -> None:
    """Tags close in order; no script, no outside style, font or image, only links people may follow."""
    for page in site.site(overview_page, [story_page], [diff_page]).values():
        reader = read(page)
        assert not {tag for tag, _ in reader.tags} & {"script", "link", "iframe", "object", "img", "form"}
        assert not [
            name for _, attrs in reader.tags for name in attrs if name.startswith("on") or name == "style"
        ]


def test_hostile_text_makes_no_tag(diff_page: DiffPage, hostile: str) -> None:
    """Pages of hostile text have the same tags and attributes as pages of plain text."""

    def skeleton(text: str) -> list[tuple[str, tuple[str, ...]]]:
        change = Change("edited", 0, 0, text, text, 1.0, text)
        comparison = Comparison(
            (change, replace(change, op="unchanged")), (), headline_changed=False, weight=0
        )
        side = replace(diff_page.older, outlet=text, headline=text, byline=text, agency=text, url=text)
        pages = html.diff(replace(diff_page, older=side, newer=side, comparison=comparison))
        pages += html.story(hostile_story(text), diffs={"x.html": text})
        row = StoryRow(text, text, text, None, None, 1, 1, 1, 1)
        note = NoteRow(text, text, text, None, text)
        pages += html.index(Overview(None, None, (row,), stale=(), corrections=(note,), kills=(note,)))
        return [(tag, tuple(attrs)) for tag, attrs in read(pages).tags]

    assert skeleton(hostile) == skeleton("plain")


def test_both_sides_show_their_own_words(diff_page: DiffPage) -> None:
    """The left has what was deleted, the right what came."""
    page = html.diff(diff_page)
    assert "would cost <del>40</del> million" in page
    assert "would cost <ins>14</ins> million" in page
    assert "¶7 stood here, now ¶6" in page


def test_unchanged_paragraphs_fold_but_can_be_read(diff_page: DiffPage) -> None:
    """Folded runs hold their full texts."""
    page = html.diff(diff_page)
    assert "<details><summary>¶3–¶4 unchanged" in page
    assert page.count("<p>Paragraph ") == 3


def test_a_site_links_only_to_pages_it_has(
    diff_page: DiffPage, story_page: StoryPage, overview_page: Overview
) -> None:
    """Every relative link leads to a page of the site."""
    pages = site.site(overview_page, [story_page], [diff_page])
    assert set(pages) == {"index.html", "stories/s1.html", "diffs/v1-v2.html"}
    for path, page in pages.items():
        folder = path.split("/")[:-1]
        places = {attrs.get("id") for _, attrs in read(page).tags}
        for _, attrs in read(page).tags:
            address = attrs.get("href")
            if address and address.startswith("#"):
                assert address[1:] in places
            elif address and not address.startswith("https://"):
                steps = [*folder]
                for step in address.split("/"):
                    steps = steps[:-1] if step == ".." else [*steps, step]
                assert "/".join(steps) in pages


@pytest.mark.parametrize(
    ("name", "written"),
    [("v3k9", "v3k9"), ("../../etc", "-2e--2e--2f--2e--2e--2f-etc"), ("", "none"), ("a b", "a-20-b")],
)
def test_an_id_cannot_leave_the_folder(name: str, written: str) -> None:
    """Ids become file names of plain signs only."""
    assert site.slug(name) == written


def test_the_chart_is_xml_that_needs_nothing(story_page: StoryPage) -> None:
    """It parses, holds no script or link, and comes as a data URI as well."""
    chart = svg.timeline(story_page)
    root = etree.fromstring(chart.encode())
    names = {etree.QName(e).localname for e in root.iter()}
    assert names == {"svg", "style", "rect", "text", "line", "g", "title"}
    assert base64.b64decode(svg.data_uri(chart).split(",")[1]).decode() == chart


def test_the_chart_survives_hostile_names(story_page: StoryPage, hostile: str) -> None:
    """An outlet's name cannot break the XML."""
    rows = tuple(replace(r, outlet=hostile) for r in story_page.timeline)
    etree.fromstring(svg.timeline(replace(story_page, timeline=rows)).encode())


def test_a_text_not_captured_has_a_dashed_bar(story_page: StoryPage) -> None:
    """From the stamp to the first text we saw the bar is empty."""
    assert svg.timeline(story_page).count('class="wt-u"') == 1


def test_a_chart_without_times_says_so(story_page: StoryPage) -> None:
    """No instants, no bars."""
    assert "No event with a known time" in svg.timeline(replace(story_page, timeline=()))


@pytest.mark.parametrize(("number", "last"), [(0, 0), (0, 9), (9, 9), (12, 9)])
def test_shades_stay_colours(number: int, last: int) -> None:
    """Any number among any others has a colour."""
    assert all(0 <= part <= 255 for part in svg.shade(number, last))


def test_json_of_a_diff_is_plain_data(diff_page: DiffPage) -> None:
    """Ops, positions, texts, words and counts, and words that join to the texts."""
    data = json.loads(json.dumps(json_.diff(diff_page)))
    assert data["counts"] == {"unchanged": 3, "edited": 2, "added": 1, "removed": 1, "moved": 1}
    assert data["from"]["appeared_at"] == "2031-03-04T09:00:00+00:00"
    for change in data["changes"]:
        old = "".join(text for op, text in change["words"] if op != "insert")
        new = "".join(text for op, text in change["words"] if op != "delete")
        assert (old or None, new or None) == (change["old_text"], change["new_text"])
    assert not re.search(r"\bnan\b", json.dumps(data), re.IGNORECASE)
