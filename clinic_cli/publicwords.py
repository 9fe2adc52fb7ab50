"""The words that an export may hold: those of its public view, of the clinic's settings, and of the exporters themselves."""

from __future__ import annotations

import calendar
import html
import re
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, cached_property
from itertools import chain, combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clinic_cli.publicview import PublicText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.publicview import PublicArticle, Publication, PublicTestimonial

ANY_WORDS: Final = bytes(
    byte + 32 if 65 <= byte <= 90 else byte if 97 <= byte <= 122 or 48 <= byte <= 57 or byte >= 0x80 else 32
    for byte in range(256)
)
"""Turns bytes into words parted by spaces."""
ASCII_WORDS: Final = bytes(32 if byte >= 0x80 else word for byte, word in enumerate(ANY_WORDS))
"""The same at half the price, where no word that matters has other letters than A to Z."""
_STOPS: Final = tuple(
    mark.encode()
    for mark in "\u201c\u201d\u2018\u2019\u2013\u2014\u2026\u00a0\u00ab\u00bb\u2022\u00b7\u2002\u2003\u2009"
)
_MARKS: Final = re.compile(rb"\xe2[\x80-\xbf][\x80-\xbf]|\xc2[\x80-\xbf]")
_ENTITY: Final = re.compile(rb"&#(?:(\d{1,7})|[xX]([0-9A-Fa-f]{1,6}));")
_ESCAPE: Final = re.compile(rb"\\(?:u([0-9A-Fa-f]{4})|.)", re.DOTALL)
_INSIDE: Final = re.compile(r"[*_`~\\\u00ad]|<[^>]*>")
_SILENT: Final = frozenset(("stamp",))
_LONG: Final = _SILENT | {"text"}
_PROSE: Final = _LONG | {"title", "description", "paragraphs", "alt", "bio", "disclosure", "citations"}
_TEXTS: Final = frozenset((".py", ".html", ".css", ".js", ".xml", ".json", ".md", ".svg", ".txt", ".xsl"))


def fold(data: bytes) -> bytes:
    """Return bytes with the escapes of HTML, XML and JSON undone; what parts words is no longer glued to them."""
    if b"&" in data:
        data = data.replace(b"&#39;", b"'").replace(b"&#34;", b'"').replace(b"&quot;", b'"').replace(b"&amp;", b"&")
        if b"&#" in data:
            data = _ENTITY.sub(lambda match: _character(match[1], match[2]), data)
    if b"\\" in data:
        data = _ESCAPE.sub(_unescaped, data)
    return data


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return _character(None, match[1])
    return b" " if match[0][1:] in (b"n", b"r", b"t", b"b", b"f") else b" " + match[0][1:]


def _character(decimal: bytes | None, hexadecimal: bytes | None) -> bytes:
    code = int(decimal) if decimal else int(hexadecimal or b"20", 16)
    return chr(code).encode(errors="ignore") if code < 0x110000 else b" "


def tokens_of(text: str | bytes, table: bytes = ANY_WORDS) -> list[bytes]:
    """Return the words of a text in order, letters from A to Z in lower case; all but letters and digits part words."""
    data = text.encode(errors="ignore") if isinstance(text, str) else text
    if table is ANY_WORDS and not data.isascii():
        for stop in _STOPS:
            data = data.replace(stop, b" ")
        if b"\xe2" in data or b"\xc2" in data:
            data = _MARKS.sub(b" ", data)
    return data.translate(table).split()


def spellings(text: str) -> tuple[str, ...]:
    """Return a text as it may stand after somebody changed its case; other letters than A to Z keep theirs in tokens."""
    return (text,) if text.isascii() else tuple(dict.fromkeys((text, text.lower(), text.upper())))


class PublicWords:
    """What an export may say. Its texts are read only as far as somebody asks for words that were not met before.

    Where somebody asks, `sources` are the items that the words most likely come from, which are looked through first.
    """

    def __init__(self, publication: Publication, spoken: Iterable[str], table: bytes = ANY_WORDS) -> None:
        self._table = table
        self._publication = publication
        self._spoken = tuple(spoken)
        self._met: set[bytes] = set()
        self._unread = self._texts()
        self._heard: set[bytes] = set()
        self._known: dict[str, bool] = {}
        self._named: dict[str, bool] = {}
        self._own: tuple[tuple[str, ...], list[bytes]] = (), []
        self._by_source: dict[str, PublicArticle | PublicTestimonial] = {
            **{article.path: article for article in publication.articles},
            **{record.id: record for record in publication.testimonials},
        }

    def has_word(self, word: bytes, sources: Iterable[str] = ()) -> bool:
        """Whether a word is public."""
        if word in self._met or word in own_words(self._table):
            return True
        for texts in (self._of(sources), self._unread):
            for text in texts:
                self._meet(text)
                if word in self._met:
                    return True
        # an emphasis inside a word, or an entity, hides it in the source
        texts = chain(self._of(sources), self._texts())
        return any(word in tokens_of(_INSIDE.sub("", html.unescape(text)), self._table) for text in texts)

    def _meet(self, text: str) -> None:
        for spelling in spellings(text):
            self._met.update(tokens_of(spelling, self._table))

    def explains(self, words: list[bytes], pieces: int, sources: Iterable[str] = ()) -> bool:
        """Whether a run of words could have been put together from so many pieces of public text."""
        spans = combinations(range(len(words) + 1), 2)
        wanted = {_phrase(words[start:end]) for start, end in spans} - self._heard
        texts = self._phrases(sources)
        while not self._covers(words, pieces):
            phrases = next(texts, None)
            if phrases is None:
                return False
            self._heard.update(phrase for phrase in wanted if phrase in phrases)
        return True

    def _covers(self, words: list[bytes], pieces: int) -> bool:
        """Whether phrases that were heard make up the words; with a phrase, all of its parts were heard."""
        while words and pieces:
            sizes = range(len(words), 0, -1)
            length = next((size for size in sizes if _phrase(words[:size]) in self._heard), 0)
            if not length:
                return False
            words, pieces = words[length:], pieces - 1
        return not words

    def has_part(self, part: str, sources: Iterable[str] = ()) -> bool:
        """Whether a part of a text stands in a public one."""
        if part not in self._known:
            self._known[part] = any(part in text for text in chain(self._of(sources), self._texts()))
        return self._known[part]

    def names(self, text: str) -> bool:
        """Whether something is a public name, address or number, rather than words of a text."""
        if text not in self._named:
            self._named[text] = _phrase(tokens_of(text)) in self._names
        return self._named[text]

    def _phrases(self, sources: Iterable[str]) -> Iterator[bytes]:
        """Yield all public words in phrases, those of the sources first."""
        if self._own[0] != (own := tuple(sources)):
            self._own = own, [self._phrase_of(text) for text in self._of(own)]  # a file asks many times
        yield from self._own[1]
        yield self._brief
        for article in self._publication.articles:
            yield self._phrase_of(str(article.text))

    @cached_property
    def _brief(self) -> bytes:
        """Every public text but those of articles, which are too many to be kept."""
        texts = ("\n".join(_strings(part, without=_LONG)) for part in self._parts())
        return b"\n".join(self._phrase_of(text) for text in chain((own_text(),), self._spoken, texts))

    @cached_property
    def _names(self) -> bytes:
        named = (text for part in self._parts() for text in _strings(part, without=_PROSE))
        return b"\n".join(_phrase(tokens_of(text)) for text in (*named, *self._spoken))

    def _phrase_of(self, text: str) -> bytes:
        return _phrase(tokens_of(text, self._table))

    def _of(self, sources: Iterable[str]) -> Iterator[str]:
        for source in sources:
            if item := self._by_source.get(source):
                yield "\n".join(_strings(item))

    def _texts(self) -> Iterator[str]:
        yield from self._spoken
        for part in self._parts():
            yield "\n".join(_strings(part))

    def _parts(self) -> Iterator[object]:
        publication = self._publication
        yield from (publication.clinic, *publication.articles, *publication.testimonials)


def _phrase(words: list[bytes]) -> bytes:
    return b" %s " % b" ".join(words)


def _strings(value: object, *, without: frozenset[str] = _SILENT) -> Iterator[str]:
    """Yield every text and date in a public value, but those of fields of some names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, PublicText):
        yield str(value)
    elif isinstance(value, date):
        yield value.isoformat()
    elif names := _names_in(value):
        for name in names:
            if name not in without:
                yield from _strings(getattr(value, name), without=without)
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item, without=without)


def _names_in(value: object) -> tuple[str, ...]:
    """Return the names of a value's fields, none where it has none."""
    if is_dataclass(value):
        return tuple(field.name for field in fields(value))
    return getattr(value, "_fields", ())


@cache
def own_words(table: bytes) -> frozenset[bytes]:
    """Return the words that the exporters and their templates may say of their own accord."""
    return frozenset(tokens_of(own_text(), table))


@cache
def own_text() -> str:
    """Return where those words stand: the exporters' source and templates, and the calendar."""
    folder = Path(__file__).parent / "exporters"
    names = [*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr]
    files = sorted(path for path in folder.rglob("*") if path.suffix in _TEXTS)
    return "\n".join([*names, *(path.read_text("utf-8", errors="replace") for path in files)])
