"""NITF 3 (IPTC): one item a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.wire.claims import claim
from pipeline.core.wire.item import WireItem, checked, clean, number, status
from pipeline.core.wire.markup import every, first, paragraphs, text, text_at, value_at

if TYPE_CHECKING:
    from lxml import etree

    from pipeline.model import Claim

_DOC, _HEAD = "head/docdata", "body/body.head"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def items(root: etree._Element) -> tuple[WireItem, ...]:
    """The document's one item. The version is ``series.part``, else the version of the dynamic-use key."""
    content = first(root, "body/body.content")
    dated = value_at(root, f"{_DOC}/date.issue", "norm")
    released = claim(value_at(root, f"{_DOC}/date.release", "norm"))
    word = value_at(root, _DOC, "management-status")
    item = WireItem(
        format="nitf",
        guid=value_at(root, f"{_DOC}/doc-id", "id-string"),
        version=_version(root),
        slug=_slug(root),
        headline=text_at(root, f"{_HEAD}/hedline/hl1", "head/title", f"{_HEAD}/hedline"),
        byline=_byline(root),
        dateline=_dateline(root),
        agency=_agency(root),
        language=clean(root.get("baselang")) or clean(root.get(_XML_LANG)),
        paragraphs=() if content is None else paragraphs(content),
        version_created=claim(dated or value_at(root, "head/pubdata", "date.publication")),
        pub_status=status(word),
        ed_note=" ".join(e.get("info") or "" for e in every(root, f"{_DOC}/ed-msg")).strip() or None,
        update_note=value_at(root, "head/revision-history", "comment"),
        embargoed_until=_embargo(word, released, claim(dated)),
        signal=tuple(k for e in every(root, "head/tobject/tobject.property") if (k := _type(e))),
        copyright=_copyright(root),
        usage_terms=value_at(root, f"{_DOC}/doc.rights", "limitations") or text_at(root, f"{_HEAD}/rights"),
    )
    return (checked(item),)


def _version(root: etree._Element) -> int | None:
    part = number(value_at(root, f"{_DOC}/series", "series.part"))
    return part if part is not None else number(value_at(root, f"{_DOC}/du-key", "version"))


def _slug(root: etree._Element) -> str | None:
    key = value_at(root, f"{_DOC}/du-key", "key") or value_at(root, f"{_DOC}/key-list/keyword", "key")
    named = {(m.get("name") or "").lower(): m.get("content") for m in every(root, "head/meta")}
    return key or clean(named.get("slug")) or clean(named.get("anpa-keyword"))


def _type(element: etree._Element) -> str | None:
    return clean(element.get("tobject.property.type"))


def _byline(root: etree._Element) -> str | None:
    line = first(root, f"{_HEAD}/byline")
    if line is None:
        return None
    parts = [text(e) for e in every(line, "byttl")]
    name = text(line) or ""
    for title in filter(None, parts):
        name = name.removesuffix(title).rstrip(" ,")
    return ", ".join(p for p in (name, *parts) if p) or None


def _dateline(root: etree._Element) -> str | None:
    """The place; the day that may stand beside it is a claim of its own."""
    line = first(root, f"{_HEAD}/dateline")
    if line is None:
        return None
    return text_at(line, "location") or clean(line.text)


def _agency(root: etree._Element) -> str | None:
    return (
        text_at(root, f"{_HEAD}/distributor", f"{_HEAD}/rights/rights.owner")
        or value_at(root, f"{_DOC}/doc.copyright", "holder")
        or value_at(root, f"{_DOC}/del-list/from-src", "src-name")
        or value_at(root, f"{_DOC}/doc-id", "regsrc")
    )


def _copyright(root: etree._Element) -> str | None:
    parts = (value_at(root, f"{_DOC}/doc.copyright", name) for name in ("year", "holder"))
    return " ".join(p for p in parts if p) or None


def _embargo(word: str | None, released: Claim | None, issued: Claim | None) -> Claim | None:
    """The release, where the status says that the item waits for it or it lies after the issue."""
    if released is None or released.instant is None:
        return None
    if status(word) == "withheld" or (issued and issued.instant and released.instant > issued.instant):
        return released
    return None
