"""What `clinic new` writes is read back the same, by clinic and by the readers of other tools, whatever was typed."""

from __future__ import annotations

import datetime
import re

import frontmatter
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from clinic_cli.authoring import split_byline, toml_text
from clinic_cli.content.schema import is_slug
from clinic_cli.content.slugs import slug_of
from clinic_cli.content.tomltree import compose_toml
from clinic_cli.content.yamltext import document_text, flow_text, record_text, scalar_text
from clinic_cli.content.yamltree import Scalar
from tests.documents import new_values
from tests.project import Clinic
from tests.strategies import hostile, lines, words

ROSTER = '[authors.sample]\nname = "Sample Author"\n'


def one_line(text: str) -> str:
    return " ".join(text.split())


@given(lines, hostile, st.lists(hostile, max_size=3))
@example("no", "12:30", ["1e3", "~"])
@example("---", "...", ["---\n"])
@example("😀", "é\u2028", ["\x85"])
def test_a_new_article_is_read_back_the_same(clinic: Clinic, title: str, description: str, tags: list[str]) -> None:
    clinic.config(ROSTER)
    options = [f"--description={description}", *(f"--tag={tag}" for tag in tags), "--author=sample"]
    result = clinic.run("new", "article", *options, "--", title)
    assert result.status == 0, result.stderr
    path = result.stdout.removesuffix("\n")
    assert re.fullmatch(r"articles/[^/]+\.md", path)
    assert is_slug(path.removeprefix("articles/").removesuffix(".md"))
    expected = {"title": one_line(title), "authors": ["sample"], "status": "draft"}
    expected |= {"description": one_line(description)} if one_line(description) else {}
    kept = [tag for tag in map(one_line, tags) if tag]
    expected |= {"tags": kept} if kept else {}
    stock = frontmatter.load(str(clinic.root / path))
    assert stock.metadata == expected
    assert stock.content == "Write here."
    assert yaml.safe_load(
        clinic.read(path).split("---\n")[1] if "---" not in title + description + "".join(tags) else "{}"
    ) in (expected, {})
    assert {told.rule for told in clinic.lint(path) if told.severity == "error"} == set()
    (clinic.root / path).unlink()


@given(lines.filter(lambda text: text != "-"), hostile | words, st.lists(hostile, max_size=2))
@example("A calm\r\n\tplace.  \n\n\n- to be\n", "It's me\nand you", [])
def test_a_new_testimonial_is_read_back_the_same(clinic: Clinic, quote: str, attribution: str, tags: list[str]) -> None:
    (clinic.root / "testimonials.inbox.yaml").unlink(missing_ok=True)
    for _ in range(2):
        options = [f"--attribution={attribution}", *(f"--tag={tag}" for tag in tags)]
        result = clinic.run("new", "testimonial", f"--quote={quote}", *options)
        assert result.status == 0, result.stderr
        records = yaml.safe_load(clinic.read("testimonials.inbox.yaml"))
        record = records[-1]
        assert record.pop("id") == result.stdout.removesuffix("\n")
        assert record.pop("quote").split() == quote.split(), "no word is lost"
        assert record.pop("attribution", "") == one_line(attribution)
        assert record.pop("tags", []) == [tag for tag in map(one_line, tags) if tag]
        assert record == {"status": "draft"}
    assert len(records) == 2
    assert {told.rule for told in clinic.lint() if told.severity == "error"} <= {"identifier-in-quote"}


@given(hostile.filter(str.strip), st.sets(hostile.map(str.casefold), max_size=5))
@example("İ", set())
@example("t-12", set())
@example("CON", {"article-con"})
@example("!!!", {"article", "article-2"})
@example("x" * 300, {"x" * 80})
def test_slugs_are_safe_and_free(title: str, taken: set[str]) -> None:
    slug = slug_of(title, taken)
    assert is_slug(slug)
    assert slug.casefold() not in {each.casefold() for each in taken}
    assert slug == slug_of(title, taken)
    assert len(slug) <= 120
    assert not re.search(r"[\s/\\:*?\"<>|.]", slug)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("A first session", "a-first-session"),
        ("  What's next?  ", "whats-next"),
        ("Été à Zürich", "ete-a-zurich"),
        ("Straße", "strasse"),
        ("10 ways: breathe, walk & rest", "10-ways-breathe-walk-rest"),
        ("snake_case", "snake-case"),
        ("悲しみ", "悲しみ"),
        ("...", "article"),
        ("Con", "article-con"),
        ("T-12", "article-t-12"),
    ],
)
def test_slugs_read_like_their_titles(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@given(hostile)
def test_scalars_are_one_line_and_read_back(value: str) -> None:
    text = scalar_text(value)
    assert len(text.splitlines()) <= 1
    inner = flow_text(value)
    for written in (f"- {text}\n", f"- {text} # note\n", f"[{inner}, b]\n", f"{{a: {inner}}}\n", f"{text}: b\n"):
        loaded = yaml.safe_load(written), yaml.load(written, Loader=yaml.CSafeLoader)
        assert loaded[0] == loaded[1]
        assert loaded[0] in ([value], [value, "b"], {"a": value}, {value: "b"})


@given(st.dictionaries(hostile, new_values, max_size=4))
def test_documents_and_records_read_back(mapping: dict[str, object]) -> None:
    assert (yaml.safe_load(document_text(mapping)) or {}) == mapping  # type: ignore[arg-type]
    if mapping:
        assert yaml.safe_load(record_text(mapping) * 2) == [mapping, mapping]  # type: ignore[arg-type]


@given(hostile)
def test_text_in_toml(value: str) -> None:
    node = compose_toml(f"v = {toml_text(value)}\n").get("v")
    assert isinstance(node, Scalar)
    assert node.text == value


@pytest.mark.parametrize(
    ("byline", "parts"),
    [
        ("Robin Sample, LMFT", ("Robin Sample", "LMFT")),
        ("By Robin Sample, PhD, LMFT 12345", ("Robin Sample", "PhD, LMFT 12345")),
        ("  by  Robin Sample ", ("Robin Sample", "")),
        ("Byron Sample", ("Byron Sample", "")),
        ("", ("", "")),
    ],
)
def test_bylines(byline: str, parts: tuple[str, str]) -> None:
    assert split_byline(byline) == parts


def test_a_date_is_written_as_one(clinic: Clinic) -> None:
    clinic.config(ROSTER)
    words = ("--description", "A walk in the park, and how to begin with ten slow minutes a day.")
    clinic.run("new", "article", "A walk", *words, "--date", "2026-04-01", "--publish", "--body", "# é\n\nText.\n")
    stock = frontmatter.load(str(clinic.root / "articles/a-walk.md"))
    assert stock["date"] == datetime.date(2026, 4, 1)
    assert stock["status"] == "published"
    assert stock.content == "# é\n\nText."


@pytest.mark.parametrize(
    "argv",
    [
        ("article", "A \udcff walk"),
        ("article", "A walk", "--body", "\udcff"),
        ("article", "A", "--new-author", "\udcff"),
        ("testimonial", "--quote", "\udcff"),
        ("testimonial", "--quote", "A", "--attribution", "\udcff"),
    ],
)
def test_bytes_that_are_no_text_are_refused_before_anything_is_written(clinic: Clinic, argv: tuple[str, ...]) -> None:
    before = clinic.files()
    result = clinic.run("new", *argv)
    assert result.status == 2, result.stderr
    assert "not text" in result.stderr
    assert clinic.files() - {".clinic/undo.json"} == before
