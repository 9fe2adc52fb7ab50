"""Print every pattern that the package compiles, as JSON: at import, and while it lints, imports and exports a sample.

Run as a program of its own, since what is compiled once is compiled no more.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from pathlib import Path

from clinic_cli.content.regex import Regex as _Regex

_compile = re._compile  # type: ignore[attr-defined]
_seen: dict[str, dict[str, object]] = {}


def _spy(pattern: object, flags: int) -> object:
    compiled = _compile(pattern, flags)
    caller = sys._getframe(1)
    while caller and caller.f_globals.get("__name__") in (__name__, "re", "functools", "clinic_cli.content.regex"):
        caller = caller.f_back
    module = caller.f_globals.get("__name__", "") if caller else ""
    if module.startswith("clinic_cli"):
        text = compiled.pattern
        is_bytes = isinstance(text, bytes)
        _seen[f"{module}: {text!r} {compiled.flags}"] = {
            "module": module,
            "pattern": text.decode("latin-1") if is_bytes else text,
            "bytes": is_bytes,
            "flags": compiled.flags & ~re.UNICODE if is_bytes else compiled.flags,
        }
    return compiled


class _Eager(_Regex):
    """One that is compiled where it is made, so that its module is known."""

    def __init__(self, text: str, flags: int = 0) -> None:
        super().__init__(text, flags)
        _spy(text, flags)


def main() -> None:
    re._compile = _spy  # type: ignore[attr-defined]
    import clinic_cli
    from clinic_cli.content import regex

    regex.Regex = _Eager  # type: ignore[misc] - before the rules are imported

    for module in pkgutil.walk_packages(clinic_cli.__path__, "clinic_cli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from clinic_cli.content.schema import BY_NAME, Field

    def walk(field: Field) -> None:
        if field.pattern:
            key = f"schema.{field.name}: {field.pattern}"
            _seen[key] = {"module": "clinic_cli.content.schema", "pattern": field.pattern, "bytes": False, "flags": 32}
        for child in (*field.fields, *([field.items] if field.items else [])):
            walk(child)

    for field in BY_NAME.values():
        walk(field)
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))
    from tests.project import run_command

    root = Path(sys.argv[1])
    for command in (["lint", "--select", "all"], ["list", "articles"], ["export", "html", "--out", "site"]):
        run_command(*command, "--as-of", "2026-06-15", cwd=root)
    json.dump(list(_seen.values()), sys.stdout)


if __name__ == "__main__":
    main()
