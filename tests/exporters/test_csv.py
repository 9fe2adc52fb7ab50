from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.exporters.csv import inert
from tests.exporters.sample import fill, run

if TYPE_CHECKING:
    from tests.project import Clinic


def rows(clinic: Clinic, name: str) -> list[dict[str, str]]:
    text = (clinic.root / "public" / name).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_articles(bare: Clinic) -> None:
    run(fill(bare), "csv")
    walk, morning = rows(bare, "articles.csv")
    assert walk["title"] == "A slow walk & a talk"
    assert walk["byline"] == "Sam Sample, LMFT"
    assert walk["tags"] == "couples; Everyday practice"
    assert walk["image"].startswith("https://clinic.example/blog/images/hills.")
    assert walk["html"].startswith("<p>Some talks")
    assert walk["sources"] == "A sample study.\nSample guidance https://example.org/guide"
    assert walk["reviewed_by"] == "Alex Example, AMFT"
    assert morning["image"] == ""
    assert morning["photo_credit"] == "Sample Photographer"


def test_testimonials(bare: Clinic) -> None:
    run(fill(bare), "csv")
    first, second = rows(bare, "testimonials.csv")
    assert first["quote"] == "A calm <room>.\n\nAnd a kind voice."
    assert second["rating"] == "4"
    assert second["valid_until"] == "2026-12-31"


def test_pictures_elsewhere_and_nowhere(bare: Clinic) -> None:
    bare.config()
    bare.article("a", "title: A\nstatus: published\nimage: 'https://x.example/y.png'\n")
    bare.article("b", "title: B\nstatus: published\nimage: gone.png\n")
    run(bare, "csv")
    assert [row["image"] for row in rows(bare, "articles.csv")] == ["https://x.example/y.png", ""]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "=HYPERLINK(1)"])
def test_a_cell_like_a_formula_is_inert(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@given(st.text())
def test_every_other_cell_stays_as_it_is(cell: str) -> None:
    assert inert(cell) in (cell, f"'{cell}")
    assert not inert(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_formulas_in_every_field(bare: Clinic) -> None:
    bare.config('name = "=1"\n[authors.x]\nname = "=cmd|1"\n')
    bare.article(
        "a",
        "title: '=1+1'\ndescription: '@x'\nstatus: published\ntags: ['+t']\nauthors: x\ncitations: ['-c']\n",
        "\n=2\n",
    )
    bare.testimonials(
        "id: t-1\nstatus: published\nquote: '=3'\nattribution: '+4'\ndisclosure: '@5'\n"
        "consent: {ref: f, signed_on: 2026-01-01, expires_on: 2026-12-31}\n"
    )
    run(bare, "csv")
    for name in ("articles.csv", "testimonials.csv"):
        for row in rows(bare, name):
            assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
