"""What becomes of single items: formats, embargoes, kills, pictures, hostile files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.stories.sightings import exact
from pipeline.io import known
from pipeline.steps.capturing import capture, text_of
from pipeline.steps.inputs import Told, read_paths
from pipeline.steps.raw import Raw, Refused
from pipeline.steps.wirecopy import LARGEST, is_wire, parts
from tests.wire_import.fiction import CORRECTED, FIRST, GUID, LATEST, ninjs, write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Capture, Extracted
    from tests.steps.conftest import Desk

WORLD = known.load()
EARLY = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
LATE = datetime(2031, 3, 5, 9, 0, tzinfo=UTC)
BODY = "".join(f"<p>{p}</p>" for p in FIRST)
G2 = f"""<?xml version="1.0" encoding="UTF-8"?><!-- <html> in a note -->
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:nw.example:ferry" version="1" xml:lang="en">
<itemMeta><itemClass qcode="ninat:text"/><provider><name>Northern Wire</name></provider>
<versionCreated>2031-03-04T08:00:00Z</versionCreated><firstCreated>2031-03-04T08:00:00Z</firstCreated></itemMeta>
<contentMeta><headline>Ferry aground off Norra</headline></contentMeta><contentSet><inlineXML>
<html xmlns="http://www.w3.org/1999/xhtml"><body>{BODY}</body></html></inlineXML></contentSet></newsItem>"""
NITF = f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd">
<nitf><head><docdata><doc-id id-string="nw.1"/><date.issue norm="20310304T080000Z"/></docdata></head>
<body><body.head><hedline><hl1>Ferry aground off Norra</hl1></hedline><distributor>Northern Wire</distributor></body.head>
<body.content>{BODY}</body.content></body></nitf>"""
JIMI = f"""<Publish><ContentItem><NewsCompID>77</NewsCompID><Headline>Ferry aground off Norra</Headline>
<Source>Northern Wire</Source><ContentType>Text</ContentType><CreatedDateTime>2031-03-04T08:00:00</CreatedDateTime>
<ContentText><![CDATA[{BODY}]]></ContentText></ContentItem><PublishDateTime>2031-03-04T08:00:00</PublishDateTime></Publish>"""
ANPA = (
    b"\x16\x16\x01W0001\x1fasian\r\nr a\x13\x11 BC-Ferry-Norra   03-04 0120\r\n\x02^BC-Ferry-Norra,120<\r\n"
    b"^Ferry aground off Norra<\r\n^Northern Wire=\r\n"
    + b"".join(b"\t   " + p.encode() + b"\r\n" for p in FIRST)
    + b"\r\n\t   \x03NW-WF-03-04-31 0800GMT<\r\n\r\n\x04"
)
IPTC7901 = (
    b"\x01eca0001 3 i 120  nwx 0045\r\n\r\nFerry/norra/\r\n\x02Ferry aground off Norra =\r\n\r\n"
    + b"".join(b"   " + p.encode() + b"\r\n\r\n" for p in FIRST)
    + b"* * * *\r\n\x03040800 GMT Mar 31\r\n\x04"
)


def taken(path: Path, *, now: datetime = LATE, **told: Any) -> Capture:
    """The one item of a file as a capture, nothing stored."""
    [raw] = read_paths([path], Told(**told))
    assert isinstance(raw, Raw)
    return capture(raw, WORLD, now)


def said(captured: Capture) -> Extracted:
    """What a capture says."""
    assert captured.extracted is not None
    return captured.extracted


def codes(captured: Capture) -> set[str]:
    """The codes of its findings."""
    return {f.code for f in captured.findings}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("item.xml", G2),
        ("item", NITF),
        ("item.xml", JIMI),
        ("item.json", ninjs(1, "08:00", FIRST)),
        ("item.anpa", ANPA),
        ("item.txt", IPTC7901),
        ("item.xml", G2.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")),
    ],
)
def test_every_format_is_told_by_its_content(tmp_path: Path, name: str, content: Any) -> None:
    """Whatever a wire file is called, its text becomes a version of the agency's article."""
    captured = taken(write(tmp_path / name, content))
    assert (captured.form, captured.role) == ("wire", "agency")
    assert said(captured).headline == "Ferry aground off Norra"
    assert text_of(captured.extracted, None) == FIRST
    assert exact(said(captured).updated) == datetime(2031, 3, 4, 8, 0, tzinfo=UTC)


def test_lines_of_a_jsonl_file_may_be_ninjs_items(desk: Desk, tmp_path: Path) -> None:
    """An archive of items, one a line, is read line by line."""
    lines = [ninjs(1, "08:00", FIRST), ninjs(2, "09:30", CORRECTED)]
    done = desk.take(write(tmp_path / "items.jsonl", "\n".join(map(json.dumps, lines))))
    assert done.ledger.dispositions == {"new-article": 1, "new-version": 1}


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><html><body><p>x</p></body></html>",
        b"<?xml version='1.0'?><rss><channel/></rss>",
        b"Ferry aground\n\nA ferry ran aground.",
        b"[Advertisement]\n\nA ferry ran aground.",
        b"",
        b"<!-- <nitf> --><html/>",
    ],
)
def test_other_files_are_left_to_other_readers(content: bytes) -> None:
    """Pages, feeds and text captures are no wire files."""
    assert not is_wire(content)


@given(st.binary(max_size=400))
def test_no_bytes_upset_the_look_at_a_file(payload: bytes) -> None:
    """The look at a file's first bytes never raises."""
    assert is_wire(payload) in {True, False}


def test_an_embargoed_item_is_no_version_before_its_time(desk: Desk, tmp_path: Path) -> None:
    """Kept as a capture with the reason; the same file makes a version, from the embargo's end on, once that is over."""
    file = write(
        tmp_path / "e.json", ninjs(1, "08:00", FIRST, embargoed="2031-03-04T12:00:00Z", pubstatus="withheld")
    )
    before = desk.take(file, now=EARLY)
    assert before.ledger.dispositions == {"not-article": 1}
    assert [f.code for f in before.ledger.findings if f.severity == "warning"] == ["wire-withheld"]
    assert desk.ask("select quality, reason from captures") == [
        {"quality": "stub", "reason": "embargoed until 2031-03-04T12:00:00+00:00"}
    ]
    assert desk.ask("from versions") == []
    assert desk.take(file, now=LATE).ledger.dispositions == {"new-article": 1}
    noon = datetime(2031, 3, 4, 12, 0, tzinfo=UTC)
    assert desk.ask("select appeared_at, published_at from versions") == [
        {"appeared_at": noon, "published_at": noon}
    ]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"pubstatus": "withheld"}, "withheld by the agency"),
        (
            {"embargoed": "when the minister rises"},
            "embargoed until a time that cannot be read (when the minister rises)",
        ),
        ({"embargoed": "2031-03-04"}, "embargoed until 2031-03-06T00:00:00+00:00"),
    ],
)
def test_what_may_not_be_run_is_no_version(tmp_path: Path, more: dict[str, str], reason: str) -> None:
    """Doubt about an embargo counts for it."""
    captured = taken(write(tmp_path / "e.json", ninjs(1, "08:00", FIRST, **more)), now=EARLY)
    assert said(captured).reason == reason
    assert text_of(captured.extracted, None) is None


@pytest.mark.parametrize(
    ("note", "killed"),
    [
        ("KILL. Legal reasons.", True),
        ("MANDATORY KILL", True),
        ("Editors: please withhold and kill the story Ferry-Norra", True),
        ("UPDATES number killed in explosion", False),
        ("CORRECTS that nobody was killed", False),
    ],
)
def test_a_note_can_kill(tmp_path: Path, note: str, killed: bool) -> None:  # noqa: FBT001 - a table's column
    """A note that withdraws the story is a kill even where the status says nothing; a word in it is none."""
    captured = taken(write(tmp_path / "k.json", ninjs(1, "08:00", FIRST, ednote=note)))
    assert said(captured).kill == (note if killed else None)
    assert (text_of(captured.extracted, None) is None) == killed


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("CORRECTS figure in lead", True),
        ("UPDATES throughout. FIXES spelling of captain's name.", True),
        ("ADDS quotes from captain", False),
        ("Pictures to follow", False),
    ],
)
def test_only_notes_of_corrections_are_corrections(
    tmp_path: Path,
    note: str,
    told: bool,  # noqa: FBT001 - a table's column
) -> None:
    """What updates or adds corrects nothing."""
    captured = taken(write(tmp_path / "n.json", ninjs(1, "08:00", FIRST, ednote=note)))
    assert said(captured).corrections == ((note,) if told else ())


def test_pictures_and_packages_are_kept_as_captures_only(desk: Desk, tmp_path: Path) -> None:
    """An item that is no text is no article, and a finding says so."""
    done = desk.take(
        write(tmp_path / "p.json", {"uri": "urn:pic", "type": "picture", "headline": "x", "provider": "AP"})
    )
    assert done.ledger.dispositions == {"not-article": 1}
    assert "not-text" in {f.code for f in done.ledger.findings}
    assert desk.ask("from versions") == []


def test_a_known_agency_is_called_by_its_name(tmp_path: Path) -> None:
    """Aliases of agencies.toml lead to the one name, for the outlet as for the agency."""
    captured = taken(write(tmp_path / "a.json", ninjs(1, "08:00", FIRST, provider="AP")))
    assert captured.outlet == said(captured).agency == "The Associated Press"


def test_an_item_without_agency_asks_for_the_option(tmp_path: Path) -> None:
    """Nobody is guessed; --outlet says whose it is."""
    item = {k: v for k, v in ninjs(1, "08:00", FIRST, byline="").items() if k != "provider"}
    file = write(tmp_path / "a.json", item)
    assert "agency-missing" in codes(taken(file))
    assert taken(file, outlet="Northern Wire").outlet == "Northern Wire"


def test_slugs_name_the_story_of_a_day(desk: Desk, tmp_path: Path) -> None:
    """Teletype files carry no guid: one slug on one day is one article, on another day another."""
    second = ANPA.replace(FIRST[0].encode(), LATEST[0].encode()).replace(b"0800GMT", b"1300GMT")
    other = ANPA.replace(b"03-04-31", b"03-05-31")
    for name, content in (("a", ANPA), ("b", second), ("c", other)):
        desk.take(write(tmp_path / name, content))
    rows = desk.ask("select article_id, count(*) as n from versions group by 1 order by n")
    assert [r["n"] for r in rows] == [1, 2]


def test_stamps_without_a_zone_are_read_in_the_zone_told(tmp_path: Path) -> None:
    """Never UTC by guess: without a zone a finding, with one an instant."""
    bare = ninjs(1, "08:00", FIRST, versioncreated="2031-03-04T08:00:00", firstcreated="2031-03-04T08:00:00")
    file = write(tmp_path / "z.json", bare)
    guessed, told = taken(file), taken(file, timezone="America/Toronto")
    assert "zone-unknown" in codes(guessed)
    assert exact(said(guessed).updated) is None
    assert "zone-unknown" not in codes(told)
    assert exact(said(told).updated) == datetime(2031, 3, 4, 13, 0, tzinfo=UTC)


def test_web_addresses_of_items_are_never_polled(tmp_path: Path) -> None:
    """An interface's address names an item and is no page; another name may stand for an address."""
    web = taken(write(tmp_path / "a.json", ninjs(1, "08:00", FIRST, uri="https://api.nw.example/item/1")))
    assert (web.url, web.aliases) == (None, (("guid", "https://api.nw.example/item/1"),))
    assert taken(write(tmp_path / "b.json", ninjs(1, "08:00", FIRST))).url == GUID


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.xml", "<newsItem guid='x'>", "not well-formed"),
        ("bomb.xml", "<!DOCTYPE nitf [<!ENTITY a 'b'>]><nitf>&a;</nitf>", "declares entities"),
        ("other.json", '{"name": "no item"}', "JSON without a news item"),
        (
            "ours.json",
            {"uri": "urn:writethru:a1", "headline": "x", "versionCreated": "2031-03-04"},
            "exported by writethru",
        ),
        ("cut.anpa", b"\x16\x16\x01W0001", "cut.anpa"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, name: str, content: Any, words: str
) -> None:
    """A damaged, hostile or foreign file is refused with its name, and the rest goes on."""
    good = write(tmp_path / "good.json", ninjs(1, "08:00", FIRST))
    [refused, raw] = read_paths([write(tmp_path / name, content), good], Told())
    assert isinstance(refused, Refused)
    assert isinstance(raw, Raw)
    assert words in refused.message
    assert len(refused.message.splitlines()) == 1


def test_a_date_in_place_of_a_number_orders_nothing(tmp_path: Path) -> None:
    """A version "number" beyond what the column holds is left out, with a finding."""
    captured = taken(write(tmp_path / "a.json", ninjs(LARGEST + 1, "08:00", FIRST)))
    assert said(captured).wire_number is None
    assert "wire-number-strange" in codes(captured)


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["usable", "canceled", "withheld", "x"]))
def test_no_words_upset_an_item(note: str, headline: str, status: str) -> None:
    """Whatever notes and headlines say, an item becomes a capture."""
    item = ninjs(1, "08:00", FIRST, ednote=note, headline=headline, pubstatus=status, provider=note)
    [part] = parts(json.dumps(item).encode(), "f")
    captured = capture(Raw(b"", "wire", "f", wire=part), WORLD, LATE)
    assert captured.form == "wire"
