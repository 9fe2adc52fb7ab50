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
    from collections.abc import Iterable

    from clinic_cli.exporters.assets import Assets
    from clinic_cli.exporters.imagesize import Size
    from clinic_cli.exporters.output import Use
    from clinic_cli.publicview import PublicArticle, Publication

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
        uses: dict[Use, None] = {}

        def resolve(name: str, address: str) -> str | None:
            if leads_elsewhere(address):
                return address
            target, size = self._resolve(article, root, link_to, name, address)
            uses[name, address, target] = None
            if target and size:
                sizes[target] = f' width="{size.width}" height="{size.height}"'
            return target

        html = self._sanitizer.render(str(article.text), resolve).html
        if "<img" in html:
            html = _IMAGE.sub(lambda match: f'{match[0]}{sizes.get(match[2], "")} loading="lazy"', html)
        return Body(html, tuple(uses))

    def are_current(self, article: PublicArticle, root: str, link_to: LinkTo, uses: Iterable[Use]) -> bool:
        """Whether links still lead where they led when the body was rendered; files they lead to are taken along."""
        return all(self._resolve(article, root, link_to, name, address)[0] == led for name, address, led in uses)

    def _resolve(
        self, article: PublicArticle, root: str, link_to: LinkTo, name: str, address: str
    ) -> tuple[str | None, Size | None]:
        if asset := self._assets.find(address, article.path):
            return root + href(asset.path), asset.size
        return (self._page(article, address, link_to) if name == "href" else None), None

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
