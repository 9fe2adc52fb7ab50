"""Text files from elsewhere, whatever their encoding."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from clinic_cli.errors import ClinicError
from clinic_cli.importers.material import Loss
from clinic_cli.source import read_bytes

if TYPE_CHECKING:
    from pathlib import Path


def read_so_far(count: int, noun: str = "item") -> str:
    """Return how far a source could be read before its fault; an import that stops there has written nothing."""
    return f"{count} {noun if count == 1 else f'{noun}s'} could be read before that, and nothing was written"


def address_parts(address: str) -> SplitResult:
    """Return the parts of a web address, all empty where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def decode_text(path: Path, largest: int) -> tuple[str, list[Loss]]:
    """Return a file's text without byte order mark, and how it was read where that was a guess; raise ClinicError."""
    data = read_bytes(path)
    if len(data) > largest:
        raise ClinicError(
            f"{path.name}: too long to read ({len(data):,} bytes; {largest:,} at most)", "Split the file."
        )
    if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise ClinicError(f"{path.name}: this is no text file", "Save it as text, HTML or CSV, and import that.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.IGNORECASE)
        name = declared[1].decode() if declared else "cp1252"
        try:
            codec = "cp1252" if codecs.lookup(name).name in ("utf-8", "iso8859-1") else name
        except LookupError:
            codec = "cp1252"
        shown = "Windows-1252" if codec == "cp1252" else codec
        text = data.decode(codec, "replace")
        return text, [Loss("encoding", f"the file is not UTF-8; it was read as {shown}")]
    if "\0" in text:
        raise ClinicError(f"{path.name}: this is no text file", "Save it as text, HTML or CSV, and import that.")
    return text, []
