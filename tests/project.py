"""A clinic's folder to test in, and the command line run upon it as a user runs it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import typer.main

from clinic_cli.cli import main

# Typer builds its commands anew at each call, which takes longer than most of our commands do
typer.main.get_command = cache(typer.main.get_command)

REPOSITORY = Path(__file__).parent.parent
DAY = "2026-03-01"
"""The day that tests take for today."""

CONSENT = {"ref": "form-17", "signed_on": "2026-02-01", "expires_on": "2027-01-31"}


class Result(NamedTuple):
    """What a command left behind: its exit status and what it printed."""

    status: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """Return the JSON document on stdout."""
        return json.loads(self.stdout)


class Told(NamedTuple):
    """A finding of `clinic lint --format json`; `text` is what its span covers, cut from the file's own bytes."""

    rule: str
    severity: str
    path: str
    start: tuple[int, int]
    end: tuple[int, int]
    text: str
    message: str
    help: str
    fix: dict[str, Any] | None

    @property
    def is_withheld(self) -> bool:
        """Whether the finding's words stay in the terminal."""
        return "stay in the terminal" in self.help or "`...`" in self.message


def run_command(*argv: str | Path, cwd: Path, stdin: str | bytes = "") -> Result:
    """Run `clinic` in this process through its real entry point."""
    streams = sys.stdin, sys.stdout, sys.stderr, sys.argv, sys.excepthook
    data = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True) for _ in range(2))
    status: object = 0
    try:
        sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(data), "utf-8"), out, err
        sys.argv = ["clinic", *map(str, argv)]
        with contextlib.chdir(cwd):
            try:
                main.run()
            except SystemExit as end:
                status = end.code
    finally:
        sys.stdin, sys.stdout, sys.stderr, sys.argv, sys.excepthook = streams
    printed, said = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
    assert "Traceback" not in said
    return Result(status if isinstance(status, int) else 0 if status is None else 1, printed, said)


def spawn_command(*argv: str | Path, cwd: Path, stdin: str | bytes = b"", env: dict[str, str] | None = None) -> Result:
    """Run `clinic` in a process of its own, for what one process cannot show."""
    done = subprocess.run(
        [sys.executable, "-m", "clinic_cli", *map(str, argv)],
        cwd=cwd,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(env or {})},
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


class Clinic:
    """A clinic's folder; files are written as they are told, and commands run in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file, its folders with it; text is written as UTF-8 with the line ends it has."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def config(self, content: str = 'name = "Sample Clinic"\n') -> Path:
        """Write clinic.toml."""
        return self.write("clinic.toml", content)

    def article(self, name: str = "a-walk", front: str = "title: A walk\n", body: str = "\nText.\n") -> Path:
        """Write an article of front matter lines and a body."""
        return self.write(f"articles/{name}.md", f"---\n{front}---\n{body}")

    def testimonials(self, *records: str) -> Path:
        """Write testimonials.yaml of records, each given as the lines behind `- ` and indented by nothing."""
        lines = ["- " + "\n  ".join(record.rstrip("\n").split("\n")) for record in records]
        return self.write("testimonials.yaml", "\n".join(lines) + "\n")

    def read(self, path: str) -> str:
        """Return a file's text with its line ends as they are."""
        return (self.root / path).read_bytes().decode()

    def files(self) -> set[str]:
        """Return the paths of all files."""
        return {path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if not path.is_dir()}

    def content_files(self) -> set[str]:
        """Return the paths of all files but those that clinic keeps for itself."""
        return {path for path in self.files() if not path.startswith(".clinic/")}

    def run(self, *argv: str | Path, stdin: str | bytes = "") -> Result:
        """Run a command in this process."""
        return run_command(*argv, cwd=self.root, stdin=stdin)

    def spawn(self, *argv: str | Path, stdin: str | bytes = b"", env: dict[str, str] | None = None) -> Result:
        """Run a command in a process of its own."""
        return spawn_command(*argv, cwd=self.root, stdin=stdin, env=env)

    def lint(self, *argv: str | Path, as_of: str = DAY) -> list[Told]:
        """Return what `clinic lint` finds; a status other than 0 or 1 fails the test."""
        result = self.run("lint", "--format", "json", "--as-of", as_of, *argv)
        assert result.status in (0, 1), result.stderr
        return [self._told(each) for each in result.json["diagnostics"]]

    def _told(self, each: dict[str, Any]) -> Told:
        start, end = ((each[side]["line"], each[side]["column"]) for side in ("start", "end"))
        path = self.root / each["path"]
        text = cut(path.read_bytes(), start, end) if path.is_file() else ""
        return Told(
            each["rule"], each["severity"], each["path"], start, end, text, each["message"], each["help"], each["fix"]
        )


def cut(data: bytes, start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return the text between two lines and columns, counted here in the plainest way there is."""
    lines = data.removeprefix(b"\xef\xbb\xbf").decode(errors="replace").split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    text = "\n".join(lines)
    for line, column in (start, end):
        assert 1 <= line <= len(lines), f"line {line} of {len(lines)}"
        assert 1 <= column <= len(lines[line - 1]) + 1, f"column {column} in line {line}"
    assert start <= end
    return text[starts[start[0] - 1] + start[1] - 1 : starts[end[0] - 1] + end[1] - 1]
