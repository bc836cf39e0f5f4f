"""Every wire format is read into the same record. The items are fiction."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pipeline.core.wire.read import read

if TYPE_CHECKING:
    from pipeline.core.wire.item import WireItem

G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2031-03-04T09:00:00Z</sent></header>
<itemSet><newsItem guid="urn:newsml:nw.example:ferry" version="3" xml:lang="en">
<rightsInfo><copyrightHolder literal="Northern Wire"/><copyrightNotice>(c) Northern Wire</copyrightNotice>
<usageTerms>No archive</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:NW"><name>Northern Wire</name></provider>
<versionCreated>2031-03-04T10:05:00+01:00</versionCreated><firstCreated>2031-03-04T08:00:00Z</firstCreated>
<embargoed>2031-03-04T12:00:00Z</embargoed><pubStatus qcode="stat:{status}"/>
<edNote>Pictures to come</edNote><edNote role="note:update">CORRECTS price in para 2</edNote>
<signal qcode="sig:correction"/></itemMeta>
<contentMeta><slugline>Ferry-Norra</slugline><by>Jo Lind</by><dateline>NORRA</dateline><language tag="en-GB"/>
<headline role="hld:subHeadline">Below</headline><headline>Ferry talks begin</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>t</title></head><body><p>Ferry talks begin</p><p>NORRA - First   paragraph.</p>
<figure><figcaption>A caption.</figcaption></figure><p>Second <b>bold</b> one.</p></body></html></inlineXML>
</contentSet>
</newsItem>
<packageItem guid="urn:p" version="1"><itemMeta/></packageItem>
<newsItem guid="urn:pic" version="1"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta></newsItem>
</itemSet></newsMessage>"""

NITF = """<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd">
<nitf baselang="en"><head><title>T</title>
<docdata management-status="{status}"><doc-id id-string="nw.1"/><date.issue norm="20310304T090500+0000"/>
<date.release norm="20310304T120000+0000"/><series series.part="2"/><du-key key="ferry"/>
<ed-msg info="Pictures to come"/><doc.copyright year="2031" holder="Northern Wire"/></docdata>
<revision-history comment="CORRECTS price"/></head>
<body><body.head><hedline><hl1>Ferry talks begin</hl1></hedline>
<byline>By Jo Lind<byttl>Staff Writer</byttl></byline><distributor>Northern Wire</distributor>
<dateline><location>NORRA</location><story.date norm="20310304"/></dateline></body.head>
<body.content><media><media-caption>A caption.</media-caption></media>
<p>First <person>Ada Holm</person> paragraph, café.</p><hl2>Ahead</hl2><p>Second one.</p>
<table><tr><td>a</td><td>1</td></tr></table></body.content></body></nitf>"""

NEWSML1 = """<NewsML Version="1.2"><NewsItem xml:lang="en"><Identification><NewsIdentifier>
<NewsItemId>F1</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId>
<PublicIdentifier>urn:newsml:nw.example:20310304:F1:2</PublicIdentifier></NewsIdentifier>
<NameLabel>Ferry-Norra</NameLabel></Identification>
<NewsManagement><FirstCreated>20310304T080000+0000</FirstCreated>
<ThisRevisionCreated>20310304T090500Z</ThisRevisionCreated><Status FormalName="{status}"/></NewsManagement>
<NewsComponent><NewsLines><DateLine>Norra, March 4, 2031 (NW) -</DateLine><HeadLine>Ferry talks begin</HeadLine>
<ByLine>Jo Lind</ByLine><CopyrightLine>(c) NW</CopyrightLine>
<NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>UPDATES throughout</NewsLineText></NewsLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Northern Wire"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<ContentItem><DataContent>.css {{}}</DataContent></ContentItem>
<ContentItem><MediaType FormalName="Text"/><DataContent><p>First paragraph of the item.</p><p>Second one.</p>
</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""

JIMI = """<?xml version="1.0"?><Publish><ContentItem><NewsCompID>77</NewsCompID><Headline>Ferry talks begin</Headline>
<Byline>Jo Lind</Byline><SlugProper>Ferry-Norra</SlugProper><Source>Northern Wire</Source><ContentType>Text</ContentType>
<UpdateNote>ADDS quotes</UpdateNote><WritethruNum>2nd</WritethruNum><WriteThruType>Writethru</WriteThruType>
<WritethruValue>2</WritethruValue><EmbargoTime>0001-01-01T00:00:00</EmbargoTime><Language>2</Language>
<UpdatedDateTime>2031-03-04T05:05:00.33-04:00</UpdatedDateTime>
<CreatedDateTime>2031-03-04T08:00:00.1</CreatedDateTime>
<Placeline>NORRA</Placeline><ContentText>&lt;p&gt;First&amp;nbsp;paragraph.&lt;/p&gt;&lt;p&gt;&amp;nbsp;&lt;/p&gt;
&lt;p&gt;Second one.&lt;/p&gt;</ContentText></ContentItem>
<PublishDateTime>2031-03-04T09:05:00</PublishDateTime></Publish>"""

NINJS1 = {
    "guid": "urn:nw:ferry",
    "version": "3",
    "type": "text",
    "versioncreated": "2031-03-04T09:05:00+0000",
    "firstcreated": "2031-03-04T08:00:00Z",
    "pubstatus": "usable",
    "headline": "Ferry talks begin",
    "byline": "Jo Lind",
    "slugline": "Ferry-Norra",
    "located": "Norra",
    "provider": "Northern Wire",
    "language": "en",
    "ednote": "CORRECTS price",
    "embargoed": "2031-03-04T12:00:00Z",
    "signal": [{"code": "upd"}],
    "body_text": "ignored where there is markup",
    "body_html": "<p>First paragraph.</p><p>Second &amp; last.</p><script>x()</script>",
    "associations": {"a": {"type": "picture", "uri": "urn:pic"}},
}

ANPA = (
    b"\x16\x16\x01W0001\x1fasian\r\nr a\x13\x11 BC-Ferry-Norra 2ndLd-Writethru   03-04 0120\r\n"
    b"\x02^BC-Ferry-Norra, 2nd Ld-Writethru,120<\r\n^Ferry talks begin<\r\n^NW Photo NN101, NN102<\r\n"
    b"^Eds: CORRECTS price in 2nd graf.<\r\n^By JO LIND=\r\n^Northern Wire=\r\n"
    b"\t   NORRA (NW) _ ``Talks begin,'' she said,\r\nstill in one paragraph.\r\n\t   Second one.\r\n"
    b"\r\n\t   \x03NW-WF-03-04-31 0905GMT<\r\n\r\n\x0c\r\n\x04"
)

IPTC7901 = (
    b"\x01eca0001 3 i 120  nwx 0045\r\n\r\nFerry/talks/\r\n\x022ND LEAD\r\nCORRECTION\r\nFerry talks begin\r\n"
    b"on the islands\r\nBy Jo Lind =\r\n\r\n   Norra (nw) - First paragraph\r\nis wrapped.\r\n\r\nSecond one.\r\n\r\n"
    b"# nw NOTEBOOK\r\n\r\n* * * *\r\nNot for publication: desk, +1 5550100\r\n\x03040905 GMT Mrz 31\r\n\x7f\r\n\x7f\x04"
).replace(b"Mrz", b"Mar")


def one(body: str | bytes) -> WireItem:
    """The only item of a document."""
    [item] = read(body.encode() if isinstance(body, str) else body, "f")
    return item


def codes(item: WireItem) -> set[str]:
    """The codes of an item's findings."""
    return {f.code for f in item.findings}


def test_newsml_g2_gives_every_field() -> None:
    """The text item of a message, in full; the headline repeated in the body is no paragraph."""
    item = read(G2.format(status="usable").encode(), "f")[0]
    assert (item.format, item.guid, item.version, item.slug) == (
        "newsml-g2",
        "urn:newsml:nw.example:ferry",
        3,
        "Ferry-Norra",
    )
    assert (item.headline, item.byline, item.dateline) == ("Ferry talks begin", "Jo Lind", "NORRA")
    assert (item.agency, item.language) == ("Northern Wire", "en-GB")
    assert item.paragraphs == ("NORRA - First paragraph.", "Second bold one.")
    assert (item.ed_note, item.update_note) == ("Pictures to come", "CORRECTS price in para 2")
    assert (item.signal, item.usage_terms, item.copyright) == (
        ("sig:correction",),
        "No archive",
        "(c) Northern Wire",
    )
    assert item.version_created is not None
    assert item.version_created.instant == datetime(2031, 3, 4, 9, 5, tzinfo=UTC)
    assert item.version_created.raw == "2031-03-04T10:05:00+01:00"
    assert item.embargoed_until is not None
    assert item.findings == ()


def test_what_is_no_text_is_a_finding() -> None:
    """Packages and pictures come as items without paragraphs that say so."""
    _, package, picture = read(G2.format(status="usable").encode(), "f")
    assert (package.kind, picture.kind) == ("package", "picture")
    assert codes(package) == codes(picture) == {"not-text"}


@pytest.mark.parametrize("document", [G2, NITF, NEWSML1])
@pytest.mark.parametrize(
    ("word", "status"),
    [("Usable", "usable"), ("withheld", "withheld"), ("embargoed", "withheld"), ("Canceled", "canceled")],
)
def test_the_publication_status_is_one_of_three(document: str, word: str, status: str) -> None:
    """Formats spell it in their ways."""
    assert read(document.format(status=word).encode(), "f")[0].pub_status == status


def test_nitf_gives_every_field() -> None:
    """One item, its external DTD never asked for; UTF-8 under a wrong declaration is read as UTF-8."""
    item = one(NITF.format(status="usable"))
    assert (item.guid, item.version, item.slug, item.agency) == ("nw.1", 2, "ferry", "Northern Wire")
    assert (item.byline, item.dateline, item.language) == ("By Jo Lind, Staff Writer", "NORRA", "en")
    assert item.paragraphs == ("First Ada Holm paragraph, café.", "Ahead", "Second one.", "a 1")
    assert (item.update_note, item.ed_note, item.copyright) == (
        "CORRECTS price",
        "Pictures to come",
        "2031 Northern Wire",
    )
    assert item.embargoed_until is not None
    assert item.embargoed_until.instant == datetime(2031, 3, 4, 12, tzinfo=UTC)


def test_newsml_1_keeps_its_guid_across_revisions() -> None:
    """The revision is the version, not part of the identity; style sheets are no text."""
    item = one(NEWSML1.format(status="Usable"))
    assert (item.guid, item.version) == ("urn:newsml:nw.example:20310304:F1", 2)
    assert item.paragraphs == ("First paragraph of the item.", "Second one.")
    assert (item.update_note, item.agency, item.byline) == ("UPDATES throughout", "Northern Wire", "Jo Lind")


def test_jimi_times_without_a_zone_are_utc() -> None:
    """Publication is never later than its update, though one is in UTC unsaid and the other local."""
    item = one(JIMI)
    assert item.first_created is not None
    assert item.version_created is not None
    assert item.first_created.instant == datetime(2031, 3, 4, 8, tzinfo=UTC)
    assert item.version_created.instant == datetime(2031, 3, 4, 9, 5, tzinfo=UTC)
    assert item.embargoed_until is None
    assert (item.version, item.signal, item.language) == (2, ("2nd Writethru",), "fr")
    assert item.paragraphs == ("First paragraph.", "Second one.")


def test_ninjs_gives_every_field() -> None:
    """Markup is the body where there is some; associated pictures are no items."""
    item = one(json.dumps(NINJS1))
    assert (item.guid, item.version, item.slug, item.kind) == ("urn:nw:ferry", 3, "Ferry-Norra", "text")
    assert (item.byline, item.dateline, item.agency) == ("Jo Lind", "Norra", "Northern Wire")
    assert item.paragraphs == ("First paragraph.", "Second & last.")
    assert (item.signal, item.ed_note) == (("upd",), "CORRECTS price")
    assert item.embargoed_until is not None


@pytest.mark.parametrize(
    "wrap",
    [
        lambda d: d,
        lambda d: [d],
        lambda d: {"data": {"item": d}},
        lambda d: {"data": {"items": [{"item": d}]}},
    ],
)
def test_envelopes_around_ninjs_are_opened(wrap: object) -> None:
    """Interfaces wrap items in their ways."""
    assert callable(wrap)
    assert one(json.dumps(wrap(NINJS1))).guid == "urn:nw:ferry"


def test_ninjs_3_and_camel_case_are_ninjs_too() -> None:
    """Bodies and headlines as lists with roles, keys in another case."""
    item = one(
        json.dumps(
            {
                "uri": "urn:x",
                "versionCreated": "2031-03-04T09:05:00Z",
                "headlines": [{"role": "alt", "value": "B"}, {"role": "main", "value": "A"}],
                "bodies": [
                    {"contentType": "text/plain", "value": "no"},
                    {"contentType": "text/html", "value": "<p>yes</p>"},
                ],
                "by": "Jo",
            }
        )
    )
    assert (item.headline, item.paragraphs, item.byline, item.kind) == ("A", ("yes",), "Jo", "text")


def test_anpa_gives_what_its_lines_say() -> None:
    """Slug, write-through number, headline, byline, note, paragraphs, filing time."""
    item = one(ANPA)
    assert (item.version, item.signal, item.headline) == (2, ("writethru",), "Ferry talks begin")
    assert (item.byline, item.dateline, item.agency) == ("By JO LIND", "NORRA", "NW")
    assert item.paragraphs == ("NORRA (NW) — “Talks begin,” she said, still in one paragraph.", "Second one.")
    assert (item.ed_note, item.update_note) == ("CORRECTS price in 2nd graf.", "CORRECTS price in 2nd graf.")
    assert item.version_created is not None
    assert item.version_created.instant == datetime(2031, 3, 4, 9, 5, tzinfo=UTC)
    assert codes(item) == {"no-guid"}


def test_iptc_7901_gives_what_its_lines_say() -> None:
    """Lead number, headline over two lines, byline, wrapped paragraphs; notes to editors are no text."""
    item = one(IPTC7901)
    assert (item.version, item.headline, item.byline) == (2, "Ferry talks begin on the islands", "By Jo Lind")
    assert item.paragraphs == ("Norra (nw) - First paragraph is wrapped.", "Second one.")
    assert (item.dateline, item.slug, item.update_note) == ("Norra", "Ferry/talks", "CORRECTION")
    assert item.ed_note is not None
    assert "Not for publication" in item.ed_note
    assert item.version_created is not None
    assert item.version_created.instant == datetime(2031, 3, 4, 9, 5, tzinfo=UTC)
