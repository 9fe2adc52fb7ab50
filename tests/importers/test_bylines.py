from __future__ import annotations

from datetime import date

import pytest

from clinic_cli.importers.bylines import byline, photo_credit, published_on, read_day


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Sam Sample, MFT", [("Sam Sample", "MFT")]),
        ("by Sam Sample", [("Sam Sample", "")]),
        ("Written by: Dr. Ana María López, PhD, LMFT", [("Dr. Ana María López", "PhD, LMFT")]),
        ("By A Sample, LMFT and B Sample, PsyD", [("A Sample", "LMFT"), ("B Sample", "PsyD")]),
        ("By Kim Ash, Lee Birch & Pat Sample", [("Kim Ash", ""), ("Lee Birch", ""), ("Pat Sample", "")]),
        ("Author: Sam Sample (LMFT)", [("Sam Sample", "LMFT")]),
        ("Sam Sample, LCSW", [("Sam Sample", "LCSW")]),
        ("By Sam Sample, MFT #12345", [("Sam Sample", "MFT #12345")]),
        ("By Jo de la Sample, Ph.D.", [("Jo de la Sample", "Ph.D.")]),
        ("By Sam Sample, LMFT | Couples", [("Sam Sample", "LMFT")]),
    ],
)
def test_bylines(line: str, people: list[tuple[str, str]]) -> None:
    found = byline(line)
    assert found
    assert [(person.name, person.credentials) for person in found.people] == people


@pytest.mark.parametrize(
    "line",
    [
        "By far the best thing",
        "By the way, this is so",
        "By choosing to listen, we learn.",
        "Step by step",
        "",
        "By " + "Sam " * 80,
    ],
)
def test_sentences_are_no_bylines(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    "line", ["By Sam Sample | March 3, 2026", "By Sam Sample on 2026-03-03", "Posted by Sam Sample – 3 March 2026"]
)
def test_a_byline_may_tell_the_day(line: str) -> None:
    found = byline(line)
    assert found
    assert (found.people[0].name, found.day) == ("Sam Sample", date(2026, 3, 3))


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Photo Credit: Pat Sample", "Pat Sample"),
        ("Photo by Pat Sample on Unsplash", "Pat Sample on Unsplash"),
        ("(Image: Pat Sample)", "Pat Sample"),
        ("Cover photo courtesy of Sample Studio", "Sample Studio"),
        ("Photo © Pat Sample.", "Pat Sample"),
        ("Photography is a way of seeing", ""),
        ("Pictures of the past are like this and go on", ""),
        ("Photo: " + "Many Words " * 20, ""),
    ],
)
def test_credits(line: str, credit: str) -> None:
    assert photo_credit(line) == credit


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("March 3, 2026", date(2026, 3, 3)),
        ("Mar. 3rd 2026", date(2026, 3, 3)),
        ("3 March 2026", date(2026, 3, 3)),
        ("2026-03-03", date(2026, 3, 3)),
        ("3/13/2026", date(2026, 3, 13)),
        ("13/3/2026", date(2026, 3, 13)),
        ("3/3/2026", date(2026, 3, 3)),
        ("13.03.2026", date(2026, 3, 13)),
        ("13-3-2026", date(2026, 3, 13)),
        ("3/4/2026", None),
        ("3.4.2026", None),
        ("13.3/2026", None),
        ("13/14/2026", None),
        ("soon", None),
    ],
)
def test_days(words: str, day: date | None) -> None:
    assert read_day(words) == day


def test_lines_that_are_a_day() -> None:
    assert published_on("Posted on March 3, 2026") == date(2026, 3, 3)
    assert published_on("Last updated: 2026-03-03") == date(2026, 3, 3)
    assert published_on("On March 3, 2026 we met") is None
