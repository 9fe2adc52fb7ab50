from __future__ import annotations

import pytest
import yaml

from tests.importers.samples import item, meta, wxr
from tests.project import Clinic


def front(clinic: Clinic, name: str) -> dict[str, object]:
    text = clinic.read(f"articles/{name}.md")
    data = yaml.safe_load(text.split("---\n")[1])
    assert isinstance(data, dict)
    return data


def body(clinic: Clinic, name: str) -> str:
    return clinic.read(f"articles/{name}.md").split("---\n", 2)[2].strip()


def bring(clinic: Clinic, *items: str, more: tuple[str, ...] = ()) -> str:
    clinic.write("export.xml", wxr(*items))
    result = clinic.run("import", "wordpress", "export.xml", *more)
    assert result.status == 0, result.stderr
    return result.stdout


def test_a_post_with_everything(bare: Clinic) -> None:
    bare.config('timezone = "America/Los_Angeles"\n')
    terms = (
        '<category domain="category" nicename="couples"><![CDATA[Couples]]></category>'
        '<category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>'
        '<category domain="post_tag" nicename="calm"><![CDATA[Calm &amp; kind]]></category>'
        '<category domain="post_tag" nicename="couples"><![CDATA[couples]]></category>'
        '<category domain="post_format" nicename="aside"><![CDATA[Aside]]></category>'
    )
    fields = (
        meta("_thumbnail_id", "40") + meta("_wp_old_slug", "older") + meta("_wp_old_slug", "") + meta("mood", "light")
    )
    comment = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"
    post = item(
        7,
        "<!-- wp:paragraph --><p>Words &amp; <em>more</em>.</p><!-- /wp:paragraph -->",
        terms + fields + comment,
        title="<![CDATA[A walk &amp; a <em>talk</em>]]>",
        excerpt__encoded="<![CDATA[What a walk\n does.]]>",
        wp__post_modified_gmt="2026-02-01 10:00:00",
        wp__is_sticky="1",
    )
    picture = item(
        40,
        "",
        meta("_wp_attachment_image_alt", "Green hills"),
        wp__post_type="attachment",
        wp__attachment_url="https://clinic.example/hills.jpg",
        excerpt__encoded="<![CDATA[Photo by Pat Sample]]>",
    )
    told = bring(bare, post, picture)
    assert front(bare, "post-7") | {"x-source-text": ""} == {
        "title": "A walk & a talk",
        "description": "What a walk does.",
        "authors": ["sam"],
        "date": yaml.safe_load("2026-01-05"),
        "updated": yaml.safe_load("2026-02-01"),
        "status": "draft",
        "aliases": ["older", "/2026/01/post-7/"],
        "tags": ["Couples", "Calm & kind"],
        "image": {"src": "https://clinic.example/hills.jpg", "alt": "Green hills", "credit": "Pat Sample"},
        "x-post-format": ["Aside"],
        "x-mood": "light",
        "x-source": "wordpress https://clinic.example/?p=7",
        "x-source-text": "",
        "x-status": "publish",
    }
    assert body(bare, "post-7") == "Words & *more*."
    assert 'name = "Sam Sample"\ncredentials = "LMFT"' in bare.read("clinic.toml")
    for words in ("1 comment: left out", "pinned to the top", "1 × attachment"):
        assert words in told
    assert not [each for each in bare.lint() if each.severity == "error"]


def test_dates_are_days_of_the_clinic_and_empty_ones_are_none(bare: Clinic) -> None:
    bare.config()
    bring(
        bare,
        item(1),
        item(2, wp__post_date_gmt="0000-00-00 00:00:00", wp__status="draft"),
        item(3, wp__post_date_gmt="0000-00-00 00:00:00", wp__post_date="0000-00-00 00:00:00", wp__status="draft"),
        item(4, wp__post_date_gmt="never", wp__post_date=""),
    )
    assert [str(front(bare, f"post-{number}").get("date")) for number in (1, 2, 3, 4)] == [
        "2026-01-06",
        "2026-01-05",
        "None",
        "None",
    ]


@pytest.mark.parametrize("status", ["publish", "draft", "pending", "private", "future"])
def test_whatever_it_was_it_is_a_draft(clinic: Clinic, status: str) -> None:
    bring(clinic, item(wp__status=status))
    assert front(clinic, "post-1")["status"] == "draft"
    assert front(clinic, "post-1")["x-status"] == status


@pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit"])
def test_what_was_thrown_away_stays_away(clinic: Clinic, status: str) -> None:
    assert "left out" in bring(clinic, item(1), item(2, wp__status=status))
    assert clinic.content_files() == {"clinic.toml", "export.xml", "articles/post-1.md"}


def test_a_password_is_told(clinic: Clinic) -> None:
    assert "for everybody" in bring(clinic, item(wp__post_password="secret"))
    assert "secret" not in clinic.read("articles/post-1.md")


def test_items_without_half_of_their_fields(clinic: Clinic) -> None:
    told = bring(
        clinic,
        "<item></item>",
        "<item><title>Only a title</title></item>",
        item(3, "<p>Only the words of a long text that goes on.</p>", title="", wp__post_name="", link="", guid=""),
    )
    assert front(clinic, "only-a-title")["status"] == "draft"
    assert front(clinic, "only-the-words-of-a-long-text-that")["title"] == "Only the words of a long text that"
    assert "title: there was none" in told
    assert (clinic.root / "articles/untitled.md").exists()


def test_addresses_that_meet_part_and_are_told(clinic: Clinic) -> None:
    told = bring(
        clinic,
        item(1, wp__post_name="same"),
        item(2, wp__post_name="SAME", wp__post_type="page", link="https://clinic.example/same/"),
        item(3, wp__post_name="caf%c3%a9", link="https://clinic.example/?p=3"),
        item(4, wp__post_name="t-12", link="https://clinic.example/t-12/"),
    )
    assert "address SAME: is taken by articles/same.md; this article is same-2" in told
    assert "old address /same/: left out" in told
    assert "?p=3: no file can lead on from it" in told
    assert front(clinic, "same-2")["x-type"] == "page"
    assert (clinic.root / "articles/café.md").exists()
    assert front(clinic, "article-t-12")["aliases"] == ["/t-12/"]


def test_copies_with_one_guid_are_two_articles(clinic: Clinic) -> None:
    bring(clinic, item(1), item(2, guid="https://clinic.example/?p=1"))
    assert front(clinic, "post-2")["x-source"] == "wordpress https://clinic.example?p=2"


def test_authors_are_found_in_the_roster_or_join_it(clinic: Clinic) -> None:
    clinic.config('[authors.s-sample]\nname = "Sam Sample"\n')
    told = bring(
        clinic,
        item(1),
        item(2, dc__creator="admin"),
        item(3, dc__creator="someone@mail.example"),
        item(4, dc__creator=""),
    )
    authors = [front(clinic, f"post-{number}").get("authors") for number in (1, 2, 3, 4)]
    assert authors == [["s-sample"], ["alex-example"], ["someone-mail-example"], None]
    assert "added to the roster" in told
    assert "mail.example" not in clinic.read("clinic.toml").replace('name = "someone@mail.example"', "")


def test_the_roster_can_stay_as_it_is(clinic: Clinic) -> None:
    assert "not in the roster" in bring(clinic, item(), more=("--no-add-authors",))
    assert "authors" not in clinic.read("clinic.toml")
    assert [each.rule for each in clinic.lint() if each.severity == "warning"] == ["unknown-author"]


def test_testimonials_of_a_plugin_go_to_the_inbox(clinic: Clinic) -> None:
    bring(
        clinic,
        item(1, "<p>A calm <b>place</b>.</p><p>Kind.</p>", wp__post_type="jetpack-testimonial", title="Sample A"),
    )
    (record,) = yaml.safe_load(clinic.read("testimonials.inbox.yaml"))
    assert (record["quote"], record["attribution"], record["status"]) == (
        "A calm **place**.\n\nKind.",
        "Sample A",
        "draft",
    )


def test_descriptions_for_search_engines_come_first(clinic: Clinic) -> None:
    seo = meta("_yoast_wpseo_metadesc", "What searchers read.")
    bring(
        clinic,
        item(1, extra=seo, excerpt__encoded="An excerpt."),
        item(2, extra=meta("_yoast_wpseo_metadesc", "%%title%%"), excerpt__encoded="Kept."),
    )
    assert (front(clinic, "post-1")["description"], front(clinic, "post-1")["x-excerpt"]) == (
        "What searchers read.",
        "An excerpt.",
    )
    assert front(clinic, "post-2")["description"] == "Kept."


def test_pictures_that_the_export_does_not_hold_and_data_of_plugins_are_losses(clinic: Clinic) -> None:
    told = bring(clinic, item(1, extra=meta("_thumbnail_id", "9") + meta("layout", 'a:1:{s:1:"x";}')))
    assert "featured picture: left out: the export does not hold it (attachment 9)" in told
    assert "custom field layout: left out" in told


def test_captions_that_are_no_credit_are_kept(clinic: Clinic) -> None:
    picture = item(
        9, wp__post_type="attachment", guid="https://clinic.example/a.jpg", excerpt__encoded="Two chairs by a window"
    )
    bring(clinic, picture, item(1, extra=meta("_thumbnail_id", "9")))
    assert front(clinic, "post-1")["image"] == {
        "src": "https://clinic.example/a.jpg",
        "x-caption": "Two chairs by a window",
    }
    assert not [each for each in clinic.lint() if each.severity == "error" and each.rule != "missing-alt-text"]


def test_texts_beyond_reason_are_left_out_and_the_run_says_so(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_cli.importers.wxr.MAX_CHARACTERS", 500)
    clinic.write("export.xml", wxr(item(1), item(2, "long\n" * 1000)))
    result = clinic.run("import", "wordpress", "export.xml")
    assert result.status == 1
    assert "it is too long to read (line" in result.stdout
    assert (clinic.root / "articles/post-1.md").exists()


def test_an_export_without_posts_is_told(clinic: Clinic) -> None:
    clinic.write("export.xml", wxr())
    result = clinic.run("import", "wordpress", "export.xml")
    assert (result.status, "no article and no testimonial" in result.stderr) == (4, True)


def test_a_broken_file_leaves_nothing_behind(clinic: Clinic) -> None:
    clinic.write("export.xml", wxr(item(1), item(2)).replace("</channel>\n</rss>\n", ""))
    before = clinic.files()
    result = clinic.run("import", "wordpress", "export.xml")
    assert result.status == 2
    assert "2 items could be read before that, and nothing was written" in result.stderr
    assert clinic.files() == before


def test_stray_bytes_are_told(clinic: Clinic) -> None:
    clinic.write("export.xml", wxr(item(content="HERE")).encode().replace(b"HERE", b"\x93q\x94"))
    assert "2 stray bytes" in clinic.run("import", "wordpress", "export.xml").stdout
    assert body(clinic, "post-1") == "“q”"


def test_authors_as_wordpress_com_wrote_them(bare: Clinic) -> None:
    author = (
        "<wp:wp_author><wp:author_login>robin</wp:author_login>"
        "<wp:author_display_name><![CDATA[Robin Rest, LCSW]]></wp:author_display_name></wp:wp_author>"
    )
    bare.write("export.xml", wxr(author, item(1, dc__creator="robin")))
    assert bare.run("import", "wordpress", "export.xml").status == 0
    assert 'name = "Robin Rest"' in bare.read("clinic.toml")


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Tue, 06 Jan 2026 02:30:00 +0000", "2026-01-05"),
        ("Wed, 30 Nov -0001 00:00:00 +0000", "None"),
        ("Wed, 30 Nov 0002 00:00:00 +0000", "None"),
        ("", "None"),
        ("in 2026 or so", "None"),
    ],
)
def test_the_feeds_own_date_counts_where_there_is_no_other(bare: Clinic, told: str, day: str) -> None:
    bare.config('timezone = "America/Los_Angeles"\n')
    never = "0000-00-00 00:00:00"
    bring(bare, item(1, pubDate=told, wp__post_date=never, wp__post_date_gmt=never))
    assert str(front(bare, "post-1").get("date")) == day


def test_a_post_without_title_and_words_is_told_as_such(bare: Clinic) -> None:
    told = bring(bare, item(1, "", title=""), item(2, "", title="", wp__post_name=""))
    assert "title: there was none; it is made of the address" in told
    assert "title: there was none; write one" in told
    assert front(bare, "untitled")["title"] == "Untitled"
