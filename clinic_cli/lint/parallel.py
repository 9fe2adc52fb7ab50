"""Two processes for a cold run over many files, where the system can fork; one for all others."""

from __future__ import annotations

import os
import pickle
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from clinic_cli.lint.linter import Examined

WORTH_TWO: Final = 200
"""How many articles' work pays for a second process."""
_BYTES: Final = 2_000
"""How many bytes of testimonials are as much work as an article."""


def is_possible() -> bool:
    """Whether a second process can be forked, and has a processor to run on; threads would not survive it."""
    if not hasattr(os, "fork"):
        return False
    threading = sys.modules.get("threading")
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return processors > 1 and (threading is None or threading.active_count() == 1)


def weigh(root: Path, path: str) -> float:
    """Return how much work a file is, in articles."""
    if path.endswith(".md"):
        return 1
    try:
        return os.stat(f"{root}/{path}").st_size / _BYTES
    except OSError:
        return 1


def examine_in_two(
    weights: Mapping[str, float], examine: Callable[[str], Examined], tick: Callable[[int, int], None] | None
) -> dict[str, Examined]:
    """Return what each file comes to; half of the work is done in a forked process.

    Whatever goes wrong there is done again here, so that its error is told as always.
    """
    mine: list[str] = []
    theirs: list[str] = []
    balance = 0.0
    for path in sorted(weights, key=weights.__getitem__, reverse=True):
        if balance <= 0:
            mine.append(path)
            balance += weights[path]
        else:
            theirs.append(path)
            balance -= weights[path]
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _serve(theirs, examine, reading, writing)
    os.close(writing)
    examined: dict[str, Examined] = {}
    try:
        for path in mine:
            examined[path] = examine(path)
            if tick:
                tick(len(examined) * 2, len(weights))
        with open(reading, "rb", closefd=False) as stream:
            answer = stream.read()
    except BaseException:
        _end(child)
        raise
    finally:
        os.close(reading)
    _, status = os.waitpid(child, 0)
    if status == 0:
        examined.update(pickle.loads(answer))  # noqa: S301  from our own child, through a pipe nobody else holds
    for path in theirs:
        if path not in examined:
            examined[path] = examine(path)
    return examined


def _serve(paths: list[str], examine: Callable[[str], Examined], reading: int, writing: int) -> None:
    """Examine files in the child, send what they come to, and end without a word."""
    status = 1
    try:
        os.close(reading)
        data = pickle.dumps({path: examine(path) for path in paths}, protocol=5)
        with open(writing, "wb") as stream:
            stream.write(data)
        status = 0
    finally:
        os._exit(status)


def _end(child: int) -> None:
    """End the child, as nobody waits for its answer any more."""
    import contextlib
    import signal

    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
