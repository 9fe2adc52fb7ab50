"""When a content file was last worked on: by git where it knows, by the file itself elsewhere."""

from __future__ import annotations

import os
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

_COMMIT: Final = "\x01"


def last_touched(root: Path, paths: Iterable[str], zone: ZoneInfo | None) -> dict[str, date]:
    """Return the day of each file's last commit, or of its last writing where that came later or git knows of none.

    A fresh clone gives every file the day of the clone, so git's word counts where the file is as it was committed.
    """
    wanted = set(paths)
    days = dict(_committed(root, wanted, zone))
    changed = _changed(root) if days else set()
    for path in wanted:
        if path not in days or path in changed:
            try:
                written = datetime.fromtimestamp(os.stat(root / path).st_mtime, zone).date()
            except OSError:
                continue
            days[path] = max(written, days.get(path, written))
    return days


def _committed(root: Path, wanted: set[str], zone: ZoneInfo | None) -> Iterator[tuple[str, date]]:
    waiting = set(wanted)
    day: date | None = None
    for line in _git(root, "log", f"--format={_COMMIT}%ct", "--name-only", "--relative", "--no-renames", "--", "."):
        if line.startswith(_COMMIT):
            day = datetime.fromtimestamp(int(line[1:]), zone).date()
        elif line in waiting and day is not None:
            yield line, day
            waiting.discard(line)
            if not waiting:
                return


def _changed(root: Path) -> set[str]:
    return set(_git(root, "diff", "--name-only", "--relative", "--no-ext-diff", "HEAD", "--", "."))


def _git(root: Path, *arguments: str) -> Iterator[str]:
    """Yield the lines that git prints, none where there is no git or no repository."""
    import subprocess

    command = ["git", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", *arguments]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    try:
        process = subprocess.Popen(  # noqa: S603 - fixed words, no shell
            command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return
    with process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                yield line.decode(errors="surrogateescape").rstrip("\n")
        finally:
            process.kill()
