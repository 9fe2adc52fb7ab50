"""Which lines of two texts differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Line = TypeVar("Line", str, bytes)


def differences(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges in which lines differ: where old ones begin and end, and new ones.

    What both begin and end with is set aside first: to compare takes the square of the lines that are alike.
    """
    import difflib

    shorter = min(len(old), len(new))
    top = 0
    while top < shorter and old[top] == new[top]:
        top += 1
    bottom = 0
    while bottom < shorter - top and old[-1 - bottom] == new[-1 - bottom]:
        bottom += 1
    matcher = difflib.SequenceMatcher(None, old[top : len(old) - bottom], new[top : len(new) - bottom])
    for tag, old_start, old_end, start, end in matcher.get_opcodes():
        if tag != "equal":
            yield top + old_start, top + old_end, top + start, top + end
