"""Source files, and places in them.

Offsets count code points of `SourceFile.text`, which never holds the byte order mark. Lines and columns are 1-based;
a line ends at LF or CRLF and nowhere else, so that U+2028 or a lone CR moves nothing.
"""

from __future__ import annotations

import hashlib
import os
import stat
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from pathlib import Path

BOM = b"\xef\xbb\xbf"


class Span(NamedTuple):
    """A half-open range of offsets in a text."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """Return the span moved by a number of characters."""
        return Span(self.start + by, self.end + by)


class Location(NamedTuple):
    """A 1-based line and column, in characters."""

    line: int
    column: int


class LineIndex:
    """Find lines and columns of offsets in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        starts = [0]
        find = text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        self.starts = starts

    def location(self, offset: int) -> Location:
        """Return the line and column of an offset; the end of the text is a place too."""
        line = bisect_right(self.starts, offset)
        return Location(line, offset - self.starts[line - 1] + 1)

    def offset(self, location: Location) -> int:
        """Return the offset of a line and column, the inverse of `location`."""
        return self.starts[location.line - 1] + location.column - 1

    def line_span(self, line: int) -> Span:
        """Return the span of a 1-based line without its line end."""
        start = self.starts[line - 1]
        end = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
        if end > start and line < len(self.starts) and self.text[end - 1] == "\r":
            end -= 1
        return Span(start, end)

    def line_text(self, line: int) -> str:
        """Return a 1-based line without its line end."""
        start, end = self.line_span(line)
        return self.text[start:end]


class SourceFile:
    """The bytes of one file, decoded once, with its path as reports show it.

    `path` is relative to the project's root with forward slashes, or absolute outside of it. `bad_byte` is the offset
    in `text` of the first byte that is not UTF-8 (shown as U+FFFD), or None.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self.has_bom = data.startswith(BOM)
        raw = data[3:] if self.has_bom else data
        self.bad_byte: int | None = None
        try:
            self.text = raw.decode()
        except UnicodeDecodeError as error:
            self.bad_byte = len(raw[: error.start].decode())
            self.text = raw.decode(errors="replace")

    @cached_property
    def lines(self) -> LineIndex:
        """The lines of the text, counted when first asked for."""
        return LineIndex(self.text)

    @cached_property
    def newline(self) -> str:
        """The line end that the file uses first, LF when it has none."""
        at = self.text.find("\n")
        return "\r\n" if at > 0 and self.text[at - 1] == "\r" else "\n"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the file's bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def encode(self, text: str) -> bytes:
        """Return the bytes of a new text for this file, with its byte order mark if it had one."""
        return BOM + text.encode() if self.has_bom else text.encode()


def read_bytes(path: Path | str) -> bytes:
    """Return a regular file's bytes; raise ClinicError, never OSError, for what cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise ClinicError(f"{path}: not a file", "Move it away, or give it another name.")
            data = os.read(descriptor, status.st_size + 1)
            if len(data) > status.st_size or (data and len(data) < status.st_size):
                parts = [data]
                while part := os.read(descriptor, 1 << 20):
                    parts.append(part)
                data = b"".join(parts)
            return data
        finally:
            os.close(descriptor)
    except OSError as error:
        raise ClinicError(
            f"{path}: cannot be read: {error.strerror or error}", "Check the path and its permissions."
        ) from error
