"""The JSON Schemas say of a file what clinic itself says."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import frontmatter
import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.content.checking import Checker
from clinic_cli.content.jsonschema import json_schema
from clinic_cli.content.schema import ARTICLE, CONFIG, TESTIMONIAL, Field
from clinic_cli.content.yamltree import Mapping, compose
from clinic_cli.source import Span
from tests.project import CONSENT, Clinic
from tests.strategies import hostile

NAMES = ("article", "testimonial", "config")


def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema(name), format_checker=jsonschema.FormatChecker())


def as_json(value: Any) -> Any:
    """Return a value as editors see it, dates as text."""
    return json.loads(json.dumps(value, default=str))


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(clinic: Clinic, name: str) -> None:
    result = clinic.run("schema", name)
    assert result.status == 0
    assert result.json == json_schema(name)
    jsonschema.Draft202012Validator.check_schema(result.json)
    assert result.json["version"] == 1
    assert result.json["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_schema_that_is_not(clinic: Clinic) -> None:
    result = clinic.run("schema", "articel")
    assert result.status == 2
    assert "did you mean `article`?" in result.stderr


def every_field(field: Field) -> list[Field]:
    below = [*field.fields, *([field.items] if field.items else [])]
    return [field, *(each for child in below for each in every_field(child))]


@pytest.mark.parametrize("field", [ARTICLE, TESTIMONIAL, CONFIG], ids=lambda field: field.name)
def test_every_field_is_described(field: Field) -> None:
    for each in every_field(field):
        assert each.doc.endswith(".")
        assert each.doc[0].isupper()
        assert bool(each.pattern) == bool(each.says)


def test_what_is_private_is_declared_so() -> None:
    names = {each.name for each in TESTIMONIAL.fields if not each.private}
    assert names.isdisjoint(
        {"consent", "ref", "status", "notes", "source", "approved", "origin", "connection", "incentive"}
    )
    assert {"id", "quote", "attribution", "disclosure", "rating"} <= names


ARTICLES = {
    "bare": "title: A walk\n",
    "full": "title: A walk\ndescription: Walks.\nauthors: [a, b]\ndate: 2026-03-01\nupdated: 2026-03-02\nstatus: published\nslug: a-walk\n"
    "aliases: /old/\ntags: calm\nlang: en-US\nimage: {src: a.png, alt: A path, credit: Sample, depicts: none}\ntestimonials: []\n"
    "reviewed_by: a\nlast_reviewed: 2026-03-01\ncitations: [A book, {title: B, url: https://b.example}]\nnotes: |\n  one\n  two\n",
    "an image alone": "title: A walk\nimage: a.png\n",
    "keys of its own": "title: A walk\nx-mine: {a: [1]}\nlayout: post\n",
}  # fmt: skip
FAULTY = {
    "no title": "tags: [calm]\n",
    "a title that is a number": "title: 2026\n",
    "a title that is a list": "title: [A]\n",
    "a day that never was": "title: A\ndate: '2026-13-40'\n",
    "a status that is not": "title: A\nstatus: publish\n",
    "a slug with spaces": "title: A\nslug: a walk\n",
    "a language that is none": "title: A\nlang: english!\n",
    "an image with a foreign place": "title: A\nimage: {depicts: nobody}\n",
    "citations that are text": "title: A\ncitations: A book\n",
    "an address that is none": "title: A\ncitations: [{title: A, url: book.example}]\n",
    "a tag that is a number": "title: A\ntags: [1]\n",
    "decorative in words": "title: A\nimage: {decorative: 'yes'}\n",
}


@pytest.mark.parametrize("front", ARTICLES.values(), ids=ARTICLES)
def test_articles_that_are_right(clinic: Clinic, front: str) -> None:
    path = clinic.article(front=front)
    assert list(validator("article").iter_errors(as_json(frontmatter.load(str(path)).metadata))) == []
    assert "error" not in {told.severity for told in clinic.lint("--select", "wrong-type,invalid-value,missing-title")}


@pytest.mark.parametrize("front", FAULTY.values(), ids=FAULTY)
def test_articles_that_are_not(clinic: Clinic, front: str) -> None:
    path = clinic.article(front=front)
    assert list(validator("article").iter_errors(as_json(frontmatter.load(str(path)).metadata)))
    assert "error" in {told.severity for told in clinic.lint("--select", "wrong-type,invalid-value,missing-title")}


RECORD = {"id": "t-0001", "quote": "A calm place.", "attribution": "Anonymous", "consent": CONSENT}


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, True),
        ({"rating": 5, "tags": "calm", "lang": "es-MX", "image": "a.png"}, True),
        (
            {
                "consent": {
                    **CONSENT,
                    "channels": ["website", "partner:sample"],
                    "display_name": "first-name",
                    "photo": True,
                }
            },
            True,
        ),
        ({"x-mine": 1, "stars": 5}, True),
        ({"consent": {**CONSENT, "x-mine": 1}}, True),
        ({"id": "one"}, False),
        ({"id": None}, False),
        ({"rating": 6}, False),
        ({"rating": "5"}, False),
        ({"quote": ["a"]}, False),
        ({"status": "archived"}, False),
        ({"approved": "v1:abc"}, False),
        ({"consent": {**CONSENT, "expire_on": "2027-01-01"}}, False),
        ({"consent": {**CONSENT, "channels": ["web"]}}, False),
        ({"consent": {**CONSENT, "signed_on": "2026-02-30"}}, False),
        ({"consent": "form-17"}, False),
    ],
    ids=str,
)
def test_testimonials(changes: dict[str, Any], right: bool) -> None:
    record = {key: value for key, value in {**RECORD, **changes}.items() if value is not None}
    for document in (record, [record]):
        assert validator("testimonial").is_valid(document) == right
    checker = Checker()
    root = compose(yaml.safe_dump(record))
    assert isinstance(root, Mapping)
    checker.mapping(root, TESTIMONIAL, missing_at=Span(0, 0))
    assert (not checker.problems) == right, checker.problems


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("", True),
        ('name = "A"\nurl = "https://a.example"\nsms = "+14155550134"\njurisdictions = ["us", "us-ca"]\n', True),
        ('opening_hours = "Mo-Fr 09:00-21:00"\n[address]\ncity = "A"\ncountry = "US"\n', True),
        ('[authors.a]\nname = "A"\nlicense = { kind = "LMFT", number = "1" }\n', True),
        ('[lint]\nselect = "all"\n[lint.severity]\nmissing-title = "off"\n[lint.per_path]\n"a/*" = ["form"]\n', True),
        ('[export.site]\nformat = "html"\nselect = { tags = "calm", content = "articles" }\n', True),
        ("x-mine = 1\n", True),
        ("name = 1\n", False),
        ('nmae = "A"\n', False),
        ('[address]\ntown = "A"\n', False),
        ('[authors.a]\ncredentials = "LMFT"\n', False),
        ('[export.site]\nformat = "htm"\n', False),
        ('sms = "415-555-0134"\n', False),
    ],
)  # fmt: skip
def test_configurations(bare: Clinic, text: str, right: bool) -> None:
    bare.config(text)
    bare.article()
    assert validator("config").is_valid(as_json(tomllib.loads(text))) == right
    assert (bare.run("lint").status != 2) == right, bare.run("lint").stderr


@given(
    st.dictionaries(
        st.sampled_from([field.name for field in ARTICLE.fields]),
        hostile | st.integers() | st.booleans() | st.dates() | st.lists(hostile, max_size=2),
    )
)
def test_what_clinic_accepts_the_schema_accepts(values: dict[str, Any]) -> None:
    """An editor never marks as wrong what clinic takes for right."""
    root = compose(yaml.safe_dump(values, allow_unicode=True, default_style=None))
    if not isinstance(root, Mapping):
        return
    checker = Checker()
    found = checker.mapping(root, ARTICLE, missing_at=Span(0, 0))
    if not checker.problems and "title" in found.items:
        loaded = as_json(yaml.safe_load(yaml.safe_dump(values, allow_unicode=True)))
        errors = list(validator("article").iter_errors(loaded))
        assert errors == [], errors[0].message


def test_editors_are_pointed_at_the_schemas(bare: Clinic) -> None:
    bare.run("init", "--name", "Sample Clinic")
    settings = json.loads(bare.read(".vscode/settings.json"))
    for path in settings["yaml.schemas"]:
        assert (bare.root / path).is_file()
    for name in NAMES:
        assert json.loads(bare.read(f".vscode/{name}.schema.json")) == json_schema(name)
