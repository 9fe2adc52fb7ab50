"""Changes as the user meets them: shown, asked about, made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clinic_cli.editing import Change
    from clinic_cli.publishing import Obstacle
    from clinic_cli.workspace import Workspace


def make(workspace: Workspace, changes: Sequence[Change], *, yes: bool, dry_run: bool = False) -> None:
    """Show changes, and make them once somebody agrees."""
    from clinic_cli.cli.console import say
    from clinic_cli.editing import commit
    from clinic_cli.reporters.text import counted

    if not changes:
        say("Nothing to change: everything is so already.")
        return
    show(changes)
    files = counted(len(changes), "file")
    if dry_run:
        say(f"{files} would change; nothing was written.")
        return
    agree(f"Change {files}?", yes=yes, default=True)
    commit(workspace.root, changes)
    say(f"{files} changed. To take it back: clinic undo")


def protect_inbox(workspace: Workspace) -> None:
    """Have git leave the inbox alone before words come into it, and say so where that took a change."""
    from clinic_cli.authoring import ignore_inbox
    from clinic_cli.cli.console import say
    from clinic_cli.editing import commit
    from clinic_cli.workspace import INBOX_FILE

    if change := ignore_inbox(workspace):
        commit(workspace.root, [change])
        say(f"Added {INBOX_FILE} to .gitignore, so that words without a consent never enter git.")


def agree(question: str, *, yes: bool, default: bool = False) -> None:
    """Go on where `yes` was told or somebody says so; raise ClinicError where nobody can answer."""
    from clinic_cli.cli.console import confirm, is_interactive, say

    if yes:
        return
    if not is_interactive():
        raise ClinicError("this is asked about first, and nobody can answer here", "Add --yes if you are sure.")
    if not confirm(question, default=default):
        say("Nothing was changed.")
        raise typer.Exit(1)


def refuse(obstacles: Mapping[str, Sequence[Obstacle]]) -> None:
    """Say what stands in the way of each item that was to be published, and end with status 1; go on where nothing does."""
    from clinic_cli.cli.console import say

    for id, found in obstacles.items():
        if found:
            yet = "" if any(each.code == "revoked" for each in found) else " yet"
            say(f"`{id}` cannot be published{yet}:")
        for each in found:
            say(
                f"  - {each.message} ({each.who.value.replace('-', ' ')})" + (f"\n    {each.help}" if each.help else "")
            )
    if any(obstacles.values()):
        raise typer.Exit(1)


def show(changes: Sequence[Change]) -> None:
    """Print which lines go and which come."""
    from clinic_cli.cli.console import out, painter
    from clinic_cli.reporters.diff import render_change

    out("".join(render_change(change, painter()) for change in changes))
