"""Words that the Tab key completes, and the shells that ask for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.project import REPOSITORY, Clinic

if TYPE_CHECKING:
    from pathlib import Path

ASK = {
    "bash": "source ~/.bash_completions/clinic.sh; COMP_WORDS=({words}); COMP_CWORD={last}; _clinic_completion clinic; "
    'printf "%s\\n" "${{COMPREPLY[@]}}"',
    "fish": "complete -C'{line}'",
    "zsh": "env _TYPER_COMPLETE_ARGS='{line}' _CLINIC_COMPLETE=complete_zsh clinic",
}
WRITTEN = {
    "bash": ".bash_completions/clinic.sh",
    "fish": ".config/fish/completions/clinic.fish",
    "zsh": ".zfunc/_clinic",
}


class Shell:
    """A shell with a home of its own, in which clinic is installed."""

    def __init__(self, name: str, home: Path, clinic: Clinic) -> None:
        self.name = name
        self.clinic = clinic
        program = home / "bin/clinic"
        program.parent.mkdir()
        program.write_text(f"#!{sys.executable}\nfrom clinic_cli.cli.main import run\nrun()\n")
        program.chmod(0o755)
        self.home = home
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("XDG", "ZDOTDIR"))},
            "HOME": str(home),
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(REPOSITORY),
        }

    def run(self, line: str) -> str:
        done = subprocess.run(
            [self.name, "-c", f"{line}\n:"],
            cwd=self.clinic.root,
            env=self.env,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def complete(self, line: str) -> str:
        words = line.split(" ")
        return self.run(ASK[self.name].format(line=line, words=" ".join(words), last=len(words) - 1))


@pytest.fixture(params=["bash", "fish", "zsh"])
def shell(request: pytest.FixtureRequest, clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    if shutil.which(request.param) is None or os.name == "nt":
        pytest.skip(f"there is no {request.param} here")
    clinic.config('name = "Sample Clinic"\n[authors.sam-sample]\nname = "Sam Sample"\n')
    clinic.article("a-walk", "title: A walk\ntags: [calm, '; touch ~/pwned;', 'two words', '$(touch ~/pwned)']\n")
    clinic.testimonials("id: t-0001\nquote: Words.\n")
    return Shell(request.param, tmp_path_factory.mktemp("home"), clinic)


def test_one_command_installs_it_and_the_shell_completes(shell: Shell) -> None:
    said = shell.run("clinic --install-completion")
    assert f"{shell.name} completion installed" in said
    assert (shell.home / WRITTEN[shell.name]).is_file()
    assert "publish" in shell.complete("clinic pub")
    assert "a-walk" in shell.complete("clinic show a-")
    assert "t-0001" in shell.complete("clinic consent status t-")
    tags = shell.complete("clinic list articles --tag ")
    assert "calm" in tags
    assert "touch" not in tags
    assert not (shell.home / "pwned").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("complete_id", ["a-walk", "t-0001"]),
        ("complete_slug", ["a-walk"]),
        ("complete_testimonial", ["t-0001"]),
        ("complete_author", ["sam-sample"]),
        ("complete_tag", ["calm"]),
    ],
)
def test_words_of_the_project_are_offered(
    clinic: Clinic, name: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic_cli.cli import completion

    clinic.config('[authors.sam-sample]\nname = "Sam Sample"\n')
    clinic.article("a-walk", "title: A walk\ntags: [calm, two words, '`x`']\n")
    clinic.testimonials("id: t-0001\nquote: Words.\n")
    monkeypatch.chdir(clinic.root)
    complete = getattr(completion, name)
    assert complete("") == words
    assert complete(words[0][:2]) == words[:1]
    assert complete("zzz") == []


def test_a_broken_project_completes_nothing(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    from clinic_cli.cli import completion

    clinic.config("name = [")
    monkeypatch.chdir(clinic.root)
    assert completion.complete_id("") == []
    assert completion.complete_author("") == []
    assert completion.complete_testimonial("") == []
    assert completion.complete_slug("") == []
    assert "html" in completion.targets()
