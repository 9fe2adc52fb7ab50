from __future__ import annotations

import json
from pathlib import Path

import pytest

from clinic_cli.errors import ClinicError
from clinic_cli.importers.material import ImportedTestimonial, LeftOut, Mapped, Options
from clinic_cli.importers.table import read_csv, read_json
from tests.exporters.sample import CONSENT, fill, run
from tests.project import Clinic


def rows(folder: Path, data: str | bytes, name: str = "quotes.csv", **chosen: str) -> list[object]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    read = read_json if name.endswith(".json") else read_csv
    return list(read(path, Options(keys=chosen)))


def records(folder: Path, data: str | bytes, name: str = "quotes.csv", **chosen: str) -> list[ImportedTestimonial]:
    return [each for each in rows(folder, data, name, **chosen) if isinstance(each, ImportedTestimonial)]


def test_columns_are_found_by_name(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        'Client Name,Your Testimonial,Star Rating,Date received,Consent form,Service\nSample A,"A calm place.\r\n\r\nI came back. ",5,2026-03-01,form-1,"Couples, Rest"\n',
    )
    record = found[0]
    assert isinstance(record, ImportedTestimonial)
    assert (record.source, record.quote, record.attribution) == (
        "quotes.csv:2",
        "A calm place.\n\nI came back.",
        "Sample A",
    )
    assert {key: str(value) for key, value in record.values.items()} == {
        "rating": "5", "collected_on": "2026-03-01", "x-consent-form": "form-1", "tags": "['Couples', 'Rest']",
    }  # fmt: skip
    assert found[1:] == [
        Mapped("Client Name", "attribution", 1), Mapped("Your Testimonial", "quote", 1), Mapped("Star Rating", "rating", 1),
        Mapped("Date received", "collected_on", 1), Mapped("Consent form", "x-consent-form", 1), Mapped("Service", "tags", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_tables_of_any_program(tmp_path: Path, mark: str, encoding: str) -> None:
    (record,) = records(tmp_path, f"quote{mark}name\nA café{mark}Sample A\n".encode(encoding))
    assert (record.quote, record.attribution) == ("A café", "Sample A")


def test_columns_can_be_named(tmp_path: Path) -> None:
    (record,) = records(tmp_path, "a,b,c\nA calm place.,Sample A,x\n", a="quote", b="attribution", c="")
    assert (record.quote, record.attribution, dict(record.values)) == ("A calm place.", "Sample A", {})


def test_a_column_that_is_not_there_cannot_be_named(tmp_path: Path) -> None:
    with pytest.raises(ClinicError, match="has no column `Words`"):
        rows(tmp_path, "words,name\nCalm.,A\n", Words="quote")


def test_a_table_of_very_many_columns_is_told_in_time_and_in_few_words(tmp_path: Path) -> None:
    # a look at all names for each would take minutes
    with pytest.raises(ClinicError, match=r"columns are `1`, `a`, `a 3`, `a 4`, .* and 99960 more$"):
        rows(tmp_path, "1,a" + ",a" * 99_998)
    with pytest.raises(ClinicError) as caught:
        rows(tmp_path, "1,a" + ",a" * 99_998, b="quote")
    assert "a 40 and 99960 more." in caught.value.help


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (record,) = records(tmp_path, "quote,a,a 3,a,A\nCalm.,1,2,3,4\n")
    assert record.values == {"x-a": "1", "x-a-3": "2", "x-a-4": "3", "x-a-3-3": "4"}


def test_wide_tables_are_read_in_a_time_that_grows_with_their_width(tmp_path: Path) -> None:
    wide = ",".join(f"a{number}" for number in range(20_000))
    (record,) = records(tmp_path, f"quote,{wide}\nCalm.,{wide}\n")
    assert len(record.values) == 20_000
    ragged = [{"quote": "Calm.", f"b{number}": "x"} for number in range(10_000)]
    assert len(records(tmp_path, json.dumps(ragged), "quotes.json")) == 10_000


def test_no_column_for_the_words_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ClinicError) as caught:
        rows(tmp_path, "a,b\nx,y\n")
    assert "its columns are `a`, `b`" in caught.value.message
    assert caught.value.help == "Say which one it is: --map COLUMN=quote."
    with pytest.raises(ClinicError, match="the file is empty"):
        rows(tmp_path, "")


def test_odd_rows_are_told_with_their_line(tmp_path: Path) -> None:
    found = rows(tmp_path, 'quote,name\n"One\n\ntwo",A\n,\n,Sample B\nthree,C,extra,cells\nfour\n')
    left = [each for each in found if isinstance(each, LeftOut)]
    assert [(each.source, each.faulty) for each in left] == [("quotes.csv:6", True), ("quotes.csv:7", True)]
    last = [each for each in found if isinstance(each, ImportedTestimonial)][-1]
    assert (last.quote, last.attribution, last.losses[0].what) == ("four", "", "name")


def test_what_cannot_be_read_is_kept_under_x(tmp_path: Path) -> None:
    (record,) = records(
        tmp_path, "quote,rating,date,lang,id,relationship\nWords,fine,3/4/2026,klingon lang,7,Former client\n"
    )
    assert dict(record.values) == {
        "x-rating": "fine",
        "x-collected_on": "3/4/2026",
        "x-lang": "klingon lang",
        "x-id": "7",
        "relationship": "former-client",
    }
    assert [loss.what for loss in record.losses] == [
        "rating: fine",
        "date: 3/4/2026",
        "lang: klingon lang",
        "id: 7",
        "name",
    ]


@pytest.mark.parametrize(
    ("text", "stars"), [("5", 5), ("4.0", 4), ("3/5", 3), ("4 out of 5", 4), ("5 stars", 5), ("★★★", 3), ("9", None)]
)
def test_stars(tmp_path: Path, text: str, stars: int | None) -> None:
    (record,) = records(tmp_path, f"quote,stars\nWords,{text}\n")
    assert record.values.get("rating") == stars


def test_html_in_cells_is_undone(tmp_path: Path) -> None:
    (record,) = records(tmp_path, 'quote,name\n"<p>Kind <b>people</b>&amp; calm</p><p>Twice<br>over &lt;3</p>",A\n')
    assert record.quote == "Kind people& calm\n\nTwice\nover <3"
    (record,) = records(tmp_path, "quote\nMore < less > more\n")
    assert record.quote == "More < less > more"


def test_a_table_that_breaks_off_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        ClinicError,
        match=r"quotes.csv:\d+: the table cannot be read .*1 row could be read before that, and nothing was written",
    ):
        rows(tmp_path, 'quote,name\nWords,A\n"open')


@pytest.mark.parametrize(
    "data",
    [
        [
            {
                "text": "A calm place.",
                "author": {"name": "Sample A"},
                "reviewRating": {"ratingValue": 5},
                "tags": ["a", "b"],
            }
        ],
        {"version": 1, "testimonials": [{"quote": ["A calm place."], "name": "Sample A", "rating": 5, "tags": "a, b"}]},
        {"reviewBody": "A calm place.", "author": "Sample A", "rating": "5", "tags": ["a", "b"]},
    ],
)
def test_json_of_any_form(tmp_path: Path, data: object) -> None:
    (record,) = records(tmp_path, json.dumps(data), "quotes.json")
    assert (record.quote, record.attribution, dict(record.values)) == (
        "A calm place.",
        "Sample A",
        {"rating": 5, "tags": ["a", "b"]},
    )
    assert record.source == "quotes.json, item 1"


def test_lines_of_json(tmp_path: Path) -> None:
    assert [each.quote for each in records(tmp_path, '{"quote": "One"}\n\n{"quote": "Two"}\n', "quotes.json")] == [
        "One",
        "Two",
    ]


def test_items_that_are_none_are_told(tmp_path: Path) -> None:
    found = rows(tmp_path, '[{"quote": "One"}, "Two"]', "quotes.json")
    assert [each.source for each in found if isinstance(each, LeftOut)] == ["quotes.json, item 2"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('[{"quote": "One"},\n{"quote": ', "quotes.json:2: this is not JSON"),
        (
            '{"quote": "One"}\n{"quote": ',
            r"quotes.json:2: .*1 items? could be read before that, and nothing was written",
        ),
        ('"words"', "no list of testimonials"),
        ("[" * 100_000, "nested too deep|this is not JSON"),
    ],
)
def test_json_that_is_none_is_refused(tmp_path: Path, data: str, words: str) -> None:
    with pytest.raises(ClinicError, match=words):
        rows(tmp_path, data, "quotes.json")


@pytest.mark.parametrize("format", ["csv", "json"])
def test_what_our_exports_write_comes_back(bare: Clinic, format: str) -> None:
    fill(bare)
    words = "id: t-0004\nstatus: published\nquote: '- A dash at first; and more.'\nattribution: Sample client D\n"
    bare.write("testimonials/t-0004.md", f"---\n{words}{CONSENT}---\n")
    run(bare, format)
    found = records(
        bare.root / "public", (bare.root / f"public/testimonials.{format}").read_bytes(), f"testimonials.{format}"
    )
    assert {(each.values["id"], each.quote, each.attribution) for each in found} == {
        ("t-0001", "A calm <room>.\n\nAnd a kind voice.", "Sample client A"),
        ("t-0002", "A quiet place.", "Sample client B"),
        ("t-0004", "- A dash at first; and more.", "Sample client D"),
    }
    assert found[1].values["rating"] == 4
    assert found[0].values["tags"] == ["couples"]


def test_a_cell_in_two_columns_is_not_lost(tmp_path: Path) -> None:
    (record,) = records(
        tmp_path,
        "Comment,Review,Comment,,First Name,Last Name,Initials,Date,Submitted at\nA,B,C,D,Sam,Sample,S. S.,2026-01-05,2026-01-06\n",
    )
    assert (record.quote, record.attribution) == ("A", "Sam Sample")
    assert {key: str(value) for key, value in record.values.items()} == {
        "x-review": "B", "x-comment-3": "C", "x-column-4": "D", "x-initials": "S. S.", "collected_on": "2026-01-05", "x-submitted-at": "2026-01-06",
    }  # fmt: skip


def test_lines_above_a_table_are_told_and_passed_over(tmp_path: Path) -> None:
    above, record, *_ = rows(tmp_path, "Answers of spring\n\nName,Quote\nSample A,A calm place.\n")
    assert above == LeftOut("quotes.csv:1", "Answers of spring", "it stands above the table")
    assert isinstance(record, ImportedTestimonial)
    assert (record.source, record.quote, record.attribution) == ("quotes.csv:4", "A calm place.", "Sample A")


def test_blank_lines_above_a_table_are_nothing(tmp_path: Path) -> None:
    assert [each.quote for each in records(tmp_path, "\n\nQuote\nWords\n")] == ["Words"]
    with pytest.raises(ClinicError, match="its columns are `Sample A`"):
        rows(tmp_path, "\n\nSample A\nWords\n")


def test_a_column_of_words_alone_is_no_title(tmp_path: Path) -> None:
    assert [each.quote for each in records(tmp_path, "Quote\nquote\nWords\n")] == ["quote", "Words"]


@pytest.mark.parametrize("mark", [";", "~"])
def test_the_line_by_which_excel_knows_the_mark(tmp_path: Path, mark: str) -> None:
    (record,) = records(tmp_path, f"sep={mark}\r\nName{mark}Quote\r\nSample A{mark}Calm, and kind.\r\n")
    assert (record.source, record.quote, record.attribution) == ("quotes.csv:3", "Calm, and kind.", "Sample A")


def test_quotation_marks_in_a_cell_are_told_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(ClinicError, match=r"quotes.csv:3: .*a quotation mark stands inside of a cell.*1 row") as caught:
        rows(tmp_path, 'Name,Quote\nA,Good.\nB,"He said "hi" to me"\n')
    assert "written twice" in caught.value.help


@pytest.mark.parametrize("name", ["quotes.csv", "quotes.json"])
@pytest.mark.parametrize(
    "text", ["<html><p>Text</p></html>", '<?xml version="1.0"?><rss/>', "  <!DOCTYPE html>\n<p>Text"]
)
def test_a_page_is_no_table(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(ClinicError, match="this is a web page or XML") as caught:
        rows(tmp_path, text, name)
    assert "clinic import page" in caught.value.help


def test_reviews_as_google_gives_them(tmp_path: Path) -> None:
    takeout = {
        "reviews": [
            {
                "reviewer": {"displayName": "Sample A"},
                "starRating": "FIVE",
                "comment": "Calm.",
                "createTime": "2026-01-05T10:00:00Z",
            }
        ]
    }
    places = {
        "status": "OK",
        "result": {
            "photos": [{"height": 3}],
            "reviews": [
                {"author_name": "Sample B", "rating": 4, "text": "Kind.", "relative_time_description": "a week ago"}
            ],
        },
    }
    newer = {
        "reviews": [{"authorAttribution": {"displayName": "Sample C"}, "text": {"text": "Warm.", "languageCode": "en"}}]
    }
    found = [records(tmp_path, json.dumps(each), "reviews.json")[0] for each in (takeout, places, newer)]
    assert [(each.quote, each.attribution) for each in found] == [
        ("Calm.", "Sample A"),
        ("Kind.", "Sample B"),
        ("Warm.", "Sample C"),
    ]
    assert {key: str(value) for key, value in found[0].values.items()} == {"rating": "5", "collected_on": "2026-01-05"}
    assert dict(found[1].values) == {"rating": 4, "x-relative-time-description": "a week ago"}


def test_a_records_own_name_is_nobodys(tmp_path: Path) -> None:
    rows = [
        {"name": "accounts/1/reviews/2", "reviewer": {"displayName": "Sample A"}, "comment": "Calm.", "date": "soon"}
    ]
    (found,) = records(tmp_path, json.dumps(rows), "reviews.json")
    assert (found.attribution, dict(found.values)) == (
        "Sample A",
        {"x-name": "accounts/1/reviews/2", "x-collected_on": "soon"},
    )
    assert [str(each.why) for each in found.losses] == ["is no day that can be read; it is kept as x-collected_on"]


def test_an_empty_list_holds_nothing(tmp_path: Path) -> None:
    assert rows(tmp_path, "[]", "quotes.json") == []
    assert rows(tmp_path, '{"reviews": []}\n', "quotes.json") == []


def test_json_is_no_table_and_a_table_is_no_json(tmp_path: Path) -> None:
    with pytest.raises(ClinicError, match="this is JSON, and no table"):
        rows(tmp_path, '[{"quote": "Calm."}]')
    with pytest.raises(ClinicError, match=r"quotes\.json:1: this is not JSON; 0 items") as caught:
        rows(tmp_path, "Name,Quote\nA,B\n", "quotes.json")
    assert "clinic import csv" in caught.value.help
    assert [each.quote for each in records(tmp_path, "[Quote],Name\nCalm.,Sample A\n", **{"[Quote]": "quote"})] == [
        "Calm."
    ]
