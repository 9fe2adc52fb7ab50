"""Places of Markdown text, in characters, whatever the bytes before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.content.markdown import read_markdown

# no backslash and no ampersand: an escape stands for another character than it shows
_WORDS = ("word ", "“curly” ", "naïve ", "\U0001f331 ", "é" * 700, "\n", "\n\n", "    ")
_MARKS = ("*", "**", "_", "`", "[", "](a.md)", "![", "# ", "- ", "> ", "<br>", "<div>\n", "| a | b |\n|-|-|\n", "```\n")
_PIECES = st.sampled_from((*_WORDS, *_MARKS))


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_each_word_of_the_prose_stands_where_it_says(body: str) -> None:
    front = "---\ntitle: Été\n---\n"
    source = front + body
    markdown = read_markdown(body, len(front))
    for prose in markdown.prose:
        for at, character in enumerate(prose.text):
            if character.isalpha():
                assert source[prose.offset(at)] == character
    for link in (*markdown.links, *markdown.images):
        assert source[link.span.start] in "![<"
        assert source[link.span.end - 1] in ")]>"
        assert link.span.start <= link.words.start <= link.words.end <= link.span.end
    for heading in markdown.headings:
        assert not source[heading.span.start : heading.span.end].endswith("\n")
    assert len(markdown.anchors) == len(set(markdown.anchors)) == len(markdown.headings)


def test_a_link_without_words_is_told_as_a_whole() -> None:
    (link,) = read_markdown("é [](a.md)\n", 10).links
    assert link.words == link.span == (12, 20)


@pytest.mark.no_cover
def test_blocks_of_raw_html_are_read_in_time_that_grows_with_their_length() -> None:
    (html,) = read_markdown("<div>\n" + "<p>\n" * 200_000, 0).html
    assert len(html.text) == html.span.end == 800_006
