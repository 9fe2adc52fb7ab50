"""The journal of the last command's changes, from which `clinic undo` gives back the same bytes.

It holds the lines that were changed and no others, so that no more of anybody's words lies there than the change
itself took away. It stays on this machine: readable by its owner alone, and out of git by a .gitignore of its own.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from itertools import accumulate, count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from clinic_cli.difference import differences
from clinic_cli.errors import ClinicError, ConflictError
from clinic_cli.source import read_bytes
from clinic_cli.writing import alone, claimed, remove_empty_folder, remove_file, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FOLDER: Final = ".clinic"
LEFT: Final = f"{FOLDER}/left"
"""Where texts are kept that an editor left when it failed, and those before it while it is open."""
_OPEN: Final = f"{FOLDER}/open"
"""Where a lock lies for each file that an editor has open."""
_FILE: Final = "undo.json"
_OWN: Final = (FOLDER, LEFT, _OPEN, f"{FOLDER}/{_FILE}", f"{FOLDER}/.gitignore")
"""What may be no link, through which a stranger's repository would have us write elsewhere."""
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
    for path in _OWN:
        if os.path.islink(root / path):
            raise ClinicError(f"{path}: is a link, so nothing was written", "Delete it; clinic makes its own.")
    with alone(folder):
        if not (folder / ".gitignore").exists():
            write_file(folder / ".gitignore", b"*\n", durable=False)
        yield


@contextlib.contextmanager
def opened(root: Path, path: str) -> Iterator[None]:
    """Keep other commands from changing a file while an editor has it open; raise ConflictError where one has already.

    An editor that saves what it read before such a change would take the change away, a revocation too.
    """
    lock = _lock_of(root, path)
    with contextlib.ExitStack() as claim:
        with held(root):
            if not claim.enter_context(claimed(lock)):
                raise _is_open(path)
        try:
            yield
        finally:
            # nobody claims it meanwhile: whoever does holds the project
            with contextlib.suppress(ClinicError), held(root):
                claim.close()
                remove_file(lock)
                remove_empty_folder(lock.parent)


def refuse_open(root: Path, path: str) -> None:
    """Raise ConflictError where an editor that clinic opened has a file open; the project is held meanwhile."""
    lock = _lock_of(root, path)
    if lock.exists():
        with claimed(lock) as free:
            if not free:
                raise _is_open(path)


def _lock_of(root: Path, path: str) -> Path:
    return root / _OPEN / digest(os.fsencode(path))[:32]


def _is_open(path: str) -> ConflictError:
    return ConflictError(
        f"{path}: is open in an editor, by clinic edit; nothing was written",
        "Close it there, then run the command again.",
    )


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
        if (root / FOLDER / _FILE).exists():
            return  # of a change that another command made meanwhile
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


def keep(root: Path, path: str, data: bytes, mark: str = "") -> Path:
    """Keep a text of a file that an editor has open or left, beside those kept before; return where."""
    stem, dot, ending = path.rsplit("/", 1)[-1].rpartition(".")
    for number in count(1):
        kept = root / LEFT / f"{stem}{mark}{f'-{number}' if number > 1 else ''}{dot}{ending}"
        if not os.path.lexists(kept):
            write_file(kept, data, private=True)
            return kept
    raise AssertionError  # numbers do not end


def kept(root: Path, path: str = "") -> list[str]:
    """Return the paths of the texts that are kept, or of those of one file."""
    folder = root / LEFT
    stem = path.rsplit("/", 1)[-1].rpartition(".")[0]
    names = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    return [f"{LEFT}/{name}" for name in names if name.startswith(stem)]


def hunks(old: bytes, new: bytes) -> Iterator[Hunk]:
    """Yield what leads from new bytes back to the old ones, line by line."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, after))]
    for old_start, old_end, start, end in differences(before, after):
        yield Hunk(starts[start], starts[end], b"".join(before[old_start:old_end]))


def _unreadable() -> ClinicError:
    return ClinicError(f"{FOLDER}/{_FILE}: the journal cannot be read, so that nothing can be undone", "Delete it.")
