"""Write the parts of the docs that the code itself tells: the command reference and the terminal's pictures.

Run it as `python -m docs.generate`; a test holds the files to the code.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from unittest import mock

from clinic_cli.cli import main
from clinic_cli.cli.commands import COMMANDS, DAILY, SOMETIMES, load
from tests.examples import DAY, sample_clinic

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS: Final = Path(__file__).parent
COLUMNS: Final = 84


class Picture(NamedTuple):
    """A command as a picture: what is typed, and the answers to what it asks; `first` is done before, unseen."""

    name: str
    line: str
    answers: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


PICTURES: Final = (
    Picture("dashboard", "clinic", first=("clinic new article 'Rain on a Tuesday' --author sam-sample --body x",)),
    Picture(
        "new-article",
        "clinic new article",
        ("Rain on a Tuesday", "", "1"),
    ),
    Picture(
        "lint",
        "clinic lint articles/ten-slow-minutes.md",
        first=(
            "clinic set ten-slow-minutes description=Short --yes",
            "clinic set ten-slow-minutes image.src=x.jpg --yes",
        ),
    ),
    Picture(
        "publish",
        "clinic publish rain-on-a-tuesday",
        ("What rain does to a mood, and three small things that help on a wet day.",),
        ("clinic new article 'Rain on a Tuesday' --author sam-sample --body 'It rains. Put the kettle on.'",),
    ),
    Picture("blocked", "clinic publish t-104233"),
    Picture(
        "grant",
        "clinic consent grant t-104233",
        ("form-17", "2026-06-01", "2027-05-31", "", ""),
    ),
    Picture("set", "clinic set articles --tag beginnings tags+=calm", ("y",)),
    Picture("undo", "clinic undo", ("y",), ("clinic set articles --tag beginnings tags+=calm --yes",)),
    Picture("list", "clinic list articles"),
    Picture("stats", "clinic stats"),
)


class _Screen(io.TextIOWrapper):
    """A terminal that remembers what it shows."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8", newline="", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def text(self) -> str:
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode()


class _Keyboard(io.StringIO):
    """Somebody who types answers, which the screen shows."""

    def __init__(self, answers: tuple[str, ...], screen: _Screen) -> None:
        super().__init__("".join(f"{answer}\n" for answer in answers))
        self.screen = screen

    def isatty(self) -> bool:
        return bool(self.getvalue())

    def readline(self, *_: Any) -> str:
        line = super().readline()
        self.screen.write(line)
        return line


def show(folder: Path, line: str, answers: tuple[str, ...] = ()) -> str:
    """Return what a terminal shows of a command, with its colours."""
    screen = _Screen()
    streams = {"stdin": _Keyboard(answers, screen), "stdout": screen, "stderr": screen, "argv": shlex.split(line)}
    with contextlib.ExitStack() as stack:
        for name, value in streams.items():
            stack.enter_context(mock.patch.object(sys, name, value))
        stack.enter_context(mock.patch.dict("os.environ", {"COLUMNS": str(COLUMNS), "LINES": "40", "TERM": "xterm"}))
        for name in ("CI", "NO_COLOR", "GITHUB_ACTIONS"):
            os.environ.pop(name, None)
        day = date.fromisoformat(DAY)
        stack.enter_context(mock.patch("clinic_cli.workspace.Workspace.today", return_value=day))
        stack.enter_context(contextlib.chdir(folder))
        with contextlib.suppress(SystemExit):
            main.run()
    return screen.text


def pictures() -> Iterator[tuple[str, str, str]]:
    """Yield each picture's name, the line that is typed, and what the terminal shows."""
    for picture in PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            root = sample_clinic(Path(folder)).root
            for line in picture.first:
                show(root, line)
            yield picture.name, picture.line, show(root, picture.line, picture.answers)


def render_svg(name: str, line: str, shown: str) -> str:
    """Return a terminal as a picture that asks nothing of any other server."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "bold green"), (line, "bold")))
    console.print(Text.from_ansi(shown.rstrip("\n")))
    svg = console.export_svg(title="clinic", unique_id=f"clinic-{name}")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace(
        "Fira Code", "ui-monospace, Menlo, Consolas"
    )


def commands_page() -> str:
    """Return the command reference."""
    parts = [
        "# Commands",
        (
            "This page is made from the code. `clinic --help` lists the commands, and `clinic COMMAND --help` says what "
            "stands here."
        ),
    ]
    for panel in (DAILY, SOMETIMES):
        parts.append(f"## {panel}")
        for entry in COMMANDS:
            if entry.panel == panel:
                command = load(entry)
                if entry.is_group:
                    parts += [f"### clinic {entry.name}", command.help]
                    parts += [
                        part
                        for name, inner in command.commands.items()
                        for part in _command(f"{entry.name} {name}", inner, 4)
                    ]
                else:
                    parts += _command(entry.name, command, 3)
    return "\n\n".join(parts) + "\n"


def _command(name: str, command: Any, level: int) -> Iterator[str]:
    yield f"{'#' * level} clinic {name}"
    yield command.help.replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n")
    rows = [_row(param) for param in command.params if param.name != "help" and not getattr(param, "hidden", False)]
    if rows:
        yield "| | |\n| --- | --- |\n" + "\n".join(rows)
    lines = [line.strip() for line in command.epilog.splitlines() if line.startswith("  ")]
    yield "```console\n" + "\n".join(lines) + "\n```"


def _row(param: Any) -> str:
    if param.param_type_name == "argument":
        name = param.metavar or param.name.upper()
    else:
        both = [*param.opts, *param.secondary_opts]
        name = ", ".join(both) + ("" if param.is_flag else f" {param.metavar or param.type.name.upper()}")
    return f"| `{name.replace('|', chr(92) + '|')}` | {(param.help or '').replace('|', chr(92) + '|')} |"


def pages() -> dict[str, str]:
    """Return the generated pages by file name."""
    return {"commands.md": commands_page()}


def write() -> None:
    """Write everything that is generated."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
    for name, line, shown in pictures():
        (DOCS / f"pictures/{name}.svg").write_text(render_svg(name, line, shown), encoding="utf-8")


if __name__ == "__main__":
    write()
