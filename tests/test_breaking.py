"""Whatever fails while clinic writes, every file of the clinic is afterwards as it was or as it was to be, whole."""

from __future__ import annotations

import base64
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
from clinic_cli.cli import commands
from clinic_cli.errors import ClinicError
from tests.breaking import KILLED, files_in
from tests.project import CONSENT, REPOSITORY, Clinic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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

EDITOR = """\
#!/bin/sh
case "$1" in
    *another.md) printf half > "$1"; exit 3;;
    *) printf 'A line more.\\n' >> "$1";;
esac
"""
"""An editor that does its work, but for one file, of which it leaves half when it fails."""

COMMANDS = {
    "set keys of several articles": ("set", "articles", "tags+=calm", "--yes"),
    "rename with links": ("rename", "a-walk", "a-slow-walk"),
    "withdraw": ("withdraw", "a-walk"),
    "new article with a new author": ("new", "article", "A third walk", "--new-author", "Robin Sample, LCSW"),
    "new testimonial": ("new", "testimonial", "--quote", "A quiet hour.", "--attribution", "Sample C"),
    "edit": ("edit", "a-walk", *DAY),
    "lint --fix": ("lint", "--fix", "--unsafe-fixes", *DAY),
    "lint --write-baseline": ("lint", "--baseline", "known.json", "--write-baseline", *DAY),
    "revoke": ("consent", "revoke", "t-100001", "--on", "2026-02-28", "--yes"),
    "forget": ("forget", "t-100001", "--on", "2026-02-28", "--yes"),
    "grant": ("consent", "grant", "t-100002", *GRANT, *DAY),
    "renew": (
        "consent",
        "renew",
        "t-100001",
        "--ref",
        "form-19",
        "--signed",
        "2026-02-20",
        "--expires",
        "2027-02-19",
        *DAY,
    ),
    "approve": ("consent", "approve", "t-100001", "--yes", *DAY),
    "form --eject": ("consent", "form", "--eject"),
    "import a table": ("import", "csv", "words.csv", "--yes"),
    "import articles with their authors": ("import", "markdown", "elsewhere", "--yes"),
    "undo": ("undo", "--yes"),
    "publish": ("publish", "a-draft", *DAY),
    "export": ("export", "csv", "--out", "site", *DAY),
    "init": ("init", "branch", "--name", "Sample Branch"),
}
ONLY_READ = {"list", "show", "preview", "due", "stats", "rule", "schema", "consent status"}
RUN_AGAIN = {"export", "init"}
"""Commands that make many files, each of them whole; what was not done, the next run does."""
MAKE_ONE = {"form --eject", "lint --write-baseline"}
"""Commands that make a file of their own, and read none that they write."""


@pytest.fixture
def full(clinic: Clinic, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A clinic in which every command has something to do."""
    editor = tmp_path_factory.mktemp("bin") / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    clinic.config(CONFIG)
    clinic.article("a-walk", FRONT, "\nText.\n")
    clinic.article(
        "another", FRONT.replace("A walk", "Another walk").replace("date: ", "dat: "), "\nSee [it](a-walk.md).\n"
    )
    clinic.article("a-draft", FRONT.replace("A walk", "A draft").replace("published", "draft"), "\nText.\n")
    clinic.testimonials(RECORD)
    clinic.write("testimonials.inbox.yaml", INBOX)
    clinic.write("words.csv", TABLE)
    for name, author in (("one", "Robin Sample, LCSW"), ("two", "Kim Sample, LMFT")):
        clinic.write(f"elsewhere/{name}.md", f"---\ntitle: The {name}\nauthor: {author}\n---\n\nText.\n")
    assert clinic.run("set", "another", "lang=en", "--yes").status == 0  # something to undo
    return clinic


def outcomes(
    clinic: Clinic, argvs: dict[str, tuple[str, ...]], *how: str, step: int = 1
) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """Yield each command's name, its whole run, and the runs in which one write failed; the ways to fail take turns."""
    ways = dict(zip(argvs, itertools.cycle(how), strict=False))
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "tests/breaking.py")],
        input=json.dumps({"root": str(clinic.root), "commands": argvs, "how": ways, "step": step}).encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = [json.loads(line) for line in done.stdout.splitlines()]
    for name in argvs:
        whole, *broken = (outcome for outcome in found if outcome["name"] == name)
        assert len(broken) * step > 3, whole["said"]
        yield name, whole, broken


def test_killed_at_any_write(full: Clinic) -> None:
    before = files_in(full.root)
    for name, whole, broken in outcomes(full, COMMANDS, "killed"):
        after = whole["files"]
        assert whole["status"] in (0, 1), whole["said"]
        assert after != before, name
        for outcome in broken:
            assert outcome["status"] == KILLED, outcome["said"]
            for path, data in outcome["files"].items():
                assert data in (before.get(path), after.get(path)), (name, outcome["at"], path)
            assert before.keys() & after.keys() <= outcome["files"].keys(), (name, outcome["at"])


@pytest.mark.deep
def test_a_write_that_fails_is_told_and_nothing_is_half_done(full: Clinic, deep: bool) -> None:
    before = files_in(full.root)
    for name, whole, broken in outcomes(full, COMMANDS, "ENOSPC", "EACCES", "EROFS", step=1 if deep else 3):
        after = whole["files"]
        for outcome in broken:
            case = (name, outcome["at"], outcome["said"])
            assert "Traceback" not in outcome["said"], case
            if outcome["status"] == whole["status"] and outcome["files"] == after:
                continue  # what failed was not needed, such as the cache
            assert outcome["status"] == 2, case
            assert "clinic: " in outcome["said"], case
            if name in RUN_AGAIN:  # no source is touched
                for path, data in outcome["files"].items():
                    assert data in (before.get(path), after.get(path)), case
                assert before.items() <= outcome["files"].items(), case
            else:
                assert outcome["files"] in (before, after), case


def test_no_command_that_changes_files_is_left_out() -> None:
    names = {" ".join(argv[:2]) for argv in COMMANDS.values()} | ONLY_READ
    for entry in commands.COMMANDS:
        # one way leads from each importer into the files
        inner = commands.load(entry).commands if entry.is_group and entry.name not in ("list", "import") else [""]
        for name in inner:
            assert any(f"{each} ".startswith(f"{entry.name} {name}".rstrip() + " ") for each in names), (
                entry.name,
                name,
            )


@pytest.mark.parametrize("how", ["killed", "ENOSPC"])
def test_an_editor_that_fails_on_a_failing_disk_takes_no_text_along(full: Clinic, how: str) -> None:
    before = files_in(full.root)
    text = before["articles/another.md"]
    ((_, whole, broken),) = outcomes(full, {"edit": ("edit", "another", *DAY)}, how)
    assert (whole["status"], whole["files"]) == (2, before)
    assert [base64.b64decode(each) for each in whole["kept"]] == [b"half"]
    for outcome in broken:
        case = (outcome["at"], outcome["said"])
        assert text in (outcome["files"]["articles/another.md"], *outcome["kept"]), case
        assert outcome["files"].keys() == before.keys(), case
        if outcome["files"] != before and how != "killed":
            assert "the text before is in .clinic/left/another-before.md" in outcome["said"], case


def test_a_text_that_was_edited_can_be_brought_back_whatever_fails(full: Clinic) -> None:
    before = files_in(full.root)
    ((_, _, broken),) = outcomes(full, {"edit": ("edit", "a-walk", *DAY)}, "ENOSPC")
    for outcome in broken:
        if outcome["status"] == 2 and outcome["files"] != before:
            assert outcome["kept"] == [before["articles/a-walk.md"]], outcome["at"]
            assert ".clinic/left/a-walk-before.md" in outcome["said"]


def test_two_commands_at_once_lose_nothing(full: Clinic) -> None:
    """Each either does its work or says that somebody else was faster; what was done stays done."""
    argvs = {
        "calm": ("set", "a-walk", "tags+=calm", "--yes"),
        "grief": ("set", "a-walk", "tags+=grief", "--yes"),
        "draft": ("withdraw", "a-walk"),
        "moved": ("rename", "a-walk", "a-slow-walk"),
    }
    running = {
        name: subprocess.Popen(
            [sys.executable, "-m", "clinic_cli", *argv],
            cwd=full.root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for name, argv in argvs.items()
    }
    said = {name: process.communicate(timeout=100)[1].decode() for name, process in running.items()}
    done = {name for name, process in running.items() if not process.returncode}
    assert done
    for name in argvs.keys() - done:
        assert said[name].startswith("clinic: "), said[name]
        told = (
            "changed while clinic was at work",
            "there is no `a-walk`",
            "articles/a-walk.md: cannot be read: No such file",
        )
        assert any(words in said[name] for words in told), said[name]
    (path,) = (path for path in full.content_files() if path in ("articles/a-walk.md", "articles/a-slow-walk.md"))
    found = frontmatter.loads(full.read(path)).metadata
    assert {*found.get("tags", ()), str(found["status"]), *(["moved"] if "slow" in path else [])} - {
        "published"
    } == done


def test_a_lock_that_somebody_holds_is_waited_for_and_then_told(full: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_PATIENCE", 0.05)
    before = files_in(full.root)
    with journal.held(full.root):
        result = full.run("withdraw", "a-walk")
    assert result.status == 2
    assert "another clinic command is changing files here" in result.stderr
    assert files_in(full.root) == before
    assert full.run("withdraw", "a-walk").status == 0


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in RUN_AGAIN | MAKE_ONE])
def test_a_file_that_an_editor_saves_meanwhile_is_never_written_over(
    full: Clinic, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def save(root: object) -> object:
        for path in full.content_files():
            line = "<!-- from an editor -->" if path.endswith(".md") else "# from an editor"
            (full.root / path).write_bytes((full.root / path).read_bytes() + line.encode() + b"\n")
            saved[path] = full.read(path)
        monkeypatch.setattr(journal, "held", held)
        return held(root)  # type: ignore[arg-type]

    saved: dict[str, str] = {}
    held = journal.held
    monkeypatch.setattr(journal, "held", save)
    result = full.run(*COMMANDS[name])
    assert saved
    if name == "edit":  # which begins with what it finds then, and so do those who undo it
        assert full.run("undo", "--yes").status == 0
    else:
        assert result.status == 2
        assert "changed while clinic was at work; nothing was written" in result.stderr
    assert {path: full.read(path) for path in full.content_files()} == saved


def test_a_file_that_is_open_in_an_editor_is_changed_by_nobody_else(full: Clinic) -> None:
    """What the editor saves then would take the change away, and a revocation too."""
    editor = full.root.with_name("script")
    editor.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(REPOSITORY)!r})\n"
        "from pathlib import Path\nfrom tests.project import run_command\n"
        "for argv in (['consent', 'revoke', 't-100001', '--yes'], ['edit', 't-100001'], ['withdraw', 'a-walk']):\n"
        "    done = run_command(*argv, cwd=Path.cwd())\n"
        "    print(done.status, done.stderr.splitlines()[0])\n"
        "path = Path(sys.argv[-1])\npath.write_text(path.read_text() + '# A line more.\\n')\n"
    )
    editor.chmod(0o755)
    before = full.read("testimonials.yaml")
    result = full.spawn("edit", "t-100001", *DAY, env={"EDITOR": str(editor)})
    told = "2 clinic: testimonials.yaml: is open in an editor, by clinic edit; nothing was written"
    assert result.stdout.splitlines()[:3] == [told, told, "0 `a-walk` is a draft now."], result.stderr
    assert full.read("testimonials.yaml") == f"{before}# A line more.\n"
    assert full.run("consent", "revoke", "t-100001", "--yes").status == 0
    assert not [path for path in full.files() if "open" in path or "left" in path]


def test_undo_forgets_no_change_that_came_after_it(full: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    def forget_last(root: Path, *, earlier: bool) -> None:
        monkeypatch.undo()
        assert full.run("withdraw", "a-walk").status == 0
        forget(root, earlier=earlier)

    forget = journal.forget_last
    assert full.run("set", "another", "lang=fr", "--yes").status == 0
    monkeypatch.setattr(journal, "forget_last", forget_last)
    assert full.run("undo", "--yes").status == 0
    assert "status: draft" in full.read("articles/a-walk.md")
    assert full.run("undo", "--yes").status == 0
    assert "status: published" in full.read("articles/a-walk.md")


@pytest.mark.parametrize("name", [".clinic", ".clinic/undo.json", ".clinic/.gitignore", ".clinic/left", ".clinic/open"])
def test_nothing_is_written_through_a_link_in_the_place_of_what_clinic_keeps(
    full: Clinic, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    theirs = outside / "file"
    theirs.write_text("theirs")
    if name.endswith((".json", ".gitignore")):
        (full.root / name).unlink()
        (full.root / name).symlink_to(theirs)
    else:
        shutil.rmtree(full.root / name, ignore_errors=True)
        (full.root / name).symlink_to(outside)
    result = full.run("edit", "a-walk", *DAY)
    assert result.status == 2
    assert f"{name}: is a link, so nothing was written" in result.stderr
    assert full.run("withdraw", "a-walk").status == 2
    assert theirs.read_text() == "theirs"
    assert [*outside.iterdir()] == [theirs]
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
