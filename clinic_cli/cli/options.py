"""Options that several commands share, and what they turn into."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinic_cli.workspace import Listing, Workspace

ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project",
        metavar="DIR",
        help="The clinic's folder, or one in it. Without it, the nearest one upwards with a clinic.toml.",
        show_default=False,
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Take this day for today, as in 2026-03-01.", show_default=False),
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]


_named: dict[str, Path] = {}


def name_project(project: Path | None) -> None:
    """Take the folder named before the command, as in `clinic --project DIR lint`, for commands that name none."""
    _named.clear()
    if project:
        _named["project"] = project


def open_workspace(project: Path | None) -> Workspace:
    """Return the workspace that a command works in."""
    from clinic_cli.workspace import Workspace

    return Workspace.open(project or _named.get("project"))


def open_workspace_of(paths: Sequence[Path], project: Path | None) -> Workspace:
    """Return the workspace in which paths lie, where no other is named: this one, or that of files that lie elsewhere.

    Raises ClinicError where they lie in several.
    """
    from clinic_cli.config import find_root

    if project or "project" in _named or not paths:
        return open_workspace(project)
    here = find_root(Path.cwd())
    # not resolved: a link in a clinic belongs to it, wherever it leads
    roots = [_root_of(Path(os.path.abspath(path)), here) for path in paths]
    for path, root in zip(paths, roots, strict=True):
        if root != roots[0]:
            raise ClinicError(
                f"{paths[0]} and {path} do not lie in one clinic",
                "Check the files of each clinic in a call of its own.",
            )
    return open_workspace(roots[0] or project)


def _root_of(path: Path, here: Path | None) -> Path | None:
    """Return the clinic that a path belongs to: the current one where the path lies in it, None where there is none."""
    from clinic_cli.config import find_root

    return here if here and path.is_relative_to(here) else find_root(path) or here


def open_content(project: Path | None) -> Workspace:
    """Return the workspace that a command reads; end with status 4 in a folder that is no clinic and holds no content."""
    workspace = open_workspace(project)
    if is_foreign(workspace):
        say_where_looked(workspace)
        raise typer.Exit(4)
    return workspace


def is_foreign(workspace: Workspace, only: Listing | None = None) -> bool:
    """Whether a folder is no clinic: it holds no configuration, and no content or none of what was asked for."""
    return workspace.config.source is None and not (only or workspace.listing()).paths


def day(text: str | None, workspace: Workspace) -> date:
    """Return the day that --as-of names, or today in the clinic's time zone."""
    return parse_day(text, "--as-of") if text else workspace.today()


def parse_day(text: str, option: str) -> date:
    """Return the day in a text; raise ClinicError where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ClinicError(
            f"{option}: `{text}` is not a day", "Write it as year-month-day, such as 2026-03-01."
        ) from error


def check_day(answer: str) -> str | None:
    """Return what is wrong with an answer that should be a day, or None."""
    try:
        parse_day(answer, "date")
    except ClinicError as error:
        return error.help
    return None


def choose(value: str, known: tuple[str, ...], option: str) -> str:
    """Return a value that is one of the known ones; raise ClinicError with the nearest for any other."""
    if value in known:
        return value
    from clinic_cli.content.checking import closest

    near = closest(value, known)
    raise ClinicError(
        f"{option}: there is no `{value}`" + (f"; did you mean `{near}`?" if near else ""),
        f"Choose one of: {', '.join(known)}.",
    )


def shown_path(path: Path) -> str:
    """Return a path as the user would type it here."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)


def say_where_looked(workspace: Workspace, paths: list[Path] | None = None) -> None:
    """Say that there is no content, and where it was looked for."""
    from clinic_cli.cli.console import say

    looked = (
        ", ".join(map(str, paths))
        if paths
        else f"{workspace.root}: articles/, testimonials.yaml, testimonials.inbox.yaml, testimonials/"
    )
    say(
        f"clinic: no content found; looked in {looked}\n  Run `clinic init` to begin, or name the clinic's folder with --project."
    )
