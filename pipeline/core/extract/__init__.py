"""Extraction: a page, text capture or record → what it says, as one frozen record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.normalise.agencies import book
from pipeline.model import Extracted, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Agency, Page


def prepare() -> None:
    """Import all that pages are read with, which costs a third of a second."""
    from pipeline.core.extract import html_page, record_form, text_capture  # noqa: F401 - to have them


def extract(page: Page, agencies: Sequence[Agency]) -> Extracted:
    """Extract an article.

    Args:
        page: the payload and what is known about it from outside.
        agencies: the agencies to recognise.

    Returns:
        The record; the verdict on the page is in ``quality`` and ``reason``. Hostile input never raises: what
        cannot be read is "empty", with a finding `extract-failed`.
    """
    from pipeline.core.extract import html_page, record_form, text_capture

    forms = {"html": html_page.extract, "record": record_form.extract, "text": text_capture.extract}
    try:
        return forms[page.form](page, book(agencies))
    except Exception as error:  # noqa: BLE001 - one page must not stop a batch; the finding says what happened
        what = f"{type(error).__name__}: {error}"[:200]
        return Extracted(
            "empty",
            f"extraction failed: {what}",
            findings=(Finding("extract-failed", what, severity="error"),),
        )
