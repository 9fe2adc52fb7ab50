from __future__ import annotations

import re
import tracemalloc
from pathlib import Path

import pytest

from clinic_cli.errors import ClinicError
from clinic_cli.importers.wxr import Channel, WxrItem, read_wxr
from tests.importers.samples import END, head, item, meta, wxr


def read(folder: Path, data: str | bytes) -> tuple[list[WxrItem], Channel]:
    path = folder / "export.xml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    *items, channel = read_wxr(path)
    assert isinstance(channel, Channel)
    return [each for each in items if isinstance(each, WxrItem)], channel


def refused(folder: Path, data: str | bytes) -> ClinicError:
    with pytest.raises(ClinicError) as caught:
        read(folder, data)
    return caught.value


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_reads_the_same(tmp_path: Path, version: str) -> None:
    extra = '<category domain="post_tag" nicename="calm"><![CDATA[Calm &amp; kind]]></category>' + meta(
        "colour", "blue"
    )
    comment = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content>No</wp:comment_content><wp:commentmeta><wp:meta_key>k</wp:meta_key></wp:commentmeta></wp:comment>"
    (found,), channel = read(tmp_path, wxr(item(7, extra=extra + comment + comment), version=version))
    assert (found.get("title"), found.get("wp:post_name"), found.comments) == ("Post 7", "post-7", 2)
    assert found.terms == [("post_tag", "calm", "Calm &amp; kind")]
    assert found.meta == [("colour", "blue")]
    assert found.get("wp:comment_content") == ""
    assert (channel.version, channel.site) == (version, "https://clinic.example")
    assert [(each.login, each.name) for each in channel.authors] == [
        ("sam", "Sam Sample, LMFT"),
        ("admin", "Alex Example"),
    ]


def test_authors_without_a_display_name_have_their_names(tmp_path: Path) -> None:
    author = "<wp:author><wp:author_login>s</wp:author_login><wp:author_display_name>s</wp:author_display_name><wp:author_first_name>Sam</wp:author_first_name><wp:author_last_name>Sample</wp:author_last_name></wp:author>"
    _, channel = read(tmp_path, wxr().replace("<channel>", f"<channel>{author}"))
    assert channel.authors[0].name == "Sam Sample"


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252", "UTF-16", "utf-8-sig"])
def test_every_encoding_that_is_declared(tmp_path: Path, encoding: str) -> None:
    declared = "UTF-8" if encoding == "utf-8-sig" else encoding
    (found,), channel = read(tmp_path, wxr(item(content="Café"), encoding=declared).encode(encoding))
    assert found.get("content:encoded") == "Café"
    assert channel.mended == 0


def test_stray_bytes_are_read_as_windows_wrote_them(tmp_path: Path) -> None:
    data = wxr(item(content="caf\u00e9 HERE")).encode().replace(b"HERE", b"\x93q\x94 \x81")
    (found,), channel = read(tmp_path, data)
    assert found.get("content:encoded") == "café “q” \ufffd"
    assert channel.mended == 3


def test_what_no_xml_may_hold_is_passed_over(tmp_path: Path) -> None:
    (found,), _ = read(tmp_path, wxr(item(content="a\x0bb\x00c")))
    assert found.get("content:encoded") == "abc"


def test_blank_lines_above_the_declaration_are_no_fault(tmp_path: Path) -> None:
    (found,), _ = read(tmp_path, "\n\n" + wxr(item()))
    assert found.line == wxr(item()).split("\n").index("<item>") + 3


def test_other_prefixes_and_missing_declarations(tmp_path: Path) -> None:
    other = re.sub(r"(?<=[</])wp:|(?<=xmlns:)wp(?==)", lambda match: match[0].replace("wp", "w"), wxr(item()))
    (found,), _ = read(tmp_path, other)
    assert found.get("wp:post_type") == "post"
    (found,), _ = read(tmp_path, wxr(item()).replace("xmlns:content", "xmlns:other"))
    assert found.get("content:encoded") == "<p>Text.</p>"


def test_a_version_that_is_not_told_is_no_fault(tmp_path: Path) -> None:
    (found,), channel = read(tmp_path, wxr(item()).replace("<wp:wxr_version>1.2</wp:wxr_version>", ""))
    assert (found.get("title"), channel.version) == ("Post 1", "")


def test_a_file_that_ends_early_tells_where_and_what_was_read(tmp_path: Path) -> None:
    whole = wxr(item(1), item(2), item(3))
    cut = whole[: whole.index("Post 3") + 3]
    error = refused(tmp_path, cut)
    assert error.message.startswith(f"export.xml:{cut.count(chr(10)) + 1}: the file ends in the middle")
    assert "2 items could be read before that, and nothing was written" in error.message
    assert "1 item could" in refused(tmp_path, whole[: whole.index("Post 2") + 3]).message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (wxr(item()).replace("</channel>", "</chanel>"), "<channel> is never closed"),
        (wxr(item(title="A & B")), "is damaged"),
        (wxr(item(title="A&nbsp;B")), "an entity that XML does not know"),
        (wxr(item(), version="2.0"), "version `2.0`"),
        (wxr(item(), version="abc"), "version `abc`"),
        ("", "the file is empty"),
        ("Hello", "it is not XML"),
        ('<?xml version="1.0"?><feed/>', "it is an Atom feed"),
        ("<html><body><p>Text</p></body></html>", "it is a web page"),
        ('<?xml version="1.0"?><opml/>', "it begins with <opml>"),
        ('<?xml version="1.0"?><rss><channel><item><title>x</title></item></channel></rss>', "a plain RSS feed"),
        ('<?xml version="1.0"?><rss><channel></channel></rss>', "a plain RSS feed"),
        (b"PK\x03\x04rest", "this is an archive"),
        (b"PK\x03\x04....xl/workbook.xml", "this is an Excel workbook"),
        (wxr(encoding="klingon"), "there is no encoding `klingon`"),
        ('<?xml version="1.0"?>', "the file is empty"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, data: str | bytes, words: str) -> None:
    error = refused(tmp_path, data)
    assert words in error.message
    assert error.message.startswith("export.xml:")
    assert error.help


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss SYSTEM "https://evil.example/x.dtd">',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused_before_anything_is_made_of_them(tmp_path: Path, declaration: str) -> None:
    data = wxr(item(content="&b;")).replace("<rss", f"{declaration}\n<rss", 1)
    assert "declares entities" in refused(tmp_path, data).message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ClinicError, match="cannot be read"):
        list(read_wxr(tmp_path / "none.xml"))


def test_a_text_beyond_reason_is_cut_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_cli.importers.wxr.MAX_CHARACTERS", 100)
    (found,), _ = read(tmp_path, wxr(item(content="long\n" * 200)))
    assert found.too_long
    assert len(found.get("content:encoded")) <= 100


def peak(path: Path, items: int) -> int:
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(head())
        stream.writelines(item(number, content="<p>Some words of a post.</p>\n" * 40) for number in range(items))
        stream.write(END)
    tracemalloc.start()
    count = sum(isinstance(each, WxrItem) for each in read_wxr(path))
    _, top = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == items
    return top


@pytest.mark.no_cover
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small, large = peak(tmp_path / "a.xml", 400), peak(tmp_path / "b.xml", 1200)
    assert large < small * 1.2
