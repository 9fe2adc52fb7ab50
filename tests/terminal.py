"""A real terminal to test in: a command runs at a pseudo-terminal, is read as a person reads it, and answered."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Self

from tests.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")

_DROPPED = ("CI", "NO_COLOR", "EDITOR", "VISUAL")
_LAUNCHER = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
"""Makes the terminal the one that controls the command, so that Ctrl+C reaches it."""


class Terminal:
    """One command at a terminal of so many columns; `screen` is all that it has shown, without colours."""

    def __init__(self, folder: Path, *words: str, columns: int = 80, env: dict[str, str] | None = None) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        kept = {key: value for key, value in os.environ.items() if key not in _DROPPED}
        self.process = subprocess.Popen(
            [sys.executable, "-ISc", _LAUNCHER, sys.executable, "-m", "clinic_cli", *words],
            cwd=folder,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**kept, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm", **(env or {})},
            start_new_session=True,
        )
        os.close(slave)
        self.raw = ""
        self._seen = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)

    @property
    def screen(self) -> str:
        """All that was shown, without colours."""
        return _CONTROLS.sub("", self.raw)

    def expect(self, text: str, seconds: float = 60) -> None:
        """Wait until a text is shown behind what was expected last; fail with the screen where it is not."""
        until = time.monotonic() + seconds
        while (at := self.screen.find(text, self._seen)) < 0:
            if time.monotonic() > until or not self._read(until):
                raise AssertionError(f"{text!r} was not shown:\n{self.screen}")
        self._seen = at + len(text)

    def answer(self, question: str, line: str = "") -> None:
        """Wait for a question, then type a line."""
        self.expect(question)
        os.write(self.master, f"{line}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl+C."""
        os.write(self.master, b"\x03")

    def status(self, seconds: float = 60) -> int:
        """Wait for the end, and return the exit status."""
        until = time.monotonic() + seconds
        while self._read(until):
            pass
        status = self.process.wait(max(until - time.monotonic(), 1))
        return 128 - status if status < 0 else status

    def _read(self, until: float) -> bool:
        """Read what is there; return whether more may come."""
        if not select.select([self.master], [], [], max(until - time.monotonic(), 0))[0]:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise AssertionError(f"nothing more came:\n{self.screen}")
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:  # how Linux says that the other end is closed
            return False
        self.raw += data.decode(errors="replace")
        return bool(data)


def run(folder: Path, *words: str, status: int = 0, columns: int = 80, env: dict[str, str] | None = None) -> str:
    """Run a command that asks nothing, and return what it shows."""
    with Terminal(folder, *words, columns=columns, env=env) as terminal:
        ended = terminal.status()
        assert ended == status, terminal.screen
        return terminal.screen
