import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.content.prose import scalar_prose
from clinic_cli.content.yamltree import Mapping, Scalar, compose
from tests.strategies import hostile, words

SPACE = re.compile(r"\s")
ESCAPES = {
    "\0": "0",
    "\a": "a",
    "\b": "b",
    "\t": "t",
    "\n": "n",
    "\v": "v",
    "\f": "f",
    "\r": "r",
    "\x1b": "e",
    "\x85": "N",
}
ESCAPES |= {"\u2028": "L", "\u2029": "P", "\u00a0": "_"}


def prose_of(text: str) -> tuple[str, Scalar]:
    root = compose(text)
    assert isinstance(root, Mapping)
    node = root.get("quote")
    assert isinstance(node, Scalar)
    return text, node


def check(text: str, node: Scalar) -> None:
    """Every character that can be seen stands in the source where the prose says, as itself or as its escape."""
    prose = scalar_prose(text, node)
    assert prose.text == node.text
    for at, character in enumerate(prose.text):
        offset = prose.offset(at)
        assert node.start <= offset <= len(text)
        if SPACE.match(character):
            continue
        assert offset < node.end
        source = text[offset]
        assert source == character or (source == "\\" and node.style == '"')
        if source == "\\" and character != "\\":
            escaped = text[offset + 1]
            assert escaped in "xuU" or escaped == ESCAPES.get(character, character)
        span = prose.span(at, at + 1)
        assert span.start == offset
        assert span.end > offset
    for word in re.finditer(r"\w+", prose.text):
        start, end = prose.span(*word.span())
        covered = text[start:end]
        if "\\" not in covered and "\n" not in covered and "''" not in covered:
            assert covered == word.group()


@given(st.lists(hostile | words, max_size=4).map("\n".join), st.data())
def test_words_point_at_themselves_in_every_style(quote: str, data: st.DataObject) -> None:
    text = yaml.safe_dump(
        {"é": "😀", "quote": quote, "rating": 5},
        default_style=data.draw(st.sampled_from((None, '"', "'", "|", ">"))),
        allow_unicode=data.draw(st.booleans()),
        width=data.draw(st.sampled_from((20, 80, 10_000))),
        indent=data.draw(st.integers(2, 6)),
        line_break=data.draw(st.sampled_from(("\n", "\r\n"))),
        sort_keys=False,
    )
    check(*prose_of(text))


@pytest.mark.parametrize(
    "written",
    [
        "A calm\n  place # to be\n",
        "|\n    A calm\n      place\n\n    to be\n",
        "|2-\n    A calm\n  place\n",
        ">+ # a note\n  A calm\n  place\n\n\n   to be\n\n",
        "'it''s\n  a ''calm''\n\n  place'\n",
        '"a \\"calm\\"\n  place\\n\\\n  to \\x62e \\u00e9\\U0001F600"\n',
        '"a\\\n   calm\\\n\n   \\  place"\n',
        '"C:\\\\ \\/ \\_"\n',
        "&a A calm place\n",
        "!!str A calm place\n",
        "''\n",
    ],
)
def test_words_written_by_hand(written: str) -> None:
    for text in (f"quote: {written}", f"x: 1\nquote: {written}more: 2\n"):
        for line_end in ("\n", "\r\n"):
            check(*prose_of(text.replace("\n", line_end)))


def test_words_of_an_alias_point_at_the_alias() -> None:
    root = compose("a: &a A calm place\nquote: *a\n")
    assert isinstance(root, Mapping)
    node = root.get("quote")
    assert isinstance(node, Scalar)
    prose = scalar_prose("a: &a A calm place\nquote: *a\n", node)
    assert prose.text == "A calm place"
    assert prose.span(2, 6).start == node.start
