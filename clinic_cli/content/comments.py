"""Comments in Markdown that speak to clinic, and never to a reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clinic_cli.content.regex import Regex
from clinic_cli.source import Span

_OPENING: Final = Regex(r"<!--\s*clinic:")


def find_comments(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the spans of comments to clinic in a part of a text; one that is never closed is none."""
    end = len(text) if end is None else end
    done = start
    for match in _OPENING.finditer(text, start, end):
        if match.start() < done:
            continue
        close = text.find("-->", match.end(), end)
        if close < 0:
            return
        done = close + 3
        yield Span(match.start(), done)


def spoken_parts(text: str, start: int = 0) -> list[Span]:
    """Return the parts of a text, from an offset on, that are no comment to clinic, nor a line that holds nothing else."""
    parts: list[Span] = []
    at = start
    for comment in find_comments(text, start):
        begin, end = comment
        line = max(text.rfind("\n", 0, begin) + 1, start)
        newline = text.find("\n", end)
        after = len(text) if newline < 0 else newline + 1
        if line >= at and not text[line:begin].strip() and not text[end:after].strip():
            begin, end = line, after
        parts.append(Span(at, begin))
        at = end
    parts.append(Span(at, len(text)))
    return [part for part in parts if part.end > part.start]


def without_comments(text: str, start: int = 0) -> str:
    """Return a text, from an offset on, without its comments to clinic."""
    return "".join(text[begin:end] for begin, end in spoken_parts(text, start))
