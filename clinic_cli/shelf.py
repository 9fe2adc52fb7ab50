"""What can be worked out again, kept in `.clinic/cache`: JSON files that nobody has to trust.

A file counts only while its checksum and its key are right; what is kept of a content file counts only while that file
is the same. A folder that git carries, or that is a link, is left alone, as it may have come with a pull request.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import cache
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any, Final

from clinic_cli import __version__, git
from clinic_cli.errors import ClinicError
from clinic_cli.source import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = ".clinic/cache"
MISSHAPEN: Final = (TypeError, ValueError, KeyError, IndexError, AttributeError)
"""What reading a document of another shape raises."""

PARSERS: Final = ("yaml", "pyromark")
"""Libraries that decide what is read in a file."""

_TICK: Final = 50_000_000
_LONGEST_TICK: Final = 2_000_000_000
"""How far apart, in nanoseconds, two writes may be and still bear one time: on most disks, and where only seconds count."""


class Shelf:
    """One file of the cache, for one key; `document` is empty where there is none that counts.

    Where it is not `wanted`, it is neither read nor written.
    """

    def __init__(self, root: Path, name: str, key: str, *, wanted: bool = True) -> None:
        self.root = root
        self.name = name
        self.key = key
        self.is_usable = wanted and _is_ours(root, name)
        self._written = 0
        self.document: dict[str, Any] = self._read() if self.is_usable else {}

    def _read(self) -> dict[str, Any]:
        path = f"{self.root}/{FOLDER}/{self.name}"
        try:
            checksum, _, text = read_bytes(path).partition(b"\n")
            if hashlib.sha256(text).hexdigest().encode() != checksum:
                return {}
            document: dict[str, Any] = json.loads(text)
            if document["key"] != self.key:
                return {}
            self._written = os.stat(path).st_mtime_ns
            return document
        except (ClinicError, OSError, RecursionError, *MISSHAPEN):
            return {}

    def table(self, name: str) -> dict[str, Any]:
        """Return a part of the document that has rows by name, empty where it has another shape."""
        rows = self.document.get(name)
        return rows if isinstance(rows, dict) else {}

    def write(self, document: dict[str, object]) -> None:
        """Keep a document in place of the last one; a folder that cannot be written to is left alone."""
        if not self.is_usable:
            return
        from clinic_cli.writing import write_file

        document = {"key": self.key, **document}
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        checksum = hashlib.sha256(text).hexdigest().encode()
        try:
            if not os.path.exists(f"{self.root}/.clinic/.gitignore"):
                write_file(self.root / ".clinic/.gitignore", b"*\n", durable=False)
            write_file(self.root / FOLDER / self.name, checksum + b"\n" + text, durable=False)
        except ClinicError:
            return

    def is_racy(self, status: list[int]) -> bool:
        """Whether a file may have changed in the same tick of the clock in which this one was written."""
        changed = max(status[0], status[1])
        if changed < self._written - _LONGEST_TICK:
            return False
        return changed >= self._written - (_TICK if changed % 1_000_000_000 else _LONGEST_TICK)


def status_of(root: Path | str, path: str, *, follow: bool = True) -> list[int]:
    """Return what tells that a file was touched: times of content and of inode in nanoseconds, size, inode.

    Those of a link are its own where it is not to `follow`.
    """
    status = os.stat(f"{root}/{path}", follow_symlinks=follow)
    return [status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino]


def stamp_of_code() -> tuple[object, ...]:
    """Return what everything that is kept depends on: clinic itself, its parsers, and the language it runs in."""
    return (__version__, sys.version, _stamp_of_package(), *map(_stamp_of_library, PARSERS))


@cache
def _stamp_of_package() -> list[tuple[str, int, int]]:
    """Return what changes when clinic is changed or installed anew; what this process runs stays as it is."""
    package = os.path.dirname(__file__)
    code: list[tuple[str, int, int]] = []
    for folder in (package, *(entry.path for entry in os.scandir(package) if entry.is_dir())):
        for entry in os.scandir(folder):
            if entry.name.endswith(".py"):
                status = entry.stat()
                code.append((entry.path, status.st_mtime_ns, status.st_size))
    return sorted(code)


def _stamp_of_library(name: str) -> tuple[object, ...]:
    """Return what changes when a library is installed anew, without loading it."""
    spec = PathFinder.find_spec(name)
    if not spec or not spec.origin:
        return (name,)
    status = os.stat(spec.origin)
    return (spec.origin, status.st_mtime_ns, status.st_ctime_ns, status.st_size)


def _is_ours(root: Path, name: str) -> bool:
    """Whether the cache can be ours: no link leads out of it, and git does not carry it, as somebody's pull request might."""
    paths = (".clinic", FOLDER, f"{FOLDER}/{name}")
    return not any(os.path.islink(f"{root}/{path}") for path in paths) and not git.is_tracked(root, FOLDER)
