"""The page `corrections`: who still runs the wrong sentence, who mended it without a word, who says so.

Nobody is named as running a wrong sentence who was not looked at since the correction and seen with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.compare.words import word_diff
from pipeline.model import WordSpan
from pipeline.report import md, phrases, uptake
from pipeline.report.board import frame
from pipeline.report.board.overview import notices
from pipeline.report.markdown import marked
from pipeline.report.safe import cut, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.report.board.frame import Links
    from pipeline.report.board.rows import Correction, CorrectionsPage, Freshness, Kill, KillRow
    from pipeline.report.rows import UptakeRow

SENTENCE = 500  # signs of a wrong or right sentence
OUTLETS = 20  # named of each outcome
ACCUSED = "still runs it"
_ALL = 'writethru sql "from correction_uptake"'


def render(page: CorrectionsPage, links: Links) -> str:
    """The page as Markdown."""
    blocks = [_correction(one, page.fresh, links) for one in page.corrections]
    kills = [_kill(one, page.fresh, links) for one in page.kills]
    sections = [
        md.section("Withdrawn stories", "\n\n".join(kills)),
        md.more(page.kills_total - len(page.kills), 'writethru sql "from kill_uptake"'),
        md.section("Wrong sentences", "\n\n".join(blocks), "No correction has named a wrong sentence yet."),
        md.more(page.corrections_total - len(page.corrections), _ALL),
        md.section("Announced in the last week", notices(page.notices, page.fresh, links), "Nothing."),
        md.more(page.notices_total - len(page.notices), 'writethru sql "from corrections"'),
    ]
    named = [c.story for c in page.corrections] + [n.story for n in page.notices]
    return frame.page(
        "Corrections", page.fresh, links, [_sum(page), *sections, frame.without_page(links, named)]
    )


def _sum(page: CorrectionsPage) -> str:
    rows: list[UptakeRow | KillRow] = [r for c in page.corrections for r in c.rows]
    rows += [r for k in page.kills for r in k.rows]
    there = sum(r.outcome == ACCUSED for r in rows)
    told = (
        f"**{phrases.count(there, 'page')} still {'runs' if there == 1 else 'run'} what was corrected or withdrawn.**"
        if there
        else "Nobody is known to run what was corrected or withdrawn."
    )
    return f"{told} Only pages that were looked at since, and seen with it, are named so; the others say why not."


def _correction(one: Correction, fresh: Freshness, links: Links) -> str:
    first = one.rows[0]
    said = f"{md.text(first.announced_by, 60)} announced it at {frame.when(first.announced_at, fresh)} UTC"
    return "\n\n".join(
        [
            f"### {links.story(one.story)}",
            md.items([*_sentences(first), f"{said}: {md.text(first.note, frame.NOTE)}"]),
            _outcomes(one.rows, fresh),
        ]
    )


def _sentences(row: UptakeRow) -> Iterable[str]:
    """The wrong sentence and the right one, with the words that were exchanged marked."""
    wrong, right = (cut(visible(text or ""), SENTENCE) for text in (row.wrong_text, row.right_text))
    if not right:
        yield f"Wrong, and taken back: {marked((WordSpan('delete', wrong),))}"
        return
    spans = word_diff(wrong, right)
    yield f"Wrong: {marked(s for s in spans if s.op != 'insert')}"
    yield f"Right: {marked(s for s in spans if s.op != 'delete')}"


def _kill(one: Kill, fresh: Freshness, links: Links) -> str:
    first = one.rows[0]
    said = f"Withdrawn by {md.text(first.killed_by, 60)} at {frame.when(first.killed_at, fresh)} UTC"
    reason = f": {md.text(first.reason, frame.NOTE)}" if first.reason else "."
    return "\n\n".join([f"### {links.story(one.story)}", said + reason, _outcomes(one.rows, fresh)])


def _outcomes(rows: Sequence[UptakeRow | KillRow], fresh: Freshness) -> str:
    told = (
        (outcome, words, [r for r in rows if r.outcome == outcome])
        for outcome, words in uptake.OUTCOMES.items()
    )
    return md.items(
        f"{f'**{words}**' if outcome == ACCUSED else words}: {_where(there, fresh)}"
        for outcome, words, there in told
        if there
    )


def _where(rows: Sequence[UptakeRow | KillRow], fresh: Freshness) -> str:
    named = [_outlet(row, fresh) for row in rows[:OUTLETS]]
    return ", ".join(named) + (f" and {len(rows) - OUTLETS} more" if len(rows) > OUTLETS else "")


def _outlet(row: UptakeRow | KillRow, fresh: Freshness) -> str:
    return md.named(row.outlet, row.url, row.role) + _aside(_about(row, fresh))


def _about(row: UptakeRow | KillRow, fresh: Freshness) -> Iterable[str]:
    """What is known of the time: since when it is right, or when it was last looked at."""
    minutes = getattr(row, "minutes_to_fix", getattr(row, "minutes_to_withdraw", None))
    if minutes is not None:
        yield f"after {phrases.span(minutes)}" if minutes > 0 else "at once"
    elif row.outcome == ACCUSED:
        begun = getattr(row, "announced_at", getattr(row, "killed_at", None))
        yield f"since {frame.when(begun, fresh)}"
        yield f"seen with it at {frame.when(row.last_checked_at, fresh)}"
    elif row.outcome in ("not rechecked", "unreachable"):
        yield f"last answer {frame.when(row.last_checked_at, fresh)}"


def _aside(words: Iterable[str]) -> str:
    told = ", ".join(words)
    return f" ({told})" if told else ""
