"""The html format: a finished small site that works in any folder, below any path, and without a server."""

from __future__ import annotations

import hashlib
import posixpath
from typing import TYPE_CHECKING

from markupsafe import Markup

from clinic_cli.exporters import addresses
from clinic_cli.exporters.addresses import Addresses, article_page, root_of
from clinic_cli.exporters.assets import Assets, leads_elsewhere
from clinic_cli.exporters.bodies import Bodies
from clinic_cli.exporters.output import OutputFile
from clinic_cli.exporters.templating import Templates
from clinic_cli.exporters.views import (
    ArticleView,
    EntryView,
    ImageView,
    LinkView,
    PageView,
    PersonView,
    TestimonialView,
    byline_of,
    clinic_view,
    date_view,
    image_view,
    link,
    person_view,
    testimonial_view,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.exporters.output import Site
    from clinic_cli.publication import PublicArticle, Publication, PublicAuthor, PublicImage, PublicTestimonial


def export_html(publication: Publication, site: Site) -> Iterator[OutputFile]:
    """Yield a site: style and pictures first, then articles, then the pages that list them."""
    pages = _Pages(publication, site)
    yield pages.stylesheet
    for article in publication.articles:
        yield from pages.article(article)
    yield from pages.testimonials()
    for path, articles in pages.addresses.by_tag(publication.articles).items():
        tag = next(tag for tag in articles[0].tags if pages.addresses.tag_page(tag) == path)
        yield pages.listing(path, "tag.html", tag, articles)
    yield from pages.authors()
    yield pages.plain(addresses.NOT_FOUND, "404.html", "Page not found")
    yield pages.listing(addresses.INDEX, "index.html", pages.clinic.name, publication.articles)


class _Pages:
    """Everything the pages of one export share."""

    def __init__(self, publication: Publication, site: Site) -> None:
        self.publication = publication
        self.base_url = site.base_url
        self.clinic = clinic_view(publication.clinic)
        self.addresses = Addresses(publication)
        self._assets = Assets(site.read_asset)
        self._bodies = Bodies(publication, self._assets)
        self._templates = Templates(site.read_template)
        style = (self._templates.source("style.css") or "").encode()
        self.stylesheet = OutputFile(f"style.{hashlib.sha256(style).hexdigest()[:10]}.css", style)
        self._frames: dict[str, dict[str, object]] = {}

    def article(self, article: PublicArticle) -> Iterator[OutputFile]:
        """Yield an article's page, behind the pictures that it is the first to show."""
        path = article_page(article.slug)
        view = self._article_view(article, root_of(path))
        image = view.image
        page = self._page(path, article.title, article.description, image.src if image else "", "article")
        file = self._file(page, "article.html", {"article": view})
        yield from self._assets.fresh()
        yield file._replace(source=article.path)

    def testimonials(self) -> Iterator[OutputFile]:
        """Yield the page of all testimonials, where there are any."""
        views = self._testimonial_views(self.publication.testimonials, "")
        if views:
            yield from self._assets.fresh()
            page = self._page(addresses.TESTIMONIALS, "What clients say", "")
            yield self._file(page, "testimonials.html", {"testimonials": views})

    def authors(self) -> Iterator[OutputFile]:
        """Yield a page for each author, with their articles."""
        found: dict[str, tuple[PublicAuthor, list[PublicArticle]]] = {}
        for article in self.publication.articles:
            for author in article.authors:
                found.setdefault(self.addresses.author_page(author.id), (author, []))[1].append(article)
        for path, (author, articles) in sorted(found.items()):
            yield self.listing(path, "author.html", author.byline, articles, author=person_view(author, ""))

    def listing(
        self, path: str, template: str, title: str, articles: Iterable[PublicArticle], **more: object
    ) -> OutputFile:
        """Return a page that lists articles."""
        root = root_of(path)
        entries = [self._entry(article, root) for article in articles]
        return self._file(self._page(path, title, ""), template, {"entries": entries, **more})

    def plain(self, path: str, template: str, title: str) -> OutputFile:
        """Return a page that needs nothing but the site's frame."""
        return self._file(self._page(path, title, ""), template, {})

    def _page(self, path: str, title: str, description: str, image: str = "", kind: str = "website") -> PageView:
        url = self._absolute(path)
        return PageView(path, title, description, url, posixpath.join(url, image) if image else "", kind, "")

    def _absolute(self, path: str) -> str:
        shown = "" if path == addresses.INDEX else path
        return f"{self.base_url}/{addresses.href(shown)}" if self.base_url else ""

    def _file(self, page: PageView, template: str, values: dict[str, object]) -> OutputFile:
        text = self._templates.render(template, {**self._frame(root_of(page.path)), "page": page, **values})
        return OutputFile(page.path, text.encode())

    def _frame(self, root: str) -> dict[str, object]:
        """Return what stands around every page at one depth, rendered once."""
        frame = self._frames.get(root)
        if frame is None:
            frame = self._frames[root] = {
                "clinic": self.clinic,
                "root": root,
                "home": f"{root}index.html",
                "stylesheet": root + self.stylesheet.path,
                "has_testimonials": bool(self.publication.testimonials),
            }
            for name in ("header", "contact", "footer"):
                text = self._templates.render(f"{name}.html", dict(frame))
                frame[name] = Markup(text)  # noqa: S704 - an escaped template
        return frame

    def _article_view(self, article: PublicArticle, root: str) -> ArticleView:
        language = self.clinic.language
        body = self._bodies.render(article, root, lambda other: link(root, article_page(other.slug)))
        image = self._image(article.image, root, article.path)
        return ArticleView(
            title=article.title,
            description=article.description,
            byline=byline_of(article.authors),
            authors=tuple(self._person(author, root) for author in article.authors),
            date=date_view(article.date, language),
            updated=date_view(article.updated, language) if article.updated != article.date else None,
            minutes=body.minutes,
            tags=tuple(LinkView(tag, link(root, self.addresses.tag_page(tag))) for tag in article.tags),
            lang="" if article.lang == language else article.lang,
            image=image,
            body=Markup(body.html),  # noqa: S704 - nh3 made it safe
            reviewer=self._person(article.reviewed_by, root) if article.reviewed_by else None,
            reviewed=date_view(article.last_reviewed, language),
            citations=article.citations,
            testimonials=self._testimonial_views(article.testimonials, root),
        )

    def _entry(self, article: PublicArticle, root: str) -> EntryView:
        language = self.clinic.language
        return EntryView(
            article.title,
            link(root, article_page(article.slug)),
            article.description,
            byline_of(article.authors),
            date_view(article.date, language),
            "" if article.lang == language else article.lang,
        )

    def _person(self, author: PublicAuthor, root: str) -> PersonView:
        return person_view(author, link(root, self.addresses.author_page(author.id)))

    def _testimonial_views(self, records: tuple[PublicTestimonial, ...], root: str) -> tuple[TestimonialView, ...]:
        language = self.clinic.language
        return tuple(testimonial_view(record, language, self._image(record.image, root)) for record in records)

    def _image(self, image: PublicImage | None, root: str, page: str = "") -> ImageView | None:
        """Return a picture; one that names a file that is not there shows nothing, not even its credit."""
        if image is None:
            return None
        if not image.src or leads_elsewhere(image.src):
            return image_view(image, image.src, None)
        asset = self._assets.find(image.src, page)
        return image_view(image, link(root, asset.path), asset.size) if asset else None
