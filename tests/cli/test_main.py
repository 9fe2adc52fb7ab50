"""The entry point: what a start costs, where errors end, and what a terminal may look like."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.examples import DAY, sample_clinic
from tests.project import REPOSITORY, Clinic, spawn_command

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("pydantic", "yaml", "frontmatter", "rich", "jinja2", "nh3", "pyromark", "lxml", "hashlib", "multiprocessing")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    return sample_clinic(tmp_path_factory.mktemp("sample"))


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_start_loads_nothing_that_it_does_not_need(option: str, tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['clinic', sys.argv[1]]\n"
        "from clinic_cli.cli.main import run\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "ours = [n for n in sys.modules if n.startswith('clinic_cli.cli.')]\n"
        "print(*(set(sys.argv[2:]) | {n.partition('.')[0] for n in sys.modules}), '|', *ours, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, option],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded, ours = (part.split() for part in done.stderr.split("|"))
    assert set(loaded).isdisjoint(HEAVY)
    assert sorted(ours) == ["clinic_cli.cli.commands", "clinic_cli.cli.main"]


def test_no_command_loads_pydantic(sample: Clinic) -> None:
    code = "import sys; from clinic_cli.cli.commands import COMMANDS, load; [*map(load, COMMANDS)]; sys.exit('pydantic' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, check=True)


def test_the_version_is_printed(clinic: Clinic) -> None:
    from clinic_cli import __version__

    assert clinic.run("--version").stdout == f"clinic {__version__}\n"


def test_the_project_may_be_named_before_the_command(sample: Clinic, tmp_path: Path) -> None:
    result = spawn_command("--project", sample.root, "list", "articles", "--format", "count", cwd=tmp_path)
    assert (result.status, result.stdout) == (0, "3\n")
    from tests.project import run_command

    assert "Sample Clinic, " in run_command("--project", sample.root, cwd=tmp_path).stdout


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("list", "articles"),
        ("list", "testimonials"),
        ("show", "a-first-session"),
        ("show", "t-100001"),
        ("stats",),
        ("lint",),
        ("due",),
        ("set", "articles", "lang=en", "--dry-run"),
        ("publish", "t-104233"),
        ("rename", "ten-slow-minutes", "slow", "--dry-run"),
    ],
    ids=" ".join,
)
def test_at_sixty_columns_nothing_is_wider_but_what_cannot_break(
    sample: Clinic, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    result = sample.run(*words)
    if words[:1] in (("set",), ("rename",)):
        return  # a line of a file is shown whole
    for line in (result.stdout + result.stderr).splitlines():
        assert len(line) <= 60 or max(map(len, line.split())) > 40 or "clinic " in line, line


def test_colour_goes_only_to_a_terminal_that_wants_it(sample: Clinic) -> None:
    for words in ((), ("lint",), ("list", "articles"), ("stats",)):
        assert "\x1b" not in sample.run(*words).stdout


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (RuntimeError("odd"), 3, "this is a bug in clinic (RuntimeError: odd)"),
        (MemoryError("full"), 2, "the system said no: full"),
        (OSError("no disk"), 2, "the system said no: no disk"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_errors_end_at_the_edge(
    clinic: Clinic, error: BaseException, status: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("clinic_cli.workspace.Workspace.parse", fail)
    result = clinic.run("stats", "--tag", "x")
    assert result.status == status
    assert said in result.stderr


def test_a_closed_pipe_is_no_error(sample: Clinic) -> None:
    line = f"{sys.executable} -m clinic_cli rule | head -1; echo status ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=sample.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "status 0"
    assert "Broken" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="shells there cannot close a stream")
@pytest.mark.parametrize(
    ("line", "status"),
    [
        ('new article "A walk" <&-', 0),
        ("list articles >&-", 0),
        ("lint --nope 2>&-", 2),
        ("lint --stdin-filename articles/x.md <&- >&- 2>&-", 1),
        pytest.param(
            "lint --nope >/dev/full 2>/dev/full",
            2,
            marks=pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no disk that is always full"),
        ),
    ],
)
def test_a_stream_that_is_closed_or_full_changes_no_status(clinic: Clinic, line: str, status: int) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m clinic_cli {line}"],
        cwd=clinic.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "bug" in done.stderr, "Traceback" in done.stderr) == (status, False, False), done.stderr


@pytest.mark.parametrize("day", [DAY])
def test_words_of_users_are_no_markup(clinic: Clinic, day: str) -> None:
    clinic.article("x", 'title: "[bold]x[/bold] \\e[31m"\n')
    assert "[bold]x[/bold]" in clinic.run("list", "articles").stdout
    assert "\x1b[31m" not in clinic.run("show", "x").stdout
