"""Values as YAML text that every reader takes back the same."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, TypeAlias

from clinic_cli.content.regex import Regex
from clinic_cli.content.yamltree import Scalar, YamlError, compose

Value: TypeAlias = "str | int | bool | date | list[Value] | tuple[Value, ...] | dict[str, Value] | None"

_PLAIN: Final = Regex(r"[^\W_][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff:#\[\]{},\"'`|>&*!%@\\]*")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNPRINTABLE: Final = Regex(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def scalar_text(value: str | int | bool | date | None) -> str:
    """Return a scalar on one line: plain where every reader of YAML 1.1 or 1.2 takes it for the same, quoted elsewhere."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, date)):
        return str(value)
    if (
        _PLAIN.fullmatch(value)
        and value == value.strip()
        and not _UNPRINTABLE.search(value)
        and not re.fullmatch(r"[-+.\d][\w.+:-]*|y|n|yes|no|on|off|true|false|null", value, re.IGNORECASE)
        and _reads_as_itself(value)
    ):
        return value
    if "'" not in value and not _UNPRINTABLE.search(value) and '"' in value:
        return f"'{value}'"
    return (
        '"'
        + _UNPRINTABLE.pattern.sub(lambda match: _escape(match[0]), value.replace("\\", "\\\\").replace('"', '\\"'))
        + '"'
    )


def flow_text(value: str | int | bool | date | None) -> str:
    """Return a scalar as it stands between brackets or braces, where PyYAML's own parser stops at a question mark."""
    text = scalar_text(value)
    return f'"{text}"' if text == value and "?" in text else text


@lru_cache(maxsize=1024)
def _reads_as_itself(value: str) -> bool:
    """Whether plain YAML gives a text back as the same text; a key that stands in every file is read once."""
    try:
        node = compose(f"- {value}\n")
    except YamlError:
        return False
    item = getattr(node, "items", (None,))[0]
    return isinstance(item, Scalar) and item.tag == "str" and item.text == value


def _escape(character: str) -> str:
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:  # no reader takes one back: it stays, so that no file can be encoded with it
        return character
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def block_text(value: str, indent: str) -> str:
    """Return prose as a literal block with its lines indented, quoted on one line where a block cannot hold it."""
    lines = value.split("\n")
    if (
        not value.strip()
        or value != value.strip()
        or _UNPRINTABLE.search(value.replace("\n", ""))
        or any(line != line.rstrip() for line in lines)
    ):
        return scalar_text(value)
    return "|-\n" + "\n".join(indent + line if line else "" for line in lines)


def value_text(value: Value, indent: str = "") -> str:
    """Return a value as it stands behind `key: `; groups and lists of groups begin on the next line, indented."""
    if isinstance(value, str):
        return block_text(value, indent + "  ") if "\n" in value else scalar_text(value)
    if isinstance(value, dict):
        inner = indent + "  "
        return "".join(f"\n{inner}{entry_text(key, item, inner)}" for key, item in value.items()) if value else "{}"
    if isinstance(value, (list, tuple)):
        if any(isinstance(item, (dict, list, tuple)) or (isinstance(item, str) and "\n" in item) for item in value):
            return "".join(f"\n{indent}  - {_item_text(item, indent + '    ')}" for item in value)
        return "[" + ", ".join(flow_text(item) for item in value if not isinstance(item, (dict, list, tuple))) + "]"
    return scalar_text(value)


def entry_text(key: str, value: Value, indent: str = "") -> str:
    """Return `key: value`, without indentation on its first line."""
    text = value_text(value, indent)
    return f"{scalar_text(key)}:{'' if text.startswith(chr(10)) else ' '}{text}"


def _item_text(value: Value, indent: str) -> str:
    if isinstance(value, dict) and value:
        return f"\n{indent}".join(entry_text(key, item, indent) for key, item in value.items())
    return value_text(value, indent)


def record_text(record: dict[str, Value]) -> str:
    """Return a mapping as an item of a block list, with the line end behind it."""
    return f"- {_item_text(record, '  ')}\n"


def document_text(mapping: dict[str, Value]) -> str:
    """Return a mapping as a document, a line or block a key."""
    return "".join(f"{entry_text(key, value)}\n" for key, value in mapping.items())
