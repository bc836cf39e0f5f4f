"""How a correction travelled, in every rendering."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, get_args

import pytest
from rich.console import Console

from pipeline.core.stories.uptake import Outcome
from pipeline.report import uptake
from pipeline.report.rows import UptakeRow

if TYPE_CHECKING:
    from collections.abc import Callable

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


def row(
    outlet: str, outcome: str, minutes: int | None = None, right: str | None = "430 <b>people</b> slept."
) -> UptakeRow:
    """A row of one correction, announced by the Herald."""
    return UptakeRow(
        correction_id="c1",
        wrong_text="340 <b>people</b> slept.",
        right_text=right,
        note="It was |430|, not 340.",
        announced_by="Herald",
        announced_at=AT,
        announced=True,
        outlet=outlet,
        url=f"https://{outlet.casefold()}.example/a",
        outcome=outcome,
        fixed_at=AT if minutes is not None else None,
        minutes_to_fix=minutes,
    )


ROWS = [row("Herald", "says so", 0), row("Star", "fixed silently", 75), row("Post", "still runs it")]


def terminal(rows: list[UptakeRow], zone: str | None = None) -> str:
    """As a wide terminal without colours shows it."""
    console = Console(width=200, no_color=True)
    with console.capture() as shown:
        console.print(uptake.terminal(rows, zone))
    return shown.get()


@pytest.mark.parametrize(
    "render", [uptake.markdown, uptake.html, terminal], ids=["markdown", "html", "terminal"]
)
def test_every_rendering_tells_who_followed_and_who_did_not(render: Callable[..., str]) -> None:
    """The sentences, who announced it when, who fixed it silently after how long, who still runs it."""
    shown = render(ROWS, "America/Toronto")
    assert (
        shown.index("still run by") < shown.index("fixed silently by") < shown.index("corrected, and says so")
    )
    for words in ("announced by Herald", "2026-03-10 10:00 EDT", "(after 1 h 15 min)", "(at once)"):
        assert words in shown


@pytest.mark.parametrize("render", [uptake.markdown, uptake.html])
def test_what_strangers_wrote_is_escaped(render: Callable[..., str]) -> None:
    """No markup of a page gets into a report."""
    assert "<b>people" not in render(ROWS)


def test_a_sentence_that_was_taken_back_has_none_in_its_place() -> None:
    """There is nothing to the right of the arrow but that."""
    assert "taken back" in uptake.markdown([row("Herald", "says so", right=None)])
    assert uptake.markdown([]) == uptake.html([]) == ""


def test_every_outcome_has_its_words() -> None:
    """An outcome that is added must be told, too."""
    assert set(uptake.OUTCOMES) == set(get_args(Outcome))
