"""Addresses are safe on every system, and unlike each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.content.schema import is_slug
from clinic_cli.content.slugs import numbered, slug_of


@given(st.text(max_size=120))
def test_a_title_becomes_an_address(title: str) -> None:
    assert is_slug(slug_of(title))


def test_an_address_that_is_taken_gets_a_number() -> None:
    assert slug_of("A Walk") == "a-walk"
    assert slug_of("A Walk", {"a-walk", "a-walk-2"}) == "a-walk-3"


def test_numbers_go_on_where_they_ended() -> None:
    taken = {"walk", "walk-3"}
    last: dict[str, int] = {}
    found = []
    for _ in range(3):
        found.append(numbered("walk", taken, last))
        taken.add(found[-1])
    assert found == ["walk-2", "walk-4", "walk-5"]
    assert last == {"walk": 5}
