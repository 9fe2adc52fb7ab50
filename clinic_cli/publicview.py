"""The public view: the values of items that may leave, named field by field, and the only ones that exporters see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date as Day

    from clinic_cli.config import Address, Author, Config
    from clinic_cli.content.article import Image
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.gate import Reason


class PublicClinic(NamedTuple):
    """The clinic as every page shows it."""

    name: str
    url: str
    language: str
    sms: str
    phone: str
    email: str
    hours: str
    opening_hours: tuple[str, ...]
    address: Address


class PublicAuthor(NamedTuple):
    """An author as the byline and the author's page show them."""

    id: str
    name: str
    credentials: str
    license_kind: str
    license_number: str
    url: str
    supervisor: str
    bio: str

    @property
    def byline(self) -> str:
        """Name and credentials, as they stand behind "By"."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


class PublicImage(NamedTuple):
    """A picture; `src` is a path from the project's root, or a web address; "" where only a credit stands."""

    src: str
    alt: str
    credit: str
    license: str
    source_url: str
    depicts: str


class PublicCitation(NamedTuple):
    """A source that an article rests on."""

    title: str
    url: str


class PublicTestimonial(NamedTuple):
    """A client's words that may be shown through `valid_until`, which is None where no day ends the consent."""

    id: str
    paragraphs: tuple[str, ...]
    attribution: str
    disclosure: str
    image: PublicImage | None
    rating: int | None
    tags: tuple[str, ...]
    lang: str
    valid_until: Day | None


class PublicText:
    """The Markdown text of an article, found again whenever somebody asks for it, so that nobody keeps all of them.

    `digest` changes with the text.
    """

    __slots__ = ("_load", "digest")

    def __init__(self, load: Callable[[], bytes | memoryview], digest: str) -> None:
        self._load = load
        self.digest = digest

    def __str__(self) -> str:
        return str(self._load(), "utf-8")


class PublicArticle(NamedTuple):
    """An article; `path` is its source file, from which links in its body are followed.

    `stamp` changes with every other value but the testimonials beside it.
    """

    path: str
    slug: str
    title: str
    description: str
    authors: tuple[PublicAuthor, ...]
    date: Day | None
    updated: Day | None
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    lang: str
    image: PublicImage | None
    text: PublicText
    testimonials: tuple[PublicTestimonial, ...]
    reviewed_by: PublicAuthor | None
    last_reviewed: Day | None
    citations: tuple[PublicCitation, ...]
    stamp: str


class Held(NamedTuple):
    """An item that stays, and every reason for it."""

    kind: str
    id: str
    reasons: tuple[Reason, ...]


class Publication(NamedTuple):
    """Everything that leaves for one channel on one day: articles newest first, testimonials in order of id.

    `tombstones` are the bare ids of revoked testimonials, so that whoever took them before knows what to take down.
    `unselected` are the kinds and ids of items that might leave, but that the target does not ask for.
    """

    clinic: PublicClinic
    channel: str
    day: Day
    articles: tuple[PublicArticle, ...]
    testimonials: tuple[PublicTestimonial, ...]
    held: tuple[Held, ...]
    tombstones: tuple[str, ...] = ()
    unselected: tuple[tuple[str, str], ...] = ()


def public_clinic(config: Config) -> PublicClinic:
    """Return what pages show of the clinic."""
    return PublicClinic(
        name=config.name,
        url=config.url,
        language=config.language,
        sms=config.sms,
        phone=config.phone,
        email=config.email,
        hours=config.hours,
        opening_hours=config.opening_hours,
        address=config.address,
    )


def public_author(author: Author) -> PublicAuthor:
    """Return what pages show of a member of the roster."""
    return PublicAuthor(
        id=author.id,
        name=author.name,
        credentials=author.credentials,
        license_kind=author.license_kind,
        license_number=author.license_number,
        url=author.url,
        supervisor=author.supervisor,
        bio=author.bio,
    )


def author_of(id: str, config: Config) -> PublicAuthor:
    """Return a roster entry, or a name made of an id that the roster does not know."""
    if author := config.authors.get(id):
        return public_author(author)
    name = " ".join(word.capitalize() for word in re.split(r"[-_]+", id)) if re.fullmatch(r"[a-z0-9_-]+", id) else id
    return PublicAuthor(id, name, "", "", "", "", "", "")


def public_image(image: Image | None) -> PublicImage | None:
    """Return what pages show of a picture, None where there is neither one nor a credit."""
    if image is None or not (image.src or image.credit):
        return None
    return PublicImage(
        src=image.src,
        alt="" if image.decorative else image.alt,
        credit=image.credit,
        license=image.license,
        source_url=image.source_url,
        depicts=image.depicts,
    )


def public_testimonial(record: Testimonial, config: Config) -> PublicTestimonial:
    """Return what pages show of a testimonial that the gate lets through."""
    consent = record.consent
    return PublicTestimonial(
        id=record.id,
        paragraphs=record.paragraphs,
        attribution=record.attribution,
        disclosure=record.disclosure,
        image=public_image(record.image),
        rating=record.rating,
        tags=tuple(dict.fromkeys(record.tags)),
        lang=record.lang or config.language,
        valid_until=consent.valid_until(reviewed=config.hold_overdue_reviews) if consent else None,
    )
