"""What the gate said of each item, kept for the day in the cache of a large clinic.

Of articles, the public view is kept, and of those that stay the address and the plainest of reasons. Of testimonials,
no more is kept than which of them no rule spoke against: whether a consent holds is asked anew for every export.
"""

from __future__ import annotations

import hashlib
from datetime import date as Day
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from clinic_cli.content.article import parse_article
from clinic_cli.diagnostics import Who
from clinic_cli.errors import ClinicError
from clinic_cli.gate import Gate, Reason
from clinic_cli.parallel import map_files
from clinic_cli.privatetexts import private_of
from clinic_cli.publicview import PublicArticle, PublicCitation, PublicImage, PublicText, author_of, public_image
from clinic_cli.shelf import MISSHAPEN, Shelf, stamp_of_code, status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.workspace import Workspace

ARTICLES: Final = "cleared.json"
TESTIMONIALS: Final = "unopposed.json"
WORTH_KEEPING: Final = 200
"""From how many items on the cache is quicker than the gate itself."""
_PLAIN: Final = frozenset(("draft", "archived", "scheduled", "review-overdue"))
"""Reasons whose messages say nothing of what stands in the article."""


class Clearance(NamedTuple):
    """What the gate said of an article: every reason to hold it back, and what of it leaves where there is none.

    `named` are the testimonials that it asks for, None where it leaves the choice; `has_secrets` tells that the file
    holds private texts too.
    """

    article: PublicArticle
    named: tuple[str, ...] | None
    reasons: tuple[Reason, ...]
    has_secrets: bool


def clear(article: Article, gate: Gate) -> Clearance:
    """Return what a gate says of a parsed article, which lets go of its text."""
    data = article.body_bytes
    text = PublicText(lambda: data, hashlib.sha256(data).hexdigest())
    has_secrets = any(True for _ in private_of(article.slug, article.front.mapping))
    cleared = Clearance(_public(article, gate, text), article.testimonials, gate.article(article), has_secrets)
    article.source.rest()
    return cleared


def _public(article: Article, gate: Gate, text: PublicText) -> PublicArticle:
    config = gate.config
    public = PublicArticle(
        path=article.path,
        slug=article.slug,
        title=article.title,
        description=article.description,
        authors=tuple(author_of(id, config) for id in dict.fromkeys(article.authors)),
        date=article.date,
        updated=article.updated,
        aliases=article.aliases,
        tags=tuple(dict.fromkeys(article.tags)),
        lang=article.lang or config.language,
        image=public_image(article.image),
        text=text,
        testimonials=(),
        reviewed_by=author_of(article.reviewed_by, config) if article.reviewed_by else None,
        last_reviewed=article.last_reviewed,
        citations=tuple(PublicCitation(citation.title, citation.url) for citation in article.citations),
        stamp="",
    )
    values = repr(tuple(text.digest if value is text else value for value in public))
    return public._replace(stamp=hashlib.sha256(values.encode(errors="replace")).hexdigest()[:24])


def clearances(
    workspace: Workspace, gate: Gate, tick: Callable[[int, int], None] | None = None, *, cached: bool = True
) -> list[Clearance]:
    """Return what a gate says of each article, in order of path; what it said today of one that did not change is kept.

    Raises ClinicError where an article cannot be read. `tick` is told how many of those that changed were looked at.
    """
    paths = workspace.listing().articles
    if len(paths) < WORTH_KEEPING:
        return [clear(workspace.parse_article(path), gate) for path in paths]
    shelf = Shelf(workspace.root, ARTICLES, _key(workspace, gate.today), wanted=cached)
    known = shelf.table("cleared")
    read_back = _Reader(workspace)
    rows: dict[str, Any] = {}
    found: dict[str, Clearance | None] = {}
    for path in paths:
        row = known.get(path)
        rows[path] = row
        try:
            found[path] = read_back(path, row)
        except MISSHAPEN:
            found[path] = rows[path] = None

    def is_current(path: str) -> bool:
        status = status_of(workspace.root, path)
        return rows[path] is not None and rows[path][0] == status and not shelf.is_racy(status)

    def look(path: str) -> list[Any]:
        status, source, row = status_of(workspace.root, path), workspace.read(path), rows[path]
        if row is None or row[1] != source.digest:
            row = (status, source.digest, *_row(parse_article(source, workspace.config.timezone), gate))
        return [status, *row[1:]]

    fresh = map_files({path: 1 for path in paths if not is_current(path)}, look, tick)
    for path, row in fresh.items():
        rows[path], found[path] = row, read_back(path, row)
    kept = {path: row for path, row in rows.items() if _PLAIN.issuperset(code for code, *_ in row[4])}
    if fresh or kept.keys() != known.keys():
        shelf.write({"cleared": kept})
    return [each for each in found.values() if each]


def _row(article: Article, gate: Gate) -> tuple[object, ...]:
    """Return what a gate says as the cache keeps it, behind the state of the file: of an article that stays, no words."""
    start = len(article.source.data) - len(article.body_bytes)
    public, named, reasons, has_secrets = clear(article, gate)
    values = (
        public.title,
        public.description,
        [author.id for author in public.authors],
        _iso(public.date),
        _iso(public.updated),
        public.aliases,
        public.tags,
        public.lang,
        public.image,
        start,
        public.text.digest,
        public.reviewed_by.id if public.reviewed_by else "",
        _iso(public.last_reviewed),
        public.citations,
        public.stamp,
        named,
    )
    return public.slug, has_secrets, reasons, None if reasons else values


class _Reader:
    """Read clearances back from rows of the cache; raises one of MISSHAPEN for a row of another shape."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._author = cache(partial(author_of, config=workspace.config))

    def __call__(self, path: str, row: Any) -> Clearance:
        _, _, slug, has_secrets, reasons, values = row
        if values is None:
            reasons = tuple(Reason(code, message, Who(who)) for code, message, who in reasons)
            return Clearance(_nothing_of(path, slug), None, reasons, has_secrets)
        title, description, authors, date, updated, aliases, tags, lang, image, *more = values
        start, digest, reviewed_by, last_reviewed, citations, stamp, named = more
        article = PublicArticle(
            path=path,
            slug=slug,
            title=title,
            description=description,
            authors=tuple(map(self._author, authors)),
            date=_day(date),
            updated=_day(updated),
            aliases=tuple(aliases),
            tags=tuple(tags),
            lang=lang,
            image=PublicImage(*image) if image else None,
            text=PublicText(partial(self._load, path, start, digest), digest),
            testimonials=(),
            reviewed_by=self._author(reviewed_by) if reviewed_by else None,
            last_reviewed=_day(last_reviewed),
            citations=tuple(PublicCitation(*citation) for citation in citations),
            stamp=stamp,
        )
        return Clearance(article, None if named is None else tuple(named), (), has_secrets)

    def _load(self, path: str, start: int, digest: str) -> bytes:
        """Return the text that the gate was asked about, and no other."""
        data = self._workspace.read(path).data[start:]
        if hashlib.sha256(data).hexdigest() != digest:
            raise ClinicError(f"{path}: was changed meanwhile; nothing was exported", "Run the command again.")
        return data


class DayGate(Gate):
    """A gate that remembers which testimonials no rule spoke against on its day, while their files are the same.

    What a rule says depends on a file's name too: of the inbox, and of a file that holds one testimonial.
    """

    def __init__(self, workspace: Workspace, today: Day, channel: str = "website", *, cached: bool = True) -> None:
        super().__init__(workspace.config, today, channel)
        self._shelf = Shelf(workspace.root, TESTIMONIALS, _key(workspace, today), wanted=cached)
        self._known: dict[str, frozenset[int]] = {}
        self._found: dict[str, tuple[str, list[int]]] = {}

    def objections(self, record: Testimonial) -> tuple[Reason, ...]:
        """Return the reasons of rules against a testimonial, whatever its consent allows."""
        path, place = record.path, record.node.start
        if path not in self._known:
            self._known[path] = self._unopposed(path, record.source.digest)
        reasons = () if place in self._known[path] else super().objections(record)
        if not reasons:
            self._found.setdefault(path, (record.source.digest, []))[1].append(place)
        return reasons

    def _unopposed(self, path: str, digest: str) -> frozenset[int]:
        """Return the places in a file of the testimonials that no rule spoke against, as the cache has it."""
        try:
            known_digest, places = self._shelf.table("unopposed")[path]
            return frozenset(places if known_digest == digest else ())
        except MISSHAPEN:
            return frozenset()

    def keep(self) -> None:
        """Keep what this gate found for the next one of this day."""
        rows = {path: [digest, places] for path, (digest, places) in self._found.items()}
        if self._shelf.table("unopposed") != rows and sum(len(places) for _, places in rows.values()) >= WORTH_KEEPING:
            self._shelf.write({"unopposed": rows})


def _nothing_of(path: str, slug: str) -> PublicArticle:
    text = PublicText(bytes, "")
    return PublicArticle(path, slug, "", "", (), None, None, (), (), "", None, text, (), None, None, (), "")


def _iso(day: Day | None) -> str:
    return day.isoformat() if day else ""


def _day(iso: str) -> Day | None:
    return Day.fromisoformat(iso) if iso else None


def _key(workspace: Workspace, today: Day) -> str:
    source = workspace.config.source
    made_of = (stamp_of_code(), source.digest if source else "", today)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()
