"""What page templates are given: plain values, ready to show, whose links lead from the page they stand on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import date as Day

    from markupsafe import Markup

    from clinic_cli.exporters.imagesize import Size
    from clinic_cli.publicview import PublicAuthor, PublicCitation, PublicClinic, PublicImage, PublicTestimonial

_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NAMES_DAYS: Final = re.compile(r"(?:week|mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)


class DateView(NamedTuple):
    """A day, for machines and for readers."""

    iso: str
    text: str


class ImageView(NamedTuple):
    """A picture, or its credit alone where `src` is ""; sizes that nobody knows are None; `model` where one posed."""

    src: str
    alt: str
    width: int | None
    height: int | None
    credit: str
    license: str
    source_url: str
    model: bool


class LinkView(NamedTuple):
    """Words, and where they lead."""

    text: str
    href: str


class PersonView(NamedTuple):
    """A member of the roster; `page` leads to the list of their articles, `url` to their profile; either can be ""."""

    name: str
    credentials: str
    license: str
    supervisor: str
    bio: str
    url: str
    page: str


class TestimonialView(NamedTuple):
    """A client's words."""

    id: str
    paragraphs: tuple[str, ...]
    attribution: str
    disclosure: str
    rating: int | None
    lang: str
    image: ImageView | None


class EntryView(NamedTuple):
    """An article as lists show it."""

    title: str
    href: str
    description: str
    byline: str
    date: DateView | None
    lang: str


class ArticleView(NamedTuple):
    """An article as its page shows it; `lang` is "" where it is the clinic's language.

    `authors` and `testimonials` are filled templates.
    """

    title: str
    description: str
    byline: str
    authors: tuple[Markup, ...]
    date: DateView | None
    updated: DateView | None
    minutes: int
    tags: tuple[LinkView, ...]
    lang: str
    image: ImageView | None
    body: Markup
    reviewer: PersonView | None
    reviewed: DateView | None
    citations: tuple[PublicCitation, ...]
    testimonials: tuple[Markup, ...]


class ClinicView(NamedTuple):
    """The clinic as every page shows it; `hours` follows the words "We're here"."""

    name: str
    url: str
    language: str
    sms: str
    sms_text: str
    phone: str
    phone_text: str
    email: str
    hours: str
    address: tuple[str, ...]


class PageView(NamedTuple):
    """The page itself: its path in the output, and what its head says; addresses are "" without a base URL.

    `data` is structured data about the page, for search engines.
    """

    path: str
    title: str
    description: str
    url: str
    image: str
    kind: str
    data: dict[str, object] | None


def date_view(day: Day | None, language: str) -> DateView | None:
    """Return a day as readers of English write it, or in the international form."""
    if day is None:
        return None
    iso = day.isoformat()
    return DateView(iso, f"{_MONTHS[day.month - 1]} {day.day}, {day.year}" if language[:2].lower() == "en" else iso)


def person_view(author: PublicAuthor, page: str) -> PersonView:
    """Return an author; `page` is the link to the page of their articles, or ""."""
    kind, number = author.license_kind, author.license_number
    license = f"{kind} {number}".strip() if number else ""
    return PersonView(author.name, author.credentials, license, author.supervisor, author.bio, author.url, page)


def byline_of(authors: tuple[PublicAuthor, ...]) -> str:
    """Return the names and credentials of all authors in one line, or ""."""
    names = [author.byline for author in authors]
    joint = "; " if len(names) > 2 else " "
    return names[0] if len(names) == 1 else f"{joint.join(names[:-1])}{joint}and {names[-1]}" if names else ""


def image_view(image: PublicImage, src: str, size: Size | None) -> ImageView:
    """Return a picture that stands at an address."""
    width, height = size or (None, None)
    model = image.depicts == "model"
    return ImageView(src, image.alt, width, height, image.credit, image.license, image.source_url, model)


def testimonial_view(record: PublicTestimonial, language: str, image: ImageView | None) -> TestimonialView:
    """Return a testimonial; its language is named where it is not the page's."""
    lang = "" if record.lang == language else record.lang
    return TestimonialView(
        record.id, record.paragraphs, record.attribution, record.disclosure, record.rating, lang, image
    )


def clinic_view(clinic: PublicClinic) -> ClinicView:
    """Return the clinic with its numbers and address as people write them."""
    address = clinic.address
    town = " ".join(part for part in (address.region, address.postal_code) if part)
    lines = (address.street, ", ".join(part for part in (address.city, town) if part))
    hours = clinic.hours.strip().rstrip(".")
    return ClinicView(
        clinic.name or "Our clinic",
        clinic.url,
        clinic.language,
        clinic.sms,
        number_text(clinic.sms),
        clinic.phone,
        number_text(clinic.phone),
        clinic.email,
        f"on {hours}" if _NAMES_DAYS.match(hours) else hours,
        tuple(line for line in lines if line),
    )


def number_text(number: str) -> str:
    """Return a telephone number as people write it: (415) 555-0134 in North America, otherwise as it stands."""
    if match := re.fullmatch(r"\+1(\d{3})(\d{3})(\d{4})", number):
        return f"({match[1]}) {match[2]}-{match[3]}"
    return number
