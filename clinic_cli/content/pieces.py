"""From the events of a Markdown parser to places in a file, worked out only for what somebody asks about."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from clinic_cli.content.prose import SourceMap
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

_CONTINUATIONS: Final = bytes(range(0x80, 0xC0))
_STEP: Final = 1024


class Events:
    """Where the numbered events of a body stand in its file, in characters; `base` is the body's own offset.

    `read_ranges` returns the bytes between which each event stands. It is called for the first place asked for, as to
    read a body with them takes half as long again, and most bodies are never asked about.
    """

    def __init__(self, body: str, base: int, read_ranges: Callable[[], list[tuple[int, int]]]) -> None:
        self._body = body
        self._base = base
        self._read_ranges = read_ranges

    @cached_property
    def _ranges(self) -> list[tuple[int, int]]:
        return self._read_ranges()

    @cached_property
    def _data(self) -> bytes:
        return b"" if self._body.isascii() else self._body.encode()

    @cached_property
    def _counts(self) -> list[int]:
        """How many characters begin before each step of bytes."""
        data = self._data
        steps = (data[at : at + _STEP] for at in range(0, len(data), _STEP))
        return list(accumulate((len(step.translate(None, _CONTINUATIONS)) for step in steps), initial=0))

    def _place(self, byte: int) -> int:
        """Return the offset in the file of the character that begins at a byte of the body."""
        if not self._data:
            return self._base + byte
        step = byte // _STEP
        rest = self._data[step * _STEP : byte].translate(None, _CONTINUATIONS)
        return self._base + self._counts[step] + len(rest)

    def follows(self, number: int, other: int) -> bool:
        """Whether an event begins where another ends."""
        return self._ranges[number][0] == self._ranges[other][1]

    def start(self, number: int) -> int:
        """Return where an event begins."""
        return self._place(self._ranges[number][0])

    def span(self, first: int, last: int | None = None) -> Span:
        """Return the span of an event, or of several; the events of an element's two ends have the whole of it."""
        return Span(self.start(first), self._place(self._ranges[first if last is None else last][1]))

    def block(self, number: int) -> Span:
        """Return the span of a block, without the line ends that the parser counts to it."""
        start, end = self.span(number)
        while end > start and self._body[end - self._base - 1] in "\r\n":
            end -= 1
        return Span(start, end)


class Pieces(SourceMap):
    """Pieces of text as the parser yields them, and the numbers of the events that brought them."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self.texts: list[str] = []
        self.numbers: list[int] = []

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(map(len, self.texts)))

    def offset(self, at: int) -> int:
        piece = min(bisect_right(self._ends, at), len(self.texts) - 1)
        return self.events.start(self.numbers[piece]) + at - self._ends[piece] + len(self.texts[piece])

    def span(self, first: int, end: int) -> Span:
        """Return the span of a range of pieces that is not empty."""
        start, last = self.events.start(self.numbers[first]), self.events.start(self.numbers[end - 1])
        return Span(start, last + len(self.texts[end - 1]))
