"""Lists of articles and testimonials: rows of named values, filtered and sorted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from clinic_cli.cards import Card
    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import Testimonial

Cell: TypeAlias = "str | int | bool | list[str] | None"
Row: TypeAlias = dict[str, Cell]

ARTICLE_FIELDS: Final = (
    "slug",
    "title",
    "state",
    "date",
    "authors",
    "tags",
    "updated",
    "status",
    "description",
    "lang",
    "words",
    "path",
)
TESTIMONIAL_FIELDS: Final = (
    "id",
    "state",
    "attribution",
    "quote",
    "expires",
    "channels",
    "tags",
    "status",
    "signed",
    "rating",
    "lang",
    "path",
)
ARTICLE_COLUMNS: Final = ARTICLE_FIELDS[:5]
TESTIMONIAL_COLUMNS: Final = TESTIMONIAL_FIELDS[:5]
ARTICLE_STATES: Final = ("draft", "scheduled", "published", "archived")
TESTIMONIAL_STATES: Final = ("inbox", "consented", "expiring", "expired", "revoked", "draft", "published", "withheld")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; an empty part narrows nothing. `text` is looked for without regard to case."""

    states: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    text: str = ""

    def takes_article(self, article: Article, today: date) -> bool:
        """Whether an article is wanted."""
        return self.takes_card(article, today) and self._takes_text(article.title, article.description, article.body)

    def takes_card(self, card: Card | Article, today: date) -> bool:
        """Whether an article is wanted, as far as that can be told without its text."""
        return (
            _one_of(self.states, (card.state(today),))
            and _one_of(self.authors, card.authors)
            and _one_of(self.tags, card.tags)
            and ((self.since is None and self.until is None) or self._takes_day(card.date))
        )

    def takes_testimonial(self, record: Testimonial, today: date) -> bool:
        """Whether a testimonial is wanted; its day is the one it was collected on, or signed."""
        signed = record.consent.signed_on if record.consent else None
        return (
            _one_of(self.states, (record.state(today), record.status))
            and not self.authors
            and _one_of(self.tags, record.tags)
            and self._takes_day(record.collected_on or signed)
            and self._takes_text(record.id, record.attribution, *record.paragraphs)
        )

    def _takes_day(self, day: date | None) -> bool:
        if self.since is None and self.until is None:
            return True
        return (
            day is not None and (self.since is None or day >= self.since) and (self.until is None or day <= self.until)
        )

    def _takes_text(self, *texts: str) -> bool:
        wanted = " ".join(self.text.casefold().split())
        return not wanted or any(wanted in " ".join(text.casefold().split()) for text in texts)


def _one_of(wanted: tuple[str, ...], has: Iterable[str]) -> bool:
    return not wanted or not {each.casefold() for each in wanted}.isdisjoint(each.casefold() for each in has)


def article_row(card: Card, today: date) -> Row:
    """Return what a list shows of an article."""
    return {
        "slug": card.slug,
        "title": card.title,
        "state": card.state(today),
        "date": card.day or None,
        "authors": list(card.authors),
        "tags": list(card.tags),
        "updated": card.updated or None,
        "status": card.status,
        "description": card.description,
        "lang": card.lang,
        "words": card.words,
        "path": card.path,
    }


def testimonial_row(record: Testimonial, today: date) -> Row:
    """Return what a list shows of a testimonial."""
    consent = record.consent
    return {
        "id": record.id,
        "state": record.state(today),
        "attribution": record.attribution,
        "quote": " ".join(record.paragraphs),
        "expires": (_day(consent.expires_on) or consent.expires_event or None) if consent else None,
        "channels": list(consent.channels) if consent else [],
        "tags": list(record.tags),
        "status": record.status,
        "signed": _day(consent.signed_on) if consent else None,
        "rating": record.rating,
        "lang": record.lang,
        "path": record.path,
    }


def sort_rows(rows: list[Row], field: str, *, descending: bool) -> list[Row]:
    """Return rows in the order of a field, those without a value last."""
    filled = [row for row in rows if row[field] not in (None, "", [])]
    empty = [row for row in rows if row[field] in (None, "", [])]
    key: Callable[[Row], tuple[int, str]] = lambda row: _order(row[field])  # noqa: E731
    return sorted(filled, key=key, reverse=descending) + empty


def _order(cell: Cell) -> tuple[int, str]:
    if isinstance(cell, int):
        return (cell, "")
    return (0, cell_text(cell).casefold())


def cell_text(cell: Cell) -> str:
    """Return a value as a table or a CSV file shows it."""
    if cell is None:
        return ""
    return ", ".join(cell) if isinstance(cell, list) else str(cell)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def column_widths(natural: list[int], shrinks: list[bool], room: int, *, gap: int) -> list[int]:
    """Return widths of columns that fit a room: columns of words shrink to 12, then the last columns are left out."""
    widths = list(natural)
    while len(widths) > 1 and sum(widths) + gap * (len(widths) - 1) > room:
        wide = [at for at in range(len(widths)) if shrinks[at] and widths[at] > 12]
        if wide:
            widths[max(wide, key=lambda at: widths[at])] -= 1
        else:
            widths.pop()
            widths = natural[: len(widths)]
    return [min(each, room) for each in widths]
