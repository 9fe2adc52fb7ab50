"""`python -m fuzz`: mutate real files until the time is up; nothing may raise, crash, hang or grow beyond measure.

Each case is a function of the seed number and its own, so that a process which was killed by one is known by it. What
is found is written to build/fuzz, to be kept in tests/cases once it is mended.
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
from pathlib import Path

from fuzz.mutation import mutate
from fuzz.targets import ROOT, Target, furnish, targets

HANG = 5
"""Seconds of work, not of waiting, after which a case is taken for hung."""
MEMORY = 500_000_000


def case(options: argparse.Namespace, all_of_them: list[Target], number: int) -> tuple[Target, bytes]:
    """Return a case by its number."""
    luck = random.Random(f"{options.seed}-{number}")
    target = all_of_them[number % len(all_of_them)]
    return target, mutate(luck, luck.choice(target.seeds), target.seeds)


def keep(options: argparse.Namespace, target: Target, data: bytes, number: int, why: str) -> None:
    """Write down what was found."""
    folder = Path(options.found)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{target.name}-{options.seed}-{number}").write_bytes(data)
    (folder / f"{target.name}-{options.seed}-{number}.txt").write_text(why)
    print(f"\n{target.name} {number}: {why.strip().splitlines()[-1][:200]}", flush=True)


def work(options: argparse.Namespace, all_of_them: list[Target], first: int, shared: mmap.mmap) -> None:
    """Try cases from a number on, in a process that may die of one."""
    os.environ["CLINIC_DEBUG"] = "1"
    end = time.monotonic() + options.seconds
    number = first
    with tempfile.TemporaryDirectory(prefix="clinic-fuzz-") as folder:
        root = Path(folder) / "clinic"
        while time.monotonic() < end if not options.cases else number < options.cases:
            shared[:8] = struct.pack("q", number)
            target, data = case(options, all_of_them, number)
            shutil.rmtree(root, ignore_errors=True)
            furnish(root)
            place = root / target.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            signal.setitimer(signal.ITIMER_PROF, HANG)
            try:
                target.work(root)
            except Exception as error:
                from clinic_cli.errors import ClinicError

                if not isinstance(error, ClinicError):
                    signal.setitimer(signal.ITIMER_PROF, 0)
                    keep(options, target, data, number, traceback.format_exc())
            signal.setitimer(signal.ITIMER_PROF, 0)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
            if peak > MEMORY:
                keep(options, target, data, number, f"{peak / 1e6:.0f} MB of memory")
                break
            number += 1
    shared[:8] = struct.pack("q", number)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--cases", type=int, default=0, help="how many cases, instead of how long")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--seeds", type=Path, action="append", default=[], help="a folder of more real files")
    parser.add_argument("--found", default=str(ROOT / "build/fuzz"))
    parser.add_argument("--only", default="", help="only targets of this name")
    options = parser.parse_args()
    all_of_them = [each for each in targets(options.seeds) if not options.only or each.name == options.only]
    shared = mmap.mmap(-1, 8)
    number = options.first
    began = time.monotonic()
    total = options.seconds
    while options.seconds > 0 if not options.cases else number < options.cases:
        child = os.fork()
        if not child:
            work(options, all_of_them, number, shared)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        (number,) = struct.unpack("q", shared[:8])
        if status:
            target, data = case(options, all_of_them, number)
            ended = -os.waitstatus_to_exitcode(status)
            why = (
                f"more than {HANG} seconds of work"
                if ended == signal.SIGPROF
                else f"the process ended with signal {ended}"
            )
            keep(options, target, data, number, why)
        number += 1
        options.seconds = total - (time.monotonic() - began)
    found = sorted(path.name for path in Path(options.found).glob("*.txt")) if Path(options.found).is_dir() else []
    print(
        f"{number - options.first:,} cases in {time.monotonic() - began:.0f} s; {len(found)} found", *found, sep="\n  "
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
