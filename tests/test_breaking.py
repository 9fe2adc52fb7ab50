"""Whatever fails while clinic writes, every file of the clinic is afterwards as it was or as it was to be, whole."""

from __future__ import annotations

import errno
import itertools
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import frontmatter
import pytest

from clinic_cli import journal, writing
from clinic_cli.errors import ClinicError
from tests.breaking import KILLED, files_in
from tests.project import CONSENT, REPOSITORY, Clinic

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")

CONFIG = """\
name = "Sample Clinic"
url = "https://clinic.example"

[authors.sam-sample]
name = "Sam Sample"
credentials = "LMFT"
"""
FRONT = """\
title: A walk in the park
description: Why a slow walk calms body and mind, and how to begin with ten minutes a day.
authors: [sam-sample]
date: 2026-02-01   # a Sunday
status: published
"""
RECORD = "id: t-100001\nstatus: published\nquote: A calm place.\nattribution: Anonymous\nconsent:\n" + "".join(
    f"  {key}: {value}\n" for key, value in CONSENT.items()
)
INBOX = "- id: t-100002\n  quote: A kind voice.\n  attribution: Anonymous\n"
TABLE = "quote,attribution\nA warm room.,Sample A\nA clear view.,Sample B\n"
GRANT = ("--ref", "form-18", "--signed", "2026-02-01", "--expires", "2027-01-31")
DAY = ("--as-of", "2026-03-01")

COMMANDS = {
    "set keys of several articles": ("set", "articles", "tags+=calm", "--yes"),
    "rename with links": ("rename", "a-walk", "a-slow-walk"),
    "withdraw": ("withdraw", "a-walk"),
    "new article with a new author": ("new", "article", "A third walk", "--new-author", "Robin Sample, LCSW"),
    "lint --fix": ("lint", "--fix", "--unsafe-fixes", *DAY),
    "revoke": ("consent", "revoke", "t-100001", "--on", "2026-02-28", "--yes"),
    "grant": ("consent", "grant", "t-100002", *GRANT, *DAY),
    "import": ("import", "csv", "words.csv", "--yes"),
    "undo": ("undo", "--yes"),
    "publish": ("publish", "a-draft", *DAY),
    "export": ("export", "csv", "--out", "site", *DAY),
}


@pytest.fixture
def full(clinic: Clinic) -> Clinic:
    """A clinic in which every command has something to do."""
    clinic.config(CONFIG)
    clinic.article("a-walk", FRONT, "\nText.\n")
    clinic.article(
        "another", FRONT.replace("A walk", "Another walk").replace("date: ", "dat: "), "\nSee [it](a-walk.md).\n"
    )
    clinic.article("a-draft", FRONT.replace("A walk", "A draft").replace("published", "draft"), "\nText.\n")
    clinic.testimonials(RECORD)
    clinic.write("testimonials.inbox.yaml", INBOX)
    clinic.write("words.csv", TABLE)
    assert clinic.run("set", "another", "lang=en", "--yes").status == 0  # something to undo
    return clinic


def outcomes(clinic: Clinic, *how: str) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """Yield each command's name, its whole run, and the runs in which one write failed; the ways to fail take turns."""
    ways = dict(zip(COMMANDS, itertools.cycle(how), strict=False))
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "tests/breaking.py")],
        input=json.dumps({"root": str(clinic.root), "commands": COMMANDS, "how": ways}).encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = [json.loads(line) for line in done.stdout.splitlines()]
    for name in COMMANDS:
        whole, *broken = (outcome for outcome in found if outcome["name"] == name)
        assert whole["status"] in (0, 1), whole["said"]
        assert len(broken) > 3
        yield name, whole, broken


def test_killed_at_any_write(full: Clinic) -> None:
    before = files_in(full.root)
    for name, whole, broken in outcomes(full, "killed"):
        after = whole["files"]
        assert after != before
        for outcome in broken:
            assert outcome["status"] == KILLED, outcome["said"]
            for path, data in outcome["files"].items():
                assert data in (before.get(path), after.get(path)), (name, outcome["at"], path)
            assert before.keys() & after.keys() <= outcome["files"].keys(), (name, outcome["at"])


def test_a_write_that_fails_is_told_and_nothing_is_half_done(full: Clinic) -> None:
    before = files_in(full.root)
    for name, whole, broken in outcomes(full, "ENOSPC", "EACCES", "EROFS"):
        after = whole["files"]
        for outcome in broken:
            case = (name, outcome["at"], outcome["said"])
            assert "Traceback" not in outcome["said"], case
            if outcome["status"] == whole["status"] and outcome["files"] == after:
                continue  # what failed was not needed, such as the cache
            assert outcome["status"] == 2, case
            assert "clinic: " in outcome["said"], case
            if name == "export":  # which is run again; its files are whole, and no source is touched
                for path, data in outcome["files"].items():
                    assert data in (before.get(path), after.get(path)), case
                assert before.items() <= outcome["files"].items(), case
            else:
                assert outcome["files"] in (before, after), case


def test_two_commands_at_once_lose_nothing(full: Clinic) -> None:
    """Each either does its work or says that somebody else was faster; what was done stays done."""
    words = ("calm", "grief", "sleep", "work")
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "clinic_cli", "set", "a-walk", f"tags+={word}", "--yes"],
            cwd=full.root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stderr=subprocess.PIPE,
        )
        for word in words
    ]
    said = [process.communicate(timeout=100)[1].decode() for process in running]
    done = [word for word, process in zip(words, running, strict=True) if process.returncode == 0]
    assert done
    assert all(
        "changed while clinic was at work" in each
        for each, process in zip(said, running, strict=True)
        if process.returncode
    ), said
    tags = frontmatter.loads(full.read("articles/a-walk.md")).metadata["tags"]
    assert sorted(tags) == sorted(done)


def test_a_lock_that_somebody_holds_is_waited_for_and_then_told(full: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_PATIENCE", 0.05)
    before = files_in(full.root)
    with journal.held(full.root):
        result = full.run("withdraw", "a-walk")
    assert result.status == 2
    assert "another clinic command is changing files here" in result.stderr
    assert files_in(full.root) == before
    assert full.run("withdraw", "a-walk").status == 0


def test_a_file_that_an_editor_saves_meanwhile_is_never_written_over(
    full: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = full.root / "articles/a-walk.md"

    def save(root: object) -> object:
        path.write_bytes(path.read_bytes() + b"A line from the editor.\n")
        return held(root)  # type: ignore[arg-type]

    held = journal.held
    monkeypatch.setattr(journal, "held", save)
    result = full.run("withdraw", "a-walk")
    assert result.status == 2
    assert "changed while clinic was at work; nothing was written" in result.stderr
    assert full.read("articles/a-walk.md").endswith("A line from the editor.\n")
    assert "status: published" in full.read("articles/a-walk.md")


def test_a_folder_that_leads_elsewhere_gets_no_journal(full: Clinic, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.rmtree(full.root / ".clinic")
    (full.root / ".clinic").symlink_to(elsewhere)
    result = full.run("withdraw", "a-walk")
    assert result.status == 2
    assert ".clinic: is a link, so nothing was written" in result.stderr
    assert not list(elsewhere.iterdir())
    assert "status: published" in full.read("articles/a-walk.md")


def test_a_disk_without_hard_links_takes_new_files(full: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", link)
    writing.create_file(full.root / "articles/new.md", b"---\ntitle: New\n---\n")
    assert full.read("articles/new.md") == "---\ntitle: New\n---\n"
    with pytest.raises(ClinicError, match="exists already"):
        writing.create_file(full.root / "articles/new.md", b"")
    assert full.read("articles/new.md") == "---\ntitle: New\n---\n"
    assert not list(full.root.rglob(".clinic-*"))


def test_a_clock_that_went_back_hides_no_change(full: Clinic) -> None:
    path = full.root / "articles/a-walk.md"
    assert not full.lint("articles/a-walk.md")
    text = full.read("articles/a-walk.md")
    path.write_text(text.replace("title: A walk", "titel: A walk"))
    os.utime(path, (1, 1))  # the same size, and years older than the cache
    assert [told.rule for told in full.lint("articles/a-walk.md")] == ["unknown-key"]
