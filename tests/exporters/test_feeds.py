from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import feedparser
import jsonschema

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


TEXT: Final = {"type": "string", "minLength": 1}
ADDRESS: Final = {**TEXT, "format": "uri", "pattern": "^https?://"}
MOMENT: Final = {**TEXT, "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
AUTHORS: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS},
        "minProperties": 1,
        "additionalProperties": False,
    },
}
JSON_FEED: Final[dict[str, object]] = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **dict.fromkeys(("title", "description", "user_comment", "language"), TEXT),
        **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), ADDRESS),
        "authors": AUTHORS,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "additionalProperties": False,
                "properties": {
                    "content_html": {"type": "string"},
                    **dict.fromkeys(("id", "title", "content_text", "summary", "language"), TEXT),
                    **dict.fromkeys(("url", "external_url", "image", "banner_image"), ADDRESS),
                    **dict.fromkeys(("date_published", "date_modified"), MOMENT),
                    "authors": AUTHORS,
                    "tags": {"type": "array", "items": TEXT, "uniqueItems": True},
                },
            },
        },
    },
}
"""What https://www.jsonfeed.org/version/1.1/ says, as far as we use it."""


def test_the_json_feed_is_what_its_specification_says(bare: Clinic) -> None:
    fill(bare)
    bare.article("bare", "title: Bare\ndate: 2026-01-01\nstatus: published\ntags: [a, a]\nauthors: [sam, sam]\n", "")
    run(bare, "html")
    feed = json.loads(bare.read("public/feed.json"))
    assert len(feed["items"]) == 3
    jsonschema.validate(feed, JSON_FEED)


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
