"""Words in order, without case and punctuation: whether a text repeats the words of another."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W_]+")
RUN: Final = 6
"""So many words in a row are a repetition, not a turn of speech."""


class Wording(NamedTuple):
    """The words of a text, joined by single spaces with one at each end, and where in the text each begins."""

    joined: str
    starts: tuple[int, ...]

    def find(self, phrase: str) -> int | None:
        """Return the offset in the text at which a phrase of whole words stands, or None."""
        wanted = wording_of(phrase).joined
        at = self.joined.find(wanted) if wanted.strip() else -1
        return self.starts[self.joined.count(" ", 0, at)] if at >= 0 else None


def wording_of(text: str) -> Wording:
    """Return the words of a text."""
    words: list[str] = []
    starts: list[int] = []
    for match in _WORD.finditer(text):
        word = unicodedata.normalize("NFC", match[0]).casefold()
        if " " in word or not word:
            continue
        words.append(word)
        starts.append(match.start())
    return Wording(f" {' '.join(words)} ", tuple(starts))


def runs_of(text: str) -> list[str]:
    """Return every run of RUN words in a text, or all of its words where there are fewer."""
    words = wording_of(text).joined.split()
    return [" ".join(words[at : at + RUN]) for at in range(max(len(words) - RUN, 0) + 1)] if words else []
