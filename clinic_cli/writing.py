"""The one module that writes files: each is old or new, whole, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from typing import TYPE_CHECKING, NamedTuple

from clinic_cli.errors import ClinicError, ConflictError
from clinic_cli.source import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import RawIOBase
    from pathlib import Path

_NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP)
"""What a disk without hard links answers."""
_PATIENCE = 10.0
"""Seconds to wait for another process, which needs a moment for a change."""


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder's lock, so that no two processes change what it stands for at once; raise ConflictError.

    A process that dies lets go of it. A disk that knows no locks has none to wait for.
    """
    descriptor = _open_lock(folder / "lock")
    try:
        end = time.monotonic() + _PATIENCE
        while not _locks(descriptor):
            if time.monotonic() > end:
                raise ConflictError(
                    "another clinic command is changing files here; nothing was written", "Run the command again."
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """Take a lock of a file's own, which nobody waits for; whether nobody else has it. Raises ClinicError."""
    descriptor = _open_lock(path)
    try:
        yield _locks(descriptor)
    finally:
        os.close(descriptor)


def _open_lock(path: Path) -> int:
    try:
        os.makedirs(path.parent, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise _failed(path, error) from error


def _locks(descriptor: int) -> bool:
    """Take a lock on a file if nobody else has it; the system lets go of it when the file is closed."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def write_file(path: Path, data: bytes, *, durable: bool = True, private: bool = False) -> None:
    """Put bytes in the place of a file at once; a link's target is written, its permissions are kept.

    `durable` waits until the disk has them, for what somebody wrote and nobody can make again. `private` lets nobody
    but the owner read them. What is no regular file, such as a pipe or a device, gets the bytes as they are and stays
    what it is. Raises ClinicError.
    """
    if _is_stream(path):
        _pour(path, data)
        return
    target = os.path.realpath(path)
    with _beside(path, target, data, durable=durable, private=private) as temporary:
        os.replace(temporary, target)


def _is_stream(path: Path) -> bool:
    """Whether a path names something that takes bytes and keeps none: a pipe, a device, or an open file by its number."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    folder = os.path.realpath(os.path.dirname(os.path.abspath(path)))
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or folder == "/dev" or folder.startswith("/proc/")


def _pour(path: Path, data: bytes) -> None:
    try:
        with open(os.open(path, os.O_WRONLY | os.O_APPEND), "wb", buffering=0) as stream:
            _write_all(stream, data)
    except OSError as error:
        raise _failed(path, error) from error


def write_through(temporary: Path, path: Path, data: bytes) -> None:
    """Put bytes in the place of a file at once, by way of a temporary one on the same disk; its folder is made.

    For what can be made again: nothing waits for the disk. A killed run leaves the temporary file behind, whose name
    its owner knows. Raises ClinicError.
    """
    try:
        try:
            _fill(temporary, data)
            os.replace(temporary, path)
        except FileNotFoundError:
            os.makedirs(path.parent, exist_ok=True)
            os.makedirs(temporary.parent, exist_ok=True)
            _fill(temporary, data)
            os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise _failed(path, error) from error


def write_aside(path: Path, data: bytes) -> None:
    """Write a file that waits to be put in its place; its folder is made. Raises ClinicError."""
    try:
        try:
            _fill(path, data)
        except FileNotFoundError:
            os.makedirs(path.parent, exist_ok=True)
            _fill(path, data)
    except OSError as error:
        raise _failed(path, error) from error


def move_file(waiting: Path, path: Path) -> None:
    """Put a file that waits on the same disk in its place at once; its folder is made.

    Raises ClinicError, and ConflictError where somebody took the file away that waited.
    """
    try:
        try:
            os.replace(waiting, path)
        except FileNotFoundError:
            os.makedirs(path.parent, exist_ok=True)
            os.replace(waiting, path)
    except FileNotFoundError as error:
        raise ConflictError(
            f"{path}: another clinic command wrote here at the same time, and this one gave way",
            "Run the command again.",
        ) from error
    except OSError as error:
        raise _failed(path, error) from error


def remove_waiting(folder: Path) -> None:
    """Delete a folder of files that waited, with the files; of a link, only itself. Whatever cannot be deleted stays."""
    try:
        waiting = [str(folder)] if folder.is_symlink() else [entry.path for entry in os.scandir(folder)]
    except NotADirectoryError:
        waiting = [str(folder)]
    except OSError:
        waiting = []
    for path in waiting:
        with contextlib.suppress(OSError):
            os.unlink(path)
    remove_empty_folder(folder)


def _fill(path: Path, data: bytes) -> None:
    with open(path, "wb", buffering=0) as stream:
        _write_all(stream, data)


def _write_all(stream: RawIOBase, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) or 0 :]


@contextlib.contextmanager
def _beside(path: Path, target: str, data: bytes, *, durable: bool = True, private: bool = False) -> Iterator[str]:
    """Hold bytes in a file beside a target while somebody puts it in place; a failure leaves nothing behind."""
    import tempfile

    folder = os.path.dirname(target)
    temporary = ""
    try:
        os.makedirs(folder, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".clinic-", dir=folder)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.chmod(temporary, 0o600 if private else _mode_of(target))
            if durable:
                os.fsync(stream.fileno())
        yield temporary
        if durable:
            _keep_names(folder)
    except BaseException as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        if isinstance(error, OSError):
            raise _failed(path, error) from error
        raise


def _keep_names(folder: str) -> None:
    """Wait until the disk has a folder's names, where the system can."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def replace_file(path: Path, data: bytes, *, expected: bytes) -> None:
    """Write a file only while it still holds the bytes that were read; raise ConflictError where it changed."""
    refuse_changed(path, expected)
    write_file(path, data)


def refuse_changed(path: Path, expected: bytes) -> None:
    """Raise ConflictError where a file no longer holds the bytes that were read, or is gone."""
    if not path.exists() or read_bytes(path) != expected:
        raise ConflictError(
            f"{path}: changed while clinic was at work; nothing was written",
            "Look at the file, then run the command again.",
        )


def create_file(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, whole or not at all; raise ClinicError where it does."""
    with _beside(path, os.path.abspath(path), data) as temporary:
        try:
            _put_in_place(temporary, path)
        except FileExistsError as error:
            raise ClinicError(f"{path}: exists already; nothing was written", "Choose another name.") from error


def _put_in_place(temporary: str, path: Path) -> None:
    """Give a file its name; raise FileExistsError where something has that name."""
    if os.name == "nt":
        os.rename(temporary, path)  # which puts nothing in the place of anything there
        return
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from error
        os.rename(temporary, path)
        return
    with contextlib.suppress(OSError):
        os.unlink(temporary)


def remove_file(path: Path) -> None:
    """Delete a file; one that is gone already is no error."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise _failed(path, error) from error


def remove_empty_folder(path: Path) -> None:
    """Delete a folder that holds nothing; one that holds something stays."""
    with contextlib.suppress(OSError):
        os.rmdir(path)


class Spool:
    """Hold texts that wait to be written outside of memory, where nobody else sees them and nothing stays behind."""

    def __init__(self) -> None:
        import tempfile

        self._file = tempfile.SpooledTemporaryFile(max_size=1 << 22)  # noqa: SIM115 - closed on exit

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, data: bytes) -> Slot:
        """Hold bytes, and return where they are."""
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(data)
        return Slot(start, len(data))

    def get(self, slot: Slot) -> bytes:
        """Return bytes that are held."""
        self._file.seek(slot.start)
        return self._file.read(slot.length)


class Slot(NamedTuple):
    """Where a spool holds something."""

    start: int
    length: int


def _mode_of(target: str) -> int:
    try:
        return stat.S_IMODE(os.stat(target).st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _failed(path: Path, error: OSError) -> ClinicError:
    help = (
        "Make room on the disk, then run the command again."
        if error.errno == errno.ENOSPC
        else "Check the path and its permissions."
    )
    return ClinicError(f"{path}: cannot be written: {error.strerror or error}", help)
