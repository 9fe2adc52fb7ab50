from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinic_cli.exporters.manifest import read_manifest
from tests.exporters.sample import fill, run, tree

if TYPE_CHECKING:
    from tests.project import Clinic


def test_each_item_and_each_list_has_a_fragment(bare: Clinic) -> None:
    run(fill(bare), "fragments")
    files = set(tree(bare.root / "public"))
    assert {
        "articles/walk.html",
        "articles/morning.html",
        "articles.html",
        "testimonials/t-0001.html",
        "testimonials/t-0002.html",
        "testimonials.html",
        "clinic.js",
        "clinic.css",
        "example.html",
    } <= files


def test_a_fragment_has_no_page_around_it_and_needs_no_script(bare: Clinic) -> None:
    run(fill(bare), "fragments")
    for path, data in tree(bare.root / "public").items():
        if path.endswith(".html") and path != "example.html":
            assert not re.search(rb"<(?:!doctype|html|head|body|script|style|link)\b", data, re.IGNORECASE), path
            assert b" style=" not in data
    text = bare.read("public/articles/walk.html")
    assert "<h1>A slow walk &amp; a talk</h1>" in text
    assert 'src="https://clinic.example/blog/images/hills.' in text
    assert "<li>couples</li>" in text


def test_every_class_is_marked_as_ours(bare: Clinic) -> None:
    run(fill(bare), "fragments")
    for path, data in tree(bare.root / "public").items():
        if path.endswith(".html"):
            for names in re.findall(r'class="([^"]*)"', data.decode()):
                assert all(name.startswith("clinic-") for name in names.split()), (path, names)


def test_without_an_address_links_are_relative(bare: Clinic) -> None:
    run(fill(bare), "fragments", base_url="")
    text = bare.read("public/articles/walk.html")
    source = re.search(r'src="\.\./(images/hills[^"]*)"', text)
    assert source
    assert (bare.root / "public" / source[1]).is_file()


def test_the_manifest_knows_where_words_are_shown(bare: Clinic) -> None:
    done = run(fill(bare), "fragments")
    manifest = read_manifest(bare.root / "public")
    assert manifest
    assert manifest.testimonials == ("t-0001", "t-0002")
    shows = {file.path: file.shows for file in done.plan.write}
    assert shows["articles/morning.html"] == ("t-0002",)
    assert shows["testimonials.html"] == ("t-0001", "t-0002")


def test_a_clinic_without_content_has_only_the_means(bare: Clinic) -> None:
    bare.config()
    run(bare, "fragments")
    assert set(tree(bare.root / "public")) == {".clinic-manifest.json", "clinic.css", "clinic.js", "example.html"}
