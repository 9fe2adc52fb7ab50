"""The registry, help, and the examples in it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from clinic_cli.cli import commands
from clinic_cli.cli.commands import COMMANDS, DAILY, SOMETIMES
from tests.examples import Example, at_a_desk, every_command, help_examples, play, sample_clinic
from tests.project import Clinic

if TYPE_CHECKING:
    from pathlib import Path

_FIRST = {
    "clinic undo": "clinic withdraw t-100001",
    "clinic undo --yes": "clinic withdraw t-100001",
    "clinic export --check": "clinic export",
}
"""What has to be done before an example means something."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_clinic(tmp_path_factory.mktemp("sample")).root.parent


@pytest.mark.parametrize("example", help_examples(), ids=lambda example: example.line)
@pytest.mark.no_cover
def test_every_example_in_help_runs(
    example: Example, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    clinic = Clinic(tmp_path / "clinic")
    with at_a_desk(monkeypatch):
        if before := _FIRST.get(example.line):
            play(clinic, before)
        result = play(clinic, example.line)
    assert result.status == 0, result


@pytest.mark.parametrize(
    ("name", "command"), list(every_command()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_has_an_example_of_its_own(name: str, command: Any) -> None:
    examples = [example.line for example in help_examples() if example.where == name]
    assert examples
    assert all(line.startswith(f"clinic {name}") for line in examples)


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_the_registry_says_what_the_command_says(entry: commands.Entry) -> None:
    assert commands.load(entry).help.split("\n\n")[0].replace("\n", " ") == entry.summary


def test_help_lists_the_daily_commands_first(clinic: Clinic) -> None:
    text = clinic.run("--help").stdout
    daily, sometimes = text.index(f"{DAILY}:"), text.index(f"{SOMETIMES}:")
    assert daily < sometimes
    for entry in COMMANDS:
        at = text.index(f"\n  {entry.name} ")
        assert (at < sometimes) == (entry.panel == DAILY)
    assert "--install-completion" in text


@pytest.mark.parametrize(
    ("name", "command"), list(every_command()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_help_fits_sixty_columns(name: str, command: Any, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    result = clinic.run(*name.split(), "--help")
    text = result.stdout.split("Examples:")[0]
    assert max(map(len, text.splitlines())) <= 60


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("lnit",), "clinic lint"),
        (("pubish", "x"), "clinic publish"),
        (("add", "article"), "clinic new"),
        (("ls",), "clinic list"),
        (("delete", "x"), "clinic withdraw"),
        (("Undo",), "clinic undo"),
    ],
)
def test_a_misspelt_command_names_the_nearest(clinic: Clinic, words: tuple[str, ...], meant: str) -> None:
    result = clinic.run(*words)
    assert result.status == 2
    assert f"did you mean `{meant}`?" in result.stderr


@pytest.mark.parametrize(
    ("words", "meant"),
    [(("new", "artcle"), "'article'"), (("lint", "--formt", "json"), "--format"), (("consent", "grnt"), "'grant'")],
)
def test_misspelt_parts_of_commands_name_the_nearest(clinic: Clinic, words: tuple[str, ...], meant: str) -> None:
    result = clinic.run(*words)
    assert result.status == 2
    assert meant in result.stderr


def test_a_word_that_is_like_no_command_points_to_help(clinic: Clinic) -> None:
    result = clinic.run("xyzzy")
    assert result.status == 2
    assert result.stderr == "clinic: there is no command `xyzzy`\n  See clinic --help for all commands.\n"


def test_help_may_be_asked_for_as_a_command(clinic: Clinic) -> None:
    assert clinic.run("help").stdout == clinic.run("--help").stdout
    assert clinic.run("help", "lint").stdout == clinic.run("lint", "--help").stdout
    assert clinic.run("help", "consent", "grant").stdout == clinic.run("consent", "grant", "--help").stdout
