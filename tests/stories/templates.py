"""Fiction in the shape of daily templates: frames and how two of their items are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Items = tuple[tuple[str, ...], tuple[str, ...]]

# name → the frame ("{}" where the items part), what the one says there, what the other says
FRAMES: Mapping[str, tuple[str, str, str]] = {
    "market close": (
        "Stocks on the Dunmore exchange closed {} on {} as the main index {} {} points to {} in heavy trading. "
        "Volume was {} million shares, against {} million on the day before, and {} issues rose while {} fell.",
        "higher Monday gained 14.2 2,310.7 88 91 310 122",
        "lower Tuesday lost 9.5 2,301.2 79 88 140 280",
    ),
    "weather": (
        "Dunmore and the Orrin valley: {} with a high of {} and a low of {}. Winds from the {} at {} kilometres an "
        "hour. Sunrise {}, sunset {}. Rain since the first of the month: {} millimetres.",
        "sunny 14 3 west 20 6.41 18.12 31",
        "cloudy 11 5 east 35 6.39 18.14 33",
    ),
    "rainfall": (
        "The following rainfall was recorded in the valley over the past 24 hours, in millimetres. Orrin {}, Dunmore "
        "{}, Castle Point nil, Hale nil, Upper Lock nil, Lower Lock nil, Mill Street nil, Ferry Landing nil.",
        "33.0 5.0",
        "nil nil",
    ),
    "lottery": (
        "The winning numbers in {}'s draw of the Lakes Lottery were {}, {}, {}, {}, {} and {}; the bonus number was {}. "
        "The jackpot of {} million crowns was not won.",
        "Wednesday 3 11 19 24 38 41 7 5",
        "Saturday 2 9 14 27 33 45 12 6",
    ),
    "exchange rates": (
        "The Orrin Central Bank set a crown/dollar rate for March {} of {}/{} to the dollar, {} from the previous {}/{}. "
        "The bank also set a crown/pound rate of {}/{} to the pound.",
        "3 780.00 783.90 down 777.00 780.89 429.15 431.30",
        "9 784.50 788.42 down 784.35 788.27 430.60 432.75",
    ),
    "treasury balances": (
        "Balances of the treasury at the Orrin Central Bank {} on March {} to {} billion crowns from {} billion on the "
        "previous business day, the treasury said in its budget statement. Tax accounts {} to {} billion.",
        "rose 2 3.254 2.424 fell 17.1",
        "fell 9 3.531 4.229 rose 15.4",
    ),
    "rate left alone, a week later": (
        "The Orrin Central Bank left its intervention rate unchanged at 7.75 per cent when it injected funds {} the "
        "market today. Operators had expressed mixed views on {} quarter point cut, since the rate was {} in January.",
        "to a reduced",
        "in another cut",
    ),
    "dividend": ("Quarterly dividend {} cents against {} cents. Pay April 15, record March {}.", "six six 23", "six six 20"),
    "bond of another issuer": (
        "{} {} Ltd is issuing a {} million crown bond due May {} 2031 paying an indicated {} per cent and priced at par, "
        "lead manager Kestrel Bank said. The bond is available in denominations of 5,000 crowns and will be listed in "
        "Dunmore. The selling concession is two per cent while management and underwriting combined pays one per cent.",
        "Hale Foundry 35 7 3.5",
        "Sankey Harbour 60 8 3.5",
    ),
    "prime rate in capitals": (
        "{} {} RAISES PRIME RATE TO 7-3/4 PER CENT FROM 7-1/2 PER CENT, EFFECTIVE TODAY",
        "KESTREL BANK",
        "FERRY TRUST",
    ),
    "box score": (
        "Dunmore {}, {} {}. Goals: Kerr {}, Lind {}, Roe {}. Shots on goal: Dunmore {}, visitors {}. Attendance: {}.",
        "4 Hale 2 12 31 58 28 19 6,112",
        "1 Orrin 3 7 44 60 21 33 5,870",
    ),
    "obituary": (
        "{} {}, {}, of Dunmore, died on {} at the county hospital. Visiting is on {} from {} to {} at the Mill Street "
        "chapel, with a service at {} on the day after. Flowers are declined with thanks.",
        "Ada Kerr 84 Sunday Tuesday 4 8 11",
        "Tom Lind 71 Monday Thursday 3 7 10",
    ),
}  # fmt: skip


def items(name: str) -> Items:
    """Two items of one frame, each a body of one paragraph a sentence or two."""
    frame, one, other = FRAMES[name]
    return (frame.format(*one.split()),), (frame.format(*other.split()),)
