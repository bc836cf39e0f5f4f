"""Markup in a feed's titles and summaries → plain text."""

from __future__ import annotations

import html
import re

from pipeline.core.normalise.text import tidy

_TAG = re.compile(r"<[/!?]?[A-Za-z][^<>]*>|<!--.{0,2000}?-->", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONGEST = 20_000
_INLINE = re.compile(
    r"</?(?:b|i|em|strong|span|a|u|s|sup|sub|font|abbr|cite|q|small|mark|code)\b[^<>]*>", re.IGNORECASE
)


def as_text(value: str, *, plain: bool = False) -> str:
    """The text of a title or summary: tags removed, entities resolved, control signs out, blanks tidied.

    ``plain`` says that it is text already: then a "<" is a character and stays.
    """
    text = value[:_LONGEST]
    if not plain:
        text = html.unescape(_TAG.sub(" ", _INLINE.sub("", text)))
        text = _TAG.sub(" ", _INLINE.sub("", text))  # markup that was escaped twice
    return tidy(_CONTROL.sub(" ", text))
