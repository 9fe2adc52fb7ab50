"""Run a command once for each of its writes, and let just that one fail: a program of its own, as what it breaks stays so.

Takes a JSON document on stdin: the clinic's folder, commands by name, how their writes fail (killed, or an errno), and the
step from one write that fails to the next. For each of them it copies the folder, runs the command on the copy, and prints
a line of JSON: what was said, the status, what stands in the copy afterwards, and the texts of .clinic/left. A command's
first line is the run in which nothing fails. What a kill would leave is what stands there at a write, half of it done; one
run shows it for all of them.
"""

from __future__ import annotations

import base64
import errno
import json
import os
import random
import secrets
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.project import run_command

KILLED = 137
_CHANGES = frozenset(("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.truncate"))


class Fault:
    """Count a run's writes, and let one of them fail, or note at each what stood there if it were the last one."""

    def __init__(self) -> None:
        self.is_armed = False

    def arm(self, at: int, how: str, root: Path) -> None:
        self.at = at
        self.how = how
        self.root = root
        self.count = 0
        self.left: list[dict[str, Any]] = []
        self.is_armed = True

    def audit(self, event: str, arguments: tuple[object, ...]) -> None:
        is_write = event in _CHANGES or (
            event == "open"
            and isinstance(arguments[2], int)
            and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            and not str(arguments[0]).startswith("/dev/")
        )
        if is_write:
            self.strike()

    def strike(self) -> None:
        if not self.is_armed:
            return
        self.count += 1
        if self.how == "killed":
            self.is_armed = False
            self.left.append(found_in(self.root))
            self.is_armed = True
        elif self.count == self.at:
            code = getattr(errno, self.how)
            raise OSError(code, os.strerror(code))


class Torn:
    """A file that is open for writing; a process that is killed in a write leaves half of it."""

    def __init__(self, stream: Any, fault: Fault) -> None:
        self.stream = stream
        self.fault = fault

    def __enter__(self) -> Torn:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, data: bytes) -> int:
        half = len(data) // 2
        written = int(self.stream.write(data[:half]))
        self.stream.flush()
        self.fault.strike()
        return written + int(self.stream.write(data[half:]))


def break_writes(fault: Fault) -> None:
    """Have every write of this process asked for by a fault, from now on."""
    from clinic_cli import writing

    sys.addaudithook(fault.audit)
    os.fsync = lambda _: fault.strike()  # which may fail as a write does; no power is cut here
    opened = os.fdopen
    os.fdopen = lambda *arguments, **options: Torn(opened(*arguments, **options), fault)  # type: ignore[assignment]
    writing.open = lambda *arguments, **options: Torn(open(*arguments, **options), fault)  # type: ignore[attr-defined]  # noqa: SIM115


def files_in(root: Path) -> dict[str, str]:
    """Return what stands in a folder, but for what hides."""
    return {
        path.relative_to(root).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts)
    }


def found_in(root: Path) -> dict[str, Any]:
    """Return what stands in a clinic, and what is kept there of texts that were in an editor."""
    return {"files": files_in(root), "kept": list(files_in(root / ".clinic/left").values())}


def main() -> None:
    spec = json.load(sys.stdin)
    fault = Fault()
    break_writes(fault)
    for name, argv in spec["commands"].items():
        how = spec["how"][name]
        at = writes = 0
        while at <= writes:
            secrets.randbelow = random.Random(7).randrange  # the same new ids in every run
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder) / "clinic"
                shutil.copytree(spec["root"], root, symlinks=True)
                fault.arm(at, how, root)
                status, _, said = run_command(*argv, cwd=root)
                fault.is_armed = False
                print(json.dumps({"name": name, "at": at, "status": status, "said": said, **found_in(root)}))
            if how == "killed":
                for number, found in enumerate(fault.left, 1):
                    print(json.dumps({"name": name, "at": number, "status": KILLED, "said": "", **found}))
            elif not at:
                writes = fault.count
            at += spec["step"] if at else 1


if __name__ == "__main__":
    main()
