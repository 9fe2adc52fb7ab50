"""How hard a text is to read: the Flesch-Kincaid grade, in years of school."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from clinic_cli.content.text import sentence_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinic_cli.content.prose import Prose

MINIMUM_WORDS: Final = 100
"""A shorter text has no grade: one long sentence would decide it."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_VOWELS: Final = re.compile(r"[aeiouy\u00e0-\u00ff]+")
_SILENT: Final = re.compile(r"(?:[aeiouy]l|[^aeiouyl])e$|[^aeiouytd]ed$|(?:[aeiouy]l|[^aeiouylsxzcgh])es$")
_APART: Final = re.compile(r"(?<![tscg])i[ao]|i(?:et|enc)|[ey]ing|uie|ea(?:t[eio]|$)")
"""Vowels that stand side by side and are spoken one after the other."""
_KINDS: Final = ("paragraph", "item", "quote")


def reading_grade(blocks: Iterable[Prose]) -> float | None:
    """Return the grade of an English text, None where it is too short to have one; headings and tables do not count."""
    words = sentences = syllables = 0
    for block in blocks:
        if block.kind not in _KINDS:
            continue
        for start, end in sentence_ranges(block.text):
            found = _WORD.findall(block.text[start:end])
            words += len(found)
            sentences += bool(found)
            syllables += sum(map(syllables_in, found))
    if words < MINIMUM_WORDS:
        return None
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


@lru_cache(maxsize=20_000)
def syllables_in(word: str) -> int:
    """Return about how many syllables an English word has: its groups of vowels, those that part, but no silent end."""
    lower = word.lower()
    return max(1, len(_VOWELS.findall(lower)) + len(_APART.findall(lower)) - bool(_SILENT.search(lower)))
