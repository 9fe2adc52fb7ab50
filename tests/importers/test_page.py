from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from clinic_cli.errors import ClinicError
from clinic_cli.importers.html import shown_words
from clinic_cli.importers.material import ImportedArticle, ImportedTestimonial, Options, Setting
from clinic_cli.importers.page import read_page
from tests.importers.samples import PAGE, TEXT
from tests.project import Clinic


def read(
    folder: Path, data: str | bytes, name: str = "page.html", title: str = ""
) -> tuple[ImportedArticle, list[ImportedTestimonial], dict[str, str]]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    items = list(read_page(path, Options(title=title)))
    (article,) = (each for each in items if isinstance(each, ImportedArticle))
    quotes = [each for each in items if isinstance(each, ImportedTestimonial)]
    return article, quotes, {each.key: each.value for each in items if isinstance(each, Setting)}


def test_a_saved_page(tmp_path: Path) -> None:
    article, quotes, settings = read(tmp_path, PAGE)
    assert article.source == "https://clinic.example/blog/calm-starts-small/"
    assert article.slug == "calm-starts-small"
    assert [(each.name, each.credentials) for each in article.authors] == [("Sam Sample", "LMFT")]
    values = {key: value for key, value in article.values.items() if value}
    assert {key: str(value) if key in ("date", "updated") else value for key, value in values.items()} == {
        "title": "Calm starts small",
        "description": "How small steps lead to calm.",
        "date": "2026-01-04",
        "updated": "2026-01-09",
        "tags": ["calm"],
        "image": {"src": "https://clinic.example/img/calm.jpg", "alt": "A path in a park", "credit": "Pat Sample"},
        "aliases": ["/blog/calm-starts-small/"],
    }
    assert article.body == (
        "\nCalm is not a place that we arrive at. It is a way of walking, and most of us learn it slowly.\n\n## Begin with breath\n\nShort.\n\n"
        "When we notice the breath we notice the body. See [this study](https://clinic.example/blog/calm-starts-small/study) for more.\n\n"
        "- Breathe in for four.\n- Breathe out for six.\n\n> Feelings come and go like clouds.\n"
    )
    assert [(each.quote, each.attribution) for each in quotes] == [
        ("I felt at home from the first day.\n\nWe talk again now.", "Sample A"),
        ("An oasis.\n\nCalm and safe.", "Sample B."),
    ]
    assert settings == {
        "name": "Sample Clinic", "url": "https://clinic.example", "email": "hello@clinic.example", "phone": "+14155550134", "sms": "+14155550135",
        "hours": "on weekdays from 9am - 9pm", "opening_hours": "Mo-Fr 09:00-21:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    "frame",
    [
        "<body><article>{}</article></body>",
        '<body><div class="site"><div class="entry-content">{}</div></div><div class="widget-area">Elsewhere goes a text of some length.</div></body>',
        "<body><main>{}</main><footer>Elsewhere</footer></body>",
        '<body><div itemprop="articleBody">{}</div></body>',
        "<body><div><div class='nav'><p>Elsewhere</p></div><div class='x1'>{}</div><div class='sidebar'><p>Elsewhere</p></div></div></body>",
        "<body><header><div><a>Elsewhere</a></div></header>{}</body>",
        "<body><nav>Elsewhere</nav>{}<aside>Elsewhere</aside></body>",
    ],
)
def test_the_article_is_found_wherever_it_stands(tmp_path: Path, frame: str) -> None:
    words = (
        "<p>{} paragraph of the article, which is long enough that anybody would take it for one of an article's.</p>"
    )
    inner = "<h1>A title</h1>" + "".join(words.format(each) for each in ("First", "Second", "Third")) + "<p>Last.</p>"
    article, _, _ = read(
        tmp_path, f"<!doctype html><html><head><title>A title</title></head>{frame.format(inner)}</html>"
    )
    assert article.values["title"] == "A title"
    shown = shown_words(article.body)
    assert shown.startswith("First paragraph")
    assert shown.endswith("Last.")
    assert "Elsewhere" not in shown


def test_the_heads_words_stand_in_where_the_page_says_nothing(tmp_path: Path) -> None:
    head = '<title>A walk | Sample</title><meta property="og:site_name" content="Sample"><meta name="author" content="Sam Sample, LMFT"><meta property="og:image" content="https://x.example/a.jpg"><meta property="og:image:alt" content="Hills">'
    article, quotes, _ = read(
        tmp_path, f'<!doctype html><html lang="de"><head>{head}</head><body><main><p>Ein Text.</p></main></body></html>'
    )
    assert article.values["title"] == "A walk"
    assert article.values["lang"] == "de"
    assert article.values["image"] == {"src": "https://x.example/a.jpg", "alt": "Hills"}
    assert [(each.name, each.credentials) for each in article.authors] == [("Sam Sample", "LMFT")]
    assert (article.source, quotes) == ("page.html#a-walk", [])


def test_a_sites_name_is_no_part_of_the_title_and_a_picture_keeps_what_is_said_of_it(tmp_path: Path) -> None:
    data = '{"@type": "Article", "headline": "A walk \u2014 Sample"}'
    head = f'<meta property="og:site_name" content="Sample"><meta property="og:image" content="https://x.example/a.jpg?w=9"><script type="application/ld+json">{data}</script>'
    body = "<h1>A walk</h1><p>Some words.</p><img src='https://x.example/a.jpg' alt='Hills'>"
    article, _, _ = read(tmp_path, f"<html><head>{head}</head><body><main>{body}</main></body></html>")
    assert article.values["title"] == "A walk"
    assert article.body.startswith("\nSome words.")
    assert article.values["image"] == {"src": "https://x.example/a.jpg?w=9", "alt": "Hills"}


def test_what_the_head_tells_already_is_no_text(tmp_path: Path) -> None:
    head = (
        '<meta name="author" content="Sam Sample, LMFT"><meta property="article:published_time" content="2026-02-11">'
    )
    lines = "<ul><li>Sam Sample</li><li>Feb 11</li></ul><p>Feb 12</p>"
    text = "<p>On Feb 11 Sam Sample walked, and this is a paragraph of some length about it.</p><p>Sam Sample</p>"
    article, _, _ = read(tmp_path, f"<html><head>{head}<title>A walk</title></head><main>{lines}{text}</main></html>")
    assert article.body == (
        "\nFeb 12\n\nOn Feb 11 Sam Sample walked, and this is a paragraph of some length about it.\n\nSam Sample\n"
    )
    assert [each.why for each in article.losses] == ["left out: “Sam Sample”, “Feb 11”"]


def test_a_clinic_is_no_author_and_broken_data_is_passed_over(tmp_path: Path) -> None:
    data = '{"@type": "Article", "headline": "A walk", "author": [{"@type": "Organization", "name": "Sample Clinic"}, {"@type": "Person", "name": "Sam Sample"}]}'
    head = f'<script type="application/ld+json">{data}</script><script type="application/ld+json">{{"a"</script><title>Other</title>'
    article, _, _ = read(
        tmp_path,
        f"<html><head>{head}</head><body><main><p>A text.</p><time datetime='2026-02-03T10:00'>then</time></main></body></html>",
    )
    assert (article.values["title"], [each.name for each in article.authors]) == ("A walk", ["Sam Sample"])
    assert str(article.values["date"]) == "2026-02-03"


def test_clients_cards_with_titles_of_their_own_are_clients_words(tmp_path: Path) -> None:
    cards = (
        "<li><h3>A calm place</h3><p>“I slept again.”</p><p>— Sample A., Client</p></li>"
        "<li><h3>Sample B.</h3><p>They never once looked at the clock.</p></li>"
        "<li><h3>So much time</h3><p>Warm rooms, and time.</p></li>"
    )
    inner = f"<h1>A title</h1><p>Words of the article, of which there are many.</p><h2>Testimonials</h2><ul>{cards}</ul><h2>What to bring</h2><p>More words of the article.</p>"
    article, quotes, _ = read(tmp_path, f"<html><body><main>{inner}</main></body></html>")
    assert [(each.quote, each.attribution) for each in quotes] == [
        ("A calm place\n\n“I slept again.”", "Sample A., Client"),
        ("They never once looked at the clock.", "Sample B."),
        ("So much time\n\nWarm rooms, and time.", ""),
    ]
    assert (
        shown_words(article.body).split()
        == shown_words(
            "Words of the article, of which there are many.\n\n## What to bring\n\nMore words of the article."
        ).split()
    )


def test_testimonials_inside_of_the_article_leave_it(tmp_path: Path) -> None:
    inner = (
        "<h1>A title</h1><p>Some words of the article, of which there are a good many.</p><h2>Testimonials</h2><blockquote><p>“Calm.”</p><cite>Sample A</cite></blockquote>"
        "<figure><blockquote>Kind.</blockquote><figcaption>— Sample B</figcaption></figure><h2>Next</h2><p>More words, of which there are a good many as well.</p>"
    )
    article, quotes, _ = read(tmp_path, f"<html><body><article>{inner}</article></body></html>")
    assert (
        article.body
        == "\nSome words of the article, of which there are a good many.\n\n## Next\n\nMore words, of which there are a good many as well.\n"
    )
    assert [(each.quote, each.attribution) for each in quotes] == [("Calm.", "Sample A"), ("Kind.", "Sample B")]


@pytest.mark.parametrize(
    "cards",
    [
        '<section class="testimonials">{}</section>',
        '<div class="client-reviews"><h2>Reviews</h2><div class="track">{}</div></div>',
        "<div>{}</div>",
        "<ul class='testimonial-list'>{}</ul>",
    ],
)
@pytest.mark.parametrize(
    "card",
    [
        '<div class="testimonial-item"><div class="testimonial-text"><p>{}</p></div><div class="testimonial-author">{}</div></div>',
        '<div class="testimonial"><blockquote>{}</blockquote><cite>{}</cite></div>',
        '<div class="testimonial slide"><p>“{}”</p><h4>{}</h4></div>',
        '<li class="review"><p>{}<br>– {}</p></li>',
        '<div class="testimonial"><h4>{1}</h4><p>{0}</p></div>',
    ],
)
def test_cards_of_many_themes(tmp_path: Path, cards: str, card: str) -> None:
    inner = cards.format(
        card.format("A calm place.", "Sample A") + card.format("Kind.", "Sample B") + card.format("Near.", "Jo")
    )
    words = "<p>Some words of the article, of which there are a good many.</p>"
    article, quotes, _ = read(
        tmp_path,
        f"<html><head><title>A title</title></head><body><main><h1>A title</h1>{words}</main>{inner}</body></html>",
    )
    assert [(each.quote, each.attribution) for each in quotes] == [
        ("A calm place.", "Sample A"),
        ("Kind.", "Sample B"),
        ("Near.", "Jo"),
    ]
    assert article.body == "\nSome words of the article, of which there are a good many.\n"


def test_text_needs_a_title(tmp_path: Path) -> None:
    with pytest.raises(ClinicError, match="the page has no title"):
        read(tmp_path, TEXT, "page.txt")
    article, quotes, _ = read(tmp_path, TEXT, "page.txt", "On rest")
    assert (article.values["title"], article.source) == ("On rest", "page.txt#on-rest")
    assert article.values["image"] == {"credit": "Pat Sample"}
    assert len(quotes) == 3


def test_text_becomes_markdown_that_shows_the_same(tmp_path: Path) -> None:
    text = "A walk\n\nIt was 2 * 3 *miles* long, and [no] more than_that.\n\nThree things:\n• one\n\n  more of one\n• two\n\n1. first\n2. second\n\nDone."
    article, _, _ = read(tmp_path, text, "page.txt")
    assert article.body == (
        "\nIt was 2 * 3 *miles\\* long, and [no] more than_that.\n\nThree things:\n\n- one\n\n  more of one\n- two\n\n1. first\n2. second\n\nDone.\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    article, _, _ = read(tmp_path, "A café\n\nIt’s a longer line – with dashes.".encode(encoding), "page.txt")
    assert article.values["title"] == "A café"
    assert "It’s a longer line – with dashes." in article.body
    assert [loss.what for loss in article.losses] == (["encoding"] if encoding == "cp1252" else [])


def test_declared_encodings_of_pages(tmp_path: Path) -> None:
    page = '<html><head><meta charset="{}"><title>Łódź</title></head><body><main><p>Żółw.</p></main></body></html>'
    article, _, _ = read(tmp_path, page.format("iso-8859-2").encode("iso-8859-2"))
    assert article.body == "\nŻółw.\n"
    article, _, _ = read(tmp_path, page.format("klingon").replace("Łódź", "A").replace("Żółw", "é").encode("cp1252"))
    assert article.body == "\né.\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "there is no text"),
        (b"a\0b", "no text file"),
        (b"\xff\0\1" * 50, "no text file"),
        (b"{\\rtf1 Text}", "this is a rich text document"),
        (b"PK\x03\x04....word/document.xml", "this is a Word document"),
        (b"%PDF-1.4", "this is a PDF document"),
        (b"<html><body></body></html>", "no article can be found"),
    ],
)
def test_what_is_no_page_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(ClinicError, match=words):
        read(tmp_path, data)


def test_a_page_beyond_reason_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_cli.importers.saved.LARGEST", 10)
    with pytest.raises(ClinicError, match="too long to read"):
        read(tmp_path, PAGE)


def test_from_page_to_page(clinic: Clinic) -> None:
    clinic.config('name = "Sample Clinic"\nsms = "+14155550134"\nhours = "on weekdays from 9am - 9pm"\n')
    clinic.write("page.txt", TEXT)
    assert clinic.run("import", "page", "page.txt", "--title", "On rest").status == 0
    assert clinic.read("articles/on-rest.md").startswith(
        "---\ntitle: On rest\nauthors: [sam-sample]\nstatus: draft\nimage:\n  credit: Pat Sample\n"
    )
    rules = {(each.rule, each.severity) for each in clinic.lint()}
    assert rules == {("before-publishing", "note"), ("consent-missing", "note")}
    records = yaml.safe_load(clinic.read("testimonials.inbox.yaml"))
    assert [record["attribution"] for record in records] == ["Sample A", "Sample B", "Sample C"]
    terms = (
        "--ref",
        "form-1",
        "--signed",
        "2026-02-01",
        "--expires",
        "2027-01-31",
        "--display-name",
        "first-name-initial",
    )
    for record in records:
        granted = clinic.run("consent", "grant", record["id"], *terms, "--as-of", "2026-03-01")
        assert granted.status == 0, granted.stderr
        published = clinic.run("publish", record["id"], "--as-of", "2026-03-01")
        assert published.status == 0, published.stderr
    assert (
        clinic.run(
            "set", "on-rest", "description=What rest is made of, and how it comes slowly to those who wait.", "--yes"
        ).status
        == 0
    )
    assert clinic.run("publish", "on-rest", "--as-of", "2026-03-01").status == 0
    assert clinic.run("export", "html", "--out", "public", "--as-of", "2026-03-01").status == 0
    (found,) = (
        path
        for path in clinic.files()
        if (path.startswith("public/") and path.endswith("on-rest.html")) or path.endswith("on-rest/index.html")
    )
    from clinic_cli.importers.html import parse_html, words_of

    page = words_of(parse_html(clinic.read(found)))
    places = [
        page.find(words)
        for words in (
            "By Sam Sample, MFT",
            "Rest is often spoken of",
            "It comes slowly – and it stays.",
            "Some say “rest means ‘most within’.”",
            "Photo credit: Pat Sample",
        )
    ]
    assert -1 not in places
    for words in (
        "I like this sample clinic!",
        "Our talks helped us – that much more.",
        "Sample A",
        "It’s quiet.",
        "Sample B",
        "Sample C",
        "on weekdays from 9am - 9pm",
    ):
        assert words in page


def test_the_address_that_the_browser_noted(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html>\n<!-- saved from url=(0038)https://clinic.example/blog/a-first-walk/ -->\n<html><head><title>A first walk</title></head>"
        "<body><main><p>We walked by the river. See <a href='../second'>the second</a>.</p></main></body></html>"
    )
    article = read(tmp_path, page)[0]
    assert (article.source, article.slug) == ("https://clinic.example/blog/a-first-walk/", "a-first-walk")
    assert article.values["aliases"] == ["/blog/a-first-walk/"]
    assert "(https://clinic.example/blog/second)" in article.body


@pytest.mark.parametrize(
    "marked",
    [
        '<abbr class="published" title="2026-01-05T10:00:00+01:00">A day</abbr>',
        '<meta itemprop="datePublished" content="2026-01-05">',
        '<span itemprop="datePublished" content="2026-01-05T10:00">January</span>',
        '<time class="entry-date published" datetime="2026-01-05">then</time><time class="updated" datetime="2026-02-05">now</time>',
        "<p>Published: Mon 05 January 2026</p>",
        "<p>Monday, January 5, 2026</p>",
    ],
)
def test_days_however_a_page_marks_them(tmp_path: Path, marked: str) -> None:
    text = "<p>We walked by the river for an hour, and said little.</p>"
    page = f"<html><head><title>A walk</title></head><body><main><h1>A walk</h1>{marked}{text}</main></body></html>"
    assert str(read(tmp_path, page)[0].values["date"]) == "2026-01-05"


def test_the_days_of_a_list_are_not_the_pages(tmp_path: Path) -> None:
    listed = "".join(
        f'<p><abbr class="published" title="2026-01-0{day}">then</abbr> We walked on.</p>' for day in (1, 2)
    )
    page = f"<html><head><title>All walks</title></head><body><main><h1>All walks</h1>{listed}</main></body></html>"
    assert read(tmp_path, page)[0].values["date"] is None


def test_the_picture_above_an_article(tmp_path: Path) -> None:
    page = (
        "<html><head><title>A walk</title></head><body><header><img src='brand.png'></header><main><div><img src='/img/logo.png' alt='Logo'>"
        "<nav><img src='menu.png'></nav><img src='/img/leaves.jpg' alt='Soft leaves'></div><h1>A walk</h1>"
        "<article><p>We walked by the river.</p></article><img src='below.jpg'></main></body></html>"
    )
    assert read(tmp_path, page)[0].values["image"] == {"src": "/img/leaves.jpg", "alt": "Soft leaves"}
    assert not read(tmp_path, page.replace("/img/leaves.jpg", "data:image/png;base64,AA"))[0].values["image"]


def test_a_page_that_leads_on_is_none(tmp_path: Path) -> None:
    page = (
        '<html><head><title>Moved</title><meta http-equiv="refresh" content="0; url=https://clinic.example/about/"></head>'
        "<body><p>This page has moved.</p></body></html>"
    )
    with pytest.raises(ClinicError, match="only leads on to https://clinic"):
        read(tmp_path, page)
    assert read(tmp_path, page.replace("has moved", "has moved us all, and we walked on. " * 20))


def test_a_page_in_the_one_form_of_a_server(tmp_path: Path) -> None:
    words = "We sat by the window and listened to the rain. " * 12
    page = f"<html><head><title>Rest</title></head><body><form action='./'><input type=hidden name=state><h1>Rest</h1><p>{words}</p></form></body></html>"
    assert words.strip() in read(tmp_path, page)[0].body


@pytest.mark.deep
@pytest.mark.parametrize(
    "part",
    [
        "<p>Words to read in a form, many.</p><input><label>a</label>",
        "<a href=x><div>Words in a link</div><p>two</p></a>",
    ],
    ids=["controls", "links"],
)
def test_a_page_takes_a_time_that_grows_with_its_length(tmp_path: Path, part: str, deep: bool) -> None:
    if not deep:
        pytest.skip("takes its time: see make test-deep")
    times: list[float] = []
    for count in (4_000, 16_000):
        began = time.process_time()
        read(tmp_path, f"<html><body><form>{part * count}</form></body></html>", title="A walk")
        times.append(time.process_time() - began)
    assert times[1] < 12 * times[0]  # four times, if nothing disturbs; quadratic is sixteen and more
