from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.authoring import article_text
from clinic_cli.content.yamledits import as_read
from clinic_cli.editing import content_of
from clinic_cli.importers.dialects import DialectError, as_value, split_file
from clinic_cli.importers.sound import sound_value
from clinic_cli.source import SourceFile
from tests.strategies import values


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("---\ntitle: A\n---\nBody\n", "yaml"),
        ("--- \ntitle: A\n---  \nBody\n", "yaml"),
        ("---yaml\ntitle: A\n---\nBody\n", "yaml"),
        ("---\ntitle: A\n...\nBody\n", "yaml"),
        ("---\r\ntitle: A\r\n---\r\nBody\n", "yaml"),
        ('+++\ntitle = "A"\n+++\nBody\n', "toml"),
        ('+++\r\ntitle = "A"\r\n+++\r\nBody\n', "toml"),
        ('---toml\ntitle = "A"\n---\nBody\n', "toml"),
        ('{\n  "title": "A"\n}\nBody\n', "json"),
        ('{"title": "A"}\nBody\n', "json"),
        ("title: A\n---\nBody\n", "yaml"),
        ("title: A\r\n----- \r\nBody\n", "yaml"),
        ("title: A\n\nBody\n", "headers"),
        ('---json\n{"title": "A"}\n---\nBody\n', "json"),
    ],
)
def test_every_dialect(text: str, dialect: str) -> None:
    assert split_file(text)[:3] == (dialect, {"title": "A"}, "Body\n")


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_bodies_come_through_unchanged(body: str) -> None:
    assert split_file(f"---\ntitle: A\n---\n{body}").body == body
    assert split_file(f"+++\ntitle = 'A'\n+++\n{body}").body == body


def test_a_file_may_have_none_or_an_empty_one() -> None:
    assert split_file("Body\n") == ("", {}, "Body\n", ())
    assert split_file("---\n---\nBody\n") == ("yaml", {}, "Body\n", ())
    assert split_file("{ a brace } begins this text") == ("", {}, "{ a brace } begins this text", ())


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: A\nBody\n", 1, "never closed"),
        ('---\ntitle: A\ntags: ["x\n---\nBody\n', 3, "closed"),
        ("---\n- a\n---\nBody\n", 2, "not keys and values"),
        ('+++\ntitle = "A"\ntags = [\n+++\nBody\n', 3, ""),
        ('{\n "title": "A",\n oops\n}\nBody\n', 3, "property name"),
        ('---json\n["a"]\n---\nBody\n', 2, "not keys and values"),
        ("---js\n{ title: 'A' }\n---\nBody\n", 1, "a program (js)"),
        ('{"a": ' + "[" * 100_000, 1, "nested too deep"),
        ("+++\na = " + "[" * 100_000 + "\n+++\n", 1, ""),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(DialectError) as caught:
        split_file(text)
    assert words in caught.value.message
    assert caught.value.line in (line, line + 1, line + 2)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: Grief: a beginning", "Grief: a beginning"),
        ('title: "Quoted" at first', '"Quoted" at first'),
        ("title: @home", "@home"),
        ("title: 50% more: really", "50% more: really"),
    ],
)
def test_a_line_that_breaks_yaml_is_read_as_its_text(line: str, value: str) -> None:
    split = split_file(f"---\n{line}\ntags: [a, b]\ndraft: false\n---\nBody\n")
    assert split.data == {"title": value, "tags": ["a", "b"], "draft": False}
    assert split.losses[0].what == "front matter, line 2"


def test_tabs_and_days_that_do_not_exist() -> None:
    assert split_file("---\ntags:\n\t- a\ndate: 2026-13-40\n---\n").data == {"tags": ["a"], "date": "2026-13-40"}


def test_values_of_any_kind_can_be_kept() -> None:
    day = date(2026, 1, 2)
    value = {"a": 1.5, "b": [None, True, day], 3: (datetime(2026, 1, 2, 3), time(4, 5)), "c": {1, 2}.__class__}
    assert as_value(value) == {
        "a": "1.5",
        "b": [None, True, day],
        "3": ["2026-01-02 03:00:00", "04:05:00"],
        "c": "<class 'set'>",
    }


@given(values)
def test_values_of_any_kind_are_read_back_as_they_were_kept(value: object) -> None:
    kept = sound_value(as_value(value))
    text = article_text({"title": "A", "x-own": kept, "x-list": [kept]}, "Text.\n")
    found = content_of(SourceFile("articles/a.md", text.encode()))
    expected = {"title": "A", "x-own": as_read(kept), "x-list": [as_read(kept)]}
    assert found.data == {key: inner for key, inner in expected.items() if inner not in (None, "", [], {})}
    assert found.body == "Text.\n"


def test_a_key_that_stands_twice_is_told() -> None:
    split = split_file("---\ntitle: A\ntitle: B\n---\nBody\n")
    assert split.data == {"title": "B"}
    assert split.losses[0].what == "key title"


def test_keys_without_a_line_of_dashes_above_them() -> None:
    text = (
        "title: A: b\ndate: 2026-01-05 10:00:00\ntags:\n- one\n  - two\n# a comment\nmore:\n  - x\n---\n\nBody\n---\n"
    )
    assert split_file(text).body == "\nBody\n---\n"
    assert split_file(text).data["title"] == "A: b"
    assert split_file(text).data["date"] == datetime(2026, 1, 5, 10)


def test_headers_as_pelican_writes_them() -> None:
    text = "Title: A calm start\nDate: 2026-01-05\nAuthors: Sam Sample; Alex Example\nSummary: One\n    two.\n\nBody: text\n"
    assert split_file(text) == (
        "headers",
        {"Title": "A calm start", "Date": "2026-01-05", "Authors": "Sam Sample; Alex Example", "Summary": "One two."},
        "Body: text\n",
        (),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Please note: this is a heading\n---\nText.\n",
        "Title: the one below\nis no key, and so this is text.\n\nMore.\n",
        "title: a line alone\n",
        "Dear reader: hello.\n\nText.\n",
    ],
)
def test_words_with_a_colon_are_words(text: str) -> None:
    assert split_file(text) == ("", {}, text, ())


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"A "calm" start"', 'A "calm" start'),
        ('""Calm" is a start"', '"Calm" is a start'),
        ('"Calm" and "kind"', '"Calm" and "kind"'),
        ("'It's here'", "It's here"),
        ("'Calm' and 'kind'", "'Calm' and 'kind'"),
    ],
)
def test_quotations_in_quotation_marks(written: str, title: str) -> None:
    assert split_file(f"---\ntitle: {written}\n---\n").data["title"] == title


def test_a_line_that_is_sound_stays_as_it_is_beside_one_that_is_not() -> None:
    text = '---\ntitle: "A \\"calm\\" start"\nsubtitle: Rest: a start\nmore: \'one\' # said\n---\n'
    assert split_file(text).data == {"title": 'A "calm" start', "subtitle": "Rest: a start", "more": "one"}
