"""One story of a fictional agency, as it sends it and as outlets run it."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GUID = "urn:newsml:nw.example:ferry"
AGENCY = "Northern Wire"
FIRST = (
    "A ferry with 214 people aboard ran aground off Norra Island early Tuesday, the coast guard said, and lifeboats came from three harbours.",
    "The Maren Lind left Osthaven at 5 a.m. and struck a shoal in heavy fog, according to the harbour master, who said nobody was hurt.",
    "Passengers were brought to a school gymnasium in Norra, where volunteers handed out blankets and coffee through the morning.",
    "The ferry line, Lind and Sons, said it had suspended all crossings until divers could look at the hull and at two ships of the same class.",
    "It was the second grounding in the strait since January, and islanders have asked for years for a deeper channel to be dredged.",
)
CORRECTED = (FIRST[0].replace("214", "241"), *FIRST[1:])
LATEST = (
    "The captain of a ferry that ran aground off Norra Island was questioned by police on Tuesday afternoon, prosecutors said in Osthaven.",
    *CORRECTED,
)
CORRECTS = "CORRECTS number of people aboard to 241 sted 214 in first paragraph"


def ninjs(version: int, at: str, body: Sequence[str], **more: Any) -> dict[str, Any]:
    """An item as the agency's interface gives it; ``at`` is a time of day on 4 March 2031, UTC."""
    item = {
        "uri": GUID,
        "version": str(version),
        "type": "text",
        "firstcreated": "2031-03-04T08:00:00Z",
        "versioncreated": f"2031-03-04T{at}:00Z",
        "pubstatus": "usable",
        "headline": "Ferry aground off Norra",
        "byline": "Jo Lind",
        "slugline": "Ferry-Norra",
        "located": "NORRA",
        "provider": AGENCY,
        "language": "en-GB",
        "body_html": "".join(f"<p>{escape(p)}</p>" for p in body),
    }
    return item | more


def write(path: Path, content: Any) -> Path:
    """A file of this content: bytes, text, or JSON."""
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def the_wire(folder: Path) -> list[Path]:
    """Three write-throughs, the second a correction, and a kill."""
    return [
        write(folder / "v1.json", ninjs(1, "08:00", FIRST)),
        write(folder / "v2.json", ninjs(2, "09:30", CORRECTED, ednote=CORRECTS)),
        write(folder / "v3.json", ninjs(3, "13:00", LATEST)),
        write(
            folder / "v4.json",
            ninjs(
                4,
                "14:00",
                ("Editors: the story Ferry-Norra is withdrawn.",),
                pubstatus="canceled",
                ednote="KILL",
            ),
        ),
    ]


def the_copies(folder: Path) -> Path:
    """Three outlets: one runs the wrong figure until the evening, one the corrected text, one the latest."""
    rows = (
        ("Osthaven Post", "https://post.example/ferry", FIRST, "08:20", "08:30"),
        ("Osthaven Post", "https://post.example/ferry", FIRST, "08:20", "16:30"),
        ("Strait Radio", "https://radio.example/n/1", CORRECTED, "09:50", "10:00"),
        ("Norra Times", "https://times.example/a", LATEST, "13:30", "13:40"),
    )
    lines = [
        {
            "outlet": outlet,
            "url": url,
            "headline": "Ferry runs aground",
            "text": "\n\n".join(body),
            "published_at": f"2031-03-04T{published}:00Z",
            "captured_at": f"2031-03-04T{captured}:00Z",
        }
        for outlet, url, body, published, captured in rows
    ]
    return write(folder / "copies.jsonl", "\n".join(map(json.dumps, lines)))
