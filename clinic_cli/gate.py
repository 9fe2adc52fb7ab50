"""The gate: what may leave for a channel on a day, and every reason why an item may not.

It fails closed. An item leaves only where no reason stands against it, and a fault in its data is a reason: a date
that cannot be read might have been an end of consent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinic_cli.diagnostics import Who

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import Testimonial


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item may not leave, by a stable name for machines, in a sentence for people, and who can act."""

    code: str
    message: str
    who: Who


def article_reasons(article: Article, today: date) -> tuple[Reason, ...]:
    """Return every reason why an article may not leave on a day; none means that it may."""
    return tuple(_article_reasons(article, today))


def _article_reasons(article: Article, today: date) -> Iterator[Reason]:
    if article.problems:
        first = article.problems[0]
        line = article.source.lines.location(first.span.start).line
        yield Reason("faulty", f"The file has a fault in line {line}: {first.message}", Who.AUTHOR)
    match article.state(today):
        case "draft":
            yield Reason("draft", "It is a draft.", Who.AUTHOR)
        case "archived":
            yield Reason("archived", "It is archived.", Who.EDITOR)
        case "scheduled":
            yield Reason("scheduled", f"It is scheduled for {article.date}.", Who.EDITOR)
        case "published":
            pass


def testimonial_reasons(record: Testimonial, channel: str, today: date) -> tuple[Reason, ...]:
    """Return every reason why a testimonial may not leave for a channel on a day; none means that it may."""
    return tuple(_testimonial_reasons(record, channel, today))


def _testimonial_reasons(record: Testimonial, channel: str, today: date) -> Iterator[Reason]:
    if record.problems:
        first = record.problems[0]
        line = record.source.lines.location(first.span.start).line
        yield Reason("faulty", f"The record has a fault in line {line}: {first.message}", Who.EDITOR)
    if record.revoked:
        yield Reason("revoked", "The client took the consent back.", Who.ADMIN)
        return
    if record.inbox:
        yield Reason("inbox", "It waits in the inbox for a consent.", Who.ADMIN)
    if record.status == "draft":
        yield Reason("draft", "It is a draft.", Who.EDITOR)
    elif record.status == "withheld":
        yield Reason("withheld", "It is withheld.", Who.EDITOR)
    if not record.quote.strip():
        yield Reason("no-words", "It has no words.", Who.EDITOR)
    yield from _consent_reasons(record, channel, today)


def _consent_reasons(record: Testimonial, channel: str, today: date) -> Iterator[Reason]:
    consent = record.consent
    if consent is None:
        yield Reason("consent-missing", "No consent is recorded.", Who.ADMIN)
        return
    if consent.missing:
        yield Reason("consent-missing", f"The consent lacks {', '.join(consent.missing)}.", Who.ADMIN)
    if consent.is_expired(today):
        yield Reason("consent-expired", f"The consent ended on {consent.expires_on}.", Who.ADMIN)
    if consent.signed_on is not None and consent.signed_on > today:
        yield Reason("consent-not-begun", f"The consent was signed on a day to come ({consent.signed_on}).", Who.ADMIN)
    if channel not in consent.channels:
        yield Reason("out-of-scope", f"The client did not consent to the channel {channel}.", Who.ADMIN)
