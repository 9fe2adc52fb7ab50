"""What other files need to know about a document: small, plain, and without private words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clinic_cli.content.places import item_spans
from clinic_cli.source import Location, Span

if TYPE_CHECKING:
    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.source import SourceFile


class Place(NamedTuple):
    """A span of a file, with its lines and columns, that outlives the file's text."""

    path: str
    span: Span
    start: Location
    end: Location


def place_in(source: SourceFile, span: Span) -> Place:
    """Return a span of a file as a place."""
    return Place(source.path, span, source.lines.location(span.start), source.lines.location(span.end))


class Named(NamedTuple):
    """A word that other files may name or repeat (an id, a slug, an author, a key), and where it stands."""

    text: str
    place: Place


class Room(NamedTuple):
    """Where another line of front matter can stand, and the file's line end."""

    at: int
    newline: str


class ArticleSummary(NamedTuple):
    """What rules across files ask of an article; `foreign` are keys that no schema knows.

    `room` is where a line of `aliases` can stand, None where there is one already.
    """

    path: str
    slug: Named
    title: Named | None
    status: str
    aliases: tuple[Named, ...]
    authors: tuple[Named, ...]
    testimonials: tuple[Named, ...]
    foreign: tuple[Named, ...]
    room: Room | None


class TestimonialSummary(NamedTuple):
    """What rules across files ask of a testimonial; no word of the client is in it.

    `off_site` is true where a consent stands that leaves the website out.
    """

    path: str
    id: Named
    status: str
    inbox: bool
    revoked: bool
    off_site: bool
    foreign: tuple[Named, ...]


def summarise_article(article: Article) -> ArticleSummary:
    """Return an article's summary."""

    def named(text: str, *keys: str | int) -> Named:
        return Named(text, place_in(article.source, article.at(*keys)))

    def all_of(key: str, texts: tuple[str, ...]) -> tuple[Named, ...]:
        spans = item_spans(article.front.mapping, key, texts)
        return tuple(Named(text, place_in(article.source, span)) for text, span in zip(texts, spans, strict=True))

    reviewer = (named(article.reviewed_by, "reviewed_by"),) if article.reviewed_by else ()
    return ArticleSummary(
        path=article.path,
        slug=named(article.slug, "slug"),
        title=named(article.title, "title") if article.title else None,
        status=article.status,
        aliases=all_of("aliases", article.aliases),
        authors=all_of("authors", article.authors) + reviewer,
        testimonials=all_of("testimonials", article.testimonials or ()),
        foreign=tuple(Named(key.text, place_in(article.source, key.span)) for key in article.foreign),
        room=_room(article),
    )


def _room(article: Article) -> Room | None:
    """Return the place before the slug, or before the first key where there is no slug."""
    entries = article.front.mapping.entries
    entry = entries.get("slug") or next(iter(entries.values()), None)
    if entry is None or entry.merged or "aliases" in entries:
        return None
    at = entry.key.span.start
    return Room(at, article.source.newline) if article.source.text[at - 1 : at] == "\n" else None


def summarise_testimonial(record: Testimonial) -> TestimonialSummary:
    """Return a testimonial's summary."""
    return TestimonialSummary(
        path=record.path,
        id=Named(record.id, place_in(record.source, record.at("id"))),
        status=record.status,
        inbox=record.inbox,
        revoked=record.revoked,
        off_site=record.consent is not None and "website" not in record.consent.channels,
        foreign=tuple(Named(key.text, place_in(record.source, key.span)) for key in record.foreign),
    )
