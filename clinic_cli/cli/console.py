"""The terminal: results to stdout, everything else to stderr, colour only where somebody looks."""

from __future__ import annotations

import contextlib
import os
import select
import stat
import sys
import time
from typing import TYPE_CHECKING

from clinic_cli.errors import ClinicError
from clinic_cli.reporters.text import plain, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

_COLOURS = {"error": "1;31", "warning": "1;33", "note": "1;36", "good": "1;32", "dim": "2", "strong": "1"}


def is_interactive() -> bool:
    """Whether somebody can answer: stdin and stderr are a terminal, and no CI runs us."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not os.environ.get("CI")


def has_colour() -> bool:
    """Whether stdout is a terminal that wants colour."""
    return (
        sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and not os.environ.get("CI")
        and os.environ.get("TERM") != "dumb"
    )


def painter() -> Callable[[str, str], str]:
    """Return what colours a text by its role, or leaves it as it is."""
    if not has_colour():
        return plain
    return lambda text, role: f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" if role in _COLOURS else text


def width() -> int:
    """Return how many columns there are, 100 where stdout is no terminal."""
    if not sys.stdout.isatty():
        return int(os.environ["COLUMNS"]) if os.environ.get("COLUMNS", "").isdigit() else 100
    import shutil

    return max(shutil.get_terminal_size((100, 24)).columns, 40)


def out(text: str) -> None:
    """Print a result as it is, without a line end of our own, in UTF-8 whatever the system's encoding."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
        return
    buffer.write(text.encode("utf-8", "backslashreplace"))
    buffer.flush()


def say(text: str) -> None:
    """Print a word to the user, to stderr, its control characters shown."""
    lines = visible_lines(text)
    sys.stderr.write(
        lines.encode(sys.stderr.encoding or "utf-8", "backslashreplace").decode(sys.stderr.encoding or "utf-8") + "\n"
    )
    sys.stderr.flush()


def complain(error: ClinicError) -> None:
    """Print an error and what to do next."""
    say(f"clinic: {error.message}" + (f"\n  {error.help}" if error.help else ""))


def rich_console() -> Console:
    """Return Rich's console on stdout, which takes no markup from anybody's text, and speaks UTF-8 as `out` does."""
    from rich.console import Console

    if (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8" and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return Console(
        markup=False,
        highlight=False,
        emoji=False,
        width=width(),
        color_system="auto" if has_colour() else None,
        force_terminal=sys.stdout.isatty(),
        soft_wrap=False,
    )


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give what draws how far a long task is (its name, how much is done, of how much) while somebody looks.

    A total of 0 is one that nobody knows yet.
    """
    if not sys.stderr.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        yield lambda *_: None
        return
    shown = 0.0
    began = time.monotonic()

    def watch(stage: str, done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown > 0.1 and now - began > 0.5:
            shown = now
            drawn = f"{'━' * round(30 * done / total):<30}  {done:,} of {total:,}" if total else f"{done:,}"
            sys.stderr.write(f"\r\x1b[K{stage}  {drawn}")
            sys.stderr.flush()

    try:
        yield watch
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def ask(question: str, *, default: str = "", check: Callable[[str], str | None] | None = None) -> str:
    """Return somebody's answer; `check` says what is wrong with one, and it is asked again."""
    hint = f" [{default}]" if default else ""
    while True:
        sys.stderr.write(f"{question}{hint}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        answer = line.strip() or default
        wrong = check(answer) if check else None
        if wrong is None:
            return answer
        say(f"  {wrong}")


def ask_text(question: str) -> str:
    """Return lines that somebody types or pastes, up to a line with only a full stop."""
    say(f"{question} (end with a line that holds only a full stop)")
    lines: list[str] = []
    while True:
        line = sys.stdin.readline()
        if not line or line.rstrip("\r\n") == ".":
            return "\n".join(lines).strip()
        lines.append(line.rstrip("\r\n").rstrip())


def confirm(question: str, *, default: bool = True) -> bool:
    """Return whether somebody says yes."""
    answer = ask(f"{question} ({'Y/n' if default else 'y/N'})")
    return default if not answer else answer.lower() in ("y", "yes", "j", "o")


def read_stdin() -> str:
    """Return all of stdin as text, line ends as LF."""
    return sys.stdin.read().replace("\r\n", "\n")


def waiting_stdin() -> str:
    """Return what a pipe or file holds for us on stdin, "" for a terminal or a pipe that stays silent."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError, AttributeError):
        return "" if sys.stdin is None or sys.stdin.isatty() else read_stdin()
    if stat.S_ISREG(mode):
        return read_stdin()
    if stat.S_ISFIFO(mode) and (os.name == "nt" or select.select([sys.stdin], [], [], 0.3)[0]):
        return read_stdin()
    return ""
