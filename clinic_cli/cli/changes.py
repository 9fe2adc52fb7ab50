"""Changes as the user meets them: shown, asked about, made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinic_cli.editing import Change
    from clinic_cli.workspace import Workspace


def make(workspace: Workspace, changes: Sequence[Change], *, yes: bool, dry_run: bool = False) -> bool:
    """Show changes and make them once somebody agrees; return whether they were made.

    Raises ClinicError where nobody can be asked and `yes` was not said.
    """
    from clinic_cli.cli.console import confirm, is_interactive, say
    from clinic_cli.editing import commit
    from clinic_cli.reporters.text import counted

    if not changes:
        say("Nothing to change: everything is so already.")
        return False
    show(changes)
    files = counted(len(changes), "file")
    if dry_run:
        say(f"{files} would change; nothing was written.")
        return False
    if not yes:
        if not is_interactive():
            raise ClinicError("nobody is there to agree; nothing was written", "Add --yes to make these changes.")
        if not confirm(f"Change {files}?"):
            say("Nothing was written.")
            return False
    commit(workspace.root, changes)
    say(f"{files} changed. To take it back: clinic undo")
    return True


def show(changes: Sequence[Change]) -> None:
    """Print which lines go and which come."""
    from clinic_cli.cli.console import out, painter
    from clinic_cli.reporters.diff import render_change

    out("".join(render_change(change, painter()) for change in changes))
