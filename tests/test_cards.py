"""Cards: what a list shows of an article is what stands in it."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinic_cli.cards import card_of
from clinic_cli.content.article import Article, parse_article
from clinic_cli.source import SourceFile

SPACES = "".join(chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace())


def article_of(body: str, encoding: str = "utf-8") -> Article:
    return parse_article(SourceFile("articles/a.md", f"---\ntitle: Café\n---\n{body}".encode(encoding)))


@given(st.text(st.sampled_from(f"{SPACES}aé’—\u200b\x00🙂") | st.characters(exclude_categories=["Cs"])))
@example("")
@example("a\x00b")
def test_words_are_counted_as_split_parts_them(body: str):
    article = article_of(body)
    assert card_of(article).words == len(article.body.split())


@pytest.mark.parametrize("space", SPACES)
def test_every_space_parts_words(space: str):
    assert card_of(article_of(f"one{space}two")).words == 2


def test_what_is_not_utf_8_has_words_too():
    article = article_of("One word.\n", "latin-1")
    assert card_of(article).words == len(article.source.text.split())
