"""The wxr format: articles as WordPress and Squarespace import them.

Testimonials are left out: a copy inside another system cannot be called back when a client takes a consent back.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Final

from clinic_cli.exporters.addresses import href, segments
from clinic_cli.exporters.feeds import xml_text
from clinic_cli.exporters.output import OutputFile
from clinic_cli.exporters.parts import Parts
from clinic_cli.exporters.views import byline_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date as Day

    from clinic_cli.exporters.output import Site
    from clinic_cli.publicview import PublicArticle, Publication

_NOBODY: Final = "clinic"
"""Who signs an article that names no author: importers expect somebody."""
FILE: Final = "articles.wxr.xml"
FACTS: Final = "_clinic"
"""A custom field of ours; WordPress shows none whose name begins with _."""
_BLOCK_END: Final = re.compile(r"(</(?:p|h[1-6]|li|ul|ol|blockquote|figure|table|tr|div|section|dl|dd)>) +")
_NOT_TEXT: Final = re.compile(r"&(?=#?\w+;)|<")
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMESPACES: Final = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def export_wxr(publication: Publication, site: Site) -> Iterator[OutputFile]:
    """Yield the pictures, then one file with all articles."""
    root = f"{site.base_url}/" if site.base_url else ""
    home = site.base_url or publication.clinic.url or "https://clinic.example"
    pattern = site.article_url or f"{home}/{{slug}}/"
    parts = Parts(publication, replace(site, article_url=pattern), pages=False)
    names = segments(tag for article in publication.articles for tag in article.tags)
    items = [
        line
        for number, article in enumerate(publication.articles, 1)
        for line in _item(article, number, parts, root, pattern, names)
    ]
    yield from parts.assets.fresh()
    yield OutputFile(FILE, "\n".join([*_head(publication, home, names), *items, "</channel>", "</rss>\n"]).encode())


def _head(publication: Publication, home: str, names: dict[str, str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<rss version="2.0" {_NAMESPACES}>'
    yield "<channel>"
    yield f"<title>{xml_text(publication.clinic.name or 'Our clinic')}</title>"
    yield f"<link>{xml_text(home)}</link>"
    yield f"<language>{xml_text(publication.clinic.language)}</language>"
    yield "<wp:wxr_version>1.2</wp:wxr_version>"
    yield f"<wp:base_site_url>{xml_text(home)}</wp:base_site_url>"
    yield f"<wp:base_blog_url>{xml_text(home)}</wp:base_blog_url>"
    authors = {author.id: author.byline for article in publication.articles for author in article.authors}
    if not all(article.authors for article in publication.articles):
        authors.setdefault(_NOBODY, publication.clinic.name or "Our clinic")
    for number, (id, name) in enumerate(authors.items(), 1):
        yield (
            f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{xml_text(id)}</wp:author_login>"
            f"<wp:author_email></wp:author_email>"
            f"<wp:author_display_name>{xml_text(name)}</wp:author_display_name></wp:author>"
        )
    for number, (tag, slug) in enumerate(names.items(), 1):
        yield (
            f"<wp:tag><wp:term_id>{number}</wp:term_id><wp:tag_slug>{xml_text(slug)}</wp:tag_slug>"
            f"<wp:tag_name>{xml_text(tag)}</wp:tag_name></wp:tag>"
        )


def _item(
    article: PublicArticle, number: int, parts: Parts, root: str, pattern: str, names: dict[str, str]
) -> Iterator[str]:
    view, _ = parts.article(article, root)
    view = view._replace(testimonials=())
    # the first author signs the post there; a byline of several stands in the text
    byline = byline_of(article.authors) if len(article.authors) > 1 else ""
    content = _lines(parts.templates.render("post.html", {"article": view, "byline": byline}))
    address = pattern.replace("{slug}", href(article.slug))
    yield "<item>"
    yield f"<title>{xml_text(_html(article.title))}</title>"
    yield f"<link>{xml_text(address)}</link>"
    if article.date:
        yield f"<pubDate>{_rfc822(article.date)}</pubDate>"
    yield f"<dc:creator>{xml_text(article.authors[0].id if article.authors else _NOBODY)}</dc:creator>"
    yield f'<guid isPermaLink="false">{xml_text(address)}</guid>'
    yield f"<description>{xml_text(_html(article.description))}</description>"
    yield f"<content:encoded>{_cdata(content)}</content:encoded>"
    yield f"<excerpt:encoded>{_cdata(_html(article.description))}</excerpt:encoded>"
    yield f"<wp:post_id>{number}</wp:post_id>"
    # WordPress writes zeros where there is no date, and takes the day of the import for them
    instant = f"{article.date.isoformat()} 12:00:00" if article.date else "0000-00-00 00:00:00"
    yield f"<wp:post_date>{instant}</wp:post_date>"
    yield f"<wp:post_date_gmt>{instant}</wp:post_date_gmt>"
    yield f"<wp:post_name>{xml_text(article.slug)}</wp:post_name>"
    yield "<wp:status>publish</wp:status>"
    yield "<wp:post_type>post</wp:post_type>"
    for tag in article.tags:
        yield f'<category domain="post_tag" nicename="{xml_text(names[tag])}">{xml_text(tag)}</category>'
    facts = json.dumps(_facts(article, view.image.src if view.image else ""), ensure_ascii=False)
    yield f"<wp:postmeta><wp:meta_key>{FACTS}</wp:meta_key><wp:meta_value>{_cdata(facts)}</wp:meta_value></wp:postmeta>"
    yield "</item>"


def _facts(article: PublicArticle, image: str) -> dict[str, object]:
    """Return what WordPress has no field for, so that `clinic import wordpress` finds it again."""
    picture = {**article.image._asdict(), "src": image} if article.image else {}
    facts = {
        "authors": [author.id for author in article.authors],
        "updated": article.updated.isoformat() if article.updated else "",
        "aliases": list(article.aliases),
        "lang": article.lang,
        "image": {key: value for key, value in picture.items() if value},
        "reviewed_by": article.reviewed_by.id if article.reviewed_by else "",
        "last_reviewed": article.last_reviewed.isoformat() if article.last_reviewed else "",
        "citations": [citation._asdict() for citation in article.citations],
    }
    return {key: value for key, value in facts.items() if value}


def _html(text: str) -> str:
    """Return a text as WordPress keeps titles and excerpts, which are HTML there; what means the same stays as it is."""
    return _NOT_TEXT.sub(lambda match: escape(match[0]), text)


def _lines(html: str) -> str:
    """Return HTML without the line ends inside of its paragraphs, each of which WordPress would show as a line break."""
    pieces = re.split(r"(?s)(<pre\b.*?</pre>)", html)
    pieces[::2] = [_BLOCK_END.sub(r"\1\n", " ".join(piece.split("\n"))) for piece in pieces[::2]]
    return "".join(pieces).strip()


def _rfc822(day: Day) -> str:
    """Return a day as RSS writes it, in English whatever the locale."""
    return f"{_DAYS[day.weekday()]}, {day.day:02} {_MONTHS[day.month - 1]} {day.year:04} 12:00:00 +0000"


def _cdata(text: str) -> str:
    return "<![CDATA[" + xml_text(text, escaped=False).replace("]]>", "]]]]><![CDATA[>") + "]]>"
