"""The user's own editor, opened on a file and waited for; a text that was there is never lost by it."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clinic_cli.cli.options import shown_path
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN: Final = ("nano", "vi") if os.name == "posix" else ("notepad",)
"""What is opened for somebody at a terminal who never chose an editor."""
_WAITS: Final = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "subl", "zed", "gedit"), "--wait"),
    **dict.fromkeys(("gvim", "mvim"), "-f"),
    "mate": "-w",
}
"""What keeps an editor with windows from coming back at once."""
_PLUS_LINE: Final = frozenset(
    ("vi", "vim", "nvim", "view", "gvim", "mvim", "nano", "emacs", "joe", "micro", "kak", "ne")
)
_COLON_LINE: Final = frozenset(("subl", "zed", "hx", "helix"))


class EditorError(ClinicError):
    """Say that an editor was opened and failed; the file is as it left it."""


def open_editor(path: Path, line: int = 1) -> None:
    """Open a file in the user's editor, at a line where the editor can do that, and wait until it is closed.

    Raises ClinicError where there is no editor, and EditorError where it fails; the file stays as the editor left it.
    """
    import signal
    import subprocess

    editor = _editor(path)
    if not editor:
        raise ClinicError(
            f"there is no editor to open {shown_path(path)} in",
            "Set EDITOR, as in export EDITOR=nano.",
        )
    # Ctrl-C belongs to the editor while it is open; taken by us it would kill the editor with the text in it
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        done = subprocess.run(command(editor, path, line), check=False)  # noqa: S603  the user's own editor
    except (OSError, ValueError) as error:
        raise ClinicError(
            f"the editor `{editor[0]}` could not be started: {getattr(error, 'strerror', None) or error}",
            f"Set EDITOR, then open {shown_path(path)}.",
        ) from error
    finally:
        signal.signal(signal.SIGINT, before)
    if done.returncode:
        raise EditorError(f"the editor ended with status {done.returncode}")


def edited(root: Path, path: str, line: int = 1, before: bytes | None = None) -> bytes | None:
    """Open a project's file in the user's editor; return the text that undo goes back to, None where nothing is new.

    That is `before`, or without it the text that is there. Meanwhile a copy waits in .clinic/left, for an editor, a disk or
    a machine that fails, and no other command changes the file. Where the editor fails, or leaves nothing, the text is
    put back. Raises ClinicError.
    """
    from clinic_cli import journal
    from clinic_cli.cli.console import say
    from clinic_cli.source import read_bytes

    target = root / path
    with journal.opened(root, path):
        with journal.held(root):
            text = read_bytes(target)
            for kept in journal.kept(root, path) if before is None else ():
                say(f"A text of an earlier edit is in {kept}; delete it once nobody needs it.")
            copy = journal.keep(root, path, text, "-before")
        failure: EditorError | None = None
        try:
            _wait_for(target, line, text)
        except EditorError as error:
            failure = error
        finally:
            with _looking_after(root, target, copy):
                help = _put_back(root, path, text) if failure else ""
                new = _take_over(root, path, text, text if before is None else before)
    if failure:
        raise EditorError(failure.message, help) from failure
    return new


def _wait_for(target: Path, line: int, text: bytes) -> None:
    import time

    from clinic_cli.cli.console import ask, is_interactive
    from clinic_cli.source import read_bytes

    began = time.monotonic()
    open_editor(target, line)
    if is_interactive() and time.monotonic() - began < 1 and read_bytes(target) == text:
        # an editor with windows of its own may come back at once
        ask("Press Enter when you have saved and closed the file")


@contextlib.contextmanager
def _looking_after(root: Path, target: Path, copy: Path) -> Iterator[None]:
    """Hold the project while a file is looked at that was in an editor; then the copy goes, or is told of."""
    from clinic_cli import journal
    from clinic_cli.writing import remove_empty_folder, remove_file

    try:
        with journal.held(root):
            yield
            remove_file(copy)
            remove_empty_folder(copy.parent)
    except ClinicError as error:
        raise ClinicError(
            error.message,
            f"{shown_path(target)} is as the editor left it; the text before is in {shown_path(copy)}. {error.help}",
        ) from error


def _put_back(root: Path, path: str, text: bytes) -> str:
    """Put a text back as it was after an editor failed; return the words that say so, and where the editor's own is."""
    from clinic_cli import journal
    from clinic_cli.writing import write_file

    left = _now(root / path)
    if left == text:
        return "The text is as it was."
    kept = journal.keep(root, path, left) if left.strip() else None
    write_file(root / path, text)
    return "The text is back as it was." + (f" What the editor left is in {shown_path(kept)}." if kept else "")


def _take_over(root: Path, path: str, text: bytes, before: bytes) -> bytes | None:
    """Put the text back where the editor left nothing, and let the journal take back what is new since `before`."""
    from clinic_cli import journal
    from clinic_cli.cli.console import say
    from clinic_cli.writing import write_file

    left = _now(root / path)
    if not left.strip() and text.strip():
        write_file(root / path, text)
        say("The editor left an empty file; the text is back as it was.")
        left = text
    if left == before:
        return None
    journal.record(root, [(path, before, left)])
    return before


def _now(target: Path) -> bytes:
    from clinic_cli.source import read_bytes

    return read_bytes(target) if target.exists() else b""


def open_new(root: Path, path: str) -> None:
    """Open a file just written; an editor that fails leaves it there."""
    try:
        edited(root, path)
    except ClinicError as error:
        raise ClinicError(error.message, f"{shown_path(root / path)} is written. {error.help}") from error


def _editor(path: Path) -> list[str]:
    """Return the command of the editor chosen to open a file, or of a plain one for somebody at a terminal."""
    from clinic_cli.cli.console import is_interactive

    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        if Path(chosen).is_file():
            return [chosen]
        try:
            return [word.strip('"') for word in shlex.split(chosen, posix=os.name == "posix")]
        except ValueError as error:
            raise ClinicError(
                f"the editor's command cannot be read: {chosen}: {error}",
                f"Set EDITOR anew, as in export EDITOR=nano, then open {shown_path(path)}.",
            ) from error
    return [name for name in _PLAIN if shutil.which(name)][:1] if is_interactive() else []


def command(editor: list[str], path: Path, line: int) -> list[str]:
    """Return what is run: told to wait where it would come back at once, and where to begin where it can be."""
    name = Path(editor[0]).stem.lower()
    wait = _WAITS.get(name)
    command = [*editor, *([wait] if wait and not {wait, "-w", "--wait"} & {*editor} else [])]
    if line > 1 and name in _PLUS_LINE:
        return [*command, f"+{line}", str(path)]
    if line > 1 and name in _COLON_LINE:
        return [*command, f"{path}:{line}"]
    if line > 1 and _WAITS.get(name) == "--wait" and name not in ("subl", "zed", "gedit"):
        return [*command, "--goto", f"{path}:{line}"]
    return [*command, str(path)]
