"""A page as browsers save it: HTML or text, or an archive of one page with all that it shows."""

from __future__ import annotations

import email
import plistlib
import re
from email import policy
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers.expat import ExpatError

from clinic_cli.errors import ClinicError
from clinic_cli.importers.text import decode_text, is_json
from clinic_cli.source import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from clinic_cli.importers.material import Loss

LARGEST: Final = 20_000_000
_HEADER: Final = re.compile(rb"\s*[\w-]+:[ \t]")
_NOTED: Final = re.compile(r"<!-- saved from url=\(\d+\)(https?://\S+) -->")
_FEEDS: Final = ("rss", "feed", "urlset", "opml", "channel")


class SavedPage(NamedTuple):
    """A page's text, the address that the browser noted ("" for none), and how it was read where that was a guess."""

    text: str
    address: str
    losses: list[Loss]


def read_saved(path: Path) -> SavedPage:
    """Return a page; raise ClinicError where a file is none."""
    head = read_bytes(path)[:4096] if path.is_file() else b""
    if head.startswith(b"bplist00"):
        return _webarchive(path)
    if _HEADER.match(head) and b"mime-version:" in head.lower() and b"multipart/related" in head.lower():
        return _mhtml(path)
    text, losses = decode_text(path, LARGEST)
    start = text[:4096]
    if _first_element(start) in _FEEDS:
        raise ClinicError(
            f"{path.name}: this is XML, and no web page", "A WordPress export comes in with clinic import wordpress."
        )
    if text.lstrip()[:1] in ("{", "[") and is_json(text):
        raise ClinicError(
            f"{path.name}: this is JSON, and no web page", "Testimonials come in with clinic import json."
        )
    noted = _NOTED.search(start)
    return SavedPage(text, noted[1] if noted else "", losses)


def _first_element(text: str) -> str:
    """Return the name of the element that a text begins with, "" for one that begins with words."""
    bare = re.sub(r"(?s)<!--.*?-->|<\?[^<>]*>", "", text).lstrip()
    found = re.match(r"<([A-Za-z]+)", bare)
    return found[1] if found else ""


def _mhtml(path: Path) -> SavedPage:
    """Return the page in an archive of Chrome or Edge ("Webpage, Single File")."""
    message = email.message_from_bytes(_bounded(path), policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            data = content if isinstance(content, bytes) else b""
            address = str(part.get("Content-Location", "") or message.get("Snapshot-Content-Location", ""))
            return SavedPage(_decoded(data, part.get_content_charset() or "utf-8"), _web(address), [])
    raise ClinicError(f"{path.name}: there is no page in this archive", "Save the page again, as HTML or as text.")


def _webarchive(path: Path) -> SavedPage:
    """Return the page in an archive of Safari."""
    try:
        archive = plistlib.loads(_bounded(path))
        main = archive["WebMainResource"]
        data, address = main["WebResourceData"], str(main.get("WebResourceURL", ""))
        text = _decoded(data, str(main.get("WebResourceTextEncodingName", "utf-8")))
    except (
        plistlib.InvalidFileException,
        ExpatError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise ClinicError(
            f"{path.name}: there is no page in this archive", "Save the page again, as HTML or as text."
        ) from error
    return SavedPage(text, _web(address), [])


def _bounded(path: Path) -> bytes:
    data = read_bytes(path)
    if len(data) > LARGEST * 4:
        raise ClinicError(f"{path.name}: too long to read ({len(data):,} bytes)", "Save the page as HTML alone.")
    return data


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode(name, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _web(address: str) -> str:
    return address if address.startswith(("http://", "https://")) else ""
