"""Regular expressions that are compiled when first used: a run needs few of the many that rules keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Regex:
    """A regular expression with the methods of `re.Pattern` that are used here."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self.text = text
        self.flags = flags

    @cached_property
    def head(self) -> str:
        """The plain letters that every match begins with, "" where it does not begin with any."""
        plain = re.match(r"[A-Za-z0-9 %]*(?![?*{|])", self.text)
        return plain.group() if plain and "|" not in self.text.split("(", 1)[0] else ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.text, self.flags)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first match in a text, or None."""
        return self.pattern.search(text, start, len(text) if end is None else end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match at a place, or None."""
        return self.pattern.match(text, start)

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the match of a whole text, or None."""
        return self.pattern.fullmatch(text, start, len(text) if end is None else end)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Yield all matches."""
        return self.pattern.finditer(text, start, len(text) if end is None else end)

    def findall(self, text: str, start: int = 0, end: int | None = None) -> list[str]:
        """Return all matches, for an expression without groups."""
        return self.pattern.findall(text, start, len(text) if end is None else end)

    def split(self, text: str) -> list[str]:
        """Return the parts of a text between all matches, and what the expression's groups hold, in their order."""
        return self.pattern.split(text)

    def sub(self, better: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Return a text with all matches replaced."""
        return self.pattern.sub(better, text)
