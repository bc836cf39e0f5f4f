"""The secrets of paid feeds: out of the environment into a request, and out of everything that comes back.

`feeds.toml` names the variable only. What is returned here is used for the one request and never stored.
"""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, urlsplit

from pipeline.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.io.answer import Answer, Exchange
    from pipeline.model import Feed

HIDDEN = "***"
_FIGURES = re.compile("%[0-9A-F]{2}")
_SHORTEST = 4  # signs: a shorter value would be struck out of ordinary words


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a feed is asked with: the address and headers to send, and the words to strike out of what comes back."""

    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    words: tuple[str, ...] = field(default=(), repr=False)


def ticket(feed: Feed, url: str, environ: Mapping[str, str]) -> Ticket:
    """The request's address and headers for a feed; `url` is where it is asked now.

    Raises:
        BadInput: the environment lacks the variable, or its value fits no header.
    """
    if feed.auth is None:
        return Ticket(url)
    value = environ.get(feed.auth.env, "").strip()
    if not value:
        raise BadInput(
            f"the environment variable {feed.auth.env} is not set: this feed is not asked without it"
        )
    if not value.isascii() or not value.isprintable():
        raise BadInput(f"the value of {feed.auth.env} must be one line of ASCII")
    if feed.auth.form == "query":
        return Ticket(_with_parameter(url, feed.auth.name, value), (), _forms(value))
    if feed.auth.form == "header":
        return Ticket(url, ((feed.auth.name, value),), _forms(value))
    coded = base64.b64encode(value.encode()).decode()
    return Ticket(
        url, (("Authorization", f"Basic {coded}"),), (*_forms(value), *_forms(value.partition(":")[2]), coded)
    )


def stripped(answer: Answer, words: Iterable[str]) -> Answer:
    """The answer with every secret struck out: addresses, headers, and the body, where a server echoes it."""
    struck = [word for word in words if len(word) >= _SHORTEST]
    if not struck:
        return answer
    body = answer.body
    for word in struck:
        body = body.replace(word.encode(), HIDDEN.encode())
    return replace(
        answer,
        url=_strike(answer.url, struck),
        final_url=_strike(answer.final_url, struck),
        redirects=tuple(_strike(hop, struck) for hop in answer.redirects),
        detail=_strike(answer.detail, struck),
        body=body,
        exchanges=tuple(_exchange(one, struck) for one in answer.exchanges),
    )


def _exchange(one: Exchange, words: list[str]) -> Exchange:
    sent = tuple((name, _strike(value, words)) for name, value in one.sent)
    received = tuple((name, _strike(value, words)) for name, value in one.received)
    return replace(one, url=_strike(one.url, words), sent=sent, received=received)


def _strike(text: str, words: list[str]) -> str:
    for word in words:
        text = text.replace(word, HIDDEN)
    return text


def _forms(value: str) -> tuple[str, ...]:
    """A value as it is, as addresses write it (whole, or the path's way; figures small or large), markup and JSON."""
    written = {quote(value, safe=""), quote_plus(value), quote(value), quote_plus(value, safe="/")}
    written |= {_FIGURES.sub(lambda found: found[0].lower(), form) for form in written}
    written |= {value, html.escape(value), json.dumps(value)[1:-1], value.replace("/", "\\/")}
    return tuple(sorted(written, key=len, reverse=True))


def _with_parameter(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    others = [p for p in parts.query.split("&") if p and p.partition("=")[0] != name]
    return parts._replace(query="&".join([*others, f"{name}={quote(value, safe='')}"])).geturl()
