import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.errors import ClinicError
from clinic_cli.source import LineIndex, Location, SourceFile, Span, read_bytes

texts = st.text(st.sampled_from("ab é😀\n\r\u2028\x85\t\x0b\x0c\x1c"), max_size=60)


@given(texts)
def test_every_offset_has_one_place_and_every_place_one_offset(text: str) -> None:
    lines = LineIndex(text)
    places = [lines.location(offset) for offset in range(len(text) + 1)]
    assert [lines.offset(place) for place in places] == list(range(len(text) + 1))
    assert len(set(places)) == len(places)
    assert places == sorted(places)


@given(texts)
def test_lines_end_at_lf_and_crlf_and_nowhere_else(text: str) -> None:
    lines = LineIndex(text)
    expected = [line.removesuffix("\r") for line in text.split("\n")]
    if not text.endswith("\n"):
        expected[-1] = text.rsplit("\n", maxsplit=1)[-1]
    assert [lines.line_text(line) for line in range(1, len(lines.starts) + 1)] == expected
    for line in range(1, len(expected) + 1):
        start, end = lines.line_span(line)
        assert lines.location(start) == Location(line, 1)
        assert lines.location(end).line == line


@given(st.binary(max_size=40), st.booleans())
def test_any_bytes_become_text(data: bytes, bom: bool) -> None:
    source = SourceFile("x.md", b"\xef\xbb\xbf" + data if bom else data)
    if source.bad_byte is None:
        assert source.encode(source.text) == source.data
        assert source.has_bom == source.data.startswith(b"\xef\xbb\xbf")
    else:
        assert source.text[source.bad_byte] == "\ufffd"
        before = source.data.removeprefix(b"\xef\xbb\xbf")[: len(source.text[: source.bad_byte].encode())]
        assert before.decode() == source.text[: source.bad_byte]


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("", "\n"),
        ("a", "\n"),
        ("a\nb\r\n", "\n"),
        ("a\r\nb\n", "\r\n"),
        ("a\rb", "\n"),
        ("\n\r\n", "\n"),
        ("\r\n", "\r\n"),
    ],
)
def test_the_line_end_used_first(text: str, newline: str) -> None:
    assert SourceFile("x.md", text.encode()).newline == newline


def test_a_digest_is_of_the_bytes() -> None:
    plain, marked = (SourceFile("x.md", data) for data in (b"a", b"\xef\xbb\xbfa"))
    assert plain.text == marked.text
    assert plain.digest != marked.digest
    assert len(plain.digest) == 64


def test_spans_move() -> None:
    assert Span(2, 5).shifted(3) == Span(5, 8)


def test_reading(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\0a" * 100_000)
    assert read_bytes(tmp_path / "a") == b"\0a" * 100_000
    (tmp_path / "empty").touch()
    assert read_bytes(str(tmp_path / "empty")) == b""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc")
def test_reading_a_file_that_does_not_know_its_size() -> None:
    assert b"Name:" in read_bytes("/proc/self/status")


def test_reading_what_is_no_file(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "not a file"), (tmp_path / "none", "cannot be read: No such file")):
        with pytest.raises(ClinicError, match=words) as caught:
            read_bytes(path)
        assert str(path) in caught.value.message
        assert caught.value.help


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_reading_what_is_forbidden(tmp_path: Path) -> None:
    (tmp_path / "a").touch(mode=0)
    with pytest.raises(ClinicError, match="cannot be read: Permission denied"):
        read_bytes(tmp_path / "a")
