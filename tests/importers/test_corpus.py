"""Real files that others wrote, where they are at hand; none of them is part of this project."""

from __future__ import annotations

import os
import re
from pathlib import Path

import frontmatter
import pytest
import yaml

from tests.project import REPOSITORY, Clinic

SHARED = Path(os.environ.get("CLINIC_CORPUS", REPOSITORY.parent / "shared"))
POSTS = SHARED / "corpus/18f/posts"
EXPORTS = sorted((SHARED / "corpus/wxr").glob("*.xml"))
PAGE = SHARED / "reference/page.txt"


def text(value: object) -> str:
    return " ".join(str(value or "").split())


def body(source: str) -> str:
    return re.split(r"(?m)^---[ \t]*\r?\n", source, maxsplit=2)[2]


@pytest.mark.skipif(not POSTS.is_dir(), reason="the corpus is not at hand")
@pytest.mark.no_cover
def test_every_post_comes_in_whole(clinic: Clinic) -> None:
    result = clinic.run("import", "markdown", POSTS)
    assert result.status == 0, result.stderr
    made: dict[str, str] = {}
    for path in clinic.files():
        if path.startswith("articles/"):
            content = clinic.read(path)
            made[re.search(r"(?m)^x-source: (.*)$", content)[1]] = content  # type: ignore[index]
    by_name = {str(yaml.safe_load(source)).removeprefix("markdown "): content for source, content in made.items()}
    for post in sorted(POSTS.glob("*.md")):
        source = post.read_bytes().decode()
        old, new = frontmatter.loads(source).metadata, frontmatter.loads(by_name[post.name]).metadata
        assert body(by_name[post.name]) == body(source), post.name
        assert text(new["title"]) == text(old["title"])
        assert new.get("authors", []) == [str(each) for each in old["authors"] or []]
        assert new.get("tags", []) == [str(each) for each in old["tags"] or []]
        assert text(old.get("excerpt")) in (text(new.get("description")), text(new.get("x-excerpt")))
        assert str(new["date"]) == str(old.get("date") or post.name)[:10]
        image = new.get("image") or {}
        assert isinstance(image, dict)
        if old.get("image"):
            assert (image["src"], text(image.get("alt"))) == (old["image"], text(old.get("image_alt")))
        assert new["status"] == "draft"
    assert not [each for each in clinic.lint() if each.severity == "error"]
    assert clinic.run("import", "markdown", POSTS).stderr == "251 unchanged.\n"


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_every_export_comes_in_or_is_refused_in_words(clinic: Clinic, path: Path) -> None:
    result = clinic.run("import", "wordpress", path)
    posts = len(re.findall(r"<wp:post_type>(?:<!\[CDATA\[)?(?:post|page)\b", path.read_text()))
    if path.name == "malformed.xml":
        assert result.status == 2
        assert re.match(rf"clinic: {path.name}:\d+: .* nothing was written", result.stderr)
    else:
        assert result.status == (0 if posts else 4), result.stderr
    assert len([name for name in clinic.files() if name.startswith("articles/")]) == (
        posts if result.status == 0 else 0
    )
    assert not [each for each in clinic.lint() if each.severity == "error"] if posts else True


@pytest.mark.skipif(not PAGE.is_file(), reason="the reference page is not at hand")
def test_the_reference_page(clinic: Clinic) -> None:
    assert clinic.run("import", "page", PAGE, "--title", "On closeness").status == 0
    article = clinic.read("articles/on-closeness.md")
    source = PAGE.read_text(encoding="utf-8")
    paragraphs = [text(part) for part in source.split("Photo Credit")[0].split("\n\n")[2:] if part.strip()]
    assert [text(part) for part in body(article).split("\n\n") if part.strip()] == paragraphs
    byline = re.search(r"(?m)^By (.+), (\w+)$", source)
    credit = re.search(r"(?m)^Photo Credit: (.+)$", source)
    assert byline
    assert credit
    assert f'name = "{byline[1]}"\ncredentials = "{byline[2]}"' in clinic.read("clinic.toml")
    assert f"image:\n  credit: {credit[1]}\n" in article
    records = yaml.safe_load(clinic.read("testimonials.inbox.yaml"))
    assert [record["attribution"] for record in records] == re.findall(r"(?m)^    (\w+ \w)$", source)
    assert len(records) == 3
    for record in records:
        first, second = record["quote"].split("\n\n")
        assert first in source
        assert second in source
    assert {(each.rule, each.severity) for each in clinic.lint()} == {
        ("before-publishing", "note"),
        ("consent-missing", "note"),
    }
