"""What is wrong with a text that is not TOML: tomllib's words turned into a place, a sentence and a next step."""

from __future__ import annotations

import re
from typing import Final

from clinic_cli.content.regex import Regex
from clinic_cli.source import LineIndex, Location

_AT: Final = Regex(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_STATEMENT: Final = Regex(r"""^[ \t]*[\w."'-]+[ \t]*=[ \t]*""", re.MULTILINE)
_DAY: Final = Regex(r"\d{4}-\d{1,2}-\d{1,2}")
_QUOTE_OPENED: Final = Regex(r"""[=\[,{][ \t]*(["'])""")

# words of tomllib's message, ours, and what to do
_MEANINGS: Final = (
    ("Expected newline", "more stands behind the value", "Put quotes around text, and each key on a line of its own."),
    ("Expected '='", "a key without an equals sign", 'Write it as `key = "value"`.'),
    ("Invalid value", "a value that TOML does not know", "Put quotes around text."),
    ("initial character", "a line that begins with neither a key nor a table", "Write `key = value`, or `[table]`."),
    ("Invalid statement", "a line that begins with neither a key nor a table", "Write `key = value`, or `[table]`."),
    ("at the end of a", "a bracket that is never closed", "Close the bracket."),
)
_TWICE: Final = ("Cannot overwrite", "Cannot declare", "Cannot redefine", "Cannot mutate", "Duplicate")


class TomlError(ValueError):
    """Say why a text is not TOML, with the 1-based line and column of the fault."""

    def __init__(self, message: str, line: int, column: int, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.help = help


def explain_toml(text: str, words: str) -> TomlError:
    """Return the error of a text that tomllib could not parse, at the place where its writer went wrong."""
    lines = LineIndex(text)
    match = _AT.search(words)
    at = lines.offset(Location(int(match[1]), int(match[2]))) if match and match[1] else len(text)
    at, message, help = _explain(text, min(at, len(text)), words[: match.start()] if match else words)
    return TomlError(message, *lines.location(at), help)


def _explain(text: str, at: int, words: str) -> tuple[int, str, str]:
    line = text.rfind("\n", 0, at) + 1
    if words.startswith(("Illegal character '\\n'", "Unterminated string")):
        opened = list(_QUOTE_OPENED.finditer(text, line, at)) or list(_QUOTE_OPENED.finditer(text, 0, at))
        return opened[-1].start(1) if opened else at, "a quotation mark that is never closed", "Close it."
    if "llegal character" in words or "invalid character" in words:
        return (
            at,
            f"a character that TOML does not allow (U+{ord(text[at]):04X})" if at < len(text) else words,
            "Delete it.",
        )
    if "\\" in words or "hex value" in words or "Escaped" in words:
        slash = max(text.rfind("\\", line, at), line)
        return slash, "a backslash that means nothing here", "Write it twice, or put the text in single quotes."
    if words.startswith("Unclosed"):
        begun = [match.end() for match in _STATEMENT.finditer(text, 0, at)]
        return begun[-1] if begun else at, "a bracket that is never closed, or a comma missing", "Close the bracket."
    if words.startswith(_TWICE):
        start = line + len(text[line:]) - len(text[line:].lstrip(" \t"))
        return start, "what stands here, stands above already", "Keep one of the two."
    if "Invalid value" in words and not text[at : at + 1].strip():
        return at, "a key without a value", 'Write it as `key = "value"`.'
    day = _DAY.search(text, line)
    if day and day.start() <= at <= day.end():
        return day.start(), "a day that is in no calendar", "Write the date as year-month-day, such as 2026-03-01."
    for trigger, message, help in _MEANINGS:
        if trigger in words:
            return at, message, help
    return at, words, "Correct the line; see `clinic schema config`."
