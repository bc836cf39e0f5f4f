"""The update note of a pair, in the wire's verbs."""

from __future__ import annotations

import pytest

from pipeline.core.compare.compare import compare

LEAD = "Crews reached the last of the stranded hikers on Mount Orrin early this morning, the rangers said."
TENTS = "Officials counted 14 tents on the ridge above the lodge on the day before the storm came in."
CHIEF = "Ranger Mia Holt led the crew up the ridge in the dark without ropes or lamps."
TRAIL = "The trail has been closed since autumn, when a slide took the lower bridge away."
TEXT = [LEAD, TENTS, CHIEF, TRAIL]
NOTE = "CORRECTION: An earlier version of this story gave a wrong number of tents."
QUOTE = 'Holt said: "They sang all night and nobody slept."'
PAST = "The mountain saw two rescues last year, both of them in fair weather."


@pytest.mark.parametrize(
    ("new", "note"),
    [
        (TEXT, ""),
        (["Every hiker is safe and down.", *TEXT], "RECASTS lead"),
        ([LEAD, QUOTE, *TEXT[1:], PAST], "ADDS quotes and background"),
        ([LEAD, TENTS.replace("14", "19"), *TEXT[2:]], "UPDATES figures"),
        ([LEAD, TENTS.replace("14", "19"), *TEXT[2:], NOTE], "CORRECTS figures"),
        ([LEAD, TENTS, CHIEF.replace("Holt", "Hult"), TRAIL], "FIXES names or spelling"),
        ([*TEXT, NOTE], "CORRECTS"),
        (TEXT[:2], "TRIMS the end"),
        ([LEAD, TRAIL], "TRIMS text"),
        ([LEAD, CHIEF, TRAIL, TENTS], "RECASTS order"),
        ([LEAD, TENTS.replace("above", "over"), *TEXT[2:]], "UPDATES wording"),
        ([LEAD, TENTS, CHIEF, TRAIL.replace("autumn, when", "autumn — when")], "FIXES style"),
        (
            ["Every hiker is safe and down.", LEAD, QUOTE, TENTS.replace("14", "19"), CHIEF, NOTE],
            "CORRECTS figures, RECASTS lead, ADDS quotes, TRIMS the end",
        ),
    ],
)
def test_a_note_says_what_the_later_text_did(new: list[str], note: str) -> None:
    """One line, weightiest verbs first; a figure is corrected only where a note says so."""
    found = compare(TEXT, new)
    assert found.update_note == note
    assert found.verbs == tuple(part.split()[0] for part in note.split(", ") if part)


def test_a_correction_announced_outside_the_text_is_one() -> None:
    """A wire's editorial note makes a changed figure a corrected one."""
    new = [LEAD, TENTS.replace("14", "19"), *TEXT[2:]]
    assert compare(TEXT, new, announced=True).update_note == "CORRECTS figures"
