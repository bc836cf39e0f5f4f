"""What an edit is called: a table of fiction, English and French."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.compare.classes import WEIGHTS, classify
from pipeline.core.compare.compare import compare
from pipeline.core.compare.edits import kinds_of_edit
from pipeline.model import Change

FIGURE, NAME, DAY = "figure-changed", "name-or-spelling-changed", "day-or-tense-changed"
SAID, STYLE, WORDING = "attribution-changed", "style", "wording"
EDITS = [
    # figures
    ("Officials counted 14 tents on the ridge.", "Officials counted 19 tents on the ridge.", FIGURE),
    ("Three crews searched the valley.", "Four crews searched the valley.", FIGURE),
    ("The crews found three hikers.", "The crews found 4 hikers.", FIGURE),
    ("Turnout was 40 per cent in the north.", "Turnout was 42 per cent in the north.", FIGURE),
    ("Turnout was 40% in the north.", "Turnout was 4% in the north.", FIGURE),
    ("Lena Aalto, 41, teaches in Norra.", "Lena Aalto, 42, teaches in Norra.", FIGURE),
    ("The ferry cost $1.2 million to build.", "The ferry cost $2.1 million to build.", FIGURE),
    ("The ferry cost $2 million to build.", "The ferry cost $2 billion to build.", FIGURE),
    ("An earlier plan failed in 2019.", "An earlier plan failed in 2018.", FIGURE),
    ("One hiker was hurt in the fall.", "Two hikers were hurt in the fall.", FIGURE),
    ("She finished second in the race.", "She finished third in the race.", FIGURE),
    ("Le pont a coûté 1 200 couronnes.", "Le pont a coûté 1 300 couronnes.", FIGURE),
    ("Trois marins ont été secourus.", "Quatre marins ont été secourus.", FIGURE),
    ("At 5 p.m., 14 people were missing.", "At 5 p.m., 19 people were missing.", FIGURE),
    ("Officials saw tents on the ridge.", "Officials saw 14 tents on the ridge.", FIGURE),
    # figures that are days and hours
    ("The vote is set for Jan. 5 in Norra.", "The vote is set for Jan. 6 in Norra.", DAY),
    ("Le vote aura lieu le 5 janvier à Norra.", "Le vote aura lieu le 6 janvier à Norra.", DAY),
    ("The bridge shut at 5:30 p.m. for repairs.", "The bridge shut at 6:10 p.m. for repairs.", DAY),
    # names
    ("Ranger Mia Holt led the crew up.", "Ranger Mia Hult led the crew up.", NAME),
    ("Holt led the crew up the ridge.", "Hult led the crew up the ridge.", NAME),
    ("The mayor of Norra opened the pier.", "The mayor of Sudra opened the pier.", NAME),
    ("The Norra Board of Trade met.", "The Norra Chamber of Commerce met.", NAME),
    ("Le maire Luc Tremblé a signé l'accord.", "Le maire Luc Tremblay a signé l'accord.", NAME),
    # days and tenses
    ("The road opens on Tuesday again.", "The road opens today again.", DAY),
    ("The road will open on Monday again.", "The road would open on Tuesday again.", DAY),
    ("The board will meet at the lodge.", "The board met at the lodge.", DAY),
    ("The board votes on the plan.", "The board voted on the plan.", DAY),
    ("The board is to decide on the plan.", "The board has decided on the plan.", DAY),
    ("The chair speaks to the crews.", "The chair spoke to the crews.", DAY),
    ("The crews are searching the valley.", "The crews were searching the valley.", DAY),
    ("Le conseil votera le budget.", "Le conseil a voté le budget.", DAY),
    ("Le conseil se réunit mardi à Norra.", "Le conseil se réunit mercredi à Norra.", DAY),
    ("Le conseil se réunit mardi à Norra.", "Le conseil se réunit aujourd'hui à Norra.", DAY),
    ("The ferry left early on Friday.", "The ferry left late Saturday night.", DAY),
    # who says it
    ("The lodge is shut, the ranger said.", "The lodge is shut, the ranger claimed.", SAID),
    ("The lodge is shut for the winter.", "The lodge is reportedly shut for the winter.", SAID),
    ("The lodge is shut for the winter.", "The lodge is shut for the winter, officials said.", SAID),
    ("Le chalet est fermé, a dit le garde.", "Le chalet est fermé, a affirmé le garde.", SAID),
    ("Le chalet est fermé.", "Le chalet est fermé, selon le garde.", SAID),
    # quotes
    ('Holt called it "very long" for all.', 'Holt called it "cold and very long" for all.', "quote-changed"),
    ('"We sang all night," Holt said.', '"We slept all night," Holt said.', "quote-changed"),
    ('"We sang all night and nobody slept," Holt said.', '"We sang all night," Holt said.', "quote-removed"),
    ('"We sang all night," Holt said.', '"We sang all night and nobody slept," Holt said.', "quote-added"),
    ("Holt called the night very long.", 'Holt called the night "very long".', "quote-added"),
    ("« Nous avons chanté », dit Holt.", "« Nous avons dormi », dit Holt.", "quote-changed"),
    # house style
    ("About 40 percent favored it in U.S. polls.", "About 40 per cent favoured it in US polls.", STYLE),
    ("About 40% of the crews came.", "About 40 percent of the crews came.", STYLE),
    ("Three crews searched the valley.", "3 crews searched the valley.", STYLE),
    ("The fee is 1,200 crowns now.", "The fee is 1200 crowns now.", STYLE),
    ("She said “we won” again.", "She said 'we won' again.", STYLE),
    ("It rose—again—in the colour poll.", "It rose — again — in the color poll.", STYLE),
    ("Holt led the crew to the lodge.", "Mr. Holt led the crew to the lodge.", STYLE),
    ("Tremblay a signé l'accord.", "M. Tremblay a signé l'accord.", STYLE),
    ("The Board met on the e-mail leak.", "The board met on the email leak.", STYLE),
    ("« Non », dit-il au maire.", '"Non", dit-il au maire.', STYLE),
    ("Le taux est de 4 pour cent.", "Le taux est de 4 %.", STYLE),
    # the rest
    ("The storm came in quickly.", "The storm came in fast.", WORDING),
    ("Police searched the ridge.", "Crews searched the ridge.", WORDING),
    ("The old pier is shut.", "The pier is shut.", WORDING),
    ("The officials met at noon.", "The official met at noon.", WORDING),
    ("La tempête est arrivée vite.", "La tempête est arrivée soudain.", WORDING),
]


@pytest.mark.parametrize(("old", "new", "expected"), EDITS)
def test_an_edit_is_called_by_the_weightiest_thing_it_touched(old: str, new: str, expected: str) -> None:
    """Facts come before speech, speech before wording, wording before house style."""
    assert max(kinds_of_edit(old, new), key=WEIGHTS.__getitem__) == expected
    assert len(EDITS) >= 60


def test_a_change_that_touches_several_things_names_them_all() -> None:
    """The main class by importance, the others in `also`, weightiest first."""
    old, new = "Holt counted 14 tents, police said.", "Hult counted 19 tents, police claimed."
    (change,) = classify((Change("edited", 1, 1, old, new, 0.9),))
    assert (change.kind, change.also) == (FIGURE, (NAME, SAID))
    assert change.weight == WEIGHTS[FIGURE]


LEAD = "Crews reached the last of the stranded hikers on Mount Orrin early this morning, the rangers said."
TENTS = "Officials counted 14 tents on the ridge above the lodge on the day before the storm came in."
TRAIL = "The trail has been closed since autumn, when a slide took the lower bridge away."
HISTORY = "The mountain saw two rescues last year, both of them in fair weather."
TEXT = [LEAD, TENTS, TRAIL, HISTORY]


def kinds(old: list[str], new: list[str]) -> list[str]:
    """The classes of what changed, in order."""
    return [c.kind for c in compare(old, new).changes if c.kind]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (["Every hiker is safe.", *TEXT], ["lead-recast"]),
        (["Every hiker is safe.", LEAD.replace("early this morning", "on Monday"), *TEXT[1:]], ["lead-recast", DAY]),
        ([LEAD.replace("reached", "brought down").replace("early this morning", "unhurt"), *TEXT[1:]],
         ["lead-recast"]),
        ([LEAD.replace("last of the", "last 3 of the"), *TEXT[1:]], [FIGURE]),
        ([TENTS, LEAD, TRAIL, HISTORY], ["lead-recast"]),
        ([LEAD, 'Holt said: "They sang all night."', *TEXT[1:]], ["quote-added"]),
        ([*TEXT, "A hut is planned on the ridge for next year."], ["background-added"]),
        (TEXT[:2], ["cut-from-the-end", "cut-from-the-end"]),
        ([LEAD, TRAIL, HISTORY], ["text-removed"]),
        ([*TEXT, "This is a corrected story. An earlier version gave the wrong day."], ["correction-note"]),
        ([LEAD, TRAIL, HISTORY, TENTS], ["moved"]),
        ([LEAD, TRAIL, HISTORY, TENTS.replace("14", "19")], [FIGURE]),
        ([LEAD, TENTS, f"{TRAIL} It was due to open in May.", HISTORY], ["background-added"]),
    ],
)  # fmt: skip
def test_what_comes_goes_and_moves_is_called_by_its_place(new: list[str], expected: list[str]) -> None:
    """A new lead recasts, an old one pushed down does not; a figure in a new sentence is no changed figure."""
    assert kinds(TEXT, new) == expected


def test_sorted_by_weight_facts_come_first_and_style_last() -> None:
    """What a reader must know stands on top of a list, house style at its end."""
    old = [*TEXT, "About 40 percent of hikers favored a hut.", "Police kept the road open."]
    new = [LEAD, TENTS.replace("14", "19"), TRAIL.replace("closed since", "shut since"), HISTORY,
           "About 40 per cent of hikers favoured a hut.", "Police kept the road open.", "Lodges filled up quickly.",
           "CORRECTION: An earlier version of this story gave the wrong number of tents."]  # fmt: skip
    changes = sorted((c for c in compare(old, new).changes if c.kind), key=lambda c: -c.weight)
    assert [c.kind for c in changes] == ["correction-note", FIGURE, "background-added", WORDING, STYLE]


def test_house_style_cuts_and_breaks_count_once_however_many() -> None:
    """A copy that cuts six paragraphs matters little more than one that cuts one."""
    many = [f"Paragraph {word} of the background stands at the end." for word in "abcdef"]
    assert compare([*TEXT, *many], TEXT).weight == WEIGHTS["cut-from-the-end"]


LETTERS = st.text(alphabet="Ab 1.,\"'é%-", max_size=40)


@given(LETTERS, LETTERS)
def test_any_edit_has_a_class(old: str, new: str) -> None:
    """No text makes it raise, and every kind has a weight."""
    assert kinds_of_edit(old, new) <= set(WEIGHTS)
    assert kinds_of_edit(old, old) == {"style"}
