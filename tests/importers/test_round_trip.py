from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinic_cli.importers.html import shown_words
from clinic_cli.workspace import Workspace
from tests.exporters.sample import CONFIG, fill, run

if TYPE_CHECKING:
    from pathlib import Path

    from clinic_cli.content.article import Article
    from tests.project import Clinic

BODY = """
A first paragraph
over two lines, with *stress*, **weight**, `code`, snake_case and [a link](https://example.org/a_b).
A note.[^1] And another.[^2]

> A quotation.
>
> In two parts.

- one
- two
  - three

1. first
2. second

```
code
  that stays

as it is
```

| a | b |
|---|---|
| c | d |

Last, a line\\
that breaks.

[^1]: A sample note.
[^2]: Another.
"""


def articles(folder: Path) -> dict[str, Article]:
    return {article.slug: article for article in Workspace.open(folder).parse().articles}


def values(article: Article) -> tuple[object, ...]:
    return (
        article.title, article.description, article.authors, article.date, article.updated, article.aliases, article.tags, article.lang,
        article.reviewed_by, article.last_reviewed, article.citations,
    )  # fmt: skip


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    from tests.project import Clinic

    clinic = Clinic(tmp_path_factory.mktemp("other"))
    clinic.config('timezone = "America/Los_Angeles"\n')
    return clinic


def test_what_the_export_writes_the_import_reads_back_the_same(bare: Clinic, other: Clinic) -> None:
    fill(bare)
    bare.article("more", "title: More & <more>\nauthors: sam\ndate: 2026-01-02\nstatus: published\n", BODY)
    run(bare, "wxr")
    result = other.run("import", "wordpress", bare.root / "public/articles.wxr.xml")
    assert result.status == 0, result.stderr
    before, after = articles(bare.root), articles(other.root)
    assert set(after) == {"walk", "morning", "more"}
    for slug, article in after.items():
        assert values(article) == values(before[slug])
        assert article.problems == ()
        assert shown_words(article.body) == shown_words(before[slug].body)
    image = after["walk"].image
    assert image
    assert image.src.startswith("https://clinic.example/blog/images/hills.")
    assert (image.alt, image.credit, image.license, image.depicts) == (
        "Green hills",
        "Sample Photographer",
        "CC BY 4.0",
        "model",
    )
    assert after["morning"].image == before["morning"].image
    roster, joined = Workspace.open(bare.root).config.authors, Workspace.open(other.root).config.authors
    assert {id: author.byline for id, author in joined.items()} == {id: author.byline for id, author in roster.items()}


def test_a_body_is_the_same_text(bare: Clinic, other: Clinic) -> None:
    bare.config(CONFIG)
    bare.article("more", "title: More\nauthors: sam\ndate: 2026-01-02\nstatus: published\n", BODY)
    run(bare, "wxr")
    other.run("import", "wordpress", bare.root / "public/articles.wxr.xml")
    body = articles(other.root)["more"].body
    same = BODY.replace("paragraph\nover", "paragraph over").replace(
        "(https://example.org/a_b).\nA note", "(https://example.org/a_b). A note"
    )
    assert body.split() == same.replace("|---|---|", "| --- | --- |").split()


def test_the_next_run_knows_its_articles(bare: Clinic) -> None:
    run(fill(bare), "wxr")
    result = bare.run("import", "wordpress", "public/articles.wxr.xml")
    assert "address walk: is taken by articles/walk.md; this article is walk-2" in result.stdout
    again = bare.run("import", "wordpress", "public/articles.wxr.xml", "--update")
    assert [line.split()[0] for line in again.stdout.splitlines()[1:3]] == ["unchanged", "unchanged"]


@pytest.mark.parametrize(
    "facts",
    ["[]", "{", '{"authors": "x", "updated": "never", "image": 3, "citations": "a", "aliases": 5}', "[" * 100_000],
)
def test_facts_that_somebody_else_wrote_are_passed_over(clinic: Clinic, facts: str) -> None:
    from tests.importers.samples import item, meta, wxr

    clinic.write("export.xml", wxr(item(1, extra=meta("_clinic", facts))))
    assert clinic.run("import", "wordpress", "export.xml").status == 0
    assert clinic.read("articles/post-1.md").endswith("\n\nText.\n")
