"""The quick reader of plain YAML: what it takes, it reads as libyaml does, to the last offset."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinic_cli.content import yamltree
from clinic_cli.content.yamlplain import compose_plain
from clinic_cli.content.yamltree import Mapping, Node, YamlError, compose

_FRONT = """\
    title: It’s a walk
    description: What to look for # a comment
    authors: [sam-sample, robin-sample]
    date: 2026-03-01
    status: published
    image:
      src: path.jpg
      alt: "A path: gravel, trees"
      decorative: no
    tags:
    - calm
    - 'walks'
    citations:
      - title: A book
        url: https://clinic.example/book#one
      - Words alone
    notes: >-
      Ask Robin,
      who knows.

      Twice.
    """
_RECORDS = """\
    # Sample words.

    - id: t-0001
      status:
      quote: |
        A calm place.

        A kind voice.
      consent:
        ref: form-1
        signed_on: 2026-03-01
        channels: []
        photo: false
    -   id: t-0002
        rating: 5
    """
PLAIN = (textwrap.dedent(_FRONT), textwrap.dedent(_RECORDS))

_MARKS = (
    "\n",
    " ",
    "  ",
    ": ",
    ":",
    "#",
    " #",
    "- ",
    "-",
    '"',
    "'",
    "''",
    "[",
    "]",
    "{",
    "}",
    ",",
    "|",
    "|-\n",
    ">\n  ",
    "\t",
    "\\",
)
_WORDS = (
    "é",
    "~",
    "null",
    "1.5",
    "0o7",
    "12:30",
    ".inf",
    "yes",
    "\xa0",
    "\x85",
    "\u2028",
    "\ufeff",
    "\r\n",
    "---\n",
    "...",
    "%",
)
_RARE = ("&a ", "*a", "!", "!!str ", "?", "? ", "@", "`", "=", "<<: ", "<<", "a: b\n", "- c\n", "\n\n", "\n  \n")
_PATCHES = st.sampled_from((*_MARKS, *_WORDS, *_RARE))


def _by_libyaml(text: str) -> Node | str | None:
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yamltree, "compose_plain", lambda text, base: None)
            return compose(text, 7)
    except YamlError as error:
        return error.message


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_is_taken(text: str) -> None:
    assert isinstance(compose_plain(text, 7), tuple)
    assert compose_plain(text, 7) == _by_libyaml(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "a: b\na: c\n",
        "a: &x b\n",
        "a: *x\n",
        "a: =\n",
        "a: [<<]\n",
        "a: !!str b\n",
        "a: b: c\n",
        "a:\tb\n",
        "a: b\r\n",
        "a: 'it''s'\n",
        'a: "b\\n"\n',
        "a: b\n  c\n",
        "a: {b: c}\n",
        "a: [b, [c]]\n",
        "a: [b,\n  c]\n",
        "? a\n: b\n",
        "---\na: b\n",
        "a: |2\n   b\n",
        "a: |+\n  b\n\n",
        "- - a\n",
        "<<: b\n",
        "a: - b\n",
        " a: b\nc: d\n",
        "a:\n    b: c\n  d: e\n",
        "a: \u2028b\n",
        "just words\n",
    ],
)
def test_anything_else_is_left_to_libyaml(text: str) -> None:
    assert compose_plain(text, 0) is None


@given(
    st.sampled_from(PLAIN),
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 3), _PATCHES), max_size=4),
    st.booleans(),
)
@example("a: >\n  b\nc: d", [], True)
@example("a: |-\n  b\n\n\n", [], True)
@example("a:\n- b\n- c:\n  - d\ne: f\n", [], True)
def test_what_it_takes_it_reads_as_libyaml_does(
    text: str, patches: list[tuple[int, int, str]], keeps_end: bool
) -> None:
    for at, drop, patch in patches:
        at = min(at, len(text))
        text = text[:at] + patch + text[at + drop :]
    if not keeps_end:
        text = text.rstrip("\n")
    plain = compose_plain(text, 7)
    if plain is not None:
        assert plain == _by_libyaml(text)


def test_the_depth_is_bounded() -> None:
    text = "".join("  " * depth + "a:\n" for depth in range(60))
    assert compose_plain(text, 0) is None
    with pytest.raises(YamlError, match="deep"):
        compose(text)


def test_more_nodes_than_allowed_are_left_to_libyaml() -> None:
    many = "a: [" + "b," * 4_000_000 + "]\n"
    assert compose_plain(many, 0) is None


def test_a_key_is_read_with_its_type() -> None:
    root = compose_plain("yes: 1\n", 0)
    assert isinstance(root, Mapping)
    assert root.entries["yes"].key.tag == "bool"
