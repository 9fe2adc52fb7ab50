from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.exporters.imagesize import Size, size_of
from tests.exporters.pictures import gif, jpeg, png, webp


@pytest.mark.parametrize(
    "data",
    [
        png(30, 20),
        gif(30, 20),
        jpeg(30, 20),
        jpeg(30, 20, frame=0xC2),
        jpeg(30, 20, orientation=1),
        jpeg(20, 30, orientation=6),
        jpeg(20, 30, orientation=8, order=">"),
        webp(b"VP8X", 30, 20),
        webp(b"VP8 ", 30, 20),
        webp(b"VP8L", 30, 20),
        b"\0\0\0\x1cftypavif" + b"\0" * 20 + b"\0\0\0\x14ispe\0\0\0\0\0\0\0\x1e\0\0\0\x14",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="30" height="20px">',
        b"<svg viewBox='0 0 30 20'>",
        b'<svg width="100%" viewBox="0,0,29.6,20.2">',
    ],
    ids=lambda data: repr(data[:12]),
)
def test_the_size_is_read_from_the_first_bytes(data: bytes) -> None:
    assert size_of(data) == Size(30, 20)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"\xff\xd8",
        b"\xff\xd8\xff\xff\x01",
        b"RIFF\0\0\0\0WEBPVP9 ",
        png(0, 5),
        b"<svg>",
        b"<svg viewBox='0 0 0 0'>",
        b"\xff\xd8\xff\xe1\0\x10Exif\0\0MM\0*\0\0\0\x09\0\xff",
    ],
)
def test_what_is_no_picture_has_no_size(data: bytes) -> None:
    assert size_of(data) is None


@given(
    st.sampled_from([png(3, 2), gif(3, 2), jpeg(3, 2, 6), webp(b"VP8X", 3, 2)]),
    st.binary(max_size=40),
    st.integers(0, 60),
)
def test_broken_bytes_are_no_error(data: bytes, noise: bytes, at: int) -> None:
    size_of(data[:at] + noise + data[at + len(noise) :])
    size_of(data[:at])
