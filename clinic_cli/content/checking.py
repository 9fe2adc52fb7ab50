"""Validation of a YAML tree against the schema: typed values out, every fault as a problem at its exact place."""

from __future__ import annotations

import contextlib
import difflib
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from clinic_cli.content.yamltree import Entry, Mapping, Node, Scalar, Sequence, construct
from clinic_cli.diagnostics import Edit, Fix
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from clinic_cli.content.schema import Field


MAX_TEXT: Final = 200_000
"""How many characters one value may have: what is longer is a file that was pasted by mistake."""


class Problem(NamedTuple):
    """A fault found while parsing, under the name of the rule that reports it.

    `meant` is the known key that a misspelt one most likely stands for, so that nobody asks for that key too.
    """

    rule: str
    span: Span
    message: str
    help: str = ""
    fix: Fix | None = None
    meant: str = ""


class Wording(NamedTuple):
    """How a next step is written in the language of a file, with places for names."""

    pair: str
    line: str
    prose: str
    group: str
    items: str


YAML: Final = Wording(
    pair="{}: ...",
    line="Write it as `{}: ...` on one line.",
    prose="Write `{}: |`, and the words below it, indented.",
    group="Write its keys ({}) below it, indented.",
    items="Begin each {} on its own line with a dash.",
)
TOML: Final = Wording(
    pair="{} = ...",
    line='Write it as `{} = "..."`.',
    prose='Write it as `{} = "..."`.',
    group="Write it as a table, with keys of its own ({}).",
    items="Write each {} in quotes, between brackets.",
)


@dataclass(frozen=True, slots=True)
class Values:
    """Validated values of one mapping, by key; what was missing or faulty is simply not there."""

    items: dict[str, object]

    def line(self, name: str) -> str:
        """Return a text, "" where there is none."""
        value = self.items.get(name)
        return value if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        """Return a boolean, False where there is none."""
        return self.items.get(name) is True

    def day(self, name: str) -> date | None:
        """Return a date, or None."""
        value = self.items.get(name)
        return value if isinstance(value, date) else None

    def number(self, name: str) -> int | None:
        """Return an integer, or None."""
        value = self.items.get(name)
        return value if isinstance(value, int) else None

    def lines(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty where there is none."""
        value = self.items.get(name)
        return tuple([item for item in value if isinstance(item, str)]) if isinstance(value, tuple) else ()

    def values(self, name: str) -> Values | None:
        """Return a nested mapping, or None."""
        value = self.items.get(name)
        return value if isinstance(value, Values) else None

    def listed(self, name: str) -> tuple[Values, ...]:
        """Return a list of mappings, empty where there is none."""
        value = self.items.get(name)
        return tuple(item for item in value if isinstance(item, Values)) if isinstance(value, tuple) else ()

    def named(self) -> dict[str, Values]:
        """Return the mappings of an open mapping, by the user's names."""
        return {name: value for name, value in self.items.items() if isinstance(value, Values)}


class Checker:
    """Check mappings of one document; problems and foreign keys gather as it goes."""

    def __init__(self, zone: ZoneInfo | None = None, wording: Wording = YAML) -> None:
        self.zone = zone
        self.wording = wording
        self.problems: list[Problem] = []
        self.foreign: list[Scalar] = []

    def mapping(self, node: Mapping, field: Field, *, missing_at: Span) -> Values:
        """Return the values of a mapping that its schema accepts."""
        found: dict[str, object] = {}
        for first, again in node.duplicates:
            child = field.by_name.get(again.key.text)
            shown = "" if child is None or child.private or child.kind == "text" else _shown(first.value)
            self.report(
                "duplicate-key",
                again.key.span,
                f"`{shorten(again.key.text)}` stands here a second time; only this one counts.",
                f"Keep one of the two; the first is worth a look: {shown}." if shown else "Keep one of the two.",
            )
        if field.open:
            return Values(self._open(node, field))
        known = field.by_name
        for key, entry in node.entries.items():
            child = known.get(key)
            if child is None:
                self._unknown_key(entry, field, node)
                continue
            value = self.value(entry.value, child)
            if value is not None and value != "":
                found[key] = value
        meant = {problem.meant for problem in self.problems}
        for child in field.required_fields:
            if child.name not in found and child.name not in meant and not self._is_reported(node.get(child.name)):
                entry_at = node.entries.get(child.name)
                span = (
                    missing_at
                    if entry_at is None
                    else entry_at.value.span
                    if entry_at.value.end > entry_at.value.start
                    else entry_at.key.span
                )
                rule = "missing-title" if child.name == "title" else "missing-field"
                self.report(
                    rule,
                    span,
                    f"The {field.name} has no {child.name}.",
                    f"Write `{self.wording.pair.format(child.name)}` ({child.doc.rstrip('.').lower()}).",
                )
        return Values(found)

    def _open(self, node: Mapping, field: Field) -> dict[str, object]:
        """Return the values of a mapping whose keys are the user's own."""
        if field.items is None:
            return {key: self._anything(entry.value) for key, entry in node.entries.items()}
        found = {key: self.value(entry.value, field.items) for key, entry in node.entries.items()}
        return {key: value for key, value in found.items() if value is not None}

    def _anything(self, node: Node) -> object:
        try:
            return plain(node)
        except ValueError:
            self.report("wrong-type", node.span, "A value of a kind that no option takes.", "Write text or a number.")
            return None

    def _is_reported(self, node: Node | None) -> bool:
        return node is not None and any(problem.span == node.span for problem in self.problems)

    def report(
        self, rule: str, span: Span, message: str, help: str = "", fix: Fix | None = None, meant: str = ""
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(rule, span, message, help, fix, meant))

    def _unknown_key(self, entry: Entry, field: Field, node: Mapping) -> None:
        key = entry.key
        if key.text.startswith("x-"):
            return
        if key.tag != "str":
            self.report(
                "wrong-type",
                key.span,
                f"A key must be text, but `{shorten(key.text)}` is read as {_spoken(key)}.",
                "Put quotes around the key, or write another.",
            )
            return
        near = closest(key.text, tuple(child.name for child in field.fields))
        if near:
            fix = (
                None
                if key.style or key.alias or entry.merged or near in node.entries
                else Fix((Edit(key.span, near),), safe=False, title=f"rename to {near}")
            )
            self.report(
                "unknown-key",
                key.span,
                f"There is no key `{shorten(key.text)}`; did you mean `{near}`?",
                f"Rename it to `{near}`, or begin it with x- if it is your own.",
                fix,
                near,
            )
        elif field.name == "consent":
            self.report(
                "unknown-key",
                key.span,
                f"There is no key `{shorten(key.text)}` in a consent.",
                "Known keys: " + ", ".join(child.name for child in field.fields) + ".",
            )
        else:
            self.foreign.append(key)

    def value(self, node: Node, field: Field) -> object:
        """Return one value in Python's terms, or None where it is empty or faulty."""
        if type(node) is Scalar and node.tag == "null":
            return None
        kind = field.kind
        if kind == "list":
            return self._list(node, field)
        if kind == "mapping":
            return self._mapping(node, field)
        if type(node) is not Scalar:
            written = "a list" if isinstance(node, Sequence) else "a group of keys"
            self.report(
                "wrong-type",
                node.span,
                f"`{field.name}` is {_WANTED[kind]}, not {written}.",
                (self.wording.prose if kind == "text" else self.wording.line).format(field.name),
            )
            return None
        return self._readers[kind](self, node, field)

    def _list(self, node: Node, field: Field) -> object:
        item = field.items
        assert item is not None
        if isinstance(node, Sequence):
            values = [self.value(child, item) for child in node.items]
        elif field.single or isinstance(node, Scalar):
            if not field.single:
                self.report(
                    "wrong-type",
                    node.span,
                    f"`{field.name}` is a list, not {_spoken(node)}.",
                    self.wording.items.format(item.name),
                )
                return None
            values = [self.value(node, item)]
        else:
            self.report(
                "wrong-type",
                node.span,
                f"`{field.name}` is a list, not a group of keys.",
                self.wording.items.format(item.name),
            )
            return None
        return tuple([value for value in values if value is not None and value != ""])

    def _mapping(self, node: Node, field: Field) -> object:
        if isinstance(node, Mapping):
            return self.mapping(node, field, missing_at=node.span)
        if field.shorthand and isinstance(node, Scalar) and (child := field.by_name.get(field.shorthand)):
            text = self.value(node, child)
            return None if text is None else Values({field.shorthand: text})
        kind = "a list" if isinstance(node, Sequence) else _spoken(node)
        names = ", ".join((*(child.name for child in field.fields[:4]), "..."))
        self.report(
            "wrong-type",
            node.span,
            f"`{field.name}` is a group of keys, not {kind}.",
            self.wording.group.format(names),
        )
        return None

    def _line(self, node: Scalar, field: Field) -> str | None:
        text = self._text(node, field)
        if text is None:
            return None
        text = text.strip()
        if "\n" in text:
            self.report("invalid-value", node.span, f"`{field.name}` goes over several lines.", "Write it as one line.")
            return None
        if field.pattern and text and not _compiled(field.pattern).fullmatch(text):
            self.report(
                "invalid-value",
                node.span,
                f"`{shorten(text)}` is not a valid {field.name}: it takes {field.says}.",
                f"Write {field.says}.",
            )
            return None
        return text

    def _text(self, node: Scalar, field: Field) -> str | None:
        if len(node.text) > MAX_TEXT:
            self.report(
                "invalid-value",
                Span(node.start, node.start + 1),
                f"`{field.name}` is too long to be read ({len(node.text):,} characters; {MAX_TEXT:,} at most).",
                "Shorten it.",
            )
            return None
        if node.tag == "str" and (node.style or not _NUMBER_ELSEWHERE.fullmatch(node.text)):
            return node.text
        fix = (
            None
            if node.style or node.alias or "'" in node.text
            else Fix((Edit(node.span, f"'{node.text}'"),), title="put quotes around it")
        )
        read = "a number by other tools" if node.tag == "str" else _spoken(node)
        self.report(
            "wrong-type",
            node.span,
            f"`{shorten(node.text)}` is read as {read}, but `{field.name}` is text.",
            "Put quotes around it.",
            fix,
        )
        return None

    def _choice(self, node: Scalar, field: Field) -> str | None:
        text = node.text.strip()
        if text in field.choices and node.tag == "str":
            return text
        near = closest(text, field.choices)
        meant = f"; did you mean `{near}`?" if near else "."
        read = f" (read as {_spoken(node)})" if node.tag != "str" else ""
        fix = (
            Fix((Edit(node.span, near),), safe=False, title=f"write {near}")
            if near and not node.style and not node.alias
            else None
        )
        self.report(
            "invalid-value",
            node.span,
            f"`{shorten(text)}`{read} is no value for `{field.name}`{meant}",
            f"Write one of: {', '.join(field.choices)}.",
            fix,
        )
        return None

    def _boolean(self, node: Scalar, field: Field) -> bool | None:
        value = _constructed(node)
        if isinstance(value, bool):
            return value
        self.report(
            "wrong-type",
            node.span,
            f"`{field.name}` is true or false, not {_spoken(node)}.",
            "Write true or false, without quotes.",
        )
        return None

    def _integer(self, node: Scalar, field: Field) -> int | None:
        value = _constructed(node)
        if not isinstance(value, int) or isinstance(value, bool):
            self.report(
                "wrong-type",
                node.span,
                f"`{field.name}` is a whole number, but `{shorten(node.text)}` is read as {_spoken(node)}.",
                "Write digits only, without quotes.",
            )
            return None
        if (field.minimum is not None and value < field.minimum) or (
            field.maximum is not None and value > field.maximum
        ):
            self.report(
                "invalid-value",
                node.span,
                f"`{field.name}` goes from {field.minimum} to {field.maximum}, and this is {shorten(node.text)}.",
                "Correct the number.",
            )
            return None
        return value

    def _date(self, node: Scalar, field: Field) -> date | None:
        value = _constructed(node)
        if isinstance(value, str):
            with contextlib.suppress(ValueError):
                value = read_date(value)
        if isinstance(value, datetime):
            return day_of(value, self.zone)
        if isinstance(value, date):
            return value
        self._not_a_day(node, field)
        return None

    def _not_a_day(self, node: Scalar, field: Field) -> None:
        """Report a value that is no date, and say why not in words."""
        text = node.text.strip()
        help = "Write the date as year-month-day, such as 2026-03-01."
        match = _DAY.match(text) if node.tag in ("str", "timestamp") else None
        if match is None:
            message = f"`{field.name}` is a date, but `{shorten(text)}` is read as {_spoken(node)}."
            self.report("wrong-type", node.span, message, help)
            return
        fix: Fix | None = None
        try:
            day = date(*map(int, match.groups()))
        except ValueError:
            message = f"`{shorten(text)}` is not a day of any calendar."
        else:
            if match.end() < len(text):
                message = f"`{shorten(text)}` is a day with a time that cannot be read."
            else:
                message = f"`{text}` lacks a zero: the month and the day have two digits each."
                help = f"Write {day}."
                fix = None if node.style or node.alias else Fix((Edit(node.span, str(day)),), title=f"write {day}")
        self.report("invalid-value", node.span, message, help, fix)

    _readers: ClassVar[dict[str, Callable[[Checker, Scalar, Field], object]]] = {
        "line": _line,
        "text": _text,
        "date": _date,
        "boolean": _boolean,
        "integer": _integer,
        "choice": _choice,
    }


_NUMBER_ELSEWHERE: Final = re.compile(r"[-+]?(?:\d+\.?|\d*\.\d+)[eE][-+]?\d+|0o[0-7]+")
"""What YAML 1.2, and so editors and other tools, reads as a number, and YAML 1.1 as text."""
_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WANTED: Final = {
    "line": "text",
    "text": "text",
    "date": "a date",
    "boolean": "true or false",
    "integer": "a whole number",
    "choice": "one word",
}


def read_date(text: str) -> date | datetime:
    """Return the day, or the moment, that ISO 8601 text names; raise ValueError for anything else."""
    text = text.strip()
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else datetime.fromisoformat(text)


def day_of(moment: datetime, zone: ZoneInfo | None) -> date:
    """Return the day on which a moment falls in the clinic's time zone; one without a zone is taken as local."""
    if moment.tzinfo is None or zone is None:
        return moment.date()
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return moment.date()


def shorten(text: str) -> str:
    """Return a text as a sentence can quote it between backticks: on one line, without any, cut where it is too long."""
    line = " ".join(text.replace("`", "'").split())
    return line if len(line) <= 60 else line[:59] + "…"


def closest(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known word that a misspelt one most likely means, or None."""
    folded = word.strip().lower().replace("-", "_")
    by_folded = {name.lower().replace("-", "_"): name for name in known}
    if folded in by_folded:
        return by_folded[folded]
    if len(folded) > _LONGEST_WORD:
        return None
    near = difflib.get_close_matches(folded, by_folded, 1, 0.8)
    if near:
        return by_folded[near[0]]
    # two letters in each other's place weigh too much in short words
    swapped = {folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :] for at in range(len(folded) - 1)}
    return next((name for each, name in by_folded.items() if each in swapped), None)


_LONGEST_WORD: Final = 100
"""What is longer is no misspelt key, and comparing it would take its time."""


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def plain(node: Node) -> object:
    """Return a tree as plain Python values, what no schema describes; raise ValueError as `construct` does."""
    if isinstance(node, Mapping):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return construct(node)


def _constructed(node: Scalar) -> object:
    """Return a scalar's value, or None where `yaml.safe_load` would stop at it."""
    try:
        return construct(node)
    except ValueError:
        return None


def _shown(node: Node) -> str:
    return (
        f"`{shorten(node.text)}`"
        if isinstance(node, Scalar)
        else "a list"
        if isinstance(node, Sequence)
        else "a group of keys"
    )


def _spoken(node: Node) -> str:
    """Say in words what YAML makes of a value."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a group of keys"
    try:
        value = construct(node)
    except ValueError:
        return "a date that does not exist" if node.tag == "timestamp" else "something that cannot be"
    match value:
        case None:
            return "empty"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}" if abs(value) < 1e18 else "a huge number"
        case date():
            return "a date"
        case _:
            return "text"
