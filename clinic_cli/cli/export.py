"""`clinic export`: what may leave, as files for a web site."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.options import AsOfOption, ProjectOption, choose, day, open_workspace

if TYPE_CHECKING:
    from clinic_cli.config import Target
    from clinic_cli.exporters.run import Exported
    from clinic_cli.workspace import Workspace


def complete_target(incomplete: str) -> list[str]:
    """Return formats and targets that begin as typed."""
    from clinic_cli.cli.completion import targets

    return [name for name in targets() if name.startswith(incomplete)]


def export(
    name: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT|TARGET",
            help="html, json, or a target of the configuration.",
            autocompletion=complete_target,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where the files go; public/FORMAT without it.", show_default=False),
    ] = None,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Export what is published, in date and consented, and nothing else.

    Examples:

      clinic export html

      clinic export json --out public/api --as-of 2026-06-15
    """
    from clinic_cli.exporters.run import export as run_export

    workspace = open_workspace(project)
    target = _target(workspace, name, out)
    _report(run_export(workspace, target, day(as_of, workspace)), target)


def _target(workspace: Workspace, name: str, out: Path | None) -> Target:
    from dataclasses import replace

    from clinic_cli.config import Target
    from clinic_cli.exporters import EXPORTERS

    targets = workspace.config.targets
    choose(name, (*EXPORTERS, *targets), "export")
    target = targets.get(name) or Target(name, name, out=f"public/{name}")
    target = target if target.base_url else replace(target, base_url=workspace.config.url)
    return replace(target, out=os.path.abspath(out)) if out else target


def _report(done: Exported, target: Target) -> None:
    from clinic_cli.cli.console import say
    from clinic_cli.cli.options import shown_path
    from clinic_cli.reporters.text import counted

    publication, plan = done
    leaving = (
        f"{counted(len(publication.articles), 'article')} and {counted(len(publication.testimonials), 'testimonial')}"
    )
    kept = f"; {len(publication.held)} kept back" if publication.held else ""
    say(f"Exported {leaving} as {target.format} to {shown_path(plan.folder)}{kept}.")
    say(f"{counted(len(plan.write), 'file')} written, {plan.unchanged} unchanged, {len(plan.remove)} removed.")
