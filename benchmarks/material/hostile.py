"""Stories of fiction whose headlines, outlets and notes mean harm, as records for `import`."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from benchmarks.material.fiction import body

LONG = "Ferry " + "x" * 10_000
HEADLINES = (
    "<script>window.harmed=1;alert(1)</script> ferry halted",
    "[ferry](javascript:window.harmed=1) <img src=x onerror=\"window.harmed=1;alert('x')\">",
    "| pipes | in | a | headline | `code` **bold** ~~gone~~ | --- |",
    LONG,
    "Ferry \u202egnp.exe\u202c halted, \u05d4\u05de\u05e2\u05d1\u05d5\u05e8\u05ea \u05e0\u05e2\u05e6\u05e8\u05d4 at noon",
    'Ferry \U0001f6a2 halted \U0001f468\u200d\U0001f692 \U0001f1e8\U0001f1e6 &lt;b&gt; &amp; R&D "it\'s" https://evil.example/?q=1',
)
WRONG = "The clerk said that four fifths of the way home had been paid for with the reserve of the northern harbour."
RIGHT = WRONG.replace("four fifths", "three fifths")
NOTE = "CORRECTION: An earlier version of this story said “four fifths of the way home.” The clerk said “three fifths.” "


def records(start: datetime, seed: int = 5) -> list[dict[str, str]]:
    """Each headline at two outlets, one of them named like it: the first corrects itself, the second does not."""
    rng = Random(seed)  # noqa: S311 - fiction
    out: list[dict[str, str]] = []
    for number, headline in enumerate(HEADLINES):
        texts = body(rng, 160)
        bad, good = "\n\n".join((*texts, WRONG)), "\n\n".join((*texts, RIGHT, NOTE + headline[:200]))
        names = ("Plain Post", headline[:300])
        for minute, name, text in ((0, 0, bad), (5, 1, bad), (30, 0, good), (50, 1, bad)):
            out.append(
                {
                    "url": f"https://{('plain', 'harm')[name]}.example/{number}?a=1&b=(2)&copy;=3",
                    "outlet": names[name],
                    "captured_at": (start + timedelta(minutes=minute + number)).isoformat(),
                    "published_at": (start + timedelta(minutes=5 * name + number)).isoformat(),
                    "timezone": "UTC",
                    "language": "en",
                    "headline": headline,
                    "text": text,
                }
            )
    return out
