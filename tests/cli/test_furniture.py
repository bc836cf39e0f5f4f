"""`writethru furniture`: what a person reads of what was learned, and what a person may say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.steps.conftest import Desk
from tests.steps.paper import ABOUT, furnished, learned, page, take

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done


def test_people_see_what_was_learned_and_overrule_it(
    empty_store: Path, writethru: Callable[..., Done]
) -> None:
    """The paragraph, how often, since when; dropped with a name and a reason; taken back."""
    assert "maintain --apply" in writethru("furniture", "list").out
    desk = Desk(empty_store)
    take(desk, *(page("Paper", n, furnished(n, day=n + 1)) for n in range(10)))
    learned(desk)
    told = writethru("furniture", "list").out
    name = re.search(
        rf"(f\w{{13}})  learned   Paper\n  {re.escape(ABOUT)}\n  in 10 of 10 stories, 2026-04-01", told
    )
    assert name, told
    dropped = writethru("furniture", "drop", name[1], "--by", "desk", "--reason", "[b]ours[/b]")
    assert (
        dropped.out.splitlines()[0]
        == f"{name[1]} (Paper) stays in bodies from now on; stored texts stay as they are."
    )
    assert f"furniture undo {name[1]}" in dropped.out
    told = writethru("furniture", "list", "--outlet", "Paper").out
    assert "dropped by desk" in told
    assert "[b]ours[/b]" in told
    assert "was said before" in writethru("furniture", "drop", name[1]).complaint
    assert "is left out of bodies from now on" in writethru("furniture", "undo", name[1]).out
    assert "nothing to undo" in writethru("furniture", "undo", name[1]).complaint
    assert "furniture list --all" in writethru("furniture", "keep", "f000").complaint
