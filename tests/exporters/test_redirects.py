from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinic_cli.exporters.redirects import forwarding_path
from tests.exporters.sample import fill, run

if TYPE_CHECKING:
    from tests.project import Clinic


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("old", "articles/old.html"),
        ("/old/path", "old/path/index.html"),
        ("/old/path/", "old/path/index.html"),
        ("/old/page.html", "old/page.html"),
        ("/old/index.html", "old/index.html"),
        ("/2014/03/hello%20world", None),
        ("/%C3%BCber", "über/index.html"),
        ("/old?x=1#y", "old/index.html"),
        ("/_old", "_old/index.html"),
        ("/", None),
        ("/index.html", None),
        ("../up", None),
        ("/../up", None),
        ("/a/../../up", None),
        ("/a//b", None),
        ("/.git/config", None),
        ("/con/x", None),
        ("/a/aux.html", None),
        ("/a/b.html/c", "a/b.html/c/index.html"),
        ("two words", None),
    ],
)
def test_where_an_old_address_stands(alias: str, path: str | None) -> None:
    assert forwarding_path(alias) == path


def test_old_addresses_lead_to_the_article(bare: Clinic) -> None:
    run(fill(bare), "html")
    page = bare.read("public/articles/slow-walk.html")
    assert '<meta http-equiv="refresh" content="0; url=../articles/walk.html">' in page
    assert '<link rel="canonical" href="https://clinic.example/blog/articles/walk.html">' in page
    assert 'url=../../articles/walk.html"' in bare.read("public/old/path/index.html")
    assert bare.read("public/_redirects") == (
        "/blog/articles/slow-walk.html /blog/articles/walk.html 301\n/blog/old/path/ /blog/articles/walk.html 301\n"
    )


def test_a_page_of_its_own_comes_before_a_redirect(bare: Clinic) -> None:
    bare.config()
    bare.article("a", "title: A\nstatus: published\naliases: [b, B, /404.html, /testimonials.html, c, C]\n")
    bare.article("b", "title: B\nstatus: published\n")
    run(bare, "html")
    assert "<h1>B</h1>" in bare.read("public/articles/b.html")
    assert "Page not found" in bare.read("public/404.html")
    assert bare.read("public/_redirects").splitlines() == [
        "/blog/testimonials.html /blog/articles/a.html 301",
        "/blog/articles/c.html /blog/articles/a.html 301",
    ]
