"""Values of a YAML tree: in Python's terms, validated by key, and said in words."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.regex import Regex
from clinic_cli.content.words import shorten
from clinic_cli.content.yamltree import Mapping, Node, Scalar, Sequence, construct

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Values(NamedTuple):
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


def plain(node: Node) -> object:
    """Return a tree as plain Python values, what no schema describes; raise ValueError as `construct` does."""
    if isinstance(node, Mapping):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return construct(node)


def constructed(node: Scalar) -> object:
    """Return a scalar's value, or None where `yaml.safe_load` would stop at it."""
    try:
        return construct(node)
    except ValueError:
        return None


def read_date(text: str) -> date | datetime:
    """Return the day, or the moment, that ISO 8601 text names; raise ValueError for anything else."""
    text = text.strip()
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else datetime.fromisoformat(text)


_MONTH: Final = (
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_ORDINAL: Final = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_FULL_DAY: Final = Regex(
    rf"(?<!\d)\d{{1,4}} ?([-/.\u2010-\u2015]) ?\d{{1,2}} ?\1 ?\d{{1,4}}(?!\d)"
    rf"|\b(?:{_MONTH})[ /-]?{_ORDINAL}[ ,/-]{{1,2}}\d{{2,4}}\b"
    rf"|\b{_ORDINAL}[ /-]?(?:of |de )?(?:{_MONTH})[ ,/-]{{0,2}}(?:of |de )?\d{{2,4}}\b",
    re.IGNORECASE,
)
_DAY_WORDS: Final = Regex(
    rf"\b(?:{_MONTH}|(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|until|till|through|thru|to|by|on|at|of|de|the|end|last|day|year|valid"
    rf"|st|nd|rd|th)\b|(?<=\d)(?:st|nd|rd|th)\b|[-\d\s/.,:()\u2010-\u2015]",
    re.IGNORECASE,
)


def holds_day(text: str) -> bool:
    """Whether a text holds a whole date in any of the ways in which people write one, or is part of a date and no more."""
    text = " ".join(text.split())
    return bool(_FULL_DAY.search(text)) or (
        any(each.isdigit() for each in text) and not _DAY_WORDS.sub("", text).strip()
    )


def day_of(moment: datetime, zone: ZoneInfo | None) -> date:
    """Return the day on which a moment falls in the clinic's time zone; one without a zone is taken as local."""
    if moment.tzinfo is None or zone is None:
        return moment.date()
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return moment.date()


def quoted(node: Node) -> str:
    """Return a value as a sentence quotes it."""
    return (
        f"`{shorten(node.text)}`"
        if isinstance(node, Scalar)
        else "a list"
        if isinstance(node, Sequence)
        else "a group of keys"
    )


def spoken(node: Node) -> str:
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
