"""TOML as the same tree of nodes as YAML, so that one checker tells where a configuration is wrong.

`tomllib` decides what is valid and what a value means; this module only finds out where each value stands.
"""

from __future__ import annotations

import re
import tomllib
from typing import Final

from clinic_cli.content.regex import Regex
from clinic_cli.content.tomlerrors import TomlError, explain_toml
from clinic_cli.content.yamltree import Entry, Mapping, Node, Scalar, Sequence
from clinic_cli.source import LineIndex, Location

_BLANK: Final = Regex(r"(?:[ \t\r\n]|#[^\n]*+)*+")
_SPACE: Final = Regex(r"[ \t]*")
_BARE: Final = Regex(r"[A-Za-z0-9_-]+")
_BASIC: Final = Regex(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL: Final = Regex(r"'[^'\n]*'")
_LONG_BASIC: Final = Regex(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}', re.DOTALL)
_LONG_LITERAL: Final = Regex(r"'''(?:[^']|'(?!''))*'{3,5}", re.DOTALL)
_MANY_PARTS: Final = Regex(r"(?:[A-Za-z0-9_-]{1,64}[ \t]{0,9}\.[ \t]{0,9}){200}")
_DIGITS: Final = Regex(r"[\d_]+")
_PLAIN: Final = Regex(r"[^\s,\]}#]+(?: \d[^\s,\]}#]*)?")


def many_parts(text: str) -> re.Match[str] | None:
    """Return where a text has a name of so many parts that Python's reader would need minutes for it, or None."""
    return _MANY_PARTS.search(text)


def compose_toml(text: str) -> Mapping:
    """Return a TOML document as a tree of nodes; raise TomlError where it is not TOML."""
    if many := many_parts(text):
        raise TomlError(
            "a name of more than 200 parts", *LineIndex(text).location(many.start()), "Write a shorter one."
        )
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise explain_toml(text, str(error)) from error
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise TomlError("a number that is too long", *_longest_number(text), "Write a shorter one.") from error
    except RecursionError as error:
        raise TomlError("lists nested too deep", 1, 1, "Write it flatter.") from error
    return _Composer(text).document()


def _longest_number(text: str) -> Location:
    start = max(_DIGITS.finditer(text), key=lambda match: len(match.group())).start()
    return LineIndex(text).location(start)


class _Table:
    """A table that is still open to more keys."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.end = start
        self.items: dict[str, tuple[Scalar, Node | _Table | list[_Table]]] = {}

    def freeze(self) -> Mapping:
        entries: dict[str, Entry] = {}
        for name, (key, value) in self.items.items():
            if isinstance(value, _Table):
                node: Node = value.freeze()
            elif isinstance(value, list):
                tables = tuple(table.freeze() for table in value)
                node = Sequence(tables, tables[0].start, tables[-1].end)
            else:
                node = value
            entries[name] = Entry(key, node)
        return Mapping(entries, self.start, self.end)


class _Composer:
    """Walk a text that is known to be valid TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def document(self) -> Mapping:
        root = table = _Table(0)
        while True:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return root.freeze()
            if self.text[self.at] == "[":
                table = self._header(root)
            else:
                self._pair(table)

    def _skip(self, pattern: Regex) -> None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _header(self, root: _Table) -> _Table:
        start = self.at
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        keys = self._keys()
        self.at += 2 if many else 1
        table = self._descend(root, keys[:-1])
        last = keys[-1]
        found = table.items.get(last.text)
        if many:
            tables = found[1] if found and isinstance(found[1], list) else []
            new = _Table(start)
            new.end = self.at
            tables.append(new)
            table.items[last.text] = (found[0] if found else last, tables)
            return new
        if found and isinstance(found[1], _Table):
            return found[1]
        new = _Table(start)
        new.end = self.at
        table.items[last.text] = (last, new)
        return new

    def _descend(self, table: _Table, keys: list[Scalar]) -> _Table:
        for key in keys:
            _, value = table.items.setdefault(key.text, (key, _Table(key.start)))
            if isinstance(value, list):
                table = value[-1]
            elif isinstance(value, _Table):
                table = value
        return table

    def _keys(self) -> list[Scalar]:
        keys: list[Scalar] = []
        while True:
            self._skip(_SPACE)
            start = self.at
            match = _BASIC.match(self.text, start) or _LITERAL.match(self.text, start) or _BARE.match(self.text, start)
            assert match
            self.at = match.end()
            written = match.group()
            name = str(_read(written)) if written[0] in "\"'" else written
            keys.append(Scalar(name, "str", start, self.at, written[0] if written[0] in "\"'" else ""))
            self._skip(_SPACE)
            if self.text[self.at : self.at + 1] != ".":
                return keys
            self.at += 1

    def _pair(self, table: _Table) -> None:
        keys = self._keys()
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        value = self._value()
        holder = self._descend(table, keys[:-1])
        holder.items[keys[-1].text] = (keys[-1], value)
        holder.end = table.end = value.end

    def _value(self) -> Node:
        start = self.at
        first = self.text[start]
        if first == "[":
            self.at += 1
            items: list[Node] = []
            while True:
                self._skip(_BLANK)
                if self.text[self.at] == "]":
                    self.at += 1
                    return Sequence(tuple(items), start, self.at, True)
                items.append(self._value())
                self._skip(_BLANK)
                if self.text[self.at] == ",":
                    self.at += 1
        if first == "{":
            self.at += 1
            table = _Table(start)
            while True:
                self._skip(_BLANK)
                if self.text[self.at] == "}":
                    self.at += 1
                    table.end = self.at
                    return table.freeze()._replace(flow=True)
                self._pair(table)
                self._skip(_BLANK)
                if self.text[self.at] == ",":
                    self.at += 1
        for pattern in (_LONG_BASIC, _LONG_LITERAL, _BASIC, _LITERAL, _PLAIN):
            if match := pattern.match(self.text, start):
                break
        assert match
        self.at = match.end()
        written = match.group()
        value = _read(written)
        if isinstance(value, str):
            return Scalar(value, "str", start, self.at, first)
        kind = (
            "bool"
            if isinstance(value, bool)
            else "int"
            if isinstance(value, int)
            else "float"
            if isinstance(value, float)
            else "timestamp"
        )
        return Scalar(str(value).lower() if kind in ("bool", "int") else written, kind, start, self.at)


def _read(written: str) -> object:
    """Return the value that a piece of valid TOML stands for; text without escapes is what stands between its quotes."""
    mark = written[0]
    if (mark == '"' or mark == "'") and written[1:2] != mark and "\\" not in written:
        return written[1:-1]
    value: object = tomllib.loads(f"v = {written}")["v"]
    return value
