"""Addresses as feeds and pages write them, made whole."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def resolve(raw: str, base: str) -> str | None:
    """The http or https address a link means at ``base``; None where it means no web page.

    A feed's own credentials do not pass on to the pages it lists.
    """
    try:
        whole = urljoin(without_credentials(base), raw.strip()) if raw.strip() else ""
        parts = urlsplit(whole)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and whole.isprintable()
    except ValueError:
        return None
    return whole if usable else None


def without_credentials(url: str) -> str:
    """The address without the user and password it may carry."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
