"""The csv format: a row an item, for spreadsheets, Webflow and Framer."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from clinic_cli.exporters.addresses import href
from clinic_cli.exporters.assets import Assets, leads_elsewhere
from clinic_cli.exporters.bodies import Bodies
from clinic_cli.exporters.output import OutputFile, ids_of
from clinic_cli.exporters.views import byline_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clinic_cli.exporters.output import Site
    from clinic_cli.publicview import PublicArticle, Publication, PublicImage, PublicTestimonial

ARTICLE_COLUMNS: Final = [
    "title",
    "slug",
    "description",
    "byline",
    "date",
    "updated",
    "tags",
    "lang",
    "image",
    "image_alt",
    "photo_credit",
    "html",
    "text",
    "reviewed_by",
    "last_reviewed",
    "sources",
]
TESTIMONIAL_COLUMNS: Final = ["id", "quote", "attribution", "disclosure", "rating", "tags", "lang", "valid_until"]
_ACTIVE: Final = tuple("=+-@\t\r\n＝＋－＠")


def export_csv(publication: Publication, site: Site) -> Iterator[OutputFile]:
    """Yield the pictures, then articles.csv and testimonials.csv."""
    assets = Assets(site.read_asset)
    root = f"{site.base_url}/" if site.base_url else ""
    bodies = Bodies(publication, assets)
    pattern = site.article_url or "{slug}"

    def row(article: PublicArticle) -> list[str]:
        body = bodies.render(article, root, lambda other: pattern.replace("{slug}", href(other.slug)))
        image = article.image
        return [
            article.title,
            article.slug,
            article.description,
            byline_of(article.authors),
            article.date.isoformat() if article.date else "",
            article.updated.isoformat() if article.updated else "",
            "; ".join(article.tags),
            article.lang,
            _address(image, article.path, assets, root),
            image.alt if image else "",
            image.credit if image else "",
            body.html,
            body.text,
            article.reviewed_by.byline if article.reviewed_by else "",
            article.last_reviewed.isoformat() if article.last_reviewed else "",
            "\n".join(" ".join(filter(None, citation)) for citation in ((c.title, c.url) for c in article.citations)),
        ]

    rows = [row(article) for article in publication.articles]
    yield from assets.fresh()
    yield OutputFile("articles.csv", _table(ARTICLE_COLUMNS, rows))
    table = _table(TESTIMONIAL_COLUMNS, map(_testimonial, publication.testimonials))
    yield OutputFile("testimonials.csv", table, shows=ids_of(publication.testimonials))


def _testimonial(record: PublicTestimonial) -> list[str]:
    return [
        record.id,
        "\n\n".join(record.paragraphs),
        record.attribution,
        record.disclosure,
        str(record.rating or ""),
        "; ".join(record.tags),
        record.lang,
        record.valid_until.isoformat() if record.valid_until else "",
    ]


def _address(image: PublicImage | None, page: str, assets: Assets, root: str) -> str:
    if image is None or leads_elsewhere(image.src):
        return image.src if image else ""
    asset = assets.find(image.src, page)
    return root + href(asset.path) if asset else ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as RFC 4180 has it, with the mark by which spreadsheets know UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([[inert(cell) for cell in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig")


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell
