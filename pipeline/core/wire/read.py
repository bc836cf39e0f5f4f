"""One door to all wire formats: the format is found from the bytes, never from the file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.wire import anpa, iptc7901, jimi, newsml1, newsml_g2, ninjs, nitf
from pipeline.core.wire.markup import MAX_BYTES, every, local, parse
from pipeline.errors import BadInput

if TYPE_CHECKING:
    from lxml import etree

    from pipeline.core.wire.item import WireItem

_KNOWN = "NewsML-G2, NewsML 1.2, NITF, ninjs, Jimi, ANPA 1312, IPTC 7901"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST = 40  # signs of a root's name that are repeated in a message


def read(body: bytes, name: str) -> tuple[WireItem, ...]:
    """All items of a wire file.

    Args:
        body: the file's bytes.
        name: how messages call it.

    Returns:
        At least one item. Pictures, packages and planning items come without paragraphs and with a finding.

    Raises:
        BadInput: it is no wire format, damaged, hostile (entities, size), or holds no item; one clear line.
    """
    if len(body) > MAX_BYTES:
        raise BadInput(f"{name}: {len(body):,} bytes are more than a wire file has ({MAX_BYTES:,})")
    bare = body.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0")
    if bare.startswith(b"\x16") and b"\x01" in bare[:8]:
        return anpa.items(bare, name)
    if bare.startswith(b"\x01"):
        return iptc7901.items(bare, name)
    if bare.startswith(b"<") or body.startswith(_UTF16):
        return _xml(bare if bare.startswith(b"<") else body, name)
    if bare.startswith((b"{", b"[")):
        return ninjs.items(bare, name)
    raise BadInput(f"{name}: not a wire file ({_KNOWN})")


def _xml(body: bytes, name: str) -> tuple[WireItem, ...]:
    root = parse(body, name)
    found = _items(root, name)
    if not found:
        raise BadInput(f"{name}: holds no news item")
    return found


def _items(root: etree._Element, name: str) -> tuple[WireItem, ...]:
    kind = local(root)
    if kind in newsml_g2.ROOTS:
        return newsml_g2.items(root)
    if kind == "NewsML":
        return newsml1.items(root)
    if kind == "nitf":
        return nitf.items(root)
    if kind == "Publish" and every(root, "ContentItem"):
        return jimi.items(root)
    raise BadInput(f"{name}: XML with the root {kind[:_LONGEST]!r} is not a wire format we read ({_KNOWN})")
