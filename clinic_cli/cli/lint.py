"""`clinic lint`: what is wrong, where, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.options import AsOfOption, ProjectOption, choose, day, open_workspace, say_where_looked

if TYPE_CHECKING:
    from clinic_cli.lint.engine import Report
    from clinic_cli.workspace import Workspace

FORMATS = ("text", "json")
EPILOG = "Examples: clinic lint · clinic lint articles/a-walk.md · clinic lint --format json · clinic lint --as-of 2026-12-31"


def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATHS]...", help="Files or folders; the whole clinic without them.", show_default=False
        ),
    ] = None,
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    show_all: Annotated[bool, typer.Option("--show-all", help="Show every finding, however many are alike.")] = False,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Check articles and testimonials.

    Exit status: 0 clean or only warnings and notes, 1 errors found, 2 something could not be done, 4 no content found.

    Examples:

      clinic lint

      clinic lint articles/a-walk.md --format json
    """
    from clinic_cli.cli.console import out
    from clinic_cli.diagnostics import Severity
    from clinic_cli.lint.engine import lint as run_lint
    from clinic_cli.lint.selection import select_rules

    choose(format, FORMATS, "--format")
    workspace = open_workspace(project)
    only = workspace.listing_of(paths) if paths else None
    report = run_lint(workspace, select_rules(workspace.config), day(as_of, workspace), only)
    out(_render(report, workspace, format, show_all=show_all))
    if not (report.articles or report.testimonials or report.diagnostics):
        say_where_looked(workspace, paths)
        raise typer.Exit(4)
    raise typer.Exit(1 if report.count(Severity.ERROR) else 0)


def _render(report: Report, workspace: Workspace, format: str, *, show_all: bool) -> str:
    from functools import cache

    from clinic_cli.cli.console import painter, width
    from clinic_cli.reporters.json import render_json
    from clinic_cli.reporters.text import render_text

    read = cache(workspace.peek)
    if format == "json":
        fixable = {diagnostic.path for diagnostic in report.diagnostics if diagnostic.fix}
        return render_json(report, {path: source.lines for path in fixable if (source := read(path))})
    return render_text(report, read, width=width(), paint=painter(), show_all=show_all)
