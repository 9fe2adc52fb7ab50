"""Comments in Markdown that speak to clinic, and never to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from clinic_cli.source import Span

_OPENING: Final = re.compile(r"<!--\s*clinic:")


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


def without_comments(text: str) -> str:
    """Return a text without its comments to clinic, and without the lines that held nothing else."""
    parts: list[str] = []
    at = 0
    for start, end in find_comments(text):
        line = text.rfind("\n", 0, start) + 1
        newline = text.find("\n", end)
        after = len(text) if newline < 0 else newline + 1
        if line >= at and not text[line:start].strip() and not text[end:after].strip():
            start, end = line, after
        parts.append(text[at:start])
        at = end
    return "".join((*parts, text[at:]))
