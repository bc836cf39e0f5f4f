"""The agencies of the fiction in these tests, and short ways to make pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.extract import extract
from pipeline.model import Agency, Extracted, Page

Extractor = Callable[..., Extracted]


@pytest.fixture(scope="session")
def agencies() -> tuple[Agency, ...]:
    """Two agencies of fiction, with little more than their names, and a real one."""
    return (
        Agency(
            "Northern Press", aliases=("NP", "The Northern Press"), language="en", dateline=(r"\((?-i:NP)\)",)
        ),
        Agency("La Dépêche boréale", aliases=("Dépêche boréale",), language="fr"),
        Agency(
            "Reuters", credit=(r"^reporting by .{3,100}; editing by .{3,100}$",), dateline=(r"\(reuters\)",)
        ),
    )


@pytest.fixture(scope="session")
def capture(agencies: tuple[Agency, ...]) -> Extractor:
    """A text capture of this folder, extracted: ``capture(name, zone="America/Toronto")``."""
    folder = Path(__file__).parent / "captures"

    def of(name: str, zone: str | None = "America/Toronto") -> Extracted:
        return extract(Page((folder / name).read_bytes(), "text", zone=zone), agencies)

    return of


@pytest.fixture(scope="session")
def record(agencies: tuple[Agency, ...]) -> Extractor:
    """A record of the paragraphs given, extracted."""

    def of(*paragraphs: str, headline: str | None = None) -> Extracted:
        return extract(Page("\n\n".join(paragraphs).encode(), "record", headline=headline), agencies)

    return of


@pytest.fixture(scope="session")
def html(agencies: tuple[Agency, ...]) -> Extractor:
    """An HTML page, extracted: ``html(markup, zone=None, url=…)``."""

    def of(
        markup: str, zone: str | None = None, url: str | None = "https://coast.example/news/bridge-1234567"
    ) -> Extracted:
        return extract(Page(markup.encode(), "html", url=url, zone=zone), agencies)

    return of
