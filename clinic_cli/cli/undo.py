"""`clinic undo`: the last change that a command made, taken back to the byte."""

from __future__ import annotations

from clinic_cli.cli.options import ProjectOption, YesOption, open_workspace


def undo(yes: YesOption = False, project: ProjectOption = None) -> None:
    """Take back the last change that a command made.

    Only the last one can be taken back. It needs no git. What somebody changed after the command is never overwritten: then nothing is undone. A consent
    that was revoked, and words that were forgotten, are gone for good.

    Examples:

      clinic undo

      clinic undo --yes
    """
    from clinic_cli import journal
    from clinic_cli.cli.changes import agree, show
    from clinic_cli.cli.console import is_interactive, say
    from clinic_cli.editing import commit, undoing
    from clinic_cli.reporters.text import counted

    workspace = open_workspace(project)
    changes = undoing(workspace.root)
    earlier = journal.has_earlier(workspace.root)
    if not changes:
        say("Only the last change can be taken back." if earlier else "There is nothing to undo.")
        return
    show(changes)
    agree("Take this back?", yes=yes or not is_interactive(), default=True)
    commit(workspace.root, changes, undoable=False)
    journal.forget_last(workspace.root, earlier=earlier)
    say(f"{counted(len(changes), 'file')} as before.")
