from __future__ import annotations

import pytest

from clinic_cli.importers.html import to_markdown
from clinic_cli.importers.wordpress_text import paragraphs, post_html


def markdown(content: str, **reusable: str) -> str:
    return to_markdown(post_html(content, reusable)[0]).markdown


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One\ntwo\n\nThree", "One\\\ntwo\n\nThree"),
        ("One\r\n\r\nTwo", "One\n\nTwo"),
        ("<p>already</p>\n<p>tagged</p>", "already\n\ntagged"),
        ("a<br /><br />b", "a\n\nb"),
        ("Text\n<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>\nAfter", "Text\n\n- a\n- b\\\n  c\n\nAfter"),
        ("<ul><li>a\n<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<pre>a\n\nb</pre>\n\nc", "```\na\n\nb\n```\n\nc"),
        ("<blockquote>a\n\nb</blockquote>", "> a\n>\n> b"),
        ('<a\nhref="u">x</a>', "[x](u)"),
        ("before\n\nhttps://video.example/a_b\n\nafter", "before\n\n<https://video.example/a_b>\n\nafter"),
        ("", ""),
        ("<!-- a note of the editor -->\n", ""),
    ],
)
def test_classic_texts_break_where_wordpress_breaks_them(content: str, expected: str) -> None:
    assert markdown(content) == expected


def test_blocks_lose_their_comments_and_keep_their_text() -> None:
    content = (
        '<!-- wp:paragraph {"align":"center"} -->\n<p>One\nline</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:group -->\n<div><!-- wp:heading -->\n'
        "<h2>Two</h2>\n<!-- /wp:heading --></div>\n<!-- /wp:group -->\n\nClassic\ntext\n<!-- wp:freeform -->\nMore\n\nclassic\n<!-- /wp:freeform -->"
    )
    assert markdown(content) == "One\nline\n\n## Two\n\nClassic\\\ntext\n\nMore\n\nclassic"


def test_blocks_that_wordpress_fills_are_named() -> None:
    _, losses = post_html('<!-- wp:latest-posts {"a":1} /--><!-- wp:latest-posts /--><!-- wp:spacer /--><p>x</p>')
    assert [loss.what for loss in losses] == ["block latest-posts"]
    assert "2 times" in losses[0].why


def test_reusable_blocks_are_put_in_even_where_one_holds_itself() -> None:
    content = '<!-- wp:block {"ref":12} /-->'
    html, losses = post_html(content, {"12": f"<!-- wp:paragraph --><p>Reused</p><!-- /wp:paragraph -->{content}"})
    assert html.count("Reused") == 1
    assert [loss.what for loss in losses] == ["block block"]


def test_captions_stand_below_their_pictures() -> None:
    caption = '[caption id="a" width="300"]<a href="x"><img src="a.jpg" alt="A" /></a> The *caption*[/caption]'
    assert markdown(caption) == "[![A](a.jpg)](x)\n\nThe *caption\\*"
    assert markdown('[caption caption="Old &amp; kind"]<img src="a.jpg">[/caption]').endswith("Old & kind")
    assert "[caption]" in markdown("[caption]no picture[/caption]")


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ('[gallery ids="1,2"]', ["shortcode [gallery]"]),
        ("[vc_row]x[/vc_row]", ["shortcode [vc_row]"]),
        ("[testimonials]", ["shortcode [testimonials]"]),
        ("He said [sic] and [1] and [Editor's note] and [[escaped]].", []),
        ("[box]words[/box]", ["shortcode [box]"]),
    ],
)
def test_shortcodes_are_named_and_stay_visible(content: str, names: list[str]) -> None:
    html, losses = post_html(content)
    assert [loss.what for loss in losses] == names
    assert content.replace("'", "&#39;") in html.replace("'", "&#39;")


def test_embeds_are_links_and_page_breaks_are_told() -> None:
    html, losses = post_html("[embed width=1]https://video.example/1[/embed]\n<!--more-->\nrest<!--nextpage-->end")
    assert '<a href="https://video.example/1">' in html
    assert [loss.what for loss in losses] == ["page breaks"]
    assert "more" not in html


def test_paragraphs_are_not_doubled() -> None:
    assert paragraphs("<p>a</p>") == "<p>a</p>"
    assert paragraphs("<h2>a\nb</h2>") == "<h2>a<br>b</h2>"


def test_lines_are_broken_as_wordpress_breaks_them_however_wide_their_blanks() -> None:
    assert paragraphs("One<br />  \n\t two \nthree<BR>\nfour") == "<p>One<br>two<br>three<br>four</p>"
    wide = " " * 200_000
    assert paragraphs(f"One{wide}two\nthree") == f"<p>One{wide}two<br>three</p>"
