from __future__ import annotations

import json
from typing import TYPE_CHECKING

import feedparser

from tests.exporters.sample import fill, run

if TYPE_CHECKING:
    from tests.project import Clinic


def test_the_atom_feed_as_a_reader_reads_it(bare: Clinic) -> None:
    run(fill(bare), "html")
    feed = feedparser.parse((bare.root / "public/feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.feed.title == "Sample Clinic & Co"
    assert feed.feed.updated == "2026-04-10T12:00:00Z"
    walk, morning = feed.entries
    assert walk.title == "A slow walk & a talk"
    assert walk.link == "https://clinic.example/blog/articles/walk.html"
    assert walk.published == "2026-03-02T12:00:00Z"
    assert walk.author == "Sam Sample, LMFT"
    assert [tag.term for tag in walk.tags] == ["couples", "Everyday practice"]
    assert 'src="https://clinic.example/blog/images/two-chairs.' in walk.content[0].value
    assert '"https://clinic.example/blog/articles/morning.html#first"' in walk.content[0].value
    assert morning.content[0].language == "en-GB"


def test_the_json_feed(bare: Clinic) -> None:
    run(fill(bare), "html")
    feed = json.loads(bare.read("public/feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://clinic.example/blog/feed.json"
    walk, morning = feed["items"]
    assert walk["id"] == walk["url"] == "https://clinic.example/blog/articles/walk.html"
    assert walk["authors"] == [{"name": "Sam Sample, LMFT", "url": "https://clinic.example/sam"}]
    assert walk["date_modified"] == "2026-04-10T12:00:00Z"
    assert "date_modified" not in morning
    assert walk["content_html"].startswith("<p>Some talks")


def test_there_are_no_feeds_without_an_address(bare: Clinic) -> None:
    run(fill(bare), "html", base_url="")
    assert not (bare.root / "public/feed.xml").exists()
    assert "feed.xml" not in bare.read("public/index.html")


def test_an_empty_feed_is_a_feed(bare: Clinic) -> None:
    bare.config()
    bare.article("a", "title: Undated\nstatus: published\n")
    run(bare, "html")
    feed = feedparser.parse((bare.root / "public/feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.entries == []
