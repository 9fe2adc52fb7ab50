"""Text as rules judge it: words, and the sentences that hold a cue; and the text in raw HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.content.cues import Cues, Phrase
from clinic_cli.content.html import html_prose, tags_of
from clinic_cli.content.markdown import RawHtml
from clinic_cli.content.prose import Prose
from clinic_cli.content.regex import Regex
from clinic_cli.content.text import Text
from clinic_cli.source import Span


def block(text: str, kind: str = "paragraph") -> Prose:
    return Prose(kind, text, (0,), (0,))


def test_words_are_parted_at_hyphens_and_apostrophes():
    text = Text([block("It’s self-harm — don’t “go”… İzmir")])
    assert {"it", "s", "self", "harm", "don", "t", "go"} <= set(text.tokens)
    assert len(text.lower) == len(text.blocks[0].text)


def test_sentences_are_found_by_word_phrase_and_neighbour():
    text = Text([block("We cure ham. We secure it."), block("Never say never. Once and for all, they end it.")])
    found = [each.text.strip() for each in text.sentences(Cues(frozenset({"cure"})))]
    assert found == ["We cure ham."]
    assert [each.text for each in text.sentences(Cues(phrases=(Phrase(Regex("once and"), frozenset({"once"})),)))] == [
        "Once and for all, they end it."
    ]
    assert list(text.sentences(Cues(frozenset({"cure"}), near=("medicine",)))) == []
    assert len(list(text.sentences(Cues(frozenset({"cure"}), near=("ham",))))) == 1
    assert not Cues(frozenset({"cures"})).may_stand_in(text.words)


@given(st.lists(st.text(max_size=80), max_size=4), st.text(alphabet="abc ", min_size=1, max_size=3))
def test_a_sentence_knows_its_place(texts, word):
    text = Text([block(each) for each in texts])
    for sentence in text.sentences(Cues(frozenset(word.split()))):
        assert len(sentence.lower) == len(sentence.text)
        assert len(sentence.prose.text[sentence.start : sentence.start + len(sentence.text)]) == len(sentence.text)


def raw(text, at=0, *, inline=False):
    return RawHtml(text, Span(at, at + len(text)), inline)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Call <b>988</b> now</p><p>Then</p>", ["Call 988 now", "Then"]),
        ("<div><!-- hidden <p> --> seen</div>", [" seen"[1:]]),
        ("<script>x</script><style>y</style>Text", ["Text"]),
        ("a<br>b", ["a", "b"]),
        ("<p>open <!-- never closed", ["open"]),
        ("<p", ["<p"]),
    ],
)
def test_html_text(html, shown):
    assert [" ".join(prose.text.split()) for prose in html_prose([raw(html)])] == shown


def test_html_text_knows_its_place():
    html = "<p>Call <b>988</b></p>"
    (prose,) = html_prose([raw(html, 10)])
    at = prose.text.index("988")
    assert prose.span(at, at + 3) == Span(10 + html.index("988"), 10 + html.index("988") + 3)
    assert list(html_prose([raw("<b>", inline=True)])) == []


def test_tags_have_attributes():
    html = """<A HREF='x' data-y="1&amp;2" checked onclick=go()>t</a><!-- <b> --><img src=z/>"""
    tags = list(tags_of([raw(html)]))
    assert [(tag.name, tag.closes) for tag in tags] == [("a", False), ("a", True), ("img", False)]
    assert tags[0].attributes == {"href": "x", "data-y": "1&2", "checked": "", "onclick": "go()"}
    assert html[tags[2].start : tags[2].end] == "<img src=z/>"
    assert list(tags_of([raw("<!-- <b>")])) == []


@pytest.mark.parametrize(
    ("expression", "head"),
    [
        ("always works?", "always work"),
        ("for good", "for good"),
        ("a|b", ""),
        (r"end (?:my|your)", "end "),
        ("(?:x)", ""),
    ],
)
def test_plain_letters_that_an_expression_begins_with(expression, head):
    assert Regex(expression).head == head


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "piece", ["<a", '<a "', "<!--", "“", "'x", "suicide, ", "we guarantee ", "never again ", "(", "call 988 "]
)
def test_long_runs_take_little_time(piece):
    from tests.rules.judge import judge

    body = piece * 3000
    for rule in (
        "crisis-line-missing",
        "outcome-guarantee",
        "suicide-language",
        "stigmatizing-term",
        "raw-html",
        "uncited-claim",
    ):
        judge(rule, body)
