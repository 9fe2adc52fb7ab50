"""Values for machines: JSON and CSV without anything that a terminal or a build server would obey."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from clinic_cli.content.regex import Regex
from clinic_cli.reporters.text import visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

# what JSON lets stand: control characters from DEL on, directions and their overrides, line ends that some know, and
# the old form of a build server's command, which counts in the middle of a line too
_OBEYED: Final = Regex("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|#(?=#\\[)")


def to_json(value: object, indent: int | None = 2) -> str:
    """Return a value as JSON, with a line end; `indent` None keeps it to one line."""
    return _inert(json.dumps(value, ensure_ascii=False, indent=indent)) + "\n"


def to_json_lines(rows: Iterable[object]) -> list[str]:
    """Return a line of JSON for each row, without its line end."""
    # one encoder for all, as Python's quick one knows no indentation; no mark that is obeyed is printable, but for one
    lines = map(json.JSONEncoder(ensure_ascii=False).encode, rows)
    return [line if line.isprintable() and "#[" not in line else _inert(line) for line in lines]


def to_json_table(name: str, rows: Iterable[object], **head: object) -> str:
    """Return a JSON object of `head` and a list of rows, each row on a line of its own, so that changes show in a diff."""
    lines = ",\n  ".join(to_json_lines(rows))
    opening = json.dumps({**head, name: []})[:-2]
    return f"{opening}\n  {lines}\n]}}\n" if lines else f"{opening}]}}\n"


def _inert(text: str) -> str:
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def to_csv(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV in which no cell is a formula, and control characters are shown."""
    import csv
    import io

    from clinic_cli.exporters.csv import inert

    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([inert(visible_lines(cell)) for cell in row] for row in rows)
    return stream.getvalue()
