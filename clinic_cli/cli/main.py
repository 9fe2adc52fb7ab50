"""The command `clinic`: its commands in the order of a working day, and the one place where errors end."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from clinic_cli import __version__
from clinic_cli.cli.consent import consent_app
from clinic_cli.cli.export import export
from clinic_cli.cli.forget import forget
from clinic_cli.cli.init import init
from clinic_cli.cli.lint import lint
from clinic_cli.cli.list import list_app
from clinic_cli.cli.new import new_app
from clinic_cli.cli.rule import rule
from clinic_cli.cli.schema import schema
from clinic_cli.cli.show import show
from clinic_cli.errors import ClinicError

DAILY, NOW_AND_THEN = "Daily", "Now and then"

app = typer.Typer(
    name="clinic",
    help="Create, check, list and export a clinic's articles and testimonials.",
    epilog='Begin with: clinic init my-clinic · then: clinic new article "A title" · clinic lint · clinic export html',
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(new_app, name="new", rich_help_panel=DAILY)
app.add_typer(list_app, name="list", rich_help_panel=DAILY)
app.command("show", rich_help_panel=DAILY)(show)
app.command("lint", rich_help_panel=DAILY)(lint)
app.command("export", rich_help_panel=DAILY)(export)
app.command("init", rich_help_panel=NOW_AND_THEN)(init)
app.add_typer(consent_app, name="consent", rich_help_panel=NOW_AND_THEN)
app.command("forget", rich_help_panel=NOW_AND_THEN)(forget)
app.command("rule", rich_help_panel=NOW_AND_THEN)(rule)
app.command("schema", rich_help_panel=NOW_AND_THEN)(schema)

_project: list[Path] = []


def default_project() -> Path | None:
    """Return the folder named before the command, as in `clinic --project DIR lint`."""
    return _project[0] if _project else None


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"clinic {__version__}")
        raise typer.Exit


@app.callback()
def main(
    project: Annotated[
        Path | None, typer.Option("--project", metavar="DIR", help="The clinic's folder.", show_default=False)
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Create, check, list and export a clinic's articles and testimonials."""
    _project[:] = [project] if project else []


def run() -> None:
    """Run the command line: status 2 for what the user or the system can mend, 3 for a bug of ours."""
    from clinic_cli.cli.console import complain, say

    try:
        app()
    except ClinicError as error:
        complain(error)
        sys.exit(2)
    except BrokenPipeError:
        # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except (MemoryError, RecursionError, OSError) as error:
        say(f"clinic: the system said no: {error}")
        sys.exit(2)
    except Exception as error:  # the edge: a bug is told, never thrown at the user
        if os.environ.get("CLINIC_DEBUG"):
            raise
        say(f"clinic: this is a bug in clinic ({type(error).__name__}: {error}); nothing more was done.")
        say("  Please report it with what CLINIC_DEBUG=1 prints for the same command.")
        sys.exit(3)
