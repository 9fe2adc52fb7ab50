"""`clinic forget`: a testimonial taken back, wherever it went."""

from __future__ import annotations

from typing import Annotated

import typer

from clinic_cli.cli.completion import complete_testimonial
from clinic_cli.cli.options import ProjectOption, YesOption, open_workspace


def forget(
    id: Annotated[str, typer.Argument(metavar="ID", help="A testimonial's id.", autocompletion=complete_testimonial)],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="Day the client took it back; today without it.", show_default=False),
    ] = None,
    yes: YesOption = False,
    project: ProjectOption = None,
) -> None:
    """Take a testimonial down and tell where it went, and what remains to be done by hand.

    Examples:

      clinic forget t-100001

      clinic forget t-100001 --on 2026-05-20 --yes
    """
    from clinic_cli import live
    from clinic_cli.aftermath import steps_elsewhere
    from clinic_cli.cli.consent import take_back, tell_unread
    from clinic_cli.cli.console import out
    from clinic_cli.consent import records_of
    from clinic_cli.reporters.text import counted, visible_lines

    workspace = open_workspace(project)
    records = records_of(workspace.parse(), id)
    steps = take_back(workspace, id, on, yes=yes)
    lines = ["Exports whose last manifest holds it:"]
    held = live.exports_holding(workspace, id)
    for export in held:
        files = export.files_of(id)
        own = f", {counted(len(files), 'file')} of its own" if files else ""
        unread = "" if export.manifest else ", as far as anybody can tell: its manifest cannot be read"
        lines.append(f"  {export.shown}{own}{unread}")
    lines += [] if held else ["  none in this folder"]
    lines.append("What remains to be done by hand:")
    lines += [f"{number:3}. {step}" for number, step in enumerate((*steps, *steps_elsewhere(workspace, records)), 1)]
    out("".join(f"{visible_lines(line)}\n" for line in lines))
    tell_unread(workspace)
