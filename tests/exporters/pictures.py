"""The smallest pictures of each kind, made here."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x66\x88\x77" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def jpeg(width: int, height: int, orientation: int = 0, frame: int = 0xC0, order: str = "<") -> bytes:
    data = b"\xff\xd8"
    if orientation:
        mark = b"II*\0" if order == "<" else b"MM\0*"
        entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
        exif = b"Exif\0\0" + mark + struct.pack(order + "IH", 8, 1) + entry
        data += b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    data += b"\xff\xe0" + struct.pack(">H", 4) + b"\0\0\xff"
    return data + b"\xff" + bytes([frame]) + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\xff\xd9"


def webp(kind: bytes, width: int, height: int) -> bytes:
    if kind == b"VP8X":
        body = b"\0" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif kind == b"VP8 ":
        body = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
    else:
        body = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14)
    return b"RIFF\0\0\0\0WEBP" + kind + b"\0\0\0\0" + body
