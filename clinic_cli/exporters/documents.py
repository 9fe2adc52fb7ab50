"""The documents of the json format, as types of their own, and the JSON Schemas that are read from these types.

A change that breaks a reader of these documents raises VERSION.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Final, TypedDict, get_args, get_origin, get_type_hints, is_typeddict

VERSION: Final = 1

_Day = Annotated[str, "", "date"]
_Tombstones = Annotated[list[str], "Ids of testimonials whose clients took their consent back: take them down."]


class ImageDocument(TypedDict):
    """A picture. `src` leads from the folder of index.json, or is a web address; "" where only a credit stands."""

    src: str
    alt: str
    width: Annotated[int | None, "Pixels; null where it is not known."]
    height: int | None
    credit: str
    license: str
    source_url: str
    depicts: Annotated[str, "none, model, client, staff, or empty; a model must be named as one beside the picture."]


class LicenseDocument(TypedDict):
    """A licence to practise."""

    kind: str
    number: str


class AuthorDocument(TypedDict):
    """A member of the clinic."""

    id: str
    name: str
    credentials: str
    byline: Annotated[str, "Name and credentials, to stand behind the word By."]
    license: LicenseDocument | None
    supervisor: str
    bio: str
    url: str


class CitationDocument(TypedDict):
    """A source that an article rests on; either part can be empty."""

    title: str
    url: str


class TestimonialDocument(TypedDict):
    """A client's words, which must come down after `valid_until`, and whenever they leave this export."""

    id: str
    paragraphs: list[str]
    html: Annotated[str, "The paragraphs as safe HTML."]
    attribution: str
    disclosure: Annotated[str, "A sentence that must stand beside the words, or empty."]
    rating: int | None
    tags: list[str]
    lang: str
    image: ImageDocument | None
    valid_until: Annotated[_Day | None, "Last day on which the words may be shown; null where no day ends the consent."]


class ArticleDocument(TypedDict):
    """An article."""

    slug: str
    title: str
    description: str
    byline: Annotated[str, "All authors with their credentials, to stand behind the word By."]
    authors: list[AuthorDocument]
    date: _Day | None
    updated: _Day | None
    aliases: Annotated[list[str], "Old addresses, which should lead here."]
    tags: list[str]
    lang: str
    image: ImageDocument | None
    html: Annotated[str, "The body as safe HTML, from headings of the second level on."]
    text: Annotated[str, "The body as plain text."]
    word_count: int
    reading_minutes: int
    citations: list[CitationDocument]
    reviewed_by: AuthorDocument | None
    last_reviewed: _Day | None
    testimonials: Annotated[list[TestimonialDocument], "Testimonials to show beside the article."]


class ClinicDocument(TypedDict):
    """The clinic."""

    name: str
    url: str
    language: str
    sms: Annotated[str, "Number that takes text messages, for an sms: link."]
    phone: str
    email: str
    hours: str
    opening_hours: list[str]
    address: AddressDocument


class AddressDocument(TypedDict):
    """Where the clinic is."""

    street: str
    city: str
    region: str
    postal_code: str
    country: str


class ArticleEntry(TypedDict):
    """An article as an index names it; `file` leads to the whole of it."""

    slug: str
    title: str
    description: str
    byline: str
    date: _Day | None
    updated: _Day | None
    tags: list[str]
    lang: str
    file: str


class TestimonialEntry(TypedDict):
    """A testimonial as an index names it; `file` leads to the whole of it."""

    id: str
    tags: list[str]
    lang: str
    valid_until: _Day | None
    file: str


class IndexFile(TypedDict):
    """index.json: what there is, and the clinic whose it is."""

    version: int
    clinic: ClinicDocument
    articles: Annotated[list[ArticleEntry], "Newest first."]
    testimonials: list[TestimonialEntry]
    tombstones: _Tombstones


class ArticlesFile(TypedDict):
    """articles.json: every article, newest first."""

    version: int
    articles: list[ArticleDocument]


class TestimonialsFile(TypedDict):
    """testimonials.json: every testimonial, in order of id."""

    version: int
    testimonials: list[TestimonialDocument]
    tombstones: _Tombstones


class ArticleFile(TypedDict):
    """articles/SLUG.json: one article."""

    version: int
    article: ArticleDocument


class TestimonialFile(TypedDict):
    """testimonials/ID.json: one testimonial."""

    version: int
    testimonial: TestimonialDocument


SCHEMAS: Final[dict[str, type]] = {
    "index": IndexFile,
    "articles": ArticlesFile,
    "testimonials": TestimonialsFile,
    "article": ArticleFile,
    "testimonial": TestimonialFile,
}
"""Name of each schema -> type of the file that it describes."""


def schema_of(file: type) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a file's type."""
    definitions: dict[str, object] = {}
    schema = _object(file, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: type, definitions: dict[str, object]) -> dict[str, object]:
    hints = get_type_hints(kind, include_extras=True)
    properties = {name: _value(hint, definitions) for name, hint in hints.items()}
    if "version" in properties:
        properties["version"] = {"const": VERSION}
    return {
        "description": kind.__doc__,
        "type": "object",
        "properties": properties,
        "required": list(hints),
    }


def _value(hint: Any, definitions: dict[str, object]) -> dict[str, object]:
    if get_origin(hint) is Annotated:
        inner, doc, *form = get_args(hint)
        return {
            **({"description": doc} if doc else {}),
            **_value(inner, definitions),
            **({"format": form[0]} if form else {}),
        }
    if isinstance(hint, UnionType) or (get_origin(hint) is not list and NoneType in get_args(hint)):
        return {"anyOf": [_value(option, definitions) for option in get_args(hint)]}
    if get_origin(hint) is list:
        return {"type": "array", "items": _value(get_args(hint)[0], definitions)}
    if is_typeddict(hint):
        name = hint.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    return {"type": {str: "string", bool: "boolean", int: "integer", NoneType: "null"}[hint]}
