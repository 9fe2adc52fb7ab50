"""What importers yield: articles, testimonials and settings from elsewhere, and what of them is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from clinic_cli.content.yamltext import Value


class Loss(NamedTuple):
    """Something that does not come over as it was; `why` says what became of it."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote; `id` is how the source calls them, "" where it gives only the name."""

    name: str
    credentials: str = ""
    id: str = ""
    url: str = ""
    bio: str = ""


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """An article from elsewhere.

    `source` names it the same way in every run. `values` are front matter without authors and status; `was` is its
    status there. `body` is Markdown as it will stand in the file.
    """

    source: str
    slug: str
    values: Mapping[str, Value]
    body: str
    authors: tuple[Person, ...] = ()
    was: str = ""
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedTestimonial:
    """A client's words from elsewhere; `values` are the record without id, status, quote and attribution."""

    source: str
    quote: str
    attribution: str
    values: Mapping[str, Value] = field(default_factory=dict)
    was: str = ""
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that does not come over at all; `faulty` where somebody must mend it or see to it."""

    source: str
    title: str
    why: str
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A line to suggest for the configuration."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """A key or column of the source, how often it stands there, and what it becomes ("" where it is left out)."""

    key: str
    target: str
    count: int


Imported: TypeAlias = ImportedArticle | ImportedTestimonial | LeftOut | Setting | Mapped


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says; `keys` maps keys or columns of the source to ours."""

    zone: ZoneInfo | None = None
    language: str = "en"
    title: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)


class Importer(Protocol):
    """Yield what a file or folder holds, in its order; raise ClinicError where it cannot be read to its end."""

    def __call__(self, path: Path, options: Options) -> Iterator[Imported]: ...
