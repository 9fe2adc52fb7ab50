"""What leaves: the only view of the content that exporters see, built field by field from what the gate lets through."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING

from clinic_cli.config import Address, Selection
from clinic_cli.diagnostics import Who
from clinic_cli.gate import Gate, Reason

if TYPE_CHECKING:
    from datetime import date as Day

    from clinic_cli.config import Author, Config
    from clinic_cli.content.article import Article, Image
    from clinic_cli.content.testimonial import Testimonial, TestimonialFile
    from clinic_cli.workspace import Project

UNREADABLE = "unreadable"
"""The reason that holds a whole file of testimonials back."""
_TO_COME = ("draft", "scheduled")
BESIDE = 3
"""How many testimonials stand beside an article that does not name its own."""


@dataclass(frozen=True, slots=True)
class PublicClinic:
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


@dataclass(frozen=True, slots=True)
class PublicAuthor:
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


@dataclass(frozen=True, slots=True)
class PublicImage:
    """A picture; `src` is a path from the project's root, or a web address; "" where only a credit stands."""

    src: str
    alt: str
    credit: str
    license: str
    source_url: str
    depicts: str


@dataclass(frozen=True, slots=True)
class PublicCitation:
    """A source that an article rests on."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class PublicTestimonial:
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


@dataclass(frozen=True, slots=True)
class PublicArticle:
    """An article; `path` is its source file, from which links in its body are followed; `utf8` is the body."""

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
    utf8: memoryview
    testimonials: tuple[PublicTestimonial, ...]
    reviewed_by: PublicAuthor | None
    last_reviewed: Day | None
    citations: tuple[PublicCitation, ...]

    @property
    def body(self) -> str:
        """The Markdown text, which takes twice the room of its bytes, so that nobody keeps it."""
        return str(self.utf8, "utf-8")


@dataclass(frozen=True, slots=True)
class Held:
    """An item that stays, and every reason for it."""

    kind: str
    id: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Publication:
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


def publish(
    project: Project,
    config: Config,
    today: Day,
    channel: str = "website",
    select: Selection | None = None,
    *,
    drafts: bool = False,
) -> Publication:
    """Return what of a project may leave for a channel on a day; for a preview, with `drafts`, what is to come too."""
    select = select or Selection()
    gate = Gate(config, today, channel)
    # from the inbox nothing leaves at any time
    unread = (file for file in project.testimonial_files if file.fault and not file.inbox)
    held = [Held("file", file.path, (_unread(file),)) for file in unread]
    allowed: list[PublicTestimonial] = []
    ids = Counter(record.id.casefold() for record in project.testimonials)
    for record in project.testimonials:
        reasons = gate.testimonial(record)
        if ids[record.id.casefold()] > 1:
            reasons = (*reasons, _twin(record.id))
        if reasons:
            held.append(Held("testimonial", record.id, reasons))
        else:
            allowed.append(_testimonial(record, config))
    testimonials = tuple(sorted(allowed, key=lambda record: record.id))
    beside = _Beside(testimonials)
    articles: list[PublicArticle] = []
    slugs: set[str] = set()
    for article in project.articles:
        reasons = gate.article(article)
        if drafts:
            reasons = tuple(reason for reason in reasons if reason.code not in _TO_COME)
        if not reasons and article.slug.casefold() in slugs:
            reasons = (_twin(article.slug),)
        if reasons:
            held.append(Held("article", article.slug, reasons))
        else:
            slugs.add(article.slug.casefold())
            articles.append(_article(article, config, beside))
            article.source.rest()
    articles.sort(key=lambda article: article.slug)
    articles.sort(key=lambda article: article.date.toordinal() if article.date else 0, reverse=True)
    return Publication(
        clinic=public_clinic(config),
        channel=channel,
        day=today,
        articles=tuple(article for article in articles if _is_selected(article, select)),
        testimonials=tuple(record for record in testimonials if _is_chosen(record, select)),
        held=tuple(held),
        tombstones=tuple(sorted({record.id for record in project.testimonials if record.revoked and record.id})),
        unselected=(
            *(("article", article.slug) for article in articles if not _is_selected(article, select)),
            *(("testimonial", record.id) for record in testimonials if not _is_chosen(record, select)),
        ),
    )


def _unread(file: TestimonialFile) -> Reason:
    return Reason(UNREADABLE, f"It cannot be read ({file.fault}), and nothing in it leaves.", Who.EDITOR)


def _twin(id: str) -> Reason:
    return Reason("duplicate", f"`{id}` stands twice.", Who.EDITOR)


def _is_selected(article: PublicArticle, select: Selection) -> bool:
    return (
        select.content != "testimonials"
        and (not select.tags or not set(select.tags).isdisjoint(article.tags))
        and (not select.authors or not set(select.authors).isdisjoint(author.id for author in article.authors))
        and (not select.lang or article.lang in select.lang)
    )


def _is_chosen(record: PublicTestimonial, select: Selection) -> bool:
    return (
        select.content != "articles"
        and (not select.tags or not set(select.tags).isdisjoint(record.tags))
        and (not select.lang or record.lang in select.lang)
    )


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


def _image(image: Image | None) -> PublicImage | None:
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


def _testimonial(record: Testimonial, config: Config) -> PublicTestimonial:
    consent = record.consent
    return PublicTestimonial(
        id=record.id,
        paragraphs=record.paragraphs,
        attribution=record.attribution,
        disclosure=record.disclosure,
        image=_image(record.image),
        rating=record.rating,
        tags=tuple(dict.fromkeys(record.tags)),
        lang=record.lang or config.language,
        valid_until=consent.valid_until(reviewed=config.hold_overdue_reviews) if consent else None,
    )


def _article(article: Article, config: Config, beside: _Beside) -> PublicArticle:
    return PublicArticle(
        path=article.path,
        slug=article.slug,
        title=article.title,
        description=article.description,
        authors=tuple(_author(id, config) for id in dict.fromkeys(article.authors)),
        date=article.date,
        updated=article.updated,
        aliases=article.aliases,
        tags=tuple(dict.fromkeys(article.tags)),
        lang=article.lang or config.language,
        image=_image(article.image),
        utf8=article.body_bytes,
        testimonials=beside.choose(article),
        reviewed_by=_author(article.reviewed_by, config) if article.reviewed_by else None,
        last_reviewed=article.last_reviewed,
        citations=tuple(PublicCitation(citation.title, citation.url) for citation in article.citations),
    )


def _author(id: str, config: Config) -> PublicAuthor:
    """Return a roster entry, or a name made of an id that the roster does not know."""
    if author := config.authors.get(id):
        return public_author(author)
    name = " ".join(word.capitalize() for word in re.split(r"[-_]+", id)) if re.fullmatch(r"[a-z0-9_-]+", id) else id
    return PublicAuthor(id, name, "", "", "", "", "", "")


class _Beside:
    """Choose what stands beside an article, from all testimonials that may leave, in order of id."""

    def __init__(self, testimonials: tuple[PublicTestimonial, ...]) -> None:
        self._all = testimonials
        self._by_id = {record.id: record for record in testimonials}
        self._by_tag: dict[str, list[int]] = {}
        for at, record in enumerate(testimonials):
            for tag in dict.fromkeys(record.tags):
                self._by_tag.setdefault(tag, []).append(at)

    def choose(self, article: Article) -> tuple[PublicTestimonial, ...]:
        """Return those an article names, or up to three: those that share a tag first, then any, in order of id."""
        if article.testimonials is not None:
            named = dict.fromkeys(article.testimonials)
            return tuple(self._by_id[id] for id in named if id in self._by_id)
        tags = set(article.tags)
        shared = merge(*(self._by_tag.get(tag, ()) for tag in tags))
        chosen = list(islice((at for at, _ in groupby(shared)), BESIDE))
        others = (at for at, record in enumerate(self._all) if tags.isdisjoint(record.tags))
        chosen += islice(others, BESIDE - len(chosen))
        return tuple(self._all[at] for at in chosen)
