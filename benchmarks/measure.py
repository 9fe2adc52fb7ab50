"""Run a command and say what it took: seconds on the clock, and the most memory that it held."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Sample(NamedTuple):
    """One run of a command; `peak` is in bytes, and counts the command and the processes that it waited for."""

    seconds: float
    peak: int
    status: int


@dataclass(frozen=True)
class Samples:
    """All runs of one command."""

    all: tuple[Sample, ...]

    @property
    def median(self) -> float:
        return statistics.median(sample.seconds for sample in self.all)

    @property
    def least(self) -> float:
        return min(sample.seconds for sample in self.all)

    @property
    def most(self) -> float:
        return max(sample.seconds for sample in self.all)

    @property
    def peak(self) -> int:
        return max(sample.peak for sample in self.all)


def run(argv: list[str], cwd: Path, env: dict[str, str] | None = None) -> Sample:
    """Run a command to its end, its output thrown away."""
    began = time.perf_counter()
    process = subprocess.Popen(
        argv,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    return Sample(seconds, usage.ru_maxrss * _RSS_UNIT, process.returncode)
