"""Text files from elsewhere, whatever their encoding."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from clinic_cli.errors import ClinicError
from clinic_cli.importers.material import Loss
from clinic_cli.source import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

_ZIP: Final = b"PK\x03\x04"
_AS_TEXT: Final = "Save it as text, HTML or CSV, and import that."
_BINARY: Final = {
    _ZIP: ("an archive", "Unpack it, and import the file inside."),
    b"\x1f\x8b": ("an archive", "Unpack it, and import the file inside."),
    b"%PDF": ("a PDF document", "Copy its text into a text file, and import that."),
    b"\xd0\xcf\x11\xe0": ("an old Office document", _AS_TEXT),
    b"{\\rtf": ("a rich text document", "Save it as plain text, and import that."),
}
_OFFICE: Final = {
    b"xl/workbook": ("an Excel workbook", "Save it in Excel as CSV (File, Save As), and import that."),
    b"word/document": ("a Word document", "Save it in Word as a web page (File, Save As), and import that."),
    b"opendocument.": ("an OpenDocument file", _AS_TEXT),
}
"""Names that an archive's first entries hold, by which programs tell what it is."""


def read_so_far(count: int, noun: str = "item") -> str:
    """Return how far a source could be read before its fault; an import that stops there has written nothing."""
    return f"{count} {noun if count == 1 else f'{noun}s'} could be read before that, and nothing was written"


def address_parts(address: str) -> SplitResult:
    """Return the parts of a web address, all empty where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def refuse_binary(name: str, head: bytes) -> None:
    """Raise ClinicError, which says what it is, for the beginning of a file that is no text."""
    for mark, (kind, what_to_do) in _BINARY.items():
        if head.startswith(mark):
            if mark == _ZIP and (office := next((said for part, said in _OFFICE.items() if part in head), None)):
                kind, what_to_do = office
            raise ClinicError(f"{name}: this is {kind}", what_to_do)


def decode_text(path: Path, largest: int) -> tuple[str, list[Loss]]:
    """Return a file's text without byte order mark, and how it was read where that was a guess; raise ClinicError."""
    data = read_bytes(path)
    if len(data) > largest:
        raise ClinicError(
            f"{path.name}: too long to read ({len(data):,} bytes; {largest:,} at most)", "Split the file."
        )
    refuse_binary(path.name, data)
    if wide := _utf_16(data):
        return data.decode(wide, "replace"), []
    if b"\0" in data:
        raise ClinicError(f"{path.name}: this is no text file", "Save it as text, HTML or CSV, and import that.")
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
    return text, []


def is_json(text: str) -> bool:
    """Whether a text is a list or a group of keys in JSON."""
    try:
        return isinstance(json.loads(text), (dict, list))
    except (ValueError, RecursionError):
        return False


def _utf_16(data: bytes) -> str:
    """Return the name of a file's encoding where that takes two bytes for a letter, with or without a mark; else ""."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
    few, many = min(even, odd), max(even, odd)
    if len(data) % 2 or many * 4 <= len(data[:4096]) or few * 10 > many:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"
