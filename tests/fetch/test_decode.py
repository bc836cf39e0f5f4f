"""Bodies as they come over the wire: encodings, bombs, damage."""

from __future__ import annotations

import contextlib
import gzip
import os

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipeline.io.decode import BrokenError, TooLargeError, decode
from tests.fetch.material import ENCODERS

LIMIT = 100_000


@given(st.binary(max_size=3_000), st.lists(st.sampled_from(sorted(ENCODERS)), max_size=3))
def test_what_was_encoded_comes_back(body: bytes, layers: list[str]) -> None:
    """Each encoding, and up to three one upon the other."""
    encoded = body
    for name in layers:
        encoded = ENCODERS[name](encoded) if encoded else encoded
    assert decode(encoded, ", ".join(layers), LIMIT) == body


@pytest.mark.parametrize("encoding", sorted(ENCODERS))
def test_a_bomb_is_stopped_at_the_limit(encoding: str) -> None:
    """A few kilobytes that unpack to 20 MB give the limit's worth and no more."""
    bomb = ENCODERS[encoding](b"\0" * 20_000_000)
    assert len(bomb) < LIMIT
    with pytest.raises(TooLargeError) as caught:
        decode(bomb, encoding, LIMIT)
    assert caught.value.partial == b"\0" * LIMIT


def test_a_bomb_in_a_bomb_is_stopped() -> None:
    """Each layer has the limit: gzip of gzip of zeros does not get through the first."""
    inner = gzip.compress(b"\0" * 20_000_000)
    with pytest.raises(TooLargeError):
        decode(gzip.compress(inner), "gzip, gzip", 10_000)


@pytest.mark.parametrize("encoding", sorted(ENCODERS))
@pytest.mark.parametrize("cut", [1, 5, 60])
def test_a_body_that_breaks_off_is_none(encoding: str, cut: int) -> None:
    """Half a page is not taken for the page; where a beginning is wanted, it is had."""
    body = ENCODERS[encoding](os.urandom(500))[:-cut]
    with pytest.raises(BrokenError):
        decode(body, encoding, LIMIT)
    assert len(decode(body, encoding, LIMIT, broken_off=True)) <= 500


@given(
    st.binary(min_size=1, max_size=200),
    st.sampled_from([*sorted(ENCODERS), "x-gzip", "compress", "a, b, c, d"]),
)
def test_damage_is_told_and_breaks_nothing(body: bytes, encoding: str) -> None:
    """Any bytes are either decoded, too large or broken."""
    with contextlib.suppress(BrokenError, TooLargeError):
        assert len(decode(body, encoding, LIMIT)) <= LIMIT


def test_frames_and_members_are_read_to_the_last() -> None:
    """Servers concatenate; padding after gzip's last member is passed over."""
    assert decode(ENCODERS["zstd"](b"a") + ENCODERS["zstd"](b"b" * 300), "zstd", LIMIT) == b"a" + b"b" * 300
    assert decode(ENCODERS["gzip"](b"a") * 2 + b"\0\0", "gzip", LIMIT) == b"aa"


def test_a_zstd_window_beyond_the_browsers_is_refused() -> None:
    """RFC 9659 allows 8 MB; more is memory a stranger would have us spend."""
    parameters = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    wide = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    body = wide.compress(b"x" * 1_000) + wide.flush()
    with pytest.raises(BrokenError):
        decode(body, "zstd", LIMIT)
