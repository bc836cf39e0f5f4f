"""In which charset a page says it is: by its mark, the server, its meta element, in this order, as browsers go."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LOOKED_THROUGH = 4_096  # bytes; the standard says 1,024, and pages put scripts before their meta elements
_META = re.compile(rb"<meta\b[^<>]{0,400}?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]{2,40})", re.IGNORECASE)
# What is written → what is meant (WHATWG Encoding Standard): the label of a smaller charset names a larger one.
_MEANT = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "unicode": "utf-8",
}


def stated(payload: bytes, told: str | None = None) -> str | None:
    """The charset a page is stated to be in, as a name Python knows; None where nobody says, or says nonsense.

    Args:
        payload: the page.
        told: what the server's Content-Type names, if it names one.
    """
    mark = next((name for bom, name in _MARKS if payload.startswith(bom)), None)
    if mark:
        return mark
    found = _META.search(payload, 0, _LOOKED_THROUGH)
    written = found[1].decode("ascii") if found else None
    # A meta element that could be read byte by byte is in no UTF-16, whatever it says.
    meta = "utf-8" if written and written.lower().startswith("utf-16") else written
    return _known(told) or _known(meta)


def _known(label: str | None) -> str | None:
    name = (label or "").strip().lower()
    try:
        info = codecs.lookup(_MEANT.get(name, name)) if name else None
    except (LookupError, ValueError):  # a NUL in the name is a ValueError
        return None
    return info.name if info and info._is_text_encoding else None  # noqa: SLF001 - else base64 is a charset too
