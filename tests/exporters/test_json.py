from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.exporters.sample import fill, run, tree

if TYPE_CHECKING:
    from tests.project import Clinic


@pytest.fixture
def out(bare: Clinic) -> dict[str, Any]:
    run(fill(bare), "json")
    return {path: json.loads(data) for path, data in tree(bare.root / "public").items() if path.endswith(".json")}


def test_every_document_is_valid_by_the_schema_beside_it(out: dict[str, Any]) -> None:
    for path, document in out.items():
        if path.startswith("schemas/"):
            jsonschema.Draft202012Validator.check_schema(document)
        elif not path.startswith("."):
            name = path.split("/")[0].removesuffix("s") if "/" in path else path.removesuffix(".json")
            schema = out[f"schemas/{name}.schema.json"]
            jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(document)


def test_an_article(out: dict[str, Any]) -> None:
    article = out["articles/walk.json"]["article"]
    assert out["articles/walk.json"]["version"] == 1
    assert article["slug"] == "walk"
    assert article["byline"] == "Sam Sample, LMFT"
    assert article["text"].startswith("Some talks go better side by side.[1] See the morning, a draft and a file.")
    assert article["word_count"] == 23
    assert article["reading_minutes"] == 1
    assert article["aliases"] == ["slow-walk", "/old/path"]
    assert article["image"]["width"] == 30
    assert article["image"]["src"].startswith("https://clinic.example/blog/images/hills.")
    assert '<a href="morning#first">' in article["html"]
    assert [record["id"] for record in article["testimonials"]] == ["t-0001", "t-0002"]


def test_a_testimonial_says_until_when_it_may_be_shown(out: dict[str, Any]) -> None:
    record = out["testimonials/t-0001.json"]["testimonial"]
    assert record["valid_until"] == "2026-12-31"
    assert record["html"] == "<p>A calm &lt;room&gt;.</p><p>And a kind voice.</p>"
    assert record["paragraphs"] == ["A calm <room>.", "And a kind voice."]


def test_the_index_leads_to_every_item(out: dict[str, Any]) -> None:
    index = out["index.json"]
    assert [entry["slug"] for entry in index["articles"]] == ["walk", "morning"]
    for entry in index["articles"] + index["testimonials"]:
        assert entry["file"] in out
    assert index["clinic"]["opening_hours"] == ["Mo-Fr 09:00-21:00", "Sa 10:00-14:00"]


def test_private_fields_stay(bare: Clinic) -> None:
    run(fill(bare), "json")
    everything = b"".join(tree(bare.root / "public").values())
    for secret in (b"form-1", b'consent"', b"No consent was given", b"t-0003", b"notes", b"Unfinished"):
        assert secret not in everything


def test_pictures_lead_from_the_index_without_an_address(bare: Clinic) -> None:
    run(fill(bare), "json", base_url="")
    article = json.loads(bare.read("public/articles/walk.json"))["article"]
    assert (bare.root / "public" / article["image"]["src"]).is_file()


@pytest.mark.parametrize("name", ["index", "articles", "testimonials", "article", "testimonial"])
def test_the_schemas_are_printed_too(out: dict[str, Any], bare: Clinic, name: str) -> None:
    assert bare.run("schema", f"export-{name}").json == out[f"schemas/{name}.schema.json"]
