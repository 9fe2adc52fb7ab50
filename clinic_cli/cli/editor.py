"""The user's own editor, opened on a file and waited for."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path
from typing import Final

from clinic_cli.cli.options import shown_path
from clinic_cli.errors import ClinicError

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
            f"the editor could not be started: {error}",
            f"Set EDITOR, then open {shown_path(path)}.",
        ) from error
    finally:
        signal.signal(signal.SIGINT, before)
    if done.returncode:
        raise EditorError(f"the editor ended with status {done.returncode}", f"Open {shown_path(path)} in another.")


def open_new(path: Path) -> None:
    """Open a file just written; an editor that fails leaves it there."""
    try:
        open_editor(path)
    except ClinicError as error:
        raise ClinicError(error.message, f"The file is written. {error.help}") from error


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
