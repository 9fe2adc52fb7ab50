"""`clinic lint` as a user calls it: what it looks at, what it ends with, and what it refuses."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

import pytest

from tests.project import DAY, Clinic

WARNING = "title: A walk\ndescription: About walks.\ndate: 2026-01-01\nauthors: [sample]\nstatus: published\n"
"""An article with one warning: its description is too short."""
CONFIG = 'name = "Sample Clinic"\n[authors.sample]\nname = "Sample Author"\n'


@pytest.fixture
def warned(clinic: Clinic) -> Clinic:
    """A clinic with one warning and nothing else."""
    clinic.config(CONFIG)
    clinic.article(front=WARNING)
    assert [(told.rule, told.severity) for told in clinic.lint()] == [("description-length", "warning")]
    return clinic


@pytest.mark.parametrize(
    ("argv", "status"),
    [
        ((), 0),
        (("--fail-on", "error"), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "never"), 0),
        (("--max-warnings", "1"), 0),
        (("--max-warnings", "0"), 1),
        (("--severity", "description-length=error"), 1),
        (("--severity", "description-length=error", "--fail-on", "never"), 0),
        (("--severity", "error", "--fail-on", "warning"), 0),
        (("--ignore", "description-length", "--fail-on", "warning"), 0),
        (("--ignore", "form", "--fail-on", "warning"), 0),
        (("--select", "broken-link,consent", "--fail-on", "warning"), 0),
        (("--select", "form", "--fail-on", "warning"), 1),
        (("--select", "form", "--ignore", "description-length, empty-body", "--fail-on", "warning"), 0),
    ],
)
def test_the_exit_status(warned: Clinic, argv: tuple[str, ...], status: int) -> None:
    assert warned.run("lint", "--as-of", DAY, *argv).status == status


def test_errors_fail_unless_never(clinic: Clinic) -> None:
    clinic.article(front="tags: [a]\n")
    assert clinic.run("lint").status == 1
    assert clinic.run("lint", "--fail-on", "warning").status == 1
    assert clinic.run("lint", "--fail-on", "never").status == 0


def test_a_severity_hides_what_matters_less(clinic: Clinic) -> None:
    clinic.config(CONFIG)
    clinic.article("a", front=WARNING)
    clinic.article("b", front="title: Another\n")
    clinic.article("c", front="tags: [a]\n")
    levels = {"note": {"note", "warning", "error"}, "warning": {"warning", "error"}, "error": {"error"}}
    for level, shown in levels.items():
        assert {told.severity for told in clinic.lint("--severity", level)} == shown


def test_the_config_gives_way_to_the_command_line(warned: Clinic) -> None:
    warned.config(CONFIG + '[lint]\nignore = ["description-length"]\n[lint.severity]\ndescription-length = "off"\n')
    assert warned.lint() == []
    chosen = ("--select", "description-length", "--severity", "description-length=note")
    assert [told.severity for told in warned.lint(*chosen)] == ["note"]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--format", "jsn"), "did you mean `json`"),
        (("--select", "missing-titel"), "did you mean `missing-title`"),
        (("--select", "form,consnt"), "did you mean `consent`"),
        (("--ignore", "brokenlink"), "did you mean `broken-link`"),
        (("--severity", "eror"), "did you mean `error`"),
        (("--severity", "missing-titel=error"), "did you mean `missing-title`"),
        (("--severity", "missing-title=off"), "no `off`"),
        (("--fail-on", "warnings"), "did you mean `warning`"),
        (("--changed", "--since", "main"), "do not go together"),
        (("--fix", "--diff"), "do not go together"),
        (("--stdin-filename", "articles/a.md", "articles"), "do not go together"),
        (("--stdin-filename", "articles/a.md", "--changed"), "do not go together"),
        (("--baseline", "b", "--write-baseline", "--prune-baseline"), "do not go together"),
        (("--unsafe-fixes",), "does nothing alone"),
        (("--write-baseline",), "does nothing alone"),
        (("--prune-baseline",), "does nothing alone"),
        (("--stdin-filename", "a.txt"), "neither an article"),
        (("nowhere",), "no such file or folder"),
        (("--as-of", "soon"), "is not a day"),
        (("--baseline", "articles/a-walk.md", "--write-baseline"), "looks like content"),
    ],
)
def test_what_cannot_be_asked(warned: Clinic, argv: tuple[str, ...], words: str) -> None:
    result = warned.run("lint", *argv)
    assert (result.status, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_number_that_is_none(warned: Clinic) -> None:
    result = warned.spawn("lint", "--max-warnings", "-1")
    assert result.status == 2
    assert "--max-warnings" in result.stderr


def test_no_content_at_all(clinic: Clinic) -> None:
    result = clinic.run("lint")
    assert result.status == 4
    assert str(clinic.root) in result.stderr
    assert "articles/" in result.stderr
    (clinic.root / "articles").mkdir()
    assert clinic.run("lint", "articles").status == 4


def test_a_file_that_is_named_and_holds_nothing_is_well(clinic: Clinic) -> None:
    clinic.write("testimonials.yaml", "[]\n")
    assert clinic.run("lint", "testimonials.yaml").status == 0
    assert clinic.run("lint", "--stdin-filename", "testimonials.yaml", stdin="[]\n").status == 0
    assert clinic.run("lint").status == 4


def test_the_clinics_folder_stands_for_its_content(warned: Clinic) -> None:
    warned.write("README.md", "# No article\n")
    assert warned.run("lint", ".").stdout == warned.run("lint").stdout


def test_stdin_stands_for_a_file(warned: Clinic) -> None:
    text = "---\ntags: [a]\n---\n\n[x](nope.md)\n"
    result = warned.run(
        "lint", "--stdin-filename", "articles/a-walk.md", "--format", "json", "--as-of", DAY, stdin=text
    )
    assert result.status == 1
    assert result.json["checked"] == {"articles": 1, "testimonials": 0}
    assert {each["rule"] for each in result.json["diagnostics"]} == {"missing-title", "broken-link"}
    assert warned.read("articles/a-walk.md").startswith("---\ntitle: A walk\n")
    shown = warned.run("lint", "--stdin-filename", "articles/a-walk.md", stdin=text).stdout
    assert "5 | [x](nope.md)" in shown, "the frame shows what came through stdin"


def test_stdin_may_be_a_file_that_is_not_there_yet(warned: Clinic) -> None:
    text = "---\ntitle: A walk\n---\n\nText.\n"
    result = warned.run(
        "lint", "--stdin-filename", str(warned.root / "articles/new.md"), "--format", "json", stdin=text
    )
    found = result.json["diagnostics"]
    assert [(each["rule"], each["path"]) for each in found if each["rule"] == "duplicate-title"] == [
        ("duplicate-title", "articles/new.md")
    ], "rules across files see the others"
    records = "- id: t-0001\n  rating: 9\n"
    result = warned.run("lint", "--stdin-filename", "testimonials.yaml", "--format", "json", stdin=records)
    assert [each["rule"] for each in result.json["diagnostics"]] == ["invalid-value"]
    assert warned.files() - {".clinic/.gitignore"} == {
        "clinic.toml",
        "articles/a-walk.md",
        ".clinic/cache/lint.json",
        ".clinic/cache/summaries.json",
    }


def test_stdin_is_not_kept(warned: Clinic) -> None:
    warned.run("lint", "--as-of", DAY)
    warned.run("lint", "--as-of", DAY, "--stdin-filename", "articles/a-walk.md", stdin="---\ntags: [a]\n---\n")
    assert [told.rule for told in warned.lint()] == ["description-length"]


def test_only_some_of_what_is_alike_is_shown(clinic: Clinic) -> None:
    for number in range(6):
        clinic.article(f"post-{number}", front=f"title: Post {number}\n")
    assert clinic.run("lint").stdout.count("[before-publishing]") < 6
    assert clinic.run("lint", "--show-all").stdout.count(" --> ") == 6


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_long_run_shows_how_far_it_is(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    from clinic_cli.cli import console

    clinic.article()
    clock = iter(range(1000))
    monkeypatch.setattr(console.time, "monotonic", lambda: float(next(clock)))
    leader, follower = os.openpty()
    with os.fdopen(follower, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with console.progress() as watch:
            watch("Checking", 1, 2)
        told = b""
        while told.count(b"\x1b[K") < 2:
            told += os.read(leader, 1000)
    os.close(leader)
    assert b"Checking" in told
    assert b"1 of 2" in told
    assert told.endswith(b"\r\x1b[K"), "and leaves nothing behind"


def test_a_run_tells_how_far_it_is(clinic: Clinic) -> None:
    from datetime import date

    from clinic_cli.lint.engine import Run
    from clinic_cli.lint.selection import select_rules
    from clinic_cli.workspace import Workspace

    for name in ("a", "b", "c"):
        clinic.article(name)
    told: list[tuple[int, int]] = []
    workspace = Workspace.open(clinic.root)
    Run(workspace, select_rules(workspace.config), date.fromisoformat(DAY), tick=lambda *how: told.append(how)).report()
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_formats_complete() -> None:
    from clinic_cli.cli.lint import complete_format

    assert complete_format("js") == ["json", "jsonl"]


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes")
@pytest.mark.parametrize("name", ["pipe", "link"])
def test_a_report_goes_into_a_pipe_which_stays_one(clinic: Clinic, name: str) -> None:
    clinic.article()
    pipe = clinic.root / "pipe"
    os.mkfifo(pipe)
    (clinic.root / "link").symlink_to("pipe")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        result = clinic.run("lint", "--output", f"json={name}")
        assert json.loads(os.read(reader, 1 << 20))["version"] == 1
    finally:
        os.close(reader)
    assert result.status == 0
    assert pipe.is_fifo()
    assert (clinic.root / "link").is_symlink()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files have no names here")
def test_a_report_into_an_open_file_is_put_behind_what_stands_there(clinic: Clinic) -> None:
    clinic.article()
    file = clinic.write("log.txt", "before\n")
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND)
    try:
        assert clinic.run("lint", "--output", f"concise=/proc/self/fd/{descriptor}").status == 0
        assert os.fstat(descriptor).st_ino == file.stat().st_ino
    finally:
        os.close(descriptor)
    assert file.read_text().startswith("before\n")


@pytest.mark.skipif(os.name == "nt", reason="sockets are no files there")
def test_what_takes_no_report_is_told_and_stays(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.article()
    monkeypatch.chdir(clinic.root)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("other")
        result = clinic.run("lint", "--output", "json=other")
        assert (clinic.root / "other").is_socket()
    assert result.status == 2
    assert "clinic: other: cannot be written" in result.stderr


def test_a_fix_that_mends_nothing_is_not_offered(clinic: Clinic) -> None:
    clinic.article("a-walk", "title: A walk\ndescripton: Walks.\n")
    printed = clinic.run("lint").stdout
    assert "mends 0" not in printed
    assert "clinic lint --fix --unsafe-fixes mends 1 of them; look at --diff first." in printed


def test_the_rules_of_a_category_are_listed(clinic: Clinic) -> None:
    printed = clinic.run("rule", "consent").stdout
    assert printed.startswith("consent\n  consent-missing")
    assert "missing-title" not in printed
    told = clinic.run("rule", "consnt").stderr
    assert told == (
        "clinic: there is no rule or category `consnt`; did you mean `consent`?\n  See clinic rule for all rules.\n"
    )


def test_a_name_that_is_too_long_is_told_in_plain_words(clinic: Clinic) -> None:
    result = clinic.run("lint", f"{'a' * 300}.md")
    assert result.status == 2
    assert result.stderr == f"clinic: {'a' * 60}...: this name is too long\n  Choose a shorter one.\n"
