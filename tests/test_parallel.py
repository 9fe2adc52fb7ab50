from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """\
import os, sys, time
from clinic_cli import parallel
parallel.is_possible = lambda: True
def work(key):
    time.sleep(0.01)
    open(f"{sys.argv[1]}/{os.getpid()}-{key}", "w").close()
parallel.map_files(dict.fromkeys(range(4000), 1.0), work)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked there")
def test_no_process_outlives_the_one_that_was_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], env={**os.environ, "PYTHONPATH": str(REPOSITORY)}
    )
    while len({name.partition("-")[0] for name in os.listdir(tmp_path)}) < 2:
        assert parent.poll() is None
        time.sleep(0.01)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    time.sleep(0.3)
    made = len(os.listdir(tmp_path))
    time.sleep(0.3)
    assert len(os.listdir(tmp_path)) == made
