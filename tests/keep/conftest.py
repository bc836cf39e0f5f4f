"""A newsroom's day, taken in once; each test gets a copy of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from pipeline.io import archive
from pipeline.io.warcfile import locate
from tests.steps.conftest import Desk
from tests.wire_import.fiction import CORRECTED, the_copies, the_wire, write

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{title}",
"datePublished":"2031-03-04T10:10:00Z"}}</script></head><body><article><h1>{title}</h1>{body}</article></body></html>"""
COUNCIL = (
    "The council of Osthaven voted on Monday to close two primary schools and to sell the old customs house by the quay.",
    "Parents who had filled the gallery left before the vote, and a petition with nine thousand names was handed to the mayor.",
    "The treasurer said that without the sale the town could not pay for its library beyond the coming winter.",
)
HOSTILE = "Ferry & <i>Co</i> \x1b[31m run aground"


def page(title: str, body: tuple[str, ...]) -> str:
    """A page as an outlet shows it."""
    return PAGE.format(title=title, body="".join(f"<p>{p}</p>" for p in body))


def spoil(data_dir: Path, sha: str) -> None:
    """Damage the archive's record of a payload."""
    place = archive.find(data_dir, [sha])[sha]
    with locate(data_dir, place.file).open("r+b") as file:
        file.seek(place.start + place.length // 2)
        file.write(bytes(place.length // 4))


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a day: wire files, records, pages, a story at one outlet only."""
    folder = tmp_path_factory.mktemp("day")
    desk = Desk(folder / "var")
    desk.take(*the_wire(folder), the_copies(folder))
    desk.take(write(folder / "p.html", page("Ferry &amp; harbour", CORRECTED)), url="https://page.example/1")
    desk.take(write(folder / "own.html", page("Council sits", COUNCIL)), url="https://own.example/1")
    return folder / "var"


@pytest.fixture
def desk(day: Path, tmp_path: Path) -> Desk:
    """A desk with the day on it."""
    shutil.copytree(day, tmp_path / "var")
    return Desk(tmp_path / "var")
