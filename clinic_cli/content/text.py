"""Text as rules judge it: the words of a document, its sentences, and what stands in quotation marks."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.cues import LOOKED_FOR
from clinic_cli.content.sentences import quoted_ranges, sentence_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.content.cues import Cues
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
        return frozenset(LOOKED_FOR.intersection(self.tokens))

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
