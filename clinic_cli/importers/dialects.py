"""Front matter as site generators write it: YAML between dashes or above them, TOML between plus signs, JSON in braces."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.checking import plain
from clinic_cli.content.tomltree import many_parts
from clinic_cli.content.yamltree import Mapping, Scalar, YamlError, compose
from clinic_cli.importers.material import Loss
from clinic_cli.source import LineIndex

if TYPE_CHECKING:
    from clinic_cli.content.yamltext import Value

_YAML: Final = re.compile(
    r"---[ \t]*(yaml|yml)?[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML: Final = re.compile(r"\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_NAMED: Final = re.compile(
    r"---[ \t]*(toml|json|js|javascript|coffee)[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_UNOPENED: Final = re.compile(
    r"\A((?:[A-Za-z_][\w-]*:(?:[ \t].*)?\r?\n(?:[ \t-].*\r?\n|#.*\r?\n|\r?\n(?=[ \t-]+\S))*?)+)-{3,}[ \t]*(?:\r?\n|\Z)"
)
"""Front matter as Hexo takes it too: keys from the first line on, and dashes below them alone."""
_HEADERS: Final = re.compile(r"\A(?i:title|date|author|authors|slug|summary|status):[ \t]+\S")
_HEADER: Final = re.compile(r"([A-Za-z][\w-]*):[ \t]*(.*(?:\r?\n(?:[ ]{4}|\t).*)*)(?:\r?\n|\Z)")
"""A line as Pelican and MultiMarkdown put it above a text, up to the first blank one; what is indented goes on."""
_LOOSE_LINE: Final = re.compile(
    r"(?m)^([A-Za-z_][\w.-]*:[ \t]+)([^\s'\"\[{|>&*!#].*?|[@%*&`].*?|\"[^\"\n]*\"[ \t]*[^\s\"#].*?|'[^'\n]*'[ \t]*[^\s'#].*?)[ \t]*$"
)


class DialectError(ValueError):
    """Say why front matter cannot be read, with its 1-based line in the file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class Split(NamedTuple):
    """A file's front matter as plain values, and its body, byte for byte; `dialect` is yaml, toml, json, headers or "" for none."""

    dialect: str
    data: dict[str, object]
    body: str
    losses: tuple[Loss, ...] = ()


def split_file(text: str) -> Split:
    """Return a file's front matter and body; raise DialectError for front matter that cannot be read."""
    if match := _NAMED.match(text):
        kind, body = match[1], text[match.end() :]
        if kind not in ("toml", "json"):
            raise DialectError(f"the front matter is a program ({kind})", 1)
        data = _toml(match[2], 1) if kind == "toml" else _json(match[2].strip() or "{}", 1)[0]
        return Split(kind, data, body)
    if match := _YAML.match(text):
        data, losses = _yaml(match[2], 1)
        return Split("yaml", data, text[match.end() :], losses)
    if match := _TOML.match(text):
        return Split("toml", _toml(match[1], 1), text[match.end() :])
    if re.match(r"(?:---|\+\+\+)[ \t]*\r?\n", text):
        raise DialectError("the front matter is never closed", 1)
    if re.match(r"\{\s*(?:\"|\})", text):
        data, end = _json(text, 0)
        rest = text[end:]
        return Split("json", data, re.sub(r"\A[ \t]*\r?\n", "", rest))
    if (match := _UNOPENED.match(text)) and re.search(r"(?m)^(?:title|date|layout):", match[1]):
        data, losses = _yaml(match[1], 0)
        return Split("yaml", data, text[match.end() :], losses)
    if _HEADERS.match(text) and (found := _headers(text)):
        return found
    return Split("", {}, text)


def _headers(text: str) -> Split | None:
    """Return lines of keys and values above a text, None where the lines are the text itself."""
    data: dict[str, object] = {}
    at = 0
    while match := _HEADER.match(text, at):
        data.setdefault(match[1], " ".join(match[2].split()))
        at = match.end()
    below = re.compile(r"[ \t]*(?:\r?\n|\Z)").match(text, at)
    if not below or (len(data) < 2 and below.end() == len(text)):
        return None
    return Split("headers", data, text[below.end() :])


def _yaml(text: str, before: int) -> tuple[dict[str, object], tuple[Loss, ...]]:
    """Return what YAML says; a line whose text breaks it, most often by a second colon, is read as that text."""
    try:
        return _values(text)
    except YamlError as error:
        mended = _LOOSE_LINE.sub(_quoted, text)
        line = before + LineIndex(text).location(min(error.span.start, len(text))).line
        try:
            values, losses = _values(mended)
            told = Loss(f"front matter, line {line}", f"was no valid YAML ({error.message}), and was read as text")
            return values, (told, *losses)
        except YamlError:
            raise DialectError(error.message, line) from error


def _quoted(match: re.Match[str]) -> str:
    """Return a line with its value in quotation marks, where the value is what YAML trips over."""
    value = match[2]
    try:
        compose(match[0])
        return match[0]  # another line is what YAML trips over
    except YamlError:
        pass
    mark, inner = value[0], value[1:-1]
    nested = rf"[^{mark}]*(?:\s|^){mark}\S"
    if (
        mark in "\"'"
        and value[-1] == mark
        and (re.match(nested, inner) or not re.search(r"(?<!\w)'|'(?!\w)|\"", inner))
    ):
        # a quotation in marks of the same kind, or an apostrophe between two that stand for marks
        return f"{match[1]}{json.dumps(inner, ensure_ascii=False)}"
    breaks = value[0] in "@%`\"'" or re.search(r":(?:\s|$)|\s#", value)
    return f"{match[1]}{json.dumps(value, ensure_ascii=False)}" if breaks else match[0]


def _values(text: str) -> tuple[dict[str, object], tuple[Loss, ...]]:
    if re.search(r"(?m)^\t", text):
        text = text.expandtabs(4)
    root = compose(text)
    if root is None or (isinstance(root, Scalar) and root.tag == "null"):
        return {}, ()
    if not isinstance(root, Mapping):
        raise YamlError("the front matter is not keys and values", root.start, root.end)
    found: dict[str, object] = {}
    for key, entry in root.entries.items():
        try:
            found[key] = plain(entry.value)
        except ValueError:  # a day that does not exist, a number beyond bounds
            found[key] = text[entry.value.start : entry.value.end].strip()
    twice = (Loss(f"key {again.key.text}", "stands twice; only the last one counts") for _, again in root.duplicates)
    return found, tuple(twice)


def _toml(text: str, before: int) -> dict[str, object]:
    if many := many_parts(text):
        raise DialectError("a name of more than 200 parts", before + text.count("\n", 0, many.start()) + 1)
    try:
        return dict(tomllib.loads(text.replace("\r\n", "\n")))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"at line (\d+)", str(error))
        line = before + (int(place[1]) if place else text.count("\n"))
        raise DialectError(re.sub(r" \(at .*\)$", "", str(error)), line) from error


def _json(text: str, before: int) -> tuple[dict[str, object], int]:
    try:
        data, end = json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as error:
        raise DialectError(error.msg, before + error.lineno) from error
    except RecursionError as error:
        raise DialectError("nested too deep", before + 1) from error
    if not isinstance(data, dict):
        raise DialectError("the front matter is not keys and values", before + 1)
    return data, end


def as_value(value: object) -> Value:
    """Return any value of YAML, TOML or JSON as one that our front matter can hold."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value
        case time() | float():
            return str(value)
        case dict():
            return {str(key): as_value(item) for key, item in value.items()}
        case list() | tuple():
            return [as_value(item) for item in value]
    return str(value)
