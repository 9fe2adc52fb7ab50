"""How many years of school a text asks for, by Flesch and Kincaid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.regex import Regex
from clinic_cli.content.sentences import sentence_ranges

if TYPE_CHECKING:
    from clinic_cli.content.prose import Prose
    from clinic_cli.content.text import Text

WORDS_AT_LEAST: Final = 100
"""The formula says little about shorter texts."""

_LONG: Final = 10
"""Fewer words than this make no hard sentence, however long they are."""

_STOPS: Final = (".", "?", "!")
_LETTERS: Final = 0.8
"""How much of English text is letters, and not spaces and marks."""

_WORD: Final = Regex(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_VOWELS: Final = Regex(r"[aeiouy\u00e0-\u00ff]+")
_SILENT: Final = Regex(r"(?:[^laeiouy]es|(?<![td])ed|[^laeiouy]e)$")
_SPLIT: Final = Regex(r"i[ao](?!n\b)|[aeo]i(?=ng)|ua(?!r)|eo(?!u)|u[ou]s?\b|y[aeiou](?=[a-z])")


class Readability(NamedTuple):
    """A text's grade, how many words it was taken from, and its hardest sentences, the hardest first."""

    grade: float
    words: int
    hardest: tuple[tuple[Prose, int, int], ...] = ()


class _Syllables(dict[str, int]):
    """About how many syllables an English word has, one at least; each word in lower case is counted once."""

    def __missing__(self, word: str) -> int:
        count = len(_VOWELS.findall(word))
        if count > 1 and _SILENT.search(word):
            count -= 1
        count = max(count + len(_SPLIT.findall(word)), 1)
        if len(self) < _REMEMBERED:
            self[word] = count
        return count


_REMEMBERED: Final = 50_000
_SYLLABLES: Final = _Syllables()


def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    return _SYLLABLES[word.lower().replace("\u2019", "'")]


def grade_of(words: int, sentences: int, sounds: int) -> float:
    """Return the Flesch-Kincaid grade of a text with so many words, sentences and syllables."""
    return 0.39 * words / sentences + 11.8 * sounds / words - 15.59 if words and sentences else 0.0


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of plain text, 0 where it has no word."""
    words = _WORD.findall(text)
    ranges = [pair for pair in sentence_ranges(text) if _WORD.search(text, *pair)]
    return grade_of(len(words), len(ranges), sum(map(syllables, words)))


def readability(text: Text) -> Readability:
    """Return how hard the running text of a document is; headings, cells, pictures and front matter are left out."""
    words = sentences = sounds = 0
    ranked: list[tuple[float, Prose, int, int]] = []
    find = _WORD.findall
    for index, prose in enumerate(text.blocks):
        if prose.kind not in ("paragraph", "item", "html"):
            continue
        lower = prose.text.lower()
        if len(lower) != len(prose.text):
            lower = prose.text  # a letter that is two in lower case would move all behind it
        lower = lower.replace("\u2019", "'")
        for start, end in text.all_sentences(index):
            found = find(lower, start, end)
            if len(found) > (0 if prose.kind == "paragraph" else 3):
                count = sum(map(_SYLLABLES.__getitem__, found))
                words, sentences, sounds = words + len(found), sentences + 1, sounds + count
                trimmed = start + len(prose.text[start:end].rstrip())
                if len(found) >= _LONG:
                    ranked.append((grade_of(len(found), 1, count), prose, start, trimmed))
    ranked.sort(key=lambda each: -each[0])
    return Readability(
        grade_of(words, sentences, sounds), words, tuple((prose, start, end) for _, prose, start, end in ranked[:3])
    )


def about(text: Text) -> float:
    """Return a text's grade in a hurry, by the lengths of words and sentences (the Automated Readability Index)."""
    words = len(text.tokens)
    stops = sum(map(text.lower.count, _STOPS)) + len(text.blocks)
    return 4.71 * len(text.lower) / words * _LETTERS + 0.5 * words / stops - 21.43 if words and stops else 0.0
