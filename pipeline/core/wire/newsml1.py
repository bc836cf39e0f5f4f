"""NewsML 1.2 (IPTC): still sent by some agencies and by distributors of releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.wire.claims import claim
from pipeline.core.wire.item import WireItem, checked, number, status
from pipeline.core.wire.markup import every, first, html, paragraphs, plain, text_at, value_at

if TYPE_CHECKING:
    from lxml import etree

    from pipeline.model import Claim

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CHANGES = ("advisory", "update", "correction")  # kinds of news line that say what changed


def items(root: etree._Element) -> tuple[WireItem, ...]:
    """All news items of the document."""
    return tuple(_item(e) for e in every(root, "//NewsItem"))


def _item(item: etree._Element) -> WireItem:
    body = _body(item)
    return checked(
        WireItem(
            format="newsml-1.2",
            guid=_guid(item),
            kind=_kind(item, body),
            version=number(text_at(item, "Identification/NewsIdentifier/RevisionId")),
            slug=text_at(item, "//NewsLines/SlugLine", "Identification/NameLabel"),
            headline=text_at(item, "//NewsLines/HeadLine"),
            byline=text_at(item, "//NewsLines/ByLine"),
            dateline=text_at(item, "//NewsLines/DateLine"),
            agency=_agency(item),
            language=value_at(item, "//DescriptiveMetadata/Language", "FormalName") or item.get(_XML_LANG),
            paragraphs=body,
            first_created=claim(text_at(item, "NewsManagement/FirstCreated")),
            version_created=claim(text_at(item, "NewsManagement/ThisRevisionCreated")),
            pub_status=status(value_at(item, "NewsManagement/Status", "FormalName")),
            ed_note=text_at(item, "NewsManagement/Instruction", "//NewsLines/EditorialNote"),
            update_note=_update_note(item),
            embargoed_until=_embargo(item),
            copyright=text_at(item, "//NewsLines/CopyrightLine"),
            usage_terms=text_at(item, "//RightsMetadata/UsageRights/UsageType", "//NewsLines/RightsLine"),
        )
    )


def _guid(item: etree._Element) -> str | None:
    """The public identifier without its last part, the revision: a guid stays the same across updates."""
    found = text_at(item, "Identification/NewsIdentifier/PublicIdentifier")
    revision = text_at(item, "Identification/NewsIdentifier/RevisionId")
    if found and revision and found.endswith(f":{revision}"):
        return found[: -len(revision) - 1]
    return found or text_at(item, "Identification/NewsIdentifier/NewsItemId")


def _kind(item: etree._Element, body: tuple[str, ...]) -> str:
    media = value_at(item, "//ContentItem/MediaType", "FormalName")
    return "text" if body or not media else media.lower()


def _agency(item: etree._Element) -> str | None:
    return (
        value_at(item, "//AdministrativeMetadata/Provider/Party", "FormalName")
        or text_at(item, "//NewsLines/CreditLine")
        or text_at(item, "Identification/NewsIdentifier/ProviderId")
    )


def _update_note(item: etree._Element) -> str | None:
    for line in every(item, "//NewsLines/NewsLine"):
        kind = (value_at(line, "NewsLineType", "FormalName") or "").lower()
        if kind.startswith(_CHANGES):
            return text_at(line, "NewsLineText")
    return None


def _embargo(item: etree._Element) -> Claim | None:
    word = value_at(item, "NewsManagement/Status", "FormalName") or ""
    changes = first(item, "NewsManagement/StatusWillChange")
    if word.lower() != "embargoed" or changes is None:
        return None
    return claim(text_at(changes, "DateAndTime"))


def _body(item: etree._Element) -> tuple[str, ...]:
    """The longest content: headlines, summaries and style sheets come as contents too."""
    contents = (_content(c) for c in every(item, "//ContentItem/DataContent"))
    return max(contents, key=lambda found: sum(map(len, found)), default=())


def _content(content: etree._Element) -> tuple[str, ...]:
    inner = first(content, "//body.content")
    if len(content):
        return paragraphs(content if inner is None else inner)
    raw = content.text or ""
    return html(raw) if "<" in raw else plain(raw)
