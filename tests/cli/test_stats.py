"""`clinic stats`: the numbers, for people and for machines."""

from __future__ import annotations

import csv
import io

import pytest

from tests.project import DAY, Clinic

EASY = "We sat in the sun. The tea was hot. She told me of her dog. I felt at ease. " * 6


@pytest.fixture
def counted(clinic: Clinic) -> Clinic:
    clinic.config('name = "Sample Clinic"\n[authors.sam-sample]\nname = "Sam Sample"\n')
    front = "title: {}\nstatus: published\nauthors: [sam-sample{}]\ndate: {}\ntags: [calm]\n"
    clinic.article("a", front.format("A", "", "2026-02-20"), EASY)
    clinic.article("b", front.format("B", ", gone-author", "2025-04-30") + "lang: de\n", EASY)
    clinic.article("c", front.format("C", "", "2020-01-01") + "updated: 2026-01-01\n")
    clinic.article("d", "title: D\ntags: [calm, '=1+1']\n")
    clinic.article("e", "title: E\ndate: 2021-01-01\n", "Hard. " * 100)
    return clinic


def test_all_is_counted(counted: Clinic) -> None:
    result = counted.run("stats", "--format", "json", "--as-of", DAY)
    found = result.json
    assert (found["version"], found["as_of"], found["articles"]) == (1, DAY, 5)
    assert found["author"] == [{"name": "Sam Sample", "articles": 3}, {"name": "gone-author", "articles": 1}]
    assert found["tag"][0] == {"name": "calm", "articles": 4}
    assert [each["articles"] for each in found["month"]] == [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert found["month"][0]["name"] == "2026-03"
    grades = {each["name"]: each["articles"] for each in found["grade"]}
    assert grades == {
        "to grade 6": 2,
        "grades 7 and 8": 0,
        "grades 9 and 10": 0,
        "grades 11 and 12": 0,
        "grade 13 and more": 0,
        "too short, or not English": 3,
    }
    ages = {each["name"]: each["articles"] for each in found["freshness"]}
    assert ages == {
        "within half a year": 2,
        "within a year": 1,
        "within two years": 0,
        "older": 1,
        "no date": 1,
    }


def test_csv_holds_no_formula(counted: Clinic) -> None:
    rows = list(csv.reader(io.StringIO(counted.run("stats", "--format", "csv").stdout)))
    assert rows[0] == ["group", "name", "articles"]
    assert ["tag", "'=1+1", "1"] in rows


def test_without_a_terminal_there_are_numbers_and_no_bars(counted: Clinic) -> None:
    out = counted.run("stats", "--as-of", DAY).stdout
    assert out.startswith("5 articles\n\nBy author\n  Sam Sample   3\n  gone-author  1\n")
    assert "\u2588" not in out


def test_filters_narrow(counted: Clinic) -> None:
    found = counted.run("stats", "--status", "draft", "--tag", "calm", "--format", "json", "--as-of", DAY).json
    assert found["articles"] == 1
    result = counted.run("stats", "--tag", "clam")
    assert "did you mean `calm`?" in result.stderr
    assert "By tag\n  none\n" in result.stdout


def test_long_lists_are_cut(clinic: Clinic) -> None:
    clinic.article("a", f"title: A\ntags: [{', '.join(f't{at}' for at in range(12))}]\n")
    assert "... and 2 more (--format csv shows them)" in clinic.run("stats").stdout
    assert clinic.run("stats", "--format", "csv").stdout.count("\ntag,") == 12


def test_an_unknown_format_is_told(clinic: Clinic) -> None:
    assert "did you mean `json`?" in clinic.run("stats", "--format", "jsn").stderr
