"""`clinic list` and `clinic show`: filters, order, formats."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.project import Clinic

ARTICLES = {
    "a-walk": "title: A walk\nstatus: published\ndate: 2026-02-01\nauthors: [sam]\ntags: [Calm, outdoors]\ndescription: Why walks help.\n",
    "later": "title: Later\nstatus: published\ndate: 2026-04-01\nauthors: [kim, sam]\ntags: [calm]\n",
    "draft": "title: '=SUM(1)'\n",
    "old": "title: Älter\nstatus: archived\ndate: 2025-01-01\n",
    "faulty": "title: [x]\ndate: 2026-13-40\n",
}
RECORDS = """\
- {id: t-1, quote: "A calm place.", attribution: Sample A, status: published, tags: [calm], rating: 5, consent: {ref: a, signed_on: 2026-02-01, expires_on: 2027-01-31}}
- {id: t-2, quote: "Kind.", attribution: "@sample", status: draft, consent: {ref: a, signed_on: 2026-02-01, expires_on: 2026-03-15}}
- {id: t-3, quote: "Warm.", status: published, consent: {ref: a, signed_on: 2025-02-01, expires_on: 2026-02-28}}
- {id: t-4, status: revoked}
- {id: t-5, quote: "Later.", collected_on: 2026-02-20}
- {id: t-6, quote: "Event.", consent: {ref: a, signed_on: 2026-02-01, expires_event: end of therapy}}
"""


@pytest.fixture
def full(clinic: Clinic) -> Clinic:
    for name, front in ARTICLES.items():
        clinic.article(name, front, f"\nThe body of {name},\nin Straße.\n")
    clinic.write("testimonials.yaml", RECORDS)
    return clinic


def ids(clinic: Clinic, kind: str, *argv: str) -> list[str]:
    result = clinic.run("list", kind, "--format", "ids", "--as-of", "2026-03-01", *argv)
    assert result.status == 0, result.stderr
    return result.stdout.splitlines()


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ((), ["later", "a-walk", "old", "draft", "faulty"]),
        (("--status", "published"), ["a-walk"]),
        (("--status", "scheduled", "--status", "archived"), ["later", "old"]),
        (("--author", "SAM"), ["later", "a-walk"]),
        (("--author", "kim", "--tag", "calm"), ["later"]),
        (("--tag", "calm"), ["later", "a-walk"]),
        (("--tag", "outdoors", "--tag", "calm"), ["later", "a-walk"]),
        (("--since", "2026-02-01"), ["later", "a-walk"]),
        (("--until", "2026-02-01"), ["a-walk", "old"]),
        (("--since", "2025-06-01", "--until", "2026-02-01"), ["a-walk"]),
        (("--text", "WALKS  help"), ["a-walk"]),
        (("--text", "of draft, in strasse"), ["draft"]),
        (("--text", "nowhere"), []),
        (("--sort", "slug"), ["a-walk", "draft", "faulty", "later", "old"]),
        (("--sort", "-slug"), ["old", "later", "faulty", "draft", "a-walk"]),
        (("--sort", "date"), ["old", "a-walk", "later", "draft", "faulty"]),
    ],
    ids=" ".join,
)
def test_articles(full: Clinic, argv: tuple[str, ...], expected: list[str]) -> None:
    assert ids(full, "articles", *argv) == expected


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ((), ["t-1", "t-2", "t-3", "t-4", "t-5", "t-6"]),
        (("--status", "consented"), ["t-1", "t-6"]),
        (("--status", "expiring"), ["t-2"]),
        (("--status", "expired"), ["t-3"]),
        (("--status", "revoked"), ["t-4"]),
        (("--status", "inbox"), ["t-5"]),
        (("--status", "published"), ["t-1", "t-3"]),
        (("--tag", "calm"), ["t-1"]),
        (("--text", "kind"), ["t-2"]),
        (("--text", "sample a"), ["t-1"]),
        (("--since", "2026-02-15"), ["t-5"]),
        (("--until", "2025-12-31"), ["t-3"]),
        (("--sort", "-rating"), ["t-1", "t-2", "t-3", "t-4", "t-5", "t-6"]),
        (("--sort", "-expires"), ["t-6", "t-1", "t-2", "t-3", "t-4", "t-5"]),
    ],
    ids=" ".join,
)
def test_testimonials(full: Clinic, argv: tuple[str, ...], expected: list[str]) -> None:
    assert ids(full, "testimonials", *argv) == expected


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("articles", "--status", "publshed"), "did you mean `published`?"),
        (("testimonials", "--status", "archived"), "there is no `archived`"),
        (("articles", "--sort", "titel"), "did you mean `title`?"),
        (("articles", "--fields", "slug,titel"), "did you mean `title`?"),
        (("articles", "--format", "jsn"), "did you mean `json`?"),
        (("articles", "--since", "yesterday"), "--since: `yesterday` is not a day"),
        (("articles", "--until", "2026-02-30"), "--until: `2026-02-30` is not a day"),
        (("articles", "--as-of", "2026"), "--as-of: `2026` is not a day"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_words_that_are_none(full: Clinic, argv: tuple[str, ...], words: str) -> None:
    result = full.run("list", *argv)
    assert (result.status, result.stdout) == (2, "")
    assert words in result.stderr


def test_machine_formats_agree(full: Clinic) -> None:
    for kind in ("articles", "testimonials"):
        run = lambda *argv, kind=kind: full.run("list", kind, "--as-of", "2026-03-01", *argv).stdout  # noqa: E731
        document = json.loads(run("--format", "json"))
        assert document["version"] == 1
        rows = document[kind]
        assert [json.loads(line) for line in run("--format", "jsonl").splitlines()] == rows
        assert run("--format", "count") == f"{len(rows)}\n"
        first = next(iter(rows[0]))
        assert run("--format", "ids").splitlines() == [row[first] for row in rows]
        table = list(csv.DictReader(io.StringIO(run("--format", "csv"))))
        assert [row[first] for row in table] == [row[first] for row in rows]
        assert list(table[0]) == list(rows[0])


def test_fields_are_chosen(full: Clinic) -> None:
    rows = full.run("list", "articles", "--format", "json", "--fields", "words, slug", "--sort", "words").json[
        "articles"
    ]
    assert [list(row) for row in rows] == [["words", "slug"]] * 5


def test_a_spreadsheet_takes_no_title_for_a_formula(full: Clinic) -> None:
    text = full.run("list", "articles", "--format", "csv", "--fields", "title").stdout
    assert "'=SUM(1)" in text
    assert "'@sample" in full.run("list", "testimonials", "--format", "csv").stdout


def test_a_table_fits_and_counts(full: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    result = full.run("list", "articles", "--as-of", "2026-03-01")
    assert max(map(len, result.stdout.splitlines())) <= 50
    assert "scheduled" in result.stdout
    assert "5 articles" in result.stderr
    assert "1 article\n" in full.run("list", "articles", "--status", "archived").stderr
    nothing = full.run("list", "articles", "--text", "nowhere")
    assert (nothing.status, nothing.stdout) == (0, "")
    assert "No articles match." in nothing.stderr


def test_an_empty_list_in_machine_formats(clinic: Clinic) -> None:
    assert clinic.run("list", "articles", "--format", "json").json == {"version": 1, "articles": []}
    assert clinic.run("list", "articles", "--format", "jsonl").stdout == ""
    assert clinic.run("list", "testimonials", "--format", "count").stdout == "0\n"


def test_an_article_is_shown_with_what_stands_in_its_way(full: Clinic) -> None:
    full.config('[authors.sam]\nname = "Sam Sample"\ncredentials = "LMFT"\n')
    result = full.run("show", "later", "--as-of", "2026-03-01")
    assert result.status == 0
    for words in (
        "Later",
        "Sam Sample, LMFT",
        "scheduled",
        "2026-04-01",
        "The body of later",
        "It stays here",
        "scheduled for 2026-04-01",
    ):
        assert words in result.stdout
    assert "invalid-value" in full.run("show", "faulty").stdout


def test_a_testimonial_is_shown_with_its_own_findings_only(full: Clinic) -> None:
    full.write("testimonials.yaml", RECORDS + "- {id: t-7, status: nonsense}\n")
    shown = full.run("show", "t-1", "--as-of", "2026-03-01").stdout
    assert "A calm place." in shown
    assert "It may leave" in shown
    assert "nonsense" not in shown
    assert "nonsense" in full.run("show", "t-7").stdout
    for name, words in (("t-3", "ended on 2026-02-28"), ("t-4", "took the consent back"), ("t-6", "end of therapy")):
        assert words in full.run("show", name, "--as-of", "2026-03-01").stdout


def test_nothing_of_that_name(full: Clinic) -> None:
    result = full.run("show", "latre")
    assert result.status == 2
    assert "did you mean `later`?" in result.stderr
