"""Signs of scripts other than Latin."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.normalise.scripts import count

TEXTS = st.text(st.sampled_from("aé ’—\u036f\u0370жא한漢かไ\u2bff\u2c00"), max_size=12) | st.text(max_size=12)


@pytest.mark.parametrize("signs", [r"[\u3040-\u30ff\u4e00-\u9fff]", r"[\u0370-\u03ff]", r"[\u0e00-\u0e7f]"])
@given(text=TEXTS)
def test_the_quick_look_loses_no_sign(signs: str, text: str) -> None:
    """As many as the class itself finds."""
    assert count(signs, text) == len(re.findall(signs, text))
