from __future__ import annotations

from datetime import date, datetime

import pytest

from clinic_cli.importers import keys
from clinic_cli.importers.material import Loss, Person


@pytest.mark.parametrize(
    ("key", "target"),
    [
        ("title", "title"), ("Summary", "description"), ("lastmod", "updated"), ("pubDate", "date"), ("publishDate", "date"), ("redirect_from", "aliases"),
        ("categories", "tags"), ("featuredImage", "image"), ("cover-image", "image"), ("imageAlt", "image.alt"), ("permalink", "address"), ("draft", "status"),
        ("layout", "x-layout"), ("x-own", "x-own"), ("heroImage", "image"),
    ],
)  # fmt: skip
def test_what_keys_become(key: str, target: str) -> None:
    assert keys.target_of(key, {}) == target


def test_a_choice_wins() -> None:
    assert keys.target_of("excerpt", {"excerpt": "notes"}) == "notes"
    assert keys.target_of("hero", {"hero": ""}) == ""


def test_every_target_is_one_that_can_be_chosen() -> None:
    assert {target for target in keys.KEYS.values() if not target.startswith("image.x-")} <= set(keys.TARGETS)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (" a\n b ", "a b"),
        (["a", None, "b"], "a, b"),
        (None, ""),
        (True, ""),
        ({"a": 1}, ""),
        (3, "3"),
        (date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_lines(value: object, line: str) -> None:
    assert keys.line_of(value) == line


def test_lists() -> None:
    assert keys.lines_of("a, b,a") == ["a", "b"]
    assert keys.lines_of("food drink") == ["food drink"]
    assert keys.lines_of("food drink", spaces=True) == ["food", "drink"]
    assert keys.lines_of(["a", ["b", None], {"c": 1}, 2026]) == ["a", "b", "c", "2026"]
    assert keys.lines_of({"tags": ["a"], "categories": "b"}) == ["a", "b"]
    assert keys.lines_of(None) == []


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2026, 3, 1), date(2026, 3, 1)),
        (datetime.fromisoformat("2026-03-01T23:30:00-08:00"), date(2026, 3, 1)),
        ("2026-03-01T10:14:29-04:00", date(2026, 3, 1)),
        ("2026-3-1 10:00", date(2026, 3, 1)),
        ("2026/03/01", date(2026, 3, 1)),
        ("March 1, 2026", date(2026, 3, 1)),
        ("Sun, 01 Mar 2026 10:00:00 +0000", date(2026, 3, 1)),
        ("Mon, nonsense", None),
        ("2026-13-40", None),
        ("3/4/2026", None),
        (7, None),
    ],
)
def test_days(value: object, day: date | None) -> None:
    assert keys.day_of_value(value) == day


def test_people() -> None:
    sam = Person("Sam Sample", "LMFT", "sam")
    value = [
        "sam",
        "pat-sample",
        "Kim Birch, PhD",
        {"name": "Lee Ash", "url": "https://x.example"},
        {"other": 1},
        None,
        "Boone",
    ]
    assert keys.people_of(value, {"sam": sam}) == [
        sam,
        Person("pat-sample", "", "pat-sample"),
        Person("Kim Birch", "PhD"),
        Person("Lee Ash", "", "", "https://x.example"),
        Person("Boone"),
    ]
    assert keys.people_of("Sam Sample and Pat Birch", {}) == [Person("Sam Sample"), Person("Pat Birch")]


def test_pictures() -> None:
    assert keys.image_of("a.jpg") == {"src": "a.jpg"}
    assert keys.image_of(["a.jpg", "b.jpg"]) == {"src": "a.jpg"}
    assert keys.image_of({"path": "a.jpg", "Alt": "Hills", "caption": "C", "width": 3}) == {
        "src": "a.jpg",
        "alt": "Hills",
        "x-caption": "C",
    }
    assert keys.image_of([]) == keys.image_of(None) == {}


def test_languages() -> None:
    losses: list[Loss] = []
    assert keys.language_of("en_US.UTF-8", losses) == "en-US"
    assert keys.language_of("klingon language", losses) == ""
    assert losses[0].what == "language klingon language"
