"""The journal: what it holds, who may read it, and that it gives back the same bytes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli import journal
from clinic_cli.editing import Change, commit, undoing
from clinic_cli.errors import ClinicError, ConflictError
from clinic_cli.source import SourceFile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.project import Clinic

LINES = st.lists(st.sampled_from([b"a\n", b"b\r\n", b"\xff\n", b"\r", b"c", b"\n"]), max_size=30).map(b"".join)


def change(clinic: Clinic, path: str, after: bytes | None) -> Change:
    target = clinic.root / path
    before = SourceFile(path, target.read_bytes()) if target.exists() else None
    return Change(path, before, after)


def undo(root: Path) -> None:
    commit(root, undoing(root), undoable=False)


@given(LINES, LINES)
def test_hunks_lead_back_from_the_new_bytes_to_the_old(old: bytes, new: bytes) -> None:
    entry = journal.Entry("x", journal.digest(old), journal.digest(new), tuple(journal.hunks(old, new)))
    assert entry.restore(new) == old


def test_undo_gives_back_changed_new_and_removed_files(clinic: Clinic) -> None:
    clinic.write("a.md", b"one\r\ntwo\n\xff")
    clinic.write("gone.md", b"words")
    before = {path: (clinic.root / path).read_bytes() for path in clinic.files()}
    commit(
        clinic.root, [change(clinic, "a.md", b"1"), change(clinic, "gone.md", None), change(clinic, "n/new.md", b"n")]
    )
    assert (clinic.root / "n/new.md").read_bytes() == b"n"
    assert not (clinic.root / "gone.md").exists()
    undo(clinic.root)
    after = {path: (clinic.root / path).read_bytes() for path in clinic.files() if not path.startswith(".clinic")}
    assert after == before
    assert undoing(clinic.root) == ()


def test_only_changed_lines_enter_the_journal_and_only_the_owner_reads_it(clinic: Clinic) -> None:
    clinic.write("testimonials.inbox.yaml", "- id: t-1\n  quote: Very private.\n  tags: [a]\n")
    commit(
        clinic.root,
        [change(clinic, "testimonials.inbox.yaml", b"- id: t-1\n  quote: Very private.\n  tags: [b]\n")],
    )
    (entry,) = journal.read(clinic.root)
    assert [hunk.old for hunk in entry.hunks] == [b"  tags: [a]\n"]
    if os.name == "posix":
        assert (clinic.root / ".clinic/undo.json").stat().st_mode & 0o777 == 0o600
    assert clinic.read(".clinic/.gitignore") == "*\n"


def test_a_commit_that_cannot_be_undone_empties_the_journal(clinic: Clinic) -> None:
    clinic.write("a.md", "secret\n")
    commit(clinic.root, [change(clinic, "a.md", b"less\n")])
    commit(clinic.root, [change(clinic, "a.md", b"nothing\n")], undoable=False)
    assert not (clinic.root / ".clinic/undo.json").exists()
    assert undoing(clinic.root) == ()


def test_undo_refuses_where_somebody_changed_a_file_since(clinic: Clinic) -> None:
    clinic.write("a.md", "1\n")
    clinic.write("b.md", "1\n")
    commit(clinic.root, [change(clinic, "a.md", b"2\n"), change(clinic, "b.md", b"2\n")])
    clinic.write("b.md", "3\n")
    with pytest.raises(ConflictError, match=r"b\.md: changed after the command"):
        undoing(clinic.root)
    assert clinic.read("a.md") == "2\n"


def test_a_change_that_never_came_about_needs_no_undoing(clinic: Clinic) -> None:
    clinic.write("a.md", "1\n")
    commit(clinic.root, [change(clinic, "a.md", b"2\n")])
    clinic.write("a.md", "1\n")
    assert undoing(clinic.root) == ()


def test_a_commit_that_fails_half_way_leaves_everything_as_it_was(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.write("a.md", "1\n")
    clinic.write("b.md", "1\n")
    changes = [change(clinic, "a.md", b"2\n"), change(clinic, "b.md", b"2\n"), change(clinic, "c.md", b"2\n")]
    before = clinic.files()

    def stop(path: Path, data: bytes, *, expected: bytes) -> None:
        if path.name == "b.md":
            raise KeyboardInterrupt
        path.write_bytes(data)

    monkeypatch.setattr("clinic_cli.editing.replace_file", stop)
    with pytest.raises(KeyboardInterrupt):
        commit(clinic.root, changes)
    assert (clinic.read("a.md"), clinic.read("b.md")) == ("1\n", "1\n")
    assert clinic.files() == before | {".clinic/.gitignore", ".clinic/lock"}


def test_a_file_that_stood_there_already_is_never_taken_back(clinic: Clinic) -> None:
    clinic.write("a.md", "same\n")
    with pytest.raises(ClinicError, match="exists already"):
        commit(clinic.root, [Change("a.md", None, b"same\n")])
    assert clinic.read("a.md") == "same\n"


def test_a_stale_file_stops_the_commit_before_anything_is_written(clinic: Clinic) -> None:
    clinic.write("a.md", "1\n")
    changes = [change(clinic, "a.md", b"2\n"), Change("new.md", None, b"n")]
    clinic.write("a.md", "other\n")
    with pytest.raises(ConflictError):
        commit(clinic.root, changes)
    assert not (clinic.root / "new.md").exists()


@pytest.mark.parametrize("text", ["no json", "[]", '{"version": 1}', '{"version": 1, "files": [{}]}'])
def test_a_broken_journal_is_told_not_trusted(clinic: Clinic, text: str) -> None:
    clinic.write(".clinic/undo.json", text)
    with pytest.raises(ClinicError, match="cannot be read"):
        journal.read(clinic.root)


def test_a_journal_of_another_version_undoes_nothing(clinic: Clinic) -> None:
    clinic.write(".clinic/undo.json", '{"version": 99, "files": []}')
    assert undoing(clinic.root) == ()


def test_a_journal_that_leads_out_of_the_project_is_refused(clinic: Clinic) -> None:
    entry = f'{{"path": "../x", "before": "", "after": "{"0" * 64}", "hunks": []}}'
    clinic.write(".clinic/undo.json", f'{{"version": 1, "files": [{entry}]}}')
    with pytest.raises(ClinicError, match="outside of the project"):
        undoing(clinic.root)


def test_hunks_that_do_not_fit_are_refused(clinic: Clinic) -> None:
    clinic.write("a.md", "1\n")
    entry = f'{{"path": "a.md", "before": "{"0" * 64}", "after": "{journal.digest(b"1" + bytes([10]))}", "hunks": []}}'
    clinic.write(".clinic/undo.json", f'{{"version": 1, "files": [{entry}]}}')
    with pytest.raises(ClinicError, match="cannot be read"):
        undoing(clinic.root)
