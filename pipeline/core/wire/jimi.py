"""Jimi, the XML that The Canadian Press sends its clients: ``Publish`` around one or more ``ContentItem``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.wire.claims import claim
from pipeline.core.wire.item import WireItem, checked, number
from pipeline.core.wire.markup import every, html, text_at

if TYPE_CHECKING:
    from lxml import etree

_LANGUAGES = {"1": "en", "2": "fr"}


def items(root: etree._Element) -> tuple[WireItem, ...]:
    """All content items.

    ``PublishDateTime`` and ``CreatedDateTime`` are UTC though they name no zone; ``UpdatedDateTime`` is local with
    its offset. A reader who takes the former for local time sees an update before its publication.
    """
    published = text_at(root, "PublishDateTime")
    return tuple(_item(e, published) for e in every(root, "ContentItem"))


def _item(item: etree._Element, published: str | None) -> WireItem:
    kind = (text_at(item, "ContentType") or "text").lower()
    updated = text_at(item, "UpdatedDateTime") or published
    words = (text_at(item, "WritethruNum"), text_at(item, "WriteThruType"))
    signal = " ".join(w for w in words if w and w != "0")
    return checked(
        WireItem(
            format="jimi",
            guid=text_at(item, "NewsCompID", "SystemSlug", "ContentItemID"),
            kind=kind,
            version=number(text_at(item, "WritethruValue")),
            slug=text_at(item, "SlugProper", "FileName"),
            headline=text_at(item, "Headline", "Headline2"),
            byline=text_at(item, "Byline"),
            dateline=text_at(item, "Placeline"),
            agency=text_at(item, "Source", "Credit"),
            language=_LANGUAGES.get(text_at(item, "Language") or ""),
            paragraphs=html(_raw(item)) if kind == "text" else (),
            first_created=claim(text_at(item, "CreatedDateTime"), zone="UTC"),
            version_created=claim(updated, zone="UTC"),
            pub_status="canceled" if "kill" in signal.lower() else "usable",
            ed_note=text_at(item, "EditorNote"),
            update_note=text_at(item, "UpdateNote"),
            embargoed_until=claim(text_at(item, "EmbargoTime")),
            signal=(signal,) if signal else (),
            copyright=text_at(item, "Copyright"),
        )
    )


def _raw(item: etree._Element) -> str:
    return next((e.text or "" for e in every(item, "ContentText")), "")
