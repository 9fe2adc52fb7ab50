"""git, run for a test."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def run_git(folder: Path, *argv: str) -> str:
    """Return what git prints in a folder; a failure fails the test."""
    quiet = ("-c", "user.name=Sample", "-c", "user.email=sample@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *quiet, *argv], cwd=folder, capture_output=True, check=True, text=True)
    return done.stdout.strip()
