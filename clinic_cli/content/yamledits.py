"""Edits that set, add and delete keys and items of YAML where they stand, and touch nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.content.yamltext import Value, entry_text, record_text, scalar_text, value_text
from clinic_cli.content.yamltree import Mapping, Node, Scalar, Sequence
from clinic_cli.diagnostics import Edit
from clinic_cli.errors import ClinicError
from clinic_cli.source import Span

if TYPE_CHECKING:
    from clinic_cli.source import SourceFile


def set_key(source: SourceFile, mapping: Mapping, key: str, value: Value, *, default_at: int | None = None) -> Edit:
    """Return the edit that gives a key of a mapping a value, whether or not it is there.

    `default_at` is where the first key of an empty mapping goes. Raises ClinicError where the value is shared with
    another record through an anchor or a merge, so that the edit would change that one too.
    """
    entry = mapping.entries.get(key)
    _refuse_shared(source, mapping if entry is None else entry.value, key)
    if entry is not None and not entry.merged:
        return _replace(source, mapping, entry.key, entry.value, value)
    if mapping.flow:
        lead = ", " if mapping.entries else ""
        return Edit(Span(mapping.end - 1, mapping.end - 1), lead + f"{scalar_text(key)}: {_flow(value)}")
    own = [each for each in mapping.entries.values() if not each.merged]
    if not own:
        at = mapping.end if default_at is None else default_at
        return Edit(Span(at, at), _lines(source, entry_text(key, value) + "\n"))
    column = source.lines.location(own[0].key.start).column - 1
    indent = " " * column
    at = _line_end(source.text, max(own[-1].value.end, own[-1].key.end))
    return Edit(Span(at, at), _lines(source, "\n" + indent + entry_text(key, value, indent)))


def _replace(source: SourceFile, mapping: Mapping, key: Scalar, old: Node, value: Value) -> Edit:
    indent = " " * (source.lines.location(key.start).column - 1)
    text = _flow(value) if mapping.flow else value_text(value, indent)
    if old.end == old.start:
        at = source.text.index(":", key.end) + 1
        return Edit(Span(at, at), _lines(source, text if text.startswith("\n") else " " + text))
    start = old.start
    if text.startswith("\n"):  # a group goes below its key, so the space behind the colon goes too
        while source.text[start - 1] in " \t":
            start -= 1
    elif "\n" in source.text[key.end : old.start] and isinstance(old, (Mapping, Sequence)) and not old.flow:
        start = source.text.index(":", key.end) + 1
        text = " " + text
    return Edit(Span(start, old.end), _lines(source, text))


def delete_key(source: SourceFile, mapping: Mapping, key: str) -> Edit:
    """Return the edit that takes a key out of a mapping, with the lines it fills; raise ClinicError where it is shared."""
    entry = mapping.entries[key]
    _refuse_shared(source, entry.value, key)
    if entry.merged:
        raise ClinicError(
            f"{source.path}: `{key}` comes in through <<, from another record",
            "Write the values out first, then try again.",
        )
    if mapping.flow:
        return Edit(_flow_span(source.text, entry.key.start, max(entry.value.end, entry.key.end + 1)), "")
    end = max(entry.value.end, entry.key.end + 1)
    first = next(each for each in mapping.entries.values() if not each.merged)
    if first is entry and _shares_line(source.text, entry.key.start):
        # the key stands behind a dash, and the next one takes its place there
        following = [each for each in mapping.entries.values() if each is not entry and not each.merged]
        return Edit(Span(entry.key.start, following[0].key.start if following else end), "" if following else "{}")
    return Edit(Span(_line_start(source.text, entry.key.start), _next_line(source.text, end)), "")


def delete_item(source: SourceFile, sequence: Sequence, position: int) -> Edit:
    """Return the edit that takes one item out of a block or flow list."""
    item = sequence.items[position]
    _refuse_shared(source, item, "item")
    if sequence.flow:
        return Edit(_flow_span(source.text, item.start, item.end), "")
    if len(sequence.items) == 1:
        return Edit(Span(source.text.rindex("-", 0, item.start), item.end), "[]")
    dash = source.text.rindex("-", 0, item.start)
    return Edit(Span(_line_start(source.text, dash), _next_line(source.text, item.end)), "")


def append_record(source: SourceFile, root: Node | None, record: dict[str, Value]) -> Edit:
    """Return the edit that puts a record behind the last one of a file; no byte that stands there changes."""
    text = source.text
    if isinstance(root, Sequence) and root.flow:
        if not root.items:
            return Edit(root.span, _lines(source, record_text(record).rstrip("\n")))
        raise ClinicError(
            f"{source.path}: the list is written in brackets",
            "Write each testimonial on lines of its own, beginning with `- id:`.",
        )
    dash = ""
    if isinstance(root, Sequence) and root.items:
        dash = " " * (source.lines.location(text.rindex("-", 0, root.items[0].start)).column - 1)
        if root.items[0].start == 0 or dash.strip():
            dash = ""
    lead = "" if not text.strip() else "" if text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    body = "".join(dash + line if line.strip() else line for line in record_text(record).splitlines(keepends=True))
    return Edit(Span(len(text), len(text)), _lines(source, lead + body))


def append_item(source: SourceFile, mapping: Mapping, key: str, value: str) -> Edit:
    """Return the edit that adds a text to a list of texts, which it begins where there is none."""
    node = mapping.get(key)
    if isinstance(node, Sequence) and node.items and not node.alias:
        if node.flow:
            return Edit(Span(node.items[-1].end, node.items[-1].end), f", {scalar_text(value)}")
        dash = source.text.rindex("-", 0, node.items[-1].start)
        indent = " " * (source.lines.location(dash).column - 1)
        at = _line_end(source.text, node.items[-1].end)
        return Edit(Span(at, at), _lines(source, f"\n{indent}- {scalar_text(value)}"))
    before: list[Value] = [node.text] if isinstance(node, Scalar) and node.text and node.tag != "null" else []
    return set_key(source, mapping, key, [*before, value])


def _refuse_shared(source: SourceFile, node: Node, key: str) -> None:
    if node.alias or node.anchor:
        line = source.lines.location(node.start).line
        raise ClinicError(
            f"{source.path}:{line}: `{key}` is shared with another place through an anchor (& or *), so that changing it here would change it there",
            "Write the values out in both places first, then try again.",
        )


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar_text(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar_text(value)


def _lines(source: SourceFile, text: str) -> str:
    return text.replace("\n", source.newline)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if end > 0 and text[end - 1] == "\r" else end


def _next_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _shares_line(text: str, at: int) -> bool:
    return bool(text[_line_start(text, at) : at].strip())


def _flow_span(text: str, start: int, end: int) -> Span:
    """Return an item of a flow collection with the comma that goes with it."""
    after = end
    while after < len(text) and text[after] in " \t\r\n":
        after += 1
    if text[after : after + 1] == ",":
        after += 1
        while text[after : after + 1] == " ":
            after += 1
        return Span(start, after)
    before = start
    while before > 0 and text[before - 1] in " \t\r\n":
        before -= 1
    return Span(before - 1, end) if text[before - 1 : before] == "," else Span(start, end)
