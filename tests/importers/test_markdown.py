from __future__ import annotations

import json

import pytest
import yaml

from tests.project import Clinic

JEKYLL = """\
---
layout: post
title:  "A first: walk"
date:   2026-01-05 18:30:00 -0800
categories: couples rest
author: sam
redirect_from:
  - /old/walk/
excerpt: >
  What a walk
  does.
image:
  path: /assets/walk.jpg
  alt: Green hills
hero: false
---
"""
HUGO = """\
+++
title = "A second walk"
date = 2026-02-05T10:00:00Z
lastmod = 2026-03-05
draft = true
tags = ["calm"]
aliases = ["/two/"]
slug = "second"
summary = "Words."
[params]
author = "Pat Sample, LMFT"
mood = 1.5
[cover]
image = "cover.jpg"
caption = "Two chairs"
+++
"""
ZOLA = """\
+++
title = "A third walk"
date = 2026-03-05
updated = 2026-03-05
path = "blog/third-walk"
[taxonomies]
tags = ["calm", "rest"]
categories = ["couples"]
[extra]
image_credit = "Pat Sample"
+++
"""
FRONT_MATTER_CMS = """\
---json
{"title": "A fourth walk", "description": "Said.", "summary": "Said otherwise.", "publishDate": "March 5, 2026", "preview": "a.png",
 "lastmod": "2026-01-01", "keywords": ["rest"], "type": "default", "language": "es_MX", "author": {"name": "Kim Birch"}}
---
"""


def front(clinic: Clinic, name: str) -> dict[str, object]:
    data = yaml.safe_load(clinic.read(f"articles/{name}.md").split("---\n")[1])
    assert isinstance(data, dict)
    return {
        key: str(value) if key in ("date", "updated") else value
        for key, value in data.items()
        if not key.startswith("x-source")
    }


def bring(clinic: Clinic, *more: str, status: int = 0) -> str:
    result = clinic.run("import", "markdown", "posts", *more)
    assert result.status == status, result.stderr
    return result.stdout


@pytest.fixture
def site(clinic: Clinic) -> Clinic:
    clinic.write("posts/2026-01-05-first-walk.md", JEKYLL + "\n\n  Body *one* {% image a.png %}\n\n\n")
    clinic.write("posts/second.md", HUGO + 'Body two {{< figure src="a.png" >}}{{< figure >}} `{{< code >}}`\n')
    clinic.write("posts/third/index.md", ZOLA + "Body three {{ site.title | upcase }} {{ page }}\n")
    clinic.write("posts/fourth.es.md", FRONT_MATTER_CMS + "Body four")
    return clinic


def test_every_generators_front_matter(site: Clinic) -> None:
    told = bring(site)
    assert front(site, "first-walk") == {
        "title": "A first: walk", "description": "What a walk does.", "authors": ["sam"], "date": "2026-01-05", "status": "draft",
        "aliases": ["/old/walk/"], "tags": ["couples", "rest"], "image": {"src": "/assets/walk.jpg", "alt": "Green hills"}, "x-layout": "post", "x-hero": False,
    }  # fmt: skip
    assert front(site, "second") == {
        "title": "A second walk", "description": "Words.", "authors": ["pat-sample"], "date": "2026-02-05", "updated": "2026-03-05", "status": "draft",
        "aliases": ["/two/"], "tags": ["calm"], "image": {"src": "cover.jpg", "x-caption": "Two chairs"}, "x-mood": "1.5", "x-status": "draft",
    }  # fmt: skip
    assert front(site, "third-walk") == {
        "title": "A third walk", "date": "2026-03-05", "status": "draft", "aliases": ["/blog/third-walk"], "tags": ["calm", "rest", "couples"],
        "image": {"credit": "Pat Sample"},
    }  # fmt: skip
    assert front(site, "fourth") == {
        "title": "A fourth walk", "description": "Said.", "authors": ["kim-birch"], "date": "2026-03-05", "status": "draft", "tags": ["rest"],
        "lang": "es-MX", "image": {"src": "a.png"}, "x-summary": "Said otherwise.", "x-type": "default",
    }  # fmt: skip
    for words in (
        "template tag {% image %}: stands in the text as it is",
        "template tag {{< figure >}}: stands in the text as it is (2 times)",
        "template tag {{ … | upcase }}", "template tag {{ page }}",
        "updated 2026-01-01: left out: it lies before the date",
        "excerpt -> description (1)", "hero -> x-hero (1)",
    ):  # fmt: skip
        assert words in told
    assert "code" not in told


def test_bodies_stay_byte_for_byte(site: Clinic) -> None:
    site.write("posts/windows.md", b"\xef\xbb\xbf---\r\ntitle: W\r\n---\r\nA\r\n\r\n\r\n  B  \r\n")
    bring(site)
    assert site.read("articles/first-walk.md").split("---\n", 2)[2] == "\n\n  Body *one* {% image a.png %}\n\n\n"
    assert site.read("articles/fourth.md").endswith("---\nBody four")
    assert site.read("articles/windows.md").endswith("---\r\nA\r\n\r\n\r\n  B  \r\n")
    assert site.read("articles/windows.md").startswith("---\r\ntitle: W\r\nstatus: draft\r\n")


def test_the_map_is_adjustable(site: Clinic) -> None:
    told = bring(site, "--map", "excerpt=notes", "--map", "hero=", "--map", "layout=x-kind")
    assert front(site, "first-walk")["notes"] == "What a walk does.\n"
    assert front(site, "first-walk")["x-kind"] == "post"
    assert "x-hero" not in front(site, "first-walk")
    assert "key hero: left out, as asked" in told
    assert "hero -> left out (1)" in told


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("excerpt", "is no pair"),
        ("excerpt=descripton", "did you mean `description`"),
        ("=title", "is no pair"),
        ("excerp=title", "no file has a key `excerp`"),
    ],
)
def test_a_map_that_leads_nowhere_is_refused(site: Clinic, pair: str, words: str) -> None:
    result = site.run("import", "markdown", "posts", "--map", pair)
    assert result.status == 2
    assert words in result.stderr


@pytest.mark.parametrize("ending", ["yml", "json", "toml"])
def test_authors_are_found_in_the_sites_own_list(clinic: Clinic, ending: str) -> None:
    people = {
        "sam": {"name": "Sam Sample, LMFT", "url": "https://x.example"},
        "pat": {"full_name": "Pat Birch", "credentials": "PhD"},
        "x": {"twitter": "x"},
    }
    text = {
        "yml": yaml.safe_dump(people),
        "json": json.dumps(people),
        "toml": '[sam]\nname = "Sam Sample, LMFT"\nurl = "https://x.example"\n[pat]\nfull_name = "Pat Birch"\ncredentials = "PhD"\n',
    }[ending]
    clinic.write(f"_data/authors.{ending}", text)
    clinic.write("posts/a.md", "---\ntitle: A\nauthors: [sam, pat, kim-birch]\n---\nText.\n")
    bring(clinic)
    config = clinic.read("clinic.toml")
    assert '[authors.sam]\nname = "Sam Sample"\ncredentials = "LMFT"\nurl = "https://x.example"' in config
    assert '[authors.pat]\nname = "Pat Birch"\ncredentials = "PhD"' in config
    assert '[authors.kim-birch]\nname = "Kim Birch"' in config
    assert not [each for each in clinic.lint() if each.rule == "unknown-author"]


@pytest.mark.parametrize("data", ["{", "- a\n", b"\xff\xfe\x00"])
def test_a_list_of_authors_that_cannot_be_read_is_passed_over(clinic: Clinic, data: str | bytes) -> None:
    clinic.write("_data/authors.yml", data)
    clinic.write("posts/a.md", "---\ntitle: A\nauthor: sam\n---\nText.\n")
    bring(clinic)
    assert 'name = "Sam"' in clinic.read("clinic.toml")


def test_faulty_files_are_told_and_the_others_come_in(clinic: Clinic) -> None:
    clinic.write("posts/a.md", "---\ntitle: A\n---\nText.\n")
    clinic.write("posts/b.md", '---\ntitle: B\ntags: ["x\n---\nText.\n')
    clinic.write("posts/c.md", b"a\0b")
    clinic.write("posts/README.md", "About this folder.\n")
    clinic.write("posts/_index.md", "---\ntitle: List\n---\n")
    clinic.write("posts/.hidden.md", "no")
    clinic.write("posts/node_modules/x.md", "no")
    clinic.write("posts/page.html", "no")
    clinic.write("posts/data.yml", "no")
    told = bring(clinic, status=1)
    assert {path for path in clinic.files() if path.startswith("articles/")} == {"articles/a.md"}
    assert "b.md:3" in told
    assert "c.md" in told
    assert "it is about the folder" in told
    assert "page.html" in told
    assert "hidden" not in told
    assert "data.yml" not in told


def test_files_without_front_matter_have_a_title_all_the_same(clinic: Clinic) -> None:
    clinic.write("posts/a-walk.md", "# A *long* walk #\n\nText.\n")
    clinic.write("posts/2026-1-5_short_walk.markdown", "Text.\n")
    clinic.write("posts/_drafts/later.md", "---\ntitle: Later\n---\nText.\n")
    told = bring(clinic)
    assert front(clinic, "a-walk")["title"] == "A *long* walk"
    assert clinic.read("articles/a-walk.md").endswith("---\n# A *long* walk #\n\nText.\n")
    assert (front(clinic, "short_walk")["title"], front(clinic, "short_walk")["date"]) == ("Short walk", "2026-01-05")
    assert front(clinic, "later")["x-status"] == "draft"
    assert "it is made of the file's name" in told


def test_odd_values_are_kept_and_told(clinic: Clinic) -> None:
    clinic.write(
        "posts/a.md",
        "---\ntitle: A\ndate: 3/4/2026\npublished: false\npermalink: /:year/:title\nlang: klingon lang\nimage_alt: Hills\ntestimonials: [t-1]\nname: B\n---\nText.\n",
    )
    clinic.write("posts/b.md", "---\nheadline: B\ntitle: Real\nstatus: review\nurl: /b.html\n---\nText.\n")
    clinic.write("posts/c.md", "---\ntitle: C\npublished: true\ndraft: false\n---\nText.\n")
    told = bring(clinic)
    assert front(clinic, "a") == {
        "title": "A", "status": "draft", "testimonials": ["t-1"], "x-date": "3/4/2026", "x-permalink": "/:year/:title", "x-name": "B", "x-status": "unpublished",
    }  # fmt: skip
    assert front(clinic, "b") == {
        "title": "Real",
        "status": "draft",
        "aliases": ["/b.html"],
        "x-headline": "B",
        "x-status": "review",
    }
    assert front(clinic, "c")["x-status"] == "published"
    for words in ("date: 3/4/2026: cannot be read as a day", "language klingon lang: left out", "picture: left out"):
        assert words in told


def test_one_file_can_be_named(clinic: Clinic) -> None:
    path = clinic.write("elsewhere/a.md", "---\ntitle: A\n---\nText.\n")
    assert clinic.run("import", "markdown", path).status == 0
    assert (clinic.root / "articles/a.md").exists()


def test_an_empty_folder_is_told(clinic: Clinic) -> None:
    (clinic.root / "posts").mkdir()
    result = clinic.run("import", "markdown", "posts")
    assert (result.status, "no Markdown files" in result.stderr) == (2, True)


def test_windows_text_is_read_and_told(clinic: Clinic) -> None:
    clinic.write("posts/a.md", "---\ntitle: Café\n---\n“Text”\n".encode("cp1252"))
    assert "it was read as Windows-1252" in bring(clinic)
    assert clinic.read("articles/café.md" if (clinic.root / "articles/café.md").exists() else "articles/a.md").endswith(
        "“Text”\n"
    )


def test_people_of_docusaurus_stand_beside_the_posts(clinic: Clinic) -> None:
    clinic.write("posts/blog/authors.yml", "kim:\n  name: Kim Birch\n  url: https://kim.example\n")
    clinic.write("posts/blog/2026-01-05-walk/index.mdx", "---\ntitle: A walk\nauthors: [kim]\n---\nText\n")
    told = bring(clinic)
    assert "kim  Kim Birch" in told
    assert front(clinic, "walk")["date"] == "2026-01-05"


def test_keys_of_astro(clinic: Clinic) -> None:
    clinic.write(
        "posts/a.md",
        "---\ntitle: A\npubDatetime: 2026-01-05T10:00:00Z\nmodDatetime: 2026-02-05T10:00:00Z\nogImage: a.png\n---\nText\n",
    )
    bring(clinic)
    assert front(clinic, "a") == {
        "title": "A", "date": "2026-01-05", "updated": "2026-02-05", "status": "draft", "image": {"src": "a.png"},
    }  # fmt: skip


def test_what_holds_nothing_and_patterns_for_new_posts_stay_out(clinic: Clinic) -> None:
    clinic.write("posts/a.md", "Text {{ " + "one two " * 20 + "}}\n")
    clinic.write("posts/b.md", " \n")
    clinic.write("posts/archetypes/default.md", "---\ntitle: {{ .Name }}\n---\n")
    clinic.write("posts/scaffolds/post.md", "---\ntitle: {{ title }}\n---\n")
    told = bring(clinic)
    assert "there is nothing in it" in told
    assert "template tag {{ one two one two one two one two one two… }}" in told
    assert {name for name in clinic.files() if name.startswith("articles/")} == {"articles/a.md"}


@pytest.mark.parametrize(("name", "words"), [("a.html", "clinic import page"), ("a.csv", "a folder of them")])
def test_another_kind_of_file_is_refused(clinic: Clinic, name: str, words: str) -> None:
    clinic.write(name, "<p>Text</p>")
    result = clinic.run("import", "markdown", name)
    assert result.status == 2
    assert "this is no Markdown file" in result.stderr
    assert words in result.stderr


@pytest.mark.parametrize("kind", ["wordpress", "page", "csv", "json"])
def test_a_folder_is_refused_where_a_file_is_read(clinic: Clinic, kind: str) -> None:
    clinic.write("posts/a.md", "Text")
    result = clinic.run("import", kind, "posts")
    assert result.status == 2
    assert f"this is a folder, and clinic import {kind} reads one file" in result.stderr


def test_a_link_that_leads_out_of_the_folder_is_not_followed(clinic: Clinic) -> None:
    clinic.write("secret.md", "Private words.\n")
    posts = clinic.write("posts/a.md", "---\ntitle: A\ndraft: 'true'\n---\nText\n").parent
    try:
        (posts / "b.md").symlink_to(clinic.root / "secret.md")
        (posts / "c.md").symlink_to(posts / "a.md")
    except OSError:
        pytest.skip("this system makes no links")
    told = bring(clinic, status=1)
    assert "it is a link that leads out of the folder" in told
    assert {name for name in clinic.files() if name.startswith("articles/")} == {"articles/a.md", "articles/c.md"}
    assert front(clinic, "a")["x-status"] == "draft"
