"""Markdown: the structure of a body with positions, and its HTML. The only module that knows the parser, pyromark."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, zip_longest
from typing import Any, Final, NamedTuple, cast

import pyromark

from clinic_cli.content.prose import PLACEHOLDER, Prose
from clinic_cli.source import Span

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
)
_parser: Final = pyromark.Markdown(options=_OPTIONS)
PARSER_VERSION: Final = str(pyromark.__version__)
_NON_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_ANCHOR_DROPS: Final = re.compile(r"[^\w\- ]")


class Heading(NamedTuple):
    """A heading; `anchor` is the id that its HTML gets."""

    level: int
    text: str
    anchor: str
    span: Span


class Link(NamedTuple):
    """A link or an image: where it leads, and the words or alt text that stand for it.

    `kind` is the parser's: Inline, Reference, Collapsed, Shortcut, Autolink or Email. `words` is the span of the text.
    """

    target: str
    text: str
    title: str
    kind: str
    span: Span
    words: Span


class RawHtml(NamedTuple):
    """Raw HTML, a block or an inline tag."""

    text: str
    span: Span
    inline: bool


class Markdown(NamedTuple):
    """What a body holds, in the order of its source; all spans are offsets in the whole file.

    `strong_lines` are paragraphs that are nothing but bold or italic words; `footnotes` are labels that are defined.
    """

    prose: tuple[Prose, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    images: tuple[Link, ...]
    html: tuple[RawHtml, ...]
    strong_lines: tuple[Span, ...]
    has_code: bool = False

    @property
    def anchors(self) -> frozenset[str]:
        """Ids that a link to this text may name."""
        return frozenset(heading.anchor for heading in self.headings)


def anchor_of(text: str, taken: dict[str, int]) -> str:
    """Return a heading's id, made as GitHub makes it; `taken` counts those given already."""
    base = _ANCHOR_DROPS.sub("", text.strip().lower()).replace(" ", "-") or "section"
    count = taken.get(base, -1) + 1
    taken[base] = count
    return f"{base}-{count}" if count else base


def _character_offsets(body: str) -> tuple[list[int], list[int]] | None:
    """Return byte positions behind non-ASCII characters, and how far bytes lead characters there; None for ASCII."""
    if body.isascii():
        return None
    found = _NON_ASCII.finditer(body)
    surplus: list[int] = []
    positions: list[int] = []
    for match in found:
        code = ord(match.group())
        positions.append(match.start())
        surplus.append(1 if code < 0x800 else 2 if code < 0x10000 else 3)
    lead = list(accumulate(surplus))
    return [position + total + 1 for position, total in zip(positions, lead, strict=True)], lead


class _Builder:
    """Gather the prose of one leaf block."""

    __slots__ = ("length", "parts", "sources", "starts")

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.sources: list[int] = []
        self.length = 0

    def add(self, text: str, source: int) -> None:
        self.parts.append(text)
        self.starts.append(self.length)
        self.sources.append(source)
        self.length += len(text)

    def prose(self, kind: str, quoted: bool) -> Prose:
        return Prose(kind, "".join(self.parts), tuple(self.starts), tuple(self.sources), quoted)


_LEAVES: Final = {"Paragraph": "paragraph", "TableCell": "cell", "Item": "item", "DefinitionListTitle": "item"}
_EMPHASIS: Final = frozenset(("Strong", "Emphasis"))


def read_markdown(body: str, base: int = 0) -> Markdown:
    """Return the structure of a Markdown text; `base` is the text's offset in its file."""
    offsets = _character_offsets(body)
    if offsets:
        ends, lead = (offsets[0], [0, *offsets[1]])

        def at(byte: int) -> int:
            return base + byte - lead[bisect_right(ends, byte)]
    else:

        def at(byte: int) -> int:
            return base + byte

    blocks: list[Prose] = []
    headings: list[Heading] = []
    links: list[Link] = []
    images: list[Link] = []
    html: list[RawHtml] = []
    strong_lines: list[Span] = []
    taken: dict[str, int] = {}
    leaf = _Builder()
    add = leaf.add
    quotes = 0
    code = html_block = False
    has_code = False
    open_links: list[tuple[dict[str, str], int]] = []
    open_image: tuple[dict[str, str], int] | None = None
    image_depth = 0
    alt = _Builder()
    autolink = False
    heading_id = ""
    emphasis = 0
    loose = 0

    for event, place in _parser.events_with_range(body):
        if type(event) is str:
            if event == "SoftBreak" or event == "HardBreak":
                (alt.add if image_depth else add)(" ", at(place["start"]))
            continue
        # the parser types its events as a union too wide to narrow at this speed; their shape is pinned by tests
        ((kind, value),) = cast("dict[str, Any]", event).items()
        if kind == "Text":
            if code:
                continue
            start = at(place["start"])
            if image_depth:
                alt.add(value, start)
                continue
            if autolink:
                value = PLACEHOLDER
            if not emphasis and value.strip():
                loose += 1
            add(value, start)
        elif kind == "Start":
            name = value if type(value) is str else next(iter(value))
            if name == "Link":
                fields = value["Link"]
                open_links.append((fields, len(leaf.parts)))
                autolink = fields["link_type"] in ("Autolink", "Email")
            elif name in _EMPHASIS:
                emphasis += 1
            elif name == "Image":
                if not image_depth:
                    open_image = (value["Image"], at(place["start"]))
                    alt.reset()
                image_depth += 1
            elif name == "CodeBlock":
                code = has_code = True
            elif name == "HtmlBlock":
                html_block = True
            elif name == "BlockQuote":
                quotes += 1
            elif name != "Strikethrough":
                if leaf.parts:
                    blocks.append(leaf.prose("item", quotes > 0))
                leaf.reset()
                loose = 0
                if name == "Heading":
                    heading_id = value["Heading"]["id"] or ""
        elif kind == "End":
            name = value if type(value) is str else next(iter(value))
            if name == "Link":
                fields, part = open_links.pop()
                autolink = False
                text = "".join(leaf.parts[part:])
                start, end = at(place["start"]), at(place["end"])
                words = (
                    Span(leaf.sources[part], leaf.sources[-1] + len(leaf.parts[-1]))
                    if len(leaf.parts) > part
                    else Span(start, end)
                )
                links.append(
                    Link(
                        fields["dest_url"],
                        fields["dest_url"] if text == PLACEHOLDER else text,
                        fields["title"],
                        fields["link_type"],
                        Span(start, end),
                        words,
                    )
                )
            elif name in _EMPHASIS:
                emphasis -= 1
            elif name == "Image":
                image_depth -= 1
                if not image_depth and open_image:
                    fields, start = open_image
                    caption = alt.prose("alt", quotes > 0)
                    end = at(place["end"])
                    span = caption.span(0, len(caption.text)) if caption.text else Span(start + 2, start + 2)
                    images.append(
                        Link(
                            fields["dest_url"],
                            caption.text,
                            fields["title"],
                            fields["link_type"],
                            Span(start, end),
                            span,
                        )
                    )
                    if caption.text:
                        blocks.append(caption)
                    add(PLACEHOLDER, start)
                    loose += 1
                    open_image = None
            elif name == "CodeBlock":
                code = False
            elif name == "HtmlBlock":
                html_block = False
            elif name == "BlockQuote":
                quotes -= 1
            elif name == "Heading":
                prose = leaf.prose("heading", quotes > 0)
                if heading_id:
                    taken.setdefault(heading_id, 0)
                anchor = heading_id or anchor_of(prose.text, taken)
                headings.append(
                    Heading(
                        int(value["Heading"][1]),
                        prose.text.strip(),
                        anchor,
                        Span(at(place["start"]), _trimmed(body, at(place["end"]) - base) + base),
                    )
                )
                if leaf.parts:
                    blocks.append(prose)
                leaf.reset()
            elif name in _LEAVES:
                if leaf.parts:
                    prose = leaf.prose(_LEAVES[name], quotes > 0)
                    blocks.append(prose)
                    if name == "Paragraph" and not loose and prose.text.strip():
                        strong_lines.append(Span(at(place["start"]), _trimmed(body, at(place["end"]) - base) + base))
                leaf.reset()
                loose = 0
        elif kind == "Code":
            has_code = True
            (alt.add if image_depth else add)(PLACEHOLDER, at(place["start"]))
            loose += 1
        elif kind == "Html" or kind == "InlineHtml":
            start, end = at(place["start"]), at(place["end"])
            if html_block and html and html[-1].span.end == start and not html[-1].inline:
                html[-1] = RawHtml(html[-1].text + value, Span(html[-1].span.start, end), False)
            else:
                html.append(RawHtml(value, Span(start, end), not html_block))
            if not html_block and value[:3].lower() == "<br":
                add("\n", start)
    if leaf.parts:
        blocks.append(leaf.prose("paragraph", quotes > 0))
    return Markdown(
        tuple(blocks), tuple(headings), tuple(links), tuple(images), tuple(html), tuple(strong_lines), has_code
    )


def _trimmed(body: str, end: int) -> int:
    while end > 0 and body[end - 1] in "\r\n":
        end -= 1
    return end


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
