"""The command `clinic`: where every call begins, and the one place where errors end."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from clinic_cli import __version__
from clinic_cli.cli.commands import CommandGroup
from clinic_cli.errors import ClinicError

gc.freeze()
gc.set_threshold(20_000)  # a run leaves few rings behind, and to look for them after each 700 objects takes 2% of it
gc.enable()

app = typer.Typer(
    name="clinic",
    cls=CommandGroup,
    epilog=(
        '\b\nBegin with:  clinic init my-clinic\nThen:        clinic new article "A first session"\n'
        "Each command has examples:  clinic lint --help\n"
        "Let the Tab key complete words (bash, zsh, fish):  clinic --install-completion"
    ),
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"clinic {__version__}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    project: Annotated[
        Path | None, typer.Option("--project", metavar="DIR", help="The clinic's folder.", show_default=False)
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Create, check, list and export a clinic's articles and testimonials."""
    from clinic_cli.cli.options import name_project

    name_project(project)
    if context.invoked_subcommand is None:
        from clinic_cli.cli.dashboard import dashboard

        dashboard()


def _in_words(error: Exception) -> ClinicError:
    """Return what the system said, in words that need no knowledge of systems where there are some."""
    import errno

    code = error.errno if isinstance(error, OSError) else None
    known = {
        errno.ENAMETOOLONG: ("this name is too long", "Choose a shorter one."),
        errno.ENOENT: ("there is no such file or folder", "Check that the folder you are in is still there."),
        errno.EACCES: ("you may not read or change this", "Check its permissions."),
        errno.ENOSPC: ("the disk is full", "Make room on it, then run the command again."),
    }
    if not isinstance(error, OSError) or code not in known:
        return ClinicError(f"the system said no: {getattr(error, 'strerror', None) or error}")
    message, help = known[code]
    name = str(error.filename or "")
    shown = f"{name[:60]}..." if len(name) > 60 else name
    return ClinicError(f"{shown}: {message}" if shown else message, help)


def _open_streams() -> None:
    """Put nothing in the place of a stream that whoever called us has closed, as jobs at night do: Python has None."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - stays open, as a stream does


def _stop(error: ClinicError) -> NoReturn:
    """End with status 2, whether or not anybody can be told why."""
    from clinic_cli.cli.console import complain

    with contextlib.suppress(OSError):
        complain(error)
    sys.exit(2)


def run() -> None:
    """Run the command line: status 2 for what the user or the system can mend, 3 for a bug of ours."""
    _open_streams()
    try:
        app()
    except ClinicError as error:
        _stop(error)
    except BrokenPipeError:
        # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except (MemoryError, RecursionError, OSError) as error:
        _stop(_in_words(error))
    except Exception as error:  # the edge: a bug is told, never thrown at the user
        if os.environ.get("CLINIC_DEBUG"):
            raise
        from clinic_cli.cli.console import say

        say(f"clinic: this is a bug in clinic ({type(error).__name__}: {error}); nothing more was done.")
        say("  Please report it with what CLINIC_DEBUG=1 prints for the same command.")
        sys.exit(3)
