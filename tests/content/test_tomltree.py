import tomllib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinic_cli.content.tomlerrors import TomlError
from clinic_cli.content.tomltree import compose_toml
from clinic_cli.content.yamltree import Mapping, Node, Scalar, Sequence
from tests.strategies import hostile, mutated

PIECES = (
    'name = "A"\n', "name = 'A'\n", 'a.b = "x"\n', 'a."b c".d = 1\n', "'a' . b = 1\n", "[a]\n", "[a.b]\n", "[a.'b c']\n", "[[a]]\n", "[[a.b]]\n",
    "[ x . y ]\n", "b = 1\n", "c = [1, 2]\n", "d = [ # one\n  1, # two\n  [2, 'x'],\n]\n", "e = {a = 1, b.c = 'x'}\n", "f = {}\n", "g = []\n",
    'h = """\nx "" y\\\n   z"""\n', "i = '''\n''x'''\n", 'j = """a""""\n', "k = 2026-03-01\n", "l = 2026-03-01 10:00:00.5\n",
    "m = 2026-03-01T10:00:00Z\n", "n = 10:00:00\n", "o = 1_000\n", "p = 0xff\n", "q = -1.5e3\n", "r = inf\n", "s = true\n", "# note\n", "\n",
    "\r\n", '  t = "é😀"  # é\n', '"" = 1\n', "1 = 2\n", "é = 1\n", "u = [{a = 1}, {a = 2}]\n", 'v = "\\u00e9\\n\\""\n', "w=1\n", "x =\t1\n", "-_ = 1\n",
)  # fmt: skip


def values_of(text: str, node: Node, value: Any) -> None:
    """Hold a tree against what tomllib reads, and each scalar's span against its value."""
    if isinstance(value, dict):
        assert isinstance(node, Mapping)
        assert list(node.entries) == list(value) or set(node.entries) == set(value)
        for key, entry in node.entries.items():
            written = text[entry.key.start : entry.key.end]
            assert tomllib.loads(f"{written} = 1") == {key: 1}
            values_of(text, entry.value, value[key])
    elif isinstance(value, list):
        assert isinstance(node, Sequence)
        assert len(node.items) == len(value)
        for item, expected in zip(node.items, value, strict=True):
            values_of(text, item, expected)
    else:
        assert isinstance(node, Scalar)
        written = text[node.start : node.end]
        assert tomllib.loads(f"v = {written}")["v"] == value or value != value
        if isinstance(value, str):
            assert (node.text, node.tag) == (value, "str")
        elif isinstance(value, bool):
            assert (node.text, node.tag) == (str(value).lower(), "bool")
        elif isinstance(value, int):
            assert (node.text, node.tag) == (str(value), "int")
        elif isinstance(value, float):
            assert node.tag == "float"
        else:
            assert node.tag == "timestamp"


@given(mutated(st.lists(st.sampled_from(PIECES), max_size=8).map("".join)))
@example('a = """\n\\"""" """\n'.replace(' """', ""))
@example("[a]\nb = 1\n[a.c]\nd = 2\n[[a.e]]\nf = 1\n[[a.e]]\n[a.e.g]\nh = 1\n")
@example("a = [\n]\nb = [[], {}, {c = []}]\n")
def test_trees_say_what_tomllib_says(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(TomlError) as caught:
            compose_toml(text)
        error = caught.value
        lines = text.split("\n")
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert error.message
        assert error.help
        return
    root = compose_toml(text)
    assert root.end <= len(text)
    values_of(text, root, expected)


@given(st.lists(hostile, min_size=1, max_size=4, unique=True))
def test_any_key_in_quotes(keys: list[str]) -> None:
    from clinic_cli.authoring import toml_text

    text = "".join(f"[{toml_text(key)}.{toml_text(key)}]\n{toml_text(key)} = {toml_text(key)}\n" for key in keys)
    values_of(text, compose_toml(text), {key: {key: {key: key}} for key in keys})


def test_tables_begin_at_their_headers() -> None:
    text = '# ours\n[authors.a] # one\nname = "A"\n\n[[b]]\nc = 1\n'
    root = compose_toml(text)
    authors = root.get("authors")
    assert isinstance(authors, Mapping)
    table = authors.get("a")
    assert isinstance(table, Mapping)
    assert text[table.start : table.end] == '[authors.a] # one\nname = "A"'
    listed = root.get("b")
    assert isinstance(listed, Sequence)
    assert text[listed.start : listed.end] == "[[b]]\nc = 1"


def test_a_name_of_countless_parts_is_refused_at_once() -> None:
    with pytest.raises(TomlError) as told:
        compose_toml('name = "A"\n' + ".".join(["a"] * 100_000) + " = 1\n")
    assert (told.value.line, told.value.column, told.value.message) == (2, 1, "a name of more than 200 parts")
    assert compose_toml(".".join(["a"] * 150) + " = 1\n").get("a") is not None
