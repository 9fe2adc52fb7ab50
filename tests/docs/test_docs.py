"""The docs against the code: what is generated is current, every example runs, every command named exists."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from docs import generate
from tests.examples import at_a_desk, console_lines, every_command, play, sample_clinic
from tests.project import REPOSITORY, Clinic

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
WRITTEN = [path for path in DOCUMENTS if path.name not in generate.pages()]
ELSEWHERE = ("make", "pip", "git")
"""Programs that documents name, and that are not ours to run here."""
ENDS = {
    "clinic export --check": (0, 1),
    "clinic lint --diff": (0, 1),
}
"""Examples whose status says something of the files."""


@pytest.mark.no_cover
@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_example_of_a_document_runs_in_order(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = console_lines(path.read_text(encoding="utf-8"))
    lines = [line for block in blocks for line in block if shlex.split(line)[0] not in ELSEWHERE]
    lines = [line for line in lines if "--install-completion" not in line]
    begins = any(line.startswith("clinic init") for line in lines)
    clinic = Clinic(tmp_path) if begins else sample_clinic(tmp_path)
    with at_a_desk(monkeypatch):
        for line in lines:
            if line.startswith("clinic edit rain") and "Write here." in clinic.read("articles/rain-on-a-tuesday.md"):
                _write(clinic)
            result = play(clinic, line)
            assert result.status in ENDS.get(line, (0,)), (line, result)


def _write(clinic: Clinic) -> None:
    """Do what somebody does in the editor that the document opens."""
    text = clinic.read("articles/rain-on-a-tuesday.md")
    clinic.write("articles/rain-on-a-tuesday.md", text.replace("Write here.", "It rains. Put the kettle on."))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_and_option_that_a_document_names_exists(path: Path) -> None:
    known: dict[str, Any] = dict(every_command())
    groups = {name.split()[0] for name in known if " " in name}
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for span in re.findall(r"(?<!`)`(clinic [^`]+)`", text):
        words = [word for word in span.split()[1:] if not word.startswith("-")]
        if not words or words[0].isupper() or words[0] == "pubish":
            continue
        name = " ".join(words[:2]) if words[0] in groups and len(words) > 1 else words[0]
        assert name in known or name in groups, span
        if name in known:
            options = {option for param in known[name].params for option in (*param.opts, *param.secondary_opts)}
            assert {word.split("=")[0] for word in span.split() if word.startswith("--")} <= {*options, "--help"}, span


@pytest.mark.parametrize("name", list(generate.pages()))
def test_generated_pages_are_current(name: str) -> None:
    written = (generate.DOCS / name).read_text(encoding="utf-8")
    assert written == generate.pages()[name], "run: python -m docs.generate"


def test_pictures_show_what_the_commands_say_today() -> None:
    for name, line, shown in generate.pictures():
        drawn = (generate.DOCS / f"pictures/{name}.svg").read_text(encoding="utf-8")
        wanted = re.sub(r"\s|\x1b\[[0-9;]*m", "", f"${line}{shown}")
        letters = re.sub(r"\s", "", unescape("".join(re.findall(r"<text [^>]*>([^<]*)</text>", drawn))))
        assert wanted in letters.replace("clinic$", "$", 1), f"{name}: run python -m docs.generate"
        assert not re.search(r"url\(['\"]?http|href=", drawn), "a picture asks nothing of another server"


def test_every_picture_is_shown_with_words_for_who_cannot_see_it() -> None:
    shown = {
        match[2]: match[1]
        for path in DOCUMENTS
        for match in re.finditer(r"!\[([^\]]*)\]\(pictures/([\w-]+)\.svg\)", path.read_text(encoding="utf-8"))
    }
    assert all(shown.values())
    assert set(shown) | {"stats"} == {picture.name for picture in generate.PICTURES}


@pytest.mark.skipif(importlib.util.find_spec("mkdocs") is None, reason="mkdocs is not installed")
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path / "site"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "site/staff/index.html").is_file()
    assert not (tmp_path / "site/generate.py").exists()


def test_every_threat_names_a_test_that_is_there() -> None:
    page = (REPOSITORY / "docs/security.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and line.count("|") == 4 and "`" in line]
    rows = [line for line in rows if not line.startswith("| threat")]
    assert len(rows) > 20
    for row in rows:
        told = row.split("|")[3]
        named = re.findall(r"`([a-z_/]+\.py)`(?:: ([a-z ,]+))?", told)
        assert named, row
        for path, words in named:
            place = REPOSITORY / ("clinic_cli" if path in ("gate.py", "editing.py") else "tests") / path
            assert place.is_file(), path
            code = place.read_text(encoding="utf-8").lower().replace("_", " ")
            for word in filter(None, (word.strip() for word in words.split(","))):
                assert word in code, (path, word)
