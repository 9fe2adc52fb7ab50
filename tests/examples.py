"""Examples as they stand in help and in documents, and a copy of the sample clinic in which they are run."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from clinic_cli.cli.commands import COMMANDS, load
from tests.importers.samples import PAGE, TEXT, item, wxr
from tests.project import REPOSITORY, Clinic, Result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

INBOX = "- id: t-104233\n  status: draft\n  quote: Somebody listened.\n  attribution: Sample client E\n"
DAY = "2026-06-15"
"""The day on which the samples are all in date."""
TO_IMPORT = {
    "export.xml": wxr(item(1), item(2)),
    "saved.html": PAGE,
    "copied.txt": TEXT,
    "quotes.csv": "Quote,Name,Branch\nA quiet place.,Sample client F,North\n",
    "quotes.json": '[{"quote": "A warm place.", "name": "Sample client G"}]',
    **dict.fromkeys(
        ("site/_posts/a.md", "site/content/posts/a.md"), "---\ntitle: A\nexcerpt: B\nhero: 1\n---\nText.\n"
    ),
}
_FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """A line that somebody may type, and where it stands."""

    where: str
    line: str


def help_examples() -> list[Example]:
    """Return the examples of every command."""
    return [
        Example(name, line.strip())
        for name, command in every_command()
        for line in (command.epilog or "").splitlines()
        if line.startswith("  clinic")
    ]


def every_command() -> Iterator[tuple[str, object]]:
    """Yield all commands with their names, those of groups too."""
    for entry in COMMANDS:
        command = load(entry)
        if entry.is_group:
            for name, inner in command.commands.items():
                yield f"{entry.name} {name}", inner
        else:
            yield entry.name, command


def console_lines(text: str) -> Iterator[list[str]]:
    """Yield the lines of each console block of a document; what `$ ` does not begin is output where any line has it."""
    for match in _FENCE.finditer(text):
        lines = match[1].replace("\\\n", " ").splitlines()
        typed = [line[2:] for line in lines if line.startswith("$ ")]
        yield typed or [line for line in lines if line.strip()]


def sample_clinic(folder: Path) -> Clinic:
    """Return a copy of the repository's sample clinic under git, with words in the inbox, and with files to import."""
    folder = folder / "clinic"
    folder.mkdir()
    for name in ("articles", "images", "testimonials.yaml"):
        source = REPOSITORY / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    settings = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    clinic = Clinic(folder)
    clinic.config(
        settings[settings.index("[tool.clinic]") :].replace("[tool.clinic]\n", "").replace("tool.clinic.", "")
    )
    clinic.write("clinic.toml", clinic.read("clinic.toml") + '\n[export.website]\nformat = "html"\nout = "public"\n')
    clinic.write("testimonials.inbox.yaml", INBOX)
    clinic.write(".gitignore", "testimonials.inbox.yaml\nconsent-forms/\n.clinic/\npublic/\n")
    for path, content in TO_IMPORT.items():
        clinic.write(path, content)
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=S", "-c", "user.email=s@e.org", "commit", "-qm", "S"],
    ):
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
    return clinic


@contextlib.contextmanager
def at_a_desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let examples that wait for a person end at once: an editor that changes nothing, a preview looked at for a moment."""

    def leave(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setenv("EDITOR", "true")
        patch.setattr("socketserver.BaseServer.serve_forever", leave)
        patch.setattr("webbrowser.open", lambda _: True)
        patch.setattr("clinic_cli.workspace.Workspace.today", lambda _: date.fromisoformat(DAY))
        yield


def play(clinic: Clinic, line: str) -> Result:
    """Run an example in this process: `cd` moves, `>` writes a file, and other programs than clinic are refused.

    What is asked about first is agreed to, as somebody at a terminal would.
    """
    words = shlex.split(line, comments=True)
    if words[0] == "cd":
        clinic.root = (clinic.root / words[1]).resolve()
        return Result(0, "", "")
    assert words[0] == "clinic", line
    target = words.index(">") if ">" in words else len(words)
    result = clinic.run(*words[1:target])
    if "--yes if you are sure" in result.stderr:
        result = clinic.run(*words[1:target], "--yes")
    if target < len(words):
        clinic.write(words[target + 1], result.stdout)
    return result
