from __future__ import annotations

import pytest

from clinic_cli.importers.boilerplate import is_boilerplate


@pytest.mark.parametrize(
    "line",
    ["Skip to main content", "Home | About | Services | Contact", "© 2026 Sample Clinic. All rights reserved.", "Share this:", "Related posts", "Read more",
     "3 Comments", "Next", "Posted in Couples", "Sign up for our newsletter", "Menu", "Book a consultation", "This site uses cookies to make it better.", "Privacy Policy"],
)  # fmt: skip
def test_lines_of_the_page(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    ["Shared grief is lighter", "Search and you will find", "Next to him sat a friend", "Home is where we begin.", "Related fears can grow together over years.", ""],
)  # fmt: skip
def test_lines_of_an_article(line: str) -> None:
    assert not is_boilerplate(line)


def test_inside_of_an_article_a_heading_is_its_own() -> None:
    for line in ("Next", "Resources", "About us", "Home", "A | B | C"):
        assert not is_boilerplate(line, inside=True)
    assert is_boilerplate("Share this:", inside=True)
