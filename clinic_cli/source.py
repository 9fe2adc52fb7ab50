"""Source files, and places in them.

Offsets count code points of `SourceFile.text`, which never holds the byte order mark. Lines and columns are 1-based;
a line ends at LF or CRLF and nowhere else, so that U+2028 or a lone CR moves nothing.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from pathlib import Path

BOM = b"\xef\xbb\xbf"
MAX_BYTES = 64_000_000
"""No content file is longer; of one that is, no more is read than shows it."""

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


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
    """Find lines and columns of offsets in one text, which is read only as far as somebody asks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        self._is_whole = False

    @property
    def starts(self) -> list[int]:
        """The offsets at which lines begin."""
        return self._starts_beyond(len(self.text))

    def _starts_beyond(self, offset: int) -> list[int]:
        """Return the starts of lines, at least as far as the first one behind an offset."""
        starts = self._starts
        if starts[-1] <= offset and not self._is_whole:
            find = self.text.find
            while starts[-1] <= offset:
                at = find("\n", starts[-1])
                if at < 0:
                    self._is_whole = True
                    break
                starts.append(at + 1)
        return starts

    def location(self, offset: int) -> Location:
        """Return the line and column of an offset; the end of the text is a place too."""
        starts = self._starts_beyond(offset)
        line = bisect_right(starts, offset)
        return Location(line, offset - starts[line - 1] + 1)

    def offset(self, location: Location) -> int:
        """Return the offset of a line and column, the inverse of `location`."""
        return self.starts[location.line - 1] + location.column - 1

    def line_span(self, line: int) -> Span:
        """Return the span of a 1-based line without its line end."""
        starts = self.starts
        start = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        if end > start and line < len(starts) and self.text[end - 1] == "\r":
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
        self._text: str | None = None
        try:
            self._text = raw.decode()
        except UnicodeDecodeError as error:
            self.bad_byte = len(raw[: error.start].decode())

    @property
    def text(self) -> str:
        """The decoded text, without a byte order mark."""
        text = self._text
        if text is None:
            text = self._text = self.data[3 if self.has_bom else 0 :].decode(errors="replace")
        return text

    def rest(self) -> None:
        """Let go of the text, which takes twice the room of the bytes, until somebody asks for it again."""
        self._text = None
        self.__dict__.pop("lines", None)

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


def read_bounded(path: Path | str) -> bytes:
    """Return a regular file's bytes; raise ClinicError where it cannot be read, or is longer than any of its kind."""
    data = read_bytes(path, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ClinicError(
            f"{path}: is too long to read (more than {MAX_BYTES // 1_000_000} MB)", "Move what is not needed out of it."
        )
    return data


def read_bytes(path: Path | str, at_most: int | None = None) -> bytes:
    """Return a regular file's bytes, or the first so many of them; raise ClinicError, never OSError, where it cannot."""
    try:
        descriptor = os.open(path, _READ)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise ClinicError(f"{path}: not a file", "Move it away, or give it another name.")
            size = status.st_size
            data = os.read(descriptor, min(size + 1, at_most or sys.maxsize))
            if len(data) != size:  # it is changing, does not know its size, or comes in parts
                parts = [data]
                left = (at_most or sys.maxsize) - len(data)
                while left and (part := os.read(descriptor, min(left, 1 << 20))):
                    parts.append(part)
                    left -= len(part)
                data = b"".join(parts)
            return data
        finally:
            os.close(descriptor)
    except OSError as error:
        raise ClinicError(
            f"{path}: cannot be read: {error.strerror or error}", "Check the path and its permissions."
        ) from error
