"""The nodes of a YAML tree, the types of its scalars, and the values that they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from clinic_cli.source import Span

if TYPE_CHECKING:
    from yaml.constructor import SafeConstructor

MAX_WEIGHT: Final = 4_000_000
"""How many nodes a document may have once its aliases are spelled out, as its readers will."""

TAG: Final = "tag:yaml.org,2002:"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# what TOML writes as well: a configuration is read without the YAML library
_WORDS: Final = {"true": True, "false": False}
_INTEGER: Final = re.compile(r"0|[1-9][0-9]{0,17}")


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


@cache
def _implicit() -> dict[str, tuple[tuple[str, Callable[[str], object]], ...]]:
    """Return the types that a plain scalar may have by its first character, each with what tells whether it has it."""
    from yaml.resolver import Resolver

    return {
        first: tuple((tag.removeprefix(TAG), pattern.match) for tag, pattern in kinds)
        for first, kinds in Resolver.yaml_implicit_resolvers.items()
    }


@cache
def _constructor() -> SafeConstructor:
    from yaml.constructor import SafeConstructor

    return SafeConstructor()


def resolve(value: str) -> str:
    """Return the type that YAML 1.1 gives a plain scalar."""
    for kind, matches in _implicit().get(value[:1], ()):
        if matches(value):
            return kind
    return "str"


def construct(scalar: Scalar) -> object:
    """Return the Python value that `yaml.safe_load` gives a scalar; raise ValueError where it would crash."""
    tag = scalar.tag
    if tag == "str":
        return scalar.text
    if tag == "timestamp" and _DAY.fullmatch(scalar.text):
        return date.fromisoformat(scalar.text)
    if tag == "bool" and scalar.text in _WORDS:
        return _WORDS[scalar.text]
    if tag == "int" and _INTEGER.fullmatch(scalar.text):
        return int(scalar.text)
    from yaml import ScalarNode

    node, constructor = ScalarNode(TAG + tag, scalar.text), _constructor()
    try:
        # not `construct_object`, which keeps every node it ever saw
        value: object = constructor.yaml_constructors[node.tag](constructor, node)
        return value
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(str(error)) from error
