"""Run commands on hostile files, each in a forked process, and print what it took: a program of its own, as it forks.

Takes a JSON list of cases on stdin (a name, files by path, the arguments), and prints a JSON list of their statuses,
seconds of work, most bytes of memory, and what they said on stderr.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import pkgutil
import resource
import shutil
import sys
import tempfile
from pathlib import Path

SECONDS = 20


def run(case: dict[str, object], folder: Path) -> dict[str, object]:
    """Return what a case came to."""
    root = folder / "clinic"
    shutil.rmtree(root, ignore_errors=True)
    for path, text in case["files"].items():  # type: ignore[attr-defined]
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="")
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            status: object = 70
            try:
                os.chdir(root)
                for stream, descriptor in ((out, 1), (err, 2)):
                    os.dup2(stream.fileno(), descriptor)
                sys.stdin = io.TextIOWrapper(io.BytesIO(b""))
                sys.argv = ["clinic", *case["argv"]]  # type: ignore[misc]
                resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
                from clinic_cli.cli import main

                main.run()
            except SystemExit as end:
                status = end.code
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status if isinstance(status, int) else 0)
        _, status, usage = os.wait4(child, 0)
        err.seek(0)
        said = err.read().decode(errors="replace")
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "name": case["name"],
        "status": os.waitstatus_to_exitcode(status),
        "seconds": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * unit,
        "said": said,
    }


def main() -> None:
    import clinic_cli

    for module in pkgutil.walk_packages(clinic_cli.__path__, "clinic_cli."):  # loaded once, before the forks
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    cases = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        json.dump([run(case, Path(folder)) for case in cases], sys.stdout)


if __name__ == "__main__":
    main()
