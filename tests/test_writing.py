import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from clinic_cli import writing
from clinic_cli.errors import ClinicError, ConflictError
from clinic_cli.writing import create_file, move_file, remove_file, replace_file, write_file, write_through
from tests.project import Clinic

posix = pytest.mark.skipif(os.name == "nt", reason="permissions and links as POSIX has them")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def fail_with(error: OSError | KeyboardInterrupt) -> object:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_and_its_folders_are_made(tmp_path: Path, durable: bool) -> None:
    write_file(tmp_path / "a/b/c.txt", b"one", durable=durable)
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"one"
    write_file(tmp_path / "a/b/c.txt", b"two", durable=durable)
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"two"
    assert names(tmp_path / "a/b") == {"c.txt"}


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=["full", "interrupt"]
)
def test_a_failed_write_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: OSError | KeyboardInterrupt
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(writing.os, step, fail_with(error))
    with pytest.raises((ClinicError, KeyboardInterrupt)) as caught:
        write_file(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == {"a"}
    if isinstance(caught.value, ClinicError):
        assert caught.value.message == f"{tmp_path / 'a'}: cannot be written: No space left on device"
        assert "Make room" in caught.value.help


@pytest.mark.parametrize(
    "error", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()], ids=["broken", "interrupt"]
)
def test_a_new_file_that_fails_is_not_left_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError | KeyboardInterrupt
) -> None:
    monkeypatch.setattr(writing.os, "fsync", fail_with(error))
    with pytest.raises((ClinicError, KeyboardInterrupt)):
        create_file(tmp_path / "new", b"text")
    assert names(tmp_path) == set()


def test_a_new_file_takes_no_others_place(tmp_path: Path) -> None:
    create_file(tmp_path / "a/new", b"one")
    with pytest.raises(ClinicError, match="exists already; nothing was written"):
        create_file(tmp_path / "a/new", b"two")
    assert (tmp_path / "a/new").read_bytes() == b"one"


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    for write in (create_file, write_file):
        with pytest.raises(ClinicError, match="cannot be written"):
            write(tmp_path / "a/b", b"x")


@posix
def test_permissions_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    replace_file(tmp_path / "a", b"new", expected=b"old")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


@posix
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_new_files_follow_the_mask(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_file(tmp_path / "a", b"x")
        create_file(tmp_path / "b", b"x")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in "ab"} == {mode}


@posix
def test_private_files_are_for_their_owner(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o644)
    write_file(tmp_path / "a", b"new", private=True)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@posix
def test_a_links_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there/a").write_bytes(b"old")
    (tmp_path / "link").symlink_to("there/a")
    replace_file(tmp_path / "link", b"new", expected=b"old")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there/a").read_bytes() == b"new"
    assert names(tmp_path / "there") == {"a"}


def test_a_file_that_changed_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"theirs")
    with pytest.raises(ConflictError, match="changed while clinic was at work"):
        replace_file(tmp_path / "a", b"ours", expected=b"before")
    assert (tmp_path / "a").read_bytes() == b"theirs"


def test_a_file_that_went_is_not_written_again(tmp_path: Path) -> None:
    with pytest.raises(ClinicError, match="changed while clinic was at work"):
        replace_file(tmp_path / "gone", b"ours", expected=b"before")
    assert names(tmp_path) == set()


def test_removing(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    remove_file(tmp_path / "a")
    remove_file(tmp_path / "a")
    (tmp_path / "folder/inside").mkdir(parents=True)
    with pytest.raises(ClinicError, match="cannot be written"):
        remove_file(tmp_path / "folder")


def test_writing_by_way_of_a_named_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_through(tmp_path / "work/x", tmp_path / "out/a/b", b"x" * 100_000)
    assert (tmp_path / "out/a/b").read_bytes() == b"x" * 100_000
    assert names(tmp_path / "work") == set()
    monkeypatch.setattr(writing.os, "replace", fail_with(OSError(errno.EACCES, "Permission denied")))
    with pytest.raises(ClinicError, match="cannot be written: Permission denied"):
        write_through(tmp_path / "work/x", tmp_path / "out/a/b", b"y")
    assert (tmp_path / "out/a/b").read_bytes() == b"x" * 100_000
    assert names(tmp_path / "work") == set()


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written(clinic: Clinic) -> None:
    (clinic.root / "articles").mkdir()
    (clinic.root / "articles").chmod(0o500)
    result = clinic.run("new", "article", "A walk")
    assert result.status == 2
    assert "cannot be written: Permission denied" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /dev/full")
def test_a_full_disk_is_told(clinic: Clinic) -> None:
    clinic.article()
    code = "from clinic_cli.cli.main import run; import sys; sys.argv = ['clinic', 'rule']; run()"
    import subprocess

    from tests.project import REPOSITORY

    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", code],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=clinic.root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            check=False,
        )
    assert done.returncode == 2
    assert b"the disk is full" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_file_that_waits_is_put_in_its_place_or_somebody_took_it(tmp_path: Path) -> None:
    (tmp_path / "waiting").write_bytes(b"new")
    move_file(tmp_path / "waiting", tmp_path / "deep/place")
    assert (tmp_path / "deep/place").read_bytes() == b"new"
    with pytest.raises(ConflictError, match="another clinic command"):
        move_file(tmp_path / "waiting", tmp_path / "deep/place")
    assert (tmp_path / "deep/place").read_bytes() == b"new"
