"""`clinic edit`: the editor, the findings, and a text that is never lost."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from clinic_cli.cli import editor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.project import Clinic


@pytest.fixture
def editing(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Editing:
    clinic.article("a-walk", "title: A walk\n")
    return Editing(clinic, monkeypatch, tmp_path_factory.mktemp("bin"))


class Editing:
    """An editor that is a Python script; `path` is the file it is given, `args` all it is given."""

    def __init__(self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.clinic = clinic
        self.monkeypatch = monkeypatch
        self.folder = folder

    def with_script(self, script: str, name: str = "editor") -> None:
        program = self.folder / name
        program.write_text(
            f"#!{sys.executable}\nimport sys, pathlib\nargs = sys.argv[1:]\npath = pathlib.Path(args[-1])\n{script}\n"
        )
        program.chmod(0o755)
        self.monkeypatch.setenv("EDITOR", str(program))


pytestmark = pytest.mark.skipif(os.name == "nt", reason="the editor is a script")


def test_the_result_is_checked_at_once(editing: Editing) -> None:
    editing.with_script("path.write_text('---\\ntitle: A walk\\nstatus: publishd\\n---\\nText.\\n')")
    result = editing.clinic.run("edit", "a-walk")
    assert result.status == 1
    assert "did you mean `published`?" in result.stdout
    assert editing.clinic.run("undo").status == 0
    assert editing.clinic.read("articles/a-walk.md") == "---\ntitle: A walk\n---\n\nText.\n"


def test_somebody_may_go_back_until_all_is_well(editing: Editing) -> None:
    editing.monkeypatch.setattr("clinic_cli.cli.console.is_interactive", lambda: True)
    editing.with_script(
        "text = path.read_text()\n"
        "path.write_text(text.replace('A walk', 'A walk\\nstatus: drafd') if 'drafd' not in text else text.replace('drafd', 'draft'))\n"
    )
    result = editing.clinic.run("edit", "a-walk", stdin="y\n")
    assert result.status == 0, result.stderr
    assert result.stderr.count("Back to the editor?") == 1
    assert "status: draft\n" in editing.clinic.read("articles/a-walk.md")
    editing.clinic.run("undo", "--yes")
    assert editing.clinic.read("articles/a-walk.md") == "---\ntitle: A walk\n---\n\nText.\n"


def test_somebody_may_stay_away(editing: Editing) -> None:
    editing.monkeypatch.setattr("clinic_cli.cli.console.is_interactive", lambda: True)
    editing.with_script("path.write_text('---\\ntitle: A walk\\nstatus: drafd\\n---\\nText.\\n')")
    assert editing.clinic.run("edit", "a-walk", stdin="n\n").status == 1


def test_an_editor_that_comes_back_at_once_is_waited_for(editing: Editing) -> None:
    editing.monkeypatch.setattr("clinic_cli.cli.console.is_interactive", lambda: True)
    editing.with_script("")
    result = editing.clinic.run("edit", "a-walk", stdin="\n")
    assert "Press Enter when you have saved and closed the file" in result.stderr
    assert result.stderr.endswith("Nothing was changed.\n")


def test_a_plain_editor_is_found_for_somebody_at_a_terminal(editing: Editing) -> None:
    editing.monkeypatch.setattr("clinic_cli.cli.console.is_interactive", lambda: True)
    editing.with_script("path.write_text(path.read_text().replace('Text', 'Nano'))", "nano")
    editing.monkeypatch.delenv("EDITOR")
    editing.monkeypatch.setattr("shutil.which", lambda name: str(editing.folder / name) if name == "nano" else None)
    editing.monkeypatch.setenv("PATH", str(editing.folder), prepend=os.pathsep)
    assert editing.clinic.run("edit", "a-walk").status == 0
    assert "Nano" in editing.clinic.read("articles/a-walk.md")


def test_a_clean_result_is_praised(editing: Editing) -> None:
    editing.with_script("path.write_text(path.read_text().replace('Text', 'Words'))")
    result = editing.clinic.run("edit", "a-walk", "--once")
    assert result.status == 0
    assert "Words" in editing.clinic.read("articles/a-walk.md")


def test_no_change_is_said(editing: Editing) -> None:
    editing.with_script("")
    result = editing.clinic.run("edit", "a-walk")
    assert (result.status, result.stderr) == (0, "Nothing was changed.\n")


@pytest.mark.parametrize("script", ["path.write_text('')", "path.unlink()", "path.write_text('  \\n')"])
def test_a_lost_text_comes_back(editing: Editing, script: str) -> None:
    editing.with_script(script)
    before = editing.clinic.read("articles/a-walk.md")
    result = editing.clinic.run("edit", "a-walk")
    assert "the text is back as it was" in result.stderr
    assert editing.clinic.read("articles/a-walk.md") == before


def test_an_editor_that_breaks_gives_the_text_back_and_what_it_left_is_kept(editing: Editing) -> None:
    before = editing.clinic.read("articles/a-walk.md")
    for said, kept in (("one", ".clinic/left/a-walk.md"), ("two", ".clinic/left/a-walk-2.md")):
        editing.with_script(f"path.write_text('{said}')\nsys.exit(3)")
        result = editing.clinic.run("edit", "a-walk")
        assert result.status == 2
        assert result.stderr.partition("delete it once nobody needs it.\n")[2 if said == "two" else 0] == (
            "clinic: the editor ended with status 3\n"
            f"  The text is back as it was. What the editor left is in {kept}.\n"
        )
        assert editing.clinic.read("articles/a-walk.md") == before
        assert editing.clinic.read(kept) == said


def test_an_editor_that_breaks_the_second_time_takes_nothing_of_the_first(editing: Editing) -> None:
    editing.monkeypatch.setattr("clinic_cli.cli.console.is_interactive", lambda: True)
    first = "---\\ntitle: A walk\\nstatus: drafd\\n---\\nMany words.\\n"
    editing.with_script(
        f"first = '{first}'\nif path.read_text() == first:\n    path.write_text('')\n    sys.exit(3)\npath.write_text(first)"
    )
    result = editing.clinic.run("edit", "a-walk", stdin="y\n")
    assert result.status == 2
    assert result.stderr.endswith("The text is back as it was.\n")
    assert editing.clinic.read("articles/a-walk.md").endswith("Many words.\n")
    assert editing.clinic.run("undo", "--yes").status == 0
    assert editing.clinic.read("articles/a-walk.md") == "---\ntitle: A walk\n---\n\nText.\n"


def test_a_text_that_a_killed_edit_left_is_told_of(editing: Editing) -> None:
    editing.clinic.write(".clinic/left/a-walk-before.md", "Text.\n")
    editing.clinic.write(".clinic/left/another.md", "Text.\n")
    editing.with_script("")
    assert editing.clinic.run("edit", "a-walk").stderr == (
        "A text of an earlier edit is in .clinic/left/a-walk-before.md; delete it once nobody needs it.\n"
        "Nothing was changed.\n"
    )
    assert editing.clinic.read(".clinic/left/a-walk-before.md") == "Text.\n"


@pytest.mark.parametrize("script", ["path.write_text('')\nsys.exit(3)", "path.unlink()"])
def test_an_editor_that_breaks_takes_no_new_testimonial_along_and_none_before_it(editing: Editing, script: str) -> None:
    editing.clinic.write("testimonials.inbox.yaml", "- id: t-100001\n  quote: A kind voice.\n")
    editing.with_script(script)
    result = editing.clinic.run("new", "testimonial", "--quote", "A calm place.", "--edit")
    assert "the text is back as it was" in result.stderr.lower()
    inbox = editing.clinic.read("testimonials.inbox.yaml")
    assert "A kind voice." in inbox
    assert "A calm place." in inbox


def test_an_editor_that_breaks_at_once_changes_nothing(editing: Editing) -> None:
    before = editing.clinic.read("articles/a-walk.md")
    for script, words in (("", "The text is as it was."), ("path.unlink()", "The text is back as it was.")):
        editing.with_script(f"{script}\nsys.exit(3)")
        result = editing.clinic.run("edit", "a-walk")
        assert (result.status, result.stderr) == (2, f"clinic: the editor ended with status 3\n  {words}\n")
        assert editing.clinic.read("articles/a-walk.md") == before


def test_forgetting_names_what_a_failed_editor_left(editing: Editing) -> None:
    editing.clinic.testimonials("id: t-100001\nstatus: draft\nquote: Calm.\nattribution: Sample A\n")
    editing.with_script("path.write_text('Calm.')\nsys.exit(3)")
    editing.clinic.run("edit", "t-100001")
    result = editing.clinic.run("forget", "t-100001", "--yes")
    assert "An editor that failed left .clinic/left/testimonials.yaml" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "there is no editor"),
        ("/no/such/editor", "could not be started"),
        ("nano '", "editor's command cannot be read"),
    ],
)
def test_without_an_editor_the_next_step_is_told(editing: Editing, value: str, message: str) -> None:
    editing.monkeypatch.setenv("EDITOR", value)
    result = editing.clinic.run("edit", "a-walk")
    assert result.status == 2
    assert message in result.stderr
    assert "export EDITOR=nano" in result.stderr or "Set EDITOR" in result.stderr


def test_a_record_opens_at_its_line(editing: Editing) -> None:
    editing.clinic.testimonials("id: t-0001\nquote: One.\n", "id: t-0002\nquote: Two.\n")
    editing.with_script("(path.parent / 'seen').write_text(' '.join(args[:-1]))", "vi")
    editing.clinic.run("edit", "t-0002")
    assert editing.clinic.read("seen") == "+3"


def test_a_file_that_cannot_be_read_is_opened_by_its_path(editing: Editing) -> None:
    editing.clinic.write("testimonials.yaml", "- id: [\n")
    editing.with_script("path.write_text('- id: t-0001\\n  quote: Words.\\n')")
    assert editing.clinic.run("edit", "testimonials.yaml").status == 0


def test_an_unknown_id_is_told(editing: Editing) -> None:
    assert "did you mean `a-walk`?" in editing.clinic.run("edit", "a-wolk").stderr


def test_new_opens_the_same_editor(editing: Editing) -> None:
    editing.with_script("path.write_text(path.read_text() + 'More.\\n')")
    assert editing.clinic.run("new", "article", "A rest", "--edit").status == 0
    assert editing.clinic.read("articles/a-rest.md").endswith("More.\n")


@pytest.mark.parametrize(
    ("chosen", "line", "expected"),
    [
        (["nano"], 7, ["nano", "+7", "x.md"]),
        (["nano"], 1, ["nano", "x.md"]),
        (["/usr/bin/vim", "-n"], 7, ["/usr/bin/vim", "-n", "+7", "x.md"]),
        (["code"], 7, ["code", "--wait", "--goto", "x.md:7"]),
        (["code", "-w"], 7, ["code", "-w", "--goto", "x.md:7"]),
        (["subl"], 7, ["subl", "--wait", "x.md:7"]),
        (["gedit"], 7, ["gedit", "--wait", "x.md"]),
        (["gvim"], 7, ["gvim", "-f", "+7", "x.md"]),
        (["hx"], 7, ["hx", "x.md:7"]),
        (["unknown"], 7, ["unknown", "x.md"]),
    ],
)
def test_editors_are_told_to_wait_and_where_to_begin(chosen: list[str], line: int, expected: list[str]) -> None:
    from pathlib import Path

    assert editor.command(chosen, Path("x.md"), line) == expected
