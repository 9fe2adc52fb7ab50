"""The html format: a finished small site that works in any folder, below any path, and without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from clinic_cli.exporters import addresses
from clinic_cli.exporters.addresses import article_page, href, root_of
from clinic_cli.exporters.feeds import feeds
from clinic_cli.exporters.output import OutputFile, digest_of, ids_of, key_of
from clinic_cli.exporters.parts import Parts
from clinic_cli.exporters.redirects import redirects
from clinic_cli.exporters.sitemap import robots, sitemaps
from clinic_cli.exporters.structured import article_data, author_data, clinic_data
from clinic_cli.exporters.views import LinkView, PageView, person_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clinic_cli.exporters.output import Site
    from clinic_cli.publicview import PublicArticle, Publication, PublicAuthor

ON_A_PAGE: Final = 30
"""How many articles one page of a list shows."""
MOST_TOPICS: Final = 20
"""How many topics the first page leads to: those of most articles."""


def export_html(publication: Publication, site: Site) -> Iterator[OutputFile]:
    """Yield a site: style and pictures first, then articles, then the pages and files that list them."""
    pages = _Pages(publication, site)
    yield pages.parts.stylesheet
    taken: list[str] = []
    for file in pages.all():
        taken.append(file.path)
        yield file
    yield from redirects(publication.articles, site.base_url, set(taken))
    if site.base_url:
        yield from sitemaps(publication, site.base_url, taken)
        yield from robots(site.base_url)
        yield from feeds(publication, site, pages.parts.bodies)
    yield from pages.index()


class _Pages:
    """Fill the page templates of one site."""

    def __init__(self, publication: Publication, site: Site) -> None:
        self.parts = Parts(publication, site)
        self._publication = publication
        self._base_url = site.base_url
        self._business = clinic_data(publication.clinic)
        self._by_tag = self.parts.addresses.by_tag(publication.articles)
        self._site = site
        self._frames: dict[str, str] = {}

    @property
    def _articles(self) -> Sequence[PublicArticle]:
        return self._publication.articles

    def all(self) -> Iterator[OutputFile]:
        """Yield every page but the first."""
        yield from self.parts.pages(self._outline, self._article)
        yield from self._testimonials()
        for path, (tag, tagged) in self._by_tag.items():
            yield from self._listing(path, "tag.html", tag, tagged)
        for path, (author, written) in self.parts.addresses.by_author(self._articles).items():
            yield from self._author(path, author, written)
        yield self._not_found()

    def index(self) -> Iterator[OutputFile]:
        """Yield the first page, behind those that it leads on to."""
        data = {"@context": "https://schema.org", **self._business}
        most = sorted(self._by_tag.items(), key=lambda each: -len(each[1][1]))[:MOST_TOPICS]
        topics = sorted((LinkView(tag, href(path)) for path, (tag, _) in most), key=lambda topic: topic.text.casefold())
        yield from self._listing(addresses.INDEX, "index.html", "Articles", self._articles, data, topics=topics)

    def _outline(self, article: PublicArticle) -> tuple[OutputFile, str]:
        path = article_page(article.slug)
        root = root_of(path)
        key = self._key(root, *self.parts.made_of(article, root))
        return OutputFile(path, b"", article.path, ids_of(article.testimonials), key), root

    def _article(self, article: PublicArticle) -> Iterator[OutputFile]:
        """Yield an article's page, behind the pictures that nobody asked for before."""
        file, root = self._outline(article)
        view, uses = self.parts.article(article, root)
        url = self._url(file.path)
        shown = self.parts.image(article.image, f"{self._base_url}/", article.path) if self._base_url else None
        src = shown.src if shown else ""
        data = article_data(article, url, src, self._business)
        page = PageView(file.path, article.title, article.description, url, src, "article", data)
        yield from self.parts.assets.fresh()
        yield file._replace(data=self._filled(page, "article.html", {"article": view}), uses=uses)

    def _key(self, root: str, *made_of: object) -> str:
        """Return the key of a page at a depth, whose frame is looked at once."""
        if root not in self._frames:
            self._frames[root] = key_of(self._site, self._publication.clinic, sorted(self.parts.frame(root).items()))
        return digest_of(self._frames[root], *made_of)

    def _testimonials(self) -> Iterator[OutputFile]:
        records = self._publication.testimonials
        if records:
            page = self._plain(addresses.TESTIMONIALS, "What clients say")
            made_of = [self.parts.testimonial_made_of(record) for record in records]
            yield from self.parts.assets.fresh()
            file = self._page(
                page,
                "testimonials.html",
                made_of,
                lambda: {"testimonials": [(record.id, self.parts.testimonial(record, "")) for record in records]},
            )
            yield file._replace(shows=ids_of(records))

    def _author(self, path: str, author: PublicAuthor, articles: Sequence[PublicArticle]) -> Iterator[OutputFile]:
        data = author_data(author, self._url(path), self._business)
        person = person_view(author, "")
        yield from self._listing(path, "author.html", author.byline, articles, data, author=person)

    def _not_found(self) -> OutputFile:
        # a host shows this page at any address, so that its links cannot be relative
        root = f"{urlsplit(self._base_url).path}/" if self._base_url else ""
        page = PageView(addresses.NOT_FOUND, "Page not found", "", "", "", "website", None)
        return OutputFile(
            page.path, self.parts.templates.render("404.html", {**self.parts.frame(root), "page": page}).encode()
        )

    def _listing(
        self,
        path: str,
        template: str,
        title: str,
        articles: Sequence[PublicArticle],
        data: dict[str, object] | None = None,
        **more: object,
    ) -> Iterator[OutputFile]:
        """Yield the pages of a list, last first, so that each is there before another leads to it."""
        paths = addresses.page_series(path, -(-len(articles) // ON_A_PAGE) or 1)
        last = len(paths) - 1
        for at, here in reversed(list(enumerate(paths))):
            root = root_of(here)
            near = sorted({0, *range(max(at - 2, 0), min(at + 2, last) + 1), last})
            series = [(each + 1, root + href(paths[each])) for each in near] if last else []
            values = {"number": at + 1, "series": series, **more}
            shown = articles[at * ON_A_PAGE : (at + 1) * ON_A_PAGE]
            yield self._page(
                self._plain(here, f"{title}, page {at + 1}" if at else title, None if at else data),
                template,
                (values, [article.stamp for article in shown]),
                lambda: {**values, "entries": self.parts.entries(shown, root)},  # noqa: B023 - called at once
            )

    def _plain(self, path: str, title: str, data: dict[str, object] | None = None) -> PageView:
        return PageView(path, title, "", self._url(path), "", "website", data)

    def _page(
        self, page: PageView, template: str, made_of: object, values: Callable[[], dict[str, object]]
    ) -> OutputFile:
        """Return a page as it stands, or filled with values, where something changed that it is made of."""
        file = OutputFile(page.path, b"", key=self._key(root_of(page.path), template, page, made_of))
        kept = self._site.kept(file.path, file.key)
        return file.stands(kept) if kept else file._replace(data=self._filled(page, template, values()))

    def _url(self, path: str) -> str:
        shown = "" if path == addresses.INDEX else path
        return f"{self._base_url}/{href(shown)}" if self._base_url else ""

    def _filled(self, page: PageView, template: str, values: dict[str, object]) -> bytes:
        values = {**self.parts.frame(root_of(page.path)), "page": page, **values}
        return self.parts.templates.render(template, values).encode()
