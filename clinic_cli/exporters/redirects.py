"""Old addresses lead to where an article stands now: a page that forwards, and `_redirects` for hosts that read it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from clinic_cli.content.schema import RESERVED_SLUGS, is_slug
from clinic_cli.exporters.addresses import article_page, href, root_of
from clinic_cli.exporters.output import OutputFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.publicview import PublicArticle

_SEGMENT: Final = re.compile(r"[\w~-](?:[\w.~-]*[\w~-])?")
_INDEX_NAMES: Final = frozenset(("index.html", "index.htm"))


def redirects(articles: Iterable[PublicArticle], base_url: str, taken: set[str]) -> Iterator[OutputFile]:
    """Yield a forwarding page for each old address, and `_redirects`; an address that is a page's own is passed over."""
    prefix = urlsplit(base_url).path
    lines: list[str] = []
    used = {path.casefold() for path in taken} | {"index.html"}
    for article in articles:
        target = article_page(article.slug)
        for alias in article.aliases:
            path = forwarding_path(alias)
            if path is None or path.casefold() in used:
                continue
            used.add(path.casefold())
            to = root_of(path) + href(target)
            yield OutputFile(
                path, _page(article.title, to, f"{base_url}/{href(target)}" if base_url else to), article.path
            )
            old = href(path.removesuffix("index.html"))
            lines.append(f"{prefix}/{old} {prefix}/{href(target)} 301\n")
    if lines:
        yield OutputFile("_redirects", "".join(lines).encode())


def forwarding_path(alias: str) -> str | None:
    """Return the path of the page that stands at an old address, or None for one that no file can stand at.

    A slug was a page of articles; what begins with / is a path from the top of the site.
    """
    if not alias.startswith("/"):
        return article_page(alias) if is_slug(alias) else None
    path = unquote(re.split(r"[?#]", alias, maxsplit=1)[0]).strip("/")
    *folders, name = path.split("/")
    if not all(map(_is_segment, folders)):
        return None
    if name in _INDEX_NAMES:
        return path if folders else None
    if name.endswith((".html", ".htm")):
        return path if _is_segment(name) else None
    return f"{path}/index.html" if _is_segment(name) else None


def _is_segment(name: str) -> bool:
    """Whether a name can stand between slashes: looser than a slug, as old addresses are what they are."""
    stem = name.split(".", 1)[0].lower()
    return bool(_SEGMENT.fullmatch(name)) and len(name) <= 120 and stem not in RESERVED_SLUGS


def _page(title: str, target: str, canonical: str) -> bytes:
    target, canonical, title = escape(target), escape(canonical), escape(title)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n"
        f'<meta http-equiv="refresh" content="0; url={target}">\n'
        f'<link rel="canonical" href="{canonical}">\n<meta name="robots" content="noindex">\n</head>\n'
        f'<body>\n<main>\n<h1>This page has moved</h1>\n<p><a href="{target}">{title}</a></p>\n</main>\n</body>\n</html>\n'
    ).encode()
