"""Texts on which a regular expression that can be slow is slow, made from its own structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

TAILS = ("", "\x00", "\n\x00", "\u20ac!")
_PLENTY = 40
_CANDIDATES = "a1 -.\n'\"<>[]()/:;=&@#*_A%\\|{}~!?,\t\u2019\u00e9\x00"


def _one_of(items: list[Any], flags: int) -> str:
    """Return a character that a set takes, the plainest that there is."""
    for character in _CANDIDATES:
        if _takes(items, character, flags):
            return character
    for kind, value in items:
        if kind is c.LITERAL:
            return chr(value)
        if kind is c.RANGE:
            return chr(value[0])
    return "a"


def _takes(items: list[Any], character: str, flags: int) -> bool:
    code = ord(character)
    negated = bool(items) and items[0][0] is c.NEGATE
    hit = False
    for kind, value in items[1:] if negated else items:
        if kind is c.LITERAL:
            hit = hit or code == value
        elif kind is c.RANGE:
            hit = hit or value[0] <= code <= value[1]
        elif kind is c.CATEGORY:
            hit = hit or bool(re.fullmatch(_CATEGORIES[value], character, flags & re.ASCII))
    return hit != negated


_CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}


def _sample(nodes: Any, flags: int, groups: dict[int, str]) -> str:
    """Return a text that a sequence matches, as far as that can be told without trying."""
    parts: list[str] = []
    for kind, value in nodes:
        if kind is c.LITERAL:
            parts.append(chr(value))
        elif kind is c.NOT_LITERAL:
            parts.append("a" if value != ord("a") else "b")
        elif kind is c.ANY:
            parts.append("a")
        elif kind is c.IN:
            parts.append(_one_of(list(value), flags))
        elif kind is c.BRANCH:
            parts.append(_sample(value[1][0], flags, groups))
        elif kind is c.SUBPATTERN:
            text = _sample(value[3], flags, groups)
            groups[value[0] or 0] = text
            parts.append(text)
        elif kind is c.ATOMIC_GROUP:
            parts.append(_sample(value, flags, groups))
        elif kind in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            parts.append(_sample(value[2], flags, groups) * max(value[0], 1 if value[0] else 0))
        elif kind is c.GROUPREF:
            parts.append(groups.get(value, ""))
    return "".join(parts)


def _pumps(nodes: Any, flags: int, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield heads and what to repeat behind them: the body of each repeat, and whatever leads up to it."""
    groups: dict[int, str] = {}
    head = before
    for kind, value in nodes:
        if kind in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT) and value[1] >= _PLENTY:
            body = _sample(value[2], flags, groups)
            yield head, body
            if head:
                yield "", head
                yield "", head + body
                yield head, body + head
            for inner in value[2]:
                if inner[0] is c.BRANCH:
                    yield from ((head, _sample(branch, flags, groups)) for branch in inner[1][1])
                elif inner[0] is c.IN:
                    yield from ((head, each) for each in _CANDIDATES if _takes(list(inner[1]), each, flags))
            yield from _pumps(value[2], flags, head)
        elif kind is c.SUBPATTERN:
            yield from _pumps(value[3], flags, head)
        elif kind is c.ATOMIC_GROUP:
            yield from _pumps(value, flags, head)
        elif kind is c.BRANCH:
            for branch in value[1]:
                yield from _pumps(branch, flags, head)
        elif kind in (c.ASSERT, c.ASSERT_NOT):
            yield from _pumps(value[1], flags, head)
        elif kind in (c.MAX_REPEAT, c.MIN_REPEAT):
            yield from _pumps(value[2], flags, head)
        head += _sample([(kind, value)], flags, groups)
    if head:
        yield "", head[:-1] or head


def attacks(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    """Yield texts of about a length on which a pattern may be slow: something again and again, and a tail that fails."""
    flags = pattern.flags
    seen: set[tuple[str, str]] = set()
    for head, pump in islice(_pumps(parser.parse(pattern.pattern, flags), flags), 400):
        if not pump or (head, pump) in seen:
            continue
        seen.add((head, pump))
        for tail in TAILS:
            text = head + pump * (length // len(pump)) + tail
            yield text.encode("latin-1", "ignore") if isinstance(pattern.pattern, bytes) else text
