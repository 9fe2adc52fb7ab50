"""Statistics: how many articles there are by author, tag, month, reading grade and freshness."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.rules.readability import WORDS_AT_LEAST, readability

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from clinic_cli.config import Config
    from clinic_cli.content.article import Article

MONTHS: Final = 12
GRADES: Final = ((6, "to grade 6"), (8, "grades 7 and 8"), (10, "grades 9 and 10"), (12, "grades 11 and 12"))
AGES: Final = ((182, "half a year"), (365, "a year"), (730, "two years"))


class Count(NamedTuple):
    """How many articles go by a name."""

    name: str
    articles: int


class Group(NamedTuple):
    """Counts of one kind; `key` is its name for machines."""

    key: str
    title: str
    counts: tuple[Count, ...]


def count_articles(articles: Iterable[Article], config: Config, today: date) -> tuple[Group, ...]:
    """Return the statistics of articles on a day; an article with two authors or tags counts for both."""
    chosen = tuple(articles)
    roster = config.authors
    authors = Counter(
        roster[id].name if id in roster else id for article in chosen for id in dict.fromkeys(article.authors)
    )
    tags = Counter(tag for article in chosen for tag in dict.fromkeys(article.tags))
    return (
        Group("author", "By author", _ranked(authors)),
        Group("tag", "By tag", _ranked(tags)),
        Group("month", f"By month, the last {MONTHS}", _months(chosen, today)),
        Group("grade", "By reading grade (years of school)", _grades(chosen, config)),
        Group("freshness", "By time since the last change", _ages(chosen, today)),
    )


def _ranked(counts: Counter[str]) -> tuple[Count, ...]:
    return tuple(
        Count(name, counts[name]) for name in sorted(counts, key=lambda name: (-counts[name], name.casefold()))
    )


def _months(articles: tuple[Article, ...], today: date) -> tuple[Count, ...]:
    counts = Counter((article.date.year, article.date.month) for article in articles if article.date)
    found: list[Count] = []
    year, month = today.year, today.month
    for _ in range(MONTHS):
        found.append(Count(f"{year}-{month:02}", counts[year, month]))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return tuple(found)


def _grades(articles: tuple[Article, ...], config: Config) -> tuple[Count, ...]:
    names: Counter[str] = Counter()
    for article in articles:
        english = (article.lang or config.language).lower().split("-")[0] == "en"
        found = readability(article.text) if english else None
        if found is None or found.words < WORDS_AT_LEAST:
            names["too short, or not English"] += 1
        else:
            names[next((name for last, name in GRADES if round(found.grade) <= last), "grade 13 and more")] += 1
    order = (*(name for _, name in GRADES), "grade 13 and more", "too short, or not English")
    return tuple(Count(name, names[name]) for name in order)


def _ages(articles: tuple[Article, ...], today: date) -> tuple[Count, ...]:
    names: Counter[str] = Counter()
    for article in articles:
        day = max((day for day in (article.date, article.updated) if day), default=None)
        if day is None:
            names["no date"] += 1
        else:
            days = (today - day).days
            names[next((f"within {name}" for last, name in AGES if days <= last), "older")] += 1
    order = (*(f"within {name}" for _, name in AGES), "older", "no date")
    return tuple(Count(name, names[name]) for name in order)
