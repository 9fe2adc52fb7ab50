"""Testimonials: a client's words and the consent to publish them, from any of the three kinds of file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from clinic_cli.content import schema
from clinic_cli.content.article import Image, stem_of
from clinic_cli.content.checking import Checker, Problem, Values
from clinic_cli.content.comments import spoken_parts, without_comments
from clinic_cli.content.conflicts import ADVICE, MESSAGE, conflicts
from clinic_cli.content.frontmatter import conflict_in, read_front_matter, undecodable
from clinic_cli.content.places import node_of, place_of
from clinic_cli.content.prose import Prose, SourceMap, scalar_prose
from clinic_cli.content.text import Text
from clinic_cli.content.yamltree import Mapping, Scalar, Sequence, YamlError, compose
from clinic_cli.source import Span

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from clinic_cli.source import SourceFile

MAX_CHARACTERS: Final = 16_000_000

State = Literal["inbox", "consented", "expiring", "expired", "revoked"]


class Consent(NamedTuple):
    """What the client signed; a consent that is not recorded has no `ref`."""

    ref: str
    signed_on: date | None
    expires_on: date | None
    expires_event: str
    review_by: date | None
    channels: tuple[str, ...]
    display_name: str
    health_details: bool
    photo: bool
    signed_by: str
    longer_requested: bool
    revoked_on: date | None

    @classmethod
    def of(cls, values: Values) -> Consent:
        """Return the consent that validated values describe."""
        return cls(
            ref=values.line("ref"),
            signed_on=values.day("signed_on"),
            expires_on=values.day("expires_on"),
            expires_event=values.line("expires_event"),
            review_by=values.day("review_by"),
            channels=values.lines("channels") if "channels" in values.items else ("website",),
            display_name=values.line("display_name"),
            health_details=values.flag("health_details"),
            photo=values.flag("photo"),
            signed_by=values.line("signed_by"),
            longer_requested=values.flag("longer_requested"),
            revoked_on=values.day("revoked_on"),
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the elements without which a consent does not count."""
        gaps = (
            ("ref", not self.ref),
            ("signed_on", self.signed_on is None),
            ("expires_on", self.expires_on is None and not self.expires_event),
            ("channels", not self.channels),
        )
        return tuple(name for name, missing in gaps if missing)

    def valid_until(self, *, reviewed: bool) -> date | None:
        """Return the last valid day; with `reviewed`, a check of the event that ends the consent is one too."""
        days = [day for day in (self.expires_on, self.review_by if reviewed else None) if day is not None]
        return min(days, default=None)

    def is_expired(self, today: date) -> bool:
        """Whether the last valid day has passed."""
        return self.expires_on is not None and today > self.expires_on

    def is_expiring(self, today: date) -> bool:
        """Whether the last valid day, or the review that an event needs, is within EXPIRY_WARNING_DAYS."""
        last = self.expires_on or self.review_by
        return last is not None and (last - today).days <= schema.EXPIRY_WARNING_DAYS


@dataclass(frozen=True, eq=False, repr=False)
class Testimonial:
    """One record. Values that are missing or faulty are empty, and `problems` says why.

    `inbox` is true for a record whose words may not enter the repository yet.
    """

    source: SourceFile
    node: Mapping
    start: Span
    body: Span | None
    inbox: bool
    problems: tuple[Problem, ...]
    foreign: tuple[Scalar, ...]
    id: str
    status: str
    quote: str
    attribution: str
    consent: Consent | None
    approved: str
    revoked_words: tuple[str, ...]
    origin: str
    relationship: str
    connection: str
    incentive: str
    disclosure: str
    image: Image | None
    origin_source: str
    collected_on: date | None
    notes: str
    rating: int | None
    tags: tuple[str, ...]
    lang: str

    @property
    def path(self) -> str:
        """Path of the file that holds the record."""
        return self.source.path

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The words, a string a paragraph, line breaks folded."""
        return tuple(" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", self.quote.strip()) if part.strip())

    @property
    def revoked(self) -> bool:
        """Whether the client took the consent back: either sign of it counts."""
        return self.status == "revoked" or (self.consent is not None and self.consent.revoked_on is not None)

    @cached_property
    def prose(self) -> Prose | None:
        """The words with their places in the file, or None where there are none."""
        if self.body:
            return _body_prose(self.source.text, self.body, self.quote)
        node = node_of(self.node, ("quote",))
        return scalar_prose(self.source.text, node) if isinstance(node, Scalar) and node.text else None

    @cached_property
    def text(self) -> Text:
        """The words as rules judge them."""
        return Text((self.prose,) if self.prose else ())

    def at(self, *keys: str | int) -> Span:
        """Return the span of a value, or of the nearest thing to it that is written."""
        if keys == ("quote",) and self.body:
            return self.body
        if self.node.alias:
            return self.node.span
        return place_of(self.node, keys, self.start)

    def state(self, today: date) -> State:
        """Return what a day makes of the consent."""
        if self.revoked:
            return "revoked"
        if self.inbox or self.consent is None or self.consent.missing:
            return "inbox"
        if self.consent.is_expired(today):
            return "expired"
        return "expiring" if self.consent.is_expiring(today) else "consented"


class TestimonialFile(NamedTuple):
    """A file of testimonials: its records, and the problems that belong to none of them."""

    source: SourceFile
    inbox: bool
    problems: tuple[Problem, ...]
    records: tuple[Testimonial, ...]

    @property
    def path(self) -> str:
        """Path as reports show it."""
        return self.source.path

    @property
    def fault(self) -> str:
        """Where and why nothing of the file could be read, "" where something was, or where there is nothing in it."""
        if self.records or not self.problems:
            return ""
        problem = self.problems[0]
        why = problem.message.removeprefix("The file cannot be read: ").rstrip(".")
        return f"line {self.source.lines.location(problem.span.start).line}: {why}"


def parse_testimonials(source: SourceFile, zone: ZoneInfo | None = None) -> TestimonialFile:
    """Return the testimonials that a file holds; never raises for what the file holds."""
    inbox = ".inbox." in source.path.rsplit("/", 1)[-1]
    if source.path.endswith(".md"):
        return _parse_page(source, zone)
    problem = undecodable(source)
    if problem is None and len(source.text) > MAX_CHARACTERS:
        problem = Problem(
            "invalid-yaml",
            Span(0, 1),
            f"The file is too long to read ({len(source.text):,} characters; {MAX_CHARACTERS:,} at most).",
            "Split it.",
        )
    if problem:
        return TestimonialFile(source, inbox, (problem._replace(rule="invalid-yaml"),), ())
    try:
        root = compose(source.text)
    except YamlError as error:
        problem = conflict_in(source) or Problem(
            "invalid-yaml", error.span, f"The file cannot be read: {error.message}.", error.help
        )
        return TestimonialFile(source, inbox, (problem._replace(rule="invalid-yaml"),), ())
    if root is None or (isinstance(root, Scalar) and root.tag == "null"):
        return TestimonialFile(source, inbox, (), ())
    if not isinstance(root, Sequence):
        kind = "text" if isinstance(root, Scalar) else "a group of keys"
        span = (
            root.span
            if isinstance(root, Scalar)
            else next(iter(root.entries.values())).key.span
            if root.entries
            else root.span
        )
        return TestimonialFile(
            source,
            inbox,
            (
                Problem(
                    "invalid-yaml",
                    span,
                    f"The file is {kind}, not a list of testimonials.",
                    "Begin each testimonial with `- id: t-...`.",
                ),
            ),
            (),
        )
    problems: list[Problem] = []
    records: list[Testimonial] = []
    for item in root.items:
        if isinstance(item, Mapping):
            records.append(_record(source, item, zone, inbox))
        else:
            span = item.span if item.end > item.start else Span(max(item.start - 1, 0), item.start)
            problems.append(
                Problem(
                    "wrong-type",
                    span,
                    "A testimonial is a group of keys (id, quote, attribution, ...).",
                    "Begin it with `- id: t-...`.",
                )
            )
    return TestimonialFile(source, inbox, tuple(problems), tuple(records))


def _record(source: SourceFile, node: Mapping, zone: ZoneInfo | None, inbox: bool) -> Testimonial:
    first = next(iter(node.entries.values()), None)
    start = first.key.span if first and not first.merged else Span(node.start, node.start + 1)
    if node.alias:
        start = node.span
    checker = Checker(zone)
    values = checker.mapping(node, schema.TESTIMONIAL, missing_at=start)
    return _testimonial(source, node, start, None, inbox, checker, values)


def _parse_page(source: SourceFile, zone: ZoneInfo | None) -> TestimonialFile:
    front = read_front_matter(source)
    if front.problem:
        return TestimonialFile(source, False, (front.problem,), ())
    checker = Checker(zone)
    values = checker.mapping(front.mapping, schema.TESTIMONIAL, missing_at=front.start)
    stem = stem_of(source.path)
    if not values.line("id") and "id" not in front.mapping.entries and re.fullmatch(schema.TESTIMONIAL_ID, stem):
        checker.problems[:] = [problem for problem in checker.problems if problem.rule != "missing-field"]
        values.items["id"] = stem
    text = source.text[front.body :]
    body: Span | None = None
    if text.strip():
        start = front.body + len(text) - len(text.lstrip())
        body = Span(start, start + len(text.strip()))
        if values.line("quote"):
            checker.report(
                "duplicate-key",
                place_of(front.mapping, ("quote",), front.start),
                "The words stand here and below the front matter; only those below count.",
                "Delete `quote`.",
            )
        for span in conflicts(source.text, front.body):
            checker.report("conflict-marker", span, MESSAGE, ADVICE)
        values.items["quote"] = without_comments(source.text, front.body).strip()
    return TestimonialFile(
        source, False, (), (_testimonial(source, front.mapping, front.start, body, False, checker, values),)
    )


def _body_prose(text: str, body: Span, quote: str) -> Prose:
    """Return the words below a page's front matter, with the places of their pieces: comments to clinic part them."""
    starts: list[int] = []
    sources: list[int] = []
    parts = spoken_parts(text[: body.end], body.start)
    words = "".join(text[start:end] for start, end in parts)
    at = len(words.lstrip()) - len(words)
    for start, end in parts:
        skipped = max(-at, 0)
        if end - start > skipped:
            starts.append(at + skipped)
            sources.append(start + skipped)
        at += end - start
    return Prose("quote", quote, SourceMap(starts or (0,), sources or (body.start,)))


def _testimonial(
    source: SourceFile, node: Mapping, start: Span, body: Span | None, inbox: bool, checker: Checker, values: Values
) -> Testimonial:
    consent, image = values.values("consent"), values.values("image")
    return Testimonial(
        source=source,
        node=node,
        start=start,
        body=body,
        inbox=inbox,
        problems=tuple(checker.problems),
        foreign=tuple(checker.foreign),
        id=values.line("id"),
        status=values.line("status") or "draft",
        quote=values.line("quote"),
        attribution=values.line("attribution"),
        consent=Consent.of(consent) if consent else None,
        approved=values.line("approved"),
        revoked_words=values.lines("revoked_words"),
        origin=values.line("origin"),
        relationship=values.line("relationship"),
        connection=values.line("connection"),
        incentive=values.line("incentive"),
        disclosure=values.line("disclosure"),
        image=Image.of(image) if image else None,
        origin_source=values.line("source"),
        collected_on=values.day("collected_on"),
        notes=values.line("notes"),
        rating=values.number("rating"),
        tags=values.lines("tags"),
        lang=values.line("lang"),
    )
