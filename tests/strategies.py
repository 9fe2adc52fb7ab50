"""What properties are tried on: texts that are nearly YAML, Markdown or TOML, and values in every style of YAML."""

from __future__ import annotations

import datetime

import yaml
from hypothesis import strategies as st

TOKENS = (
    "---\n", "---", "...\n", "\n", "\n\n", "\r\n", "\r", " ", "  ", "    ", "\t", "- ", "-", "? ", ": ", ":", ":\n", ", ",
    "[", "]", "{", "}", "#", " # note\n", '"', "'", "\\", "|\n", "|-\n", ">\n", ">+\n", "&a ", "*a", "<<: ", "<<", "=",
    "!!str ", "!!int ", "!!timestamp ", "!!binary ", "!", "%", "@", "`", "~", "null", "no", "yes", "1", "0x1f", "1e3",
    "12:30", "2026-13-40", "2026-03-01", "2026-03-01T10:00:00Z", ".inf", "a", "b: c\n", "é", "😀", "\u2028", "\x85",
    "\u200b", "\u00a0", "\ufeff", "\0", "\x1b", "\x7f", "t-1", "draft", "published", "title: ", "title: A walk\n",
    "description: ", "authors: ", "date: ", "status: ", "slug: ", "tags: ", "image:\n  src: ", "citations:\n  - ",
    "testimonials: ", "- id: t-1\n", "  quote: ", "  consent:\n", "    ref: form-17\n", "    expires_on: ",
    "    channels: ", "  rating: ", "  attribution: ", "# A heading\n", "*", "**", "_", "[a](b.md)", "![", "](", "<b>", "&amp;",
    "> ", "1. ", "| a | b |\n|---|---|\n", "```\n", "    code\n", "[^1]", "[^1]: ", "http://a.example", "<http://a.example>",
)  # fmt: skip

soup = st.lists(st.sampled_from(TOKENS), max_size=25).map("".join)
"""Texts of words and signs that mean something to a parser."""

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
"""Any Unicode text."""

hostile = st.one_of(
    words,
    soup,
    st.sampled_from(
        ("no", "Yes", "~", "null", "12:30", "1e3", "0x10", "2026-13-40", "- a", "? a", ": a", "a: b", "a #b", "#a", "&a", "*a",
         "!a", "%a", "@a", "`a`", "|", ">", "'", '"', "\\", "''", '"a" b', "'a' b", "{a}", "[a]", "a,b", "---", "...", "<<",
         "=", "\ufeffa", "a\u2028b", "a\x85b", "a\tb", "a\rb", "a\x00b", "a\x1b[31mb", "a\x7fb", "\u202ea", "a\ufffeb", "😀", "e\u0301",
         "../../etc/passwd", "con", "COM1", "t-12", "index", ".", "-", "_", "a/b", "a\\b", "x" * 300, "İ", "ß", "ǅ"),
    ),
)  # fmt: skip
"""Texts that a careless writer would write wrong."""

lines = hostile.filter(lambda text: bool(text.split()))

_keys = st.one_of(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), words.filter(lambda text: len(text) < 20))
_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False),
    st.dates(datetime.date(1, 1, 1)),
    st.datetimes(datetime.datetime(1, 1, 1)),
    hostile,
)
values = st.recursive(
    _scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_keys, inner, max_size=4)),
    max_leaves=12,
)


@st.composite
def yaml_texts(draw: st.DrawFn, value: st.SearchStrategy[object] = values) -> str:
    """A value as YAML, in any of the ways in which PyYAML writes it."""
    return yaml.dump(
        draw(value),
        Dumper=yaml.SafeDumper,
        default_style=draw(st.sampled_from((None, None, '"', "'", "|", ">"))),
        default_flow_style=draw(st.sampled_from((True, False, None))),
        allow_unicode=draw(st.booleans()),
        indent=draw(st.integers(2, 5)),
        width=draw(st.sampled_from((20, 80, 10_000))),
        line_break=draw(st.sampled_from(("\n", "\r\n"))),
        sort_keys=False,
    )


@st.composite
def mutated(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text with some of it taken out, doubled, or put in."""
    text = draw(texts)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 10)))
        text = text[:start] + draw(st.sampled_from(("", text[start:end] * 2, *TOKENS))) + text[end:]
    return text
