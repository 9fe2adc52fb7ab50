"""Pictures and documents that pages take along, under names that change with their content."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import unquote

from clinic_cli.exporters.addresses import segment_of
from clinic_cli.exporters.imagesize import Size, size_of
from clinic_cli.exporters.output import OutputFile

PICTURES: Final = frozenset((".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"))
DOCUMENTS: Final = frozenset((".doc", ".docx", ".m4a", ".mp3", ".mp4", ".odt", ".pdf"))
_TAKEN: Final = (*PICTURES, *DOCUMENTS)
_QUERY: Final = re.compile("[?#]")
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|[#?]|$")
# a drawing can hold a program, which a browser would run for whoever opens the file itself
_PROGRAM: Final = re.compile(
    rb"<!(?:DOCTYPE|ENTITY)|<\??(?:\w+:)?(?:script|foreignObject|handler|xml-stylesheet)\b|\son\w+\s*=|javascript:|&#",
    re.IGNORECASE,
)


class Asset(NamedTuple):
    """A file that goes along; `size` is None where it is no picture, or its size cannot be read."""

    path: str
    size: Size | None


def leads_elsewhere(address: str) -> bool:
    """Whether an address is not a path in the project: a web address, an anchor, or nothing."""
    return bool(_ELSEWHERE.match(address))


class Assets:
    """The files of one export that pages have asked for so far."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._taken: dict[str, Asset | None] = {}
        self._waiting: list[OutputFile] = []

    def find(self, address: str, page: str = "") -> Asset | None:
        """Return the asset that an address in a content file means: from the file's folder, or from the root.

        None where there is no such file, or it is of no kind that may leave.
        """
        path = unquote(_QUERY.split(address, maxsplit=1)[0])
        if not path.lower().endswith(_TAKEN):
            return None
        for base in (posixpath.dirname(page), ""):
            found = posixpath.normpath(posixpath.join(base, path) if not path.startswith("/") else path.lstrip("/"))
            if asset := self._take(found):
                return asset
        return None

    def fresh(self) -> list[OutputFile]:
        """Return the files asked for since the last call; they go out before the page that shows them."""
        files, self._waiting = self._waiting, []
        return files

    def _take(self, path: str) -> Asset | None:
        if path not in self._taken:
            self._taken[path] = self._new(path)
        return self._taken[path]

    def _new(self, path: str) -> Asset | None:
        stem, extension = posixpath.splitext(posixpath.basename(path))
        extension = extension.lower()
        if extension not in _TAKEN or path.startswith("../"):
            return None
        data = self._read(path)
        if data is None or (extension == ".svg" and _PROGRAM.search(data)):
            return None
        folder = "images" if extension in PICTURES else "files"
        name = f"{folder}/{segment_of(stem) or 'file'}.{hashlib.sha256(data).hexdigest()[:10]}{extension}"
        self._waiting.append(OutputFile(name, data))
        return Asset(name, size_of(data))
