"""NewsML-G2 (IPTC, 2.x): items of a message, a package or alone; in Power and Core conformance alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.wire.claims import claim
from pipeline.core.wire.item import WireItem, checked, clean, number, status
from pipeline.core.wire.markup import every, first, html, local, paragraphs, plain, text, text_at, value_at

if TYPE_CHECKING:
    from lxml import etree

ROOTS = frozenset(
    ("newsMessage", "newsItem", "packageItem", "conceptItem", "planningItem", "knowledgeItem", "catalogItem")
)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SUB = ("sub", "kicker", "alt")  # roles of headlines that are not the headline


def items(root: etree._Element) -> tuple[WireItem, ...]:
    """All items; packages, concepts and planning items come too, said to be no text."""
    if local(root) != "newsMessage":
        return (_item(root),)
    return tuple(_item(e) for holder in every(root, "itemSet") for e in holder if local(e) in ROOTS)


def _item(item: etree._Element) -> WireItem:
    kind = _kind(item)
    return checked(
        WireItem(
            format="newsml-g2",
            guid=clean(item.get("guid")),
            kind=kind,
            version=number(item.get("version")),
            slug=text_at(item, "contentMeta/slugline"),
            headline=_headline(item),
            byline=text_at(item, "contentMeta/by"),
            dateline=text_at(item, "contentMeta/dateline"),
            agency=_agency(item),
            language=value_at(item, "contentMeta/language", "tag") or clean(item.get(_XML_LANG)),
            paragraphs=_body(item) if kind == "text" else (),
            first_created=claim(text_at(item, "itemMeta/firstCreated")),
            version_created=claim(text_at(item, "itemMeta/versionCreated")),
            pub_status=status(value_at(item, "itemMeta/pubStatus", "qcode")),
            ed_note=_notes(item, update=False),
            update_note=_notes(item, update=True),
            embargoed_until=claim(text_at(item, "itemMeta/embargoed")),
            signal=_signals(item),
            copyright=text_at(item, "rightsInfo/copyrightNotice", "rightsInfo/copyrightHolder/name")
            or value_at(item, "rightsInfo/copyrightHolder", "literal"),
            usage_terms=text_at(item, "rightsInfo/usageTerms"),
        )
    )


def _kind(item: etree._Element) -> str:
    """The item class (``ninat:text`` → text); other items by their element's name."""
    if local(item) != "newsItem":
        return local(item).removesuffix("Item").lower() or "unknown"
    name = (
        value_at(item, "itemMeta/itemClass", "qcode") or value_at(item, "itemMeta/itemClass", "uri") or "text"
    )
    return name.replace("/", ":").rpartition(":")[2].lower()


def _headline(item: etree._Element) -> str | None:
    for line in every(item, "contentMeta/headline"):
        role = (line.get("role") or "").rpartition(":")[2].lower()
        if not role.startswith(_SUB) and (found := text(line)):
            return found
    return text_at(item, "contentMeta/headline", "itemMeta/title")


def _agency(item: etree._Element) -> str | None:
    for path in ("itemMeta/provider", "contentMeta/infoSource", "rightsInfo/copyrightHolder"):
        found = text_at(item, f"{path}/name") or value_at(item, path, "literal")
        found = found or (value_at(item, path, "qcode") or "").rpartition(":")[2]
        if found:
            return found
    return text_at(item, "contentMeta/creditline")


def _notes(item: etree._Element, *, update: bool) -> str | None:
    """Editor's notes; those whose role says update or correction say what changed."""
    found = []
    for note in every(item, "itemMeta/edNote"):
        role = (note.get("role") or "").lower()
        if ("update" in role or "correct" in role or "change" in role) == update and (line := text(note)):
            found.append(line)
    return " ".join(found) or None


def _signals(item: etree._Element) -> tuple[str, ...]:
    names = (s.get("qcode") or s.get("uri") or s.get("literal") for s in every(item, "itemMeta/signal"))
    return tuple(tidied for name in names if (tidied := clean(name)))


def _body(item: etree._Element) -> tuple[str, ...]:
    for holder in every(item, "contentSet"):
        for part in holder:
            found = _part(part)
            if found:
                return found
    return ()


def _part(part: etree._Element) -> tuple[str, ...]:
    if local(part) == "inlineXML":
        content = first(part, "//body.content")
        return paragraphs(part if content is None else content)
    if local(part) == "inlineData":
        raw = "".join(map(str, part.itertext()))
        return html(raw) if "<" in raw else plain(raw)
    return ()
