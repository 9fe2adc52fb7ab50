"""Where the sentences of a text stand, and what stands in quotation marks."""

from __future__ import annotations

from typing import Final

from clinic_cli.content.regex import Regex

_BREAK: Final = Regex(  # begins with one set of characters, which the engine skips to
    r"[.!?\u2026\n](?:(?<=\n)\s*\n|(?<!\n)[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[\ufffc]?[A-Z0-9\u00c0-\u00de\ufffc]))"
)
_ABBREVIATION: Final = Regex(
    r"(?:^|[\s(\[\"'\u201c\u2018])(?:[A-Za-z]|Dr|Mr|Mrs|Ms|Prof|St|vs|No|Nos|Jr|Sr|Inc|approx|e\.g|i\.e|cf|al|Ph\.D|M\.D|U\.S|Fig|Vol)\.$"
)
_PAIRS: Final = {"\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c"}
_MARKS: Final = Regex("[\"'\u2018\u201c\u00ab\u201e]")
_SINGLE_LIMIT: Final = 200
_LONGEST: Final = 1200


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
