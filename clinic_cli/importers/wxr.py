"""WordPress export files (WXR 1.0 to 1.2), read as a stream: memory holds one item, however long the file is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from xml.sax.handler import ContentHandler

from clinic_cli.content.frontmatter import MAX_CHARACTERS
from clinic_cli.errors import ClinicError
from clinic_cli.importers.extra import library
from clinic_cli.importers.text import read_so_far, refuse_binary

if TYPE_CHECKING:
    from pathlib import Path
    from xml.sax.xmlreader import AttributesImpl

VERSIONS: Final = ("1.0", "1.1", "1.2")
_AGAIN: Final = "Export it again in WordPress under Tools, Export, and copy the file whole."
_CHUNK: Final = 1 << 18
_CONTROLS: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))
_PREFIXES: Final = (
    (re.compile(r"wordpress\.org/export/[\d.]+/excerpt"), "excerpt"),
    (re.compile(r"wordpress\.org/export/"), "wp"),
    (re.compile(r"purl\.org/rss/1\.0/modules/content"), "content"),
    (re.compile(r"purl\.org/dc/elements"), "dc"),
)
_ROOTS: Final = {
    "feed": "it is an Atom feed",
    "html": "it is a web page, which comes in with clinic import page",
    "urlset": "it is a site map, which holds addresses only",
}
_AUTHOR_ELEMENTS: Final = ("wp:author", "wp:wp_author")
"""The second is how sites on WordPress.com called it for years."""


@dataclass(slots=True)
class WxrAuthor:
    """Somebody who may have written; `login` is what items call them."""

    login: str
    name: str


@dataclass(slots=True)
class WxrItem:
    """One post, page, attachment or whatever else; `fields` are by element name, as in `wp:post_type`.

    `terms` are domain, nicename and name; `comments` is how many there are; `too_long` where a text was cut.
    """

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    comments: int = 0
    too_long: bool = False

    def get(self, name: str) -> str:
        """Return a field without white space around it, "" where there is none."""
        return self.fields.get(name, "").strip()

    def meta_value(self, *keys: str) -> str:
        """Return the first custom field of these that has a value, or ""."""
        found = dict(reversed(self.meta))
        return next((value for key in keys if (value := found.get(key, "").strip())), "")


@dataclass(slots=True)
class Channel:
    """What a file says of the whole site."""

    version: str = ""
    site: str = ""
    authors: list[WxrAuthor] = field(default_factory=list)
    mended: int = 0


class _Handler(ContentHandler):
    """Gather items as the parser meets them; those that are finished wait in `ready`."""

    def __init__(self, shown: str, parser: Any) -> None:
        super().__init__()
        self.shown = shown
        self.parser = parser
        self.channel = Channel()
        self.ready: list[WxrItem] = []
        self.count = 0
        self.skipped = 0
        self.item: WxrItem | None = None
        self.prefixes: dict[str, str] = {}
        self.stack: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._attributes: dict[str, str] = {}
        self._part: dict[str, str] = {}

    @property
    def line(self) -> int:
        return int(self.parser.getLineNumber() or 1) + self.skipped

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        attributes = dict(attrs.items())
        for key, value in attributes.items():
            if key.startswith("xmlns:"):
                for pattern, prefix in _PREFIXES:
                    if pattern.search(value):
                        self.prefixes[key[6:]] = prefix
                        break
        prefix, colon, local = name.rpartition(":")
        name = f"{self.prefixes.get(prefix, prefix)}:{local}" if colon else name
        if not self.stack and name != "rss":
            raise _not_wxr(self.shown, self.line, _ROOTS.get(name.lower(), f"it begins with <{name}>"))
        if name == "item" and self.stack[-1:] == ["channel"]:
            self._check_version()
            self.item = WxrItem(self.line)
        elif self.stack[-1:] in (["item"], ["channel"]):
            self._part = {}
        self.stack.append(name)
        self._attributes = attributes
        self._text = []
        self._length = 0

    def characters(self, content: str) -> None:
        self._length += len(content)
        if self._length <= MAX_CHARACTERS:
            self._text.append(content)
        elif self.item:
            self.item.too_long = True

    def endElement(self, name: str) -> None:  # noqa: N802
        name = self.stack.pop()
        text = "".join(self._text)
        self._text = []
        parent = self.stack[-1] if self.stack else ""
        if name == "item" and self.item:
            self.ready.append(self.item)
            self.count += 1
            self.item = None
        elif self.item and parent == "item":
            self._end_field(self.item, name, text)
        elif parent in ("wp:postmeta", *_AUTHOR_ELEMENTS):
            self._part[name] = text
        elif parent == "channel":
            self._end_channel(name, text.strip())

    def _end_field(self, item: WxrItem, name: str, text: str) -> None:
        if name == "wp:postmeta":
            item.meta.append((self._part.get("wp:meta_key", "").strip(), self._part.get("wp:meta_value", "")))
        elif name == "wp:comment":
            item.comments += 1
        elif name == "category":
            item.terms.append(
                (self._attributes.get("domain", ""), self._attributes.get("nicename", ""), " ".join(text.split()))
            )
        else:
            item.fields.setdefault(name, text)

    def _end_channel(self, name: str, text: str) -> None:
        channel = self.channel
        if name == "wp:wxr_version":
            channel.version = text
            self._check_version()
        elif name in ("wp:base_blog_url", "link"):
            channel.site = text if name == "wp:base_blog_url" or not channel.site else channel.site
        elif name in _AUTHOR_ELEMENTS:
            part = {key: " ".join(value.split()) for key, value in self._part.items()}
            full = f"{part.get('wp:author_first_name', '')} {part.get('wp:author_last_name', '')}".strip()
            login = part.get("wp:author_login", "")
            shown = part.get("wp:author_display_name", "")
            channel.authors.append(WxrAuthor(login, full if full and shown in ("", login) else shown or login))

    def _check_version(self) -> None:
        version = self.channel.version
        if version and version not in VERSIONS:
            raise ClinicError(
                f"{self.shown}:{self.line}: this says it is a WordPress export of version `{version[:40]}`",
                f"Versions {', '.join(VERSIONS)} can be read. {_AGAIN}",
            )
        if not version and "wp" not in self.prefixes.values():
            raise _not_wxr(self.shown, self.line, "it is a plain RSS feed")


def _not_wxr(shown: str, line: int, why: str) -> ClinicError:
    return ClinicError(f"{shown}:{line}: this is not a WordPress export: {why}", _AGAIN)


def read_wxr(path: Path) -> Iterator[WxrItem | Channel]:
    """Yield a file's items as they come, and last what it says of the site.

    Raises ClinicError, with the line and how many items could be read before it, where the file ends early, is not
    well-formed, declares entities, or is of another version.
    """
    from xml.sax import SAXParseException

    shown = path.name
    parser = library("defusedxml.expatreader").DefusedExpatParser()
    handler = _Handler(shown, parser)
    refused = library("defusedxml.common").DefusedXmlException
    parser.setContentHandler(handler)
    try:
        for text in _decoded(path, handler):
            parser.feed(text)
            yield from handler.ready
            handler.ready.clear()
        parser.close()
    except SAXParseException as error:
        raise ClinicError(
            f"{shown}:{(error.getLineNumber() or 1) + handler.skipped}: {_explain(error.getMessage(), handler)}; "
            f"{read_so_far(handler.count)}",
            _AGAIN,
        ) from error
    except refused as error:
        raise ClinicError(
            f"{shown}:{handler.line}: the file declares entities, which no WordPress export does; {read_so_far(handler.count)}",
            "Do not trust it; export the site again yourself.",
        ) from error
    if not handler.channel.version and "wp" not in handler.prefixes.values():
        raise _not_wxr(shown, handler.line, "it is a plain RSS feed")
    yield from handler.ready
    yield handler.channel


def _explain(message: str, handler: _Handler) -> str:
    if "no element found" in message or "unclosed" in message:
        return "the file ends in the middle" if handler.stack else "the file is empty"
    if "mismatched tag" in message:
        return f"the file is damaged: <{handler.stack[-1] if handler.stack else '?'}> is never closed"
    if "undefined entity" in message:
        return "the file is damaged: it uses an entity that XML does not know"
    return f"the file is damaged ({message})"


def _decoded(path: Path, handler: _Handler) -> Iterator[str]:
    """Yield a file's text in the encoding it declares; stray bytes are read as Windows-1252 and counted."""

    def mend(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        handler.channel.mended += 1
        byte = error.object[error.start : error.start + 1]
        return byte.decode("cp1252", "replace") if byte else "", error.start + 1

    codecs.register_error("clinic-mend", mend)
    try:
        with open(path, "rb") as stream:
            head = stream.read(8192)
            stream.seek(0)
            decoder = codecs.getincrementaldecoder(_encoding(path.name, head))("clinic-mend")
            begun = False
            while data := stream.read(_CHUNK):
                text = decoder.decode(data).translate(_CONTROLS)
                if not begun:  # a plugin's blank lines above the XML declaration, which no parser takes
                    handler.skipped += text.count("\n") - text.lstrip().count("\n")
                    text = text.lstrip()
                    begun = bool(text)
                yield text
            yield decoder.decode(b"", True).translate(_CONTROLS)
    except OSError as error:
        raise ClinicError(
            f"{path}: cannot be read: {error.strerror or error}", "Check the path and its permissions."
        ) from error


def _encoding(shown: str, head: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    refuse_binary(shown, head)
    text = head.decode("latin-1").replace("\0", "")
    if not text.lstrip().startswith("<"):
        raise _not_wxr(shown, 1, "the file is empty" if not text.strip() else "it is not XML")
    declared = re.match(r"\s*<\?xml[^>]*\bencoding\s*=\s*[\"']([^\"']+)", text)
    name = declared[1] if declared else "utf-8"
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise ClinicError(f"{shown}:1: there is no encoding `{name}`", "Save the file as UTF-8.") from error
