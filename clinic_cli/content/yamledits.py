"""Edits that set, add and delete keys and items of YAML where they stand, and touch nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.checking import plain
from clinic_cli.content.regex import Regex
from clinic_cli.content.yamltext import Value, entry_text, flow_text, record_text, scalar_text, value_text
from clinic_cli.content.yamltree import Entry, Mapping, Node, Scalar, Sequence
from clinic_cli.diagnostics import Edit
from clinic_cli.errors import ClinicError
from clinic_cli.source import Span

if TYPE_CHECKING:
    from clinic_cli.source import SourceFile


_MERGE: Final = Regex(r"^[ \t-]*(<<[ \t]*:[ \t]*(?:\*[^\s,]+|\[[^\]\n]*\]))", re.MULTILINE)


def set_key(source: SourceFile, mapping: Mapping, key: str, value: Value, *, default_at: int | None = None) -> Edit:
    """Return the edit that gives a key of a mapping a value, whether or not it is there.

    `default_at` is where the first key of an empty mapping goes. Raises ClinicError where the value is shared with
    another record through an anchor or a merge, so that the edit would change that one too.
    """
    entry = mapping.entries.get(key)
    _refuse_shared(source, mapping, key)
    if entry is not None and not entry.merged:
        _refuse_shared_within(source, entry.value, key)
    if entry is not None and not entry.merged:
        return _replace(source, mapping, entry.key, entry.value, value)
    if mapping.flow:
        lead = ", " if mapping.entries else ""
        return Edit(Span(mapping.end - 1, mapping.end - 1), lead + f"{flow_text(key)}: {_flow(value)}")
    own = _own(mapping)
    if not own:
        at = mapping.end if default_at is None else default_at
        return Edit(Span(at, at), _lines(source, entry_text(key, value) + "\n"))
    column = source.lines.location(own[0].key.start).column - 1
    indent = " " * column
    at = _below(source.text, own[-1])
    return Edit(Span(at, at), _lines(source, "\n" + indent + entry_text(key, value, indent)))


def set_keys(
    source: SourceFile, mapping: Mapping, values: dict[str, Value], *, default_at: int | None = None
) -> list[Edit]:
    """Return the edits that give several keys of a mapping their values, as `set_key` does; equal values stay as they stand."""
    edits: dict[Span, Edit] = {}
    # keys that stand there come first, as a new one may go right behind the value that the last of them gets
    for key in sorted(values, key=lambda key: key not in mapping.entries):
        entry, value = mapping.entries.get(key), values[key]
        if entry is not None and plain(entry.value) == as_read(value):
            continue
        edit = set_key(source, mapping, key, value, default_at=default_at)
        before = edits.get(edit.span)
        if before is not None:
            # two new keys go to one place: one edit, in the order asked for
            lead = ", " if mapping.flow and not mapping.entries else ""
            edit = Edit(edit.span, before.text + lead + edit.text)
        edits[edit.span] = edit
    return list(edits.values())


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
    _refuse_shared(source, mapping, key)
    _refuse_shared_within(source, entry.value, key)
    if entry.merged:
        raise ClinicError(
            f"{source.path}: `{key}` comes in through <<, from another record",
            "Write the values out first, then try again.",
        )
    if mapping.flow:
        return Edit(_flow_span(source.text, entry.key.start, max(entry.value.end, entry.key.end + 1)), "")
    end = max(entry.value.end, entry.key.end + 1)
    following = [each for each in _own(mapping) if each is not entry]
    if not following and len(mapping.entries) == 1 and source.lines.location(entry.key.start).column > 1:
        return Edit(Span(entry.key.start, end), "{}")
    if following and entry.key.start < following[0].key.start and _shares_line(source.text, entry.key.start):
        # the key stands behind a dash, and the next one takes its place there
        return Edit(Span(entry.key.start, following[0].key.start), "")
    return Edit(Span(_line_start(source.text, entry.key.start), _next_line(source.text, end)), "")


def delete_item(source: SourceFile, sequence: Sequence, position: int) -> Edit:
    """Return the edit that takes one item out of a block or flow list."""
    item = sequence.items[position]
    _refuse_shared(source, sequence, "item")
    if not item.alias:
        _refuse_shared_within(source, item, "item")
    if sequence.flow:
        return Edit(_flow_span(source.text, item.start, item.end), "")
    dash = dash_of(source, sequence, position)
    if len(sequence.items) == 1:
        # a list as far left as its key gives way to brackets that stand further right
        lead = " " if _is_level(source.text, dash) else ""
        return Edit(Span(dash, max(item.end, dash + 1)), f"{lead}[]")
    end = _next_line(source.text, item.end)
    if position and _keeps_line_ends(source, sequence.items[position - 1]):
        # blank lines below would become part of the text above
        while end < len(source.text) and not source.text[end : _line_end(source.text, end)].strip():
            end = _next_line(source.text, end)
    return Edit(Span(_line_start(source.text, dash), end), "")


def append_record(source: SourceFile, root: Node | None, record: dict[str, Value]) -> Edit:
    """Return the edit that puts a record behind the last one of a file; no byte that stands there changes."""
    return append_text(source, root, record_text(record))


def append_text(source: SourceFile, root: Node | None, record: str) -> Edit:
    """Return the edit that puts a record, written as an item of a block list, behind the last one of a file."""
    text = source.text
    if isinstance(root, Scalar) and root.tag == "null" and root.start < root.end:  # `~` or `null`: nothing, said aloud
        return Edit(root.span, _lines(source, record.rstrip("\n")))
    if isinstance(root, Sequence) and root.flow:
        if not root.items:
            return Edit(root.span, _lines(source, record.rstrip("\n")))
        raise ClinicError(
            f"{source.path}: the list is written in brackets",
            "Write each testimonial on lines of its own, beginning with `- id:`.",
        )
    dash = ""
    if isinstance(root, Sequence) and root.items:
        dash = " " * (source.lines.location(root.start).column - 1)
    lead = "" if not text.strip() else "" if text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    if lead == "\n" and root is not None and _keeps_line_ends(source, root):
        lead = ""
    body = "\n".join(dash + line if line.strip() else line for line in record.split("\n"))
    return Edit(Span(len(text), len(text)), _lines(source, lead + body))


def append_item(source: SourceFile, mapping: Mapping, key: str, value: str) -> Edit:
    """Return the edit that adds a text to a list of texts, which it begins where there is none."""
    node = mapping.get(key)
    if isinstance(node, Sequence) and node.items and not node.alias:
        if node.flow:
            return Edit(Span(node.items[-1].end, node.items[-1].end), f", {flow_text(value)}")
        indent = " " * (source.lines.location(node.start).column - 1)
        at = _line_end(source.text, node.items[-1].end)
        return Edit(Span(at, at), _lines(source, f"\n{indent}- {scalar_text(value)}"))
    before: list[Value] = [node.text] if isinstance(node, Scalar) and node.text and node.tag != "null" else []
    return set_key(source, mapping, key, [*before, value])


def as_read(value: Value) -> object:
    """Return a value as YAML gives it back: tuples as lists."""
    if isinstance(value, dict):
        return {key: as_read(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_read(item) for item in value]
    return value


def dash_of(source: SourceFile, sequence: Sequence, position: int) -> int:
    """Return the offset of the dash before an item of a block list; all dashes of a list stand in one column."""
    text, lines = source.text, source.lines
    if position == 0:
        return sequence.start
    column = lines.location(sequence.start).column - 1
    line = lines.location(sequence.items[position].start).line
    while line > 1:
        before, after = lines.line_text(line)[:column], lines.line_text(line)[column : column + 2]
        if not before.strip() and after[:1] == "-" and not after[1:].strip():
            return lines.starts[line - 1] + column
        line -= 1
    return text.rindex("-", 0, sequence.items[position].start)


class _Region(NamedTuple):
    """What a key of a block mapping fills, to the end of its value; `key` is "" for what no reader sees as a key."""

    start: int
    end: int
    key: str


def reduce_mapping(source: SourceFile, mapping: Mapping, values: dict[str, Value]) -> list[Edit]:
    """Return the edits after which a mapping holds these values and no others, each key where it stands.

    The lines of all other keys go, with merges and earlier equal keys; comments on lines of their own stay. Raises
    ClinicError where the mapping, or a part of it that would change, is shared with another place through an anchor.
    """
    _refuse_shared(source, mapping, next(iter(values)))
    changed = {key for key, entry in mapping.entries.items() if plain(entry.value) != as_read(values.get(key))}
    for key in changed:
        if not mapping.entries[key].merged:
            _refuse_shared_within(source, mapping.entries[key].value, key)
    if mapping.flow:
        return [Edit(mapping.span, _flow(values))]
    text = source.text
    regions = block_regions(source, mapping)
    first = regions[0]
    kept = [region for region in regions if region.key in values]
    indent = " " * (source.lines.location(first.start).column - 1)
    missing = [key for key in values if key not in {region.key for region in kept}]
    if not kept:
        lines = [entry_text(key, values[key], indent) for key in missing]
        head = Edit(Span(first.start, _line_end(text, first.end)), _lines(source, f"\n{indent}".join(lines)))
        return [head, *(_lines_edit(text, region) for region in regions[1:])]
    edits = [_lines_edit(text, region) for region in regions if region.key not in values and region is not first]
    scalars = [
        region for region in kept if _is_line(mapping.get(region.key)) and not isinstance(values[region.key], dict)
    ]
    added = "".join(f"\n{indent}{entry_text(key, values[key], indent)}" for key in missing)
    if first not in kept and _shares_line(text, first.start):
        # another key takes the place behind the dash
        heir = scalars[0] if scalars else kept[0]
        own = text[heir.start : heir.end] if heir.key not in changed else entry_text(heir.key, values[heir.key], indent)
        edits.append(Edit(Span(first.start, _line_end(text, first.end)), own + _lines(source, added)))
        edits.append(_lines_edit(text, heir))
        kept.remove(heir)
    else:
        if first not in kept:
            edits.append(_lines_edit(text, first))
        if scalars and missing:
            at = _line_end(text, scalars[-1].end)
            edits.append(Edit(Span(at, at), _lines(source, added)))
        elif missing:
            at = kept[0].start
            edits.append(Edit(Span(at, at), _lines(source, added[1:].removeprefix(indent) + "\n" + indent)))
    for region in kept:
        if region.key in changed:
            old, value = mapping.entries[region.key].value, values[region.key]
            if isinstance(old, Mapping) and isinstance(value, dict) and _own(old) and not old.alias:
                edits += reduce_mapping(source, old, value)
            else:
                edits.append(_replace(source, mapping, mapping.entries[region.key].key, old, value))
    return edits


def block_regions(source: SourceFile, mapping: Mapping) -> list[_Region]:
    """Return what the keys of a block mapping fill, in order; between them stand only comments and blank lines."""
    regions = [_Region(entry.key.start, _entry_end(entry), entry.key.text) for entry in _own(mapping)]
    regions += [_Region(earlier.key.start, _entry_end(earlier), "") for earlier, _ in mapping.duplicates]
    regions.sort()
    at = _line_start(source.text, mapping.start)
    for region in [*regions, _Region(mapping.end, mapping.end, "")]:
        regions += [_Region(m.start(1), m.end(1), "") for m in _MERGE.finditer(source.text, at, max(at, region.start))]
        at = region.end
    return sorted(regions)


def _keeps_line_ends(source: SourceFile, node: Node) -> bool:
    """Whether a value ends with a block of text (|+ or >+) that takes every blank line below it for its own."""
    while not isinstance(node, Scalar):
        children = node.items if isinstance(node, Sequence) else [entry.value for entry in _own(node)]
        if not children or node.flow:
            return False
        node = children[-1]
    header = source.text[node.start : node.end].partition("\n")[0].partition("#")[0]
    return node.style in ("|", ">") and not node.alias and "+" in header


def _is_line(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.end > node.start


def _lines_edit(text: str, region: _Region) -> Edit:
    return Edit(Span(_line_start(text, region.start), _next_line(text, region.end)), "")


def _refuse_shared(source: SourceFile, node: Node, key: str) -> None:
    if node.alias or (node.anchor and _is_referred_to(source, node.anchor)):
        line = source.lines.location(node.start).line
        raise ClinicError(
            f"{source.path}:{line}: `{key}` is shared with another place through an anchor (& or *), so that changing it here would change it there",
            "Write the values out in both places first, then try again.",
        )


def _refuse_shared_within(source: SourceFile, node: Node, key: str) -> None:
    """Refuse to take away a value of which any part is referred to; what it refers to itself may stay where it is."""
    if node.alias:
        return
    _refuse_shared(source, node, key)
    children = (
        node.items
        if isinstance(node, Sequence)
        else [entry.value for entry in node.entries.values() if not entry.merged]
        if isinstance(node, Mapping)
        else ()
    )
    for child in children:
        _refuse_shared_within(source, child, key)


def _is_referred_to(source: SourceFile, anchor: str) -> bool:
    return bool(re.search(rf"\*{re.escape(anchor)}(?![^\s,\]}}:])", source.text))


def _own(mapping: Mapping) -> list[Entry]:
    """Return the entries that stand in a mapping itself, in order."""
    return sorted((entry for entry in mapping.entries.values() if not entry.merged), key=lambda entry: entry.key.start)


def _entry_end(entry: Entry) -> int:
    return max(entry.value.end, entry.key.end + 1)


def _below(text: str, entry: Entry) -> int:
    """Return the end of the last line that belongs to an entry: where a line below it begins with a line end."""
    at = _line_end(text, _entry_end(entry))
    last: Node = entry.value
    while isinstance(last, (Mapping, Sequence)) and not (last.flow or last.alias):
        last = last.items[-1] if isinstance(last, Sequence) else _own(last)[-1].value
    if isinstance(last, Scalar) and last.style in ("|", ">") and "+" in text[last.start : _line_end(text, last.start)]:
        # a block that keeps the blank lines behind it
        while text[at:].startswith(("\n", "\r\n")) and not text[
            _next_line(text, at) : _line_end(text, _next_line(text, at))
        ].strip(" "):
            following = _line_end(text, _next_line(text, at))
            if following >= len(text):
                break
            at = following
    return at


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow_text(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return flow_text(value)


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


def _is_level(text: str, dash: int) -> bool:
    """Whether the key that holds a list stands in the column of its dashes."""
    start = _line_start(text, dash)
    for line in reversed(text[:start].splitlines()):
        if line.strip() and not line.lstrip().startswith("#"):
            return len(line) - len(line.lstrip(" ")) >= dash - start
    return False


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
