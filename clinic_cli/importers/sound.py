"""Texts without the characters that no file of text holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from clinic_cli.content.yamltext import Value

_UNSOUND: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")


def sound(text: str) -> str:
    """Return a text without control characters, lone surrogates and byte order marks."""
    return _UNSOUND.sub("", text)


def sound_value(value: Value) -> Value:
    """Return a value of front matter with every text in it sound."""
    match value:
        case str():
            return sound(value)
        case dict():
            return {sound(key): sound_value(inner) for key, inner in value.items()}
        case list() | tuple():
            return [sound_value(inner) for inner in value]
    return value
