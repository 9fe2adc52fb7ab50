"""YAML as a tree whose every node knows where it stands.

Composed from libyaml's events rather than by `yaml.compose`, for four reasons: `compose` crashes the process on deep
nesting (events do not), its block ends overrun into the comments that follow, it hides aliases, and the second equal
key silently wins. The YAML read is exactly what `yaml.SafeLoader` reads: the same implicit types, merges and escapes.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple, TypeAlias

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from clinic_cli.source import Span

MAX_DEPTH: Final = 50
MAX_WEIGHT: Final = 4_000_000
"""How many nodes a document may have once its aliases are spelled out, as its readers will."""

_TAG: Final = "tag:yaml.org,2002:"
_PROPERTIES: Final = re.compile(r"(?:[&!][^\s]*\s+)*")
_IMPLICIT: Final = Resolver.yaml_implicit_resolvers
_NO_TAG: Final = "Delete the word that begins with !."
_SIMPLE_TAGS: Final = frozenset(("str", "int", "float", "bool", "null", "timestamp"))
_constructor: Final = SafeConstructor()


class Scalar(NamedTuple):
    """A scalar: its text after folding and escapes, its resolved type, and where it is written.

    `tag` is one of str, int, float, bool, null, timestamp or merge; `style` is the YAML indicator, "" for plain.
    `alias` is true where `*name` stands in place of the text, and `anchor` is the name in `&name`.
    """

    text: str
    tag: str
    start: int
    end: int
    style: str = ""
    anchor: str | None = None
    alias: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Sequence(NamedTuple):
    """A list; its span ends with its last item's text, never in the comments after it."""

    items: tuple[Node, ...]
    start: int
    end: int
    flow: bool = False
    anchor: str | None = None
    alias: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Entry(NamedTuple):
    """A key and its value; `merged` where the pair came in through `<<`."""

    key: Scalar
    value: Node
    merged: bool = False


class Mapping(NamedTuple):
    """Keys to entries in written order; of equal keys the last is kept and the earlier stand in `duplicates`."""

    entries: dict[str, Entry]
    start: int
    end: int
    flow: bool = False
    anchor: str | None = None
    alias: bool = False
    duplicates: tuple[tuple[Entry, Entry], ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        entry = self.entries.get(key)
        return entry.value if entry else None


Node: TypeAlias = Scalar | Sequence | Mapping
EMPTY: Final = Mapping({}, 0, 0)


class YamlError(ValueError):
    """Say why a text is not YAML that we take, with the offset of the fault."""

    def __init__(self, message: str, start: int, end: int | None = None, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = Span(start, start + 1 if end is None else end)
        self.help = help


class _Frame:
    """A collection that is still open."""

    __slots__ = ("alias_weight", "anchor", "children", "flow", "is_map", "start", "tag", "weight")

    def __init__(self, is_map: bool, start: int, flow: bool, anchor: str | None, tag: str | None) -> None:
        self.is_map = is_map
        self.start = start
        self.flow = flow
        self.anchor = anchor
        self.tag = tag
        self.children: list[Node] = []
        self.weight = 1


def compose(text: str, base: int = 0) -> Node | None:
    """Return the one YAML document in a text as a tree, None for an empty one; `base` is added to every offset.

    Raises YamlError, with offsets that include `base`, for text that is not YAML, nests deeper than MAX_DEPTH, has
    aliases that explode or refer to themselves, tags that the safe loader does not know, or a second document.
    """
    try:
        return _compose(text, base)
    except yaml.reader.ReaderError as error:
        at = _first_unprintable(text)
        raise YamlError(
            f"a character that YAML does not allow (U+{error.character if isinstance(error.character, int) else ord(text[at]):04X})"
            if at < len(text)
            else "the text cannot be read as YAML",
            base + at,
            help="Delete the invisible character.",
        ) from error
    except yaml.MarkedYAMLError as error:
        context, problem = error.context or "", error.problem or ""
        # what is never closed is told where it was opened
        unclosed = ("quoted scalar" in context and "escape" not in problem) or "flow" in context
        mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
        at = min(mark.index if mark else 0, len(text))
        message, help = _explain(text, at, problem, context)
        raise YamlError(message, base + at, help=help) from error


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
            node, weight = _scalar(event, text, base), 1
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
            if event.anchor or event.tag:
                start += len(_match_properties(text, start))
            if event.anchor:
                open_anchors.add(event.anchor)
                anchors.pop(event.anchor, None)
            frames.append(
                _Frame(kind is yaml.MappingStartEvent, base + start, bool(event.flow_style), event.anchor, event.tag)
            )
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
                raise YamlError(
                    "a second document begins here (a line of ---)",
                    base + event.start_mark.index,
                    help="Keep one document in a file.",
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
    if tag is None:
        kind = _resolve(value) if event.implicit[0] else "str"
    elif tag == "!":
        kind = "str"
    else:
        kind = tag.removeprefix(_TAG)
        if kind not in _SIMPLE_TAGS or not tag.startswith(_TAG):
            raise YamlError(
                f"a tag that is not used here ({tag})", base + event.start_mark.index, base + start, _NO_TAG
            )
    if style == "|" or style == ">":
        # libyaml ends a block scalar behind the blank lines that follow it; the words end before them
        end = start + len(text[start:end].rstrip())
    # what NamedTuple's own constructor does, at half its price: this is the inner loop of every command
    return tuple.__new__(Scalar, (value, kind, base + start, base + end, style, anchor, False))


def _resolve(value: str) -> str:
    """Return the type that YAML 1.1 gives a plain scalar."""
    for tag, pattern in _IMPLICIT.get(value[:1], ()):
        if pattern.match(value):
            return str(tag[len(_TAG) :])
    return "str"


def _collection(frame: _Frame, end: int) -> Node:
    tag = frame.tag
    if tag is not None and tag != "!" and tag != _TAG + ("map" if frame.is_map else "seq"):
        raise YamlError(f"a tag that is not used here ({tag})", frame.start, end, _NO_TAG)
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


def construct(scalar: Scalar) -> object:
    """Return the Python value that `yaml.safe_load` gives a scalar; raise ValueError where it would crash."""
    tag = scalar.tag
    if tag == "str":
        return scalar.text
    node = yaml.ScalarNode(_TAG + tag, scalar.text)
    try:
        return _constructor.construct_object(node)
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(str(error)) from error


def _first_unprintable(text: str) -> int:
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return match.start() if match else len(text)


def _explain(text: str, at: int, problem: str, context: str) -> tuple[str, str]:
    """Turn libyaml's words into a sentence and a next step for somebody who never heard of YAML."""
    if "\t" in text[at : at + 1] or ("cannot start any token" in problem and text[at : at + 1] == "\t"):
        return "a tab, which YAML does not allow here", "Use spaces to indent."
    line = text[text.rfind("\n", 0, at) + 1 : at]
    if "mapping values are not allowed" in problem and ": " not in line and not line.rstrip().endswith(":"):
        return (
            "the line above has neither a colon nor an indentation",
            "Write it as `key: value`, or indent it under its key.",
        )
    if "mapping values are not allowed" in problem:
        return "a second colon in one line", "Put quotes around text that holds a colon and a space."
    if "cannot start any token" in problem:
        return f"text cannot begin with {text[at : at + 1]!r}", "Put quotes around the text."
    if "could not find expected ':'" in problem:
        return (
            "a line that is neither `key: value` nor part of the text above",
            "Add the colon, or indent the line under its key.",
        )
    if "quoted scalar" in context:
        return (
            "a quotation mark that is never closed, or an escape that does not exist",
            "Close the quotation mark; a backslash inside double quotes is written twice.",
        )
    if "flow" in context:
        return "a bracket or brace that is never closed, or a comma missing", "Close the bracket."
    if line.rstrip()[-1:] in ('"', "'") and "block" in context:
        return (
            "text after the closing quotation mark",
            "Put a backslash before a quotation mark inside the text, or use single quotes around it.",
        )
    if "block mapping" in context or "block collection" in context:
        return "a line whose indentation fits nothing above it", "Line it up with the keys above."
    return f"not valid YAML ({problem or context})", "Compare with a file that works."
