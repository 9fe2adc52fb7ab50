"""Text as rules judge it: the words of a document, its sentences, and what stands in quotation marks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.regex import Regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.content.prose import Prose
    from clinic_cli.source import Span

_WORD_BYTES: Final = bytes(
    byte if byte in b"0123456789abcdefghijklmnopqrstuvwxyz" or byte >= 0x80 else 0x20 for byte in range(256)
)
_PLAIN: Final = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u02bc": "'",
        "\u2010": "-",
        "\u2011": "-",
        "\u00a0": " ",
        "\u0130": "I",
        "\n": " ",
        "\t": " ",
    }
)
# one character for one, so that offsets stay; what is left is most often ASCII, which is searched in half the time
_STRAIGHT: Final = (
    ("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u2014", "-"), ("\u2013", "-"), ("\u2026", "."),
    ("\u00a0", " "), ("\u2010", "-"), ("\u2011", "-"), ("\ufffc", "\0"), ("\u0130", "i"),
)  # fmt: skip
_BREAK: Final = Regex(  # begins with one set of characters, which the engine skips to
    r"[.!?\u2026\n](?:(?<=\n)\s*\n|(?<!\n)[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[\ufffc]?[A-Z0-9\u00c0-\u00de\ufffc]))"
)
_ABBREVIATION: Final = Regex(
    r"(?:^|[\s(\[\"'\u201c\u2018])(?:[A-Za-z]|Dr|Mr|Mrs|Ms|Prof|St|vs|No|Nos|Jr|Sr|Inc|approx|e\.g|i\.e|cf|al|Ph\.D|M\.D|U\.S|Fig|Vol)\.$"
)
_PAIRS: Final = {"\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c"}
_MARKS: Final = Regex("[\"'\u2018\u201c\u00ab\u201e]")
_SINGLE_LIMIT: Final = 200
_NEAR: Final = 160
_TELLING: Final = 4
_LONGEST: Final = 1200


class Sentence(NamedTuple):
    """One sentence of a block, with curly apostrophes and odd spaces made plain; `start` is its offset in the block."""

    prose: Prose
    block: int
    start: int
    text: str
    lower: str

    def span(self, start: int, end: int) -> Span:
        """Return the source span of a range of the sentence."""
        return self.prose.span(self.start + start, self.start + end)


_looked_for: Final[set[str]] = set()
"""All words of all cues: a text keeps none but these, as to keep each of its words would cost more than all rules."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """An expression that begins with plain letters, so that to look for it costs little.

    It is not looked for at all in a text without all of `words`, or with none of `one_of`.
    """

    pattern: Regex
    words: frozenset[str] = frozenset()
    one_of: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _looked_for.update(self.words, self.one_of)

    @property
    def rarest(self) -> frozenset[str]:
        """Words without one of which no text holds it: the longest of those it needs, unless they are all short."""
        longest = max(self.words, key=len, default="")
        return self.one_of if self.one_of and len(longest) < _TELLING else frozenset((longest,))

    def may_stand_in(self, words: frozenset[str]) -> bool:
        """Whether a text with some words may hold it."""
        return self.words <= words and not (self.one_of and words.isdisjoint(self.one_of))


@dataclass(frozen=True, slots=True)
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
        _looked_for.update(self.words, self.beside)

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

    def of(self, text: Text) -> list[int]:
        """Return the numbers of the cues that have a word in a text, in their order."""
        found = [self._numbers[word] for word in self._words & text.words]
        return sorted({number for numbers in found for number in numbers})


class Text:
    """The blocks of one document, searched by word first, and sentence by sentence only where a word is found."""

    def __init__(self, blocks: Iterable[Prose]) -> None:
        self.blocks = tuple(blocks)
        self._sentences: dict[int, list[tuple[int, int]]] = {}
        self._quotes: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def lower(self) -> str:
        """All blocks in lower case, a line each, with straight quotation marks and plain hyphens."""
        joined = "\n".join([block.text for block in self.blocks])
        if not joined.isascii():
            for mark, plain in _STRAIGHT:
                joined = joined.replace(mark, plain)
        return joined.lower()

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(block.text) + 1 for block in self.blocks), initial=0))

    @cached_property
    def tokens(self) -> list[str]:
        """All words in lower case, in their order; hyphens and apostrophes part words."""
        return self.lower.encode().translate(_WORD_BYTES).decode().split()

    @cached_property
    def words(self) -> frozenset[str]:
        """Those of its words in lower case that some cues name, each once."""
        return frozenset(_looked_for.intersection(self.tokens))

    def has(self, cues: Cues) -> bool:
        """Whether some cues may stand in the text."""
        return cues.may_stand_in(self.words)

    def sentences(self, cues: Cues) -> Iterator[Sentence]:
        """Yield the sentences that hold a cue, in their order, each once, of a text in which one may stand."""
        text = self.lower
        places: list[int] = []
        words = self.words
        for phrase in cues.phrases:
            if phrase.may_stand_in(words):
                match = phrase.pattern.match
                places += [at for at in _places(text, phrase.pattern.head) if match(text, at)]
        is_plain = not (cues.near or cues.behind or cues.ahead or cues.touching)
        for word in words & cues.words:
            # this is the inner loop of all rules about words
            at, length = text.find(word), len(word)
            while at >= 0:
                end = at + length
                if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()) and (
                    is_plain or cues.holds(text, at, end)
                ):
                    places.append(at)
                at = text.find(word, end)
        if not places:
            return
        found: set[tuple[int, int, int]] = set()
        for at in places:
            block = bisect_right(self._starts, at) - 1
            found.add((block, *self._sentence_at(block, at - self._starts[block])))
        for block, start, end in sorted(found):
            prose = self.blocks[block]
            plain = prose.text[start:end].translate(_PLAIN)
            yield Sentence(prose, block, start, plain, plain.lower())

    def all_sentences(self, block: int) -> list[tuple[int, int]]:
        """Return the ranges of a block's sentences."""
        known = self._sentences.get(block)
        if known is None:
            known = self._sentences[block] = sentence_ranges(self.blocks[block].text)
        return known

    def _sentence_at(self, block: int, at: int) -> tuple[int, int]:
        ranges = self.all_sentences(block)
        return ranges[max(bisect_right(ranges, (at, len(self.lower))) - 1, 0)]

    def is_quoted(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a range of a sentence stands in quotation marks or a block quote."""
        if sentence.prose.quoted:
            return True
        quotes = self._quotes.get(sentence.block)
        if quotes is None:
            quotes = self._quotes[sentence.block] = quoted_ranges(sentence.prose.text)
        start, end = start + sentence.start, end + sentence.start
        at = bisect_right(quotes, (start, len(sentence.prose.text))) - 1
        return at >= 0 and quotes[at][0] <= start and end <= quotes[at][1]


def _places(text: str, part: str) -> Iterator[int]:
    """Yield where a part of a text begins."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def sentence_ranges(text: str) -> list[tuple[int, int]]:
    """Return where a text's sentences stand; each range but the last ends with the white space behind it.

    What has no end for 1,200 characters is parted between words, so that no rule walks a whole text for each word.
    """
    ranges: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        stop = match.start() + 1
        if text[match.start()] == "." and _ABBREVIATION.search(text, max(0, stop - 12), stop):
            continue
        _add_range(ranges, text, start, match.end())
        start = match.end()
    if start < len(text) or not ranges:
        _add_range(ranges, text, start, len(text))
    return ranges


def _add_range(ranges: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        stop = space + 1 if space > 0 else start + _LONGEST
        ranges.append((start, stop))
        start = stop
    ranges.append((start, end))


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Return the ranges of a text that stand in quotation marks, marks included.

    A curly quotation that is not closed goes on to the end of the block, as one of several paragraphs does.
    """
    ranges = []
    at = 0
    while match := _MARKS.search(text, at):
        start, mark = match.start(), match.group()
        at = start + 1
        before, after = text[start - 1 : start], text[at : at + 1]
        if mark in _PAIRS:
            end = text.find(_PAIRS[mark], at)
            end = len(text) if end < 0 else end + 1
        elif before.isalnum() or not after or after.isspace():
            continue
        elif mark == '"':
            end = text.find('"', at) + 1
        else:
            end = _single_end(text, at, "\u2019" if mark == "\u2018" else "'")
        if end > at:
            ranges.append((start, end))
            at = end
    return ranges


def _single_end(text: str, at: int, mark: str) -> int:
    """Return the end of what a single quotation mark opens, or 0; an apostrophe inside a word closes nothing."""
    limit = min(len(text), at + _SINGLE_LIMIT)
    end = text.find(mark, at, limit)
    while end >= 0:
        if not text[end - 1].isspace() and not text[end + 1 : end + 2].isalnum():
            return end + 1
        end = text.find(mark, end + 1, limit)
    return 0
