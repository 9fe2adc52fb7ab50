"""Feeds of the newest articles: Atom and JSON Feed 1.1, with the whole text."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Final

from clinic_cli.exporters.addresses import article_page, href
from clinic_cli.exporters.output import OutputFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date as Day

    from clinic_cli.exporters.bodies import Bodies
    from clinic_cli.exporters.output import Site
    from clinic_cli.publicview import PublicArticle, Publication

ATOM: Final = "feed.xml"
JSON_FEED: Final = "feed.json"
MOST: Final = 20
"""How many articles a feed holds; readers have seen the older ones."""
_CONTROLS: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
"""Characters that XML cannot hold."""


class _Item:
    """An article as feeds tell of it, its links leading to the web from wherever it is read."""

    def __init__(self, article: PublicArticle, site: Site, bodies: Bodies) -> None:
        self.article = article
        self.url = _url(article, site)
        self.html = bodies.render(article, f"{site.base_url}/", lambda other: _url(other, site)).html


def _url(article: PublicArticle, site: Site) -> str:
    return f"{site.base_url}/{href(article_page(article.slug))}"


def feeds(publication: Publication, site: Site, bodies: Bodies) -> Iterator[OutputFile]:
    """Yield feed.xml and feed.json."""
    dated = [article for article in publication.articles if article.date]
    items = [_Item(article, site, bodies) for article in dated[:MOST]]
    yield OutputFile(ATOM, _atom(publication, site, items).encode())
    yield OutputFile(JSON_FEED, _json(publication, site, items).encode())


def _atom(publication: Publication, site: Site, items: list[_Item]) -> str:
    home = f"{site.base_url}/"
    name = publication.clinic.name or "Our clinic"
    updated = max((_changed(item.article) for item in items), default="1970-01-01T00:00:00Z")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml_text(publication.clinic.language)}">',
        f"<id>{xml_text(home)}</id>",
        f"<title>{xml_text(name)}</title>",
        f"<updated>{updated}</updated>",
        f'<link rel="self" type="application/atom+xml" href="{xml_text(home + ATOM)}"/>',
        f'<link rel="alternate" type="text/html" href="{xml_text(home)}"/>',
        f"<author><name>{xml_text(name)}</name></author>",
    ]
    for item in items:
        article = item.article
        lines += [
            f'<entry xml:lang="{xml_text(article.lang)}">',
            f"<id>{xml_text(item.url)}</id>",
            f"<title>{xml_text(article.title)}</title>",
            f'<link rel="alternate" type="text/html" href="{xml_text(item.url)}"/>',
            f"<published>{_instant(article.date)}</published>",
            f"<updated>{_changed(article)}</updated>",
            *(f"<author><name>{xml_text(author.byline)}</name></author>" for author in article.authors),
            *(f'<category term="{xml_text(tag)}"/>' for tag in article.tags),
            *([f"<summary>{xml_text(article.description)}</summary>"] if article.description else []),
            f'<content type="html">{xml_text(item.html)}</content>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>\n"])


def _json(publication: Publication, site: Site, items: list[_Item]) -> str:
    home = f"{site.base_url}/"
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publication.clinic.name or "Our clinic",
        "home_page_url": home,
        "feed_url": home + JSON_FEED,
        "language": publication.clinic.language,
        "items": [_json_item(item) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _json_item(item: _Item) -> dict[str, object]:
    article = item.article
    parts: dict[str, object] = {
        "id": item.url,
        "url": item.url,
        "title": article.title,
        "summary": article.description,
        "content_html": item.html,
        "date_published": _instant(article.date),
        "date_modified": _changed(article) if article.updated else "",
        "authors": [
            {"name": author.byline, **({"url": author.url} if author.url else {})} for author in article.authors
        ],
        "tags": list(article.tags),
        "language": article.lang,
    }
    return {key: value for key, value in parts.items() if value or key == "content_html"}


def _instant(day: Day | None) -> str:
    """Return a day as feeds write it: a feed knows instants only, and noon is the same day nearly everywhere."""
    return f"{day.isoformat()}T12:00:00Z" if day else ""


def _changed(article: PublicArticle) -> str:
    return _instant(article.updated or article.date)


def xml_text(text: str, *, escaped: bool = True) -> str:
    """Return a text as it may stand in XML, without the characters that XML cannot hold."""
    text = text.translate(_CONTROLS)
    return escape(text) if escaped else text
