"""The lines that differ, and no others, lead from one text to the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.difference import differences

LINES = st.lists(st.sampled_from("abcdefgh"), max_size=12)


def check(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Return what differs, once it is held to lead from one text to the other."""
    found = list(differences(old, new))
    made: list[str] = []
    at = other = 0
    for old_start, old_end, start, end in found:
        assert old_start > at or not at, "ranges are apart"
        assert old[at:old_start] == new[other:start]
        assert (old_start, start) != (old_end, end)
        made += old[at:old_start] + new[start:end]
        at, other = old_end, end
    assert made + old[at:] == new
    return found


@given(LINES, LINES)
def test_what_differs_leads_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    assert bool(check(old, new)) == (old != new)


def test_ranges_are_small() -> None:
    assert check(list("abcde"), list("abXde")) == [(2, 3, 2, 3)]
    assert check(list("abc"), list("abXc")) == [(2, 2, 2, 3)]
    assert check(list("aXbXc"), list("aXbc")) == [(3, 4, 3, 3)]
    assert check(list("abcdef"), list("dabcef")) == [(0, 0, 0, 1), (3, 4, 4, 4)]


@pytest.mark.no_cover
def test_thousands_of_scattered_changes_are_told_one_by_one() -> None:
    old = [line for number in range(20_000) for line in (f"id: {number}", "statsu: x", "qoute: y")]
    new = [line.replace("statsu", "status") for line in old]
    assert len(check(old, new)) == 20_000


def test_thousands_of_lines_that_are_all_alike_are_told_at_once() -> None:
    old = ["a", "b"] * 5_000
    new = ["a", "c"] * 5_000
    assert check(old, new) == [(1, 10_000, 1, 10_000)]
