"""Files of the last export that stand as it left them are known without being read."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from clinic_cli.errors import ClinicError
from clinic_cli.exporters import standing
from clinic_cli.exporters.manifest import read_manifest
from clinic_cli.exporters.standing import Standing
from clinic_cli.shelf import FOLDER, Shelf
from tests.exporters.sample import fill, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.project import Clinic

PAGE = "articles/walk.html"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of the output folder that were read."""
    names: list[str] = []
    real = standing.read_bytes

    def read_bytes(path: Path | str) -> bytes:
        names.append(os.path.basename(path))
        return real(path)

    monkeypatch.setattr(standing, "WORTH_KEEPING", 1)
    monkeypatch.setattr(standing, "read_bytes", read_bytes)
    # files that were written a moment ago count as if they were a minute old
    monkeypatch.setattr(Shelf, "is_racy", lambda shelf, status: status[0] > time.time_ns())
    return names


def find(clinic: Clinic) -> object:
    """Return what is known of a page, under the key that the last export gave it."""
    folder = clinic.root / "public"
    manifest = read_manifest(folder)
    assert manifest
    return Standing(clinic.root, folder, manifest).find(PAGE, manifest.files[PAGE].key)


def test_a_file_that_nobody_touched_is_not_read(bare: Clinic, read: list[str]) -> None:
    run(fill(bare), "html")
    assert find(bare)
    assert read == []
    run(bare, "html")
    assert read == []


def test_a_file_that_was_touched_is_read(bare: Clinic, read: list[str]) -> None:
    run(fill(bare), "html")
    os.utime(bare.root / "public" / PAGE, (1, 1))
    assert find(bare)
    assert read == ["walk.html"]
    read.clear()
    run(bare, "html")
    assert read == ["walk.html"]
    assert find(bare)
    assert read == ["walk.html"]


@pytest.mark.parametrize("change", ["other", "same size", "gone", "folder"])
def test_a_file_that_changed_does_not_stand(bare: Clinic, read: list[str], change: str) -> None:
    run(fill(bare), "html")
    path = bare.root / "public" / PAGE
    data = path.read_bytes()
    path.unlink()
    if change == "folder":
        path.mkdir()
    elif change != "gone":
        path.write_bytes(b"x" * len(data) if change == "same size" else b"other")
    assert find(bare) is None


def test_another_folder_is_not_taken_for_the_last(bare: Clinic, read: list[str]) -> None:
    run(fill(bare), "html")
    run(bare, "html", out="elsewhere")
    assert find(bare)
    assert read == ["walk.html"]


def test_a_damaged_cache_is_not_believed(bare: Clinic, read: list[str]) -> None:
    run(fill(bare), "html")
    (bare.root / FOLDER / "exported-html.json").write_text("[]", "utf-8")
    assert find(bare)
    assert read == ["walk.html"]


def test_a_file_that_changes_while_it_is_asked_for_is_told(bare: Clinic, read: list[str]) -> None:
    run(fill(bare), "html")
    folder = bare.root / "public"
    manifest = read_manifest(folder)
    kept = Standing(bare.root, folder, manifest).find(PAGE, manifest.files[PAGE].key if manifest else "")
    assert kept
    (folder / PAGE).write_text("other", "utf-8")
    with pytest.raises(ClinicError, match="was changed meanwhile"):
        kept.read()


def test_small_exports_keep_nothing(bare: Clinic) -> None:
    run(fill(bare), "html")
    assert not (bare.root / FOLDER / "exported-html.json").exists()
