"""The registry of commands, in the order in which help lists them, and how one is found and shown.

A command's module is imported, and its options are worked out, only when the command is called: with all of them
that would cost each call more than everything else at start-up.
"""

from __future__ import annotations

import inspect
from functools import cache
from importlib import import_module
from keyword import iskeyword
from typing import Any, Final, NamedTuple

import typer
from typer.core import TyperGroup

from clinic_cli.errors import ClinicError

DAILY: Final = "Every day"
SOMETIMES: Final = "Now and then"


class Entry(NamedTuple):
    """A command: its name, the part of help it stands in, and its first line there.

    The function, or the Typer app of a group, has the name of its module: `list` is `clinic_cli.cli.list:list_app`.
    A module whose name Python keeps for itself has an underscore behind it.
    """

    name: str
    panel: str
    summary: str
    is_group: bool = False


COMMANDS: Final = (
    Entry("new", DAILY, "Write a new article or testimonial.", is_group=True),
    Entry("list", DAILY, "List articles or testimonials.", is_group=True),
    Entry("show", DAILY, "Show an article or a testimonial, and what was found in it."),
    Entry("edit", DAILY, "Open an article or a testimonial in your editor, then check it at once."),
    Entry("lint", DAILY, "Check articles and testimonials."),
    Entry("publish", DAILY, "Publish an article or a testimonial, or say what stands in the way and who can act."),
    Entry("preview", DAILY, "Look at the site on this computer while you write; press Ctrl+C to end."),
    Entry("export", DAILY, "Export what is published, in date and consented, and nothing else."),
    Entry("init", SOMETIMES, "Set up a folder for a clinic's content; nothing that exists is touched."),
    Entry("set", SOMETIMES, "Set keys of articles or testimonials; what changes is shown first."),
    Entry("withdraw", SOMETIMES, "Take an article or a testimonial off the sites."),
    Entry(
        "rename",
        SOMETIMES,
        "Give an article another address; the old one leads to it, and links in other articles are mended.",
    ),
    Entry(
        "due",
        SOMETIMES,
        "List what needs somebody: old drafts, reviews, consents about to end, and what should be down by now.",
    ),
    Entry("consent", SOMETIMES, "Record what clients allowed, and obey when they take it back.", is_group=True),
    Entry("forget", SOMETIMES, "Take a testimonial down and tell where it went, and what remains to be done by hand."),
    Entry("import", SOMETIMES, "Bring in articles and testimonials that were written elsewhere.", is_group=True),
    Entry("undo", SOMETIMES, "Take back the last change that a command made."),
    Entry("stats", SOMETIMES, "Count articles by author, tag, month, reading grade and freshness."),
    Entry("rule", SOMETIMES, "List the rules, or explain one."),
    Entry("schema", SOMETIMES, "Print a JSON Schema, for editors and CI."),
)
BY_NAME: Final = {entry.name: entry for entry in COMMANDS}


@cache
def load(entry: Entry) -> Any:
    """Return a command, ready to be called."""
    module = import_module(f"clinic_cli.cli.{entry.name}{'_' * iskeyword(entry.name)}")
    if entry.is_group:
        group: Any = typer.main.get_group(getattr(module, f"{entry.name}_app"))
        for command in group.commands.values():
            _part_examples(command)
        group.name = entry.name
        return group
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(entry.name)(getattr(module, entry.name))
    return _part_examples(typer.main.get_command(app))


def _part_examples(command: Any) -> Any:
    """Put a command's examples behind its options, each on a line that is not broken."""
    text, _, examples = inspect.cleandoc(command.help or "").partition("Examples:")
    command.help = text.strip()
    lines = [line.strip() for line in examples.splitlines() if line.strip()]
    command.epilog = "\b\n" + "\n".join(["Examples:", *(f"  {line}" for line in lines)]) if lines else None
    return command


_MEANT: Final = {
    **dict.fromkeys(("add", "create", "write"), "new"),
    **dict.fromkeys(("ls", "find", "search", "all"), "list"),
    **dict.fromkeys(("view", "read", "cat", "get"), "show"),
    **dict.fromkeys(("check", "validate", "test"), "lint"),
    **dict.fromkeys(("build", "site", "generate"), "export"),
    **dict.fromkeys(("delete", "remove", "rm", "unpublish"), "withdraw"),
    **dict.fromkeys(("open", "change"), "edit"),
    **dict.fromkeys(("move", "mv"), "rename"),
    **dict.fromkeys(("back", "revert", "restore"), "undo"),
    "setup": "init",
    **dict.fromkeys(("serve", "server", "watch"), "preview"),
    "status": "stats",
}
"""What people type who know another tool, or none."""


class CommandGroup(TyperGroup):
    """Find commands in the registry, list the daily ones first, and name the nearest to a misspelt one."""

    def list_commands(self, _ctx: Any) -> list[str]:
        return list(BY_NAME)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        entry = BY_NAME.get(cmd_name)
        return load(entry) if entry else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name == "help":  # what people type who have read no help yet
            if len(args) > 1:
                return self.resolve_command(ctx, [*args[1:], "--help"])
            typer.echo(ctx.get_help())
            raise typer.Exit
        if name in BY_NAME or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from clinic_cli.content.checking import closest

        near = _MEANT.get(name.lower()) or closest(name, tuple(BY_NAME))
        raise ClinicError(
            f"there is no command `{name}`" + (f"; did you mean `clinic {near}`?" if near else ""),
            "See clinic --help for all commands.",
        )

    def format_commands(self, _ctx: Any, formatter: Any) -> None:
        for panel in (DAILY, SOMETIMES):
            with formatter.section(panel):
                formatter.write_dl([(entry.name, entry.summary) for entry in COMMANDS if entry.panel == panel])
