import math

import pytest
import yaml
from hypothesis import assume, example, given

from clinic_cli.content.yamltree import Mapping, Node, Scalar, Sequence, YamlError, compose, construct
from tests.strategies import hostile, mutated, soup, yaml_texts


def read(text: str) -> tuple[Node | None, YamlError | None]:
    """Return a text's tree, or the error it gives."""
    try:
        return compose(text), None
    except YamlError as error:
        return None, error


def value_of(node: Node | None) -> object:
    """Return a tree as `yaml.safe_load` would give it."""
    if node is None:
        return None
    if isinstance(node, Mapping):
        return {construct(entry.key): value_of(entry.value) for entry in node.entries.values()}
    if isinstance(node, Sequence):
        return [value_of(item) for item in node.items]
    return construct(node)


def nodes_of(node: Node | None) -> list[Node]:
    if isinstance(node, Mapping):
        below = [each for entry in node.entries.values() for each in (entry.key, entry.value)]
    else:
        below = list(node.items) if isinstance(node, Sequence) else []
    return ([node] if node else []) + [each for child in below for each in nodes_of(child)]


def same(one: object, other: object) -> bool:
    """Compare values, NaN with NaN, and True not with 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(map(repr, one)) == list(map(repr, other)) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one) and math.isnan(other):
        return True
    return type(one) is type(other) and one == other


UNREADABLE = (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, OverflowError, IndexError)
"""What stock readers raise."""


def load(text: str) -> object:
    """Return what stock readers make of a text."""
    return yaml.load(text, Loader=yaml.CSafeLoader)


@given(yaml_texts())
def test_what_pyyaml_writes_is_read_the_same(text: str) -> None:
    expected = yaml.safe_load(text)
    assert same(value_of(compose(text)), expected)


def keys_are_text(node: Node | None) -> bool:
    """Whether no two keys can be equal as text and unequal as values, or the other way round."""
    return all(
        entry.key.tag == "str"
        for each in nodes_of(node)
        if isinstance(each, Mapping)
        for entry in each.entries.values()
    )


@given(mutated(yaml_texts()) | soup)
@example("<<: [{a: 1}, {a: 2, b: 3}]\nb: 4\n<<: {c: 5}")
@example("a: &a {b: 1}\nc: {<<: *a, b: 2}\nd: *a")
@example("? a\n? b\n: c")
@example("a: ! 12")
@example("a: ! [b]")
@example("=: a")
@example("'<<': a")
@example("a: !!str 12\nb: !!float 3\nc: !!null ''\nd: !!map {}\ne: !!seq []")
@example("a: 0o17\nb: 017\nc: 1_000\nd: 0b11\ne: 1:30:00\nf: +.inf\ng: .NaN\nh: 1e3\ni: 1.e+3")
def test_what_is_accepted_is_what_stock_readers_read(text: str) -> None:
    root, error = read(text)
    if error:
        assert 0 <= error.span.start <= error.span.end <= len(text)
        assert error.message
        assert error.help
        return
    assume(keys_are_text(root))
    try:
        found = value_of(root)
    except ValueError:
        with pytest.raises(UNREADABLE):
            load(text)
        return
    assert same(found, load(text))


@given(mutated(yaml_texts()) | soup)
def test_what_is_refused_names_the_reason(text: str) -> None:
    """What stock readers take, and we do not, is refused for one of few known reasons."""
    try:
        load(text)
    except UNREADABLE:
        return
    _, error = read(text)
    reasons = ("a key that is not text", "a tag that is not used", "stands inside", "invisible character")
    assert error is None or any(words in error.message for words in reasons), error.message


def test_spans_of_each_style() -> None:
    text = 'a: plain # c\nb: "two\n  lines" # c\nc: |\n  x\n  y\n\n# c\nd: [e, {f: g}] # c\nh:\n  - i # c\n# c\nj: !!str &k l\n'
    root = compose(text, 100)
    assert isinstance(root, Mapping)
    covered = {key: text[entry.value.start - 100 : entry.value.end - 100] for key, entry in root.entries.items()}
    assert covered == {
        "a": "plain",
        "b": '"two\n  lines"',
        "c": "|\n  x\n  y",
        "d": "[e, {f: g}]",
        "h": "- i",
        "j": "l",
    }


@given(mutated(yaml_texts()) | soup)
@example('- !!null \xa0"null"\n')
@example("a: |\n  x\xa0\n\n")
def test_spans_name_what_they_stand_for(text: str) -> None:
    root, _ = read(text)
    for node in nodes_of(root):
        assert 0 <= node.start <= node.end <= len(text)
        covered = text[node.start : node.end]
        if node.alias:
            assert covered.startswith(("*", "[", "{", "-")) or not node.anchor
        elif isinstance(node, Scalar):
            if node.style in ("'", '"'):
                assert covered[0] == covered[-1] == node.style
            elif node.style:
                assert covered[0] == node.style
            elif "\n" not in covered and "\r" not in covered and "\u2028" not in covered and "\x85" not in covered:
                assert covered == node.text
        elif node.flow:
            assert covered[0] + covered[-1] in ("[]", "{}") or isinstance(node, Mapping)


@given(mutated(yaml_texts()))
def test_children_stand_inside_their_parents(text: str) -> None:
    root, _ = read(text)
    for node in nodes_of(root):
        if node.alias:
            continue
        below: list[Node] = []
        if isinstance(node, Mapping):
            below = [each for entry in node.entries.values() if not entry.merged for each in (entry.key, entry.value)]
        elif isinstance(node, Sequence):
            below = list(node.items)
        for child in below:
            assert node.start <= child.start <= child.end <= max(node.end, child.start)


@given(hostile, hostile)
def test_duplicates_keep_the_last_and_tell_of_the_first(one: str, two: str) -> None:
    text = yaml.safe_dump([{"a": one}, {"a": two}], default_style='"').replace('- "a"', '  "a"').replace("  ", "", 1)
    text = "".join(f'"a": {yaml.safe_dump(value, default_style=chr(34), width=10_000)}' for value in (one, two))
    root = compose(text)
    assert isinstance(root, Mapping)
    ((first, again),) = root.duplicates
    assert value_of(root) == load(text) == {"a": two}
    assert (construct(first.value), construct(again.value)) == (one, two)
    assert text[: first.key.end] == text[again.key.start : again.key.end] == '"a"'


def test_merges_are_marked() -> None:
    root = compose("- &a {b: 1, c: 2}\n- {<<: *a, c: 3}\n")
    assert isinstance(root, Sequence)
    second = root.items[1]
    assert isinstance(second, Mapping)
    assert {key: entry.merged for key, entry in second.entries.items()} == {"b": True, "c": False}
    assert value_of(root) == [{"b": 1, "c": 2}, {"b": 1, "c": 3}]


def test_a_value_that_cannot_be() -> None:
    root = compose("a: 2026-13-40")
    assert isinstance(root, Mapping)
    with pytest.raises(ValueError, match="month"):
        value_of(root)


@pytest.mark.parametrize("text", ["", "# none\n", "---\n", "---\n...\n"])
def test_nothing(text: str) -> None:
    assert value_of(compose(text)) is None
