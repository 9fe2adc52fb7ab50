"""Width and height of a picture, read from its first bytes, so that a page does not jump when it arrives."""

from __future__ import annotations

import re
import struct
from typing import Final, NamedTuple

_SVG: Final = re.compile(rb"<svg\b[^>]*>", re.IGNORECASE)
_SVG_LENGTH: Final = re.compile(rb"\s(width|height)\s*=\s*[\"']\s*([0-9.]+)(?:px)?\s*[\"']", re.IGNORECASE)
_SVG_BOX: Final = re.compile(
    rb"\sviewBox\s*=\s*[\"']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)", re.IGNORECASE
)
_JPEG_FRAMES: Final = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))


class Size(NamedTuple):
    """Width and height in pixels, as the picture is shown."""

    width: int
    height: int


def size_of(data: bytes) -> Size | None:
    """Return the size of a PNG, JPEG, GIF, WebP, AVIF or SVG picture, or None where it cannot be read."""
    try:
        size = _read(data)
    except (IndexError, ValueError, struct.error):
        return None
    return size if size and size.width > 0 and size.height > 0 else None


def _read(data: bytes) -> Size | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Size(*struct.unpack_from(">II", data, 16))
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Size(*struct.unpack_from("<HH", data, 6))
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data[4:8] == b"ftyp" and (at := data.find(b"ispe")) > 0:
        return Size(*struct.unpack_from(">II", data, at + 8))
    if match := _SVG.search(data[:4096]):
        return _svg(match[0])
    return None


def _jpeg(data: bytes) -> Size | None:
    at, turned = 2, False
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Size(height, width) if turned else Size(width, height)
        if marker == 0xE1:
            turned = _is_turned(data[at + 4 : at + 2 + length])
        at += 2 + length
    return None


def _is_turned(exif: bytes) -> bool:
    """Whether a camera held upright says that the picture is shown turned by a quarter."""
    if not exif.startswith(b"Exif\0\0"):
        return False
    tiff = exif[6:]
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, first)
        for entry in range(count):
            tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, first + 2 + 12 * entry)
            if tag == 0x0112:
                return value in range(5, 9)
    except struct.error:
        pass
    return False


def _webp(data: bytes) -> Size | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return Size(int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Size(width & 0x3FFF, height & 0x3FFF)
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    return None


def _svg(tag: bytes) -> Size | None:
    lengths = {name.lower(): float(value) for name, value in _SVG_LENGTH.findall(tag)}
    if b"width" in lengths and b"height" in lengths:
        return Size(round(lengths[b"width"]), round(lengths[b"height"]))
    if box := _SVG_BOX.search(tag):
        return Size(round(float(box[1])), round(float(box[2])))
    return None
