"""Files of the last export that stand as it left them are known without being read."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from clinic_cli.errors import ClinicError
from clinic_cli.exporters import placing, standing
from clinic_cli.exporters import run as exporting
from clinic_cli.exporters.standing import Standing
from clinic_cli.shelf import FOLDER, Shelf
from tests.exporters.sample import fill, run, tree

if TYPE_CHECKING:
    from pathlib import Path

    from clinic_cli.exporters.output import Kept
    from clinic_cli.exporters.placing import Plan, Watch
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

    monkeypatch.setattr(standing, "read_bytes", read_bytes)
    # files that were written a moment ago count as if they were a minute old
    monkeypatch.setattr(Shelf, "is_racy", lambda shelf, status: status[0] > time.time_ns())
    return names


def find(clinic: Clinic) -> Kept | None:
    """Return what is known of a page, under the key that the last export gave it."""
    standing = Standing(clinic.root, clinic.root / "public", "html")
    document = json.loads((clinic.root / FOLDER / "exported-html.json").read_bytes().partition(b"\n")[2])
    return standing.find(PAGE, document["files"][PAGE][2])


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
    assert find(bare) is None


def test_a_file_that_was_changed_while_the_export_ran_is_read(
    bare: Clinic, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = placing.carry_out

    def carry_out(plan: Plan, watch: Watch) -> None:
        real(plan, watch)
        time.sleep(0.05)  # longer than a tick of the clock that files go by
        (bare.root / "public" / PAGE).write_text("changed by hand", "utf-8")

    monkeypatch.setattr(exporting, "carry_out", carry_out)
    run(fill(bare), "html")
    assert find(bare) is None
    assert read == ["walk.html"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a privilege")
def test_a_link_does_not_stand(bare: Clinic, read: list[str]) -> None:
    run(fill(bare), "html")
    path = bare.root / "public" / PAGE
    path.rename(bare.root / "walk.html")
    path.symlink_to(bare.root / "walk.html")
    assert find(bare) is None


@pytest.mark.parametrize("damage", ["[]", "{", "", None])
def test_a_damaged_cache_is_not_believed(bare: Clinic, read: list[str], damage: str | None) -> None:
    run(fill(bare), "html")
    before = tree(bare.root / "public")
    path = bare.root / FOLDER / "exported-html.json"
    if damage is None:
        path.unlink()
    else:
        path.write_text(damage, "utf-8")
    (bare.root / "public" / PAGE).write_text("other", "utf-8")
    run(bare, "html")
    assert tree(bare.root / "public") == before
    assert find(bare)


@pytest.mark.no_cover
@pytest.mark.parametrize("row", [None, 1, [], [1, 2, 3], [0, 1, 2, 3], "abcd", {}])
def test_rows_of_another_shape_are_not_believed(bare: Clinic, row: object) -> None:
    run(fill(bare), "html")
    before = tree(bare.root / "public")
    path = bare.root / FOLDER / "exported-html.json"
    document = json.loads(path.read_bytes().partition(b"\n")[2])
    for files in ({**document["files"], PAGE: row}, row):
        text = json.dumps({**document, "files": files}).encode()
        path.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
        (bare.root / "public" / PAGE).write_text("other", "utf-8")
        run(bare, "html")
        assert tree(bare.root / "public") == before


def test_a_file_that_changes_while_it_is_asked_for_is_told(bare: Clinic, read: list[str]) -> None:
    run(fill(bare), "html")
    kept = find(bare)
    assert kept
    (bare.root / "public" / PAGE).write_text("other", "utf-8")
    with pytest.raises(ClinicError, match="was changed meanwhile"):
        kept.read()
