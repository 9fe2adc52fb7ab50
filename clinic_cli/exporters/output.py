"""What an exporter is: a function from a publication to files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clinic_cli.publicview import PublicArticle, Publication, PublicTestimonial


Use = tuple[str, str, str | None]
"""Where a link in a text led: its attribute, the address as written, the address as it became."""


class Kept(NamedTuple):
    """A file as it stands since the last export, found with its bytes when somebody asks for them."""

    sha256: str
    uses: tuple[Use, ...]
    read: Callable[[], bytes]


class Taken(NamedTuple):
    """What became of a file's bytes: their SHA-256, and where they wait for their place; "" where they need none."""

    sha256: str
    waiting: str
    is_new: bool


class OutputFile(NamedTuple):
    """One file of an export; `path` is relative to the output folder, with forward slashes.

    `source` is the content file or the testimonial's id that it was made of, or "" where it was made of many.
    `shows` are the ids of the testimonials whose words are in it. `key` changes with everything that it was made of,
    besides where the links in it lead, which `uses` tells: kind of link, address as written, address as it became.
    A file without a key is made anew each time. A file that was `taken` in holds its bytes no more; one that was `kept`
    stands since the last export.
    """

    path: str
    data: bytes
    source: str = ""
    shows: tuple[str, ...] = ()
    key: str = ""
    uses: tuple[Use, ...] = ()
    taken: Taken | None = None
    kept: Kept | None = None

    def stands(self, kept: Kept) -> OutputFile:
        """Return the file as it stands since the last export."""
        return self._replace(data=b"", uses=kept.uses, taken=Taken(kept.sha256, "", is_new=False), kept=kept)


def key_of(site: Site, *made_of: object) -> str:
    """Return what changes when anything does that a file is made of: templates, programs, the site, or its own values."""
    return digest_of(site.salt, site.base_url, site.article_url, made_of)


def digest_of(*values: object) -> str:
    """Return what changes when any of some values does."""
    return hashlib.sha256(repr(values).encode(errors="replace")).hexdigest()[:24]


def ids_of(records: Iterable[PublicTestimonial]) -> tuple[str, ...]:
    """Return the ids of testimonials, for the file that shows them."""
    return tuple(record.id for record in records)


Make = Callable[["PublicArticle"], "Iterator[OutputFile]"]
Spread = Callable[["Sequence[PublicArticle]", Make], "Iterator[OutputFile]"]


def in_turn(articles: Sequence[PublicArticle], make: Make) -> Iterator[OutputFile]:
    """Yield the files that are made of each article, one article after the other."""
    for article in articles:
        yield from make(article)


@dataclass(frozen=True, slots=True)
class Site:
    """Where an export will stand, and how it reads the pictures it takes along.

    `base_url` is the address of the output folder, without a slash at its end; "" where nobody said. `read_asset`
    returns the bytes of a file by its path from the project's root, or None where there is none inside the project.
    `read_template` returns the text of the clinic's own page template of a name, or None. `article_url` is the address
    of an article on the site that takes the export, with {slug} in it; "" where the export is the site, or nobody said.
    `kept` returns the file that stands at a path if it was made with a key, and `salt` is part of every key. `spread`
    yields the files that a function makes of each of many articles, in their order, but perhaps made side by side.
    """

    base_url: str
    read_asset: Callable[[str], bytes | None]
    read_template: Callable[[str], str | None] = lambda _: None
    article_url: str = ""
    kept: Callable[[str, str], Kept | None] = lambda *_: None
    salt: str = ""
    spread: Spread = in_turn


class Exporter(Protocol):
    """Yield the files of an export, pages before the indexes that name them."""

    def __call__(self, publication: Publication, site: Site) -> Iterator[OutputFile]: ...
