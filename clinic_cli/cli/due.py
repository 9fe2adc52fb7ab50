"""`clinic due`: what needs somebody, by person."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.completion import complete_author
from clinic_cli.cli.options import AsOfOption, ProjectOption, choose, day, open_content
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from datetime import date

    from clinic_cli.config import Config
    from clinic_cli.due import Due
    from clinic_cli.workspace import Project, Workspace

FORMATS = ("table", "json")
_DAYS = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}


def due(
    within: Annotated[
        str, typer.Option("--within", metavar="TIME", help="How far to look ahead: 30d, 6w, 3m.")
    ] = "30d",
    person: Annotated[
        list[str] | None,
        typer.Option(
            "--person",
            metavar="WHO",
            help="Only what is for this author (roster id), editor or clinic-admin; may be given again.",
            autocompletion=complete_author,
            show_default=False,
        ),
    ] = None,
    format: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """List what needs somebody: old drafts, reviews, consents about to end, and what should be down by now.

    Examples:

      clinic due

      clinic due --within 3m --person sam-sample

      clinic due --format json
    """
    choose(format, FORMATS, "--format")
    ahead = read_time(within)
    workspace = open_content(project)
    today = day(as_of, workspace)
    parsed = workspace.parse()
    parsed.refuse_unread()
    found = due_in(workspace, parsed, today, ahead)
    if person:
        known = (*workspace.config.authors, "editor", "clinic-admin", "author")
        wanted = {choose(each, known, "--person") for each in person}
        found = [each for each in found if wanted.intersection((each.who.value, *each.authors))]
    if format == "json":
        from clinic_cli.cli.console import out
        from clinic_cli.reporters.due import render_json

        out(render_json(found, today, ahead.days))
    else:
        _print_table(found, workspace.config, today)


def due_in(workspace: Workspace, project: Project, today: date, ahead: timedelta) -> list[Due]:
    """Return what is due in a project, first what has waited longest."""
    from clinic_cli import live
    from clinic_cli.due import find_due
    from clinic_cli.history import last_touched

    drafts = [article.path for article in project.articles if article.status == "draft"]
    drafts += {record.path for record in project.testimonials if record.status == "draft"}
    touched = last_touched(workspace.root, drafts, workspace.config.timezone) if drafts else {}
    return find_due(project, workspace.config, today, ahead, touched.get, live.exports(workspace))


def read_time(text: str) -> timedelta:
    """Return the time that `30d`, `6w`, `3m` or `1y` means; raise ClinicError for anything else."""
    match = re.fullmatch(r"\s*(\d{1,4})\s*(?:([dwmy])|(day|week|month|year)s?)?\s*", text.lower())
    if not match:
        raise ClinicError(f"--within: `{text}` is no length of time", "Write it as 30d, 6w or 3m.")
    return timedelta(days=int(match[1]) * _DAYS[(match[2] or match[3] or "")[:1]])


def _print_table(found: list[Due], config: Config, today: date) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from clinic_cli.cli.console import rich_console, say
    from clinic_cli.reporters.text import counted, visible

    if not found:
        say("Nothing is due.")
        return
    by_person: dict[str, list[Due]] = {}
    for each in found:
        names = [config.authors[id].name if id in config.authors else id for id in each.authors]
        for name in names or [each.who.value.replace("-", " ")]:
            by_person.setdefault(name, []).append(each)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in ("Who", "When", "Item", "What"):
        table.add_column(title, overflow="fold", ratio=1 if title == "What" else None, min_width=4)
    for name in sorted(by_person, key=str.casefold):
        for position, each in enumerate(by_person[name]):
            late = each.day is not None and each.day < today
            table.add_row(
                Text(visible(name) if position == 0 else "", style="bold"),
                Text(str(each.day or ""), style="red" if late else ""),
                Text(visible(each.id)),
                Text(visible(each.message)),
            )
    rich_console().print(table)
    say(f"{counted(len(found), 'item')} due.")
