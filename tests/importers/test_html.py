from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.content.markdown import render_html
from clinic_cli.errors import ClinicError
from clinic_cli.importers import html
from clinic_cli.importers.html import parse_html, plain_markdown, shown_words, to_markdown, words_of

TOKENS = (
    "<p>", "</p>", "<b>", "</b>", "<em>", "</em>", '<a href="https://x.example/a_b">', "</a>", "<ul>", "<li>", "</li>", "</ul>",
    "<ol>", "</ol>", "<blockquote>", "</blockquote>", "<br>", "<h2>", "</h2>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>",
    "<pre>", "</pre>", "<code>", "</code>", '<img src="a b.png" alt="x] y">', "<hr>", "<sub>", "</sub>", "<div>", "</div>", "<dl>", "<dt>",
    "<dd>", "</dl>", "<q>", "</q>", "\n", "\n\n", " ", "&nbsp;", "&amp;", "&lt;", "*", "_", "#", "- ", "1. ", "`", "[", "](", "!", "|", "~~",
    "\\", ">", "+ ", "word", "“q”", "é", "{#a}", "---", "===", "<!-- x -->", '[gallery ids="1"]', "&copy", "<x-y>", "<td colspan=2>",
    "A", '"quoted"', "<thead>", "    ", "[x] ", "[^1]", "[a]: b", "***", "&#8211;", "\x0b", "\ue000",
)  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=25).map("".join))
def test_every_word_of_any_html_survives_in_order(source: str) -> None:
    wanted, shown = words_of(parse_html(source)), shown_words(to_markdown(source).markdown)
    assert "".join(shown.split()) == "".join(wanted.split())


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=60))
def test_plain_text_shows_as_it_is(text: str) -> None:
    shown = shown_words(plain_markdown(text))
    assert shown == " ".join(text.split())


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>One <b>two</b> <i>three</i></p><p>Four</p>", "One **two** *three*\n\nFour"),
        ("<h2>A head</h2><ul><li>a<ul><li>b</li></ul></li></ul>", "## A head\n\n- a\n  - b"),
        ("<p>line<br>break<br><br>new</p>", "line\\\nbreak\n\nnew"),
        ("loose<p>held</p>tail", "loose\n\nheld\n\ntail"),
        ("<p>snake_case 2 * 3 [gallery ids=\"1\"] #1 - x</p>", 'snake_case 2 * 3 [gallery ids="1"] #1 - x'),
        ("<p>1. no list</p><p># no heading</p>", "1\\. no list\n\n\\# no heading"),
        ('<p>Wow!<a href="u">link</a></p>', "Wow\\![link](u)"),
        ("<p>say <b>now</b>!<a href='u'>link</a></p>", "say **now**\\![link](u)"),
        ('<p>foo<b>"bar"</b>baz</p>', 'foo<b>"bar"</b>baz'),
        ("<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"),
        ("<pre>a\n```\n\nb</pre>", "````\na\n```\n\nb\n````"),
        ("<table><tr><th>h</th></tr><tr><td>a|b</td></tr></table>", "| h |\n| --- |\n| a\\|b |"),
        ('<figure><img src="a b.png" alt="x"><figcaption>Words</figcaption></figure>', "![x](a%20b.png)\n\nWords"),
        ("<details><summary>More</summary>Text</details>", "More\n\nText"),
        ('<p><a href="https://x.example/a_b">https://x.example/a_b</a></p>', "<https://x.example/a_b>"),
        ("plain & simple", "plain & simple"),
        ("  ", ""),
        ("<p>&lt;b&gt; &amp;amp;</p>", "<b\\> \\&amp;"),
    ],
)  # fmt: skip
def test_markdown_is_what_a_person_would_write(source: str, markdown: str) -> None:
    assert to_markdown(source) == (markdown, ())


def test_what_markdown_cannot_say_stays_html_and_is_told() -> None:
    source = '<p>a</p><table class="x"><tr><td colspan="2" style="y">b</td></tr></table><dl><dt>c</dt><dd>d</dd></dl>'
    converted = to_markdown(source)
    assert '<table><tr><td colspan="2">b</td></tr></table>' in converted.markdown
    assert [loss.what for loss in converted.losses] == ["<table>", "<dl>"]
    assert shown_words(converted.markdown) == "a b c d"


def test_blank_lines_do_not_end_html_that_stays() -> None:
    source = "<blockquote><pre>a\n\nb</pre>\n\n<table><tr><td rowspan=2>c</td></tr></table></blockquote>"
    markdown = to_markdown(source).markdown
    assert not re.search(r"\n\s*\n", markdown)
    assert shown_words(markdown) == "a b c"


@pytest.mark.parametrize(
    ("source", "markdown", "what", "why"),
    [
        ('<iframe src="//video.example/1" title="Talk"></iframe>', "[Talk](https://video.example/1)", "<iframe>", "became a link to"),
        ('<video><source src="a.mp4"></video>', "[Video](a.mp4)", "<video>", "became a link to a.mp4"),
        ("<iframe></iframe><p>x</p>", "x", "<iframe>", "names no address"),
        ("<form><label>Name</label><input></form><p>x</p>", "x", "<form>", "with its words: Name"),
        ("<p>x<script>y</script></p>", "x", "<script>", "left out (1)"),
        ('<p><a href="javascript:y()">x</a></p>', "x", "link", "its words stay"),
        ('<p>x<img src="data:image/png;base64,AA"></p>', "x", "picture", "inside of the page"),
        ("<p>x<img></p>", "x", "picture", "names no file"),
    ],
)  # fmt: skip
def test_what_is_lost_is_told(source: str, markdown: str, what: str, why: str) -> None:
    converted = to_markdown(source)
    assert converted.markdown == markdown
    assert converted.losses[0].what == what
    assert why in converted.losses[0].why


def test_pictures_that_load_late_are_found() -> None:
    source = '<p><img src="data:x" data-src="a.png" alt="A hill"></p>'
    assert to_markdown(source) == ("![A hill](a.png)", ())


def test_style_is_no_loss() -> None:
    assert to_markdown("<style>p{}</style><p>x</p>") == ("x", ())


def test_nesting_beyond_reason_gives_plain_words() -> None:
    converted = to_markdown("<div>" * 3000 + "deep<script>no</script>" + "</div>" * 3000)
    assert converted.markdown == "deep"
    assert converted.losses[0].what == "markup"


def test_a_block_that_no_form_holds_gives_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_converter", lambda *_: lambda _source: "other words")
    monkeypatch.setattr(html, "shown_words", lambda _markdown: "never the same")
    converted = to_markdown("<p>A *word*</p>")
    assert converted.markdown == "A *word\\*"
    assert "plain text" in converted.losses[0].why


def test_a_library_that_refuses_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import html_to_markdown

    def refuse(*_: object) -> None:
        raise html_to_markdown.ConversionError("no")

    monkeypatch.setattr(html_to_markdown, "convert", refuse)
    assert to_markdown("<p>A <b>word</b></p>").markdown == "<p>A <b>word</b></p>"


def test_without_the_extra_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml.html", None)
    with pytest.raises(ClinicError) as caught:
        to_markdown("<p>x</p>")
    assert "clinic-cli[import]" in caught.value.help


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<h2><img src='a.png' alt=''></h2><p>x</p>", "![](a.png)\n\nx"),
        ("<h3>A head<img src='a.png'></h3>", '<h3>A head<img src="a.png"></h3>'),
        ("<p><img src='my calm (1).jpg?a=1&amp;b=2' alt='A [b]'></p>", "![A [b]](my%20calm%20(1).jpg?a=1&b=2)"),
    ],
)
def test_pictures_survive_wherever_they_stand(source: str, markdown: str) -> None:
    assert to_markdown(source).markdown == markdown


@pytest.mark.parametrize(
    "inner",
    [
        '<param name="movie" value="https://v.example/1"><embed src="https://v.example/1">',
        '<embed src="https://v.example/1">',
        '<iframe src="https://v.example/1"></iframe>',
    ],
)
def test_an_embedded_film_is_one_link(inner: str) -> None:
    assert to_markdown(f"<p>See</p><object width=400>{inner}</object>") == (
        "See\n\n[Embedded file](https://v.example/1)",
        (("<object>", "became a link to https://v.example/1"),),
    )


def test_what_is_left_out_is_told_once_with_all_that_stood_in_it() -> None:
    form = "<form><label>Name</label><input><button>Send</button><iframe src='https://x.example'></iframe></form>"
    assert to_markdown(f"<p>Text</p>{form}") == ("Text", (("<form>", "left out, with its words: NameSend"),))


def test_a_form_that_holds_the_whole_page_is_none() -> None:
    words = "We sat by the window and listened. " * 20
    converted = to_markdown(f"<form><input name=state><h2>Rest</h2><p>{words}</p></form>")
    assert converted == (f"## Rest\n\n{words.strip()}", (("<input>", "left out"),))


def test_a_quotation_stands_apart_and_keeps_its_lines() -> None:
    source = "<p>One</p><blockquote>Two<br>three<p>Four</p></blockquote><p>Five</p>"
    assert to_markdown(source).markdown == "One\n\n> Two\\\n> three\n>\n> Four\n\nFive"
    assert to_markdown("<pre>a\n> b</pre>").markdown == "```\na\n> b\n```"


def test_blocks_of_nothing_leave_nothing() -> None:
    assert to_markdown("<dl><dt></dt></dl><p>Text</p><hr><table><tr><td></td></tr></table>") == ("Text\n\n---", ())


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<a href='x'><h3>A head</h3><div><p>Text</p></div></a>", "### [A head](x)\n\n[Text](x)"),
        ("<a href='x' title='t'><figure><img src='a.png' alt='A'></figure></a>", '[![A](a.png)](x "t")'),
        ("<a href='x'><div></div><div>Text <b>bold</b></div></a>", "[Text **bold**](x)"),
        ("<p>One<a href='x'></a> two</p>", "One two"),
        ("<p>One <a href='x'>two!<img src='a.png'></a></p>", "One [two!![](a.png)](x)"),
    ],
)
def test_a_link_around_blocks_is_kept_in_each(source: str, markdown: str) -> None:
    assert to_markdown(source).markdown == markdown


def test_backslashes_are_tried_one_by_one_only_as_long_as_that_takes_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[int] = []
    monkeypatch.setattr(html, "render_html", lambda text: rendered.append(len(text)) or render_html(text))
    text = "Sam &amp;m * " * 10_000
    assert shown_words(plain_markdown(text)) == " ".join(text.split())
    assert sum(rendered) < 100 * len(text)
    assert plain_markdown("5 * 3 &amp; 4 - 2") == "5 * 3 \\&amp; 4 - 2"
