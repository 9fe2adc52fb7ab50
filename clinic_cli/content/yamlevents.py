"""YAML of any kind, composed from libyaml's events: slower than `yamlplain`, and right about everything.

Not by `yaml.compose`, for four reasons: it crashes the process on deep nesting (events do not), its block ends overrun
into the comments that follow, it hides aliases, and the second equal key silently wins.
"""

from __future__ import annotations

from typing import Any, Final

import yaml

from clinic_cli.content.regex import Regex
from clinic_cli.content.yamlerrors import YamlError, explain, unprintable
from clinic_cli.content.yamlnodes import MAX_WEIGHT, TAG, Entry, Mapping, Node, Scalar, Sequence, resolve

MAX_DEPTH: Final = 50

_SPACE: Final = " \t\r\n\x85\u2028\u2029"
"""White space of YAML; a no-break space is none, and begins a word."""
_PROPERTIES: Final = Regex(rf"(?:[&!][^{_SPACE}]*(?:[{_SPACE}]+|\Z))*")
_SIMPLE_TAGS: Final = frozenset(("str", "int", "float", "bool", "null", "timestamp"))


class _Frame:
    """A collection that is still open."""

    __slots__ = ("anchor", "children", "flow", "is_map", "start", "weight")

    def __init__(self, is_map: bool, start: int, flow: bool, anchor: str | None) -> None:
        self.is_map = is_map
        self.start = start
        self.flow = flow
        self.anchor = anchor
        self.children: list[Node] = []
        self.weight = 1


def compose_events(text: str, base: int) -> Node | None:
    """Return the one document in a text as a tree, None for an empty one; raise YamlError, as `yamltree.compose` does."""
    try:
        return _compose(text, base)
    except yaml.reader.ReaderError as error:
        raise unprintable(text, base) from error
    except yaml.MarkedYAMLError as error:
        raise explain(text, base, error) from error


def _compose(text: str, base: int) -> Node | None:
    frames: list[_Frame] = []
    anchors: dict[str, tuple[Node, int]] = {}
    open_anchors: set[str] = set()
    total = 0
    parser = yaml.CSafeLoader(text)
    next_event = parser.get_event
    root: Node | None = None
    node: Node
    documents = 0
    while True:
        event: Any = next_event()  # its class decides what it has; types-PyYAML leaves marks optional
        kind = type(event)
        if kind is yaml.ScalarEvent:
            scalar, weight = _scalar(event, text, base), 1
            node = _special(scalar, frames) if scalar.tag == "merge" or scalar.tag == "value" else scalar
            if event.anchor:
                anchors[event.anchor] = (node, 1)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if len(frames) >= MAX_DEPTH:
                raise YamlError(
                    f"lists and keys nested more than {MAX_DEPTH} deep",
                    base + event.start_mark.index,
                    help="Write it flatter.",
                )
            start = event.start_mark.index
            is_map = kind is yaml.MappingStartEvent
            if event.anchor or event.tag:
                start += len(_match_properties(text, start))
                if event.tag not in (None, "!", TAG + ("map" if is_map else "seq")):
                    raise _unused_tag(event, text, base)
            if event.anchor:
                open_anchors.add(event.anchor)
                anchors.pop(event.anchor, None)
            frames.append(_Frame(is_map, base + start, bool(event.flow_style), event.anchor))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            frame = frames.pop()
            end = (
                base + event.end_mark.index if frame.flow else frame.children[-1].end if frame.children else frame.start
            )
            node, weight = _collection(frame, end), frame.weight
            if frame.anchor:
                open_anchors.discard(frame.anchor)
                anchors[frame.anchor] = (node, weight)
        elif kind is yaml.AliasEvent:
            start, end = event.start_mark.index, event.end_mark.index
            if event.anchor in open_anchors and event.anchor not in anchors:
                raise YamlError(
                    f"*{event.anchor} stands inside &{event.anchor} itself",
                    base + start,
                    base + end,
                    "Write the value out.",
                )
            if event.anchor not in anchors:
                raise YamlError(
                    f"*{event.anchor} has no &{event.anchor} before it",
                    base + start,
                    base + end,
                    "Put quotes around text that begins with *.",
                )
            target, weight = anchors[event.anchor]
            node = target._replace(start=base + start, end=base + end, alias=True, anchor=None)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                start = base + event.start_mark.index
                raise YamlError(
                    "a second document begins here (a line of ---)", start, start + 3, "Keep one document in a file."
                )
            continue
        elif kind is yaml.StreamEndEvent:
            return root
        else:
            continue
        total += weight
        if total > MAX_WEIGHT:
            raise YamlError("aliases that multiply beyond reason", node.start, node.end, "Write the values out.")
        if frames:
            frame = frames[-1]
            frame.children.append(node)
            frame.weight += weight
        else:
            root = node


def _match_properties(text: str, start: int) -> str:
    match = _PROPERTIES.match(text, start)
    return match.group() if match else ""


def _scalar(event: Any, text: str, base: int) -> Scalar:
    value: str = event.value
    start: int = event.start_mark.index
    end: int = event.end_mark.index
    style: str = event.style or ""
    tag = event.tag
    anchor = event.anchor
    if tag or anchor:
        start = min(start + len(_match_properties(text, start)), end)
    if tag is None or tag == "!":
        kind = resolve(value) if event.implicit[0] else "str"
    else:
        kind = tag.removeprefix(TAG)
        if kind not in _SIMPLE_TAGS or not tag.startswith(TAG):
            raise _unused_tag(event, text, base)
    if style == "|" or style == ">":
        # libyaml ends a block scalar behind the blank lines that follow it; the words end before them
        end = start + len(text[start:end].rstrip(_SPACE))
    # what NamedTuple's own constructor does, at half its price: this is the inner loop of every command
    return tuple.__new__(Scalar, (value, kind, base + start, base + end, style, anchor, False))


def _special(scalar: Scalar, frames: list[_Frame]) -> Scalar:
    """Return `<<` or `=` as the safe loader takes it: a merge and a word as keys; as values it stops at them."""
    if frames and frames[-1].is_map and len(frames[-1].children) % 2 == 0:
        return scalar if scalar.tag == "merge" else scalar._replace(tag="str")
    raise YamlError(
        f"`{scalar.text}`, which means something else in YAML", scalar.start, scalar.end, "Put quotes around it."
    )


def _unused_tag(event: Any, text: str, base: int) -> YamlError:
    """Return the error of a tag that the safe loader gives no value we take."""
    start = event.start_mark.index
    words = _match_properties(text, start).split()
    word = next((each for each in words if each.startswith("!")), "!")
    start = text.index(word, start)
    return YamlError(
        f"`{word}`, a tag that is not used here",
        base + start,
        base + start + len(word),
        "Delete the word that begins with !, or put quotes around the text.",
    )


def _collection(frame: _Frame, end: int) -> Node:
    children = frame.children
    if not frame.is_map:
        return Sequence(tuple(children), frame.start, end, frame.flow, frame.anchor)
    entries: dict[str, Entry] = {}
    duplicates: list[tuple[Entry, Entry]] = []
    merges: list[Node] = []
    for at in range(0, len(children), 2):
        key, value = children[at], children[at + 1]
        if type(key) is not Scalar:
            raise YamlError(
                "a key that is not text", key.start, key.end, "Put quotes around text that begins with [ or {."
            )
        if key.tag == "merge":
            merges.append(value)
            continue
        entry = Entry(key, value)
        if key.text in entries:
            duplicates.append((entries.pop(key.text), entry))
        entries[key.text] = entry
    if merges:
        entries = {**_merged(merges), **entries}
    return Mapping(entries, frame.start, max(end, frame.start), frame.flow, frame.anchor, False, tuple(duplicates))


def _merged(values: list[Node]) -> dict[str, Entry]:
    """Return what `<<` brings in; as in the safe loader, the first mapping of a list wins."""
    merged: dict[str, Entry] = {}
    for value in values:
        for mapping in reversed(value.items) if isinstance(value, Sequence) else (value,):
            if not isinstance(mapping, Mapping):
                raise YamlError(
                    "<< needs keys and values to bring in",
                    value.start,
                    value.end,
                    "Name an anchor with &, as in <<: *name.",
                )
            for key, entry in mapping.entries.items():
                merged[key] = Entry(entry.key, entry.value._replace(start=value.start, end=value.end, alias=True), True)
    return merged
