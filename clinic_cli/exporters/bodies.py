"""Bodies of articles as they stand on a page: safe, their links led to where the export puts what they mean."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from clinic_cli.exporters.addresses import href
from clinic_cli.exporters.assets import leads_elsewhere
from clinic_cli.exporters.sanitize import Body, Sanitizer

if TYPE_CHECKING:
    from clinic_cli.exporters.assets import Assets
    from clinic_cli.publication import PublicArticle, Publication

LinkTo = Callable[["PublicArticle"], str]
"""Return what leads to an article from where the text will stand."""

_IMAGE: Final = re.compile(r'<img ([^>]*?)src="([^"]*)"')


class Bodies:
    """Render the bodies of one publication; `link_to` leads from any of them to an article."""

    def __init__(self, publication: Publication, assets: Assets) -> None:
        self._assets = assets
        self._articles = {article.path: article for article in publication.articles}
        self._sanitizer = Sanitizer()

    def render(self, article: PublicArticle, root: str, link_to: LinkTo) -> Body:
        """Return an article's body; `root` leads from it to the output folder, where pictures stand."""
        sizes: dict[str, str] = {}

        def resolve(name: str, address: str) -> str | None:
            if leads_elsewhere(address):
                return address
            if asset := self._assets.find(address, article.path):
                source = root + href(asset.path)
                if asset.size:
                    sizes[source] = f' width="{asset.size.width}" height="{asset.size.height}"'
                return source
            return self._page(article, address, link_to) if name == "href" else None

        body = self._sanitizer.render(article.body, resolve)
        if "<img" in body.html:
            return Body(_IMAGE.sub(lambda match: f'{match[0]}{sizes.get(match[2], "")} loading="lazy"', body.html))
        return body

    def _page(self, article: PublicArticle, address: str, link_to: LinkTo) -> str | None:
        """Return the link that another content file becomes, None for one that stays, or the address as it was."""
        path, mark, fragment = address.partition("#")
        path = unquote(path)
        if not path.endswith(".md"):
            return None if path.endswith((".yaml", ".yml", ".toml")) else address
        for base in (posixpath.dirname(article.path), ""):
            target = posixpath.normpath(posixpath.join(base, path.lstrip("/") if path.startswith("/") else path))
            if other := self._articles.get(target):
                return link_to(other) + mark + fragment
        return None
