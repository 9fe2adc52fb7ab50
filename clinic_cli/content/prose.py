"""Text as a reader sees it, each character of which knows its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.regex import Regex
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinic_cli.content.yamltree import Scalar

_WORD: Final = re.compile(r"\S+")
_BREAKS: Final = r"\n\r\x85\u2028\u2029"
_BREAK: Final = Regex(rf"\r\n|[{_BREAKS}]")
_FOLD: Final = rf"(?:\r\n|[{_BREAKS}])(?:[ \t]*(?:\r\n|[{_BREAKS}]))*+[ \t]*+"
_DOUBLE: Final = Regex(
    rf"(?P<joined>\\{_FOLD})|(?P<escape>\\(?:x..|u.{{4}}|U.{{8}}|.))|(?P<fold>[ \t]*{_FOLD})"
    rf"|(?P<words>[^\\ \t{_BREAKS}]+|[ \t]+)",
    re.DOTALL,
)
_SINGLE: Final = Regex(rf"(?P<escape>'')|(?P<fold>[ \t]*{_FOLD})|(?P<words>[^' \t{_BREAKS}]+|[ \t]+)")
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

    Folding and indentation change only white space, so the words of the text are the words of its source, in order.
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
    raw = source[at : scalar.end]
    if (scalar.style == '"' and "\\" in raw) or (scalar.style == "'" and "'" in text):
        return Prose(kind, text, _walked(source, at, scalar))
    starts: list[int] = []
    sources: list[int] = []
    lead = -1
    for word in _WORD.finditer(text):
        start = word.start()
        at = source.index(word.group(), at)
        if at - start != lead:
            lead = at - start
            starts.append(start)
            sources.append(at)
        at += word.end() - start
    return Prose(kind, text, SourceMap(starts or (0,), sources or (scalar.start,)))


def _walked(source: str, at: int, scalar: Scalar) -> SourceMap:
    """Return where the characters of a quoted text with escapes stand, token by token as YAML reads them."""
    starts: list[int] = []
    sources: list[int] = []
    length = 0
    for token in (_DOUBLE if scalar.style == '"' else _SINGLE).finditer(source, at, scalar.end - 1):
        starts.append(length)
        sources.append(token.start())
        if token.lastgroup == "words":
            length += token.end() - token.start()
        elif token.lastgroup == "escape":
            length += 1
        else:
            breaks = _BREAK.findall(token.group())
            # a line end becomes a space, and each more of them itself; an escaped one is nothing
            is_kept = breaks[0] in "\u2028\u2029" or (token.lastgroup == "fold" and len(breaks) == 1)
            length += len(breaks) if is_kept else len(breaks) - 1
    return SourceMap(starts or (0,), sources or (scalar.start,))
