"""Run a command once for each of its writes, and let just that one fail: a program of its own, as it forks.

Takes a JSON document on stdin: the clinic's folder, commands by name, and how their writes fail (killed, or an errno). For
each write it copies the folder, runs the command on the copy in a forked process, and prints a line of JSON: what the
process said, its status, and what stands in the copy afterwards. A command's first line is the run in which nothing fails.
What a kill would leave is what stands there at a write, half of it done; one run shows it for all of them.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import io
import json
import os
import random
import secrets
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import typer.main

KILLED = 137
_CHANGES = frozenset(("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.truncate"))


class Fault:
    """Count a process's writes, and let one of them fail, or note at each what stood there if it were the last one."""

    def __init__(self, at: int, how: str, root: Path) -> None:
        self.at = at
        self.how = how
        self.root = root
        self.count = 0
        self.is_armed = False
        self.left: list[dict[str, str]] = []

    def audit(self, event: str, arguments: tuple[object, ...]) -> None:
        is_write = event in _CHANGES or (
            event == "open"
            and isinstance(arguments[2], int)
            and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            and not str(arguments[0]).startswith("/dev/")
        )
        if is_write and self.is_armed:
            self.strike()

    def strike(self) -> None:
        self.count += 1
        if self.how == "killed":
            self.is_armed = False
            self.left.append(files_in(self.root))
            self.is_armed = True
        if self.how == "killed" or self.count != self.at:
            return
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
        self.stream.write(data[: len(data) // 2])
        self.stream.flush()
        self.fault.strike()
        return int(self.stream.write(data[len(data) // 2 :]))


def run(argv: list[str], root: Path, fault: Fault) -> None:
    """Run a command in this process, which ends with it; the last line of its stderr says how many writes it made."""
    from clinic_cli.cli import main

    os.chdir(root)
    secrets.randbelow = random.Random(7).randrange  # the same new ids in every run
    sys.argv = ["clinic", *argv]
    sys.addaudithook(fault.audit)
    os.fsync = lambda _: fault.strike()  # which may fail as a write does; no power is cut here
    opened = os.fdopen
    os.fdopen = lambda *arguments, **options: Torn(opened(*arguments, **options), fault)  # type: ignore[assignment]
    status: object = 0
    fault.is_armed = True
    try:
        main.run()
    except SystemExit as end:
        status = end.code
    fault.is_armed = False
    sys.stdout.flush()
    sys.stderr.write(f"\n{json.dumps([fault.count, fault.left])}")
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else 1 if status else 0)


def files_in(root: Path) -> dict[str, str]:
    """Return what stands in a folder, but for what hides."""
    return {
        path.relative_to(root).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts)
    }


def spawn(argv: list[str], root: Path, fault: Fault) -> dict[str, Any]:
    """Run a command in a forked process on a folder, and return what came of it."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            for stream, descriptor in ((out, 1), (err, 2)):
                os.dup2(stream.fileno(), descriptor)
            sys.stdin = io.TextIOWrapper(io.BytesIO(b""))
            run(argv, root, fault)
        _, status = os.waitpid(child, 0)
        err.seek(0)
        said, _, noted = err.read().decode().rpartition("\n")
    writes, left = json.loads(noted)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "said": said,
        "writes": writes,
        "left": left,
        "files": files_in(root),
    }


def warm(argv: list[str], spec_root: str) -> None:
    """Run a command on a copy before the forks, so that what is loaded and compiled once is so for all of them."""
    from clinic_cli.cli import main

    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        shutil.copytree(spec_root, folder, symlinks=True, dirs_exist_ok=True)
        sys.argv = ["clinic", *argv]
        quiet = contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere)
        with contextlib.chdir(folder), quiet[0], quiet[1], contextlib.suppress(SystemExit):
            main.run()


def main() -> None:
    spec = json.load(sys.stdin)
    typer.main.get_command = cache(typer.main.get_command)
    for argv in spec["commands"].values():
        warm(argv, spec["root"])

    for name, argv in spec["commands"].items():
        at = writes = 0
        while at <= writes:
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder) / "clinic"
                shutil.copytree(spec["root"], root, symlinks=True)
                outcome = spawn(argv, root, Fault(at, spec["how"][name], root))
            left = outcome.pop("left")
            print(json.dumps({"name": name, "at": at, **outcome}), flush=True)
            if spec["how"][name] == "killed":
                for at, files in enumerate(left, 1):
                    print(json.dumps({"name": name, "at": at, "status": KILLED, "said": "", "files": files}))
                break
            if not at:
                writes = outcome["writes"]
            at += 1


if __name__ == "__main__":
    main()
