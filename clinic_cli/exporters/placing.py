"""Put the files of an export into its folder: each at once, pages before indexes, nothing foreign touched.

A manifest that names what is to come is written before the first file and completed after the last, so that a run
which was killed is finished by the next.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.errors import ClinicError
from clinic_cli.exporters.manifest import FILE_NAME, Manifest, Placed, read_manifest
from clinic_cli.source import read_bytes
from clinic_cli.writing import remove_empty_folder, remove_file, write_through

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date as Day
    from pathlib import Path

    from clinic_cli.exporters.output import OutputFile

Watch = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is."""

_CONTENT: Final = ("articles", "testimonials", "templates", ".git")
_PARTIAL: Final = ".clinic-partial-"
_TOLERATED: Final = frozenset(("CNAME",))


class Plan(NamedTuple):
    """What an export would change in a folder; `write` and `remove` are in the order in which it is done."""

    folder: Path
    write: tuple[OutputFile, ...]
    remove: tuple[str, ...]
    before: Manifest | None
    after: Manifest

    @property
    def is_current(self) -> bool:
        """Whether the folder is as the export would leave it."""
        return not self.write and not self.remove and self.after.says_as(self.before) and not _leftovers(self.folder)

    @property
    def unchanged(self) -> int:
        """How many files stay as they are."""
        return len(self.after.files) - len(self.write)


def unwatched(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def check_folder(folder: Path, root: Path, format: str) -> None:
    """Raise ClinicError where an export must not write: a link, a folder of content, or one that is not ours."""
    if folder.is_symlink():
        raise ClinicError(f"{folder}: is a link; nothing was exported", "Name the folder that it leads to.")
    place, root = folder.resolve(), root.resolve()
    if place == root or place in root.parents or any(place.is_relative_to(root / name) for name in _CONTENT):
        raise ClinicError(
            f"{folder}: holds the clinic's content; nothing was exported", "Name another folder, such as `site`."
        )
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ClinicError(f"{folder}: is a file, not a folder; nothing was exported", "Name a folder.")
    manifest = read_manifest(folder)
    if manifest and manifest.format != format:
        raise ClinicError(
            f"{folder}: holds an export in the format {manifest.format}; nothing was exported",
            "Name another folder, one for each format.",
        )
    if manifest is None and (foreign := _foreign(folder)):
        raise ClinicError(
            f"{folder}: holds files that clinic did not write ({foreign[0]}); nothing was exported",
            "Name an empty folder, or one that an earlier export made.",
        )


def _foreign(folder: Path) -> list[str]:
    """Return what stands in a folder besides hidden files, what hosts ask for, and the folders of other exports."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise ClinicError(f"{folder}: cannot be read: {error.strerror}", "Check its permissions.") from error
    return [
        name
        for name in names
        if name[0] != "." and name not in _TOLERATED and not (folder / name / FILE_NAME).is_file()
    ]


def plan(folder: Path, files: Sequence[OutputFile], manifest: Manifest, today: Day) -> Plan:
    """Return what it takes to make a folder hold exactly these files of ours; raise ClinicError where one is foreign.

    `manifest` says what the export is; its files are filled in here.
    """
    before = read_manifest(folder)
    known = before.files if before else {}
    write: list[OutputFile] = []
    placed: dict[str, Placed] = {}
    for file in files:
        digest = hashlib.sha256(file.data).hexdigest()
        earlier = known.get(file.path)
        day = earlier.day if earlier and earlier.sha256 == digest else today.isoformat()
        placed[file.path] = Placed(digest, file.source, day, file.key, file.uses)
        if _stands(folder, file, is_ours=earlier is not None):
            continue
        write.append(file)
    gone = tuple(
        sorted(path for path in known if path not in placed and _is_ours(path) and os.path.lexists(folder / path))
    )
    return Plan(folder, tuple(write), gone, before, replace(manifest, files=placed))


def carry_out(plan: Plan, watch: Watch = unwatched) -> None:
    """Do what a plan says; `watch` is told how far it is. Raises ClinicError."""
    if plan.is_current and plan.before == plan.after:
        return
    folder, after = plan.folder, plan.after
    known = plan.before.files if plan.before else {}
    if plan.write or plan.remove:
        _write(folder, FILE_NAME, replace(after, complete=False, files={**known, **after.files}).encode())
    for count, file in enumerate(plan.write):
        watch("Writing", count, len(plan.write))
        _write(folder, file.path, file.data)
    for path in plan.remove:
        remove_file(folder / path)
    _remove_empty(folder, plan.remove)
    _write(folder, FILE_NAME, after.encode())
    for name in _leftovers(folder):
        remove_file(folder / name)


def _write(folder: Path, path: str, data: bytes) -> None:
    write_through(folder / f"{_PARTIAL}{os.getpid()}", folder / path, data)


def _leftovers(folder: Path) -> list[str]:
    """Return temporary files of runs that were killed."""
    try:
        return [name for name in os.listdir(folder) if name.startswith(_PARTIAL)]
    except OSError:
        return []


def _is_ours(path: str) -> bool:
    """Whether a path from a manifest stays inside the folder; a manifest can be tampered with."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path and ":" not in path


def _stands(folder: Path, file: OutputFile, *, is_ours: bool) -> bool:
    """Whether a file is there with the same bytes; raise ClinicError where something foreign is in its place."""
    path = folder / file.path
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        _check_parents(folder, file.path)
        return False
    except OSError as error:
        raise ClinicError(f"{path}: cannot be read: {error.strerror}", "Check its permissions.") from error
    if not stat.S_ISREG(status.st_mode):
        raise ClinicError(f"{path}: is not a file; nothing was exported", "Move it away, then export again.")
    _check_parents(folder, file.path)
    if status.st_size == len(file.data) and read_bytes(path) == file.data:
        return True
    if not is_ours:
        raise ClinicError(
            f"{path}: stands where the export would write, and clinic did not write it; nothing was exported",
            "Move it away, then export again.",
        )
    return False


def _check_parents(folder: Path, path: str) -> None:
    for parent in PurePosixPath(path).parents:
        place = folder / parent
        if parent.parts and (place.is_symlink() or (place.exists() and not place.is_dir())):
            raise ClinicError(f"{place}: is not a folder of its own; nothing was exported", "Move it away.")


def _remove_empty(folder: Path, removed: Iterable[str]) -> None:
    """Delete folders that the removal of files left empty."""
    parents = {parent for path in removed for parent in PurePosixPath(path).parents if parent.parts}
    for parent in sorted(parents, key=lambda parent: len(parent.parts), reverse=True):
        remove_empty_folder(folder / parent)
