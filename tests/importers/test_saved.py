from __future__ import annotations

import plistlib
from pathlib import Path

import pytest

from clinic_cli.errors import ClinicError
from clinic_cli.importers.saved import read_saved

HTML = "<html><head><title>Ein Gang</title></head><body><p>Früh am Fluss.</p></body></html>"
ADDRESS = "https://clinic.example/ein-gang/"


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "page.any"
    path.write_bytes(data)
    return path


def mhtml(html: str = HTML, kind: str = "text/html") -> bytes:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    message = MIMEMultipart("related", boundary="-- part --")
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = ADDRESS
    part = MIMEText(html, kind.partition("/")[2], "utf-8")
    part["Content-Location"] = ADDRESS
    message.attach(part)
    message.attach(MIMEText("p { color: red }", "css"))
    return message.as_bytes()


def test_a_page_in_a_single_file(tmp_path: Path) -> None:
    assert read_saved(saved(tmp_path, mhtml())) == (HTML, ADDRESS, [])
    noted = mhtml().replace(b"Content-Location: https", b"Content-Location: cid", 2)
    assert read_saved(saved(tmp_path, noted)).address == ""


def test_a_page_of_safari(tmp_path: Path) -> None:
    main = {
        "WebResourceData": HTML.encode("cp1252"),
        "WebResourceURL": ADDRESS,
        "WebResourceTextEncodingName": "cp1252",
    }
    archive = plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)
    assert read_saved(saved(tmp_path, archive)) == (HTML, ADDRESS, [])
    odd = plistlib.dumps(
        {"WebMainResource": {**main, "WebResourceTextEncodingName": "klingon"}}, fmt=plistlib.FMT_BINARY
    )
    assert "am Fluss" in read_saved(saved(tmp_path, odd)).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (mhtml(kind="text/plain"), "there is no page in this archive"),
        (b"bplist00 and no more", "there is no page in this archive"),
        (plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY), "there is no page in this archive"),
        (plistlib.dumps([1], fmt=plistlib.FMT_BINARY), "there is no page in this archive"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "this is XML"),
        (b"<!-- made -->\n<feed/>", "this is XML"),
        (b'{"a": 1}', "this is JSON"),
        (b"[1, 2]", "this is JSON"),
    ],
)
def test_what_is_no_page_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(ClinicError, match=words):
        read_saved(saved(tmp_path, data))


def test_text_that_begins_with_a_bracket_is_text(tmp_path: Path) -> None:
    assert read_saved(saved(tmp_path, b"[A note] Words.")).text == "[A note] Words."


def test_an_archive_beyond_reason_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_cli.importers.saved.LARGEST", 10)
    with pytest.raises(ClinicError, match="too long to read"):
        read_saved(saved(tmp_path, mhtml()))
