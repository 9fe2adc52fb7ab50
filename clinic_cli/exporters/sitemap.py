"""sitemap.xml and robots.txt, which tell search engines what there is and when it changed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from clinic_cli.exporters.addresses import INDEX, NOT_FOUND, article_page, href
from clinic_cli.exporters.output import OutputFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.publicview import Publication

MOST: Final = 50_000
"""How many addresses the protocol allows in one file."""
_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(publication: Publication, base_url: str, paths: Iterable[str], most: int = MOST) -> Iterator[OutputFile]:
    """Yield sitemap.xml with every page, or the parts of a large one and then the list of them."""
    days = {
        article_page(article.slug): day.isoformat()
        for article in publication.articles
        if (day := article.updated or article.date)
    }
    pages = ["", *sorted(path for path in paths if path.endswith(".html") and path not in (INDEX, NOT_FOUND))]
    latest = max(days.values(), default="")
    entries = [_entry("url", f"{base_url}/{href(path)}", days.get(path, latest if not path else "")) for path in pages]
    if len(entries) <= most:
        yield _file("sitemap.xml", "urlset", entries)
        return
    names = [f"sitemap-{at // most + 1}.xml" for at in range(0, len(entries), most)]
    for at, name in enumerate(names):
        yield _file(name, "urlset", entries[at * most : (at + 1) * most])
    yield _file("sitemap.xml", "sitemapindex", [_entry("sitemap", f"{base_url}/{name}", "") for name in names])


def robots(base_url: str) -> Iterator[OutputFile]:
    """Yield robots.txt, which counts only at the top of a host."""
    if not urlsplit(base_url).path:
        yield OutputFile("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {base_url}/sitemap.xml\n".encode())


def _entry(kind: str, address: str, day: str) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<{kind}><loc>{escape(address)}</loc>{changed}</{kind}>"


def _file(path: str, root: str, entries: list[str]) -> OutputFile:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n'
    return OutputFile(path, "\n".join([head + "\n".join(entries), f"</{root}>\n"]).encode())
