"""The json format: versioned documents for sites that make their own pages, with their schemas beside them."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Final

from clinic_cli.exporters import documents
from clinic_cli.exporters.addresses import href
from clinic_cli.exporters.assets import Assets, leads_elsewhere
from clinic_cli.exporters.bodies import Bodies
from clinic_cli.exporters.output import OutputFile, ids_of, key_of
from clinic_cli.exporters.views import byline_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date as Day

    from clinic_cli.exporters.output import Site, Use
    from clinic_cli.publicview import (
        PublicArticle,
        Publication,
        PublicAuthor,
        PublicClinic,
        PublicImage,
        PublicTestimonial,
    )

_START: Final = f'{{"version": {documents.VERSION}'.encode()
_BEFORE: Final = _START + b',\n"article": '
_AFTER: Final = b"}\n"


def export_json(publication: Publication, site: Site) -> Iterator[OutputFile]:
    """Yield pictures and one document an item, then all of a kind in one document, the index, and the schemas."""
    writer = _Documents(publication, site)
    words = [writer.testimonial(record) for record in publication.testimonials]
    # each item is encoded once, and stands on a line of its own wherever it stands; its fields are let go of
    articles: list[bytes] = []
    entries: list[bytes] = []
    beside: dict[str, None] = {}
    for source in publication.articles:
        article = writer.outline(source)
        path, ids = article_file(source.slug), ids_of(source.testimonials)
        file = OutputFile(path, b"", source.path, ids, key_of(site, article, source.text.digest))
        kept = site.kept(path, file.key)
        if kept and writer.is_current(source, kept.uses):
            file = file.stands(kept)
            text = kept.read()[len(_BEFORE) : -len(_AFTER)]
        else:
            text, uses = writer.with_body(article, source)
            file = file._replace(data=b"".join((_BEFORE, text, _AFTER)), uses=uses)
        beside |= dict.fromkeys(ids)
        articles.append(text)
        entries.append(_encoded(_article_entry(article)))
        yield from writer.assets.fresh()
        yield file
    yield from writer.assets.fresh()
    testimonials = [_encoded(record) for record in words]
    for record, text in zip(words, testimonials, strict=True):
        yield _file(testimonial_file(record["id"]), [b"testimonial", text], source=record["id"], shows=(record["id"],))
    yield _file("articles.json", [b"articles", *_list(articles)], shows=tuple(beside))
    tombstones = [b"tombstones", _encoded(list(publication.tombstones))]
    shown = ids_of(publication.testimonials)
    yield _file("testimonials.json", [b"testimonials", *_list(testimonials)], tombstones, shows=shown)
    yield _file(
        "index.json",
        [b"clinic", _encoded(_clinic(publication.clinic))],
        [b"articles", *_list(entries)],
        [b"testimonials", *_list([_encoded(_testimonial_entry(record)) for record in words])],
        tombstones,
    )
    for name, kind in documents.SCHEMAS.items():
        schema = json.dumps(documents.schema_of(kind), ensure_ascii=False, indent=2) + "\n"
        yield OutputFile(f"schemas/{name}.schema.json", schema.encode())


def article_file(slug: str) -> str:
    """Return the path of an article's document."""
    return f"articles/{slug}.json"


def testimonial_file(id: str) -> str:
    """Return the path of a testimonial's document."""
    return f"testimonials/{id}.json"


def _encoded(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _list(items: list[bytes]) -> Iterator[bytes]:
    """Yield the pieces of a list, an item a line."""
    yield b"[\n" if items else b"["
    for at, item in enumerate(items):
        yield b",\n" if at else b""
        yield item
    yield b"\n]" if items else b"]"


def _file(path: str, *fields: list[bytes], source: str = "", shows: tuple[str, ...] = ()) -> OutputFile:
    """Return a document of fields: the name of each, and the pieces of its value, encoded already."""
    pieces = [_START]
    for name, *value in fields:
        pieces += [b',\n"', name, b'": ', *value]
    return OutputFile(path, b"".join([*pieces, _AFTER]), source, shows)


class _Documents:
    """Turn the items of one publication into documents."""

    def __init__(self, publication: Publication, site: Site) -> None:
        self.assets = Assets(site.read_asset)
        self._root = f"{site.base_url}/" if site.base_url else ""
        self._article_url = site.article_url or "{slug}"
        self._bodies = Bodies(publication, self.assets)

    def with_body(self, document: documents.ArticleDocument, article: PublicArticle) -> tuple[bytes, tuple[Use, ...]]:
        """Return the document of an article with its body, encoded, and where the links in it lead."""
        body = self._bodies.render(article, self._root, self._link_to)
        document["html"], document["text"] = body.html, body.text
        document["word_count"], document["reading_minutes"] = body.words, body.minutes
        return _encoded(document), body.uses

    def is_current(self, article: PublicArticle, uses: tuple[Use, ...]) -> bool:
        """Whether the links of a body that was rendered before still lead to the same places."""
        return self._bodies.are_current(article, self._root, self._link_to, uses)

    def outline(self, article: PublicArticle) -> documents.ArticleDocument:
        """Return the document of an article without its body."""
        return {
            "slug": article.slug,
            "title": article.title,
            "description": article.description,
            "byline": byline_of(article.authors),
            "authors": [_author(author) for author in article.authors],
            "date": _iso(article.date),
            "updated": _iso(article.updated),
            "aliases": list(article.aliases),
            "tags": list(article.tags),
            "lang": article.lang,
            "image": self._image(article.image, article.path),
            "html": "",
            "text": "",
            "word_count": 0,
            "reading_minutes": 0,
            "citations": [{"title": citation.title, "url": citation.url} for citation in article.citations],
            "reviewed_by": _author(article.reviewed_by) if article.reviewed_by else None,
            "last_reviewed": _iso(article.last_reviewed),
            "testimonials": [self.testimonial(record) for record in article.testimonials],
        }

    def testimonial(self, record: PublicTestimonial) -> documents.TestimonialDocument:
        return {
            "id": record.id,
            "paragraphs": list(record.paragraphs),
            "html": "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in record.paragraphs),
            "attribution": record.attribution,
            "disclosure": record.disclosure,
            "rating": record.rating,
            "tags": list(record.tags),
            "lang": record.lang,
            "image": self._image(record.image, ""),
            "valid_until": _iso(record.valid_until),
        }

    def _link_to(self, article: PublicArticle) -> str:
        return self._article_url.replace("{slug}", href(article.slug))

    def _image(self, image: PublicImage | None, page: str) -> documents.ImageDocument | None:
        if image is None:
            return None
        asset = None if leads_elsewhere(image.src) else self.assets.find(image.src, page)
        if image.src and not asset and not leads_elsewhere(image.src):
            return None
        size = asset.size if asset else None
        return {
            "src": self._root + href(asset.path) if asset else image.src,
            "alt": image.alt,
            "width": size.width if size else None,
            "height": size.height if size else None,
            "credit": image.credit,
            "license": image.license,
            "source_url": image.source_url,
            "depicts": image.depicts,
        }


def _iso(day: Day | None) -> str | None:
    return day.isoformat() if day else None


def _author(author: PublicAuthor) -> documents.AuthorDocument:
    license = author.license_kind or author.license_number
    return {
        "id": author.id,
        "name": author.name,
        "credentials": author.credentials,
        "byline": author.byline,
        "license": {"kind": author.license_kind, "number": author.license_number} if license else None,
        "supervisor": author.supervisor,
        "bio": author.bio,
        "url": author.url,
    }


def _clinic(clinic: PublicClinic) -> documents.ClinicDocument:
    address = clinic.address
    return {
        "name": clinic.name,
        "url": clinic.url,
        "language": clinic.language,
        "sms": clinic.sms,
        "phone": clinic.phone,
        "email": clinic.email,
        "hours": clinic.hours,
        "opening_hours": list(clinic.opening_hours),
        "address": {
            "street": address.street,
            "city": address.city,
            "region": address.region,
            "postal_code": address.postal_code,
            "country": address.country,
        },
    }


def _article_entry(article: documents.ArticleDocument) -> documents.ArticleEntry:
    return {
        "slug": article["slug"],
        "title": article["title"],
        "description": article["description"],
        "byline": article["byline"],
        "date": article["date"],
        "updated": article["updated"],
        "tags": article["tags"],
        "lang": article["lang"],
        "file": article_file(article["slug"]),
    }


def _testimonial_entry(record: documents.TestimonialDocument) -> documents.TestimonialEntry:
    return {
        "id": record["id"],
        "tags": record["tags"],
        "lang": record["lang"],
        "valid_until": record["valid_until"],
        "file": testimonial_file(record["id"]),
    }
