"""What `make fuzz` found once is tried on every run; a file's name begins with its target's."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clinic_cli.errors import ClinicError
from fuzz.targets import furnish, targets
from tests.project import REPOSITORY

CASES = sorted((Path(__file__).parent / "cases").iterdir())
BY_NAME = {target.name: target for target in targets()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_that_was_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Path) -> None:
    monkeypatch.setenv("CLINIC_DEBUG", "1")
    target = max(
        (each for name, each in BY_NAME.items() if case.name.startswith(name)), key=lambda each: len(each.name)
    )
    furnish(tmp_path)
    (tmp_path / target.path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / target.path).write_bytes(case.read_bytes())
    began = time.process_time()
    with contextlib.suppress(ClinicError):
        target.work(tmp_path)
    assert time.process_time() - began < 30  # those that hung took minutes; `make fuzz` holds each to five seconds


PLANTED = """
import sys
from pathlib import Path
import fuzz.__main__ as fuzz
from fuzz.targets import Target

def raising(root): raise KeyError("planted")
def crashing(root): import os; os.kill(os.getpid(), 11)
def hanging(root):
    while True: pass
def greedy(root): b"x" * 150_000_000
def sound(root): assert (root / "a.md").exists()

fuzz.HANG, fuzz.MEMORY = 2, 150_000_000  # some machines take long to hand out memory
fuzz.targets = lambda _: [Target(work.__name__, "a.md", work, lambda: (b"a",)) for work in (raising, crashing, hanging, greedy, sound)]
sys.exit(fuzz.main())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_the_fuzzer_finds_what_is_planted(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PLANTED, "--count", "5", "--found", str(tmp_path / "found")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "5 cases" in done.stdout
    for number, told in enumerate(("KeyError: 'planted'", "ended with -11", "seconds of work", "MB of memory")):
        name = ("raising", "crashing", "hanging", "greedy")[number]
        assert f"{name}-1-{number}: " in done.stdout, done.stdout
        assert told in done.stdout
        assert (tmp_path / "found" / f"{name}-1-{number}").exists()
    assert "sound" not in done.stdout


def test_a_case_is_the_same_whenever_it_is_tried() -> None:
    from random import Random

    from fuzz.mutation import mutate

    seeds = BY_NAME["article"].seeds
    drawn = [mutate(Random(number), seeds[0], seeds) for number in range(200)]
    assert drawn == [mutate(Random(number), seeds[0], seeds) for number in range(200)]
    assert len(set(drawn)) > 190
    assert max(map(len, drawn)) <= 200_000
