"""`clinic set`: what it shows, asks, changes, and refuses."""

from __future__ import annotations

import pytest

from tests.project import CONSENT, Clinic

ROSTER = 'name = "Sample Clinic"\n[authors.sam-sample]\nname = "Sam Sample"\n'
FRONT = """\
# a comment that stays
title:   'A walk'   # and this one
tags:
  - calm  # first
  - outdoors
image: walk.jpg
status: draft
"""
RECORD = "id: t-0001\nstatus: draft\nquote: A calm place.\nattribution: Sample A\n"


@pytest.fixture
def walk(clinic: Clinic) -> Clinic:
    clinic.config(ROSTER)
    clinic.article("a-walk", FRONT)
    clinic.article("a-rest", "title: A rest\nstatus: published\ndate: 2026-02-01\ntags: [calm]\n")
    clinic.testimonials(RECORD)
    return clinic


def set_yes(clinic: Clinic, *words: str) -> str:
    result = clinic.run("set", *words, "--yes")
    assert result.status == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize(
    ("asked", "old", "new"),
    [
        ("title=A long walk", "'A walk'   #", "A long walk   #"),
        ("description=Why: a walk", "status: draft\n", 'status: draft\ndescription: "Why: a walk"\n'),
        ("tags+=sleep", "  - outdoors\n", "  - outdoors\n  - sleep\n"),
        ("tags+=sleep,rest", "  - outdoors\n", "  - outdoors\n  - sleep\n  - rest\n"),
        ("tags-=outdoors", "  - outdoors\n", ""),
        ("tags-=calm", "  - calm  # first\n", ""),
        ("tags=", "tags:\n  - calm  # first\n  - outdoors\n", ""),
        ("image.alt=A gravel path", "image: walk.jpg\n", "image:\n  src: walk.jpg\n  alt: A gravel path\n"),
        ("image=other.jpg", "image: walk.jpg\n", "image:\n  src: other.jpg\n"),
        ("image.src=", "image: walk.jpg\n", ""),
        ("date=2026-03-01", "status: draft\n", "status: draft\ndate: 2026-03-01\n"),
        ("authors=sam-sample", "status: draft\n", "status: draft\nauthors: [sam-sample]\n"),
        ("x-newsletter=12", "status: draft\n", 'status: draft\nx-newsletter: "12"\n'),
        ("x-mail.group=a", "status: draft\n", "status: draft\nx-mail:\n  group: a\n"),
        ("citations+=Sample, A study", "status: draft\n", 'status: draft\ncitations: ["Sample, A study"]\n'),
    ],
)
def test_only_the_asked_bytes_change(walk: Clinic, asked: str, old: str, new: str) -> None:
    before = walk.read("articles/a-walk.md")
    set_yes(walk, "a-walk", asked)
    assert walk.read("articles/a-walk.md") == before.replace(old, new, 1)
    assert walk.run("undo").status == 0
    assert walk.read("articles/a-walk.md") == before


def test_nested_keys_of_a_group_are_set_and_go_one_by_one(walk: Clinic) -> None:
    set_yes(walk, "a-walk", "image.alt=A path", "image.depicts=none", "image.decorative=no")
    assert "image:\n  src: walk.jpg\n  alt: A path\n  depicts: none\n  decorative: false\n" in walk.read(
        "articles/a-walk.md"
    )
    set_yes(walk, "a-walk", "image.depicts=", "image.decorative=", "image.alt=", "image.src=")
    assert "image" not in walk.read("articles/a-walk.md")


@pytest.mark.parametrize("asked", ["title=A walk", "tags+=calm", "tags-=nothing", "notes=", "image.alt=", "image="])
def test_what_is_so_already_is_left_alone(clinic: Clinic, asked: str) -> None:
    clinic.article("a-walk", "title: A walk\ntags: calm\nstatus: draft\n")
    result = clinic.run("set", "a-walk", asked)
    assert (result.status, result.stderr) == (0, "Nothing to change: everything is so already.\n")


def test_the_words_of_several_records_change_in_one_file_at_once(walk: Clinic) -> None:
    walk.testimonials(RECORD + "tags: [a]", RECORD.replace("0001", "0002"), RECORD.replace("0001", "0003"))
    out = set_yes(walk, "testimonials", "--text", "calm", "tags+=b", "rating=5", "lang=en")
    text = walk.read("testimonials.yaml")
    assert text.count("rating: 5\n  lang: en\n") == 3
    assert "tags: [a, b]" in text
    assert out.count("rating: 5") == 3


def test_a_testimonial_in_a_file_of_its_own(clinic: Clinic) -> None:
    clinic.write("testimonials/t-0009.md", "---\r\nattribution: A\r\n---\r\nWords.\r\n")
    set_yes(clinic, "t-0009", "tags=a")
    assert clinic.read("testimonials/t-0009.md") == "---\r\nattribution: A\r\ntags: [a]\r\n---\r\nWords.\r\n"
    result = clinic.run("set", "t-0009", "quote=Other words", "--yes")
    assert result.status == 2
    assert "clinic edit t-0009" in result.stderr


def test_all_and_one_are_not_meant_together(walk: Clinic) -> None:
    before = walk.read("articles/a-rest.md")
    result = walk.run("set", "articles", "a-walk", "lang=en", "--yes")
    assert result.status == 2
    assert "`articles` stands for all of them, and `a-walk` for one" in result.stderr
    assert walk.read("articles/a-rest.md") == before


def test_filters_choose_the_items(walk: Clinic) -> None:
    shown = walk.run(
        "set", "articles", "--tag", "calm", "--status", "draft", "lang=en", "--dry-run", "--as-of", "2026-03-01"
    )
    assert shown.stdout.startswith("articles/a-walk.md\n")
    assert "a-rest" not in shown.stdout
    assert shown.stderr == "1 file would change; nothing was written.\n"
    both = walk.run("set", "articles", "testimonials", "lang=en", "--dry-run")
    assert "3 files would change" in both.stderr
    assert "lang" not in walk.read("articles/a-walk.md")


def test_an_article_whose_slug_is_a_word_of_ours_is_meant_by_it(clinic: Clinic) -> None:
    clinic.article("articles", "title: All\n")
    clinic.article("a-walk")
    assert "1 file would change" in clinic.run("set", "articles", "lang=en", "--dry-run").stderr


def test_nothing_is_written_where_nobody_can_agree(walk: Clinic) -> None:
    before = walk.read("articles/a-walk.md")
    result = walk.run("set", "a-walk", "lang=en")
    assert result.status == 2
    assert "--yes" in result.stderr
    assert "+ lang: en" in result.stdout
    assert walk.read("articles/a-walk.md") == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["a-walk"], "nothing to set"),
        (["lang=en"], "nothing to set it on"),
        (["a-walkk", "lang=en"], "did you mean `a-walk`?"),
        (["a-walk", "descripton=x"], "did you mean `description`?"),
        (["a-walk", "image.altt=x"], "did you mean `alt`?"),
        (["a-walk", "title.x=y"], "there is no key `x`"),
        (["a-walk", "date=2026-13-40"], "`date` is a date"),
        (["a-walk", "date=tomorrow"], "`date` is a date"),
        (["a-walk", "status=publshed"], "did you mean `published`?"),
        (["a-walk", "image.decorative=maybe"], "true or false"),
        (["a-walk", "authors=sam-sampl"], "did you mean `sam-sample`?"),
        (["a-walk", "reviewed_by=nobody"], "not in the roster"),
        (["a-walk", "lang=not a language"], "not a valid lang"),
        (["a-walk", "slug=other"], "clinic rename"),
        (["a-walk", "title+=x"], "is not a list"),
        (["a-walk", "tags+="], "nothing behind tags+="),
        (["a-walk", "title="], "has no title"),
        (["a-walk", "consent.ref=x"], "there is no key `consent`"),
        (["t-0001", "rating=six"], "whole number"),
        (["t-0001", "rating=6"], "goes from 1 to 5"),
        (["t-0001", "id=t-2"], "not set by hand"),
        (["t-0001", "approved=x"], "not set by hand"),
        (["t-0001", "revoked_words=x"], "not set by hand"),
        (["t-0001", "consent=x"], "not set by hand"),
        (["t-0001", "consent.ref=form"], "clinic consent renew ID, or clinic consent grant ID"),
        (["t-0001", "consent.x-cabinet=2"], "has no consent yet"),
        (["t-0001", "status=revoked"], "not revoked by hand"),
        (["articles", "--tag", "clam", "lang=en"], "did you mean `calm`?"),
        (["articles", "--author", "sam-sampel", "lang=en"], "did you mean `sam-sample`?"),
        (["articles", "--status", "drft", "lang=en"], "did you mean `draft`?"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(walk: Clinic, words: list[str], message: str) -> None:
    before = {path: walk.read(path) for path in walk.files()}
    result = walk.run("set", *words, "--yes")
    assert result.status == 2
    assert message in result.stderr
    assert {path: walk.read(path) for path in walk.files()} == before


@pytest.mark.parametrize(
    "word",
    ["consent.expires_on=2030-01-01", "consent.display_name=full-name", "consent.ref=form-99", "consent.channels=print",
     "consent.channels+=social", "consent.channels-=website", "consent.health_details=yes", "consent.photo=",
     "consent.revoked_on=2026-03-01"],
)  # fmt: skip
@pytest.mark.parametrize("names", [["t-0001"], ["testimonials"]])
def test_what_the_client_signed_is_not_set_by_hand(clinic: Clinic, names: list[str], word: str) -> None:
    consent = "".join(f"  {key}: {value}\n" for key, value in CONSENT.items())
    clinic.testimonials(f"{RECORD}consent:\n{consent}")
    before = clinic.read("testimonials.yaml")
    result = clinic.run("set", *names, word, "--yes")
    assert result.status == 2
    assert "not set by hand" in result.stderr
    assert "Run clinic consent" in result.stderr
    assert clinic.read("testimonials.yaml") == before
    set_yes(clinic, "t-0001", "consent.x-cabinet=2")


@pytest.mark.parametrize("word", ["status=withheld", "quote=changed", "tags+=calm", "x-own=1"])
def test_nothing_is_set_on_a_revoked_record(clinic: Clinic, word: str) -> None:
    consent = "".join(f"  {key}: {value}\n" for key, value in CONSENT.items())
    clinic.testimonials(
        "id: t-0001\nconsent:\n  revoked_on: 2026-02-01", f"{RECORD}consent:\n{consent}".replace("t-0001", "t-0002")
    )
    result = clinic.run("set", "t-0001", word, "--yes")
    assert result.status == 2
    assert "took back the consent" in result.stderr
    set_yes(clinic, "testimonials", word)
    text = clinic.read("testimonials.yaml")
    assert text.startswith("- id: t-0001\n  consent:\n    revoked_on: 2026-02-01\n- id: t-0002\n")
    assert word.partition("=")[2] in text.partition("t-0002")[2]


def test_files_that_cannot_be_read_are_told_and_left_alone(clinic: Clinic) -> None:
    clinic.article("bad", 'title: "A walk\n')
    clinic.article("day", "title: A day\ndate: 2026-13-40\n")
    for slug in ("bad", "day"):
        before = clinic.read(f"articles/{slug}.md")
        result = clinic.run("set", slug, "lang=en", "--yes")
        assert result.status == 2
        assert f"articles/{slug}.md" in result.stderr
        assert clinic.read(f"articles/{slug}.md") == before


def test_a_fault_that_was_there_before_does_not_stop_a_change(clinic: Clinic) -> None:
    clinic.article("a-walk", "title: A walk\nstatus: publishd\n")
    set_yes(clinic, "a-walk", "lang=en")
    set_yes(clinic, "a-walk", "status=draft")
    assert clinic.read("articles/a-walk.md") == "---\ntitle: A walk\nstatus: draft\nlang: en\n---\n\nText.\n"


def test_a_new_tag_that_is_nearly_an_old_one_is_asked_about(walk: Clinic) -> None:
    result = walk.run("set", "a-rest", "tags+=outdoor", "--yes")
    assert "`outdoor` is a new tag; did you mean `outdoors`?" in result.stderr


def test_keys_may_be_set_where_the_front_matter_is_empty(clinic: Clinic) -> None:
    clinic.write("articles/x.md", "---\n---\nText.\n")
    set_yes(clinic, "x", "title=X", "tags=a,b", "image.src=x.jpg")
    assert clinic.read("articles/x.md") == "---\ntitle: X\ntags: [a, b]\nimage:\n  src: x.jpg\n---\nText.\n"
