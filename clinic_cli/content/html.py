"""Raw HTML in a body: its tags with their attributes, and the text between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.prose import Prose, SourceMap
from clinic_cli.content.regex import Regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.content.markdown import RawHtml

# no bracket inside of a tag, so that a text of open brackets is walked once
_TAG: Final = Regex(r"<!--|<(/?)([A-Za-z][A-Za-z0-9-]*+)((?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*+)>")
_ATTRIBUTE: Final = Regex(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>`=]+)))?")
_ENTITY: Final = Regex(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INLINE: Final = frozenset(
    ("a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span")
).union(("strong", "sub", "sup", "time", "u", "wbr"))
_SILENT: Final = frozenset(("script", "style", "template", "noscript", "svg", "math", "iframe", "textarea", "title"))


KEPT_TAGS: Final = frozenset(
    (
        "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div", "dl", "dt",
        "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "input", "ins", "kbd", "li",
        "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup",
        "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var",
    )
)  # fmt: skip
"""Tags that every export keeps; others are left out, with the text between them kept but for scripts and styles."""


class Tag(NamedTuple):
    """An opening or closing tag; `start` and `end` are offsets in the file, attribute names are in lower case."""

    name: str
    closes: bool
    attributes: dict[str, str]
    start: int
    end: int


def tags_of(pieces: Iterable[RawHtml]) -> Iterator[Tag]:
    """Yield the tags of raw HTML, comments and what they hold left out."""
    for piece in pieces:
        text, at = piece.text, 0
        while match := _TAG.search(text, at):
            at = match.end()
            if match.group(2) is None:
                end = text.find("-->", at)
                if end < 0:
                    break
                at = end + 3
                continue
            from html import unescape  # most files hold no tag, and its tables take 2 ms

            base = piece.span.start
            attributes = {
                name.lower(): unescape(double or single or bare)
                for name, double, single, bare in _ATTRIBUTE.pattern.findall(match.group(3))
            }
            yield Tag(
                match.group(2).lower(), bool(match.group(1)), attributes, base + match.start(), base + match.end()
            )


def html_prose(pieces: Iterable[RawHtml]) -> Iterator[Prose]:
    """Yield the text that blocks of raw HTML show; tags inside a line part nothing, what is not shown is left out."""
    for piece in pieces:
        if piece.inline:
            continue
        parts: list[tuple[str, int]] = []
        silent, quotes = "", 0
        at = piece.span.start
        base = at
        for tag in (*tags_of((piece,)), None):
            end = tag.start if tag else piece.span.end
            if not silent:
                parts += _visible(piece.text[at - base : end - base], at)
            if tag is None or tag.name not in _INLINE:
                if prose := _joined(parts, quotes > 0):
                    yield prose
                parts = []
            if tag:
                at = tag.end
                if tag.name == "blockquote":
                    quotes = max(quotes - 1, 0) if tag.closes else quotes + 1
                if tag.name in _SILENT and not tag.attributes.get("/"):
                    silent = "" if tag.closes else silent or tag.name


def _visible(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Yield the runs of a text that are not comments, with their offsets."""
    start = 0
    while (comment := text.find("<!--", start)) >= 0:
        yield from _decoded(text[start:comment], at + start)
        end = text.find("-->", comment)
        if end < 0:
            return
        start = end + 3
    yield from _decoded(text[start:], at + start)


def _decoded(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Yield the runs of a text with the characters that entities stand for, and their offsets."""
    start = 0
    if "&" in text:
        from html import unescape

        for entity in _ENTITY.finditer(text):
            yield text[start : entity.start()], at + start
            yield unescape(entity.group()), at + entity.start()
            start = entity.end()
    yield text[start:], at + start


def _joined(parts: list[tuple[str, int]], quoted: bool) -> Prose | None:
    if not any(text.strip() for text, _ in parts):
        return None
    starts = []
    length = 0
    for text, _ in parts:
        starts.append(length)
        length += len(text)
    return Prose("html", "".join(text for text, _ in parts), SourceMap(starts, [at for _, at in parts]), 0, quoted)
