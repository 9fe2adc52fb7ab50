"""The journal of the last command's changes, from which `clinic undo` gives back the same bytes.

It holds the lines that were changed and no others, so that no more of anybody's words lies there than the change
itself took away. It stays on this machine: readable by its owner alone, and out of git by a .gitignore of its own.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from dataclasses import dataclass
from itertools import accumulate, count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from clinic_cli.difference import differences
from clinic_cli.errors import ClinicError
from clinic_cli.source import read_bytes
from clinic_cli.writing import alone, remove_file, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FOLDER: Final = ".clinic"
LEFT: Final = f"{FOLDER}/left"
"""Where texts are kept that an editor left when it failed."""
_FILE: Final = "undo.json"
_VERSION: Final = 1


class Hunk(NamedTuple):
    """What stood in the place of bytes `start` to `end` of the changed file."""

    start: int
    end: int
    old: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One file's change, turned round; a digest is "" where there is no file on that side."""

    path: str
    before: str
    after: str
    hunks: tuple[Hunk, ...]

    def restore(self, now: bytes) -> bytes | None:
        """Return the former bytes of a file that holds what the command left, None where there was no file."""
        if not self.before:
            return None
        parts: list[bytes] = []
        at = 0
        for hunk in self.hunks:
            parts += (now[at : hunk.start], hunk.old)
            at = hunk.end
        data = b"".join((*parts, now[at:]))
        if digest(data) != self.before:
            raise _unreadable()
        return data


def digest(data: bytes | None) -> str:
    """Return the SHA-256 of a file's bytes, "" for no file."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def held(root: Path) -> Iterator[None]:
    """Keep other processes from changing the project's files meanwhile; raise ClinicError."""
    folder = root / FOLDER
    if folder.is_symlink():
        raise ClinicError(f"{FOLDER}: is a link, so nothing was written", "Delete it; clinic makes a folder there.")
    with alone(folder):
        if not (folder / ".gitignore").exists():
            write_file(folder / ".gitignore", b"*\n", durable=False)
        yield


def record(root: Path, changes: Iterable[tuple[str, bytes | None, bytes | None]]) -> None:
    """Write the journal of changes (a path, the bytes before, the bytes after), in place of the last one."""
    entries = [
        Entry(path, digest(old), digest(new), tuple(hunks(old or b"", new or b""))) for path, old, new in changes
    ]
    files = [
        {
            "path": entry.path,
            "before": entry.before,
            "after": entry.after,
            "hunks": [[hunk.start, hunk.end, base64.b64encode(hunk.old).decode()] for hunk in entry.hunks],
        }
        for entry in entries
        if entry.before != entry.after
    ]
    _write(root, {"version": _VERSION, "files": files, "earlier": (root / FOLDER / _FILE).exists()})


def _write(root: Path, document: dict[str, object]) -> None:
    write_file(root / FOLDER / _FILE, json.dumps(document).encode(), durable=False, private=True)


def has_earlier(root: Path) -> bool:
    """Whether there were changes before the one that can be taken back, or that was."""
    try:
        return bool(json.loads(read_bytes(root / FOLDER / _FILE)).get("earlier"))
    except (ClinicError, ValueError, AttributeError, RecursionError):
        return False


def forget_last(root: Path, *, earlier: bool) -> None:
    """Forget the last command's changes, which were taken back; only whether there were earlier ones stays known."""
    with held(root):
        if earlier:
            _write(root, {"version": _VERSION, "files": [], "earlier": True})
        else:
            clear(root)


def read(root: Path) -> tuple[Entry, ...]:
    """Return the last command's changes, none where nothing can be undone; raise ClinicError for a broken journal."""
    if not (root / FOLDER / _FILE).exists():
        return ()
    try:
        document = json.loads(read_bytes(root / FOLDER / _FILE))
        return tuple(map(_entry, document["files"])) if document["version"] == _VERSION else ()
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unreadable() from error


def _entry(written: dict[str, Any]) -> Entry:
    parts = tuple(Hunk(int(start), int(end), base64.b64decode(old)) for start, end, old in written["hunks"])
    return Entry(str(written["path"]), str(written["before"]), str(written["after"]), parts)


def clear(root: Path) -> None:
    """Forget the last command's changes."""
    remove_file(root / FOLDER / _FILE)


def keep(root: Path, path: str, data: bytes) -> Path:
    """Keep a text that an editor left in a file when it failed, beside those kept before; return where."""
    stem, dot, ending = path.rsplit("/", 1)[-1].rpartition(".")
    for number in count(1):
        kept = root / LEFT / f"{stem}{f'-{number}' if number > 1 else ''}{dot}{ending}"
        if not kept.exists():
            write_file(kept, data, private=True)
            return kept
    raise AssertionError  # numbers do not end


def kept(root: Path) -> list[str]:
    """Return the paths of the texts that are kept."""
    folder = root / LEFT
    return sorted(f"{LEFT}/{each.name}" for each in folder.iterdir()) if folder.is_dir() else []


def hunks(old: bytes, new: bytes) -> Iterator[Hunk]:
    """Yield what leads from new bytes back to the old ones, line by line."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, after))]
    for old_start, old_end, start, end in differences(before, after):
        yield Hunk(starts[start], starts[end], b"".join(before[old_start:old_end]))


def _unreadable() -> ClinicError:
    return ClinicError(f"{FOLDER}/{_FILE}: the journal cannot be read, so that nothing can be undone", "Delete it.")
