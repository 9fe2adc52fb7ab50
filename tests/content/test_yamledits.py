import copy
import re
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from clinic_cli.content import yamledits
from clinic_cli.content.frontmatter import HANDLER
from clinic_cli.content.yamltext import Value
from clinic_cli.content.yamltree import Mapping, Node, Sequence, YamlError, compose
from clinic_cli.diagnostics import Edit
from clinic_cli.editing import Content, EditError, content_of, rewrite
from clinic_cli.errors import ClinicError
from clinic_cli.source import SourceFile
from tests.documents import KEYS, documents, new_values
from tests.strategies import hostile

COMMENT = re.compile(r"# c\d+!")
Path = tuple[str | int, ...]
T = TypeVar("T")


def tree(source: SourceFile) -> Node | None:
    if not source.path.endswith(".md"):
        return compose(source.text)
    block = HANDLER.locate(source.text)
    return compose(source.text[block.yaml.start : block.yaml.end], block.yaml.start)


def places(node: Node | None, path: Path = ()) -> list[tuple[Path, Node]]:
    """Return every node below one with the keys that lead to it."""
    found = [(path, node)] if node else []
    if isinstance(node, Mapping):
        for key, entry in node.entries.items():
            found += places(entry.value, (*path, key))
    elif isinstance(node, Sequence):
        for position, item in enumerate(node.items):
            found += places(item, (*path, position))
    return found


def read(kind: str, text: str) -> tuple[SourceFile, Node]:
    source = SourceFile(kind, text.encode())
    try:
        root = tree(source)
        content_of(source)
    except (YamlError, EditError):
        assume(False)
    assert root is not None
    return source, root


def at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def attempt(source: SourceFile, make: Callable[[], T]) -> T | None:
    """Return what is made, or None where a value is shared through an anchor, which alone may refuse a change."""
    try:
        return make()
    except ClinicError:
        if re.search(r"[&*]a\d", source.text):
            return None
        raise


def check(source: SourceFile, edit: Edit, path: Path, change: Any) -> str:
    """Prove an edit, and that no comment is lost but those inside of what it takes away; return the new text."""

    def intend(content: Content) -> Content:
        data = copy.deepcopy(content.data)
        change(at(data, path))
        return Content(data, content.body)

    changed = attempt(source, lambda: rewrite(source, [edit], intend))
    if changed is None:
        return ""
    text = changed.result.text
    before, after = COMMENT.findall(source.text), COMMENT.findall(text)
    start, end = edit.span
    gone = COMMENT.findall(source.text[start:end])
    assert sorted(before) == sorted(after + gone)
    assert ("\r\n" in text and "\n" in text.replace("\r\n", "")) == (
        "\r\n" in source.text and "\n" in source.text.replace("\r\n", "")
    )
    return text


def targets(root: Node) -> list[tuple[Path, Mapping]]:
    return [(path, node) for path, node in places(root) if isinstance(node, Mapping)]


@given(documents(), st.data())
def test_setting_a_key(document: tuple[str, str], data: st.DataObject) -> None:
    source, root = read(*document)
    path, mapping = data.draw(st.sampled_from(targets(root)))
    key = data.draw(st.sampled_from((*mapping.entries, *KEYS)) | hostile)
    value = data.draw(new_values)
    edit = attempt(source, lambda: yamledits.set_key(source, mapping, key, value, default_at=mapping.start))
    if edit is None:
        return
    text = check(source, edit, path, lambda data: data.__setitem__(key, yamledits.as_read(value)))
    event("replaced" if key in mapping.entries else "added")
    old = mapping.entries.get(key)
    if text and old and not isinstance(old.value, (Mapping, Sequence)):
        # only the value is touched: the lines above and below stay as they are
        assert text.startswith(source.text[: old.key.end])
        empty = old.value.end == old.value.start
        assert text.endswith(source.text[source.text.index(":", old.key.end) + 1 if empty else old.value.end :])


@given(documents(), st.data())
def test_deleting_a_key(document: tuple[str, str], data: st.DataObject) -> None:
    source, root = read(*document)
    path, mapping = data.draw(st.sampled_from(targets(root)))
    assume(mapping.entries)
    key = data.draw(st.sampled_from(sorted(mapping.entries)))
    edit = attempt(source, lambda: yamledits.delete_key(source, mapping, key))
    if edit is None:
        return
    check(source, edit, path, lambda data: data.__delitem__(key))


@given(documents(), st.data())
def test_deleting_an_item(document: tuple[str, str], data: st.DataObject) -> None:
    source, root = read(*document)
    lists = [(path, node) for path, node in places(root) if isinstance(node, Sequence) and node.items]
    assume(lists)
    path, sequence = data.draw(st.sampled_from(lists))
    position = data.draw(st.integers(0, len(sequence.items) - 1))
    edit = attempt(source, lambda: yamledits.delete_item(source, sequence, position))
    if edit is None:
        return
    check(source, edit, path, lambda data: data.__delitem__(position))


@given(documents(), st.data(), hostile)
def test_adding_an_item(document: tuple[str, str], data: st.DataObject, value: str) -> None:
    source, root = read(*document)
    path, mapping = data.draw(st.sampled_from(targets(root)))
    key = data.draw(st.sampled_from((*mapping.entries, "topics")))
    old = mapping.get(key)
    assume(not isinstance(old, Mapping))
    edit = attempt(source, lambda: yamledits.append_item(source, mapping, key, value))
    if edit is None:
        return

    def change(data: Any) -> None:
        before = data.get(key)
        kept = before if isinstance(before, list) else [] if before in (None, "") else [getattr(old, "text", before)]
        data[key] = [*kept, value]

    check(source, edit, path, change)


@given(documents("records.yaml"), st.dictionaries(st.sampled_from(KEYS), new_values, min_size=1, max_size=3))
def test_adding_a_record(document: tuple[str, str], record: dict[str, Value]) -> None:
    source, root = read(*document)
    edit = yamledits.append_record(source, root, record)
    text = check(source, edit, (), lambda data: data.append(yamledits.as_read(record)))
    assume(text)
    assert text.startswith(source.text), "no byte that stands there changes"
    assert text.endswith("\n")


@given(documents(), st.data(), st.dictionaries(st.sampled_from(KEYS), new_values, min_size=1, max_size=3))
def test_setting_keys_together(document: tuple[str, str], data: st.DataObject, values: dict[str, Value]) -> None:
    source, root = read(*document)
    path, mapping = data.draw(st.sampled_from(targets(root)))
    edits = attempt(source, lambda: yamledits.set_keys(source, mapping, values, default_at=mapping.start))
    if edits is None:
        return

    def intend(content: Content) -> Content:
        changed = copy.deepcopy(content.data)
        at(changed, path).update({key: yamledits.as_read(value) for key, value in values.items()})
        return Content(changed, content.body)

    attempt(source, lambda: rewrite(source, edits, intend))


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ("a: 1 # one\n", "a", 2, "a: 2 # one\n"),
        ("a: 1\n# end\n", "b", "x", "a: 1\nb: x\n# end\n"),
        ("a:\n  - x\n# end\n", "b", ["x", "z"], "a:\n  - x\nb: [x, z]\n# end\n"),
        ("a: # why\n  b: 1\n", "a", "x", None),
        ("a:   'x'  # why\n", "a", 'it\'s "so"', None),
        ("a: |\n  x\n\nb: y\n", "a", "z", "a: z\n\nb: y\n"),
        ("a:\n", "a", "x", "a: x\n"),
        ("a: {b: 1}\n", "a", {"b": 2}, None),
    ],
)
def test_setting_looks_as_a_person_would_write_it(before: str, key: str, value: Value, after: str | None) -> None:
    source = SourceFile("x.yaml", before.encode())
    root = compose(before)
    assert isinstance(root, Mapping)
    text = check(source, yamledits.set_key(source, root, key, value), (), lambda data: data.__setitem__(key, value))
    if after is not None:
        assert text == after
