"""What pages have in common, each part filled once: the frame around a page, testimonials, authors, entries of lists."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from clinic_cli.exporters.addresses import Addresses, article_page, href, link
from clinic_cli.exporters.assets import Assets, leads_elsewhere
from clinic_cli.exporters.bodies import Bodies
from clinic_cli.exporters.output import OutputFile, digest_of
from clinic_cli.exporters.templating import Templates
from clinic_cli.exporters.views import (
    ArticleView,
    EntryView,
    ImageView,
    LinkView,
    PersonView,
    byline_of,
    clinic_view,
    date_view,
    image_view,
    person_view,
    testimonial_view,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from clinic_cli.exporters.output import Make, Site, Use
    from clinic_cli.publicview import PublicArticle, Publication, PublicAuthor, PublicImage, PublicTestimonial

_TABLE: Final = '<div class="clinic-table" role="group" aria-label="Table" tabindex="0">'


class Parts:
    """The parts of one site; `root` always leads from the page that asks to the output folder.

    Without `pages` there are no pages of tags and authors to link to, and articles may stand elsewhere.
    """

    def __init__(self, publication: Publication, site: Site, *, pages: bool = True) -> None:
        self._has_pages = pages
        self._site = site
        self._article_url = "" if pages else site.article_url
        self.publication = publication
        self.base_url = site.base_url
        self.clinic = clinic_view(publication.clinic)
        self.addresses = Addresses(publication)
        self.assets = Assets(site.read_asset)
        self.templates = Templates(site.read_template)
        style = (self.templates.source("style.css") or "").encode()
        self.stylesheet = OutputFile(f"style.{hashlib.sha256(style).hexdigest()[:10]}.css", style)
        self.bodies = Bodies(publication, self.assets)
        self._frames: dict[str, dict[str, object]] = {}
        self._filled: dict[tuple[str, str, str], Markup] = {}
        self._made_of: dict[str, str] = {}

    def frame(self, root: str) -> dict[str, object]:
        """Return what stands around every page at one depth, for its template."""
        frame = self._frames.get(root)
        if frame is None:
            frame = self._frames[root] = {
                "clinic": self.clinic,
                "root": root,
                "home": f"{root}index.html",
                "stylesheet": root + self.stylesheet.path,
                "has_testimonials": bool(self.publication.testimonials),
                "has_feeds": bool(self.base_url),
            }
            frame |= {name: self._fill(f"{name}.html", frame) for name in ("header", "contact", "footer")}
        return frame

    def testimonial(self, record: PublicTestimonial, root: str) -> Markup:
        """Return a testimonial as it stands in a list."""
        key = ("testimonial", record.id, root)
        if key not in self._filled:
            view = testimonial_view(record, self.clinic.language, self.image(record.image, root))
            self._filled[key] = self._fill("testimonial.html", {"testimonial": view})
        return self._filled[key]

    def author(self, author: PublicAuthor, root: str) -> Markup:
        """Return the box about an author that stands below an article."""
        key = ("author", author.id, root)
        if key not in self._filled:
            self._filled[key] = self._fill("person.html", {"person": self.person(author, root)})
        return self._filled[key]

    def entry(self, article: PublicArticle, root: str) -> Markup:
        """Return an article as it stands in a list."""
        key = ("entry", article.slug, root)
        if key not in self._filled:
            language = self.clinic.language
            view = EntryView(
                article.title,
                self._link_to(article, root),
                article.description,
                byline_of(article.authors),
                date_view(article.date, language),
                "" if article.lang == language else article.lang,
            )
            self._filled[key] = self._fill("entry.html", {"entry": view})
        return self._filled[key]

    def entries(self, articles: Iterable[PublicArticle], root: str) -> Markup:
        """Return a list of articles."""
        return Markup().join(self.entry(article, root) for article in articles)

    def made_of(self, article: PublicArticle, root: str) -> Iterator[object]:
        """Yield what a page of an article is made of, besides templates, its frame, and where the links in its body lead."""
        writers = (*article.authors, article.reviewed_by) if article.reviewed_by else article.authors
        yield article.stamp
        yield [self._tag_page(tag) for tag in article.tags]
        yield [self._author_page(writer) for writer in writers]
        yield self.image(article.image, root, article.path)
        yield [self.testimonial_made_of(record) for record in article.testimonials]

    def testimonial_made_of(self, record: PublicTestimonial) -> str:
        """Return what changes when a testimonial does, or its picture."""
        if record.id not in self._made_of:
            self._made_of[record.id] = digest_of(record, self.image(record.image, ""))
        return self._made_of[record.id]

    def article(self, article: PublicArticle, root: str) -> tuple[ArticleView, tuple[Use, ...]]:
        """Return an article as its page shows it, and where the links in its body lead."""
        language = self.clinic.language
        body = self.bodies.render(article, root, partial(self._link_to, root=root))
        html = body.html
        if self._has_pages and "<table" in html:
            # what scrolls sideways on a phone must be in reach of the keyboard
            html = html.replace("<table", f"{_TABLE}<table").replace("</table>", "</table></div>")
        view = ArticleView(
            title=article.title,
            description=article.description,
            byline=byline_of(article.authors),
            authors=tuple(self.author(author, root) for author in article.authors),
            date=date_view(article.date, language),
            updated=date_view(article.updated, language) if article.updated != article.date else None,
            minutes=body.minutes,
            tags=tuple(LinkView(tag, link(root, self._tag_page(tag))) for tag in article.tags),
            lang="" if article.lang == language else article.lang,
            image=self.image(article.image, root, article.path),
            body=Markup(html),  # noqa: S704 - nh3 made it safe
            reviewer=self.person(article.reviewed_by, root) if article.reviewed_by else None,
            reviewed=date_view(article.last_reviewed, language),
            citations=article.citations,
            testimonials=tuple(self.testimonial(record, root) for record in article.testimonials),
        )
        return view, body.uses

    def pages(self, outline: Callable[[PublicArticle], tuple[OutputFile, str]], make: Make) -> Iterator[OutputFile]:
        """Yield the page of each article: as it stands, where nothing changed that it is made of, and else made anew.

        `outline` returns a page without its bytes, and what leads from it to the output folder.
        """
        changed: list[PublicArticle] = []
        for article in self.publication.articles:
            file, root = outline(article)
            kept = self._site.kept(file.path, file.key)
            stands = kept and self.bodies.are_current(article, root, partial(self._link_to, root=root), kept.uses)
            yield from self.assets.fresh()
            if kept and stands:
                yield file.stands(kept)
            else:
                changed.append(article)
        yield from self._site.spread(changed, make)

    def person(self, author: PublicAuthor, root: str) -> PersonView:
        """Return an author with the link to the page of their articles."""
        return person_view(author, link(root, self._author_page(author)))

    def image(self, image: PublicImage | None, root: str, page: str = "") -> ImageView | None:
        """Return a picture; one that names a file that is not there shows nothing, not even its credit."""
        if image is None:
            return None
        if not image.src or leads_elsewhere(image.src):
            return image_view(image, image.src, None)
        asset = self.assets.find(image.src, page)
        return image_view(image, root + href(asset.path), asset.size) if asset else None

    def _link_to(self, article: PublicArticle, root: str) -> str:
        slug = href(article.slug)
        return self._article_url.replace("{slug}", slug) or f"{root}{article_page(slug)}"

    def _author_page(self, author: PublicAuthor) -> str:
        return self.addresses.author_page(author.id) if self._has_pages else ""

    def _tag_page(self, tag: str) -> str:
        return self.addresses.tag_page(tag) if self._has_pages else ""

    def _fill(self, template: str, values: dict[str, object]) -> Markup:
        return Markup(self.templates.render(template, values))  # noqa: S704 - templates escape what they are given
