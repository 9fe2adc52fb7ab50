"""`clinic edit`: the editor, then what is wrong with the result, and the choice to go back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.completion import complete_id
from clinic_cli.cli.options import AsOfOption, ProjectOption, day, open_workspace

if TYPE_CHECKING:
    from datetime import date

    from clinic_cli.lint.engine import Report
    from clinic_cli.workspace import Workspace


def edit(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An article's slug, a testimonial's id, or a content file.", autocompletion=complete_id
        ),
    ],
    once: Annotated[bool, typer.Option("--once", help="Do not offer to go back to the editor.")] = False,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Open an article or a testimonial in your editor, then check it at once.

    The editor is the one that VISUAL or EDITOR names. `clinic undo` brings back the text as it was before. If the editor
    fails, the text is put back as it was, and what the editor left is kept in .clinic/left. Until it is closed, no other
    command changes the file.

    Exit status: 1 where errors are left, as in clinic lint.

    Examples:

      clinic edit a-first-session

      clinic edit t-100001 --once
    """
    from clinic_cli.cli.console import confirm, is_interactive, say
    from clinic_cli.cli.editor import edited
    from clinic_cli.diagnostics import Severity

    workspace = open_workspace(project)
    today = day(as_of, workspace)
    path, line = _place(workspace, id)
    before: bytes | None = None
    while True:
        before = edited(workspace.root, path, line, before)
        if before is None:
            say("Nothing was changed.")
            return
        report = _check(workspace, path, today)
        errors = report.count_of(Severity.ERROR)
        found = errors + report.count_of(Severity.WARNING)
        if not found or once or not is_interactive() or not confirm("Back to the editor?", default=errors > 0):
            raise typer.Exit(1 if errors else 0)
        worst = min(report.diagnostics, key=lambda each: (each.severity.rank, each.span))
        line = worst.start.line


def _place(workspace: Workspace, id: str) -> tuple[str, int]:
    """Return the file that an id or path names, and the line to begin at."""
    from clinic_cli.content.article import Article
    from clinic_cli.finding import find_item

    path = workspace.display_path(Path(id))
    listing = workspace.listing()
    if path in (*listing.articles, *listing.testimonials):
        return path, 1
    item = find_item(workspace.parse(listing), id)
    return item.path, 1 if isinstance(item, Article) else item.source.lines.location(item.start.start).line


def _check(workspace: Workspace, path: str, today: date) -> Report:
    """Print what is wrong with a file, as clinic lint does."""
    from clinic_cli.cli import linting
    from clinic_cli.cli.console import out
    from clinic_cli.lint.engine import Run
    from clinic_cli.lint.selection import select_rules

    run = Run(workspace, select_rules(workspace.config), today, workspace.listing_of([workspace.root / path]))
    report = run.report()
    linting.print_report(run, report, linting.Style("text", words=True, show_all=False, statistics=False), out)
    return report
