"""Articles: a Markdown file with front matter, validated, each value with its place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content import schema
from clinic_cli.content.checking import Checker, Problem, Values
from clinic_cli.content.conflicts import ADVICE, MESSAGE, conflicts
from clinic_cli.content.frontmatter import FrontMatter, read_front_matter
from clinic_cli.content.places import node_of, place_of
from clinic_cli.content.state import State, state_on
from clinic_cli.content.yamltree import Scalar
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date as Day
    from zoneinfo import ZoneInfo

    from clinic_cli.content.html import Tag
    from clinic_cli.content.markdown import Markdown
    from clinic_cli.content.prose import Prose
    from clinic_cli.content.text import Text
    from clinic_cli.source import SourceFile

PLACEHOLDER: Final = "Write here."
"""What stands in a new article in place of its text."""

_SPOKEN = (("title", ("title",)), ("description", ("description",)), ("alt", ("image", "alt")))


class Image(NamedTuple):
    """A picture with its text and credit."""

    src: str = ""
    alt: str = ""
    decorative: bool = False
    credit: str = ""
    license: str = ""
    source_url: str = ""
    depicts: str = ""

    @classmethod
    def of(cls, values: Values) -> Image:
        """Return the image that validated values describe."""
        return cls(
            values.line("src"),
            values.line("alt"),
            values.flag("decorative"),
            values.line("credit"),
            values.line("license"),
            values.line("source_url"),
            values.line("depicts"),
        )


class Citation(NamedTuple):
    """A source that an article rests on."""

    title: str
    url: str


@dataclass(frozen=True, eq=False, repr=False)
class Article:
    """One article. Values that are missing or faulty are empty, and `problems` says why.

    `readable` is false where the front matter could not be read at all, so that nothing more is asked of the file.
    """

    source: SourceFile
    front: FrontMatter
    problems: tuple[Problem, ...]
    foreign: tuple[Scalar, ...]
    title: str
    description: str
    authors: tuple[str, ...]
    date: Day | None
    updated: Day | None
    status: str
    slug: str
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    lang: str
    image: Image | None
    testimonials: tuple[str, ...] | None
    reviewed_by: str
    last_reviewed: Day | None
    citations: tuple[Citation, ...]
    notes: str

    @property
    def path(self) -> str:
        """Path as reports show it."""
        return self.source.path

    @property
    def readable(self) -> bool:
        """False where nothing could be read."""
        return self.front.problem is None

    @property
    def body(self) -> str:
        """The Markdown below the front matter, as it stands in the file."""
        return self.source.text[self.front.body :]

    @property
    def body_bytes(self) -> memoryview:
        """The same as UTF-8, without a copy; only for a file that is UTF-8."""
        head = self.source.text[: self.front.body].encode()
        return memoryview(self.source.data)[(3 if self.source.has_bom else 0) + len(head) :]

    @cached_property
    def markdown(self) -> Markdown:
        """The body's structure, read when first asked for: lists do without."""
        from clinic_cli.content.markdown import read_markdown

        return read_markdown(self.body if self.readable else "", self.front.body)

    @cached_property
    def tags_in_body(self) -> tuple[Tag, ...]:
        """The tags of the body's raw HTML."""
        from clinic_cli.content.html import tags_of

        return tuple(tags_of(self.markdown.html))

    @cached_property
    def text(self) -> Text:
        """All words that a reader meets: title, description, the pictures' texts, the body and its raw HTML."""
        from clinic_cli.content.text import Text

        return Text(self._blocks())

    def _blocks(self) -> Iterator[Prose]:
        from clinic_cli.content.html import html_prose
        from clinic_cli.content.prose import scalar_prose

        for kind, keys in _SPOKEN:
            node = node_of(self.front.mapping, keys)
            if type(node) is Scalar and node.text:
                yield scalar_prose(self.source.text, node, kind)
        markdown = self.markdown
        yield from markdown.prose
        if markdown.html:
            yield from html_prose(markdown.html)

    def at(self, *keys: str | int) -> Span:
        """Return the span of a value, or of the nearest thing to it that is written."""
        return place_of(self.front.mapping, keys, self.front.start)

    def state(self, today: Day) -> State:
        """Return where the article stands on a day."""
        return state_on(self.status, self.date, today)


def stem_of(path: str) -> str:
    """Return a file's name without its folder and extension."""
    return path.rsplit("/", 1)[-1].removesuffix(".md")


def _code_in(markdown: Markdown) -> Callable[[int], bool]:
    """Return what tells whether an offset of a body lies in neither words nor raw HTML, and so in a block of code."""
    spans = [*(prose.span(0, len(prose.text)) for prose in markdown.prose), *(html.span for html in markdown.html)]
    spans.sort()
    furthest = list(accumulate((span.end for span in spans), max))

    def is_code(at: int) -> bool:
        before = bisect_right(spans, at, key=lambda span: span.start)
        return not before or furthest[before - 1] <= at

    return is_code


def parse_article(source: SourceFile, zone: ZoneInfo | None = None) -> Article:
    """Return the article that a file holds; never raises for what the file holds."""
    front = read_front_matter(source)
    checker = Checker(zone)
    if front.problem:
        checker.problems.append(front.problem)
        values = Values({})
    else:
        values = checker.mapping(front.mapping, schema.ARTICLE, missing_at=front.start)
    image = values.values("image")
    slug = values.line("slug")
    if not slug:
        slug = stem_of(source.path)
        if not schema.is_slug(slug):
            checker.report(
                "invalid-value",
                front.start,
                f"The file's name, `{slug}`, cannot be an address.",
                f"Rename the file, or add `slug: ...`. {schema.slug_help(slug)}",
            )
    elif not schema.is_slug(slug):
        checker.report(
            "invalid-value",
            place_of(front.mapping, ("slug",), front.start),
            f"`{slug}` cannot be an address on every system.",
            schema.slug_help(slug),
        )
    found = tuple(conflicts(source.text, front.body)) if not front.problem else ()
    if found:
        from clinic_cli.content.markdown import read_markdown

        is_code = _code_in(read_markdown(source.text[front.body :], front.body))
        for span in found:
            if not is_code(span.start):
                checker.report("conflict-marker", span, MESSAGE, ADVICE)
    return Article(
        source=source,
        front=front,
        problems=tuple(checker.problems),
        foreign=tuple(checker.foreign),
        title=values.line("title"),
        description=values.line("description"),
        authors=values.lines("authors"),
        date=values.day("date"),
        updated=values.day("updated"),
        status=values.line("status") or "draft",
        slug=slug,
        aliases=values.lines("aliases"),
        tags=values.lines("tags"),
        lang=values.line("lang"),
        image=Image.of(image) if image else None,
        testimonials=values.lines("testimonials") if "testimonials" in values.items else None,
        reviewed_by=values.line("reviewed_by"),
        last_reviewed=values.day("last_reviewed"),
        citations=tuple(
            Citation(citation.line("title"), citation.line("url")) for citation in values.listed("citations")
        ),
        notes=values.line("notes"),
    )
