"""Where each page of a site stands, and how one page links to another: always relative, so that any folder will do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from clinic_cli.content.schema import is_slug
from clinic_cli.content.slugs import numbered

if TYPE_CHECKING:
    from clinic_cli.publicview import PublicArticle, Publication, PublicAuthor

INDEX: Final = "index.html"
TESTIMONIALS: Final = "testimonials.html"
NOT_FOUND: Final = "404.html"
_UNSAFE: Final = re.compile(r"[^\w~-]+|_")


def article_page(slug: str) -> str:
    """Return the path of an article's page."""
    return f"articles/{slug}.html"


def root_of(path: str) -> str:
    """Return what leads from a page to the output folder: "" at its top, or "../" a level."""
    return "../" * path.count("/")


def href(path: str) -> str:
    """Return a path as it is written in a link."""
    return quote(path, safe="/~")


def link(root: str, path: str) -> str:
    """Return a link to a path from a page whose way to the output folder is given; "" for no path."""
    return root + href(path) if path else ""


def page_series(path: str, count: int) -> list[str]:
    """Return the paths of a list that takes several pages, as in tags/walks.html, tags/walks/2.html."""
    stem = "pages" if path == INDEX else path.removesuffix(".html")
    return [path, *(f"{stem}/{number}.html" for number in range(2, count + 1))]


def segment_of(name: str) -> str:
    """Return a name as one path segment that is valid on every system; "" where nothing of it is left."""
    text = _UNSAFE.sub("-", unicodedata.normalize("NFC", name).casefold()).strip("-.")
    if not text or is_slug(text):
        return text
    stem = text[:100].strip("-.~")
    return f"{stem}-" if stem else ""


def segments(names: Iterable[str]) -> dict[str, str]:
    """Return a path segment for each name; names that differ only in case share one, other collisions are numbered."""
    found: dict[str, str] = {}
    by_key: dict[str, str] = {}
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for name in sorted(set(names), key=lambda name: (name.casefold(), name)):
        key = name.casefold()
        if key not in by_key:
            base = segment_of(name) or "other"
            by_key[key] = numbered(base, taken, numbers) if base in taken else base
            taken.add(by_key[key])
        found[name] = by_key[key]
    return found


class Addresses:
    """The pages of one publication."""

    def __init__(self, publication: Publication) -> None:
        articles = publication.articles
        self._tags = segments(tag for article in articles for tag in article.tags)
        self._authors = segments(author.id for article in articles for author in article.authors)
        self._articles = {article.path: article_page(article.slug) for article in articles}

    def tag_page(self, tag: str) -> str:
        """Return the path of a tag's page."""
        return f"tags/{self._tags[tag]}.html"

    def author_page(self, id: str) -> str:
        """Return the path of an author's page, or "" for one who wrote nothing that is published."""
        return f"authors/{self._authors[id]}.html" if id in self._authors else ""

    def page_of(self, source: str) -> str | None:
        """Return the path of the page that an article's file becomes, or None where it is not published."""
        return self._articles.get(source)

    def by_tag(self, articles: Iterable[PublicArticle]) -> dict[str, tuple[str, list[PublicArticle]]]:
        """Return each tag's page with the tag as it is first written, and its articles in the given order."""
        found: dict[str, tuple[str, list[PublicArticle]]] = {}
        for article in articles:
            for page, tag in {self.tag_page(tag): tag for tag in reversed(article.tags)}.items():
                found.setdefault(page, (tag, []))[1].append(article)
        return dict(sorted(found.items()))

    def by_author(self, articles: Iterable[PublicArticle]) -> dict[str, tuple[PublicAuthor, list[PublicArticle]]]:
        """Return each author's page with the author, and their articles in the given order."""
        found: dict[str, tuple[PublicAuthor, list[PublicArticle]]] = {}
        for article in articles:
            for page, author in {self.author_page(author.id): author for author in article.authors}.items():
                found.setdefault(page, (author, []))[1].append(article)
        return dict(sorted(found.items()))
