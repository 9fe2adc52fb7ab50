"""Changes for people: which lines of which file go, and which come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.difference import differences
from clinic_cli.reporters.text import plain, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinic_cli.editing import Change


def render_change(change: Change, paint: Callable[[str, str], str] = plain) -> str:
    """Return a change of a file as its path and the lines that go (-) and come (+), each with its number."""
    if change.after is None or change.before is None:
        what = "goes" if change.after is None else "is new"
        return f"{paint(visible(change.path), 'strong')} {what}\n"
    old, new = (text.split("\n") for text in (change.before.text, change.result.text))
    width = len(str(max(len(old), len(new))))
    lines = [paint(visible(change.path), "strong")]
    for top, bottom, start, end in differences(old, new):
        lines += [_line(at + 1, width, "-", old[at], "error", paint) for at in range(top, bottom)]
        lines += [_line(at + 1, width, "+", new[at], "good", paint) for at in range(start, end)]
    return "\n".join(lines) + "\n"


def _line(number: int, width: int, sign: str, text: str, role: str, paint: Callable[[str, str], str]) -> str:
    return f"  {paint(f'{number:>{width}}', 'dim')} {paint(f'{sign} {visible(text.removesuffix(chr(13)))}', role)}"


def render_patch(change: Change) -> str:
    """Return a change of a file that stays as a patch, to the byte, which `git apply` takes."""
    import difflib

    assert change.before is not None
    old, new = (_raw_lines(data) for data in (change.before.data, change.result.data))
    patch = difflib.unified_diff(old, new, f"a/{change.path}", f"b/{change.path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in patch)


def _raw_lines(data: bytes) -> list[str]:
    *lines, last = data.decode().split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]
