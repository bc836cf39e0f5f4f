"""Extraction: a page, text capture or record → what it says, as one frozen record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.normalise.agencies import book
from pipeline.model import Extracted, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.core.normalise.agencies import Agencies
    from pipeline.model import Agency, Form, Page


def prepare() -> None:
    """Import what most pages are read with, which costs a quarter of a second."""
    _reader("html")


def extract(page: Page, agencies: Sequence[Agency]) -> Extracted:
    """Extract an article.

    Args:
        page: the payload and what is known about it from outside.
        agencies: the agencies to recognise.

    Returns:
        The record; the verdict on the page is in ``quality`` and ``reason``. Hostile input never raises: what
        cannot be read is "empty", with a finding `extract-failed`.
    """
    try:
        return _reader(page.form)(page, book(agencies))
    except Exception as error:  # noqa: BLE001 - one page must not stop a batch; the finding says what happened
        what = f"{type(error).__name__}: {error}"[:200]
        return Extracted(
            "empty",
            f"extraction failed: {what}",
            findings=(Finding("extract-failed", what, severity="error"),),
        )


def _reader(form: Form) -> Callable[[Page, Agencies], Extracted]:
    """The reader of a form, imported when there is something to read: its patterns take a while to compile."""
    if form == "text":
        from pipeline.core.extract import text_capture

        return text_capture.extract
    if form == "record":
        from pipeline.core.extract import record_form

        return record_form.extract
    from pipeline.core.extract import html_page

    return html_page.extract
