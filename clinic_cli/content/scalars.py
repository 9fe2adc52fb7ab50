"""Validation of single values: what a text, a date or a choice may be, and every fault in words."""

from __future__ import annotations

import contextlib
import re
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from clinic_cli.content.regex import Regex
from clinic_cli.content.values import constructed, day_of, holds_day, read_date, spoken
from clinic_cli.content.words import closest, shorten
from clinic_cli.diagnostics import Edit, Fix
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from clinic_cli.content.schema import Field
    from clinic_cli.content.yamltree import Scalar

MAX_TEXT: Final = 200_000
"""How many characters one value may have: what is longer is a file that was pasted by mistake."""


_NUMBER_ELSEWHERE: Final = Regex(r"[-+]?(?:\d+\.?|\d*\.\d+)[eE][-+]?\d+|0o[0-7]+")
"""What YAML 1.2, and so editors and other tools, reads as a number, and YAML 1.1 as text."""
_NUMBER_BEGINS: Final = "-+.0123456789"
_DAY: Final = Regex(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")


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


class ScalarChecker:
    """Check values of one document; problems gather as it goes."""

    def __init__(self, zone: ZoneInfo | None = None, wording: Wording = YAML) -> None:
        self.zone = zone
        self.wording = wording
        self.problems: list[Problem] = []

    def report(
        self, rule: str, span: Span, message: str, help: str = "", fix: Fix | None = None, meant: str = ""
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(rule, span, message, help, fix, meant))

    def _line(self, node: Scalar, field: Field) -> str | None:
        if field.dateless and len(node.text) <= MAX_TEXT and holds_day(node.text):
            self.report(
                "invalid-value",
                node.span,
                f"`{shorten(node.text)}` looks like a day, and `{field.name}` is an event: no day would end the consent.",
                "Write a last day as `expires_on`, year first, such as 2027-05-31.",
            )
            return None
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
        if node.tag == "str" and (
            node.style or node.text[:1] not in _NUMBER_BEGINS or not _NUMBER_ELSEWHERE.fullmatch(node.text)
        ):
            return node.text
        fix = (
            None
            if node.style or node.alias or "'" in node.text
            else Fix((Edit(node.span, f"'{node.text}'"),), title="put quotes around it")
        )
        read = "a number by other tools" if node.tag == "str" else spoken(node)
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
        read = f" (read as {spoken(node)})" if node.tag != "str" else ""
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
        value = constructed(node)
        if isinstance(value, bool):
            return value
        self.report(
            "wrong-type",
            node.span,
            f"`{field.name}` is true or false, not {spoken(node)}.",
            "Write true or false, without quotes.",
        )
        return None

    def _integer(self, node: Scalar, field: Field) -> int | None:
        value = constructed(node)
        if not isinstance(value, int) or isinstance(value, bool):
            self.report(
                "wrong-type",
                node.span,
                f"`{field.name}` is a whole number, but `{shorten(node.text)}` is read as {spoken(node)}.",
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
        value = constructed(node)
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
            message = f"`{field.name}` is a date, but `{shorten(text)}` is read as {spoken(node)}."
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

    _readers: ClassVar[dict[str, Callable[[ScalarChecker, Scalar, Field], object]]] = {
        "line": _line,
        "text": _text,
        "date": _date,
        "boolean": _boolean,
        "integer": _integer,
        "choice": _choice,
    }


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
