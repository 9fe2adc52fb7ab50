"""Articles without their text: what lists show of them, kept in the cache."""

from __future__ import annotations

import hashlib
import re
from datetime import date as Day
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from clinic_cli.content.state import state_on
from clinic_cli.parallel import map_files
from clinic_cli.shelf import MISSHAPEN, Shelf, stamp_of_code, status_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article
    from clinic_cli.content.state import State
    from clinic_cli.workspace import Workspace

NAME: Final = "articles.json"
WORTH_KEEPING: Final = 10
"""From how many articles on the cache is quicker than the articles themselves, and the YAML library before them."""


_ASCII: Final = bytes(range(128))
_GAPS: Final = bytes(0x20 if byte < 128 and chr(byte).isspace() else 0x2E for byte in range(256))
"""Turns bytes into dots, and spaces of ASCII into plain ones."""
_WIDE: Final = re.compile(rb"\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80")
"""Spaces beyond ASCII, in UTF-8."""


class Card(NamedTuple):
    """What a list shows of an article, and is narrowed by; days are ISO 8601, "" where there is none."""

    path: str
    slug: str
    title: str
    description: str
    status: str
    day: str
    updated: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    lang: str
    words: int

    @property
    def date(self) -> Day | None:
        """Day of publication."""
        return Day.fromisoformat(self.day) if self.day else None

    def state(self, today: Day) -> State:
        """Return where the article stands on a day."""
        return state_on(self.status, self.date, today)


def card_of(article: Article) -> Card:
    """Return an article's card."""
    return Card(
        path=article.path,
        slug=article.slug,
        title=article.title,
        description=article.description,
        status=article.status,
        day=article.date.isoformat() if article.date else "",
        updated=article.updated.isoformat() if article.updated else "",
        authors=article.authors,
        tags=article.tags,
        lang=article.lang,
        words=_words_in(article),
    )


def _words_in(article: Article) -> int:
    """Return how many words the text of an article has, as `split` parts them."""
    data = bytes(article.body_bytes) if article.source.bad_byte is None else b""
    if not data or _WIDE.search(data.translate(None, delete=_ASCII)):
        return len(article.body.split())
    # at half the price of words that nobody looks at
    return (b" " + data.translate(_GAPS)).count(b" .")


def cards(workspace: Workspace) -> Iterator[Card]:
    """Yield the cards of all articles, in order of path; those that did not change come from the cache."""
    paths = workspace.listing().articles
    if len(paths) < WORTH_KEEPING:
        yield from (card_of(workspace.parse_article(path)) for path in paths)
        return
    shelf = Shelf(workspace.root, NAME, _key(workspace))
    known = shelf.table("cards")
    kept: dict[str, Any] = {}
    changed: dict[str, float] = {}
    for path in paths:
        row: Any = known.get(path)
        if _fields(row) is None or row[0] != (status := status_of(workspace.root, path)) or shelf.is_racy(status):
            changed[path] = 1
        kept[path] = row

    def look(path: str) -> object:
        status = status_of(workspace.root, path)
        source = workspace.read(path)
        fields = _fields(kept[path])
        if fields is None or kept[path][1] != source.digest:
            fields = card_of(parse_article(source, workspace.config.timezone))[1:]
        return status, source.digest, fields

    if changed:
        from clinic_cli.content.article import parse_article  # before a second process parts from this one

        kept.update(map_files(changed, look))
    for path, row in kept.items():
        yield tuple.__new__(Card, (path, *row[2]))
    if changed or len(known) != len(paths):
        shelf.write({"cards": kept})


def _fields(row: Any) -> tuple[Any, ...] | list[Any] | None:
    """Return the fields of a card in a row of the cache (status, digest, fields), None for a row of another shape."""
    try:
        _, _, fields = row
        return fields if len(fields) == len(Card._fields) - 1 else None
    except MISSHAPEN:
        return None


def _key(workspace: Workspace) -> str:
    source = workspace.config.source
    return hashlib.sha256(repr((stamp_of_code(), source.digest if source else "")).encode()).hexdigest()
