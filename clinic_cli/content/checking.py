"""Validation of a YAML tree against the schema: typed values out, every fault as a problem at its exact place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinic_cli.content.scalars import TOML, YAML, Problem, ScalarChecker, Wording
from clinic_cli.content.values import Values, day_of, plain, quoted, spoken
from clinic_cli.content.words import closest, shorten
from clinic_cli.content.yamltree import Entry, Mapping, Node, Scalar, Sequence
from clinic_cli.diagnostics import Edit, Fix

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from clinic_cli.content.schema import Field
    from clinic_cli.source import Span

__all__ = ["TOML", "YAML", "Checker", "Problem", "Values", "Wording", "closest", "day_of", "plain", "shorten"]

_WANTED: Final = {
    "line": "text",
    "text": "text",
    "date": "a date",
    "boolean": "true or false",
    "integer": "a whole number",
    "choice": "one word",
}


class Checker(ScalarChecker):
    """Check mappings of one document; problems and foreign keys gather as it goes."""

    def __init__(self, zone: ZoneInfo | None = None, wording: Wording = YAML) -> None:
        super().__init__(zone, wording)
        self.foreign: list[Scalar] = []

    def mapping(self, node: Mapping, field: Field, *, missing_at: Span) -> Values:
        """Return the values of a mapping that its schema accepts."""
        found: dict[str, object] = {}
        for first, again in node.duplicates:
            child = field.by_name.get(again.key.text)
            first_value = "" if child is None or child.private or child.kind == "text" else quoted(first.value)
            self.report(
                "duplicate-key",
                again.key.span,
                f"`{shorten(again.key.text)}` stands here a second time; only this one counts.",
                f"Keep one of the two; the first is worth a look: {first_value}."
                if first_value
                else "Keep one of the two.",
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

    def _unknown_key(self, entry: Entry, field: Field, node: Mapping) -> None:
        key = entry.key
        if key.text.startswith("x-"):
            return
        if key.tag != "str":
            self.report(
                "wrong-type",
                key.span,
                f"A key must be text, but `{shorten(key.text)}` is read as {spoken(key)}.",
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

    def value(self, node: Node, field: Field, *, listed: bool = False) -> object:
        """Return one value in Python's terms, or None where it is empty or faulty; `listed` where it is one of a list."""
        if type(node) is Scalar and node.tag == "null":
            return None
        kind = field.kind
        if kind == "list":
            return self._list(node, field)
        if kind == "mapping":
            return self._mapping(node, field)
        if type(node) is not Scalar:
            written = "a list" if isinstance(node, Sequence) else "a group of keys"
            help = (self.wording.prose if kind == "text" else self.wording.line).format(field.name)
            self.report(
                "wrong-type",
                node.span,
                f"`{field.name}` is {_WANTED[kind]}, not {written}.",
                "Write text in its place, in quotes where it holds a colon or brackets." if listed else help,
            )
            return None
        return self._readers[kind](self, node, field)

    def _list(self, node: Node, field: Field) -> object:
        item = field.items
        assert item is not None
        if isinstance(node, Sequence):
            values = [self.value(child, item, listed=True) for child in node.items]
        elif field.single or isinstance(node, Scalar):
            if not field.single:
                self.report(
                    "wrong-type",
                    node.span,
                    f"`{field.name}` is a list, not {spoken(node)}.",
                    self.wording.items.format(item.name),
                )
                return None
            values = [self.value(node, item, listed=True)]
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
        kind = "a list" if isinstance(node, Sequence) else spoken(node)
        names = ", ".join((*(child.name for child in field.fields[:4]), "..."))
        self.report(
            "wrong-type",
            node.span,
            f"`{field.name}` is a group of keys, not {kind}.",
            self.wording.group.format(names),
        )
        return None
