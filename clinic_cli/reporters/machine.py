"""Values for machines: JSON and CSV without anything that a terminal or a build server would obey."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from clinic_cli.reporters.text import visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

# what JSON lets stand: control characters from DEL on, directions and their overrides, line ends that some know, and
# the old form of a build server's command, which counts in the middle of a line too
_OBEYED: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|#(?=#\\[)")


def to_json(value: object, indent: int | None = 2) -> str:
    """Return a value as JSON, with a line end; `indent` None keeps it to one line."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def to_csv(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV in which no cell is a formula, and control characters are shown."""
    import csv
    import io

    from clinic_cli.exporters.csv import inert

    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([inert(visible_lines(cell)) for cell in row] for row in rows)
    return stream.getvalue()
