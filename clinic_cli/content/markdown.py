"""Markdown: the structure of a body with positions, and its HTML. The only module that knows the parser, pyromark.

This is the inner loop of every run, so it takes the parser's events as they come, by their numbers and in pieces, and
works out characters, lines of text and spans only for what somebody asks about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final, NamedTuple

import pyromark

from clinic_cli.content.pieces import Events, Pieces
from clinic_cli.content.prose import PLACEHOLDER, Prose
from clinic_cli.content.regex import Regex
from clinic_cli.source import Span

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
)
_parser: Final = pyromark.Markdown(options=_OPTIONS)
_ANCHOR_DROPS: Final = Regex(r"[^\w\- ]")


class Heading(NamedTuple):
    """A heading; `id` is the one that it names itself, as in `## Words {#id}`, or ""."""

    level: int
    text: str
    id: str
    events: Events
    event: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.events.block(self.event)


class Link(NamedTuple):
    """A link or an image: where it leads, and the words or alt text that stand for it.

    `kind` is the parser's: Inline, Reference, Collapsed, Shortcut, Autolink or Email.
    """

    target: str
    text: str
    title: str
    kind: str
    pieces: Pieces
    event: int
    first_piece: int
    end_piece: int

    @property
    def span(self) -> Span:
        """Where it stands, brackets and address included."""
        return self.pieces.events.span(self.event)

    @property
    def words(self) -> Span:
        """Where its text stands; the whole of it where it has none."""
        return self.pieces.span(self.first_piece, self.end_piece) if self.end_piece > self.first_piece else self.span


class RawHtml(NamedTuple):
    """Raw HTML, a block or an inline tag."""

    text: str
    span: Span
    inline: bool


class Markdown(NamedTuple):
    """What a body holds, in the order of its source; all spans are offsets in the whole file.

    `strong_lines` are paragraphs that are nothing but bold or italic words.
    """

    prose: tuple[Prose, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    images: tuple[Link, ...]
    html: tuple[RawHtml, ...]
    strong_lines: tuple[Span, ...]
    has_code: bool = False

    @property
    def anchors(self) -> tuple[str, ...]:
        """The ids that the headings get in HTML, in their order."""
        return tuple(anchors_of([(heading.text, heading.id or "") for heading in self.headings]))


def anchors_of(headings: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the id of each heading, given its text and its own id or "": made as GitHub makes it where it has none.

    No two are the same, and an own id goes before one that is made.
    """
    taken = {own: 0 for _, own in headings if own}
    free = set(taken)
    for text, own in headings:
        if own in free:
            free.discard(own)
            yield own
            continue
        anchor = base = _ANCHOR_DROPS.sub("", text.strip().lower()).replace(" ", "-") or "section"
        while anchor in taken:
            taken[base] += 1
            anchor = f"{base}-{taken[base]}"
        taken[anchor] = 0
        yield anchor


def read_markdown(body: str, base: int = 0) -> Markdown:
    """Return the structure of a Markdown text; `base` is the text's offset in its file."""
    return _Reader(body, base).read()


def reads_alike(before: str, after: str, old: str, new: str) -> bool:
    """Whether two Markdown texts read the same, but for links that led to `old` and now lead to `new`."""
    events, others = _parser.events(before), _parser.events(after)
    for event, other in zip_longest(events, others):
        if event != other and not (_target(event) == old and _target(other) == new and _words(event) == _words(other)):
            return False
    return True


def _link(event: object) -> dict[str, str]:
    start = event.get("Start") if isinstance(event, dict) else None
    link = start.get("Link") if isinstance(start, dict) else None
    return link if isinstance(link, dict) else {}


def _target(event: object) -> str | None:
    return _link(event).get("dest_url")


def _words(event: object) -> dict[str, str]:
    return {**_link(event), "dest_url": ""}


def render_html(body: str) -> str:
    """Return a Markdown text as HTML, not yet sanitised, without ids of headings that do not name their own."""
    return _parser.html(body)


def _read_ranges(body: str) -> list[tuple[int, int]]:
    """Return the bytes between which each event of a body stands."""
    return [(place["start"], place["end"]) for _, place in _parser.events_with_range(body)]


class _Reader:
    """Take in a body's events: the frequent ones in `read` itself, the others by a method each."""

    def __init__(self, body: str, base: int) -> None:
        self.body = body
        self.events = Events(body, base, lambda: _read_ranges(body))
        self.pieces = self.text = Pieces(self.events)
        # blocks: their kind, the piece behind them, and whether they are quoted
        self.cuts: list[tuple[str, int, bool]] = []
        self.quoted = 0
        self.alts: list[Prose] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.images: list[Link] = []
        self.html: list[RawHtml] = []
        self.strong_lines: list[Span] = []
        self.open: list[tuple[dict[str, str], int, Pieces]] = []  # links and images, and with which piece each began
        self.open_images = 0
        self.raw: list[str] = []  # a block of raw HTML, line by line, and the events of the first and the last
        self.raw_first = self.raw_last = 0
        self.heading_id = ""
        self.has_code = False

    def read(self) -> Markdown:
        """Return what the body holds."""
        pieces, cut = self.pieces, self.cuts.append
        texts, add, mark = pieces.texts, pieces.texts.append, pieces.numbers.append
        depth = begun = 0
        number = -1
        emphasised: list[tuple[int, int]] = []
        event: Any  # a union too wide to narrow at this speed; the shapes are pinned by tests
        for event in _parser.events(self.body, merge_text=False):
            number += 1
            if type(event) is str:
                if event != "Rule":
                    add(" ")
                    mark(number)
                continue
            kind, value = event.popitem()
            if kind == "Text":
                add(value)
                mark(number)
            elif kind == "Start":
                if value == "Paragraph" or value == "Item":
                    cut(("item", len(texts), self.quoted > 0))
                    emphasised.clear()
                elif value == "Emphasis" or value == "Strong":
                    if not depth:
                        begun = len(texts)
                    depth += 1
                else:
                    self.start(value)
                    pieces = self.pieces
                    texts, add, mark = pieces.texts, pieces.texts.append, pieces.numbers.append
            elif kind == "End":
                if value == "Paragraph":
                    if emphasised and self.is_covered(emphasised):
                        self.strong_lines.append(self.events.block(number))
                    cut(("paragraph", len(texts), self.quoted > 0))
                elif value == "Emphasis" or value == "Strong":
                    depth -= 1
                    if not depth:
                        emphasised.append((begun, len(texts)))
                elif value == "Item":
                    cut(("item", len(texts), self.quoted > 0))
                else:
                    self.end(value, number)
                    pieces = self.pieces
                    texts, add, mark = pieces.texts, pieces.texts.append, pieces.numbers.append
            elif kind == "Code":
                self.has_code = True
                add(PLACEHOLDER)
                mark(number)
            elif kind == "Html":
                self.html_line(value, number)
            elif kind == "InlineHtml":
                self.html_tag(value, number)
        return Markdown(
            tuple(self.blocks() + self.alts),
            tuple(self.headings),
            tuple(self.links),
            tuple(self.images),
            tuple(self.html),
            tuple(self.strong_lines),
            self.has_code,
        )

    def blocks(self) -> list[Prose]:
        """Return the pieces as blocks, cut where one ended."""
        pieces, texts = self.text, self.text.texts
        blocks: list[Prose] = []
        first = length = 0
        for kind, end, quoted in self.cuts:
            if end > first:
                text = texts[first] if end == first + 1 else "".join(texts[first:end])
                # what NamedTuple's own constructor does, at half its price
                blocks.append(tuple.__new__(Prose, (kind, text, pieces, length, quoted)))
                first = end
                length += len(text)
        return blocks

    def first_piece(self) -> int:
        """Return the piece with which the block at hand begins."""
        return self.cuts[-1][1] if self.cuts else 0

    def is_covered(self, emphasised: list[tuple[int, int]]) -> bool:
        """Whether all words of the block at hand stand in the ranges of pieces given."""
        first = self.first_piece()
        if emphasised[0][0] > first and not self.text.texts[first].isspace():
            return False  # plain words come first, as they mostly do
        inside = {piece for start, end in emphasised for piece in range(start, end)}
        return all(
            text != PLACEHOLDER if piece in inside else text.isspace()
            for piece, text in enumerate(self.text.texts[first:], first)
        )

    def start(self, tag: str | dict[str, Any]) -> None:
        """Take in the beginning of anything but a paragraph, an item or emphasis."""
        name, fields = tag.popitem() if isinstance(tag, dict) else (tag, {})
        if name == "Link":
            self.open.append((fields, len(self.pieces.texts), self.pieces))
        elif name == "Image":
            self.open.append((fields, 0, self.pieces))
            self.open_images += 1
            if self.open_images == 1:
                self.pieces = Pieces(self.events)
        elif name != "Strikethrough":
            self.cuts.append(("item", len(self.text.texts), self.quoted > 0))
            if name == "Heading":
                self.heading_id = fields["id"] or ""
            elif name == "BlockQuote":
                self.quoted += 1
            elif name == "CodeBlock":
                self.has_code = True

    def end(self, tag: str | dict[str, Any], number: int) -> None:
        """Take in the end of anything but a paragraph, an item or emphasis."""
        name, detail = tag.popitem() if isinstance(tag, dict) else (tag, "")
        if name == "Heading":
            pieces = self.text
            text = "".join(pieces.texts[self.first_piece() :]).strip()
            self.headings.append(Heading(int(detail[1]), text, self.heading_id, self.events, number))
            self.cuts.append(("heading", len(pieces.texts), self.quoted > 0))
        elif name == "Link":
            self.end_link(number)
        elif name == "Image":
            self.end_image(number)
        elif name == "BlockQuote":
            self.quoted -= 1
        elif name == "TableCell":
            self.cuts.append(("cell", len(self.text.texts), self.quoted > 0))
        elif name == "CodeBlock":
            first = self.first_piece()
            del self.text.texts[first:], self.text.numbers[first:]
        elif name == "HtmlBlock":
            self.end_html()

    def end_link(self, number: int) -> None:
        fields, first, pieces = self.open.pop()
        target, kind = fields["dest_url"], fields["link_type"]
        if kind == "Autolink" or kind == "Email":
            pieces.texts[first:] = [PLACEHOLDER]  # an address is no word
            del pieces.numbers[first + 1 :]
        text = "".join(pieces.texts[first:])
        if text == PLACEHOLDER:
            text = target
        self.links.append(Link(target, text, fields["title"], kind, pieces, number, first, len(pieces.texts)))

    def end_image(self, number: int) -> None:
        fields, _, around = self.open.pop()
        self.open_images -= 1
        if self.open_images:
            return  # a picture in the words of another leaves only its own words there
        alt, self.pieces = self.pieces, around
        text = "".join(alt.texts)
        target, title, kind = fields["dest_url"], fields["title"], fields["link_type"]
        self.images.append(Link(target, text, title, kind, alt, number, 0, len(alt.texts)))
        if text:
            self.alts.append(Prose("alt", text, alt, 0, self.quoted > 0))
        around.texts.append(PLACEHOLDER)
        around.numbers.append(number)

    def html_tag(self, text: str, number: int) -> None:
        self.html.append(RawHtml(text, self.events.span(number), True))
        if text[:3].lower() == "<br":
            self.pieces.texts.append("\n")
            self.pieces.numbers.append(number)

    def html_line(self, text: str, number: int) -> None:
        if self.raw and not self.events.follows(number, self.raw_last):
            self.end_html()
        if not self.raw:
            self.raw_first = number
        self.raw.append(text)
        self.raw_last = number

    def end_html(self) -> None:
        if self.raw:
            self.html.append(RawHtml("".join(self.raw), self.events.span(self.raw_first, self.raw_last), False))
            self.raw.clear()
