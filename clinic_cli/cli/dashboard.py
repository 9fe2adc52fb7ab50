"""`clinic` alone: the dashboard."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from clinic_cli.cli.options import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from clinic_cli.lint.engine import Report
    from clinic_cli.workspace import Workspace

_SOON: Final = timedelta(days=7)


def dashboard() -> None:
    """Print how much there is, what waits for somebody, and what to do next."""
    from clinic_cli.cli.console import out, painter, width
    from clinic_cli.cli.due import due_in
    from clinic_cli.dashboard import look_over
    from clinic_cli.reporters.text import visible

    workspace = open_workspace(None)
    project = workspace.parse()
    paint = painter()
    if not (project.articles or project.testimonials):
        project.refuse_unread()
        out(_welcome(known=workspace.config.source is not None))
        return
    today = workspace.today()
    seen = look_over(workspace, project, _report(workspace, today), due_in(workspace, project, today, _SOON), today)
    lines = [paint(visible(f"{workspace.config.name or 'Your clinic'}, {today}"), "strong"), ""]
    lines += _counts("Articles", len(project.articles), seen.articles, width())
    lines += _counts("Testimonials", len(project.testimonials), seen.testimonials, width())
    lines += ["", paint("Needs somebody", "strong")]
    lines += [
        line
        for need in seen.needs
        for line in _need(f"{need.message} ({need.who.value.replace('-', ' ')}):", need.command, width())
    ] or ["  Nothing today."]
    lines += ["", paint("Next", "strong"), *_suggested(seen.suggestions, width())]
    out("\n".join(lines) + "\n")
    project.refuse_unread()


def _report(workspace: Workspace, today: date) -> Report:
    from clinic_cli.cli import linting
    from clinic_cli.lint.engine import Run
    from clinic_cli.lint.selection import select_rules

    selection = select_rules(workspace.config)
    cache = linting.open_cache(workspace, selection, today)
    return Run(workspace, selection, today, cache=cache, words=False).report()


def _welcome(*, known: bool) -> str:
    commands = [] if known else [("clinic init my-clinic", "set up a folder for your content")]
    commands += [
        ('clinic new article "A first session"', "write a first article"),
        ("clinic new testimonial", "keep a client's words"),
        ("clinic --help", "see all commands"),
    ]
    head = "There is no article or testimonial here yet." if known else "This folder holds no clinic's content."
    return f"{head}\n\nNext\n" + "\n".join(_suggested(commands[:3], 80)) + "\n"


def _counts(noun: str, total: int, states: Iterable[tuple[str, int]], width: int) -> list[str]:
    import textwrap

    parts = ", ".join(f"{count} {state}".replace(" ", "\xa0") for state, count in states)
    head = f"  {noun:<12}{total:>6}  "
    lines = textwrap.wrap(parts, width, initial_indent=head, subsequent_indent=" " * len(head)) or [head.rstrip()]
    return [line.replace("\xa0", " ") for line in lines]


def _suggested(suggestions: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Return commands with their reasons, in two columns where there is room, else one below the other."""
    from clinic_cli.reporters.text import cells, padded

    longest = max(cells(command) for command, _ in suggestions)
    if longest + max(cells(why) for _, why in suggestions) + 4 <= width:
        return [f"  {padded(command, longest)}  {why}" for command, why in suggestions]
    return [line for command, why in suggestions for line in (f"  {command}", f"    {why}")]


def _need(message: str, command: str, width: int) -> list[str]:
    """Return what waits, with its command behind it where there is room, else on a line of its own."""
    import textwrap

    from clinic_cli.reporters.text import visible

    whole = visible(f"  - {message} {command}")
    if len(whole) <= width:
        return [whole]
    lines = textwrap.wrap(visible(message), width, initial_indent="  - ", subsequent_indent="    ")
    return [*lines, f"    {visible(command)}"]
