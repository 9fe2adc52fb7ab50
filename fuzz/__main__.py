"""`python -m fuzz`: mutate real files until the time is up; nothing may raise, crash, hang or grow beyond measure.

Each case is a function of the seed and its own number, so that a process which was killed by one is known by it. What is
found is written to tests/cases, where the tests try it from then on.
"""

from __future__ import annotations

import argparse
import mmap
import os
import random
import resource
import shutil
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from clinic_cli.errors import ClinicError
from fuzz.mutation import mutate
from fuzz.targets import ROOT, Target, furnish, targets

HANG = 5
"""Seconds of work, not of waiting, after which a command is taken for hung."""
WAIT = 60
"""Seconds of any kind."""
MEMORY = 500_000_000
_GENERATION = 1_000
"""Cases that one process tries, so that what it holds for good is not taken for what a case needs."""
_CEILING = 3_000_000_000
"""Bytes of address space that no case gets beyond, whatever it asks for, so that the machine lives."""


class Tally:
    """What a process and those that it forks know together: the number of the case at hand, and how many were found."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 16)

    number = property(
        lambda self: struct.unpack_from("q", self._shared, 0)[0],
        lambda self, value: struct.pack_into("q", self._shared, 0, value),
    )
    found = property(
        lambda self: struct.unpack_from("q", self._shared, 8)[0],
        lambda self, value: struct.pack_into("q", self._shared, 8, value),
    )


def case(options: argparse.Namespace, all_of_them: list[Target], number: int) -> tuple[Target, bytes]:
    """Return a case by its number."""
    luck = random.Random(f"{options.seed}-{number}")
    target = all_of_them[number % len(all_of_them)]
    return target, mutate(luck, luck.choice(target.seeds), target.seeds)


def keep(options: argparse.Namespace, tally: Tally, target: Target, data: bytes, why: str) -> None:
    """Write down what was found."""
    name = f"{target.name}-{options.seed}-{tally.number}"
    options.found.mkdir(parents=True, exist_ok=True)
    (options.found / name).write_bytes(data)
    tally.found += 1
    print(f"{name}: {why.strip()}\n", flush=True)


def attempt(target: Target, root: Path, data: bytes) -> str:
    """Try a case, and return the traceback it came to, or ""; whoever hangs is killed by a signal."""
    shutil.rmtree(root, ignore_errors=True)
    furnish(root)
    place = root / target.path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    signal.setitimer(signal.ITIMER_PROF, HANG, HANG)
    signal.setitimer(signal.ITIMER_REAL, WAIT, WAIT)
    try:
        target.work(root)
    except ClinicError:
        pass
    except Exception:
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return ""


def work(options: argparse.Namespace, all_of_them: list[Target], tally: Tally, goes_on: Callable[[], bool]) -> None:
    """Try cases from the tally's number on, in a process that may die of one."""
    os.environ["CLINIC_DEBUG"] = "1"
    resource.setrlimit(resource.RLIMIT_AS, (_CEILING, _CEILING))
    told: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="clinic-fuzz-") as folder:
        for before in range(_GENERATION):
            if not goes_on():
                return
            target, data = case(options, all_of_them, tally.number)
            why = attempt(target, Path(folder) / "clinic", data)
            places = "".join(line for line in why.splitlines() if line.startswith("  File"))
            if why and places not in told:
                told.add(places)
                keep(options, tally, target, data, why)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
            if peak > MEMORY:
                if before:  # it is tried again in a process of its own, which shows whether it was this one
                    return
                keep(options, tally, target, data, f"{peak / 1e6:.0f} MB of memory")
            tally.number += 1


def fuzz(options: argparse.Namespace, all_of_them: list[Target]) -> tuple[int, int]:
    """Try cases until the time is up, or as many as were asked for; return how many were tried and found."""
    tally = Tally()
    tally.number = options.first
    end = time.monotonic() + options.seconds

    def goes_on() -> bool:
        return tally.number < options.first + options.count if options.count else time.monotonic() < end

    while goes_on():
        child = os.fork()
        if not child:
            try:
                work(options, all_of_them, tally, goes_on)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            target, data = case(options, all_of_them, tally.number)
            ended = os.waitstatus_to_exitcode(status)
            hung = {-signal.SIGPROF: f"more than {HANG} seconds of work", -signal.SIGALRM: f"{WAIT} seconds of waiting"}
            keep(options, tally, target, data, hung.get(ended, f"the process ended with {ended}"))
            tally.number += 1
    return tally.number - options.first, tally.found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--count", type=int, default=0, help="how many cases, instead of how long")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--files", type=Path, action="append", default=[], help="a folder of more real files")
    parser.add_argument(
        "--found",
        type=Path,
        help="where to write what is found; build/fuzz with --files, whose words are somebody's, else tests/cases",
    )
    parser.add_argument("--only", default="", help="only targets of this name")
    options = parser.parse_args()
    options.found = options.found or ROOT / ("build/fuzz" if options.files else "tests/cases")
    all_of_them = [each for each in targets(options.files) if options.only in ("", each.name)]
    began = time.monotonic()
    tried, found = fuzz(options, all_of_them)
    print(f"{tried:,} cases in {time.monotonic() - began:.0f} s; {found} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
