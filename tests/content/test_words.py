"""Misspelt words are matched with those that somebody meant, among however many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.content.words import closest

FEW = ("title", "description", "authors", "date", "status", "reviewed_by", "lang")
MANY = (*FEW, *(f"quote-{number}-of-somebody" for number in range(500)))


@pytest.mark.parametrize("known", [FEW, MANY])
@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("titel", "title"), ("Title ", "title"), ("tilte", "title"), ("desription", "description"),
        ("descriptions", "description"), ("autors", "authors"), ("reviewed-by", "reviewed_by"), ("dtae", "date"),
        ("lnag", "lang"), ("xyz", None), ("", None), ("t" * 5_000, None),
    ],
)  # fmt: skip
def test_a_misspelt_word_is_known(word: str, meant: str | None, known: tuple[str, ...]) -> None:
    assert closest(word, known) == meant


@given(st.sampled_from(MANY[7:]), st.integers(0, 20), st.sampled_from("abcxyz0"))
def test_a_wrong_letter_is_seen_among_many(name: str, at: int, letter: str) -> None:
    assert closest(name[:at] + letter + name[at + 1 :], MANY) is not None
    assert closest(name[:at] + letter + name[at:], MANY) is not None
    assert closest(name, MANY) == name
