"""Cues: the words without which no phrase that a rule knows can stand in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinic_cli.content.regex import Regex

_NEAR: Final = 160
_TELLING: Final = 4

LOOKED_FOR: Final[set[str]] = set()
"""All words of all cues: a text keeps none but these, as to keep each of its words would cost more than all rules."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Phrase:
    """An expression that begins with plain letters, so that to look for it costs little.

    It is not looked for at all in a text without all of `words`, or with none of `one_of`.
    """

    pattern: Regex
    words: frozenset[str] = frozenset()
    one_of: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        LOOKED_FOR.update(self.words, self.one_of)

    @property
    def rarest(self) -> frozenset[str]:
        """Words without one of which no text holds it: the longest of those it needs, unless they are all short."""
        longest = max(self.words, key=len, default="")
        return self.one_of if self.one_of and len(longest) < _TELLING else frozenset((longest,))

    def may_stand_in(self, words: frozenset[str]) -> bool:
        """Whether a text with some words may hold it."""
        return self.words <= words and not (self.one_of and words.isdisjoint(self.one_of))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cues:
    """What makes a sentence worth a look: one of some lower-case words, or of some phrases.

    They are made when a module is loaded, before any text is asked for its words. What is known only later, as the words
    that a clinic adds, is a phrase without `words`.

    Common words count only where one of `behind` ends right before them or one of `ahead` follows, where one of `near`
    stands within 160 characters, and where `touching` is found in the word and the characters that `reach` counts before
    and behind it. Without one of `beside` somewhere in the text, nothing counts.
    """

    words: frozenset[str] = frozenset()
    near: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    behind: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    touching: Regex | None = None
    reach: tuple[int, int] = (48, 48)
    beside: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        LOOKED_FOR.update(self.words, self.beside)

    def may_stand_in(self, words: frozenset[str]) -> bool:
        """Whether a text with some words may hold a cue."""
        if words.isdisjoint(self.words):
            for phrase in self.phrases:
                if phrase.may_stand_in(words):
                    break
            else:
                return False
        return not (self.beside and words.isdisjoint(self.beside))

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether what stands around a word lets it count."""
        if (self.behind or self.ahead) and not (
            text.endswith(self.behind, 0, start) or text.startswith(self.ahead, end)
        ):
            return False
        if self.touching:
            before, after = self.reach
            if not self.touching.pattern.search(text, max(start - before, 0), end + after):
                return False
        if not self.near:
            return True
        around = text[max(start - _NEAR, 0) : end + _NEAR]
        return any(map(around.__contains__, self.near))


class Families:
    """Several cues by the words that point at them, so that a text asks only after those that it has a word of."""

    def __init__(self, cues: Iterable[Cues]) -> None:
        self._numbers: dict[str, list[int]] = {}
        for number, each in enumerate(cues):
            for word in each.words.union(*(phrase.rarest for phrase in each.phrases)):
                self._numbers.setdefault(word, []).append(number)
        self._words = frozenset(self._numbers)

    def of(self, words: frozenset[str]) -> list[int]:
        """Return the numbers of the cues that have one of a text's words, in their order."""
        found = [self._numbers[word] for word in self._words & words]
        return sorted({number for numbers in found for number in numbers})
