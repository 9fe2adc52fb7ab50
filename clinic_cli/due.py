"""What needs somebody: by whom, by when, and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.diagnostics import Who
from clinic_cli.gate import review_due

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from clinic_cli.config import Config
    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.live import Export
    from clinic_cli.workspace import Project

STALE_DAYS: Final = 30
"""So long may a draft lie untouched."""


class Due(NamedTuple):
    """Something that waits; `authors` are roster ids where it is theirs to do, and `day` is when it was or will be due.

    `kind` is one of stale-draft, scheduled, review-due, consent-ending, consent-ended, consent-check and still-live.
    """

    kind: str
    id: str
    path: str
    day: date | None
    who: Who
    authors: tuple[str, ...]
    message: str


def find_due(
    project: Project,
    config: Config,
    today: date,
    within: timedelta,
    touched: Callable[[str], date | None],
    exports: Iterable[Export] = (),
) -> list[Due]:
    """Return what is due by a day so far ahead, first what has waited longest.

    `touched` tells when somebody last worked on a file; `exports` are those whose manifests are there.
    """
    last = today + min(within, date.max - today)
    made = tuple(exports)
    found = [due for article in project.articles for due in _article(article, config, today, last, touched)]
    found += [due for record in project.testimonials for due in _testimonial(record, today, last, touched, made)]
    return sorted(found, key=lambda due: (due.day or today, due.kind, due.id))


def _article(
    article: Article, config: Config, today: date, last: date, touched: Callable[[str], date | None]
) -> Iterator[Due]:
    def due(kind: str, day: date, who: Who, message: str) -> Due:
        return Due(kind, article.slug, article.path, day, who, article.authors, message)

    state = article.state(today)
    if state == "draft" and article.readable:
        since = max(filter(None, (article.updated, touched(article.path))), default=None)
        if since is not None and (today - since).days >= STALE_DAYS:
            message = f"A draft that nobody has worked on since {since}: finish it, or delete it."
            yield due("stale-draft", since + timedelta(STALE_DAYS), Who.AUTHOR, message)
    elif state == "scheduled" and article.date is not None and article.date <= last:
        yield due("scheduled", article.date, Who.EDITOR, f"It comes out on {article.date}: see that it is ready.")
    review = review_due(article, config)
    if state in ("published", "scheduled") and review is not None and review <= last:
        was = "was" if review < today else "is"
        yield due("review-due", review, Who.EDITOR, f"Its clinical review {was} due by {review}.")


def _testimonial(
    record: Testimonial,
    today: date,
    last: date,
    touched: Callable[[str], date | None],
    exports: tuple[Export, ...],
) -> Iterator[Due]:
    def due(kind: str, day: date | None, who: Who, message: str) -> Due:
        return Due(kind, record.id, record.path, day, who, (), message)

    consent = record.consent
    live = [export for export in exports if export.manifest is not None and export.holds(record.id)]
    if record.revoked:
        if live:
            day = consent.revoked_on if consent else None
            where = ", ".join(export.shown for export in live)
            again = " and ".join(export.again for export in live)
            yield due("still-live", day, Who.ADMIN, f"The client took it back, and it is live in {where}: run {again}.")
        return
    if record.status == "draft":
        since = record.collected_on or (consent.signed_on if consent else None) or touched(record.path)
        if since is not None and (today - since).days >= STALE_DAYS:
            message = (
                f"Its words have waited for a consent since {since}: ask the client, or delete them."
                if record.inbox
                else f"A draft since {since}: publish it, or withhold it."
            )
            yield due("stale-draft", since + timedelta(STALE_DAYS), Who.ADMIN if record.inbox else Who.EDITOR, message)
    if record.status != "published" or consent is None:
        return
    ends = consent.expires_on
    if ends is not None and ends < today:
        where = f", and it is live in {', '.join(export.shown for export in live)}" if live else ""
        message = f"The consent ended on {ends}{where}: renew it, or withhold the words."
        yield due("consent-ended", ends, Who.ADMIN, message)
    elif ends is not None and ends <= last:
        yield due("consent-ending", ends, Who.ADMIN, f"The last day of the consent is {ends}: ask the client in time.")
    if consent.review_by is not None and consent.review_by <= last:
        event = consent.expires_event or "the event that ends the consent"
        yield due(
            "consent-check", consent.review_by, Who.ADMIN, f"See by {consent.review_by} whether this has come: {event}."
        )
