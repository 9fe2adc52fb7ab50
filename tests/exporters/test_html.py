from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from clinic_cli.config import Selection
from clinic_cli.exporters import html
from tests.exporters.sample import fill, run, tree

if TYPE_CHECKING:
    from tests.project import Clinic


@pytest.fixture
def site(bare: Clinic) -> dict[str, str]:
    run(fill(bare), "html")
    return {path: data.decode(errors="replace") for path, data in tree(bare.root / "public").items()}


def test_the_pages(site: dict[str, str]) -> None:
    pages = {path for path in site if path.endswith(".html")}
    assert {
        "404.html",
        "articles/morning.html",
        "articles/walk.html",
        "authors/alex.html",
        "authors/sam.html",
        "index.html",
        "tags/couples.html",
        "tags/everyday-practice.html",
        "testimonials.html",
    } <= pages


def test_an_article_page_has_all_parts_of_a_clinics_page(site: dict[str, str]) -> None:
    page = site["articles/walk.html"]
    for part in (
        '<a class="skip" href="#page.content">Skip to main content</a>',
        "<h1>A slow walk &amp; a talk</h1>",
        "By Sam Sample, LMFT",
        "Some talks go better side by side.",
        "Posed by a model.",
        'Photo credit: <a href="https://example.org/photo">Sample Photographer</a>, CC BY 4.0',
        "A calm &lt;room&gt;.",
        "And a kind voice.",
        "Sample client A",
        'href="sms:+14155550134"',
        "Send us a text!",
        "We’re here on weekdays from 9am to 9pm.",
        "License LMFT 00001",
        "Reviewed by Alex Example, AMFT on <time",
        "A sample study.",
        '<a href="https://example.org/guide">Sample guidance</a>',
        "Sample client B is a friend of the clinic.",
        'width="30" height="20"',
        'width="12" height="8"',
    ):
        assert part in page


def test_a_credit_may_stand_alone(site: dict[str, str]) -> None:
    assert "Photo credit: Sample Photographer" in site["articles/morning.html"]
    assert "<img" not in site["articles/morning.html"]


def test_another_language_is_marked(site: dict[str, str]) -> None:
    assert '<article lang="en-GB">' in site["articles/morning.html"]
    assert "<article>" in site["articles/walk.html"]


def test_links_to_other_articles_lead_to_their_pages(site: dict[str, str]) -> None:
    page = site["articles/walk.html"]
    assert '<a href="../articles/morning.html#first">the morning</a>' in page
    assert "<a>a draft</a>" in page
    assert re.search(r'<a href="\.\./files/leaflet\.[0-9a-f]{10}\.pdf">a file</a>', page)


def test_every_link_leads_somewhere(site: dict[str, str], bare: Clinic) -> None:
    for path, text in site.items():
        if not path.endswith(".html") or path == "404.html":
            continue
        for address in re.findall(r'(?:href|src)="([^"]*)"', text):
            if re.match(r"[a-z]+:", address):
                continue
            target, _, fragment = address.partition("#")
            place = (bare.root / "public" / path).parent / target if target else bare.root / "public" / path
            assert place.is_file(), (path, address)
            if fragment:
                assert f'id="{fragment}"' in place.read_text(), (path, address)


def test_nothing_leaves_that_may_not(site: dict[str, str]) -> None:
    everything = "".join(site.values())
    for secret in ("Unfinished words", "Scheduled words", "No consent was given", "form-1", "t-0003", "A draft<"):
        assert secret not in everything


def test_an_article_page_is_small(site: dict[str, str]) -> None:
    style = next(text for path, text in site.items() if path.endswith(".css"))
    assert len(site["articles/walk.html"].encode()) + len(style.encode()) < 30_000


def test_a_long_list_has_pages_that_lead_to_each_other(bare: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "ON_A_PAGE", 1)
    bare.config()
    for number in range(1, 10):
        bare.article(f"a{number}", f"title: A {number}\ndate: 2026-01-0{number}\nstatus: published\ntags: [b, a, a]\n")
    run(bare, "html")
    first, fifth = bare.read("public/index.html"), bare.read("public/pages/5.html")
    assert "A 9" in first
    assert "A 5" in fifth
    assert "<h1>Articles, page 5</h1>" in fifth
    assert '<span aria-current="page">5</span>' in fifth
    assert re.findall(r'href="([^"]*)" aria-label="Page', fifth) == [
        *(
            "../index.html",
            "../pages/3.html",
            "../pages/4.html",
            "../pages/6.html",
            "../pages/7.html",
            "../pages/9.html",
        )
    ]
    assert fifth.count("…") == 2
    assert re.findall(r'href="tags/[^"]*">(.*?)<', first) == ["a", "b"]
    assert "tags/" not in fifth


def test_a_table_can_be_reached_and_scrolled(bare: Clinic) -> None:
    bare.config()
    bare.article("a", "title: A\nstatus: published\n", "\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    run(bare, "html")
    page = bare.read("public/articles/a.html")
    assert re.search(
        r'<div class="clinic-table" role="group" aria-label="Table" tabindex="0"><table>.*</table></div>',
        page,
        re.DOTALL,
    )


def test_there_is_no_page_of_testimonials_without_any(bare: Clinic) -> None:
    fill(bare).testimonials()
    run(bare, "html")
    assert not (bare.root / "public/testimonials.html").exists()
    assert "testimonials.html" not in bare.read("public/index.html")


def test_a_clinic_without_settings_has_a_site_too(bare: Clinic) -> None:
    bare.article("walk", "title: A walk\nstatus: published\nlang: es\n")
    run(bare, "html", base_url="")
    page = bare.read("public/articles/walk.html")
    assert "<h1>A walk</h1>" in page
    assert "canonical" not in page
    assert "sms:" not in page


def test_an_empty_clinic_has_an_index(bare: Clinic) -> None:
    bare.config()
    run(bare, "html")
    assert "No articles yet." in bare.read("public/index.html")


def test_only_testimonials_can_be_selected(bare: Clinic) -> None:
    run(fill(bare), "html", select=Selection(content="testimonials"))
    assert not (bare.root / "public/articles").exists()
    assert "A quiet place." in bare.read("public/testimonials.html")


def test_a_picture_that_is_not_there_shows_nothing(bare: Clinic) -> None:
    bare.config()
    bare.article(
        "a", "title: A\nstatus: published\nimage: {src: images/no.png, credit: Somebody}\n", "\n![x](no.png)\n"
    )
    run(bare, "html")
    page = bare.read("public/articles/a.html")
    assert "Somebody" not in page
    assert 'src="' not in page


def test_a_picture_elsewhere_is_linked(bare: Clinic) -> None:
    bare.config()
    bare.article("a", "title: A\nstatus: published\nimage: {src: 'https://x.example/a.png', alt: A}\n")
    run(bare, "html")
    assert '<img src="https://x.example/a.png" alt="A">' in bare.read("public/articles/a.html")


@pytest.mark.parametrize("link", ["../testimonials.yaml", "/clinic.toml", "../.env", "../../secret.txt", "../x.py"])
def test_files_that_are_no_pictures_stay(bare: Clinic, link: str) -> None:
    bare.config()
    bare.write(".env", "SECRET")
    bare.write("x.py", "SECRET")
    bare.testimonials("id: t-1\nquote: SECRET\n")
    bare.article("a", "title: A\nstatus: published\n", f"\n[x]({link}) ![y]({link})\n")
    run(bare, "html")
    assert "SECRET" not in "".join(data.decode(errors="replace") for data in tree(bare.root / "public").values())
