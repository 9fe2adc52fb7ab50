from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from clinic_cli.exporters.output import Site
from clinic_cli.exporters.sitemap import sitemaps
from clinic_cli.publication import publish
from clinic_cli.workspace import Workspace
from tests.exporters.sample import BASE, TODAY, fill, run

if TYPE_CHECKING:
    from tests.project import Clinic

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_every_page_and_when_it_changed(bare: Clinic) -> None:
    run(fill(bare), "html")
    root = ET.fromstring((bare.root / "public/sitemap.xml").read_bytes())
    found = {
        url.findtext("s:loc", "", SPACE).removeprefix(BASE): url.findtext("s:lastmod", None, SPACE)
        for url in root.findall("s:url", SPACE)
    }
    assert found["/articles/walk.html"] == "2026-04-10"
    assert found["/articles/morning.html"] == "2026-02-10"
    assert found["/"] == "2026-04-10"
    assert {"/testimonials.html", "/tags/couples.html", "/authors/sam.html"} <= set(found)
    assert "/404.html" not in found
    assert "/articles/slow-walk.html" not in found


def test_a_large_one_is_split(bare: Clinic) -> None:
    workspace = Workspace.open(fill(bare).root)
    publication = publish(workspace.parse(), workspace.config, TODAY)
    site = Site(BASE, lambda path: None)
    files = list(sitemaps(publication, site.base_url, [f"a{number}.html" for number in range(4)], most=2))
    assert [file.path for file in files] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert b"<loc>https://clinic.example/blog/sitemap-3.xml</loc>" in files[-1].data


def test_robots_stand_at_the_top_of_a_host_only(bare: Clinic) -> None:
    run(fill(bare), "html")
    assert not (bare.root / "public/robots.txt").exists()
    run(bare, "html", base_url="https://clinic.example")
    assert "Sitemap: https://clinic.example/sitemap.xml" in bare.read("public/robots.txt")
