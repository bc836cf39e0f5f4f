"""Requests to a Prefect server whose answers have no body, over plain HTTP."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen


def send(url: str, body: object, method: str = "POST") -> None:
    """Send JSON to an address of the API on the loopback. OSError where it does not answer."""
    kind = {"Content-Type": "application/json"}
    with urlopen(Request(url, json.dumps(body).encode(), kind, method=method), timeout=20):  # noqa: S310 - the loopback
        return
