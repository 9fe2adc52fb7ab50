"""`clinic import`: articles and testimonials that were written elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.changes import protect_inbox
from clinic_cli.cli.options import ProjectOption, YesOption, choose, open_workspace
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clinic_cli.importers.material import Imported
    from clinic_cli.importers.plan import Plan
    from clinic_cli.workspace import Workspace
    from clinic_cli.writing import Spool

FORMATS = ("table", "json")

import_app = typer.Typer(
    help="Bring in articles and testimonials that were written elsewhere.", no_args_is_help=True, rich_markup_mode=None
)
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be made and what is lost, and write nothing.")
]
UpdateOption = Annotated[
    bool, typer.Option("--update", help="Take over what changed at the source since the last import.")
]
AuthorsOption = Annotated[
    bool, typer.Option("--add-authors/--no-add-authors", help="Add authors who are new to the roster.")
]
FormatOption = Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}.")]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="THERE=HERE",
        help="What a key or column becomes, as in excerpt=description; THERE= leaves it out. May be given again.",
        show_default=False,
    ),
]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The file to read.", show_default=False)]


@import_app.command("wordpress")
def wordpress(
    file: FileArgument,
    dry_run: DryRunOption = False,
    update: UpdateOption = False,
    add_authors: AuthorsOption = True,
    format: FormatOption = "table",
    yes: YesOption = False,
    project: ProjectOption = None,
) -> None:
    """Import posts and pages from a WordPress export (Tools, Export), as drafts.

    Examples:

      clinic import wordpress export.xml --dry-run

      clinic import wordpress export.xml
    """
    _run("wordpress", file, {}, "", dry_run, update, add_authors, format, yes, project)


@import_app.command("page")
def page(
    file: FileArgument,
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="The title, where the page has none.", show_default=False)
    ] = "",
    dry_run: DryRunOption = False,
    update: UpdateOption = False,
    add_authors: AuthorsOption = True,
    format: FormatOption = "table",
    yes: YesOption = False,
    project: ProjectOption = None,
) -> None:
    """Import one page, saved from a browser or copied as text: an article, and testimonials into the inbox.

    Examples:

      clinic import page saved.html

      clinic import page copied.txt --title "A first session"
    """
    _run("page", file, {}, title, dry_run, update, add_authors, format, yes, project)


@import_app.command("markdown")
def markdown(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder of the posts, or one of them.", show_default=False)
    ],
    map: MapOption = None,
    dry_run: DryRunOption = False,
    update: UpdateOption = False,
    add_authors: AuthorsOption = True,
    format: FormatOption = "table",
    yes: YesOption = False,
    project: ProjectOption = None,
) -> None:
    """Import Markdown posts of Hugo, Jekyll, Eleventy, Zola, Hexo and the like, as drafts; the text stays as it is.

    Examples:

      clinic import markdown site/_posts --dry-run

      clinic import markdown site/content/posts --map excerpt=description --map hero=
    """
    from clinic_cli.importers.keys import TARGETS

    _run("markdown", folder, _mapping(map, TARGETS), "", dry_run, update, add_authors, format, yes, project)


@import_app.command("csv")
def csv(
    file: FileArgument,
    map: MapOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = "table",
    yes: YesOption = False,
    project: ProjectOption = None,
) -> None:
    """Import testimonials from a table, one a row, into the inbox.

    Examples:

      clinic import csv quotes.csv --dry-run

      clinic import csv quotes.csv --map Branch=tags
    """
    _run_table("csv", file, map, dry_run, format, yes, project)


@import_app.command("json")
def json(
    file: FileArgument,
    map: MapOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = "table",
    yes: YesOption = False,
    project: ProjectOption = None,
) -> None:
    """Import testimonials from a list in JSON into the inbox.

    Examples:

      clinic import json quotes.json --dry-run
    """
    _run_table("json", file, map, dry_run, format, yes, project)


def _run_table(
    name: str, file: Path, map: list[str] | None, dry_run: bool, format: str, yes: bool, project: Path | None
) -> None:
    from clinic_cli.importers.columns import TARGETS

    _run(name, file, _mapping(map, TARGETS), "", dry_run, False, False, format, yes, project)


def _mapping(pairs: list[str] | None, targets: tuple[str, ...]) -> dict[str, str]:
    """Return what --map says; raise ClinicError for what is no pair, or leads to no key of ours."""
    mapping: dict[str, str] = {}
    for pair in pairs or ():
        key, equals, target = pair.rpartition("=")
        if not equals or not key:
            raise ClinicError(f"--map: `{pair}` is no pair", "Write THERE=HERE, as in excerpt=description.")
        target = target.strip()
        mapping[key.strip()] = target if not target or target.startswith("x-") else choose(target, targets, "--map")
    return mapping


def _run(
    name: str,
    path: Path,
    keys: dict[str, str],
    title: str,
    dry_run: bool,
    update: bool,
    add_authors: bool,
    format: str,
    yes: bool,
    project: Path | None,
) -> None:
    from clinic_cli.writing import Spool

    choose(format, FORMATS, "--format")
    if not path.exists():
        raise ClinicError(f"{path}: no such file or folder", "Check the spelling.")
    if path.is_dir() and name != "markdown":
        raise ClinicError(
            f"{path}: this is a folder, and clinic import {name} reads one file",
            "Name the file in it; a folder of Markdown posts comes in with clinic import markdown.",
        )
    workspace = open_workspace(project)
    with Spool() as spool:
        plan = _plan(workspace, name, path, keys, title, spool, update, add_authors)
        written = _carry_out(plan, workspace, name, format, dry_run=dry_run, yes=yes)
    _advise(plan, workspace, written=written)
    if not any(step.kind for step in plan.steps):
        raise typer.Exit(4)
    raise typer.Exit(1 if any(step.faulty for step in plan.steps) else 0)


def _carry_out(plan: Plan, workspace: Workspace, name: str, format: str, *, dry_run: bool, yes: bool) -> bool:
    """Show a plan and do what it says, once whoever is there agrees; return whether anything was written."""
    from clinic_cli.cli.console import is_interactive, out, painter, say
    from clinic_cli.editing import commit
    from clinic_cli.reporters.imports import render_plan, render_plan_json, summary

    if format == "table":
        for line in render_plan(plan, painter()):
            out(line)
        say(summary(plan))
    asking = is_interactive() and not yes
    written = plan.has_work and not dry_run and (not asking or _agreed(plan))
    if written:
        if plan.records:
            protect_inbox(workspace)
        commit(workspace.root, plan.changes(workspace))
    if format == "json":
        out(render_plan_json(plan, name, written=written))
    return written


def _plan(
    workspace: Workspace,
    name: str,
    path: Path,
    keys: dict[str, str],
    title: str,
    spool: Spool,
    update: bool,
    add_authors: bool,
) -> Plan:
    from clinic_cli.cli.console import ask, is_interactive, progress
    from clinic_cli.importers import IMPORTERS
    from clinic_cli.importers.material import Options
    from clinic_cli.importers.page import MissingTitleError
    from clinic_cli.importers.planning import make_plan

    config = workspace.config
    options = Options(config.timezone, config.language, title, keys)
    try:
        with progress() as watch:
            items = _watched(IMPORTERS[name](path, options), watch)
            return make_plan(workspace, name, items, spool, update=update, add_authors=add_authors)
    except MissingTitleError:
        if not is_interactive():
            raise
        title = ask("The page has no title; what is it", check=lambda answer: None if answer else "Type a title.")
        return _plan(workspace, name, path, keys, title, spool, update, add_authors)


def _watched(items: Iterator[Imported], watch: Callable[[str, int, int], None]) -> Iterator[Imported]:
    """Yield items, and tell how many were read."""
    for number, item in enumerate(items, 1):
        watch("Read", number, 0)
        yield item


def _agreed(plan: Plan) -> bool:
    """Return whether somebody wants the plan done; who is new to the roster is asked about first."""
    from clinic_cli.cli.console import confirm, say

    joining = plan.roster.joining
    if 0 < len(joining) <= 3:
        for author in list(joining):
            if not confirm(f"{author.byline} is not in your roster; add?"):
                joining.remove(author)
    elif joining and not confirm(f"{len(joining)} authors are not in your roster; add them?"):
        joining.clear()
    if confirm("Write this?"):
        return True
    say("Nothing was written.")
    return False


def _advise(plan: Plan, workspace: Workspace, *, written: bool) -> None:
    """Say what comes next."""
    from clinic_cli.cli.console import say
    from clinic_cli.git import repository
    from clinic_cli.workspace import INBOX_FILE

    if not written:
        if plan.has_work:
            say("Nothing was written.")
        elif not any(step.kind for step in plan.steps):
            say("There is no article and no testimonial in it.")
        return
    if plan.records:
        say(f"The testimonials wait in {INBOX_FILE}, private, until a consent is recorded: clinic consent grant ID")
        ignored = workspace.root / ".gitignore"
        if not repository(workspace.root) and (
            not ignored.is_file() or INBOX_FILE not in ignored.read_text(encoding="utf-8", errors="replace")
        ):
            say(f"Add this line to .gitignore, so that words without a consent never enter git: {INBOX_FILE}")
    if plan.count("new", "article"):
        say("The articles are drafts. Next: clinic lint, then clinic publish SLUG. To take it all back: clinic undo")
