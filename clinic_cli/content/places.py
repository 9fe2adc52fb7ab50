"""Where the value of a path of keys stands in a YAML tree."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from clinic_cli.content.regex import Regex
from clinic_cli.content.yamltree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.source import Span

_COMMENT: Final = Regex(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)


def node_of(node: Node, keys: tuple[str | int, ...]) -> Node | None:
    """Return the node that a path of keys and list positions leads to, or None."""
    found: Node | None = node
    for key in keys:
        if isinstance(found, Mapping) and isinstance(key, str):
            found = found.get(key)
        elif isinstance(found, Sequence) and isinstance(key, int) and key < len(found.items):
            found = found.items[key]
        elif isinstance(found, Scalar) and key == 0:
            continue  # one value stands for a list of one
        else:
            return None
    return found


def place_of(mapping: Mapping, keys: tuple[str | int, ...], default: Span) -> Span:
    """Return the span of a value; of its key where the value is empty; of what would hold it; or the default."""
    for length in range(len(keys), 0, -1):
        node = node_of(mapping, keys[:length])
        if node is None:
            continue
        if node.end > node.start:
            return node.span
        holder = node_of(mapping, keys[: length - 1])
        key = keys[length - 1]
        if isinstance(holder, Mapping) and isinstance(key, str) and (entry := holder.entries.get(key)):
            return entry.key.span
    return default


def item_spans(mapping: Mapping, key: str, texts: tuple[str, ...]) -> list[Span]:
    """Return the spans of a list's texts, in order; items that were left out as empty or faulty are passed over."""
    node = mapping.get(key)
    nodes = node.items if isinstance(node, Sequence) else (node,) if node else ()
    spans: list[Span] = []
    at = 0
    for text in texts:
        while at < len(nodes) - 1 and not (isinstance(item := nodes[at], Scalar) and item.text.strip() == text):
            at += 1
        spans.append(nodes[at].span)
        at += 1
    return spans


def comments(text: str, nodes: Iterable[Node]) -> Iterator[tuple[int, int]]:
    """Yield where the comments of a YAML text stand, given the trees that were read from it."""
    taken = sorted({(scalar.start, scalar.end) for node in nodes for scalar in scalars(node)})
    starts = [start for start, _ in taken]
    for match in _COMMENT.finditer(text):
        at = match.start()
        before = bisect_right(starts, at) - 1
        if before < 0 or taken[before][1] <= at:
            yield match.span()


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield all keys and values of a tree."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for entry in node.entries.values():
            yield entry.key
            yield from scalars(entry.value)
