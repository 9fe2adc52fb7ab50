"""`clinic export`: what may leave, as files for a web site."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from clinic_cli.cli.options import AsOfOption, ProjectOption, choose, day, open_workspace, say_where_looked
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from datetime import date as Day

    from clinic_cli.config import Target
    from clinic_cli.exporters.run import Exported
    from clinic_cli.publicview import Publication
    from clinic_cli.workspace import Workspace


def complete_target(incomplete: str) -> list[str]:
    """Return formats and targets that begin as typed."""
    from clinic_cli.cli.completion import targets

    return [name for name in targets() if name.startswith(incomplete)]


def export(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[FORMAT|TARGET]",
            help="html, json, fragments, wxr, csv, or a target of the configuration; every target without it.",
            autocompletion=complete_target,
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where the files go; public/FORMAT without it.", show_default=False),
    ] = None,
    base_url: Annotated[
        str, typer.Option("--base-url", metavar="URL", help="Where the files will be served from.", show_default=False)
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with status 1 where the output is out of date.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; list what would change.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Write nothing; say of each item whether it leaves, and why not.")
    ] = False,
    eject: Annotated[
        bool, typer.Option("--eject", help="Copy the page templates into templates/, to change them there.")
    ] = False,
    templates: Annotated[
        bool, typer.Option("--templates/--no-templates", help="Use the clinic's own templates, where it has some.")
    ] = True,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither read nor write .clinic/cache.")] = False,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Export what is published, in date and consented, and nothing else.

    Where a file of testimonials cannot be read, none of its words leaves, and those that an earlier export showed are taken out.

    Exit status: 0 done, 1 out of date (--check) or a file of testimonials that cannot be read, 2 something could not be done, 4 no content found.

    Examples:

      clinic export html

      clinic export json --out public/api --as-of 2026-06-15

      clinic export --check
    """
    from clinic_cli.content.schema import WEB_ADDRESS

    workspace = open_workspace(project)
    if base_url and not re.fullmatch(WEB_ADDRESS, base_url):
        raise ClinicError(f"--base-url: `{base_url}` is no web address", "Write it as in https://clinic.example.")
    if eject:
        _eject(workspace)
        return
    targets = _targets(workspace, name, out, base_url)
    _refuse_nothing(workspace)
    told = [("--out", str(out or "")), ("--base-url", base_url), ("--project", str(project or ""))]
    again = "".join(f" {option} {shlex.quote(value)}" for option, value in told if value)
    again += "" if templates else " --no-templates"
    how = _How(day(as_of, workspace), check, dry_run, explain, templates, not no_cache, again)
    done = [_export(workspace, target, how) for target in targets]
    unread = _say_unread([publication for publication, _ in done])
    if unread or (check and not all(plan.is_current for _, plan in done)):
        raise typer.Exit(1)


def _say_unread(publications: list[Publication]) -> bool:
    """Say which files of testimonials could not be read; return whether there is one."""
    from clinic_cli.cli.console import complain
    from clinic_cli.publication import UNREADABLE

    held = {each.id: each.reasons[0] for publication in publications for each in publication.held}
    unread = {path: reason for path, reason in held.items() if reason.code == UNREADABLE}
    for path, reason in unread.items():
        complain(
            ClinicError(
                f"{path} {reason.message.removeprefix('It ')}",
                f"Mend the file, as clinic lint {path} tells, and export once more.",
            )
        )
    return bool(unread)


class _How(NamedTuple):
    """What one run does with its targets; `again` are the options that bring them up to date."""

    today: Day
    check: bool
    dry_run: bool
    explain: bool
    templates: bool
    cached: bool
    again: str


def _export(workspace: Workspace, target: Target, how: _How) -> Exported:
    """Run one target; return what left, and what was or would be done."""
    from clinic_cli.cli.console import out as show
    from clinic_cli.cli.console import progress, say
    from clinic_cli.cli.options import shown_path
    from clinic_cli.exporters.run import export as run_export
    from clinic_cli.reporters.export import render_changes, render_reasons, render_summary

    idle = how.check or how.dry_run or how.explain
    with progress() as watch:
        done = run_export(
            workspace,
            target,
            how.today,
            dry_run=idle,
            with_templates=how.templates,
            cached=how.cached,
            watch=watch,
        )
    publication, plan = done
    if how.explain:
        show(render_reasons(publication, plan))
    if how.check or how.dry_run:
        show(render_changes(plan))
    if how.check and not plan.is_current:
        say(f"{shown_path(plan.folder)} is out of date.\n  Run `clinic export {target.name}{how.again}`.")
    elif how.check:
        say(f"{shown_path(plan.folder)} is up to date.")
    elif not idle:
        say(render_summary(publication, plan, target.format, shown_path(plan.folder)))
    return done


def _targets(workspace: Workspace, name: str | None, out: Path | None, base_url: str) -> list[Target]:
    """Return what is to be exported: a format into a folder, one target, or all of them."""
    from clinic_cli.config import Target
    from clinic_cli.exporters.registry import EXPORTERS

    known = workspace.config.targets
    if name is None:
        if not known:
            raise ClinicError(
                "The configuration has no export target.",
                'Name a format, as in `clinic export html`, or add a target: [export.website] format = "html"',
            )
        if out and len(known) > 1:
            raise ClinicError("--out names one folder for several targets.", f"Name one of: {', '.join(known)}.")
        found = list(known.values())
    else:
        choose(name, (*EXPORTERS, *known), "export")
        found = [known.get(name) or Target(name, name)]
    return [
        target._replace(
            out=os.path.abspath(out) if out else target.folder,
            base_url=base_url or target.base_url or workspace.config.url,
        )
        for target in found
    ]


def _refuse_nothing(workspace: Workspace) -> None:
    """Exit with status 4 where there is no content at all, so that a wrong folder does not empty a site."""
    listing = workspace.listing()
    files = map(workspace.parse_testimonials, listing.testimonials)
    if not listing.articles and not any(file.records or file.problems for file in files):
        say_where_looked(workspace)
        raise typer.Exit(4)


def _eject(workspace: Workspace) -> None:
    from clinic_cli.cli.console import out as show
    from clinic_cli.cli.console import say
    from clinic_cli.editing import commit, create
    from clinic_cli.exporters.templating import FOLDER, default_templates

    changes = []
    for name, text in default_templates().items():
        path = workspace.root / FOLDER / name
        if os.path.lexists(path):
            say(f"{FOLDER}/{name}: exists already; it stays as it is.")
        else:
            changes.append(create(f"{FOLDER}/{name}", text))
    if changes:
        commit(workspace.root, changes)
    show("".join(f"{change.path}\n" for change in changes))
    say("Delete those that you do not change: clinic then uses its own, and keeps them up to date.")
