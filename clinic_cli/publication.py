"""What leaves: everything that the gate lets through for one channel on one day, put together for the exporters."""

from __future__ import annotations

from collections import Counter
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING

from clinic_cli.clearance import clear
from clinic_cli.config import Selection
from clinic_cli.diagnostics import Who
from clinic_cli.gate import Gate, Reason
from clinic_cli.publicview import Held, Publication, public_clinic, public_testimonial

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date as Day

    from clinic_cli.clearance import Clearance
    from clinic_cli.config import Config
    from clinic_cli.content.testimonial import TestimonialFile
    from clinic_cli.publicview import PublicArticle, PublicTestimonial
    from clinic_cli.workspace import Project

UNREADABLE = "unreadable"
"""The reason that holds a whole file of testimonials back."""
_TO_COME = ("draft", "scheduled")
BESIDE = 3
"""How many testimonials stand beside an article that does not name its own."""


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
    gate = Gate(config, today, channel)
    cleared = (clear(article, gate) for article in project.articles)
    return publication_of(cleared, project.testimonial_files, gate, select, drafts=drafts)


def publication_of(
    cleared: Iterable[Clearance],
    files: Iterable[TestimonialFile],
    gate: Gate,
    select: Selection | None = None,
    *,
    drafts: bool = False,
) -> Publication:
    """Return what may leave of articles that a gate was asked about, and of testimonials, about which it is asked here."""
    select = select or Selection()
    config = gate.config
    files = tuple(files)
    records = [record for file in files for record in file.records]
    # from the inbox nothing leaves at any time
    held = [Held("file", file.path, (_unread(file),)) for file in files if file.fault and not file.inbox]
    allowed: list[PublicTestimonial] = []
    ids = Counter(record.id.casefold() for record in records)
    for record in records:
        reasons = gate.testimonial(record)
        if ids[record.id.casefold()] > 1:
            reasons = (*reasons, _twin(record.id))
        if reasons:
            held.append(Held("testimonial", record.id, reasons))
        else:
            allowed.append(public_testimonial(record, config))
    testimonials = tuple(sorted(allowed, key=lambda record: record.id))
    beside = _Beside(testimonials)
    articles: list[PublicArticle] = []
    slugs: set[str] = set()
    for article, named, reasons, _ in cleared:
        if drafts:
            reasons = tuple(reason for reason in reasons if reason.code not in _TO_COME)
        if not reasons and article.slug.casefold() in slugs:
            reasons = (_twin(article.slug),)
        if reasons:
            held.append(Held("article", article.slug, reasons))
        else:
            slugs.add(article.slug.casefold())
            articles.append(article._replace(testimonials=beside.choose(named, article.tags)))
    articles.sort(key=lambda article: article.slug)
    articles.sort(key=lambda article: article.date.toordinal() if article.date else 0, reverse=True)
    return Publication(
        clinic=public_clinic(config),
        channel=gate.channel,
        day=gate.today,
        articles=tuple(article for article in articles if _is_selected(article, select)),
        testimonials=tuple(record for record in testimonials if _is_chosen(record, select)),
        held=tuple(held),
        tombstones=tuple(sorted({record.id for record in records if record.revoked and record.id})),
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


class _Beside:
    """Choose what stands beside an article, from all testimonials that may leave, in order of id."""

    def __init__(self, testimonials: tuple[PublicTestimonial, ...]) -> None:
        self._all = testimonials
        self._by_id = {record.id: record for record in testimonials}
        self._by_tag: dict[str, list[int]] = {}
        for at, record in enumerate(testimonials):
            for tag in dict.fromkeys(record.tags):
                self._by_tag.setdefault(tag, []).append(at)

    def choose(self, named: tuple[str, ...] | None, tags: tuple[str, ...]) -> tuple[PublicTestimonial, ...]:
        """Return those an article names, or up to three: those that share a tag first, then any, in order of id."""
        if named is not None:
            return tuple(self._by_id[id] for id in dict.fromkeys(named) if id in self._by_id)
        own = set(tags)
        shared = merge(*(self._by_tag.get(tag, ()) for tag in own))
        chosen = list(islice((at for at, _ in groupby(shared)), BESIDE))
        others = (at for at, record in enumerate(self._all) if own.isdisjoint(record.tags))
        chosen += islice(others, BESIDE - len(chosen))
        return tuple(self._all[at] for at in chosen)
