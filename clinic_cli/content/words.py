"""Words of users in sentences of ours: quoted short, and misspelt ones matched with those we know."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Final


def shorten(text: str) -> str:
    """Return a text as a sentence can quote it between backticks: on one line, without any, cut where it is too long."""
    line = " ".join(text.replace("`", "'").split())
    return line if len(line) <= 60 else line[:59] + "…"


@lru_cache(1024)
def closest(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known word that a misspelt one most likely means, or None."""
    folded = _fold(word.strip())
    if len(known) > _MANY:
        known = tuple(dict.fromkeys(name for part in _parts(folded) for name in _by_part(known).get(part, ())))[:_MANY]
    by_folded = {_fold(name): name for name in known}
    if folded in by_folded:
        return by_folded[folded]
    if len(folded) > _LONGEST_WORD:
        return None
    near = difflib.get_close_matches(folded, by_folded, 1, 0.8)
    if near:
        return by_folded[near[0]]
    # two letters in each other's place weigh too much in short words
    swapped = {folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :] for at in range(len(folded) - 1)}
    return next((name for each, name in by_folded.items() if each in swapped), None)


_LONGEST_WORD: Final = 100
"""What is longer is no misspelt key, and comparing it would take its time."""
_MANY: Final = 100
"""Of more known words, only those are compared that one letter more, less or other makes of a word."""


def _fold(word: str) -> str:
    return word.lower().replace("-", "_")


def _parts(folded: str) -> list[str]:
    """Return a word, and what is left of it without each of its letters."""
    short = len(folded) <= _LONGEST_WORD
    return [folded, *(folded[:at] + folded[at + 1 :] for at in range(len(folded)))] if short else [folded]


@lru_cache(4)
def _by_part(known: tuple[str, ...]) -> dict[str, list[str]]:
    """Return words by their parts: words that one letter tells apart have one in common."""
    found: dict[str, list[str]] = {}
    for name in known:
        for part in dict.fromkeys(_parts(_fold(name))):
            found.setdefault(part, []).append(name)
    return found
