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
from clinic_cli.importers.columns import SURNAMES, spaced, target_of
from clinic_cli.importers.dialects import as_value
from clinic_cli.importers.material import Imported, ImportedTestimonial, LeftOut, Loss, Mapped
from clinic_cli.importers.text import decode_text, is_json, read_so_far

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from clinic_cli.content.yamltext import Value
    from clinic_cli.importers.material import Options

_CHOICES: Final = {name: field.choices for name, field in TESTIMONIAL.by_name.items() if field.choices}
_LARGEST: Final = 64_000_000
_MARKS: Final = ",;\t|"
_HIGHEST: Final = 20
"""A title and notes above a table take fewer rows."""
_MOST_LISTED: Final = 40
_DEEPEST: Final = 4
"""How many groups a list of testimonials may stand in."""
_IN_WORDS: Final = {"collected_on": "day", "lang": "language", "id": "testimonial's id"}
_STARS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def read_csv(path: Path, options: Options) -> Iterator[Imported]:
    """Yield a testimonial for each row of a table; raise ClinicError where no column holds the words."""
    text, losses = decode_text(path, _LARGEST)
    _refuse_other(path.name, text)
    if text.lstrip()[:1] in ("[", "{") and is_json(text):
        raise ClinicError(f"{path.name}: this is JSON, and no table", "It comes in with clinic import json.")
    csv.field_size_limit(_LARGEST)
    if told := re.match(r"sep=(.)\r?\n", text):  # which Excel reads, and shows to nobody
        text = text[told.end() :]
    first = text.lstrip().partition("\n")[0]
    mark = told[1] if told else max(_MARKS, key=first.count)
    above = bool(told)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=f"{mark} " in first, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1 + above
    try:
        for row in lines:
            rows.append((line, row))
            line = lines.line_num + 1 + above
    except csv.Error as error:
        raise ClinicError(
            f"{path.name}:{line}: the table cannot be read ({_explain(str(error))}); {read_so_far(max(len(rows) - 1, 0), 'row')}",
            "Save the table again as CSV, whole; inside of a cell, a quotation mark is written twice.",
        ) from error
    at = _header_at([row for _, row in rows[:_HIGHEST]], options.keys)
    header = _named([cell.strip() for cell in rows[at][1]] if rows else [])
    yield from (
        LeftOut(f"{path.name}:{line}", " ".join(" ".join(row).split())[:40], "it stands above the table")
        for line, row in rows[:at]
        if any(cell.strip() for cell in row)
    )
    yield from _records(path.name, header, _complete(rows[at + 1 :], header), options, losses)
    for line, row in rows[at + 1 :]:
        if any(cell.strip() for cell in row[len(header) :]):
            why = f"the row has {len(row)} cells, the header {len(header)}"
            yield LeftOut(f"{path.name}:{line}", row[0][:40], why, faulty=True)


def _complete(rows: list[tuple[int, list[str]]], header: list[str]) -> list[tuple[int, dict[str, object]]]:
    """Return rows by column with their lines; those that hold nothing, or more than the header names, are no records."""
    return [
        (line, dict(zip(header, map(_plain, row), strict=False)))
        for line, row in rows
        if any(cell.strip() for cell in row) and not any(cell.strip() for cell in row[len(header) :])
    ]


def _header_at(rows: list[list[str]], chosen: Mapping[str, str]) -> int:
    """Return which row names the columns: the first with a cell, unless one below it, of several, names the words."""
    filled = [at for at, row in enumerate(rows) if any(cell.strip() for cell in row)] or [0]
    named = (
        at
        for at in filled
        if "quote" in (target_of(cell.strip(), chosen) for cell in rows[at])
        and (at == filled[0] or sum(map(bool, rows[at])) > 1)
    )
    return next(named, filled[0])


def _named(header: list[str]) -> list[str]:
    """Return columns with a name for those that have none, and one of its own for each that have the same."""
    names: dict[str, None] = {}
    for number, cell in enumerate(header, 1):
        name = cell or f"column {number}"
        while name in names:
            name = f"{name} {number}"
        names[name] = None
    return list(names)


def _listed(columns: Iterable[str]) -> str:
    """Return the names of columns as a list that can be read."""
    names = list(columns)
    more = len(names) - _MOST_LISTED
    return ", ".join(names[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _explain(message: str) -> str:
    if "expected after" in message:
        return "a quotation mark stands inside of a cell that begins with one"
    return "a cell's quotation mark is never closed" if "unexpected end" in message else message


def _refuse_other(name: str, text: str) -> None:
    """Raise ClinicError for a text that is no table of testimonials, and could be told for one."""
    start = text.lstrip()[:1000]
    if not start:
        raise ClinicError(f"{name}: the file is empty", "Export it again, and copy the file whole.")
    if re.match(r"<(?:!doctype|html|head|body|\?xml|rss|feed|div|table)\b", start, re.IGNORECASE):
        raise ClinicError(
            f"{name}: this is a web page or XML, and no table",
            "A page comes in with clinic import page, a WordPress export with clinic import wordpress.",
        )


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if re.match(r"'[=+@-]", cell) else cell


def read_json(path: Path, options: Options) -> Iterator[Imported]:
    """Yield a testimonial for each object of a list, of an object that holds one, or of lines of JSON."""
    text, losses = decode_text(path, _LARGEST)
    _refuse_other(path.name, text)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        data = _json_lines(path.name, text, error)
    except RecursionError as error:
        raise ClinicError(
            f"{path.name}: nested too deep to read", "Give a list of objects, one for each testimonial."
        ) from error
    if isinstance(data, dict):
        lists = list(_lists_in(data, _DEEPEST))
        told = (each for each in lists if any("quote" in (target_of(key, options.keys) for key in row) for row in each))
        data = next(told, lists[0] if lists else [] if [] in data.values() else [data])
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


def _lists_in(group: dict[str, object], depth: int) -> Iterator[list[dict[str, object]]]:
    """Yield the lists of groups that stand in a group, or in groups of it."""
    for each in group.values():
        if isinstance(each, list) and each and all(isinstance(row, dict) for row in each):
            yield each
        elif isinstance(each, dict) and depth:
            yield from _lists_in(each, depth - 1)


def _json_lines(name: str, text: str, error: json.JSONDecodeError) -> list[object]:
    found: list[object] = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except (json.JSONDecodeError, RecursionError):
            line_number = number if found else error.lineno
            told = f"this is not JSON, or damaged ({error.msg})" if found or error.pos else "this is not JSON"
            raise ClinicError(
                f"{name}:{line_number}: {told}; {read_so_far(len(found))}",
                "Export it again, and copy the file whole; a table comes in with clinic import csv.",
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
    if not rows and not columns:  # an empty list
        return
    if unknown := [key for key in options.keys if key not in columns]:
        raise ClinicError(f"--map: {name} has no column `{unknown[0]}`", f"Its columns are: {_listed(columns)}.")
    targets = {column: target_of(column, options.keys) for column in columns if column}
    if "quote" not in targets.values():
        listed = _listed(f"`{column}`" for column in targets)
        raise ClinicError(
            f"{name}: no column holds the clients' words; its columns are {listed or 'none'}",
            "Say which one it is: --map COLUMN=quote.",
        )
    counts: Counter[str] = Counter()
    order = {column: number for number, column in enumerate(targets)}
    for place, row in rows:
        filled = {column: row[column] for column in sorted(order.keys() & row.keys(), key=order.__getitem__)}
        counts.update(column for column, value in filled.items() if value not in (None, ""))
        where = f"{name}:{place}" if not unit else f"{name}, {unit}{place}"
        yield _record(where, filled, targets, losses)
    for column, target in targets.items():
        yield Mapped(column, target, counts[column])


def _record(where: str, row: dict[str, object], targets: dict[str, str], losses: list[Loss]) -> Imported:
    losses = list(losses)
    values: dict[str, Value] = {}
    quote = attribution = ""
    for column, value in row.items():
        target = targets[column]
        if value in (None, "", [], {}) or not target:
            continue
        if target == "quote" and not quote:
            value = _inner(value, "text", "body", "content", "html")
            quote = _words(str(value) if not isinstance(value, (list, tuple)) else "\n\n".join(map(str, value)))
        elif target == "attribution" and _names_somebody(value) and (not attribution or spaced(column) in SURNAMES):
            told = keys.line_of(_inner(value, "name", "displayName", "display_name"))
            attribution = f"{attribution} {told}".strip()
        elif target in values or target in ("quote", "attribution"):  # what a second column holds is not lost
            _take(values, column, f"x-{spaced(column).replace(' ', '-')}", value, losses)
        else:
            _take(values, column, target, value, losses)
    if not quote:
        return LeftOut(where, attribution[:40], "there are no words in it", faulty=True)
    if not attribution:
        losses.append(Loss("name", "there is none beside the words"))
    return ImportedTestimonial(where, quote, attribution, values, losses=tuple(losses))


def _names_somebody(value: object) -> bool:
    """Whether a value can be a person's name, and no record's own, as in accounts/1/reviews/2."""
    return not (isinstance(value, str) and re.fullmatch(r"[^\s/]+(?:/[^\s/]+){2,}", value))


def _inner(value: object, *names: str) -> object:
    """Return what a group of keys holds under the first of these names, or a value that is no group as it is."""
    if not isinstance(value, dict):
        return value
    return next((value[name] for name in names if value.get(name)), "")


def _take(values: dict[str, Value], column: str, target: str, value: object, losses: list[Loss]) -> None:
    text = keys.line_of(value)
    kept: Value = as_value(value)
    match target:
        case "rating":
            told = keys.line_of(_inner(value, "ratingValue", "value"))
            number = re.match(r"(\d)(?:\.0+)?(?:\s*(?:/|of|out of)\s*5|\s*stars?)?$", told)
            shown = len(told) if told and set(told) <= {"★", "⭐"} else 0
            stars = int(number[1]) if number else _STARS.get(told.lower().removesuffix(" stars"), shown)
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
    unread = ""
    if kept in (None, ""):
        unread, target, kept = _IN_WORDS.get(target, target), f"x-{target}", as_value(value)
    while target in values:  # of columns whose names differ in case alone
        target = f"{target}-{len(values)}"
    if unread:
        losses.append(Loss(f"{column}: {text}", f"is no {unread} that can be read; it is kept as {target}"))
    values[target] = kept


def _words(text: str) -> str:
    """Return a cell's words as plain paragraphs; what a web form left of HTML is undone."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if re.search(r"</?(?:p|br|div|b|i|em|strong|span)\b[^>]*>", text, re.IGNORECASE):
        text = re.sub(r"(?i)<br\s*/?>\n?", "\n", re.sub(r"(?i)</(?:p|div)>\s*", "\n\n", text))
        text = re.sub(r"<[A-Za-z/][^>]*>", "", text)
    text = html.unescape(text).replace("\xa0", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()
