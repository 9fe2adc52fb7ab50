"""Words of users in sentences of ours: quoted short, and misspelt ones matched with those we know."""

from __future__ import annotations

import difflib
from typing import Final


def shorten(text: str) -> str:
    """Return a text as a sentence can quote it between backticks: on one line, without any, cut where it is too long."""
    line = " ".join(text.replace("`", "'").split())
    return line if len(line) <= 60 else line[:59] + "…"


def closest(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known word that a misspelt one most likely means, or None."""
    folded = word.strip().lower().replace("-", "_")
    by_folded = {name.lower().replace("-", "_"): name for name in known}
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
