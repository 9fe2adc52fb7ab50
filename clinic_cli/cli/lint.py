"""`clinic lint`: what is wrong, where, and what to do about it.

Annotations are no text here: Typer reads each option's back, twice, which costs a start 2 ms.
"""

from pathlib import Path
from typing import Annotated, Final

import typer

from clinic_cli.cli.options import (
    AsOfOption,
    ProjectOption,
    choose,
    day,
    is_foreign,
    open_workspace_of,
    say_where_looked,
)
from clinic_cli.errors import ClinicError

FAIL_ON: Final = ("error", "warning", "never")


def complete_format(incomplete: str) -> list[str]:
    """Return formats that begin as typed."""
    from clinic_cli.reporters import REPORTERS

    return [name for name in REPORTERS if name.startswith(incomplete)]


def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATHS]...", help="Files or folders; the whole clinic without them.", show_default=False
        ),
    ] = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="text, concise, json, jsonl, github, gitlab, sarif, junit or summary.",
            autocompletion=complete_format,
        ),
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            metavar="FORMAT=FILE",
            help="Also write a report to a file, as in sarif=lint.sarif; may be given again.",
            show_default=False,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="RULES",
            help="Only these rules or categories, or all; commas part them.",
            show_default=False,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="RULES", help="Without these rules or categories.", show_default=False),
    ] = None,
    severity: Annotated[
        list[str] | None,
        typer.Option(
            "--severity",
            metavar="LEVEL",
            help="Show only error, warning (or worse), or note (or worse); RULE=LEVEL sets a rule's own.",
            show_default=False,
        ),
    ] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="LEVEL", help="What ends with status 1: error, warning or never.")
    ] = "error",
    max_warnings: Annotated[
        int | None,
        typer.Option("--max-warnings", metavar="N", min=0, help="More warnings end with status 1.", show_default=False),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without changing what is meant.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: also what may change what is meant.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    changed: Annotated[bool, typer.Option("--changed", help="Only files that differ from the last commit.")] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="REV",
            help="Only files that changed since this branch left a revision, as in origin/main.",
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Keep quiet about findings in this file.", show_default=False),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write what is found now to the --baseline file.")
    ] = False,
    prune_baseline: Annotated[
        bool, typer.Option("--prune-baseline", help="Take what is no longer found out of the --baseline file.")
    ] = False,
    stdin_filename: Annotated[
        Path | None,
        typer.Option(
            "--stdin-filename", metavar="PATH", help="Check stdin as if it were this file.", show_default=False
        ),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count findings by rule and by who can act.")
    ] = False,
    show_all: Annotated[bool, typer.Option("--show-all", help="Show every finding, however many are alike.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither read nor write .clinic/cache.")] = False,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Check articles and testimonials.

    Files that lie outside of the current folder's clinic are checked as part of their own.

    Exit status: 0 clean or only warnings and notes, 1 errors found, 2 something could not be done, 4 no content found.

    Examples:

      clinic lint

      clinic lint articles/a-first-session.md --format json

      clinic lint --fix

      clinic lint --changed --fail-on warning

      clinic lint --output sarif=lint.sarif --output junit=lint.xml

      clinic lint --baseline clinic-baseline.json --write-baseline
    """
    from clinic_cli.cli import linting
    from clinic_cli.cli.console import out, progress, say
    from clinic_cli.lint.engine import Report, Run
    from clinic_cli.lint.selection import select_rules
    from clinic_cli.reporters import REPORTERS

    choose(format, tuple(REPORTERS), "--format")
    choose(fail_on, FAIL_ON, "--fail-on")
    narrow = changed or since is not None
    for clash, options, why in (
        (changed and since is not None, "--changed and --since", "--since sees what is not yet committed too."),
        (stdin_filename is not None and bool(paths), "--stdin-filename and PATHS", "Give one of the two."),
        (stdin_filename is not None and narrow, "--stdin-filename and --changed or --since", "Give one of the two."),
        (fix and diff, "--fix and --diff", "--diff shows what --fix would change; give one of the two."),
        (write_baseline and prune_baseline, "--write-baseline and --prune-baseline", "To write prunes too."),
    ):
        if clash:
            raise ClinicError(f"{options} do not go together", why)
    for given, needs, option, other in (
        (unsafe_fixes, fix or diff, "--unsafe-fixes", "--fix or --diff"),
        (write_baseline, baseline, "--write-baseline", "--baseline FILE"),
        (prune_baseline, baseline, "--prune-baseline", "--baseline FILE"),
    ):
        if given and not needs:
            raise ClinicError(f"{option} does nothing alone", f"Add {other}.")
    outputs = linting.outputs(output or ())
    workspace = open_workspace_of([stdin_filename] if stdin_filename else paths or [], project)
    floor, levels = linting.severities(severity or ())
    selection = select_rules(workspace.config, linting.names(select), linting.names(ignore), levels)
    today = day(as_of, workspace)
    scope = linting.scope(workspace, paths or [], stdin_filename, narrow=narrow, since=since)
    linting.spare_content(workspace, [path for _, path in outputs] + ([baseline] if baseline else []))
    words = format == "text" and not linting.in_ci()
    with progress() as watch:
        run = Run(
            workspace,
            selection,
            today,
            scope.only,
            overlay=scope.overlay,
            cache=None
            if no_cache or is_foreign(workspace, scope.only)
            else linting.open_cache(workspace, selection, today),
            words=words or fix or diff,
            tick=lambda done, total: watch("Checking", done, total),
        )
        report = Report((), 0, 0, today) if scope.is_empty else run.report()
    sieve = linting.Sieve(run, floor, baseline, fresh=write_baseline)
    if fix or diff:
        report = linting.mend(run, report, sieve, unsafe=unsafe_fixes, dry=diff, stdin=stdin_filename is not None)
    if write_baseline or prune_baseline:
        sieve.save(report, prune=prune_baseline)
    report = sieve(report)
    style = linting.Style(format, words=words, show_all=show_all, statistics=statistics)
    is_named = stdin_filename is not None or any(not path.is_dir() for path in paths or ())
    nothing = not (scope.is_empty or narrow or is_named or report.articles or report.testimonials or report.diagnostics)
    if not nothing or format not in linting.FOR_PEOPLE:
        linting.print_report(run, report, style, say if fix and stdin_filename else out)
    if outputs:
        linting.write_reports(run, report, outputs)
    sieve.tell_stale()
    if scope.is_empty:
        say("Nothing has changed.")
    elif nothing:
        say_where_looked(workspace, paths)
        raise typer.Exit(4)
    raise typer.Exit(linting.status(report, fail_on, max_warnings))
