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
from clinic_cli.exporters.output import OutputFile, Taken
from clinic_cli.source import read_bytes
from clinic_cli.writing import (
    move_file,
    remove_empty_folder,
    remove_file,
    remove_waiting,
    write_aside,
    write_through,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date as Day
    from pathlib import Path

Watch = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is."""

_CONTENT: Final = ("articles", "testimonials", "templates", ".git")
_PARTIAL: Final = ".clinic-partial-"
_TOLERATED: Final = frozenset(("CNAME",))


class Stage:
    """Take in the files of an export before any of them is put in its place.

    What stands in the folder already is told from what is to come, which waits in a folder of its own beside it, so
    that no run holds all of a site in memory. `before` tells what the last export left; `idle` keeps nothing. Leaving the
    stage deletes whatever still waits.
    """

    def __init__(self, folder: Path, before: Manifest | None, *, idle: bool = False) -> None:
        self.folder = folder
        self.before = before
        self.room = folder / f"{_PARTIAL}{os.getpid()}"
        self._idle = idle
        self._was_there = folder.is_dir()
        self._known = self.before.files if self.before else {}
        self._count = 0

    def __enter__(self) -> Stage:
        if not self._idle and os.path.lexists(self.room):
            remove_waiting(self.room)  # of a run that was killed, or a link that somebody put there
        return self

    def __exit__(self, *_: object) -> None:
        if not self._idle:
            remove_waiting(self.room)
            if not self._was_there:
                remove_empty_folder(self.folder)

    def take(self, file: OutputFile) -> OutputFile:
        """Return a file without its bytes, which are looked after; raise ClinicError where one is foreign in its place.

        Forked processes may take in files for one stage, but none twice.
        """
        if file.taken:
            return file
        stands = _stands(self.folder, file, is_ours=file.path in self._known)
        waiting = ""
        if not stands and not self._idle:
            self._count += 1
            waiting = f"{os.getpid()}-{self._count}"
            write_aside(self.room / waiting, file.data)
        return file._replace(data=b"", taken=Taken(hashlib.sha256(file.data).hexdigest(), waiting, not stands))


class Plan(NamedTuple):
    """What an export would change in a folder; `write` and `remove` are in the order in which it is done.

    What is to be written waits in `room`.
    """

    folder: Path
    room: Path
    write: tuple[OutputFile, ...]
    remove: tuple[str, ...]
    before: Manifest | None
    after: Manifest

    @property
    def is_current(self) -> bool:
        """Whether the folder is as the export would leave it."""
        return not self.write and not self.remove and self.after == self.before and not self.leftovers

    @property
    def leftovers(self) -> list[str]:
        """What runs that were killed left behind."""
        return [name for name in _partial(self.folder) if name != self.room.name]

    @property
    def unchanged(self) -> int:
        """How many files stay as they are."""
        return len(self.after.files) - len(self.write)


def unwatched(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def check_folder(folder: Path, root: Path, format: str) -> Manifest | None:
    """Return what the last export into a folder left.

    Raises ClinicError where an export must not write: to a link, a folder of content, or one that is not ours.
    """
    if folder.is_symlink():
        raise ClinicError(f"{folder}: is a link; nothing was exported", "Name the folder that it leads to.")
    place, root = folder.resolve(), root.resolve()
    if place == root or place in root.parents or any(place.is_relative_to(root / name) for name in _CONTENT):
        raise ClinicError(
            f"{folder}: holds the clinic's content; nothing was exported", "Name another folder, such as `site`."
        )
    if not folder.exists():
        return None
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
    return manifest


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


def plan(stage: Stage, files: Sequence[OutputFile], manifest: Manifest, today: Day) -> Plan:
    """Return what it takes to make a stage's folder hold exactly the files that were taken in.

    `manifest` says what the export is; its files are filled in here.
    """
    folder, before = stage.folder, stage.before
    known = before.files if before else {}
    write: list[OutputFile] = []
    placed: dict[str, Placed] = {}
    for file in map(stage.take, files):
        assert file.taken
        digest = file.taken.sha256
        earlier = known.get(file.path)
        day = earlier.day if earlier and earlier.sha256 == digest else today.isoformat()
        placed[file.path] = Placed(digest, file.source, day)
        if file.taken.is_new:
            write.append(file)
    gone = tuple(
        sorted(path for path in known if path not in placed and _is_ours(path) and os.path.lexists(folder / path))
    )
    for parent in {path.rpartition("/")[0] for path in (*placed, *gone)} - {""}:
        _check_parents(folder, f"{parent}/file")  # a manifest can name what lies behind a link
    return Plan(folder, stage.room, tuple(write), gone, before, replace(manifest, files=placed))


def carry_out(plan: Plan, watch: Watch = unwatched) -> None:
    """Do what a plan says; `watch` is told how far it is. Raises ClinicError."""
    if plan.is_current:
        return
    folder, after = plan.folder, plan.after
    known = plan.before.files if plan.before else {}
    if plan.write or plan.remove:
        _write_manifest(plan, replace(after, complete=False, files={**known, **after.files}))
    for count, file in enumerate(plan.write):
        watch("Writing", count, len(plan.write))
        if file.taken:
            move_file(plan.room / file.taken.waiting, folder / file.path)
    for path in plan.remove:
        remove_file(folder / path)
    _remove_empty(folder, plan.remove)
    _write_manifest(plan, after)
    for name in plan.leftovers:
        remove_waiting(folder / name)


def _write_manifest(plan: Plan, manifest: Manifest) -> None:
    write_through(plan.room / FILE_NAME, plan.folder / FILE_NAME, manifest.encode())


def _partial(folder: Path) -> list[str]:
    """Return the names of folders in which files wait."""
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
