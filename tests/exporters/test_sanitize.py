from __future__ import annotations

import html.parser
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.content.markdown import read_markdown
from clinic_cli.exporters.sanitize import Sanitizer
from tests.project import REPOSITORY

SANITIZER = Sanitizer()


def html_of(markdown: str) -> str:
    return SANITIZER.render(markdown).html


def test_headings_have_the_ids_that_the_linter_knows() -> None:
    text = "# One\n\n## Two *words*\n\n## Two words\n\n### With `code`, too\n\n## Ünï & <b>raw</b>\n\n## Own {#mine}\n"
    out = html_of(text)
    for anchor in read_markdown(text).anchors:
        assert f'id="{anchor}"' in out


def test_the_first_level_is_left_to_the_page() -> None:
    assert html_of("# One") == '<h2 id="one">One</h2>\n'


def test_ids_of_our_own_cannot_be_taken() -> None:
    assert 'id="page.content"' not in html_of('## A {#page.content}\n\n<div id="page.content">x</div>')


def test_footnotes_link_there_and_back_and_collide_with_nothing() -> None:
    out = html_of("## 1\n\nText[^1] and again[^1].\n\n[^1]: Note.\n")
    assert out.count('id="fnref.1"') == 1
    assert 'href="#fn.1" id="fnref.1" role="doc-noteref"' in out
    assert '<div class="clinic-footnote" id="fn.1">' in out
    assert 'href="#fnref.1" role="doc-backlink" aria-label="Back to note 1 in the text"' in out
    assert 'id="1"' in out  # the heading's own


def test_footnotes_stand_at_the_end_in_their_order() -> None:
    out = html_of("One[^b] and two[^a].\n\n[^a]: Second.\n\n[^b]: First.\n\n## After\n\nEnd.\n")
    assert [out.index(words) for words in ("After", "End.", "First.", "Second.")] == sorted(
        out.index(words) for words in ("After", "End.", "First.", "Second.")
    )
    assert out.count('class="clinic-footnote"') == 2


def test_task_boxes_are_kept_and_named() -> None:
    out = html_of("- [ ] walk\n- [x] rest\n")
    assert '<input type="checkbox" aria-label="To do" disabled="">' in out
    assert 'aria-label="Done"' in out
    assert "checked" in out


def test_a_table_is_aligned_without_a_style() -> None:
    out = html_of("| a | b | c |\n|:-:|--:|:--|\n| 1 | 2 | 3 |\n")
    assert '<th class="clinic-align-center">a</th><th class="clinic-align-right">b</th><th>c</th>' in out
    assert "style" not in out


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "![x](data:text/html,<script>1</script>)",
        "<a href='vbscript:x'>x</a>",
        "<svg onload=alert(1)><script>1</script></svg>",
        "<style>*{color:red}</style>",
        "<p style='position:fixed'>x</p>",
        "<iframe src=https://evil.example></iframe>",
        "<math><mi xlink:href='javascript:1'>x</mi></math>",
        "<form action=/x><button formaction=javascript:1>x</button></form>",
        "<base href=//evil.example>",
        "<meta http-equiv=refresh content=0>",
        "<!--<img src=x onerror=1>-->",
        "<noscript><p title='</noscript><img src=x onerror=1>'>",
        "<template><script>1</script></template>",
        "<object data=x></object><embed src=x>",
        "<input type=text autofocus onfocus=1>",
    ],
)
def test_nothing_that_acts_gets_through(hostile: str) -> None:
    assert_harmless(html_of(f"Before {hostile} after\n\n{hostile}\n"))


TAGS = st.sampled_from(["script", "svg", "math", "style", "a", "img", "p", "noscript", "template", "table", "textarea"])
PIECES = st.one_of(
    st.text(max_size=8),
    TAGS.map(lambda tag: f"<{tag} "),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from([">", '"', "'", "`", "onload=alert(1)", "href=javascript:alert(1)", "<!--", "-->", "\n\n", "]]>"]),
    st.sampled_from(
        ["[x](javascript:1)", '<sup class="footnote-reference"><a href="#x">1</a></sup>', "[^1]", "[^1]: x"]
    ),
)


@given(st.lists(PIECES, max_size=12))
def test_whatever_is_written_comes_out_harmless(pieces: list[str]) -> None:
    assert_harmless(html_of("".join(pieces)))


def assert_harmless(text: str) -> None:
    class Look(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            assert tag not in {"script", "style", "svg", "math", "iframe", "object", "embed", "form", "base", "meta"}
            for name, value in attributes:
                assert not name.startswith("on")
                assert name != "style"
                if name in ("href", "src"):
                    squeezed = "".join((value or "").split()).lower()
                    assert not squeezed.startswith(("javascript:", "vbscript:", "data:"))

        def handle_comment(self, data: str) -> None:
            raise AssertionError(data)

    Look(convert_charrefs=True).feed(text)


def test_plain_text_reads_like_the_page() -> None:
    body = SANITIZER.render(
        "# Title\n\nOne *two*  \nthree &amp; four.\n\n- a\n- b\n\n1. [x](https://x.example)\n\n"
        "```\n  code\n    stays\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![A lake](x.png)\n\n- [x] done\n"
    )
    assert body.text == (
        "Title\n\nOne two\nthree & four.\n\n- a\n- b\n\n- x\n\n  code\n    stays\n\na\tb\n\n1\t2\n\nA lake\n\n- [x] done"
    )
    assert body.words == 16
    assert body.minutes == 1


def test_reading_time_is_whole_minutes_at_230_words() -> None:
    assert SANITIZER.render("word " * 230).minutes == 1
    assert SANITIZER.render("word " * 231).minutes == 2


def test_links_are_resolved_and_those_that_lead_nowhere_keep_their_words() -> None:
    asked = []

    def resolve(name: str, address: str) -> str | None:
        asked.append((name, address))
        return None if address == "gone.md" else "new"

    out = SANITIZER.render("[a](x.md) [b](gone.md) ![c](y.png)", resolve).html
    assert out == '<p><a href="new">a</a> <a>b</a> <img src="new" alt="c"></p>\n'
    assert asked == [("href", "x.md"), ("href", "gone.md"), ("src", "y.png")]


def test_pictures_that_lead_nowhere_are_left_out_with_what_stood_around_nothing_else() -> None:
    def resolve(name: str, address: str) -> str | None:
        return None if address == "gone.png" else address

    text = 'A.\n\n[![src="x"](gone.png "t")](https://x.example)\n\n*![b](gone.png)* stays ![c](here.png).\n\n<a id="x"></a>\n'
    out = SANITIZER.render(text, resolve).html
    assert out == '<p>A.</p>\n<p> stays <img src="here.png" alt="c">.</p>\n'


def test_addresses_that_no_browser_writes_are_written_as_one_does() -> None:
    out = html_of('<a href="https://x.example/{{ y }}|z">x</a> <img src="two chairs.png" alt="">')
    assert 'href="https://x.example/%7B%7B%20y%20%7D%7D%7Cz"' in out
    assert 'src="two%20chairs.png"' in out


def test_raw_html_that_stands_wrong_is_put_right() -> None:
    out = html_of(
        "<div><figcaption>a</figcaption></div>\n<figure><figcaption>b</figcaption></figure>\n<h2>c<p>d</p></h2>\n"
    )
    assert "<div><div>a</div></div>" in out
    assert "<figure><figcaption>b</figcaption></figure>" in out
    assert '<h2 id="cd">cd</h2>' in out
    assert html_of("<p dir=up lang='not a language'>x</p>") == "<p>x</p>"
    assert '<p lang="zh-Hant" dir="rtl">' in html_of("<p lang=zh-Hant dir=rtl>x</p>")


@pytest.mark.parametrize(
    "text", ["## A {#x}\n\n## B {#x}\n\n## x", "## x\n\n## B {#x}", "## x\n\n## x\n\n## x-1", "## x\n\n<h2 id=x>y</h2>"]
)
def test_no_two_headings_have_the_same_id(text: str) -> None:
    ids = re.findall(r' id="(.*?)"', html_of(text))
    assert len(ids) == len(set(ids)) == text.count("h2") // 2 + text.count("##")
    assert ids == list(read_markdown(text).anchors) or "<h2" in text


@pytest.mark.parametrize(
    ("levels", "written"),
    [
        ((3, 3, 4), (2, 2, 3)),
        ((1, 2, 3, 2), (2, 2, 3, 2)),
        ((2, 4, 4, 3, 5), (2, 3, 3, 3, 4)),
        ((6, 5, 2, 3), (2, 2, 2, 3)),
    ],
)
def test_no_level_of_headings_is_left_out(levels: tuple[int, ...], written: tuple[int, ...]) -> None:
    out = html_of("\n\n".join(f"{'#' * level} x" for level in levels))
    assert tuple(int(found) for found in re.findall(r"<h(\d)", out)) == written


def test_the_same_bytes_in_every_process() -> None:
    program = (
        "from clinic_cli.exporters.sanitize import Sanitizer;"
        "print(Sanitizer().render('- [x] a\\n\\n[^1] <a href=x title=y lang=en dir=ltr>z</a>\\n\\n[^1]: n\\n').html)"
    )
    runs = {
        subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, check=True).stdout
        for _ in range(4)
    }
    assert len(runs) == 1
