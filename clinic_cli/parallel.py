"""Two processes for much work over many files, where the system can fork; one for all others."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

K = TypeVar("K")
T = TypeVar("T")

WORTH_TWO: Final = 200
"""How many articles' work pays for a second process."""
_BYTES: Final = 1_000
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


def map_files(
    weights: Mapping[K, float], work: Callable[[K], T], tick: Callable[[int, int], None] | None = None
) -> dict[K, T]:
    """Return what each key comes to; where there is much work, in two processes. `tick` is told how many are done."""
    if sum(weights.values()) >= WORTH_TWO and is_possible():
        return _map_in_two(weights, work, tick)
    done: dict[K, T] = {}
    for key in weights:
        done[key] = work(key)
        if tick:
            tick(len(done), len(weights))
    return done


def _map_in_two(
    weights: Mapping[K, float], work: Callable[[K], T], tick: Callable[[int, int], None] | None
) -> dict[K, T]:
    """Do half of the work in a forked process; whatever goes wrong there is done again here, and told as always."""
    import pickle

    mine: list[K] = []
    theirs: list[K] = []
    balance = 0.0
    for key in sorted(weights, key=weights.__getitem__, reverse=True):
        if balance <= 0:
            mine.append(key)
            balance += weights[key]
        else:
            theirs.append(key)
            balance -= weights[key]
    reading, writing = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if not child:
        _serve(theirs, work, reading, writing, parent)
    os.close(writing)
    done: dict[K, T] = {}
    try:
        for key in mine:
            done[key] = work(key)
            if tick:
                tick(len(done) * 2, len(weights))
        with open(reading, "rb", closefd=False) as stream:
            answer = stream.read()
    except BaseException:
        _end(child)
        raise
    finally:
        os.close(reading)
    _, status = os.waitpid(child, 0)
    if status == 0:
        done.update(pickle.loads(answer))  # noqa: S301  from our own child, through a pipe nobody else holds
    for key in theirs:
        if key not in done:
            done[key] = work(key)
    return done


def _serve(keys: list[K], work: Callable[[K], T], reading: int, writing: int, parent: int) -> None:
    """Do a share of the work in the child, send what it comes to, and end without a word; end with the parent too."""
    import pickle

    status = 1
    try:
        os.close(reading)
        # a parent that was killed must not be outlived by files that its child goes on to write
        data = pickle.dumps({key: work(key) for key in keys if os.getppid() == parent}, protocol=5)
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
