"""From the bytes in which a Markdown parser counts to the characters of a file, for those places that somebody asks about."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import Final

from clinic_cli.content.prose import SourceMap
from clinic_cli.source import Span

_CONTINUATIONS: Final = bytes(range(0x80, 0xC0))
_STEP: Final = 1024


class Offsets:
    """Where the bytes of a body stand in its file, in characters; `base` is the body's own offset."""

    def __init__(self, body: str, base: int) -> None:
        self._body = body
        self._base = base

    @cached_property
    def _data(self) -> bytes:
        return b"" if self._body.isascii() else self._body.encode()

    @cached_property
    def _counts(self) -> list[int]:
        """How many characters begin before each step of bytes."""
        data = self._data
        steps = (data[at : at + _STEP] for at in range(0, len(data), _STEP))
        return list(accumulate((len(step.translate(None, _CONTINUATIONS)) for step in steps), initial=0))

    def place(self, byte: int) -> int:
        """Return the offset in the file of the character that begins at a byte of the body."""
        if not self._data:
            return self._base + byte
        step = byte // _STEP
        rest = self._data[step * _STEP : byte].translate(None, _CONTINUATIONS)
        return self._base + self._counts[step] + len(rest)

    def block(self, start: int, end: int) -> Span:
        """Return the span of a block, without the line ends that the parser counts to it."""
        first, last = self.place(start) - self._base, self.place(end) - self._base
        while last > first and self._body[last - 1] in "\r\n":
            last -= 1
        return Span(first + self._base, last + self._base)


class Pieces(SourceMap):
    """Pieces of text as the parser yields them, and the bytes of the body at which they stand."""

    def __init__(self, offsets: Offsets) -> None:
        self.offsets = offsets
        self.texts: list[str] = []
        self.bytes: list[int] = []

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(map(len, self.texts)))

    def offset(self, at: int) -> int:
        piece = min(bisect_right(self._ends, at), len(self.texts) - 1)
        return self.offsets.place(self.bytes[piece]) + at - self._ends[piece] + len(self.texts[piece])

    def span(self, first: int, end: int) -> Span:
        """Return the span of a range of pieces that is not empty."""
        start, last = self.offsets.place(self.bytes[first]), self.offsets.place(self.bytes[end - 1])
        return Span(start, last + len(self.texts[end - 1]))
