"""Signs of scripts other than Latin, looked for where a text has any.

A class of thousands of signs takes milliseconds to compile, at every start, and most pages need none: a quick one asks
first.
"""

from __future__ import annotations

import re

_FAR = re.compile(r"[^\0-\u036f\u2000-\u2bff]")  # neither Latin with its marks, nor punctuation and symbols


def has_far(text: str) -> bool:
    """Whether any sign of a text is beyond Latin, punctuation and symbols."""
    return not text.isascii() and _FAR.search(text) is not None


def count(signs: str, text: str) -> int:
    """How many signs of a text are in a class that has only far ones, such as kana and han."""
    return len(re.findall(signs, text)) if has_far(text) else 0
