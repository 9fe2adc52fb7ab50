"""Tables of testimonials: CSV from a spreadsheet, JSON from a form or another tool."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from clinic_cli.content.schema import TESTIMONIAL, TESTIMONIAL_ID
from clinic_cli.errors import ClinicError
from clinic_cli.importers import keys
from clinic_cli.importers.dialects import as_value
from clinic_cli.importers.material import Imported, ImportedTestimonial, LeftOut, Loss, Mapped
from clinic_cli.importers.text import decode_text, read_so_far

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from clinic_cli.content.yamltext import Value
    from clinic_cli.importers.material import Options

COLUMNS: Final = {
    **{name: name for name in ("id", "quote", "attribution", "rating", "source", "collected_on", "notes", "tags", "lang", "relationship", "origin", "disclosure")},
    "testimonial": "quote", "text": "quote", "words": "quote", "review": "quote", "review text": "quote", "comment": "quote", "comments": "quote",
    "message": "quote", "feedback": "quote", "body": "quote", "content": "quote", "your testimonial": "quote", "client testimonial": "quote",
    "reviewbody": "quote", "paragraphs": "quote", "statement": "quote",
    "name": "attribution", "client": "attribution", "client name": "attribution", "author": "attribution", "from": "attribution", "by": "attribution",
    "signed": "attribution", "display name": "attribution", "initials": "attribution", "reviewer": "attribution", "your name": "attribution",
    "stars": "rating", "score": "rating", "star rating": "rating", "ratingvalue": "rating", "reviewrating": "rating",
    "date": "collected_on", "received": "collected_on", "submitted": "collected_on", "timestamp": "collected_on", "created": "collected_on",
    "created at": "collected_on", "collected": "collected_on", "date received": "collected_on", "review date": "collected_on", "datepublished": "collected_on",
    "platform": "source", "where": "source", "channel": "source", "site": "source",
    "note": "notes", "internal notes": "notes", "tag": "tags", "topic": "tags", "topics": "tags", "category": "tags", "categories": "tags", "service": "tags",
    "language": "lang",
}  # fmt: skip
"""Columns in lower case, and what they become; any other is kept under x-. Consent is recorded by hand, never taken over."""
TARGETS: Final = tuple(dict.fromkeys(COLUMNS.values()))
_CHOICES: Final = {name: field.choices for name, field in TESTIMONIAL.by_name.items() if field.choices}
_LARGEST: Final = 64_000_000
_MARKS: Final = ",;\t|"


def read_csv(path: Path, options: Options) -> Iterator[Imported]:
    """Yield a testimonial for each row of a table; raise ClinicError where no column holds the words."""
    text, losses = decode_text(path, _LARGEST)
    csv.field_size_limit(_LARGEST)
    first = text.lstrip().partition("\n")[0]
    mark = max(_MARKS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=f"{mark} " in first, strict=True)
    rows: list[tuple[int, dict[str, object]]] = []
    faulty: list[LeftOut] = []
    try:
        header = [cell.strip() for cell in next(lines, [])]
        line = lines.line_num + 1
        for row in lines:
            if any(cell.strip() for cell in row[len(header) :]):
                why = f"the row has {len(row)} cells, the header {len(header)}"
                faulty.append(LeftOut(f"{path.name}:{line}", row[0][:40], why, faulty=True))
            elif any(cell.strip() for cell in row):
                rows.append((line, dict(zip(header, map(_plain, row), strict=False))))
            line = lines.line_num + 1
    except csv.Error as error:
        raise ClinicError(
            f"{path.name}:{lines.line_num}: the table cannot be read ({error}); {read_so_far(len(rows), 'row')}",
            "Save the table again as CSV, whole.",
        ) from error
    yield from _records(path.name, header, rows, options, losses)
    yield from faulty


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if re.match(r"'[=+@-]", cell) else cell


def read_json(path: Path, options: Options) -> Iterator[Imported]:
    """Yield a testimonial for each object of a list, of an object that holds one, or of lines of JSON."""
    text, losses = decode_text(path, _LARGEST)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        data = _json_lines(path.name, text, error)
    except RecursionError as error:
        raise ClinicError(
            f"{path.name}: nested too deep to read", "Give a list of objects, one for each testimonial."
        ) from error
    if isinstance(data, dict):
        lists = [each for each in data.values() if isinstance(each, list) and each and isinstance(each[0], dict)]
        data = lists[0] if lists else [data]
    if not isinstance(data, list):
        raise ClinicError(
            f"{path.name}: there is no list of testimonials in it", "Give a list of objects, one for each testimonial."
        )
    rows: list[tuple[int, dict[str, object]]] = []
    for number, each in enumerate(data, 1):
        if isinstance(each, dict):
            rows.append((number, each))
        else:
            yield LeftOut(f"{path.name}, item {number}", str(each)[:40], "it is no group of keys", faulty=True)
    yield from _records(
        path.name, list(dict.fromkeys(key for _, row in rows for key in row)), rows, options, losses, "item "
    )


def _json_lines(name: str, text: str, error: json.JSONDecodeError) -> list[object]:
    found: list[object] = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except (json.JSONDecodeError, RecursionError):
            line_number = number if found else error.lineno
            raise ClinicError(
                f"{name}:{line_number}: this is not JSON ({error.msg}); {read_so_far(len(found))}",
                "Export it again, and copy the file whole.",
            ) from error
    return found


def _records(
    name: str,
    columns: list[str],
    rows: list[tuple[int, dict[str, object]]],
    options: Options,
    losses: list[Loss],
    unit: str = "",
) -> Iterator[Imported]:
    if unknown := [key for key in options.keys if key not in columns]:
        raise ClinicError(f"--map: {name} has no column `{unknown[0]}`", f"Its columns are: {', '.join(columns)}.")
    targets = {column: _target(column, options.keys) for column in columns if column}
    if "quote" not in targets.values():
        listed = ", ".join(f"`{column}`" for column in targets) or "none"
        raise ClinicError(
            f"{name}: no column holds the clients' words; its columns are {listed}",
            "Say which one it is: --map COLUMN=quote.",
        )
    counts: Counter[str] = Counter()
    for place, row in rows:
        counts.update(column for column in targets if row.get(column) not in (None, ""))
        where = f"{name}:{place}" if not unit else f"{name}, {unit}{place}"
        yield _record(where, row, targets, losses)
    for column, target in targets.items():
        yield Mapped(column, target, counts[column])


def _target(column: str, chosen: Mapping[str, str]) -> str:
    """Return what a column becomes: as somebody chose, by its usual meaning, or under x-; "" where it is left out."""
    if column in chosen:
        return chosen[column]
    if column == "html":  # the same words once more
        return ""
    plain = " ".join(
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).replace("_", " ").replace("-", " ").strip(" ?:*").lower().split()
    )
    return (
        COLUMNS.get(plain)
        or COLUMNS.get(plain.replace(" ", "_"))
        or COLUMNS.get(plain.replace(" ", ""))
        or (column if column.startswith("x-") else f"x-{plain.replace(' ', '-')}")
    )


def _record(where: str, row: dict[str, object], targets: dict[str, str], losses: list[Loss]) -> Imported:
    losses = list(losses)
    values: dict[str, Value] = {}
    quote = attribution = ""
    for column, target in targets.items():
        value = row.get(column)
        if value in (None, "", [], {}) or not target:
            continue
        if target == "quote":
            quote = _words(str(value) if not isinstance(value, (list, tuple)) else "\n\n".join(map(str, value)))
        elif target == "attribution":
            told = keys.line_of(value.get("name") if isinstance(value, dict) else value)
            attribution = f"{attribution} {told}".strip() if attribution else told
        else:
            _take(values, column, target, value, losses)
    if not quote:
        return LeftOut(where, attribution[:40], "there are no words in it", faulty=True)
    if not attribution:
        losses.append(Loss("name", "there is none beside the words"))
    return ImportedTestimonial(where, quote, attribution, values, losses=tuple(losses))


def _take(values: dict[str, Value], column: str, target: str, value: object, losses: list[Loss]) -> None:
    text = keys.line_of(value)
    kept: Value = as_value(value)
    match target:
        case "rating":
            number = re.match(
                r"(\d)(?:\.0+)?(?:\s*(?:/|of|out of)\s*5|\s*stars?)?$",
                keys.line_of(value.get("ratingValue") if isinstance(value, dict) else value),
            )
            stars = int(number[1]) if number else len(text) if text and set(text) <= {"★", "⭐"} else 0
            kept = stars if 1 <= stars <= 5 else None
        case "collected_on":
            kept = keys.day_of_value(value)
        case "tags":
            kept = list(keys.lines_of(value))
        case "lang":
            kept = keys.language_of(value, [])
        case "id":
            kept = text if re.fullmatch(TESTIMONIAL_ID, text) else None
        case "notes":
            kept = str(value)
        case _ if target in _CHOICES:
            kept = text.lower().replace(" ", "-") if text.lower().replace(" ", "-") in _CHOICES[target] else None
        case _ if not target.startswith("x-"):
            kept = text
    if kept in (None, ""):
        losses.append(Loss(f"{column}: {text}", f"is no {target} that can be read; it is kept under x-"))
        target, kept = f"x-{target}", as_value(value)
    values[target] = kept


def _words(text: str) -> str:
    """Return a cell's words as plain paragraphs; what a web form left of HTML is undone."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if re.search(r"</?(?:p|br|div|b|i|em|strong|span)\b[^>]*>", text, re.IGNORECASE):
        text = re.sub(r"(?i)<br\s*/?>\n?", "\n", re.sub(r"(?i)</(?:p|div)>\s*", "\n\n", text))
        text = re.sub(r"<[A-Za-z/][^>]*>", "", text)
    text = html.unescape(text).replace("\xa0", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()
