from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import feedparser

from tests.exporters.sample import fill, run

if TYPE_CHECKING:
    from tests.project import Clinic

SPACES = {
    "wp": "http://wordpress.org/export/1.2/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def test_articles_as_wordpress_imports_them(bare: Clinic) -> None:
    run(fill(bare), "wxr")
    channel = ET.fromstring((bare.root / "public/articles.wxr.xml").read_bytes())[0]
    walk, morning = channel.findall("item")
    assert walk.findtext("title") == "A slow walk & a talk"
    assert walk.findtext("wp:post_name", None, SPACES) == "walk"
    assert walk.findtext("wp:status", None, SPACES) == "publish"
    assert walk.findtext("wp:post_date", None, SPACES) == "2026-03-02 12:00:00"
    assert walk.findtext("pubDate") == "Mon, 02 Mar 2026 12:00:00 +0000"
    assert walk.findtext("dc:creator", None, SPACES) == "sam"
    assert [tag.text for tag in walk.findall("category")] == ["couples", "Everyday practice"]
    content = walk.findtext("content:encoded", "", SPACES)
    assert '<img src="https://clinic.example/blog/images/hills.' in content
    assert "Photo credit:" in content
    assert "A sample study." in content
    assert '<a href="https://clinic.example/blog/morning/#first">' in content
    assert "By Alex Example, AMFT and Sam Sample, LMFT" in morning.findtext("content:encoded", "", SPACES)
    assert len(channel.findall("wp:author", SPACES)) == 2


def test_no_testimonial_leaves_this_way(bare: Clinic) -> None:
    run(fill(bare), "wxr")
    text = bare.read("public/articles.wxr.xml")
    assert "A calm" not in text
    assert '"testimonials": []' in bare.read("public/.clinic-manifest.json")


def test_what_xml_cannot_hold_is_left_out(bare: Clinic) -> None:
    bare.config()
    bare.article("a", 'title: "A \\u0007 ]]> title"\nstatus: published\n', "\nText ]]> and \x0b more.\n")
    run(bare, "wxr")
    feed = feedparser.parse((bare.root / "public/articles.wxr.xml").read_bytes())
    assert not feed.bozo
    assert feed.entries[0].title == "A  ]]> title"
    assert "Text ]]&gt; and  more." in feed.entries[0].content[0].value


def test_a_title_stays_text_where_titles_are_html(bare: Clinic) -> None:
    bare.config()
    bare.article("a", 'title: "<b onclick=x> & R&amp;D, 1 < 2"\ndescription: "<i>"\nstatus: published\n')
    run(bare, "wxr")
    item = ET.fromstring((bare.root / "public/articles.wxr.xml").read_bytes())[0].find("item")
    assert item is not None
    assert item.findtext("title") == "&lt;b onclick=x> & R&amp;amp;D, 1 &lt; 2"
    assert item.findtext("{http://wordpress.org/export/1.2/excerpt/}encoded") == "&lt;i>"


def test_an_empty_clinic_has_an_empty_file(bare: Clinic) -> None:
    bare.config()
    run(bare, "wxr", base_url="")
    assert ET.fromstring((bare.root / "public/articles.wxr.xml").read_bytes())[0].findall("item") == []
