"""Fiction in the shape of the real: pages saved as text with all their furniture, and records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SHARED = (
    "The “harbour compact,” signed by nineteen coastal towns last spring, comes up for renewal as storm repairs "
    "reach a critical point.",
    "Whitcombe is scheduled to sit down with several mayors, among them Odile Farrant, who chairs the regional "
    "council, and the heads of the two largest port authorities.",
    "A senior adviser who spoke to reporters on the train said the sea wall would take up most of the day.",
    "The adviser said the province has been preparing a “substantial and lasting” contribution for months and that "
    "its latest budget leaves room for a larger share of the cost.",
    "Although the weekend’s ferry collision has filled the front pages, the adviser said Tuesday’s talks would stay "
    "with the wall.",
)
OLD_LEAD = (
    "Premier Dana Whitcombe is in Port Selby today meeting with the province’s other coastal leaders to talk about "
    "the share her government might take in rebuilding the northern sea wall."
)
NEW_SECOND = (
    "Whitcombe is in Port Selby meeting with coastal leaders to discuss the share her government might take in "
    "rebuilding the northern sea wall."
)
ADDED = (
    "Premier Dana Whitcombe says the province will keep adding to its repair fund over the next four years, partly "
    "so that it can stand behind the smaller towns.",
    "At a news conference in the old customs house, Whitcombe said the talks on cost sharing were “four fifths of "
    "the way home.”",
    "She said that figure came from the council’s chair, Odile Farrant, who is also in Port Selby.",
    "Whitcombe said what is left of the agreement would have to be settled between the towns, the ports and Ottawa.",
    "The premier said Hal Brandt, the federal envoy for coastal works, and the harbour master of Port Selby would "
    "be at the table.",
)

EARLY = f"""Whitcombe heads to Port Selby to talk about share of sea wall bill

Premier Dana Whitcombe is met by harbour staff as she leaves the night train in Port Selby on Monday, March 9, 2026. THE CANADIAN PRESS/Ines Kowal

By Tom Averill, The Canadian Press

Posted March 10, 2026 4:00 am.

Last Updated March 10, 2026 5:32 am.

PORT SELBY — {OLD_LEAD}

{SHARED[0]}

{SHARED[1]}

{SHARED[2]}

{SHARED[3]}

{SHARED[4]}

This report by The Canadian Press was first published March 10, 2026.

Tom Averill, The Canadian Press

Snow squalls close two highways north of the bay

A band of heavy snow has closed two highways north of the bay, and crews expect to work through the afternoon. "We need...

updated

14m ago

School buses cancelled across three counties

A night of blowing snow has led to bus cancellations in three counties, though schools stay open. Here is what parents...

32m ago

Snow squalls close two highways north of the bay

A band of heavy snow has closed two highways north of the bay, and crews expect to work through the afternoon. "We need...

updated

14m ago
"""

LATE = f""" SKIP TO MAIN CONTENT
Live

Menu

Topics

Search

Quick Search

Trending Now

Advertisement
Canada

Whitcombe in Port Selby to weigh share of sea wall repairs

By Tom Averill The Canadian Press
Posted March 10, 2026 7:24 am
2 min read
Click to play video: 'Premier to meet coastal mayors in Port Selby'
Premier to meet coastal mayors in Port Selby
Premier Dana Whitcombe will meet mayors on Tuesday over the cost of the sea wall. Reporter Lou Maddox has more on what to expect.
Share this item on X

Share

{ADDED[0]}

{NEW_SECOND}

{ADDED[1]}

{ADDED[2]}

{ADDED[3]}

For news that matters to your coast, sign up for breaking news alerts delivered directly to you when they happen.

Get breaking news

By providing your email address, you have read and agree to our Terms and Conditions and Privacy Policy.

{ADDED[4]}

Story continues below advertisement

{SHARED[0]}

{SHARED[1]}

Trending Now

{SHARED[2]}

{SHARED[3]}

{SHARED[4]}

Advertisement
© 2026 The Canadian Press

Sponsored content
"""

BODY = (OLD_LEAD, *SHARED)


def write_captures(folder: Path) -> tuple[Path, Path]:
    """The earlier and the later capture as files."""
    early, late = folder / "early.txt", folder / "late.txt"
    early.write_text(EARLY, "utf-8")
    late.write_text(LATE, "utf-8")
    return early, late


def record(
    url: str, captured_at: str, paragraphs: tuple[str, ...] = BODY, outlet: str = "Harbour Post", **more: str
) -> dict[str, str]:
    """A `.jsonl` record."""
    made = {
        "url": url,
        "outlet": outlet,
        "captured_at": captured_at,
        "headline": "Whitcombe heads to Port Selby",
        "text": "\n\n".join(paragraphs),
    }
    return made | more


def write_records(path: Path, records: list[dict[str, str]]) -> Path:
    """Records as a `.jsonl` file."""
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path
