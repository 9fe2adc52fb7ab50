from __future__ import annotations

import pytest

from clinic_cli.importers.clients import client_name, is_heading, words_and_name


@pytest.mark.parametrize(
    "name",
    ["Sample A", "Sample B.", "Jim", "S.C.", "J. & M.", "Anonymous", "Mary Jo B", "Former client", "A former couples client", "Parent of a teen",
     "Couple in Oakland", "Sam S (Yelp)", "Jane D., 34", "Mo T. – San Francisco", "Robin and Pat", "Sample client A", "Kim, Oakland"],
)  # fmt: skip
def test_names(name: str) -> None:
    assert client_name(name) == name
    assert client_name(f"— {name}") == name
    assert client_name(f"~{name}") == name


@pytest.mark.parametrize(
    "line", ["The end", "I love it", "It was great.", "Therapy works", "Be well", "Why?", "", "A " * 40, "“Calm”"]
)
def test_other_lines(line: str) -> None:
    assert client_name(line) == ""


def test_parentheses_around_a_name_go() -> None:
    assert client_name("(Sample A)") == "Sample A"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('"Great place." — Jim M', ('"Great place."', "Jim M")),
        ("“Calm.” - Former client", ("“Calm.”", "Former client")),
        ("Words here. ~ S.C.", ("Words here.", "S.C.")),
        ("“Two\nrows.”\n— Sample A", ("“Two\nrows.”", "Sample A")),
        ("I came for help – and stayed", None),
        ("He said: stop. – it was over", None),
    ],
)
def test_words_and_name_on_one_line(line: str, found: tuple[str, str] | None) -> None:
    assert words_and_name(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "What our clients say",
        "Testimonials",
        "Client Reviews",
        "Kind words from our clients",
        "What people say about us",
        "~ Reviews ~",
        "In their own words",
    ],
)
def test_headings(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "How couples fight",
        "What clients want from a first session is to be heard",
        "Stories we tell ourselves",
        "Review your week " * 9,
    ],
)
def test_other_headings(line: str) -> None:
    assert not is_heading(line)
