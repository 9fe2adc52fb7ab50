"""The fragments format: each item and list as HTML without a page around it, and a script that embeds them anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinic_cli.exporters.addresses import article_page, root_of
from clinic_cli.exporters.output import OutputFile, ids_of, key_of
from clinic_cli.exporters.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.exporters.output import Site
    from clinic_cli.publicview import PublicArticle, Publication

_STATIC: Final = {"clinic.js": "embed.js", "clinic.css": "embed.css"}


def export_fragments(publication: Publication, site: Site) -> Iterator[OutputFile]:
    """Yield a fragment an item, then the lists of them, the script and style that embed them, and a page that shows how."""
    parts = Parts(publication, site, pages=False)
    base = f"{site.base_url}/" if site.base_url else ""

    def fragment(template: str, file: OutputFile, **values: object) -> Iterator[OutputFile]:
        text = parts.templates.render(template, values)
        yield from parts.assets.fresh()
        yield file._replace(data=text.encode())

    def outline(article: PublicArticle) -> tuple[OutputFile, str]:
        path = article_page(article.slug)
        root = base or root_of(path)
        key = key_of(site, publication.clinic, *parts.made_of(article, root))
        return OutputFile(path, b"", article.path, ids_of(article.testimonials), key), root

    def article_files(article: PublicArticle) -> Iterator[OutputFile]:
        file, root = outline(article)
        view, uses = parts.article(article, root)
        yield from fragment("article-content.html", file._replace(uses=uses), article=view)

    yield from parts.pages(outline, article_files)
    for record in publication.testimonials:
        file = OutputFile(testimonial_page(record.id), b"", record.id, (record.id,))
        quotes = [(record.id, parts.testimonial(record, base or root_of(file.path)))]
        yield from fragment("testimonials-content.html", file, testimonials=quotes)
    examples = [("clinic-article", article_page(article.slug)) for article in publication.articles[:1]]
    if publication.articles:
        file = OutputFile("articles.html", b"")
        examples.append(("clinic-article", file.path))
        yield from fragment("list-content.html", file, entries=parts.entries(publication.articles, base))
    if publication.testimonials:
        file = OutputFile("testimonials.html", b"", "", ids_of(publication.testimonials))
        examples.append(("clinic-testimonials", file.path))
        quotes = [(record.id, parts.testimonial(record, base)) for record in publication.testimonials]
        yield from fragment("testimonials-content.html", file, testimonials=quotes)
    for path, name in _STATIC.items():
        yield OutputFile(path, (parts.templates.source(name) or "").encode())
    file = OutputFile("example.html", b"")
    yield from fragment("embed.html", file, clinic=parts.clinic, base=base, examples=examples)


def testimonial_page(id: str) -> str:
    """Return the path of a testimonial's fragment."""
    return f"testimonials/{id}.html"
