"""Text as a reader sees it, each character of which knows its place in the source."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinic_cli.content.yamltree import Scalar

PLACEHOLDER: Final = "\ufffc"
"""Stands in prose for code and images, so that the words around them stay apart."""


class SourceMap:
    """Where the pieces of a text stand: each begins at an offset in `starts`, and in the source at one in `sources`.

    Within a piece, text and source run side by side.
    """

    def __init__(self, starts: Sequence[int], sources: Sequence[int]) -> None:
        self._starts = starts
        self._sources = sources

    def offset(self, at: int) -> int:
        """Return the source offset of a character of the text."""
        piece = max(bisect_right(self._starts, at) - 1, 0)
        return self._sources[piece] + at - self._starts[piece]


class Prose(NamedTuple):
    """One paragraph, heading, item or cell as plain text.

    `kind` is paragraph, heading, item, cell, alt or quote (a testimonial's); `quoted` is true inside a block quote.
    `map` knows where the text stands, which begins in it at `at`; the blocks of one document share a map.
    """

    kind: str
    text: str
    map: SourceMap
    at: int = 0
    quoted: bool = False

    def offset(self, at: int) -> int:
        """Return the source offset of a character of the text."""
        return self.map.offset(self.at + at)

    def span(self, start: int, end: int) -> Span:
        """Return the source span of a range of the text."""
        return Span(self.offset(start), self.offset(end - 1) + 1 if end > start else self.offset(start))


def scalar_prose(source: str, scalar: Scalar, kind: str = "quote") -> Prose:
    """Return a YAML scalar's text with its places, whatever its style.

    Folding and indentation change only white space, and escapes stand for single characters, so the text and its
    source are walked side by side.
    """
    text = scalar.text
    if scalar.alias:  # the words stand elsewhere, so each of them points at the `*name` that stands for all
        return Prose(kind, text, SourceMap(range(len(text)), (scalar.start,) * len(text)))
    if scalar.style == "" and source.startswith(text, scalar.start):
        return Prose(kind, text, SourceMap((0,), (scalar.start,)))
    at = scalar.start
    if scalar.style in ("'", '"'):
        at += 1
        if source.startswith(text, at) and scalar.end == at + len(text) + 1:
            return Prose(kind, text, SourceMap((0,), (at,)))
    elif scalar.style in ("|", ">"):
        newline = source.find("\n", at)
        at = newline + 1 if newline >= 0 else at
    starts: list[int] = []
    sources: list[int] = []
    expected = -1
    end = scalar.end
    for index, character in enumerate(text):
        if character in " \n" and source[at : at + 1] != character:
            here, step = at, 0
        else:
            while at < end and source[at] != character and source[at] in " \t\r\n":
                at += 1
            here, step = at, 1
            if source[at : at + 1] == "\\" and scalar.style == '"':
                # an escaped line end joins two lines without a character of its own
                while source[at + 1 : at + 2] in ("\n", "\r") and at < end:
                    at += 1
                    while at < end and source[at] in " \t\r\n":
                        at += 1
                    here = at
                    if source[at : at + 1] != "\\":
                        break
                if source[at : at + 1] == "\\":
                    step = {"x": 4, "u": 6, "U": 10}.get(source[at + 1 : at + 2], 2)
            elif character == "'" and scalar.style == "'":
                step = 2
        if here != expected:
            starts.append(index)
            sources.append(min(here, end))
        expected = here + 1
        at = here + step
    return Prose(kind, text, SourceMap(starts or (0,), sources or (scalar.start,)))
