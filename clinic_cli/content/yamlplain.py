"""The YAML that nearly everybody writes, read line by line in a third of the time that libyaml's events take.

Keys of plain words, values on one line (plain, in quotes without escapes, or a list in brackets), nested keys, lists
with dashes, comments, and text blocks. `compose_plain` returns None as soon as it meets anything else, or anything that
may be a fault, and libyaml reads the text instead. What it does return is what libyaml would have made of the text, to
the last offset; tests hold the two against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from typing import Final, NamedTuple

from clinic_cli.content.regex import Regex
from clinic_cli.content.yamlnodes import MAX_WEIGHT, Entry, Mapping, Node, Scalar, Sequence, resolve

_ODD: Final = Regex("[\x00-\t\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Tabs, other line ends than LF, and what YAML does not allow."""

_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}")
_SPECIAL: Final = frozenset("-?:,[]{}#&*!|>'\"%@` =<")
_IN_BRACKETS: Final = re.compile(r"[^?:\[\]{}#&*!|>'\"%@`]*")
_MAX_DEPTH: Final = 40


class _Open:
    """A collection that is still open: a mapping with `entries` and perhaps a `key` without a value, or a list."""

    __slots__ = ("column", "entries", "items", "key", "start")

    def __init__(self, column: int, start: int, *, is_list: bool) -> None:
        self.column = column
        self.start = start
        self.key: Scalar | None = None
        self.entries: dict[str, Entry] = {}
        self.items: list[Node] | None = [] if is_list else None

    def put(self, node: Node) -> None:
        """Take in an item, or the value of the key at hand."""
        if self.items is not None:
            self.items.append(node)
        elif key := self.key:
            self.entries[key.text] = Entry(key, node)
            self.key = None

    def end(self) -> Node:
        """Return what it holds as a node."""
        if self.items is not None:
            return Sequence(tuple(self.items), self.start, self.items[-1].end)
        if self.key:
            self.put(_nothing(self.key))
        *_, last = self.entries.values()
        return Mapping(self.entries, self.start, last.value.end)


def compose_plain(text: str, base: int) -> Node | None:
    """Return a text's tree, or None for one that is not plain; `base` is added to every offset."""
    # within these bounds no text has more nodes than `compose` allows
    is_odd = not text.replace("\n", "").isprintable() and _ODD.search(text)
    if is_odd or 4 * text.count("\n") + text.count(",") > MAX_WEIGHT:
        return None
    stack: list[_Open] = []
    top: _Open | None = None
    new = tuple.__new__  # what NamedTuple's own constructor does, at half its price
    lines = text.split("\n")
    number, at = 0, base
    while number < len(lines):
        line = lines[number]
        here = at
        number += 1
        at += len(line) + 1
        content = line.lstrip(" ")
        if not content or content[0] == "#":
            continue
        column = len(line) - len(content)
        is_item = content[0] == "-"
        if top is None or column != top.column or is_item or top.key or top.items is not None:
            top = _collection_at(stack, column, here, is_item=is_item)
            if top is None:
                return None
            if is_item:
                content = content[1:].lstrip(" ")
                column = len(line) - len(content)
                if not content or content[0] == "#" or line[column - 1] == "-":
                    return None
        name, colon, value = content.partition(": ")
        if not colon and name[-1] == ":":
            name = name[:-1]
            colon = ":"
        kind = _key_type(name) if colon else ""
        if not kind:
            item = _value(content, here + column) if is_item else None
            if item is None:
                return None
            top.put(item)
            continue
        start = here + column
        if is_item:
            top = _Open(column, start, is_list=False)
            stack.append(top)
        elif name in top.entries:
            return None
        name = intern(name)  # ten thousand files have the same few keys
        key = new(Scalar, (name, kind, start, start + len(name), "", None, False))
        value = value.lstrip(" ")
        start = at - 1 - len(value)
        if not value or value[0] == "#":
            top.key = key
            continue
        node: Node | None
        if value[0] not in _SPECIAL and ":" not in value and "#" not in value and value[-1] != " ":
            node = new(Scalar, (value, resolve(value), start, start + len(value), "", None, False))
        elif value[0] == "|" or value[0] == ">":
            block = _text_block(lines, number, at, value.rstrip(" "), top.column)
            if block is None:
                return None
            words, end, number, at = block
            node = Scalar(words, "str", start, end, value[0])
        else:
            node = _value(value, start)
            if node is None:
                return None
        top.entries[name] = new(Entry, (key, node, False))
    return _closed(stack)


def _collection_at(stack: list[_Open], column: int, here: int, *, is_item: bool) -> _Open | None:
    """Return the collection that a line in a column goes on with, or begins; None where it fits nothing."""
    while stack:
        top = stack[-1]
        if column == top.column:
            if top.items is None:
                if is_item:
                    break
                if top.key:
                    top.put(_nothing(top.key))
                return top
            if is_item:
                return top
            if len(stack) < 2 or stack[-2].column != column:
                return None
            # a key ends the list that stands at the column of its own key
        elif column > top.column:
            break
        stack.pop()
        if not stack:
            return None
        stack[-1].put(top.end())
    if stack:
        if stack[-1].key is None or len(stack) >= _MAX_DEPTH:
            return None
    elif column:
        return None
    stack.append(_Open(column, here + column, is_list=is_item))
    return stack[-1]


def _closed(stack: list[_Open]) -> Node | None:
    while len(stack) > 1:
        node = stack.pop().end()
        stack[-1].put(node)
    return stack[0].end() if stack else None


@lru_cache(maxsize=1024)
def _key_type(word: str) -> str:
    """Return the type of a plain word that may stand as a key, "" for any other text."""
    return resolve(word) if _KEY.fullmatch(word) else ""


def _nothing(key: Scalar) -> Scalar:
    """Return the value of a key behind which nothing stands."""
    return Scalar("", "null", key.end + 1, key.end + 1)


def _value(text: str, start: int) -> Node | None:
    """Return the value that the rest of a line is, or None where it is not plain."""
    first = text[0]
    if first not in _SPECIAL:
        comment = text.find(" #")
        text = (text if comment < 0 else text[:comment]).rstrip(" ")
        if ":" in text and (": " in text or text[-1] == ":"):
            return None
        return tuple.__new__(Scalar, (text, resolve(text), start, start + len(text), "", None, False))
    text = text.rstrip(" ")
    if first == '"' or first == "'":
        if text[-1] != first or text.count(first) != 2 or "\\" in text:
            return None
        return Scalar(text[1:-1], "str", start, start + len(text), first)
    if first == "[" and text[-1] == "]" and _IN_BRACKETS.fullmatch(text, 1, len(text) - 1):
        return _list_in_brackets(text, start)
    return None


def _list_in_brackets(text: str, start: int) -> Sequence | None:
    items: list[Node] = []
    at = start + 1
    inner = text[1:-1]
    for part in inner.split(",") if inner.strip(" ") else ():
        word = part.strip(" ")
        if not word or word[0] in _SPECIAL:
            return None
        first = at + part.index(word[0])
        items.append(tuple.__new__(Scalar, (word, resolve(word), first, first + len(word), "", None, False)))
        at += len(part) + 1
    return Sequence(tuple(items), start, start + len(text), True)


class _Block(NamedTuple):
    """A text block: its words, the offset at which they end, and the line that follows with its own offset."""

    words: str
    end: int
    number: int
    at: int


def _text_block(lines: list[str], number: int, at: int, header: str, column: int) -> _Block | None:
    """Return the text block below its header, whose key stands at a column, or None where it is not plain."""
    if header not in ("|", "|-", ">", ">-") or number == len(lines):
        return None
    folds = header[0] == ">"
    indent = len(lines[number]) - len(lines[number].lstrip(" "))
    margin = lines[number][:indent]
    if indent <= column:
        return None
    words: list[str] = []
    filled, last, end = 0, number, at
    while number < len(lines):
        line = lines[number]
        if line.startswith(margin):
            rest = line[indent:]
            if not rest or rest.isspace() or (rest[0] == " " and folds):
                return None
            words.append(rest)
            filled, last, end = len(words), number, at + len(line.rstrip())
        elif not line:
            words.append("")
        elif line.isspace():
            return None
        else:
            break
        number, at = number + 1, at + len(line) + 1
    keeps_end = header[-1] != "-" and last < len(lines) - 1
    del words[filled:]
    joined = _folded(words) if folds else "\n".join(words)
    return _Block(joined + "\n" if keeps_end else joined, end, number, at)


def _folded(lines: list[str]) -> str:
    """Return lines as one, an empty line as a line end."""
    parts: list[str] = []
    blank = 0
    for line in lines:
        if not line:
            blank += 1
            continue
        if parts:
            parts.append("\n" * blank or " ")
        parts.append(line)
        blank = 0
    return "".join(parts)
