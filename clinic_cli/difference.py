"""Which lines of two texts differ."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

Line = TypeVar("Line", bound="Hashable")

_MOST: Final = 4_000_000
"""How many pairs of lines are compared, at most, where no line stands out; beyond that, all of them count as changed."""


def differences(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges in which lines differ: where old ones begin and end, and new ones.

    To compare takes the square of the lines, so that they are first parted at those that stand once in each text
    (Bram Cohen's patience diff).
    """
    from difflib import SequenceMatcher

    here, bottom = _alike(old, new)
    there = here
    last = len(old) - bottom, len(new) - bottom
    for at, other in [*_landmarks(old[here : last[0]], new[there : last[1]], here), last]:
        if (at - here) * (other - there) > _MOST:
            yield here, at, there, other
        else:
            matcher = SequenceMatcher(None, old[here:at], new[there:other])
            for tag, old_start, old_end, start, stop in matcher.get_opcodes():
                if tag != "equal":
                    yield here + old_start, here + old_end, there + start, there + stop
        here = at + 1
        there = other + 1


def _alike(old: Sequence[Line], new: Sequence[Line]) -> tuple[int, int]:
    """Return how many lines both texts begin with, and how many of the others they end with."""
    shorter = min(len(old), len(new))
    top = 0
    while top < shorter and old[top] == new[top]:
        top += 1
    bottom = 0
    while bottom < shorter - top and old[-1 - bottom] == new[-1 - bottom]:
        bottom += 1
    return top, bottom


def _landmarks(old: Sequence[Line], new: Sequence[Line], by: int) -> list[tuple[int, int]]:
    """Return where lines stand that are alone of their kind in both texts, as many as keep their order; moved `by` lines."""
    count, places = Counter(old), {line: at for at, line in enumerate(new)}
    once = Counter(new)
    pairs = [(at, places[line]) for at, line in enumerate(old) if count[line] == once[line] == 1]
    # the longest run of pairs that rise in both texts, by patience sorting
    ends: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(ends, place)
        before.append(piles[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [place]
        piles[pile : pile + 1] = [number]
    found: list[tuple[int, int]] = []
    number = piles[-1] if piles else -1
    while number >= 0:
        at, place = pairs[number]
        found.append((at + by, place + by))
        number = before[number]
    return found[::-1]
